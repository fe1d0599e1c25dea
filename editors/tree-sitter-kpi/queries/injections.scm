((source_value
   kind: (name) @_kind
   (text (text_content) @injection.content))
 (#eq? @_kind "sql")
 (#set! injection.language "sql")
 (#set! injection.combined))
