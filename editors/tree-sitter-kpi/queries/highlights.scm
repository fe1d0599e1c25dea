; What an item is, and what it is called.
["use" "dataset" "cohort" "comparator" "bands" "template" "scorecard" "theme" "columns" "cascade"] @keyword
(indicator "indicator" @keyword)
(test_subject "indicator" @keyword)
(test "test" @keyword)
(change_words "change" @keyword)
["given" "cases" "expect" "let"] @keyword

[(dataset name: (name) @type)
 (cohort name: (name) @type)
 (comparator name: (name) @type)
 (bands name: (name) @type)
 (scorecard name: (name) @type)]
(indicator name: (name) @function)
(template name: (name) @function)
(template_use template: (name) @function)
(test_subject indicator: (name) @function)

; Names that stand before a value.
(column_def name: (name) @property)
(cascade name: (name) @property)
(column name: (name) @property)
(argument name: (name) @property)
(template_argument name: (name) @property)
(given_fact name: (name) @property)
(given_table name: (name) @type)
(expectation name: (name) @property)
(expectation fact: (name) @property)
(change_word name: (name) @property)

(let_field name: (name) @variable)
(parameter name: (name) @variable.parameter)
(related name: (name) @variable)
(related dataset: (name) @type)
(by_column dataset: (name) @type)
(latest dataset: (name) @type)
(reference name: (name) @variable)
(reference name: (name) @type (column))
(reference name: (name) @function.call (arguments))
(reference name: (name) @function.call (distinct))
((reference . name: (name) @boolean .) (#any-of? @boolean "yes" "no"))

(source_value kind: (name) @type.builtin)
(column_type (name) @type.builtin)
(judge_value (name) @constant)
(band_label (name) @label)
(band colour: (name) @constant)
(band_condition (name) @constant)
(code (name) @constant)
(confidence (name) @constant)
(control (name) @constant)
(window (name) @constant)
(time_unit) @constant
(status) @constant
(phrase) @constant
(fact_words) @constant
(target_status) @constant
["yes/no" "none" "missing" "empty" "previous" "previous year" "same period last year" "year to date"
 "straight line" "last value" "displayed value"] @constant

; Words that hold values together.
["if" "then" "else"] @keyword.conditional
["and" "or" "not" "in" "is" "starts" "with" "where" "at" "of" "distinct" "latest" "same" "by"] @keyword.operator
["no" "some" "first" "number of" "age" "open" "start" "end" "ranked" "days" "months" "month" "years" "year"
 "working days" "working day"] @keyword.operator
["from" "to" "row" "sheet" "separator" "table" "over" "one" "per" "as" "tied" "counted" "within" "when" "against" "colour" "color"
 "below" "up to" "above" "at zero target" "require" "actions" "for" "word" "change" "rate" "range" "midpoint" "every"
 "rolling" "late" "to date" "each" "profiled" "profile" "copied" "proposed" "at year end" "pro rata" "tolerance"
 "as published" "as recalculated" "else recorded" "not judged" "although cumulative" "rounded to" "baseline" "rebased"
 "withhold" "total" "until" "days a year"] @keyword
(order_word) @keyword.operator

(text) @string
(cell) @string
(escape) @string.escape
(placeholder) @variable.parameter
[(number) (quantity) (date) (period)] @constant.numeric @number

["=" "!=" "<" "<=" ">" ">=" "+" "-" "*" "/"] @operator
["{" "}" "[" "]" "(" ")"] @punctuation.bracket
["," ":" "." "|"] @punctuation.delimiter

; The key of a field may be any of the words above.
(_ key: _ @property)

; A note that lets a finding stand is more than a remark.
(comment) @comment
((comment) @attribute (#match? @attribute "^#\\s*kpi-allow(-file)?\\("))
