(indicator name: (name) @name) @definition.function
(template name: (name) @name) @definition.function
(dataset name: (name) @name) @definition.class
(cohort name: (name) @name) @definition.class
(comparator name: (name) @name) @definition.class
(bands name: (name) @name) @definition.class
(scorecard name: (name) @name) @definition.module
(test name: (text (text_content) @name)) @definition.method
(let_field name: (name) @name) @definition.constant

(template_use template: (name) @name) @reference.call
(test_subject indicator: (name) @name) @reference.call
(reference name: (name) @name (column)) @reference.class
(latest dataset: (name) @name) @reference.class
(related dataset: (name) @name) @reference.class
