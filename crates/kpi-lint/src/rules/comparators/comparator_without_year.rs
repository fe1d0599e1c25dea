//! Averages of no year.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_eval::outturn::Outturn;

kpi_core::code! {
    /// A comparator does not say of which year it is.
    ///
    /// ## Why
    /// National figures are published a year late and more. Beside a new figure an average without a year is taken for one of the same
    /// year (R38).
    ///
    /// ## Example
    /// ```kpi
    /// comparator neighbours {
    ///   title:  "Neighbours"
    ///   figure: figures.other
    ///   source: "Published by the department"
    /// }
    /// indicator closed {
    ///   title:     "Contacts"
    ///   unit:      rate per 100,000, 1 decimal
    ///   polarity:  none
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   compare:   [neighbours]
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// comparator neighbours {
    ///   title:  "Neighbours"
    ///   figure: figures.other
    ///   year:   figures.year
    ///   source: "Published by the department"
    /// }
    /// indicator closed {
    ///   title:     "Contacts"
    ///   unit:      rate per 100,000, 1 decimal
    ///   polarity:  none
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   compare:   [neighbours]
    /// }
    /// ```
    KPI2501 COMPARATOR_WITHOUT_YEAR "comparators" Warning
}

pub const RULE: Rule = Rule::stable(COMPARATOR_WITHOUT_YEAR, check).over_figures();

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for comparator in context.catalogue.comparators.values() {
        if comparator.is_published() && comparator.year.is_none() {
            let head = context.head(comparator.span);
            out.push(
                Diagnostic::at(COMPARATOR_WITHOUT_YEAR, head, format!("`{}` is of no year", comparator.id))
                    .help("name the column that says it: `year: figures.england_year`"),
            );
        }
    }
    let Some(run) = context.figures else { return };
    for comparator in context.catalogue.comparators.values().filter(|one| one.is_published() && one.year.is_some()) {
        let yearless = |outturn: &&Outturn| {
            let mut beside = outturn.comparators.iter().filter(|beside| beside.id == comparator.id);
            beside.any(|beside| beside.year.is_none() && beside.figure.value().is_some())
        };
        let without: Vec<&str> =
            run.outturns.iter().filter(yearless).map(|outturn| outturn.indicator.as_str()).collect();
        if let [first, ..] = without.as_slice() {
            let of = if without.len() == 1 {
                format!("`{first}`")
            } else {
                format!("{} figures, `{first}` the first of them", without.len())
            };
            out.push(
                Diagnostic::at(
                    COMPARATOR_WITHOUT_YEAR,
                    context.head(comparator.span),
                    format!("{}: beside {of}, it is of no year", run.period),
                )
                .help("fill in its year where it stands in the data"),
            );
        }
    }
}
