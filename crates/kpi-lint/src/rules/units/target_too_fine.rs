//! Targets that a page cannot show.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::Unit;
use kpi_model::catalogue::TargetValue;

kpi_core::code! {
    /// A target has more decimals than the figure is shown with.
    ///
    /// ## Why
    /// A target of 87.25% beside figures of one decimal is printed as 87.3%, and a figure of 87.3% can miss it. The page then
    /// contradicts its colour.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Calls answered"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    87.25%
    ///   bands:     council
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Calls answered"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    87.3%
    ///   bands:     council
    /// }
    /// ```
    KPI2103 TARGET_TOO_FINE "units" Warning
}

pub const RULE: Rule = Rule::stable(TARGET_TOO_FINE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let Some(decimals) = indicator.unit.values().map(|spec| spec.decimals).max() else { continue };
        let shares = indicator.unit.values().any(|spec| matches!(spec.unit, Unit::Percent | Unit::Points));
        for entry in &indicator.target {
            let TargetValue::Amount(amount) = &entry.value else { continue };
            let Some(number) = amount.constant() else { continue };
            let shown = decimals + u8::from(shares) * 2;
            // A third has no end of decimals, and is written as a fraction on purpose.
            if number.value.decimals(12).is_some_and(|needed| needed > shown) {
                let message = format!("the target is {}, and figures have {}", number.in_full(), in_words(decimals));
                out.push(
                    Diagnostic::at(TARGET_TOO_FINE, amount.span, message)
                        .label(context.place(indicator, "unit"), "shown so")
                        .help("show more decimals, or set a target of as many as are shown"),
                );
            }
        }
    }
}

fn in_words(decimals: u8) -> String {
    match decimals {
        0 => "no decimals".to_owned(),
        1 => "1 decimal".to_owned(),
        more => format!("{more} decimals"),
    }
}
