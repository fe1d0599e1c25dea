//! Units, decimals and what rounding does to ratings.

mod count_with_decimals;
mod many_decimals;
mod rating_by_rounding;
mod rounded_before_judging;
mod target_too_fine;

use crate::rule::Rule;

pub const RULES: &[&Rule] = &[
    &count_with_decimals::RULE,
    &many_decimals::RULE,
    &rating_by_rounding::RULE,
    &rounded_before_judging::RULE,
    &target_too_fine::RULE,
];
