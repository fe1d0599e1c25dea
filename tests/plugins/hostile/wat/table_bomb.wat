(table $t 1 funcref)
(func $evaluate (type $evaluate)
  (loop $again (br_if $again (i32.ne (table.grow $t (ref.null func) (i32.const 10000)) (i32.const -1))))
  (call $answer (i32.const 1) (i32.const 65536) (local.get 6)))
