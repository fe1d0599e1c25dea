//! Tests.

super::family! { "testing"
    /// x
    KPI0601 TEST_FAILED Error;
}
