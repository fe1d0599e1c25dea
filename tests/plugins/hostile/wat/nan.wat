;; A NaN that carries a payload.
(func $evaluate (type $evaluate)
  (i64.store (i32.const 65536) (i64.const 0x7ff8dead_beef0001))
  (call $answer (i32.const 0) (i32.const 65536) (local.get 6)))
