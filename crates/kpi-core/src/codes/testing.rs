//! Tests that stand beside the rules.

super::family! { "testing"
    /// x
    KPI0601 TEST_FAILED Error;
    /// x
    KPI0602 TEST_SUBJECT Error;
    /// x
    KPI0603 UNKNOWN_FACT Error;
    /// x
    KPI0604 EXPECTATION_UNIT Error;
    /// x
    KPI0605 TEST_TABLE Error;
    /// x
    KPI0606 UNKNOWN_EXPECTATION Error;
}
