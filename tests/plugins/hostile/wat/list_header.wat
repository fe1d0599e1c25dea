;; Says that it has 2³¹ cells.
(func $evaluate (type $evaluate) (call $answer (i32.const 1) (i32.const 65536) (i32.const 0x7fffffff)))
