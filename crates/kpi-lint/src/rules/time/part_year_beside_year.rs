//! Half a year beside a whole one.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::PeriodKind;
use kpi_core::period::Every;
use kpi_model::catalogue::Measure;

kpi_core::code! {
    /// A figure of part of a year stands beside comparators of whole years.
    ///
    /// ## Why
    /// A half-year's 2,233 contacts beside England's 4,450 of a year look like half the demand. Published reports have printed such
    /// tables (R20, R38).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Contacts"
    ///   unit:      rate per 100,000, 1 decimal
    ///   polarity:  none
    ///   frequency: quarterly, to date
    ///   formula:   figures.value
    ///   compare:   [england]
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Contacts"
    ///   unit:      rate per 100,000, 1 decimal
    ///   polarity:  none
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   compare:   [england]
    /// }
    /// ```
    KPI2401 PART_YEAR_BESIDE_YEAR "time" Warning
}

pub const RULE: Rule = Rule::stable(PART_YEAR_BESIDE_YEAR, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let grows = indicator.measure.values().all(|measure| *measure == Measure::Flow)
            && indicator.unit.values().all(|spec| spec.unit.is_extensive());
        let part = indicator.frequency.values().find(|frequency| {
            let of_year = matches!(frequency.every, Every::One(PeriodKind::Year) | Every::Years(..));
            !of_year && !matches!(frequency.span, kpi_core::period::FigureSpan::Rolling(12))
        });
        let (true, Some(frequency)) = (grows, part) else { continue };
        let named = indicator.compare.iter().flat_map(|compare| compare.values()).flatten();
        let published = named
            .filter_map(|name| context.catalogue.comparators.get(name))
            .find(|comparator| comparator.is_published());
        let Some(comparator) = published else { continue };
        let covers = if frequency.is_cumulative() { "part of a year before its end" } else { "part of a year" };
        out.push(
            Diagnostic::at(
                PART_YEAR_BESIDE_YEAR,
                context.place(indicator, "frequency"),
                format!("the figure is of {covers}, and {} is published for years", comparator.title),
            )
            .label(context.place(indicator, "compare"), "beside these")
            .note("what is counted over a time grows with it")
            .help("compare once a year (`frequency: yearly`), over a rolling year (`rolling 12 months`), or say in a note what stands beside what and allow this"),
        );
    }
}
