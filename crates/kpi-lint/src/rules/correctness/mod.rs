//! Formulas that give another figure than their reader takes them for.

mod beyond_whole;
mod else_zero;
mod mean_of_shares;
mod never_true;
mod on_no_scorecard;
mod parts_by_other_dates;
mod people_or_cases;
mod polarity_against_title;
mod same_condition_twice;
mod whole_over_whole;

use crate::rule::Rule;

pub const RULES: &[&Rule] = &[
    &beyond_whole::RULE,
    &else_zero::RULE,
    &mean_of_shares::RULE,
    &never_true::RULE,
    &on_no_scorecard::RULE,
    &parts_by_other_dates::RULE,
    &people_or_cases::RULE,
    &polarity_against_title::RULE,
    &same_condition_twice::RULE,
    &whole_over_whole::RULE,
];
