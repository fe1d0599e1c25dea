(table $t funcref (elem $wide))
(type $narrow (func (param i32) (result i32)))
(func $wide (param i64 i64) (result i64) (local.get 0))
(func $evaluate (type $evaluate) (call_indirect $t (type $narrow) (i32.const 1) (i32.const 0)))
