(func $evaluate (type $evaluate) (call $answer (i32.const 3) (i32.const 65536) (local.get 6)))
