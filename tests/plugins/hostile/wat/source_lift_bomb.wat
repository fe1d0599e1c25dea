;; 900 columns that are all the same 50,000 cells: 360 MB said with less than half a megabyte.
(memory (export "memory") 12)
(func $parse (type $step) (local $column i32) (local $at i32)
  (loop $next
    (local.set $at (i32.add (i32.const 4096) (i32.mul (local.get $column) (i32.const 36))))
    (i32.store (local.get $at) (i32.const 288)) (i32.store offset=4 (local.get $at) (i32.const 1))
    (i32.store offset=20 (local.get $at) (i32.const 65536)) (i32.store offset=24 (local.get $at) (i32.const 50000))
    (local.set $column (i32.add (local.get $column) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $column) (i32.const 900))))
  (i32.store (i32.const 532) (i32.const 50000))
  (i32.store (i32.const 536) (i32.const 4096)) (i32.store (i32.const 540) (i32.const 900))
  (i32.const 528))
