//! Names, and the items and fields they stand for.

super::family! { "names"
    /// x
    KPI0301 UNKNOWN_NAME Error;
    /// x
    KPI0302 DUPLICATE_ITEM Error;
    /// x
    KPI0303 DUPLICATE_FIELD Error;
    /// x
    KPI0304 MISSING_FIELD Error;
    /// x
    KPI0305 CYCLE Error;
    /// x
    KPI0306 UNUSED Warning;
    /// x
    KPI0307 TEMPLATE_ARGUMENTS Error;
    /// x
    KPI0308 UNKNOWN_KIND Error;
    /// x
    KPI0309 REPEATED Error;
    /// x
    KPI0310 UNKNOWN_COLUMN Error;
    /// x
    KPI0311 UNKNOWN_CODE Error;
    /// x
    KPI0312 WRONG_KIND Error;
    /// x
    KPI0313 LOOKUP_KEY Error;
}
