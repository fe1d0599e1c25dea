//! The text does not follow the grammar.

super::family! { "syntax"
    /// The text is not what the grammar allows here.
    KPI0101 UNEXPECTED Error;
}
