//! Keys of which some part is never used, or misleads.

mod band_out_of_reach;
mod colours_out_of_order;
mod edge_out_of_reach;
mod no_actions;
mod schemes_alike;

use crate::rule::Rule;

pub const RULES: &[&Rule] = &[
    &band_out_of_reach::RULE,
    &colours_out_of_order::RULE,
    &edge_out_of_reach::RULE,
    &no_actions::RULE,
    &schemes_alike::RULE,
];
