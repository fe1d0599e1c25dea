; For Neovim the names with a dot, for Helix those without.
[(dataset) (cohort) (comparator) (bands) (template) (indicator) (scorecard) (test) (columns) (cascade) (theme)
 (at_zero_target) (change_words) (settings) (given_table) (indicator_field) (list) (names) (texts) (codes) (group)
 (arguments) (parameters) (template_arguments)] @indent.begin @indent

["}" "]" ")"] @indent.branch @indent.end @outdent

(comment) @indent.auto
(text) @indent.auto
