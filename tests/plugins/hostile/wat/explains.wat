;; Of 1.1: one note, always about the second figure.
(data (i32.const 700) "every row counts") (data (i32.const 720) "one")
(data (i32.const 740) "\01\00\00\00" "\bc\02\00\00\10\00\00\00" "\01\00\00\00\d0\02\00\00\03\00\00\00")
(data (i32.const 800) "\00\00\00\00" "\e4\02\00\00\01\00\00\00")
(func $explain (type $evaluate) (i32.const 800))
