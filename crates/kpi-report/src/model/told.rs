//! A report as programs read it.

use super::{Block, Brand, Counterpart, Day, Input, Key, PeriodName, Report, Revision};
use serde::Serialize;

/// All that is published but the words of the interface, with its scorecards and indicators, or those of a part of it.
#[derive(Serialize)]
pub(crate) struct Told<'a, S, I> {
    schema: &'a str,
    lang: &'a str,
    counterparts: &'a [Counterpart],
    project: &'a str,
    council: &'a str,
    title: &'a str,
    slice: &'a Option<String>,
    period: &'a PeriodName,
    produced: &'a Day,
    brand: &'a Brand,
    contact: &'a Option<String>,
    department: &'a Option<String>,
    accessibility: &'a [Block],
    scorecards: S,
    indicators: I,
    key: &'a Key,
    revisions: &'a [Revision],
    inputs: &'a [Input],
    kpi: &'a str,
}

impl<'a, S, I> Told<'a, S, I> {
    pub(crate) fn of(report: &'a Report, scorecards: S, indicators: I) -> Self {
        // Named one by one, so that what is added to a report is thought of here.
        let Report {
            schema,
            lang,
            counterparts,
            project,
            council,
            title,
            slice,
            period,
            produced,
            brand,
            contact,
            department,
            accessibility,
            scorecards: _,
            indicators: _,
            key,
            revisions,
            inputs,
            words: _,
            kpi,
        } = report;
        Self {
            schema,
            lang,
            counterparts,
            project,
            council,
            title,
            slice,
            period,
            produced,
            brand,
            contact,
            department,
            accessibility,
            scorecards,
            indicators,
            key,
            revisions,
            inputs,
            kpi,
        }
    }
}
