;; A problem whose message is 48 MiB of NUL.
(memory (export "memory") 900)
(func $evaluate (type $evaluate)
  (i32.store8 (i32.const 128) (i32.const 1))
  (i32.store (i32.const 132) (i32.const 256)) (i32.store (i32.const 136) (i32.const 4))
  (i32.store (i32.const 140) (i32.const 65536)) (i32.store (i32.const 144) (i32.const 50331648))
  (i32.const 128))
