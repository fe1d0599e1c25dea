//! What plugins are granted and never use, and what they are not asked.

mod host_in_clear;
mod hosts_below_domain;
mod idle_grant;
mod source_of_one_period;

use crate::rule::Rule;

pub const RULES: &[&Rule] =
    &[&host_in_clear::RULE, &hosts_below_domain::RULE, &idle_grant::RULE, &source_of_one_period::RULE];
