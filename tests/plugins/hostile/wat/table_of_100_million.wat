(table $t 100000000 funcref)
