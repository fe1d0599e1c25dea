;; `n` has one cell, `text` two offsets and no bytes, and there are said to be two rows.
(data (i32.const 600) "\20\01\00\00\01\00\00\00" "\00\00\00\00\00\00\00\00" "\01\00\00\00\00\08\00\00\01\00\00\00\00\00\00\00\00\00\00\00")
(data (i32.const 528) "\00\00\00\00" "\02\00\00\00" "\58\02\00\00" "\01\00\00\00")
(func $parse (type $step) (i32.const 528))
