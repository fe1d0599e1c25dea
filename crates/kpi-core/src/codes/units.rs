//! Units that do not go together.

super::family! { "units"
    /// x
    KPI0401 UNIT_MISMATCH Error;
}
