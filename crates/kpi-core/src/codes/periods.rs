//! Periods, and what has them.

super::family! { "periods"
    /// x
    KPI0501 NOT_A_PERIOD Error;
    /// x
    KPI0502 PERIOD_UNFIT Error;
    /// x
    KPI0503 DATED_ORDER Error;
    /// x
    KPI0504 WINDOW_UNFIT Error;
    /// x
    KPI0505 ACTIVE_REVERSED Error;
    /// x
    KPI0506 FREQUENCY_CONFLICT Error;
    /// x
    KPI0507 LATEST_WITHOUT_PERIOD Error;
}
