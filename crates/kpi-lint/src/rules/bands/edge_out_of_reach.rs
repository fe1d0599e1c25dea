//! Edges that no figure can tell from the next.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::{Rounding, Unit};
use kpi_model::catalogue::{BandTest, Judge};

kpi_core::code! {
    /// A band has an edge between two figures that can be.
    ///
    /// ## Why
    /// The gap of a count is a whole number. An edge at 2.5 is the same as one at 3, and says to its reader that something lies between.
    ///
    /// ## Example
    /// ```kpi
    /// bands fewer {
    ///   judge: gap
    ///   Red below -2.5   Amber below 0   Green from 0
    /// }
    /// indicator closed {
    ///   title:     "Complaints received"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    12
    ///   bands:     fewer
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands fewer {
    ///   judge: gap
    ///   Red below -2   Amber below 0   Green from 0
    /// }
    /// indicator closed {
    ///   title:     "Complaints received"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    12
    ///   bands:     fewer
    /// }
    /// ```
    KPI2301 EDGE_OUT_OF_REACH "bands" Warning
}

pub const RULE: Rule = Rule::stable(EDGE_OUT_OF_REACH, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in
        context.indicators().filter(|indicator| indicator.unit.values().all(|spec| spec.unit == Unit::Count))
    {
        let schemes = indicator.bands.iter().flat_map(|bands| bands.values());
        for scheme in schemes.filter_map(|name| context.catalogue.schemes.get(name)).flatten() {
            if !matches!(scheme.judge, Judge::Gap | Judge::Change) {
                continue;
            }
            for band in &scheme.bands {
                let BandTest::Interval(interval) = &band.test else { continue };
                let edges = [&interval.lower, &interval.upper].into_iter().flatten();
                if let Some(edge) = edges.into_iter().find(|edge| !edge.at.is_integer()) {
                    let message = format!(
                        "the {} of a count is never {}",
                        scheme.judge.word(),
                        edge.at.display(1, Rounding::HalfUp)
                    );
                    out.push(
                        Diagnostic::at(EDGE_OUT_OF_REACH, band.span, message)
                            .label(indicator.name_span, "a count")
                            .help("write a whole number"),
                    );
                    break;
                }
            }
        }
    }
}
