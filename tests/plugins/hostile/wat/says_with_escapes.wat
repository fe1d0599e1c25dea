;; A problem whose message clears the screen and paints it red.
(data (i32.const 700) "\1b[2J\1b[41mall is well\e2\80\ae")
(func $evaluate (type $evaluate)
  (i32.store8 (i32.const 128) (i32.const 1))
  (i32.store (i32.const 132) (i32.const 256)) (i32.store (i32.const 136) (i32.const 4))
  (i32.store (i32.const 140) (i32.const 700)) (i32.store (i32.const 144) (i32.const 23))
  (i32.const 128))
