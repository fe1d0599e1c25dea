(func $evaluate (type $evaluate) (loop $again (br $again)) unreachable)
