//! Rules that are right, and harder to read than they need be.

mod chain_of_equals;
mod list_of_one;
mod look_alike;
mod name_style;
mod thousands;
mod title_blanks;
mod title_full_stop;
mod title_long;
mod title_repeated;
mod title_shouts;

use crate::rule::Rule;

pub const RULES: &[&Rule] = &[
    &chain_of_equals::RULE,
    &list_of_one::RULE,
    &look_alike::RULE,
    &name_style::RULE,
    &thousands::RULE,
    &title_blanks::RULE,
    &title_full_stop::RULE,
    &title_long::RULE,
    &title_repeated::RULE,
    &title_shouts::RULE,
];
