//! What is allowed and most likely not meant, or right and hard to read: rules over a checked project, each with a code of
//! its own, a page, and where it can be a fix.
//!
//! Pure: texts, trees, catalogue and figures are handed in, and so is the day it is. `kpi check` finds what is wrong;
//! what stands here may be right, so every finding can be allowed where it stands, with a reason (`allow`).

mod allow;
mod context;
pub mod fixing;
mod rows;
mod rule;
mod rules;
mod selection;
mod text;
mod walk;

pub use allow::{ALLOWS, Allows};
pub use context::{Context, Grant, Options};
pub use rule::{Fixes, Rule, Status};
pub use selection::Selection;

use kpi_core::{Code, Diagnostic, diagnostic};
use rayon::prelude::*;
use std::collections::HashMap;

/// Every rule, in the order of their codes.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = rules::FAMILIES.iter().flat_map(|family| family.iter()).copied().collect();
    all.sort_unstable_by_key(|rule| rule.code);
    all
}

/// Every code of this crate: those of the rules, and those about what is allowed.
#[must_use]
pub fn codes() -> Vec<Code> {
    let mut codes: Vec<Code> = rules().into_iter().map(|rule| rule.code).chain(ALLOWS).collect();
    codes.sort_unstable();
    codes
}

#[must_use]
pub fn find(code: Code) -> Option<&'static Rule> {
    rules().into_iter().find(|rule| rule.code == code)
}

/// What the selected rules find, and what the project's own notes make of it: a finding that is allowed carries its
/// reason, and a note that is wrong, past its day or idle is a finding itself. `found` are findings made elsewhere (by the
/// check, by a run), to which the notes apply as well.
#[must_use]
pub fn lint(context: &Context<'_>, selection: &Selection, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let chosen: Vec<&Rule> = rules().into_iter().filter(|rule| selection.has(rule)).collect();
    let ours: Vec<Vec<Diagnostic>> = chosen
        .par_iter()
        .map(|rule| {
            let mut found = Vec::new();
            (rule.check)(context, &mut found);
            once_each_place(found)
        })
        .collect();
    let mut all = found;
    all.extend(ours.into_iter().flatten());
    all.retain(|diagnostic| !selection.is_ignored_at(diagnostic, context.sources));
    let mut allows = Allows::read(context);
    allows.apply(&mut all, context.today);
    all.extend(allows.findings(context, selection));
    diagnostic::sort(&mut all);
    all
}

/// A template's line stands in every indicator that is made from it; it is one finding.
fn once_each_place(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut first: HashMap<_, usize> = HashMap::new();
    let mut kept: Vec<(Diagnostic, usize)> = Vec::new();
    for diagnostic in found {
        let place = diagnostic.place().cloned();
        match first.get(&place).and_then(|at| kept.get_mut(*at)) {
            Some((_, more)) if place.is_some() => *more += 1,
            _ => {
                first.insert(place, kept.len());
                kept.push((diagnostic, 0));
            }
        }
    }
    let tell = |(diagnostic, more): (Diagnostic, usize)| match more {
        0 => diagnostic,
        1 => diagnostic.note("and of one other made from the same template"),
        more => diagnostic.note(format!("and of {more} others made from the same template")),
    };
    kept.into_iter().map(tell).collect()
}
