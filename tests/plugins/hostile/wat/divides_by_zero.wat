(func $evaluate (type $evaluate) (i32.div_u (i32.const 1) (i32.sub (local.get 6) (local.get 6))))
