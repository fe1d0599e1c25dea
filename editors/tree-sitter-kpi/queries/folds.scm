[(dataset) (cohort) (comparator) (bands) (template) (indicator) (scorecard) (test) (columns) (cascade) (theme)
 (at_zero_target) (change_words) (settings) (given_table) (text) (indicator_field)] @fold
