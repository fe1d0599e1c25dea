//! Names that are wrong.

super::family! { "names"
    /// x
    KPI0301 UNKNOWN_NAME Error;
}
