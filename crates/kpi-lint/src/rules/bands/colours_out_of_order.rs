//! Better figures in worse colours.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::catalogue::{Band, BandTest, Colour, Judge, Scheme};
use std::cmp::Ordering;

kpi_core::code! {
    /// The colours of a scheme do not go from worse to better.
    ///
    /// ## Why
    /// Everybody knows which of red, amber, green and blue is good. A scheme that colours a better figure amber and a worse one green will
    /// be misread by whoever does not study the key.
    ///
    /// ## Example
    /// ```kpi
    /// bands turned {
    ///   judge: deviation
    ///   Green below -10%   Amber below 0%   Red from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    /// }
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    120
    ///   bands:     turned
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands right {
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
    ///   bands:     right
    /// }
    /// ```
    KPI2303 COLOURS_OUT_OF_ORDER "bands" Warning
}

pub const RULE: Rule = Rule::stable(COLOURS_OUT_OF_ORDER, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for scheme in context.catalogue.schemes.values().flatten() {
        let mut bands = ordered(scheme);
        // A place and a quarter are the better the lower they are.
        if matches!(scheme.judge, Judge::Rank | Judge::Quartile) {
            bands.reverse();
        }
        let coloured: Vec<(&Band, u8)> =
            bands.into_iter().filter_map(|band| Some((band, worth(band.colour)?))).collect();
        let turned = coloured.windows(2).find_map(|pair| match pair {
            [(worse, before), (better, after)] if before > after => Some((*worse, *better)),
            _ => None,
        });
        if let Some((worse, better)) = turned {
            let message = format!("{} is the better band, and {} the better colour", better.label, worse.colour.word());
            out.push(
                Diagnostic::at(COLOURS_OUT_OF_ORDER, better.span, message)
                    .label(worse.span, "the worse band")
                    .help("change the two round, or give the bands other colours"),
            );
        }
    }
}

/// The bands that cover the line, from its lower end; for cases, from worst to best.
fn ordered(scheme: &Scheme) -> Vec<&Band> {
    let mut bands: Vec<&Band> = scheme.bands.iter().collect();
    bands.sort_by(|one, other| match (&one.test, &other.test) {
        (BandTest::Interval(one), BandTest::Interval(other)) => match (&one.lower, &other.lower) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(one), Some(other)) => one.at.cmp(&other.at),
        },
        (BandTest::Is(one), BandTest::Is(other)) => rank(*one).cmp(&rank(*other)),
        _ => Ordering::Equal,
    });
    bands
}

const fn rank(judgement: kpi_core::Judgement) -> u8 {
    match judgement {
        kpi_core::Judgement::Worsened => 0,
        kpi_core::Judgement::Unchanged => 1,
        kpi_core::Judgement::Improved => 2,
    }
}

const fn worth(colour: Colour) -> Option<u8> {
    match colour {
        Colour::Red => Some(0),
        Colour::Amber => Some(1),
        Colour::Green => Some(2),
        Colour::Blue => Some(3),
        Colour::Grey => None,
    }
}
