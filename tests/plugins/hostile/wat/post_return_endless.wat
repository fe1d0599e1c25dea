(func $after (param i32) (loop $again (br $again)))
(export "cabi_post_kpi:plugin/measure@1.0.0#evaluate" (func $after))
