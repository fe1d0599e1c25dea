//! Figures of a period over rows of every period.

use crate::context::Context;
use crate::rows::{counted, is_own, says_when, taken_from};
use crate::rule::{Fixes, Rule};
use kpi_core::schema::{Column, Dataset, Source};
use kpi_core::{Diagnostic, Span};
use kpi_model::catalogue::{Indicator, Measure};
use kpi_model::formula::{Aggregate, Condition, Formula, FormulaKind};

kpi_core::code! {
    /// Rows are counted whenever they were, for a figure of one period.
    ///
    /// ## Why
    /// Records hold years. Where nothing says which of them belong to the period, each figure is made of all: the same one month after month, or,
    /// where only the numerator is narrowed, a share of one month's cases in those of every month (R11).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases)
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
    /// ```
    ///
    /// A list that holds what there is at one moment, such as the cases that are open today, is a snapshot: `measure: snapshot`
    /// says so, and is believed.
    KPI2408 ROWS_OF_EVERY_TIME "time" Warning
}

pub const RULE: Rule = Rule::stable(ROWS_OF_EVERY_TIME, check).mended(Fixes::Unsafe);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let mut over = Vec::new();
        for formula in indicator.formulas() {
            counted(formula, &mut over);
        }
        let mut dated = Vec::new();
        let mut timeless: Vec<(&Formula, &Aggregate, &Dataset, &Column)> = Vec::new();
        for (formula, aggregate) in over {
            let Some((dataset, narrowed)) = taken_from(context, aggregate).filter(|(set, _)| holds_years(set)) else {
                continue;
            };
            let Some(column) = times(indicator, dataset).first().copied() else { continue };
            if narrowed || asks_when(&aggregate.condition, dataset) {
                dated.push((formula, dataset));
            } else if !timeless.iter().any(|(_, other, ..)| other.dataset == aggregate.dataset) {
                timeless.push((formula, aggregate, dataset, column));
            }
        }
        let snapshot = indicator.measure.values().all(|measure| *measure == Measure::Snapshot);
        for (formula, aggregate, dataset, column) in timeless {
            let beside = dated.iter().find(|(_, other)| other.name == dataset.name);
            // Alone, a cohort may well be of one moment: its conditions are many.
            let is_cohort = aggregate.dataset != dataset.name;
            if (snapshot || is_cohort) && beside.is_none() {
                continue;
            }
            let message = format!("this takes the rows of `{}` of every period", aggregate.dataset);
            let mut diagnostic = Diagnostic::at(ROWS_OF_EVERY_TIME, formula.span, message)
                .saying(format!("nothing says which `{}` is meant", column.name))
                .help(format!("take those of the period: `where {} in period`", column.name));
            if let Some((beside, _)) = beside {
                diagnostic = diagnostic.label(beside.span, "only some of the same rows are taken here");
            }
            if beside.is_none() {
                diagnostic = diagnostic.help("say `measure: snapshot` if the rows are all of one moment");
            }
            if let Some((at, narrowed)) = end_of_condition(context, indicator, formula) {
                for column in times(indicator, dataset) {
                    let title = format!("take those whose `{}` is in the period", column.name);
                    diagnostic = diagnostic.fix(title, at, format!(" {narrowed} {} in period", column.name));
                }
            }
            out.push(diagnostic);
        }
    }
}

/// The columns that say when a row was: the one that the indicator is named after ("Cases closed"), or else all there are.
fn times<'a>(indicator: &Indicator, dataset: &'a Dataset) -> Vec<&'a Column> {
    let names = std::iter::once(&indicator.id).chain(indicator.title.values());
    let words: Vec<String> =
        names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).map(str::to_lowercase).collect();
    let all: Vec<&Column> = dataset.columns.iter().filter(|column| says_when(column, dataset)).collect();
    let named = |column: &&&Column| column.name.split('_').all(|part| words.iter().any(|word| word == part));
    match all.iter().filter(named).collect::<Vec<_>>().as_slice() {
        [one] => vec![**one],
        _ => all,
    }
}

/// Where a condition can be added to what is counted, and the word that joins it; not where one stands that it could turn over.
fn end_of_condition(context: &Context<'_>, indicator: &Indicator, formula: &Formula) -> Option<(Span, &'static str)> {
    let FormulaKind::Aggregate(aggregate) = &formula.kind else { return None };
    if !is_own(indicator, formula) {
        return None;
    }
    let joined = match &aggregate.condition {
        Condition::All => "where",
        Condition::Or(_) => return None,
        _ => "and",
    };
    let text = context.sources.slice(formula.span);
    let end = formula.span.start + u32::try_from(text.strip_suffix(')')?.trim_end().len()).ok()?;
    // A comment there would swallow what is added, and behind a comma stands more than rows and their condition.
    let plain = !text.contains(['#', ',']) && (joined == "and") == text.contains(" where ");
    plain.then_some((Span { start: end, end, ..formula.span }, joined))
}

/// What a plugin gives may be of the period already, since it is told which.
const fn holds_years(dataset: &Dataset) -> bool {
    !matches!(dataset.source, Source::Plugin { .. } | Source::Inline { .. })
}

fn asks_when(condition: &Condition, dataset: &Dataset) -> bool {
    let of_time = |column: &str| dataset.column(column).is_some_and(|column| says_when(column, dataset));
    match condition {
        Condition::All => false,
        Condition::And(parts) | Condition::Or(parts) => parts.iter().any(|part| asks_when(part, dataset)),
        Condition::Not(inner) => asks_when(inner, dataset),
        Condition::Window { .. } => true,
        Condition::Compare { column, .. } | Condition::In { column, .. } => of_time(column),
        // That it has ended says nothing of when.
        Condition::Empty { .. } => false,
    }
}
