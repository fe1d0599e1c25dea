//! What a figure is judged by.

pub mod bands;
pub mod direction;
pub mod disclosure;
pub mod targets;
pub mod uncertainty;

pub use bands::{
    BAND_CASES, BAND_COLOUR, BAND_CONDITION, BAND_GAP, BAND_OVERLAP, EDGE_UNIT, EMPTY_BAND, NO_BANDS, SCHEME_VERSIONS,
    UNKNOWN_LABEL, ZERO_TARGET,
};
pub use direction::{CHANGE_OF_CUMULATIVE, PART_YEAR_LOWER, POLARITY_BANDS, POLARITY_LIMITS};
pub use disclosure::{SUPPRESS_COUNTS, SUPPRESS_LIMITS};
pub use targets::{NOTHING_TO_JUDGE, PROFILE, SUSPICIOUS_TARGET, TARGET_SPAN, TARGET_TWICE};
pub use uncertainty::{CONFIDENCE_COUNTS, CONFIDENCE_LEVEL, CONTROL_DATES, CONTROL_SERIES};
