(func $evaluate (type $evaluate) (i32.const 129))
