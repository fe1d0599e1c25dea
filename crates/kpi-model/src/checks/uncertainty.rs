//! Intervals and control charts, against what the indicator has.

use super::judging::Places;
use crate::catalogue::{Indicator, Judge, Scheme};
use kpi_core::codes::judging as codes;
use kpi_core::period::FigureSpan;
use kpi_core::statistics::Method;
use kpi_core::{Diagnostic, Polarity, Span, Unit};

/// An interval is made from counts, so there have to be some.
pub fn counts(indicator: &Indicator, places: &Places) -> Option<(Diagnostic, bool)> {
    let (span, template) = places.interval?;
    let confidence = indicator.confidence.as_ref()?;
    let rate = indicator.unit.values().any(|spec| matches!(spec.unit, Unit::Rate(_)));
    let divided = rate || confidence.values().any(|confidence| confidence.method == Method::Wilson);
    let own = indicator.numerator.is_some() && indicator.denominator.is_some();
    if !divided || own || indicator.formula.values().all(|formula| formula.quotient().is_some()) {
        return None;
    }
    let mut diagnostic =
        Diagnostic::at(codes::CONFIDENCE_COUNTS, span, "nothing says of which counts the interval is made")
            .note("how sure a proportion is depends on how many it is a proportion of");
    diagnostic = match (&indicator.numerator, &indicator.denominator) {
        (Some(_), None) => diagnostic.help("add `denominator: …`"),
        (None, Some(_)) => diagnostic.help("add `numerator: …`"),
        _ => diagnostic.help("add `numerator: …` and `denominator: …`, or make the formula a quotient of two counts"),
    };
    Some((diagnostic, template))
}

/// A chart tells chance from change only where figures do not share what they count.
pub fn series(indicator: &Indicator, places: &Places) -> Option<(Diagnostic, bool)> {
    let (span, template) = places.control?;
    indicator.control.as_ref()?;
    let unit = indicator.unit.values().map(|spec| spec.unit).find(|unit| !unit.is_numeric());
    let overlap = indicator.frequency.values().find_map(|frequency| match frequency.span {
        FigureSpan::Period => None,
        FigureSpan::ToDate => Some("each figure to date contains the one before it"),
        FigureSpan::Rolling(months) => (i64::from(months) > i64::from(frequency.kind().months()))
            .then_some("each rolling figure shares most of its months with the one before it"),
    });
    let diagnostic = match (unit, overlap) {
        (Some(unit), _) => Diagnostic::at(codes::CONTROL_SERIES, span, "only numbers have a control chart")
            .saying(format!("the indicator's unit is {unit}"))
            .help("leave `control:` out"),
        (None, Some(why)) => Diagnostic::at(codes::CONTROL_SERIES, span, "these figures have no control chart")
            .saying(why)
            .note("the limits rest on how much one figure differs from the next by chance alone")
            .help("chart the figure of each period: an indicator of its own, without `to date` or `rolling`"),
        (None, None) => return None,
    };
    Some((diagnostic, template))
}

/// What bands need that judge by whether the interval lies beyond its benchmark.
pub fn significance(
    indicator: &Indicator,
    scheme: &Scheme,
    places: &Places,
    lacking: impl Fn(String) -> Diagnostic,
    only_words: bool,
) -> Vec<Diagnostic> {
    let name = &scheme.name;
    let mut found = Vec::new();
    if scheme.judge != Judge::Significance {
        return found;
    }
    if places.interval.is_none() && !only_words {
        found.push(
            lacking(format!("`{name}` judges the significance, and there is no interval"))
                .help("add `interval: wilson 95%` for a proportion, `interval: byar 95%` for a count or a rate"),
        );
    }
    let two_sided = |polarity: &Polarity| matches!(polarity, Polarity::Range(..) | Polarity::Midpoint(_));
    if indicator.polarity.values().any(two_sided) {
        let mut diagnostic = lacking(format!(
            "`{name}` judges on which side of a benchmark the interval lies, and neither side is better"
        ));
        if let Some((place, _)) = places.polarity {
            diagnostic = diagnostic.label(place, "good in between");
        }
        found.push(diagnostic.help("judge the deviation or the gap, or say `polarity: higher` or `lower`"));
    }
    found
}

/// `against` belongs to significance.
pub fn against(judge: Judge, span: Span, name: &str) -> Diagnostic {
    Diagnostic::at(
        codes::NOTHING_TO_JUDGE,
        span,
        format!("a {} is not judged against `{name}`", judge.word()),
    )
    .note("only `significance` is judged against a comparator; the others are against the target, the baseline or the rank")
    .help(format!("take the comparator's figure as the target: `target: {name}`"))
}
