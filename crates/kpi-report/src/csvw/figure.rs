//! What of a cell goes into which column.

use crate::model::{Cell, Rating, State};

/// Everything that a figure, or what stands in its place, can be.
pub const STATES: &[&str] = &[
    "final",
    "provisional",
    "revised",
    "estimated",
    "proxy",
    "over-counted",
    "under-counted",
    "rounded",
    "not-comparable",
    "not-yet-due",
    "not-supplied",
    "not-applicable",
    "suppressed",
    "low-reliability",
    "no-cases",
    "no-target",
    "no-benchmark",
    "failed",
];

pub const RATING_STATES: &[&str] = &["rated", "word", "withheld", "none"];
pub const COLOURS: &[&str] = &["red", "amber", "green", "blue", "grey"];
pub const JUDGEMENTS: &[&str] = &["improved", "unchanged", "worsened"];
pub const POLARITIES: &[&str] = &["higher", "lower", "range", "midpoint", "none"];

/// The number in full where its decimals end, else as it is displayed; in the unit as it is displayed, so a percentage
/// of `96.0%` is `96`.
pub fn number(cell: &Cell) -> Option<String> {
    Some(cell.digits.as_ref()?.full.clone())
}

pub fn number_of(cell: Option<&Cell>) -> Option<String> {
    number(cell?)
}

/// The word that stands in place of a number; not where the place is empty or a figure is missing.
pub fn word(cell: &Cell) -> Option<String> {
    (cell.state == State::Word).then(|| cell.text.clone())
}

pub fn states(cell: &Cell) -> Option<String> {
    let known = cell.states().into_iter().map(State::key).filter(|key| STATES.contains(key));
    Some(known.collect::<Vec<_>>().join(";")).filter(|told| !told.is_empty())
}

/// The council's word, where it judges.
pub fn rating(rating: &Rating) -> Option<String> {
    (rating.state != "withheld").then(|| rating.text.clone())
}
