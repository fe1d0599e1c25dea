;; Takes memory page by page and writes to each, and goes on if it is refused one.
(func $evaluate (type $evaluate) (local $page i32)
  (loop $again
    (local.set $page (memory.grow (i32.const 1)))
    (if (i32.ne (local.get $page) (i32.const -1)) (then (i32.store8 (i32.shl (local.get $page) (i32.const 16)) (i32.const 1))))
    (br_if $again (i32.ne (local.get $page) (i32.const -1))))
  (call $answer (i32.const 1) (i32.const 65536) (local.get 6)))
