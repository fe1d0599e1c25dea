;; Counts how often it was called, in a global and in memory.
(global $calls (mut i64) (i64.const 0))
(func $evaluate (type $evaluate)
  (global.set $calls (i64.add (global.get $calls) (i64.const 1)))
  (i64.store (i32.const 1000) (i64.add (i64.load (i32.const 1000)) (i64.const 1)))
  (i64.store (i32.const 65536) (i64.add (i64.mul (global.get $calls) (i64.const 1000)) (i64.load (i32.const 1000))))
  (call $answer (i32.const 1) (i32.const 65536) (local.get 6)))
