//! Ratings that hang on how a figure is rounded.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::Unit;
use kpi_model::catalogue::JudgeOf;

kpi_core::code! {
    /// Rounding to whole numbers decides the rating.
    ///
    /// ## Why
    /// The scheme judges the figure as it is shown, and it is shown without decimals: 3.03% and 2.54% are then both 3%, unchanged and on
    /// target, where one decimal says Blue and Improving. Rounding should be for the eye (R31).
    ///
    /// ## Example
    /// ```kpi
    /// bands shown {
    ///   judge: deviation of displayed value
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// indicator closed {
    ///   title:     "Children in care"
    ///   unit:      percent, 0 decimals
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    3%
    ///   bands:     shown
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands shown {
    ///   judge: deviation of displayed value
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// indicator closed {
    ///   title:     "Children in care"
    ///   unit:      percent, 1 decimal
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    3%
    ///   bands:     shown
    /// }
    /// ```
    KPI2104 ROUNDED_BEFORE_JUDGING "units" Warning
}

pub const RULE: Rule = Rule::stable(ROUNDED_BEFORE_JUDGING, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let schemes = indicator.bands.iter().flat_map(|bands| bands.values());
        let scheme = schemes
            .filter_map(|name| context.catalogue.schemes.get(name))
            .flatten()
            .find(|scheme| scheme.of == JudgeOf::Displayed);
        let Some(scheme) = scheme else { continue };
        let whole = |unit: Unit| !matches!(unit, Unit::Count | Unit::Days | Unit::Rank | Unit::Money);
        if let Some(spec) = indicator.unit.values().find(|spec| spec.decimals == 0 && whole(spec.unit)) {
            out.push(
                Diagnostic::at(
                    ROUNDED_BEFORE_JUDGING,
                    spec.span,
                    format!("`{}` is judged without decimals", indicator.id),
                )
                .label(scheme.name_span, "judges what is shown")
                .help("show a decimal, or let the scheme judge the exact figure: `judge: deviation`"),
            );
        }
    }
}
