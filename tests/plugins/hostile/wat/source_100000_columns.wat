;; 100,000 columns without a cell, all at one place.
(memory (export "memory") 60)
(func $parse (type $step)
  (i32.store (i32.const 528) (i32.const 0)) (i32.store (i32.const 532) (i32.const 0))
  (i32.store (i32.const 536) (i32.const 65536)) (i32.store (i32.const 540) (i32.const 100000))
  (i32.const 528))
