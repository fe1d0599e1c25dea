//! Figures of others that are not what they stand beside.

mod comparator_stale;
mod comparator_without_source;
mod comparator_without_year;
mod comparators_alike;
mod mean_of_peers;

use crate::rule::Rule;

pub const RULES: &[&Rule] = &[
    &comparator_stale::RULE,
    &comparator_without_source::RULE,
    &comparator_without_year::RULE,
    &comparators_alike::RULE,
    &mean_of_peers::RULE,
];
