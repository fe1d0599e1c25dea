//! The rules, a folder for each family and a file for each rule, named as its code is.

pub mod bands;
pub mod comparators;
pub mod correctness;
pub mod documentation;
pub mod plugins;
pub mod style;
pub mod targets;
pub mod time;
pub mod units;

use crate::rule::Rule;

pub const FAMILIES: [&[&Rule]; 9] = [
    correctness::RULES,
    units::RULES,
    targets::RULES,
    bands::RULES,
    time::RULES,
    comparators::RULES,
    style::RULES,
    documentation::RULES,
    plugins::RULES,
];

/// The families as settings name them.
pub const NAMES: [&str; 9] =
    ["correctness", "units", "targets", "bands", "time", "comparators", "style", "documentation", "plugins"];
