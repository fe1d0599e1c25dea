[(indicator) (template) (cohort)] @local.scope

(let_field name: (name) @local.definition)
(parameter name: (name) @local.definition)
(related name: (name) @local.definition)

(reference name: (name) @local.reference)
