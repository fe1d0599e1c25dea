//! What a figure is judged by.

super::family! { "judging"
    /// x
    KPI0201 POLARITY_BANDS Error;
    /// x
    KPI0202 POLARITY_LIMITS Error;
    /// x
    KPI0203 EDGE_UNIT Error;
    /// x
    KPI0204 NOTHING_TO_JUDGE Error;
    /// x
    KPI0205 SUSPICIOUS_TARGET Warning;
    /// x
    KPI0206 TARGET_SPAN Error;
    /// x
    KPI0207 BAND_GAP Error;
    /// x
    KPI0208 BAND_OVERLAP Error;
    /// x
    KPI0209 EMPTY_BAND Error;
    /// x
    KPI0210 CHANGE_OF_CUMULATIVE Error;
    /// x
    KPI0211 PART_YEAR_LOWER Warning;
    /// x
    KPI0212 BAND_CASES Error;
    /// x
    KPI0213 UNKNOWN_LABEL Error;
    /// x
    KPI0214 SCHEME_VERSIONS Error;
    /// x
    KPI0215 NO_BANDS Error;
    /// x
    KPI0216 PROFILE Error;
    /// x
    KPI0217 TARGET_TWICE Error;
    /// x
    KPI0218 BAND_COLOUR Error;
    /// x
    KPI0219 BAND_CONDITION Error;
    /// x
    KPI0220 ZERO_TARGET Error;
}
