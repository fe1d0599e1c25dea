//! Spans, frequencies and dates that do not go together.

mod cumulative_falls;
mod ended_in_scorecard;
mod flow_or_snapshot;
mod forecast_of_level;
mod frequency_against_title;
mod part_year_beside_year;
mod release_passed;
mod rows_of_every_time;

use crate::rule::Rule;

pub const RULES: &[&Rule] = &[
    &cumulative_falls::RULE,
    &ended_in_scorecard::RULE,
    &flow_or_snapshot::RULE,
    &forecast_of_level::RULE,
    &frequency_against_title::RULE,
    &part_year_beside_year::RULE,
    &release_passed::RULE,
    &rows_of_every_time::RULE,
];
