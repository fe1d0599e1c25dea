//! What an indicator's bands judge, against what the indicator has.

use super::{disclosure, uncertainty};
use crate::catalogue::{
    BandTest, Baseline, Forecast, Indicator, Judge, JudgeOf, Measure, Scheme, TargetHow, TargetValue, TargetWhen,
};
use crate::formula::FormulaKind;
use crate::lower::{Merged, plural};
use indexmap::IndexMap;
use kpi_core::codes::judging as codes;
use kpi_core::period::FigureSpan;
use kpi_core::{Diagnostic, PeriodKind, Polarity, Span, Unit};

/// Where the facts of an indicator stand, and whether that is in its template.
#[derive(Debug, Clone, Copy, Default)]
pub struct Places {
    pub polarity: Option<(Span, bool)>,
    target: Option<(Span, bool)>,
    bands: Option<(Span, bool)>,
    change: Option<(Span, bool)>,
    forecast: Option<(Span, bool)>,
    rank: Option<(Span, bool)>,
    pub interval: Option<(Span, bool)>,
    pub control: Option<(Span, bool)>,
    pub suppress: Option<(Span, bool)>,
}

impl Places {
    pub fn of(merged: &Merged<'_>) -> Self {
        Self {
            polarity: merged.place("polarity"),
            target: merged.place("target"),
            bands: merged.place("bands"),
            change: merged.place("change"),
            forecast: merged.place("forecast"),
            rank: merged.place("rank"),
            interval: merged.place("interval"),
            control: merged.place("control"),
            suppress: merged.place("suppress"),
        }
    }
}

/// Each finding, and whether its place is in the template.
pub fn judged(
    indicator: &Indicator,
    schemes: &IndexMap<String, Vec<Scheme>>,
    places: &Places,
) -> Vec<(Diagnostic, bool)> {
    let mut found = Vec::new();
    let amounts = indicator.target.iter().any(|entry| matches!(entry.value, TargetValue::Amount(_)));
    if let (true, None, Some((span, template))) = (amounts, places.bands, places.target) {
        found.push((
            Diagnostic::at(
                codes::NO_BANDS,
                span,
                format!("`{}` has a target, and no bands to judge it by", indicator.id),
            )
            .note("nothing would say whether the target is met")
            .help("add `bands: …`"),
            template,
        ));
    }
    found.extend(cumulative(indicator, places));
    found.extend(uncertainty::counts(indicator, places));
    found.extend(uncertainty::series(indicator, places));
    found.extend(disclosure::counts(indicator, places));
    let Some((span, template)) = places.bands else { return found };
    let as_it_is = in_force(indicator, schemes)
        .iter()
        .any(|scheme| scheme.of != JudgeOf::Forecast && matches!(scheme.judge, Judge::Deviation | Judge::Gap));
    if let (true, Some((_, template))) = (as_it_is, places.target) {
        found.extend(better_by_construction(indicator).into_iter().map(|diagnostic| (diagnostic, template)));
    }
    let mut told: Vec<kpi_core::Code> = Vec::new();
    for scheme in in_force(indicator, schemes) {
        for diagnostic in judged_by(indicator, scheme, places, span) {
            // Two versions of a scheme ask the same of an indicator; it is told once.
            if !told.contains(&diagnostic.code) {
                told.push(diagnostic.code);
                found.push((diagnostic, template));
            }
        }
    }
    found
}

/// The versions of its schemes that come to judge the indicator while it is reported.
fn in_force<'s>(indicator: &Indicator, schemes: &'s IndexMap<String, Vec<Scheme>>) -> Vec<&'s Scheme> {
    let mut found = Vec::new();
    for name in indicator.bands.iter().flat_map(|bands| bands.values()) {
        let Some(versions) = schemes.get(name) else { continue };
        for (i, version) in versions.iter().enumerate() {
            let next = versions.get(i + 1).and_then(|next| next.from);
            let over = next.zip(indicator.active.from).is_some_and(|(next, from)| next.start() <= from.start());
            let not_yet =
                version.from.zip(indicator.active.until).is_some_and(|(from, until)| from.start() > until.end());
            if !over && !not_yet {
                found.push(version);
            }
        }
    }
    found
}

/// Is the indicator ranked among peers, whose figures are known?
fn is_among_peers(indicator: &Indicator) -> bool {
    indicator.rank.iter().flat_map(|rank| rank.values()).any(|rank| matches!(rank.kind, FormulaKind::RankAmong(_)))
}

fn judged_by(indicator: &Indicator, scheme: &Scheme, places: &Places, span: Span) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let name = &scheme.name;
    let lacking =
        |message: String| Diagnostic::at(codes::NOTHING_TO_JUDGE, span, message).label(scheme.name_span, "the scheme");
    let amounts = indicator.target.iter().any(|entry| matches!(entry.value, TargetValue::Amount(_)));
    let only_words = !indicator.target.is_empty()
        && indicator.target.iter().all(|entry| matches!(entry.value, TargetValue::Status(_)));
    let judges_target = matches!(scheme.judge, Judge::Deviation | Judge::Gap)
        || scheme.judge == Judge::Significance && scheme.against.is_none();

    let aimless = indicator.polarity.values().any(|polarity| *polarity == Polarity::None);
    if aimless && if judges_target { amounts } else { !only_words } {
        let mut diagnostic = Diagnostic::at(
            codes::POLARITY_BANDS,
            places.polarity.map_or(span, |(polarity, _)| polarity),
            "with polarity `none` no band can colour the figure",
        )
        .saying("neither way is good")
        .label(span, format!("judges the {}", scheme.judge.word()))
        .note("a colour says that a figure is good or bad");
        diagnostic =
            diagnostic.help("say which way is good: `higher`, `lower`, `range … to …`; or leave the bands out");
        found.push(diagnostic);
        return found;
    }
    // A range and a midpoint are their own target.
    let own_target = indicator.polarity.values().all(|p| matches!(p, Polarity::Range(..) | Polarity::Midpoint(_)));
    if judges_target && !own_target && indicator.target.is_empty() && places.target.is_none() {
        found.push(
            lacking(format!("`{name}` judges the {} from the target, and there is no target", scheme.judge.word()))
                .help("add `target: …`, or a status: `target: tbc`"),
        );
    }
    if scheme.of == JudgeOf::Forecast
        && let Some(forecast) = &indicator.forecast
        && forecast.values().any(|forecast| matches!(forecast, Forecast::None))
        && amounts
    {
        let mut diagnostic = lacking(format!("`{name}` judges the forecast, and there is none"));
        if let Some((place, _)) = places.forecast {
            diagnostic = diagnostic.label(place, "no forecast");
        }
        found.push(diagnostic.help("forecast with `straight line`, `last value` or a profile"));
    }
    if scheme.judge == Judge::Rank && places.rank.is_none() {
        found.push(
            lacking(format!("`{name}` judges the rank, and there is none"))
                .help("add `rank: latest ranks.rank`, from a column of type `rank`"),
        );
    }
    if scheme.judge == Judge::Quartile && !is_among_peers(indicator) {
        found.push(
            lacking(format!("`{name}` judges the quartile, and there are no peers to be a quarter of"))
                .help("add `rank: peers`, where `peers` is a comparator with `across: …`"),
        );
    }
    if matches!(scheme.judge, Judge::Change | Judge::Direction)
        && let Some(change) = &indicator.change
        && change.values().any(|change| change.baseline == Baseline::None || change.not_judged.is_some())
        && !only_words
    {
        let mut diagnostic = lacking(format!("`{name}` judges the change, and no change is judged"));
        if let Some((place, _)) = places.change {
            diagnostic = diagnostic.label(place, "judges nothing");
        }
        found.push(diagnostic.help("name a baseline: `change: against previous`"));
    }
    found.extend(uncertainty::significance(indicator, scheme, places, lacking, only_words));
    found.extend(edges(indicator, scheme, span));
    found.extend(zero(indicator, scheme));
    found
}

/// The edges of a gap or a change are in the unit of the figure.
fn edges(indicator: &Indicator, scheme: &Scheme, span: Span) -> Option<Diagnostic> {
    if !matches!(scheme.judge, Judge::Gap | Judge::Change) {
        return None;
    }
    let written = scheme.bands.iter().find_map(|band| match &band.test {
        BandTest::Interval(interval) => Some(interval.unit),
        BandTest::Is(_) => None,
    })?;
    let unit = indicator.unit.values().map(|spec| spec.unit).find(|unit| {
        let difference = unit.difference();
        !(written == difference || (difference != Unit::Points && written.agrees(difference)))
    })?;
    Some(
        Diagnostic::at(
            codes::EDGE_UNIT,
            span,
            format!(
                "`{}` has its edges in {}, and the figure differs in {}",
                scheme.name,
                plural(written),
                plural(unit.difference())
            ),
        )
        .label(scheme.name_span, "the scheme")
        .help(format!("judge it by a scheme whose edges are in {}", plural(unit.difference()))),
    )
}

/// A relative deviation from 0 does not exist.
fn zero(indicator: &Indicator, scheme: &Scheme) -> Option<Diagnostic> {
    if scheme.judge != Judge::Deviation || !scheme.at_zero_target.is_empty() {
        return None;
    }
    let formula = indicator.target.iter().find_map(|entry| match &entry.value {
        TargetValue::Amount(formula) => formula.constant().filter(|q| q.value.is_zero()).map(|_| formula),
        _ => None,
    })?;
    // A midpoint or a range is judged by its own limits.
    if indicator.polarity.values().any(|polarity| matches!(polarity, Polarity::Range(..) | Polarity::Midpoint(_))) {
        return None;
    }
    Some(
        Diagnostic::at(codes::ZERO_TARGET, formula.span, "no figure deviates from a target of 0 by a percentage")
            .label(scheme.name_span, format!("`{}` does not say what then", scheme.name))
            .note("a deviation is a share of the target, and there is no share of 0")
            .help("add to the scheme: `at zero target { Blue if better  Green if equal  Red if worse }`"),
    )
}

/// A figure that accumulates can only rise within its year (R12).
fn cumulative(indicator: &Indicator, places: &Places) -> Option<(Diagnostic, bool)> {
    let (span, template) = places.change?;
    let grows = indicator.unit.values().any(|spec| spec.unit.is_extensive())
        && indicator.measure.values().all(|measure| *measure == Measure::Flow);
    let frequency = indicator.frequency.values().find(|frequency| frequency.span == FigureSpan::ToDate)?;
    let judged = indicator.change.as_ref()?.values().any(|change| {
        change.baseline == Baseline::Previous && change.although_cumulative.is_none() && change.not_judged.is_none()
    });
    if !grows || !judged {
        return None;
    }
    let note = if frequency.kind() == PeriodKind::Year {
        "part of a year is compared with the whole year before"
    } else {
        "it can only rise from one period to the next, so the change says nothing"
    };
    Some((
        Diagnostic::at(codes::CHANGE_OF_CUMULATIVE, span, "a figure to date is compared with its previous one")
            .note(note)
            .help(
                "write `against same period last year`; or add `, although cumulative \"reason\"`, or `, not judged \
                 \"reason\"`",
            ),
        template,
    ))
}

/// Part of a year against the whole year's target is good by construction where lower is better.
fn better_by_construction(indicator: &Indicator) -> Vec<Diagnostic> {
    let grows = indicator.unit.values().any(|spec| spec.unit.is_extensive())
        && indicator.measure.values().all(|measure| *measure == Measure::Flow);
    if !grows || indicator.polarity.values().any(|polarity| *polarity != Polarity::Lower) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for entry in &indicator.target {
        let (TargetWhen::For(period), Some(TargetHow::AtYearEnd), TargetValue::Amount(_)) =
            (entry.when, &entry.how, &entry.value)
        else {
            continue;
        };
        let Some(frequency) = indicator.frequency.at(period).or_else(|| indicator.frequency.values().next()) else {
            continue;
        };
        if frequency.span == FigureSpan::ToDate || frequency.kind().months() < period.length() {
            found.push(
                Diagnostic::at(
                    codes::PART_YEAR_LOWER,
                    entry.span,
                    format!("part of {period} is better than the whole year's target by construction"),
                )
                .saying("lower is better, and the figure grows through the year")
                .note("the first months of a count lie below a year of it whatever happens: the colour says nothing")
                .help(
                    "write `pro rata`, or `profiled [a, b, c, d]` with the target to date at the end of each quarter",
                ),
            );
        }
    }
    found
}
