;; The id is "rоws" with a Cyrillic о.
(data (i32.const 64) "\00\01\00\00\05\00\00\00" "\10\01\00\00\05\00\00\00" "\00\01\00\00\04\00\00\00" "\20\01\00\00\05\00\00\00")
(data (i32.const 256) "r\d0\bews") (data (i32.const 272) "1.0.0") (data (i32.const 288) "count")
(func $describe (type $describe) (i32.const 64))
