//! The text does not follow the grammar.

super::family! { "syntax"
    /// The text is not what the grammar allows here.
    KPI0101 UNEXPECTED Error;
    /// A bracket or a text has no end.
    KPI0102 UNCLOSED Error;
    /// There is no item of this kind.
    KPI0103 UNKNOWN_ITEM Error;
    /// There is no field of this name here.
    KPI0104 UNKNOWN_FIELD Error;
    /// Brackets, or the steps of an expression, go too deep; or the file is too large.
    KPI0105 NESTING Error;
    /// The meaning is clear, but it is written otherwise.
    KPI0106 NEAR_MISS Error;
    /// The word is none of those that can stand here.
    KPI0107 UNKNOWN_WORD Error;
    /// A number, date or period is not written as one.
    KPI0108 BAD_LITERAL Error;
    /// A backslash in a text stands before a character that it cannot escape.
    KPI0109 BAD_ESCAPE Error;
}
