(func $first (loop $again (br $again)))
(start $first)
