(func $realloc (param i32 i32 i32 i32) (result i32) (i32.const 0x7ffffff0))
(func $evaluate (type $evaluate) (call $answer (i32.const 1) (i32.const 65536) (local.get 6)))
