//! What a figure is judged by.

super::family! { "judging"
    /// x
    KPI0201 POLARITY_BANDS Error;
}
