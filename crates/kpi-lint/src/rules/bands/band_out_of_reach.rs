//! Bands that are never given.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::{Exact, Polarity, Unit};
use kpi_model::catalogue::{BandTest, Indicator, Judge, Scheme};

kpi_core::code! {
    /// No figure can be in this band.
    ///
    /// ## Why
    /// Where higher is better and figures are 0 or more, a deviation from a target is never below -100%. A band there is never given, so
    /// the worst figure there can be is rated better than its reader expects.
    ///
    /// ## Example
    /// ```kpi
    /// bands harsh {
    ///   judge: deviation
    ///   Red below -100%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    120
    ///   bands:     harsh
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands harsh {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    120
    ///   bands:     harsh
    /// }
    /// ```
    KPI2302 BAND_OUT_OF_REACH "bands" Warning
}

pub const RULE: Rule = Rule::stable(BAND_OUT_OF_REACH, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for scheme in context.catalogue.schemes.values().flatten().filter(|scheme| scheme.judge == Judge::Deviation) {
        let of_it = |indicator: &&Indicator| {
            indicator.bands.iter().flat_map(|bands| bands.values()).any(|name| *name == scheme.name)
        };
        let judged: Vec<&Indicator> = context.indicators().filter(of_it).collect();
        let Some(first) = judged.first() else { continue };
        let (below, above) = (
            judged.iter().all(|one| is_floored(one, &Polarity::Higher)),
            judged.iter().all(|one| is_floored(one, &Polarity::Lower)),
        );
        for band in &scheme.bands {
            if let Some(why) = unreachable(band_interval(band), below, above) {
                tell(scheme, band, first, judged.len(), why, out);
            }
        }
    }
}

fn band_interval(band: &kpi_model::catalogue::Band) -> Option<&kpi_model::catalogue::Interval> {
    match &band.test {
        BandTest::Interval(interval) => Some(interval),
        BandTest::Is(_) => None,
    }
}

/// Figures of these are 0 or more, and better so.
fn is_floored(indicator: &Indicator, polarity: &Polarity) -> bool {
    let unit = |unit: Unit| matches!(unit, Unit::Count | Unit::Rate(_) | Unit::Days);
    indicator.polarity.values().all(|one| one == polarity) && indicator.unit.values().all(|spec| unit(spec.unit))
}

fn unreachable(interval: Option<&kpi_model::catalogue::Interval>, higher: bool, lower: bool) -> Option<&'static str> {
    let interval = interval?;
    let whole = Exact::one();
    let beyond = |at: &Exact, closed: bool| *at > whole || (*at == whole && !closed);
    // Below -100%: the upper edge is at or under it.
    let under = interval.upper.as_ref().is_some_and(|edge| beyond(&edge.at.neg(), edge.closed));
    let over = interval.lower.as_ref().is_some_and(|edge| beyond(&edge.at, edge.closed));
    if higher && under {
        Some("where higher is better a figure of 0 deviates by -100%, and none by more")
    } else if lower && over {
        Some("where lower is better a figure of 0 deviates by +100%, and none by more")
    } else {
        None
    }
}

fn tell(
    scheme: &Scheme,
    band: &kpi_model::catalogue::Band,
    first: &Indicator,
    judged: usize,
    why: &str,
    out: &mut Vec<Diagnostic>,
) {
    let message = format!("no figure can be {} by `{}`", band.label, scheme.name);
    let others = if judged > 1 { "this and the others that it judges" } else { "what it judges" };
    out.push(
        Diagnostic::at(BAND_OUT_OF_REACH, band.span, message)
            .label(first.name_span, others)
            .note(why)
            .help("move the edge, or leave the band out"),
    );
}
