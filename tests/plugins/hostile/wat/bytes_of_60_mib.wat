;; An answer whose bitmap of empty cells is 60 MiB.
(memory (export "memory") 1000)
(func $evaluate (type $evaluate) (local $at i32)
  (local.set $at (call $answer (i32.const 1) (i32.const 65536) (local.get 6)))
  (i32.store (i32.const 140) (i32.const 65536)) (i32.store (i32.const 144) (i32.const 62914560))
  (local.get $at))
