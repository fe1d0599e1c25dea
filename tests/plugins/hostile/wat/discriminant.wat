(func $evaluate (type $evaluate) (i32.store8 (i32.const 128) (i32.const 7)) (i32.const 128))
