//! Units, and what may be done with them.

super::family! { "units"
    /// x
    KPI0401 UNIT_MISMATCH Error;
    /// x
    KPI0402 FORMULA_UNIT Error;
    /// x
    KPI0403 TARGET_UNIT Error;
    /// x
    KPI0404 NOT_A_CONDITION Error;
    /// x
    KPI0405 NOT_A_NUMBER Error;
    /// x
    KPI0406 ARGUMENTS Error;
    /// x
    KPI0407 UNREACHABLE Warning;
    /// x
    KPI0408 DIVISION_BY_ZERO Error;
    /// x
    KPI0409 RECORD_CONDITION Error;
    /// x
    KPI0410 FIELD_UNIT Error;
}
