(func $evaluate (type $evaluate) unreachable)
