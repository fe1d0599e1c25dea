//! Periods that do not go together.

super::family! { "periods"
    /// x
    KPI0501 PERIOD_KIND Error;
}
