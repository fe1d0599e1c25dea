//! Averages of councils, where people are meant.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::Unit;
use kpi_model::catalogue::ComparatorKind;

kpi_core::code! {
    /// The figures of peers are averaged, where their cases can be pooled.
    ///
    /// ## Why
    /// The mean of ten councils' percentages lets the smallest count as much as the largest. Where the cases are known the pooled figure is
    /// that of all of them together (R8, R39).
    ///
    /// ## Example
    /// ```kpi
    /// cohort closed_cases {
    ///   from:  cases
    ///   where: closed in period
    /// }
    /// comparator others {
    ///   title:  "Other areas"
    ///   kind:   mean
    ///   across: area
    /// }
    /// indicator at_home {
    ///   title:       "Cases closed at home"
    ///   unit:        percent, 1 decimal
    ///   polarity:    higher
    ///   frequency:   quarterly
    ///   by:          area
    ///   let Y = count(cases where closed in period)
    ///   numerator:   count(cases where closed in period and kind = "Home")
    ///   denominator: Y
    ///   formula:     count(cases where closed in period and kind = "Home") / Y
    ///   compare:     [others]
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// comparator others {
    ///   title:  "Other areas"
    ///   kind:   pooled
    ///   across: area
    /// }
    /// indicator at_home {
    ///   title:       "Cases closed at home"
    ///   unit:        percent, 1 decimal
    ///   polarity:    higher
    ///   frequency:   quarterly
    ///   by:          area
    ///   let Y = count(cases where closed in period)
    ///   numerator:   count(cases where closed in period and kind = "Home")
    ///   denominator: Y
    ///   formula:     count(cases where closed in period and kind = "Home") / Y
    ///   compare:     [others]
    /// }
    /// ```
    KPI2504 MEAN_OF_PEERS "comparators" Warning
}

pub const RULE: Rule = Rule::preview(MEAN_OF_PEERS, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let share = indicator.unit.values().all(|spec| matches!(spec.unit, Unit::Percent | Unit::Rate(_)));
        let known = indicator.numerator.is_some() && indicator.denominator.is_some();
        if !share || !known {
            continue;
        }
        let named = indicator.compare.iter().flat_map(|compare| compare.values()).flatten();
        let mean = named
            .filter_map(|name| context.catalogue.comparators.get(name))
            .find(|one| one.kind == ComparatorKind::Mean && !one.is_published());
        if let Some(comparator) = mean {
            let message = format!("`{}` averages figures whose cases are known", comparator.id);
            out.push(
                Diagnostic::at(MEAN_OF_PEERS, context.head(comparator.span), message)
                    .label(indicator.name_span, "says its numerator and denominator")
                    .help("write `kind: pooled`; or allow it, if every peer is to count alike"),
            );
        }
    }
}
