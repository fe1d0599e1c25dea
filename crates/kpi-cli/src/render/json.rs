//! A run for programs: `kpi.run/1`. The fields are a contract; `docs/cli.md` says what they mean.

use super::plan::{self, PassJson};
use super::report::Report;
use super::uncertainty::{self, ControlJson, IntervalJson};
use indexmap::IndexMap;
use kpi_core::plugin::{Identity, Used};
use kpi_core::statistics::Significance;
use kpi_core::{Exact, Flag, Judgement, Movement, Period, Rank, Reason, Unit};
use kpi_eval::outturn::{self, Count, Figure, Outturn};
use kpi_eval::trace::Step;
use kpi_model::catalogue::Colour;
use serde::Serialize;

#[derive(Serialize)]
pub struct RunJson<'a> {
    schema: &'static str,
    kpi: &'static str,
    project: &'a str,
    period: Period,
    inputs: Vec<InputJson<'a>>,
    plugins: Vec<PluginJson<'a>>,
    results: Vec<ResultJson<'a>>,
    summary: SummaryJson<'a>,
    plan: Option<Vec<PassJson<'a>>>,
}

#[derive(Serialize)]
struct InputJson<'a> {
    path: &'a str,
    sha256: &'a str,
}

/// A plugin that was asked, and the fuel of its calls.
#[derive(Serialize)]
pub struct PluginJson<'a> {
    /// As `kpi.toml` names it; null where a figure says it.
    name: Option<&'a str>,
    id: &'a str,
    version: &'a str,
    api: &'a str,
    sha256: &'a str,
    fuel: u64,
}

impl<'a> PluginJson<'a> {
    fn of(name: Option<&'a str>, used: &'a Used) -> Self {
        let Identity { id, version, api, sha256 } = &used.identity;
        Self { name, id, version, api, sha256, fuel: used.fuel }
    }
}

/// The plugins that a figure came from, each once.
fn used<'a>(step: &'a Step, found: &mut Vec<&'a Used>) {
    if let Some(used) = &step.used
        && !found.contains(&used)
    {
        found.push(used);
    }
    for below in &step.steps {
        used(below, found);
    }
}

#[derive(Serialize)]
pub struct ResultJson<'a> {
    indicator: &'a str,
    number: Option<&'a str>,
    title: &'a str,
    scorecard: Option<&'a str>,
    theme: Option<&'a str>,
    variant: Option<VariantJson<'a>>,
    slice: IndexMap<&'a str, &'a str>,
    unit: Unit,
    polarity: &'static str,
    period: Period,
    value: Option<NumberJson>,
    numerator: Option<CountedJson<'a>>,
    denominator: Option<CountedJson<'a>>,
    published: Option<NumberJson>,
    missing: Option<Reason>,
    missing_detail: Option<&'a str>,
    flags: &'a [Flag],
    target: Option<TargetJson<'a>>,
    year_end_target: Option<TargetJson<'a>>,
    deviation: Option<NumberJson>,
    gap: Option<NumberJson>,
    rating: Option<&'a str>,
    rating_meaning: Option<&'a str>,
    rating_colour: Option<&'static str>,
    rating_reason: &'a str,
    rating_withheld: bool,
    actions_required: bool,
    previous: Option<NumberJson>,
    previous_recalculated: Option<NumberJson>,
    change: ChangeJson<'a>,
    forecast: Option<ForecastJson<'a>>,
    interval: Option<IntervalJson<'a>>,
    control: Option<ControlJson<'a>>,
    rank: Option<RankJson>,
    comparators: Vec<ComparatorJson<'a>>,
    plugins: Vec<PluginJson<'a>>,
    related: &'a [String],
    parts: &'a [String],
}

#[derive(Serialize)]
struct VariantJson<'a> {
    of: &'a str,
    label: &'a str,
}

/// A percentage is a fraction in `number` and `exact`; `display` is what a page shows.
#[derive(Serialize)]
pub struct NumberJson {
    number: f64,
    exact: Exact,
    display: String,
}

#[derive(Serialize)]
struct CountedJson<'a> {
    number: f64,
    exact: Exact,
    display: String,
    noun: Option<&'a str>,
}

#[derive(Serialize)]
struct TargetJson<'a> {
    number: Option<f64>,
    exact: Option<Exact>,
    display: Option<String>,
    word: Option<&'a str>,
    period: Option<Period>,
    proposed: bool,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    judgement: Option<&'a str>,
    verdict: Option<Judgement>,
    movement: Option<Movement>,
    amount: Option<String>,
    amount_number: Option<f64>,
    amount_exact: Option<Exact>,
    against: Option<Period>,
    reason: Option<&'a str>,
    withheld: bool,
    recorded: bool,
}

#[derive(Serialize)]
struct ForecastJson<'a> {
    period: Period,
    number: Option<f64>,
    exact: Option<Exact>,
    display: Option<String>,
    missing: Option<Reason>,
    numerator: Option<CountedJson<'a>>,
    method: &'a str,
}

#[derive(Serialize)]
struct RankJson {
    position: Option<u32>,
    of: Option<u32>,
    tied: bool,
    display: Option<String>,
    missing: Option<Reason>,
    period: Option<Period>,
    previous: Option<PreviousRankJson>,
    moved: Option<Judgement>,
    quartile: Option<u8>,
}

#[derive(Serialize)]
struct PreviousRankJson {
    position: u32,
    of: Option<u32>,
    tied: bool,
    display: String,
    period: Period,
}

#[derive(Serialize)]
struct ComparatorJson<'a> {
    id: &'a str,
    name: &'a str,
    value: Option<NumberJson>,
    year: Option<&'a str>,
    used: Option<usize>,
    of: Option<usize>,
    missing: Option<Reason>,
    significance: Option<Significance>,
}

#[derive(Serialize)]
struct SummaryJson<'a> {
    measures: usize,
    rating: IndexMap<&'a str, usize>,
    change: IndexMap<&'a str, usize>,
    rank: Option<IndexMap<&'a str, usize>>,
}

pub fn run<'a>(report: &'a Report<'a>) -> RunJson<'a> {
    let summary = &report.run.summary;
    RunJson {
        schema: "kpi.run/1",
        kpi: env!("CARGO_PKG_VERSION"),
        project: &report.project.settings.name,
        period: report.run.period,
        inputs: report.inputs.iter().map(|input| InputJson { path: &input.path, sha256: &input.sha256 }).collect(),
        plugins: report.plugins.iter().map(|(name, used)| PluginJson::of(Some(name), used)).collect(),
        results: report.all().map(|outturn| result(report, outturn)).collect(),
        summary: SummaryJson {
            measures: summary.measures,
            rating: counts(&summary.ratings),
            change: counts(&summary.changes),
            rank: (!summary.ranks.is_empty()).then(|| counts(&summary.ranks)),
        },
        plan: plan::json(report),
    }
}

/// Only what is there: a reader that wants the zeros knows the bands.
fn counts(counts: &[Count]) -> IndexMap<&str, usize> {
    let present = counts.iter().filter(|count| count.count > 0);
    present.map(|count| (count.label.as_deref().unwrap_or("none"), count.count)).collect()
}

pub fn result<'a>(report: &'a Report<'a>, outturn: &'a Outturn) -> ResultJson<'a> {
    let missing = outturn.value.missing();
    let rating = &outturn.rating;
    let indicator = report.project.catalogue.indicators.get(&outturn.indicator);
    ResultJson {
        indicator: &outturn.indicator,
        number: report.number(outturn),
        title: &outturn.title,
        scorecard: outturn.scorecard.as_deref(),
        theme: outturn.theme.as_deref(),
        variant: outturn.variant.as_ref().map(|(of, label)| VariantJson { of, label }),
        slice: outturn.slice.iter().map(|(column, value)| (column.as_str(), value.as_str())).collect(),
        unit: outturn.unit.unit,
        polarity: outturn.polarity.word(),
        period: outturn.period,
        value: number(&outturn.value),
        numerator: outturn.numerator.as_ref().and_then(counted),
        denominator: outturn.denominator.as_ref().and_then(counted),
        published: outturn.published.as_ref().and_then(number),
        missing: missing.map(|missing| missing.reason),
        missing_detail: missing.map(|missing| missing.detail.as_str()).filter(|detail| !detail.is_empty()),
        flags: &outturn.flags,
        target: target(&outturn.target),
        year_end_target: outturn.year_end_target.as_ref().and_then(target),
        deviation: outturn.deviation.as_ref().and_then(number),
        gap: outturn.gap.as_ref().and_then(number),
        rating: rating.label.as_deref(),
        rating_meaning: rating.meaning.as_deref(),
        rating_colour: rating.colour.map(Colour::word),
        rating_reason: &rating.reason,
        rating_withheld: rating.withheld,
        actions_required: rating.actions_required,
        previous: outturn.previous.as_ref().and_then(number),
        previous_recalculated: outturn.previous_recalculated.as_ref().and_then(number),
        change: change(&outturn.change),
        forecast: outturn.forecast.as_ref().map(forecast),
        interval: outturn.interval.as_ref().map(uncertainty::interval),
        control: outturn.control.as_ref().map(uncertainty::control),
        rank: outturn.rank.as_ref().map(rank),
        comparators: outturn.comparators.iter().map(comparator).collect(),
        plugins: {
            let mut found = Vec::new();
            used(&outturn.trace, &mut found);
            found.into_iter().map(|used| PluginJson::of(None, used)).collect()
        },
        related: indicator.map_or(&[], |indicator| indicator.related.as_slice()),
        parts: indicator.map_or(&[], |indicator| indicator.parts.as_slice()),
    }
}

pub fn number(figure: &Figure) -> Option<NumberJson> {
    let exact = figure.value()?;
    Some(NumberJson { number: exact.to_f64(), exact: exact.clone(), display: figure.display() })
}

fn counted(figure: &Figure) -> Option<CountedJson<'_>> {
    let NumberJson { number, exact, display } = number(figure)?;
    Some(CountedJson { number, exact, display, noun: figure.noun.as_deref() })
}

/// `None` where there is neither a figure nor a word for one.
fn target(target: &outturn::Target) -> Option<TargetJson<'_>> {
    let figure = target.figure.as_ref().and_then(number);
    if figure.is_none() && target.word.is_none() {
        return None;
    }
    let (number, exact, display) = split(figure);
    Some(TargetJson {
        number,
        exact,
        display: display.or_else(|| target.word.clone()),
        word: target.word.as_deref(),
        period: target.period,
        proposed: target.proposed,
        note: target.note.as_deref(),
    })
}

fn split(number: Option<NumberJson>) -> (Option<f64>, Option<Exact>, Option<String>) {
    number.map_or((None, None, None), |n| (Some(n.number), Some(n.exact), Some(n.display)))
}

fn change(change: &outturn::Change) -> ChangeJson<'_> {
    let (amount_number, amount_exact, amount) = split(change.amount.as_ref().and_then(number));
    ChangeJson {
        judgement: change.word.as_deref(),
        verdict: change.judgement,
        movement: change.movement,
        amount,
        amount_number,
        amount_exact,
        against: change.against,
        reason: change.reason.as_deref(),
        withheld: change.withheld,
        recorded: change.recorded,
    }
}

fn forecast(forecast: &outturn::Forecast) -> ForecastJson<'_> {
    let (value, exact, display) = split(number(&forecast.figure));
    let counts = forecast.numerator.as_ref().filter(|numerator| numerator.value().is_some());
    let display = display.map(|display| match counts {
        Some(counts) => format!("{display} ({})", counts.display()),
        None => display,
    });
    ForecastJson {
        period: forecast.period,
        number: value,
        exact,
        display,
        missing: forecast.figure.missing().map(|missing| missing.reason),
        numerator: forecast.numerator.as_ref().and_then(counted),
        method: &forecast.method,
    }
}

fn rank(rank: &outturn::RankOutturn) -> RankJson {
    let found: Option<Rank> = rank.rank.as_ref().ok().copied();
    RankJson {
        position: found.map(|rank| rank.position),
        of: found.and_then(|rank| rank.of),
        tied: found.is_some_and(|rank| rank.tied),
        display: found.map(|rank| rank.to_string()),
        missing: rank.rank.as_ref().err().map(|missing| missing.reason),
        period: rank.period,
        previous: rank.previous.map(|(rank, period)| PreviousRankJson {
            position: rank.position,
            of: rank.of,
            tied: rank.tied,
            display: rank.to_string(),
            period,
        }),
        moved: rank.moved,
        quartile: rank.quartile,
    }
}

fn comparator(comparator: &outturn::ComparatorOutturn) -> ComparatorJson<'_> {
    ComparatorJson {
        id: &comparator.id,
        name: &comparator.title,
        value: number(&comparator.figure),
        year: comparator.year.as_deref(),
        used: comparator.used.map(|(used, _)| used),
        of: comparator.used.map(|(_, of)| of),
        missing: comparator.figure.missing().map(|missing| missing.reason),
        significance: comparator.significance.as_ref().and_then(|found| found.as_ref().ok().copied()),
    }
}
