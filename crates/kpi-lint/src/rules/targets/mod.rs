//! Targets that are stale, missing or said twice.

mod copied_by_hand;
mod number_against_target;
mod proposed_for_long;
mod status_for_long;
mod target_gap;
mod target_is_comparator;
mod target_loosened;
mod target_unchanged;

use crate::rule::Rule;

pub const RULES: &[&Rule] = &[
    &copied_by_hand::RULE,
    &number_against_target::RULE,
    &proposed_for_long::RULE,
    &status_for_long::RULE,
    &target_gap::RULE,
    &target_is_comparator::RULE,
    &target_loosened::RULE,
    &target_unchanged::RULE,
];
