//! That small counts can be told from others.

use super::judging::Places;
use crate::catalogue::Indicator;
use kpi_core::codes::judging::SUPPRESS_COUNTS;
use kpi_core::{Diagnostic, Unit};

/// A figure that is no count is suppressed by the counts it is made of, so there have to be some.
pub fn counts(indicator: &Indicator, places: &Places) -> Option<(Diagnostic, bool)> {
    let (span, template) = places.suppress?;
    indicator.suppress.as_ref()?;
    let unit = indicator.unit.values().map(|spec| spec.unit).find(|unit| *unit != Unit::Count)?;
    let divided = indicator.formula.values().all(|formula| formula.quotient().is_some());
    let proportion = matches!(unit, Unit::Percent | Unit::Rate(_));
    let known = match (&indicator.numerator, &indicator.denominator) {
        (Some(_), Some(_)) => true,
        (None, None) => divided,
        // The people a mean or a sum is of.
        (_, Some(_)) | (Some(_), _) => !proportion,
    };
    if known {
        return None;
    }
    let diagnostic = Diagnostic::at(SUPPRESS_COUNTS, span, "nothing says of how many people the figure is")
        .note("100% of 2 people says something of each of them");
    let help = match (proportion, &indicator.numerator, &indicator.denominator) {
        (true, Some(_), None) => "add `denominator: …`",
        (true, None, Some(_)) => "add `numerator: …`",
        (true, ..) => "add `numerator: …` and `denominator: …`, or make the formula a quotient of two counts",
        (false, ..) => "add `denominator: …`, the count that the figure is of",
    };
    Some((diagnostic.help(help), template))
}
