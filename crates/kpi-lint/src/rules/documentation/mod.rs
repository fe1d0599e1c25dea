//! Definitions that leave their reader guessing.

mod band_without_meaning;
mod formula_in_letters;
mod no_description;
mod no_source;
mod no_test;
mod shared_description;

use crate::rule::Rule;

pub const RULES: &[&Rule] = &[
    &band_without_meaning::RULE,
    &formula_in_letters::RULE,
    &no_description::RULE,
    &no_source::RULE,
    &no_test::RULE,
    &shared_description::RULE,
];
