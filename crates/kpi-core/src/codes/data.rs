//! Data.

super::family! { "data"
    /// x
    KPI0701 UNREADABLE Error;
}
