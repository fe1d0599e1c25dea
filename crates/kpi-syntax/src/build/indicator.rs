//! The fields of indicators and templates.

use super::{Cx, choice, dataset, dated, expr, target, words};
use crate::ast::{
    ActiveSpec, BaselineSpec, BySpec, ChangeOption, ChangeSpec, ConfidenceSpec, ControlOption, ControlSpec,
    CountedSpec, EverySpec, ForecastSpec, FrequencySpec, IndicatorField, Name, PolarityKind, PolaritySpec, RequireSpec,
    Spanned, SuppressSpec, Text, UnitSpec, VariantSpec, When, Withhold,
};
use crate::grammar::{Node, Rule};
use kpi_core::codes::syntax::{BAD_LITERAL, NEAR_MISS};
use kpi_core::statistics::Method;
use kpi_core::{Diagnostic, PeriodKind, Rounding, Unit};

const UNITS: [(&str, Unit); 9] = [
    ("count", Unit::Count),
    ("number", Unit::Number),
    ("percent", Unit::Percent),
    ("percentage points", Unit::Points),
    ("score", Unit::Score),
    ("money", Unit::Money),
    ("days", Unit::Days),
    ("text", Unit::Text),
    ("yes/no", Unit::YesNo),
];
/// What to list where a unit is wanted; a rate is spelled with its base.
const UNIT_WORDS: [&str; 10] =
    ["count", "number", "percent", "percentage points", "rate per 100,000", "score", "money", "days", "text", "yes/no"];
const ROUNDINGS: [(&str, Rounding); 3] =
    [("half up", Rounding::HalfUp), ("half even", Rounding::HalfEven), ("truncate", Rounding::Truncate)];
const POLARITIES: [(&str, Polarity); 3] =
    [("higher", Polarity::Higher), ("lower", Polarity::Lower), ("none", Polarity::None)];
const MEASURES: [(&str, ()); 3] = [("flow", ()), ("snapshot", ()), ("average", ())];
const FREQUENCIES: [(&str, PeriodKind); 4] = [
    ("monthly", PeriodKind::Month),
    ("quarterly", PeriodKind::Quarter),
    ("half-yearly", PeriodKind::Half),
    ("yearly", PeriodKind::Year),
];
const WITHHELD: [(&str, Withhold); 4] = [
    ("rating", Withhold { rating: true, change: false }),
    ("change", Withhold { rating: false, change: true }),
    ("rating and change", Withhold { rating: true, change: true }),
    ("change and rating", Withhold { rating: true, change: true }),
];
const METHODS: [(&str, Method); 2] = [("wilson", Method::Wilson), ("byar", Method::Byar)];
const CHARTS: [(&str, ()); 1] = [("xmr", ())];
const COUNTS: [(&str, bool); 2] = [("counts once", true), ("counts each", false)];

/// The polarities that are one word.
#[derive(Clone, Copy)]
enum Polarity {
    Higher,
    Lower,
    None,
}

/// The value of an indicator's field.
pub(crate) fn field(cx: &mut Cx<'_>, key: &Name, value: Node<'_>) -> IndicatorField {
    read(cx, key, value).unwrap_or(IndicatorField::Broken)
}

fn read(cx: &mut Cx<'_>, key: &Name, value: Node<'_>) -> Option<IndicatorField> {
    Some(match value.as_rule() {
        Rule::text_value => {
            let number = key.node == "number";
            let text = dated(cx, value, &mut |cx, node| dataset::text_or_number(cx, node, number))?;
            IndicatorField::Text(text)
        }
        Rule::unit_value => IndicatorField::Unit(dated(cx, value, &mut unit)?),
        Rule::polarity_value => IndicatorField::Polarity(dated(cx, value, &mut polarity)?),
        Rule::frequency_value => IndicatorField::Frequency(dated(cx, value, &mut frequency)?),
        Rule::measure_value => IndicatorField::Measure(dated(cx, value, &mut |cx, node| {
            let name = cx.words(&node);
            choice::choose(cx, &node, "measure", &MEASURES).map(|()| name)
        })?),
        Rule::expr_value => {
            let value = dated(cx, value, &mut |cx, node| Some(expr::expr(cx, node)))?;
            if key.node == "formula" { IndicatorField::Formula(value) } else { IndicatorField::Expression(value) }
        }
        Rule::counted_value => IndicatorField::Counted(dated(cx, value, &mut counted)?),
        Rule::target_value => IndicatorField::Target(target::table(cx, value)?),
        Rule::name_value => IndicatorField::Bands(dated(cx, value, &mut |cx, node| Some(cx.name(&node)))?),
        Rule::names_value => IndicatorField::Compare(dated(cx, value, &mut |cx, node| Some(cx.names(node)))?),
        Rule::change_value => IndicatorField::Change(dated(cx, value, &mut change)?),
        Rule::forecast_value => IndicatorField::Forecast(dated(cx, value, &mut forecast)?),
        Rule::confidence_value => IndicatorField::Confidence(dated(cx, value, &mut confidence)?),
        Rule::suppress_value => IndicatorField::Suppress(dated(cx, value, &mut suppress)?),
        Rule::control => IndicatorField::Control(control(cx, value)?),
        Rule::require_value => IndicatorField::Require(require(cx, value)?),
        Rule::variant_value => IndicatorField::Variant(variant(cx, value)?),
        Rule::active_value => IndicatorField::Active(active(cx, value)),
        Rule::by_value => IndicatorField::By(by(cx, value)),
        Rule::texts => IndicatorField::Links(cx.texts(value)),
        Rule::names => IndicatorField::Related(cx.names(value)),
        _ => return None,
    })
}

fn by(cx: &mut Cx<'_>, node: Node<'_>) -> Vec<BySpec> {
    let mut columns = Vec::new();
    for node in node.into_inner().filter(|n| n.as_rule() == Rule::by_column) {
        let span = cx.span(&node);
        let (mut column, mut from, mut total) = (None, None, None);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::name => column = Some(cx.name(&child)),
                Rule::by_from => from = child.into_inner().find(|n| n.as_rule() == Rule::name).map(|n| cx.name(&n)),
                Rule::by_total => {
                    total = child.into_inner().find(|n| n.as_rule() == Rule::code).map(|n| dataset::code(cx, n));
                }
                _ => {}
            }
        }
        columns.extend(column.map(|column| BySpec { span, column, from, total }));
    }
    columns
}

/// `let NAME = …`, keyword and all.
pub(crate) fn let_field(cx: &mut Cx<'_>, node: Node<'_>) -> IndicatorField {
    let (mut name, mut value) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => name = Some(cx.name(&child)),
            Rule::expr => value = Some(expr::expr(cx, child)),
            _ => {}
        }
    }
    match (name, value) {
        (Some(name), Some(value)) => IndicatorField::Let { name, value },
        _ => IndicatorField::Broken,
    }
}

fn unit(cx: &mut Cx<'_>, node: Node<'_>) -> Option<UnitSpec> {
    let span = cx.span(&node);
    let mut unit = None;
    let (mut decimals, mut rounding) = (None, None);
    let mut comma = false;
    let mut whole = true;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::unit_name => unit = unit_name(cx, child),
            Rule::comma => comma = true,
            Rule::unit_option if decimals.is_some() && matches!(child.as_str().trim(), "place" | "places") => {
                let place = cx.token(&child);
                cx.report(
                    Diagnostic::at(NEAR_MISS, place, "decimals are `decimals` alone").saying("this is not needed").fix(
                        "leave it out",
                        place,
                        "",
                    ),
                );
            }
            Rule::unit_option => {
                let place = cx.span(&child);
                let option = unit_option(cx, child);
                if option.is_some() && !comma {
                    let before = cx.trimmed(span.start as usize, place.start as usize);
                    let gap = cx.at(before, before);
                    cx.report(
                        Diagnostic::at(NEAR_MISS, place, "a comma is missing before this")
                            .saying("expected `,` and then this")
                            .help("write `percent, 1 decimal`")
                            .fix("add the comma", gap, ","),
                    );
                }
                comma = false;
                match option {
                    Some(UnitOption::Decimals(n)) => decimals = Some(n),
                    Some(UnitOption::Rounding(how)) => rounding = Some(how),
                    None => whole = false,
                }
            }
            _ => {}
        }
    }
    whole.then_some(())?;
    Some(UnitSpec { span, unit: unit?, decimals, rounding })
}

fn unit_name(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Spanned<Unit>> {
    let span = cx.span(&node);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::number => {
                let base = cx.whole(&child, "base of a rate", 1_000_000_000)?;
                if base.node == 0 {
                    cx.report(
                        Diagnostic::at(BAD_LITERAL, base.span, "nothing can be counted per 0")
                            .saying("expected a number such as 100,000"),
                    );
                    return None;
                }
                return Some(Spanned::new(Unit::Rate(base.node), span));
            }
            Rule::yes_or_no => return Some(Spanned::new(Unit::YesNo, span)),
            Rule::phrase => {
                let word = words(child.as_str());
                if UNITS.iter().all(|(ours, _)| !ours.eq_ignore_ascii_case(&word)) {
                    cx.report(choice::unknown(&word, span, "unit", &UNIT_WORDS));
                    return None;
                }
                return choice::choose(cx, &child, "unit", &UNITS).map(|unit| Spanned::new(unit, span));
            }
            _ => {}
        }
    }
    None
}

enum UnitOption {
    Decimals(Spanned<u8>),
    Rounding(Rounding),
}

fn unit_option(cx: &mut Cx<'_>, node: Node<'_>) -> Option<UnitOption> {
    let mut number = None;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::number => number = Some(cx.whole(&child, "number of decimals", 12)?),
            Rule::word => {
                let all = [("decimal", ()), ("decimals", ())];
                choice::choose(cx, &child, "way to display a figure", &all)?;
                let count = number?;
                return u8::try_from(count.node).ok().map(|n| UnitOption::Decimals(Spanned::new(n, count.span)));
            }
            Rule::phrase => {
                return choice::choose(cx, &child, "way to round", &ROUNDINGS).map(UnitOption::Rounding);
            }
            _ => {}
        }
    }
    None
}

fn polarity(cx: &mut Cx<'_>, node: Node<'_>) -> Option<PolaritySpec> {
    let span = cx.span(&node);
    let mut edges = Vec::new();
    let mut is_range = false;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::kw_range => is_range = true,
            Rule::edge => edges.push(cx.edge(&child)?),
            Rule::phrase => {
                let word = words(child.as_str());
                let place = cx.token(&child);
                if matches!(word.as_str(), "range" | "midpoint") {
                    let example = if word == "range" { "range 40% to 60%" } else { "midpoint 50%" };
                    cx.report(
                        Diagnostic::at(
                            kpi_core::codes::syntax::UNEXPECTED,
                            place,
                            format!("`{word}` wants its limits"),
                        )
                        .saying("expected a number after this")
                        .help(format!("write `polarity: {example}`")),
                    );
                    return None;
                }
                if POLARITIES.iter().all(|(ours, _)| !ours.eq_ignore_ascii_case(&word)) {
                    let all = ["higher", "lower", "range A to B", "midpoint A", "none"];
                    cx.report(choice::unknown(&word, place, "polarity", &all));
                    return None;
                }
                let kind = match choice::choose(cx, &child, "polarity", &POLARITIES)? {
                    Polarity::Higher => PolarityKind::Higher,
                    Polarity::Lower => PolarityKind::Lower,
                    Polarity::None => PolarityKind::None,
                };
                return Some(PolaritySpec { span, kind });
            }
            _ => {}
        }
    }
    let mut edges = edges.into_iter();
    let kind = match (is_range, edges.next(), edges.next()) {
        (true, Some(from), Some(to)) => PolarityKind::Range(from, to),
        (false, Some(middle), None) => PolarityKind::Midpoint(middle),
        _ => return None,
    };
    Some(PolaritySpec { span, kind })
}

fn frequency(cx: &mut Cx<'_>, node: Node<'_>) -> Option<FrequencySpec> {
    let span = cx.span(&node);
    let mut years = None;
    let mut every = None;
    let (mut to_date, mut rolling, mut late) = (None, None, None);
    let mut whole = true;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::number => years = Some(cx.whole(&child, "number of years", 100)?),
            Rule::period => every = Some(EverySpec::Years(years.take()?, cx.period(&child))),
            Rule::phrase => match without_comma(cx, &child) {
                Some((kind, date)) => {
                    every = Some(EverySpec::One(kind));
                    to_date = Some(date);
                }
                None => {
                    let kind = choice::choose(cx, &child, "frequency", &FREQUENCIES);
                    whole &= kind.is_some();
                    every = kind.map(EverySpec::One);
                }
            },
            Rule::frequency_option => match frequency_option(cx, child) {
                Some(FrequencyOption::ToDate(place)) => to_date = Some(place),
                Some(FrequencyOption::Rolling(months)) => rolling = Some(months),
                Some(FrequencyOption::Late(by)) => late = Some(by),
                None => whole = false,
            },
            _ => {}
        }
    }
    whole.then_some(())?;
    Some(FrequencySpec { span, every: every?, to_date, rolling, late })
}

/// `yearly to date`, where `yearly, to date` is meant.
fn without_comma(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<(PeriodKind, kpi_core::Span)> {
    let word = node.as_str().split_whitespace().next()?;
    if words(node.as_str()) != format!("{word} to date") {
        return None;
    }
    let (_, kind) = FREQUENCIES.iter().find(|(ours, _)| *ours == word)?;
    let span = cx.token(node);
    let after = cx.at(span.start as usize + word.len(), span.start as usize + word.len());
    cx.report(
        Diagnostic::at(NEAR_MISS, span, "a comma is missing before `to date`")
            .saying(format!("expected `{word}, to date`"))
            .fix("add the comma", after, ","),
    );
    Some((*kind, cx.at(after.end as usize, span.end as usize)))
}

enum FrequencyOption {
    ToDate(kpi_core::Span),
    Rolling(Spanned<u32>),
    Late((Spanned<u32>, PeriodKind)),
}

fn frequency_option(cx: &mut Cx<'_>, node: Node<'_>) -> Option<FrequencyOption> {
    let mut is_rolling = false;
    let mut number = None;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::to_date => return Some(FrequencyOption::ToDate(cx.token(&child))),
            Rule::kw_rolling => is_rolling = true,
            Rule::number => number = Some(cx.whole(&child, "number of months", 1200)?),
            Rule::word => {
                let kind = expr::period_kind(cx, &child)?;
                let mut number = number.take()?;
                if !is_rolling {
                    return Some(FrequencyOption::Late((number, kind)));
                }
                // A window is held in months, however it is written.
                number.node *= kind.months().unsigned_abs();
                return Some(FrequencyOption::Rolling(number));
            }
            Rule::phrase => {
                let all = ["to date", "rolling 12 months", "2 months late"];
                cx.report(choice::unknown(&words(child.as_str()), cx.token(&child), "addition to a frequency", &all));
                return None;
            }
            _ => {}
        }
    }
    None
}

fn counted(cx: &mut Cx<'_>, node: Node<'_>) -> Option<CountedSpec> {
    let (mut value, mut noun) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::expr => value = Some(expr::expr(cx, child)),
            Rule::text => noun = Some(cx.quoted(&child)),
            _ => {}
        }
    }
    Some(CountedSpec { value: value?, noun })
}

fn change(cx: &mut Cx<'_>, node: Node<'_>) -> Option<ChangeSpec> {
    let span = cx.span(&node);
    let mut baseline = None;
    let mut options = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::change_baseline => baseline = Some(change_baseline(cx, child)),
            Rule::change_option => options.push(change_option(cx, child)?),
            _ => {}
        }
    }
    Some(ChangeSpec { span, baseline: baseline?, options })
}

fn change_baseline(cx: &mut Cx<'_>, node: Node<'_>) -> BaselineSpec {
    let mut reason = None;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::when => {
                let when = expr::when(cx, child);
                return match when.node {
                    When::Previous => BaselineSpec::Previous,
                    When::PreviousYear => BaselineSpec::PreviousYear,
                    When::SamePeriodLastYear => BaselineSpec::SamePeriodLastYear,
                    When::Named(period) => BaselineSpec::Named(Spanned::new(period, when.span)),
                };
            }
            Rule::text => reason = Some(cx.quoted(&child)),
            _ => {}
        }
    }
    BaselineSpec::None(reason)
}

fn change_option(cx: &mut Cx<'_>, node: Node<'_>) -> Option<ChangeOption> {
    let mut not_judged = false;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::edge => return cx.edge(&child).map(ChangeOption::Tolerance),
            Rule::as_published => return Some(ChangeOption::AsPublished(cx.token(&child))),
            Rule::as_recalculated => return Some(ChangeOption::AsRecalculated(cx.token(&child))),
            Rule::expr => return Some(ChangeOption::ElseRecorded(expr::expr(cx, child))),
            Rule::not_judged => not_judged = true,
            Rule::text => {
                let text = cx.quoted(&child);
                return Some(if not_judged {
                    ChangeOption::NotJudged(text)
                } else {
                    ChangeOption::AlthoughCumulative(text)
                });
            }
            _ => {}
        }
    }
    None
}

fn forecast(cx: &mut Cx<'_>, node: Node<'_>) -> Option<ForecastSpec> {
    let span = cx.span(&node);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::straight_line => return Some(ForecastSpec::StraightLine(span)),
            Rule::last_value => return Some(ForecastSpec::LastValue(span)),
            Rule::kw_none => return Some(ForecastSpec::None(span)),
            Rule::list => return Some(ForecastSpec::Profile { span, shares: expr::list(cx, child) }),
            Rule::expr => return Some(ForecastSpec::Expr(expr::expr(cx, child))),
            _ => {}
        }
    }
    None
}

fn confidence(cx: &mut Cx<'_>, node: Node<'_>) -> Option<ConfidenceSpec> {
    let span = cx.span(&node);
    let (mut method, mut level) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::word => {
                let place = cx.token(&child);
                method = Some(Spanned::new(choice::choose(cx, &child, "method for an interval", &METHODS)?, place));
            }
            Rule::edge => level = Some(cx.edge(&child)?),
            _ => {}
        }
    }
    Some(ConfidenceSpec { span, method: method?, level: level? })
}

fn suppress(cx: &mut Cx<'_>, node: Node<'_>) -> Option<SuppressSpec> {
    let span = cx.span(&node);
    let mut limits = node.into_inner().filter(|child| child.as_rule() == Rule::edge);
    let below = limits.next().and_then(|limit| cx.edge(&limit))?;
    let rounded = match limits.next() {
        Some(limit) => Some(cx.edge(&limit)?),
        None => None,
    };
    Some(SuppressSpec { span, below, rounded })
}

fn control(cx: &mut Cx<'_>, node: Node<'_>) -> Option<ControlSpec> {
    let span = cx.span(&node);
    let mut from = None;
    let mut options = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::word => choice::choose(cx, &child, "control chart", &CHARTS)?,
            Rule::period => from = Some(cx.period(&child)),
            Rule::control_option => options.extend(control_option(cx, child)),
            _ => {}
        }
    }
    Some(ControlSpec { span, from: from?, options })
}

fn control_option(cx: &mut Cx<'_>, node: Node<'_>) -> Option<ControlOption> {
    let mut period = None;
    let mut reason = None;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::period => period = Some(cx.period(&child)),
            Rule::text => reason = Some(cx.quoted(&child)),
            _ => {}
        }
    }
    let period = period?;
    Some(match reason {
        Some(reason) => ControlOption::Rebased(period, reason),
        None => ControlOption::BaselineTo(period),
    })
}

fn require(cx: &mut Cx<'_>, node: Node<'_>) -> Option<RequireSpec> {
    let (mut condition, mut withhold, mut reason) = (None, None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::disjunction => condition = Some(expr::expr(cx, child)),
            Rule::phrase => withhold = Some(choice::choose(cx, &child, "thing to withhold", &WITHHELD)?),
            Rule::text => reason = Some(cx.quoted(&child)),
            _ => {}
        }
    }
    Some(RequireSpec { condition: condition?, withhold: withhold?, reason: reason? })
}

fn variant(cx: &mut Cx<'_>, node: Node<'_>) -> Option<VariantSpec> {
    let mut texts: Vec<Text> = Vec::new();
    let mut once = None;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::text => texts.push(cx.quoted(&child)),
            Rule::phrase => once = Some(choice::choose(cx, &child, "way to count a variant", &COUNTS)?),
            _ => {}
        }
    }
    let mut texts = texts.into_iter();
    Some(VariantSpec { label: texts.next()?, of: texts.next()?, once: once? })
}

pub(crate) fn active(cx: &mut Cx<'_>, node: Node<'_>) -> ActiveSpec {
    let span = cx.span(&node);
    let (mut from, mut until) = (None, None);
    let (mut only_from, mut only_until) = (false, false);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::kw_from => only_from = true,
            Rule::kw_until => only_until = true,
            Rule::period_end if only_until || from.is_some() => until = Some(cx.period(&child)),
            Rule::period_end => from = Some(cx.period(&child)),
            _ => {}
        }
    }
    if !only_from && until.is_none() {
        until.clone_from(&from);
    }
    ActiveSpec { span, from, until }
}
