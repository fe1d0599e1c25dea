//! Found while running.

super::family! { "running"
    /// x
    KPI0801 TOO_LARGE Error;
}
