//! Indicators that no committee will see.

use crate::context::Context;
use crate::rule::{Fixes, Rule};
use kpi_core::{Diagnostic, Span};
use kpi_model::formula::{Formula, FormulaKind};
use kpi_syntax::ast::{File, Item, Name, ScorecardField};
use std::collections::HashSet;

kpi_core::code! {
    /// An indicator is on no scorecard, where there are scorecards.
    ///
    /// ## Why
    /// A report follows its scorecards. An indicator that none of them lists is worked out and shown to nobody: most often it was added and the
    /// scorecard forgotten.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period)
    /// }
    /// indicator opened {
    ///   title:     "Cases opened"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(cases where opened in period)
    /// }
    /// scorecard board {
    ///   title:      "Board"
    ///   indicators: [closed]
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period)
    /// }
    /// indicator opened {
    ///   title:     "Cases opened"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: quarterly
    ///   formula:   count(cases where opened in period)
    /// }
    /// scorecard board {
    ///   title:      "Board"
    ///   indicators: [closed, opened]
    /// }
    /// ```
    ///
    /// One that others are made of, or are set beside, needs no scorecard.
    KPI2009 ON_NO_SCORECARD "correctness" Warning
}

pub const RULE: Rule = Rule::stable(ON_NO_SCORECARD, check).mended(Fixes::Unsafe);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let catalogue = context.catalogue;
    if catalogue.scorecards.is_empty() {
        return;
    }
    let listed = catalogue.scorecards.values().flat_map(|card| &card.groups).flat_map(|group| &group.indicators);
    let mut known: HashSet<&str> = listed.map(String::as_str).collect();
    for indicator in catalogue.indicators.values() {
        known.extend(indicator.parts.iter().chain(&indicator.related).map(String::as_str));
        for formula in indicator.formulas() {
            others(formula, &mut known);
        }
    }
    for comparator in catalogue.comparators.values() {
        if let Some(figure) = &comparator.figure {
            others(figure, &mut known);
        }
    }
    let lists = lists(context);
    for indicator in context.indicators() {
        if known.contains(indicator.id.as_str()) {
            continue;
        }
        let message = format!("`{}` is on no scorecard", indicator.id);
        let mut diagnostic = Diagnostic::at(ON_NO_SCORECARD, indicator.name_span, message)
            .help("add it to the `indicators:` of a scorecard, or of one of its themes");
        for (list, end) in lists.iter().take(OFFERED) {
            diagnostic = diagnostic.fix(format!("add it to {list}"), *end, format!(", {}", indicator.id));
        }
        out.push(diagnostic);
    }
}

/// So many lists are offered at most: more are not chosen from.
const OFFERED: usize = 8;

/// The lists that an indicator can be added to, of scorecards that are not over: what each is called, and where its last name ends.
fn lists(context: &Context<'_>) -> Vec<(String, Span)> {
    let mut lists = Vec::new();
    // What several councils share is not changed for one of them.
    let is_own = |file: &&File| context.sources.file(file.id).is_some_and(|source| !source.name.starts_with(".."));
    for item in context.files.iter().filter(is_own).flat_map(|file| &file.items) {
        let Item::Scorecard(card) = item else { continue };
        let card_name = &card.name.node;
        let until = context.catalogue.scorecards.get(card_name).and_then(|known| known.active.until);
        if until.is_some_and(|until| until.end() < context.today) {
            continue;
        }
        let mut add = |what: String, names: &[Name]| {
            lists.extend(names.last().map(|last| (what, Span { start: last.span.end, ..last.span })));
        };
        for field in &card.fields {
            match &field.value {
                ScorecardField::Indicators(names) => add(format!("`{card_name}`"), names),
                ScorecardField::Theme { title, indicators } => {
                    add(format!("\"{}\" on `{card_name}`", title.node), indicators);
                }
                _ => {}
            }
        }
    }
    lists
}

/// The indicators that a formula takes.
fn others<'a>(formula: &'a Formula, found: &mut HashSet<&'a str>) {
    if let FormulaKind::Indicator(name) = &formula.kind {
        found.insert(name);
    }
    for part in formula.parts() {
        others(part, found);
    }
}
