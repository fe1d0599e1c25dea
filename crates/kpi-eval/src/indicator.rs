//! One indicator's outturn: its figure, and everything that is said of it.

use crate::History;
use crate::change::{Compared, Comparison};
use crate::comparators::comparators;
use crate::control::Charting;
use crate::findings;
use crate::forecast::Forecasting;
use crate::history::Looking;
use crate::interpret::{Interpreter, Scope};
use crate::interval::{Making, benchmark};
use crate::outturn::{Figure, Forecast, Outturn, Past, Rating};
use crate::rank::rank;
use crate::rating::{Case, Rated, rate};
use crate::slice::{Slice, grid};
use crate::target;
use crate::trace::Step;
use crate::value::{Traced, Value};
use kpi_core::codes::running;
use kpi_core::{Diagnostic, Flag, Reason, Unit};
use kpi_model::catalogue::{ChangeWords, Counted, GivenFact, Indicator, JudgeOf, Scheme, UnitSpec};
use kpi_model::formula::{Arithmetic, Formula, FormulaKind};

/// A grid with more cells than this is a column of people, not of areas.
const MOST_SLICES: usize = 50_000;

/// The outturn of an indicator, or `None` where the catalogue has nothing in force for it at this report.
pub fn outturn(
    on: &Interpreter<'_>,
    indicator: &Indicator,
    history: &History,
    found: &mut Vec<Diagnostic>,
) -> Option<Outturn> {
    let dimensions = on.dimensions(indicator);
    let cells = dimensions.iter().fold(1usize, |cells, d| cells.saturating_mul(d.values.len().saturating_add(1)));
    let mut slices = if cells > MOST_SLICES {
        let message = format!("{} would have {cells} parts, and {MOST_SLICES} are the most", indicator.id);
        let columns: Vec<String> =
            dimensions.iter().map(|d| format!("{}: {} values", d.column, d.values.len())).collect();
        found.push(
            Diagnostic::at(running::TOO_MANY_SLICES, indicator.name_span, message)
                .note(columns.join(", "))
                .help("cut by fewer columns, or by one with fewer values"),
        );
        vec![Slice::default().joined(&dimensions).unwrap_or_default()]
    } else {
        grid(&dimensions)
    }
    .into_iter();
    let slice = slices.next()?;
    let mut whole = one(on, indicator, &slice, found)?;
    whole.history = past(on, indicator, &slice, history.figures).unwrap_or_default();
    let mut of_slices = Vec::new();
    whole.slices = slices
        .filter_map(|slice| {
            let mut part = one(on, indicator, &slice, &mut of_slices)?;
            if is_asked(&part.slice, &history.slice) {
                part.history = past(on, indicator, &slice, history.figures).unwrap_or_default();
            }
            Some(part)
        })
        .collect();
    findings::told_once(of_slices, found);
    Some(whole)
}

/// Is it the part of which a series is wanted?
fn is_asked(part: &[(String, String)], asked: &[(String, String)]) -> bool {
    let same = |(column, value): &(String, String), (of, wanted): &(String, String)| {
        column == of && value.eq_ignore_ascii_case(wanted)
    };
    !asked.is_empty() && part.len() == asked.len() && part.iter().all(|own| asked.iter().any(|asked| same(own, asked)))
}

/// The figures up to this one.
fn past(on: &Interpreter<'_>, indicator: &Indicator, slice: &Slice, count: usize) -> Option<Vec<Past>> {
    let report = on.report;
    let spec = *indicator.unit.at(report)?;
    let polarity = indicator.polarity.at(report)?;
    let period = indicator.frequency.at(report)?.figure_period(report);
    let scheme = indicator.bands.as_ref().and_then(|bands| bands.at(report));
    let scheme = scheme.and_then(|name| on.catalogue.scheme(name, report));
    let scope = Scope { indicator, period, depth: 0, slice };
    Some(Looking { on, scope, spec, polarity, scheme }.back(count))
}

fn one(on: &Interpreter<'_>, indicator: &Indicator, slice: &Slice, found: &mut Vec<Diagnostic>) -> Option<Outturn> {
    let report = on.report;
    let spec = *indicator.unit.at(report)?;
    let polarity = indicator.polarity.at(report)?;
    let period = indicator.frequency.at(report)?.figure_period(report);
    let scope = Scope { indicator, period, depth: 0, slice };

    let traced = on.value(scope);
    let value_step = traced.step;
    let mut value = Figure::new(traced.value.number().map(|quantity| quantity.value), spec);
    value.period = Some(period);
    let counted = counts(on, scope);
    let (flags, flags_step) = on.flags(scope);
    let mut flags = flags.unwrap_or_default();
    let suppress = scope.suppress(report);
    let is_rounded = suppress.is_some_and(|suppress| suppress.rounded.is_some());
    if is_rounded && value.value().is_some() {
        flags.push(Flag::Rounded);
        flags.sort();
        flags.dedup();
    }
    // What else is made of the same counts would tell of them.
    let is_hidden = suppress.is_some() && value.missing().is_some_and(|missing| missing.reason == Reason::Suppressed);
    let withheld = |figure: Figure| match value.missing() {
        Some(missing) if is_hidden => Figure { result: Err(missing.clone()), ..figure },
        _ => figure,
    };
    let published = indicator.published.as_ref().and_then(|published| published.at(report)).map(|formula| {
        let traced = on.in_unit(on.eval(formula, scope), scope);
        withheld(Figure {
            period: Some(period),
            ..Figure::new(traced.value.number().map(|quantity| quantity.value), spec)
        })
    });

    let scheme = indicator.bands.as_ref().and_then(|bands| bands.at(report));
    let scheme = scheme.and_then(|name| on.catalogue.scheme(name, report));
    let no_words = ChangeWords::default();
    let words = scheme.map_or(&no_words, |scheme| &scheme.change);
    let mut compared = Comparison { on, scope, spec, polarity, value: &value, words }.run();

    let numerator = counted.numerator.as_ref().map(|(figure, _)| figure);
    let of_forecast = scheme.is_some_and(|scheme| scheme.of == JudgeOf::Forecast);
    let wants_forecast = of_forecast || indicator.forecast.is_some() || on.given(scope, &GivenFact::Forecast).is_some();
    let forecast = wants_forecast.then(|| Forecasting { on, scope, spec, value: &value, numerator }.run()).flatten();
    let forecast = forecast.map(|(forecast, step)| {
        let step = if is_hidden { Step::new(step.label, Reason::Suppressed.word()) } else { step };
        let (figure, numerator) = (withheld(forecast.figure), forecast.numerator.map(withheld));
        (Forecast { figure, numerator, ..forecast }, step)
    });

    // A forecast is of the year, and so is the target it is held against.
    let judged_scope = if of_forecast { scope.at(report.year()) } else { scope };
    let mut target = target::find(on, judged_scope, spec);
    let own_word = scheme.and_then(|scheme| scheme.words.iter().find(|word| Some(word.status) == target.status));
    if let Some(own) = own_word {
        target.target.word = Some(own.word.clone());
    }
    let year_end_target = target::year_end(on, judged_scope, &target, spec);
    let ranked = rank(on, scope);
    let making = Making {
        on,
        scope,
        spec,
        value: &value,
        numerator,
        denominator: counted.denominator.as_ref().map(|(figure, _)| figure),
    };
    let mut interval = making.run();
    // A chart and an interval are of the figure, also where the bands judge its forecast.
    let own = of_forecast.then(|| target::find(on, scope, spec));
    let own = own.as_ref().unwrap_or(&target);
    if let Some(made) = &mut interval {
        made.outturn.against = benchmark(on, scope, polarity, made, own, scheme);
    }
    let charted = Charting { on, scope, spec, polarity, target: own.amount() }.run();

    let judged = match (&forecast, of_forecast) {
        (Some((forecast, _)), true) => &forecast.figure,
        _ => &value,
    };
    let mut rated = rating(scheme, &target, |scheme| Case {
        scheme,
        of: scheme.of,
        polarity,
        judged,
        target: &target,
        change: &compared.change,
        baseline: compared.baseline.as_ref(),
        rank: ranked.as_ref().map(|(rank, _)| rank.rank.clone()),
        quartile: ranked.as_ref().and_then(|(rank, _)| rank.quartile),
        interval: interval.as_ref().map(|made| &made.outturn),
    });
    // Whether a figure that is not told meets a condition would tell of it.
    let requirements = if is_hidden { Vec::new() } else { require(on, scope, &mut rated.rating, &mut compared) };
    let beside = comparators(on, scope, spec, polarity, interval.as_ref());

    let mut steps = vec![value_step];
    steps.extend(counted.steps());
    steps.extend(flags_step.map(|step| Step { label: "flags".to_owned(), ..step }));
    steps.push(target.step.clone());
    steps.extend(forecast.as_ref().map(|(_, step)| step.clone()));
    steps.extend(interval.as_ref().map(|made| made.step.clone()));
    steps.push(rated.step);
    steps.extend(requirements);
    steps.push(compared.step);
    steps.extend(charted.as_ref().map(|(_, step)| step.clone()));
    steps.extend(ranked.as_ref().map(|(_, step)| step.clone()));
    if !beside.is_empty() {
        let compared_with = beside.iter().map(|(_, step)| step.clone()).collect();
        steps.push(Step::new("comparators", "").with(compared_with));
    }
    if is_hidden || is_rounded {
        for step in &mut steps {
            step.steps.clear();
            step.counted = None;
        }
    }
    let trace = Step::new(indicator.id.clone(), value.display()).rule(indicator.span).at(period).with(steps);

    let outturn = Outturn {
        indicator: indicator.id.clone(),
        scorecard: None,
        theme: None,
        title: indicator.title.at(report).cloned().unwrap_or_default(),
        unit: spec,
        polarity: polarity.clone(),
        measure: indicator.measure.at(report).copied().unwrap_or_default(),
        period,
        numerator: counted.numerator.map(|(figure, _)| figure),
        denominator: counted.denominator.map(|(figure, _)| figure),
        published,
        flags,
        target: target.target.clone(),
        year_end_target,
        deviation: rated.deviation,
        gap: rated.gap,
        rating: rated.rating,
        previous: compared.previous,
        previous_recalculated: compared.recalculated,
        change: compared.change,
        forecast: forecast.map(|(forecast, _)| forecast),
        interval: interval.map(|made| made.outturn),
        control: charted.map(|(control, _)| control),
        rank: ranked.map(|(rank, _)| rank),
        comparators: beside.into_iter().map(|(comparator, _)| comparator).collect(),
        variant: indicator.variant.as_ref().map(|variant| (variant.of.clone(), variant.label.clone())),
        slice: slice.named(),
        slices: Vec::new(),
        history: Vec::new(),
        value,
        trace,
    };
    findings::look(on, scope, &outturn, &target, found);
    Some(outturn)
}

/// The rating of a figure: the status word of its target, what its bands say, or why neither.
pub fn rating<'a>(
    scheme: Option<&'a Scheme>,
    target: &target::Found,
    case: impl FnOnce(&'a Scheme) -> Case<'a>,
) -> Rated {
    let plain = |rating: Rating| {
        let result = rating.label.clone().unwrap_or_else(|| "no rating".to_owned());
        let step = Step::new("rating", result).note(rating.reason.clone());
        Rated { rating, deviation: None, gap: None, step }
    };
    if target.status.is_some() {
        let word = target.target.word.clone();
        let meaning = scheme.and_then(|scheme| {
            scheme.words.iter().find(|own| Some(own.status) == target.status).and_then(|own| own.meaning.clone())
        });
        let reason = match &target.target.note {
            Some(note) => format!("the target's status stands in place of a rating; {note}"),
            None => "the target's status stands in place of a rating".to_owned(),
        };
        return plain(Rating { label: word, meaning, status: true, ..Rating::none(reason) });
    }
    match scheme {
        Some(scheme) => rate(&case(scheme)),
        None => plain(Rating::none("the rules set no bands")),
    }
}

/// Applies the conditions under which a judgement may stand (R45).
pub fn require(on: &Interpreter<'_>, scope: Scope<'_>, rating: &mut Rating, compared: &mut Compared) -> Vec<Step> {
    let mut steps = Vec::new();
    for require in &scope.indicator.requires {
        let traced = on.eval(&require.condition, scope);
        let met = traced.value.clone().truth();
        let reason = match &met {
            Ok(_) => require.reason.clone(),
            Err(missing) => format!("{} (cannot be told: {missing})", require.reason),
        };
        let met = met == Ok(true);
        steps.push(
            Step::new("require", if met { "met" } else { "not met" })
                .rule(require.span)
                .note(if met { String::new() } else { format!("withheld: {reason}") })
                .with(vec![traced.step]),
        );
        if met {
            continue;
        }
        if require.rating && !rating.status {
            *rating =
                Rating { withheld: true, scheme: rating.scheme.take(), ..Rating::none(format!("withheld: {reason}")) };
        }
        if require.change {
            let change = &mut compared.change;
            change.judgement = None;
            change.word = None;
            change.recorded = false;
            change.withheld = true;
            change.reason = Some(format!("withheld: {reason}"));
        }
    }
    steps
}

/// Numerator and denominator, each with how it came about.
pub struct Counts {
    pub numerator: Option<(Figure, Step)>,
    pub denominator: Option<(Figure, Step)>,
}

impl Counts {
    fn steps(&self) -> impl Iterator<Item = Step> {
        [&self.numerator, &self.denominator].into_iter().flatten().map(|(_, step)| step.clone())
    }
}

/// Numerator and denominator as they may be told.
pub fn counts(on: &Interpreter<'_>, scope: Scope<'_>) -> Counts {
    on.protected_counts(raw_counts(on, scope), scope)
}

/// The rules' own numerator and denominator; else the two sides of a formula that divides two counts (R6).
pub fn raw_counts(on: &Interpreter<'_>, scope: Scope<'_>) -> Counts {
    let indicator = scope.indicator;
    if on.announced.contains_key(&indicator.id) {
        return Counts { numerator: None, denominator: None };
    }
    let own = |counted: &Option<kpi_model::catalogue::Dated<Counted>>, fact: GivenFact, label: &str| {
        let counted = counted.as_ref().and_then(|counted| counted.at(on.report))?;
        let traced = match on.given(scope, &fact) {
            Some(given) => Traced::new(label, given),
            None => on.eval(&counted.value, scope),
        };
        Some(figure(traced, label, counted.noun.clone()))
    };
    let numerator = own(&indicator.numerator, GivenFact::Numerator, "numerator");
    let denominator = own(&indicator.denominator, GivenFact::Denominator, "denominator");
    if numerator.is_some() || denominator.is_some() {
        return Counts { numerator, denominator };
    }
    match indicator.formula.at(on.report).and_then(|formula| sides(on, formula, scope)) {
        Some((above, below)) => Counts {
            numerator: Some(figure(on.eval(above, scope), "numerator", None)),
            denominator: Some(figure(on.eval(below, scope), "denominator", None)),
        },
        None => Counts { numerator: None, denominator: None },
    }
}

/// The two counts a formula divides, if that is what it does before all else.
pub fn sides<'f>(on: &Interpreter<'_>, formula: &'f Formula, scope: Scope<'_>) -> Option<(&'f Formula, &'f Formula)> {
    match &formula.kind {
        FormulaKind::Arithmetic { op: Arithmetic::Divide, left, right }
            if left.unit == Unit::Count && right.unit == Unit::Count =>
        {
            Some((left, right))
        }
        // What `else` supplies did not come from these counts.
        FormulaKind::Else { value, .. } => {
            let supplied = matches!(on.eval(value, scope).value, Value::Missing(_));
            if supplied { None } else { sides(on, value, scope) }
        }
        _ => None,
    }
}

/// A count as it is printed: with the decimals it has, since numerators may be fractional (R6).
fn figure(traced: Traced, label: &str, noun: Option<String>) -> (Figure, Step) {
    let unit = match &traced.value {
        Value::Number(quantity) => quantity.unit,
        _ => Unit::Count,
    };
    let result = traced.value.number().map(|quantity| quantity.value);
    let decimals = result.as_ref().ok().and_then(kpi_core::Exact::to_decimal);
    let decimals = decimals.and_then(|text| text.split_once('.').map(|(_, fraction)| fraction.len()));
    let spec = UnitSpec {
        unit,
        decimals: decimals.and_then(|d| u8::try_from(d).ok()).unwrap_or(0),
        rounding: kpi_core::Rounding::HalfUp,
        span: traced.step.rule.unwrap_or(kpi_core::Span::new(kpi_core::FileId(0), 0, 0)),
    };
    let figure = Figure { noun, ..Figure::new(result, spec) };
    let step = Step { label: label.to_owned(), result: figure.display(), ..traced.step };
    (figure, step)
}
