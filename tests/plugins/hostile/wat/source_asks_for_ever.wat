;; Asks for one more page, whatever came.
(data (i32.const 600) "\30\01\00\00\04\00\00\00" "\90\02\00\00\10\00\00\00" "\00\00\00\00\00\00\00\00")
(data (i32.const 656) "file:granted.txt")
(data (i32.const 560) "\00\00\00\00" "\58\02\00\00" "\01\00\00\00")
(func $plan (type $step) (i32.const 560))
