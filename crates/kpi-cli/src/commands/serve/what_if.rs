//! What would be, if the target or the edges of the bands were others. Nothing of it is kept or written.

use super::live::Shown;
use kpi_core::{Exact, Quantity, Rounding, Unit};
use kpi_eval::outturn::{Outturn, Rating};
use kpi_eval::{Ask, History, evaluate};
use kpi_model::Catalogue;
use kpi_model::catalogue::{BandTest, Interval, Scheme, TargetEntry, TargetValue, TargetWhen};
use kpi_model::formula::{Formula, FormulaKind};
use serde::{Deserialize, Serialize};

/// What can be changed of an indicator, and where it stands.
#[derive(Serialize)]
pub struct Scales {
    target: Option<Scale>,
    edges: Vec<Scale>,
}

#[derive(Serialize)]
struct Scale {
    label: String,
    /// As a person writes it: a percentage as its number of hundredths.
    value: String,
    least: f64,
    most: f64,
    step: f64,
    unit: &'static str,
}

#[derive(Debug, Deserialize)]
pub struct Question {
    pub indicator: String,
    pub target: Option<String>,
    /// Apart by commas, in the order of the scales; an empty one stays as it is.
    pub edges: Option<String>,
}

#[derive(Serialize)]
pub struct Answer {
    rating: Told,
    /// Other indicators that would be rated otherwise, since they are judged by the same bands.
    others: Vec<Other>,
}

#[derive(Serialize)]
struct Told {
    label: Option<String>,
    colour: Option<&'static str>,
    reason: String,
    target: Option<String>,
}

#[derive(Serialize)]
struct Other {
    title: String,
    from: String,
    to: String,
}

pub fn scales(shown: &Shown, id: &str) -> Option<Scales> {
    let outturn = shown.run.outturns.iter().find(|outturn| outturn.indicator == id)?;
    let target = outturn.target.figure.as_ref().and_then(|figure| Some((figure, figure.value()?)));
    let target = target.map(|(figure, value)| {
        let written = written(value, figure.unit);
        let (least, most) =
            around(written.to_f64(), outturn.value.value().map(|value| self::written(value, figure.unit).to_f64()));
        let step = 10f64.powi(-i32::from(figure.decimals));
        Scale { label: String::new(), value: shown_as(&written), least, most, step, unit: sign(figure.unit) }
    });
    let edges = scheme(&shown.catalogue, outturn, shown).map(edges).unwrap_or_default();
    let edges = edges.iter().map(|(at, unit)| {
        let written = written(at, *unit);
        let (least, most) = around(written.to_f64(), Some(0.0));
        Scale { label: at_label(&written, *unit), value: shown_as(&written), least, most, step: 0.5, unit: sign(*unit) }
    });
    Some(Scales { target, edges: edges.collect() })
}

pub fn answer(shown: &Shown, question: &Question) -> Result<Answer, String> {
    let mut catalogue = shown.catalogue.clone();
    let outturn = shown.run.outturns.iter().find(|outturn| outturn.indicator == question.indicator);
    let outturn = outturn.ok_or_else(|| format!("there is no indicator `{}` here", question.indicator))?;
    if let Some(text) = question.target.as_deref().filter(|text| !text.trim().is_empty()) {
        let unit = outturn.unit.unit;
        let value = held(text, unit).ok_or_else(|| format!("`{text}` is no number"))?;
        let Some(indicator) = catalogue.indicators.get_mut(&question.indicator) else {
            return Err("the indicator is not there".to_owned());
        };
        let span = indicator.span;
        let amount = Formula::new(FormulaKind::Number(Quantity::new(value, unit)), unit, span);
        indicator.target = vec![TargetEntry {
            span,
            when: TargetWhen::Always,
            value: TargetValue::Amount(amount),
            how: None,
            copied_from: None,
            proposed: false,
            note: None,
        }];
    }
    if let Some(text) = &question.edges {
        moved(&mut catalogue, outturn, shown, text)?;
    }
    let ask = Ask { period: shown.run.period, indicators: Vec::new(), history: History::default() };
    let (run, _) = evaluate(&catalogue, &shown.facts, &ask);
    let now = run.outturns.iter().find(|now| now.indicator == question.indicator).ok_or("the figure is not there")?;
    let others = run
        .outturns
        .iter()
        .zip(&shown.run.outturns)
        .filter(|(now, before)| now.indicator != question.indicator && now.rating.label != before.rating.label);
    Ok(Answer {
        rating: Told {
            label: now.rating.label.clone(),
            colour: now.rating.colour.map(kpi_model::catalogue::Colour::word),
            reason: now.rating.reason.clone(),
            target: now.target.figure.as_ref().map(kpi_eval::outturn::Figure::display),
        },
        others: others
            .map(|(now, before)| Other {
                title: now.title.clone(),
                from: label(&before.rating),
                to: label(&now.rating),
            })
            .collect(),
    })
}

fn label(rating: &Rating) -> String {
    rating.label.clone().unwrap_or_else(|| "–".to_owned())
}

/// The version of the bands that judges the figure.
fn scheme<'c>(catalogue: &'c Catalogue, outturn: &Outturn, shown: &Shown) -> Option<&'c Scheme> {
    let indicator = catalogue.indicators.get(&outturn.indicator)?;
    let name = indicator.bands.as_ref()?.at(shown.run.period)?;
    catalogue.scheme(name, shown.run.period)
}

/// Each edge once, from the lowest.
fn edges(scheme: &Scheme) -> Vec<(Exact, Unit)> {
    let mut found: Vec<(Exact, Unit)> = Vec::new();
    for band in &scheme.bands {
        let BandTest::Interval(Interval { lower, upper, unit }) = &band.test else { continue };
        for limit in [lower, upper].into_iter().flatten() {
            if !found.iter().any(|(at, _)| *at == limit.at) {
                found.push((limit.at.clone(), *unit));
            }
        }
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
}

fn moved(catalogue: &mut Catalogue, outturn: &Outturn, shown: &Shown, text: &str) -> Result<(), String> {
    let Some(scheme) = scheme(catalogue, outturn, shown) else { return Err("the figure has no bands".to_owned()) };
    let (name, from, before) = (scheme.name.clone(), scheme.from, edges(scheme));
    let mut after = Vec::new();
    let mut given = text.split(',');
    for (at, unit) in &before {
        let text = given.next().unwrap_or_default().trim();
        after.push(if text.is_empty() {
            at.clone()
        } else {
            held(text, *unit).ok_or_else(|| format!("`{text}` is no number"))?
        });
    }
    if after.windows(2).any(|pair| matches!(pair, [low, high] if low >= high)) {
        return Err("the edges would cross".to_owned());
    }
    let versions = catalogue.schemes.get_mut(&name).ok_or("the bands are not there")?;
    for scheme in versions.iter_mut().filter(|version| version.from == from) {
        for band in &mut scheme.bands {
            let BandTest::Interval(interval) = &mut band.test else { continue };
            for limit in [&mut interval.lower, &mut interval.upper].into_iter().flatten() {
                if let Some(to) = before.iter().position(|(at, _)| *at == limit.at).and_then(|at| after.get(at)) {
                    limit.at = to.clone();
                }
            }
        }
    }
    Ok(())
}

/// A number as it is held: a percentage is a fraction of one.
fn held(text: &str, unit: Unit) -> Option<Exact> {
    let value: Exact = text.trim().trim_end_matches('%').replace(',', "").parse().ok()?;
    match unit {
        Unit::Percent | Unit::Points => value.div(&Exact::from(100)).ok().flatten(),
        _ => Some(value),
    }
}

fn written(value: &Exact, unit: Unit) -> Exact {
    match unit {
        Unit::Percent | Unit::Points => value.mul(&Exact::from(100)).unwrap_or_else(|_| value.clone()),
        _ => value.clone(),
    }
}

fn shown_as(value: &Exact) -> String {
    const MOST: u8 = 6;
    value.display(value.decimals(MOST).unwrap_or(MOST), Rounding::default()).replace(',', "")
}

fn at_label(value: &Exact, unit: Unit) -> String {
    format!("{}{}", shown_as(value), sign(unit))
}

const fn sign(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "%",
        Unit::Points => " pp",
        Unit::Money => " pounds",
        _ => "",
    }
}

/// A range in which both lie, with room on both sides.
fn around(value: f64, other: Option<f64>) -> (f64, f64) {
    let other = other.unwrap_or(value);
    let (low, high) = (value.min(other), value.max(other));
    let room = (high - low).max(value.abs() * 0.5).max(1.0);
    ((low - room).floor(), (high + room).ceil())
}
