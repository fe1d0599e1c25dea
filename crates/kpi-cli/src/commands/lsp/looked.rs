//! What an editor shows of the data: codes, and the figures of the latest report.

use crate::commands::test::one;
use crate::project::{Asking, Figures, Project, evaluate, ways};
use chrono::NaiveDate;
use kpi_core::diagnostic::Place;
use kpi_core::schema::{ColumnType, Dataset, Source};
use kpi_core::{Diagnostic, Period, PeriodKind, Span};
use kpi_data::Profile;
use kpi_eval::outturn::Outturn;
use kpi_eval::{Ask, History};
use kpi_ide::seen::{Failing, Fault, FigureSeen, MOST_CODES, Seen};
use kpi_model::catalogue::Indicator;

/// So many periods are tried, the latest first, until one has a figure: a table of targets may run years ahead.
const TRIED: usize = 6;

pub fn look(project: &Project, named: Option<&str>) -> Seen {
    let mut seen = Seen::default();
    let profiles = profiles(project, &mut seen.faults);
    for profile in &profiles {
        for column in &profile.columns {
            let is_list = column.different.is_some_and(|different| different <= MOST_CODES as u64);
            if is_list && !column.words.is_empty() {
                let mut words = column.words.clone();
                words.sort_unstable();
                seen.codes.insert((profile.dataset.clone(), column.name.clone()), words);
            }
        }
    }
    for period in candidates(project, &profiles, named) {
        // Those on no scorecard too: a rule is written before it is reported.
        let indicators = project.catalogue.indicators.keys().cloned().collect();
        let ask = Ask { period, indicators, history: History::default() };
        let mut figures = Figures::new(project, Asking { period: Some(period), offline: true });
        match evaluate(&project.catalogue, &ask, &mut figures) {
            Ok(run) => {
                if run.outturns.iter().any(|outturn| outturn.value.value().is_some()) {
                    seen.period = Some(period);
                    let figures = run.outturns.iter().map(|outturn| (outturn.indicator.clone(), figure(outturn)));
                    seen.figures = figures.collect();
                    seen.findings = run.diagnostics.iter().filter_map(|found| about(project, found)).collect();
                    seen.trouble = None;
                    return seen;
                }
            }
            Err(failure) => seen.trouble = Some(failure.diagnostic().message.clone()),
        }
    }
    if seen.trouble.is_none() {
        seen.trouble = Some("the data has none".to_owned());
    }
    seen
}

/// What does not hold in the tests. One that cannot be run says so where it is asked to, and one that rests on what a plugin
/// or a database fetches is left alone: nothing is asked of those while rules are written.
pub fn failing(project: &Project) -> Vec<Failing> {
    let asking = || Asking { period: None, offline: true };
    let mut figures = Figures::new(project, asking());
    let fetched: Vec<&str> = project
        .catalogue
        .datasets
        .values()
        .filter_map(|dataset| {
            matches!(dataset.source, Source::Plugin { .. } | Source::Postgres { .. }).then_some(dataset.name.as_str())
        })
        .collect();
    let mut failing: Vec<Failing> = Vec::new();
    for test in &project.catalogue.tests {
        let given = |name: &&str| test.tables.iter().any(|table| table.name == **name);
        if !fetched.iter().all(given) {
            continue;
        }
        let Ok(ran) = one(project, test, asking(), &mut figures) else { continue };
        if ran.passed() {
            continue;
        }
        for found in ran.diagnostics() {
            let within = |place: &Span| {
                place.file == test.item.file && test.item.start <= place.start && place.end <= test.item.end
            };
            let place = match found.place() {
                Some(Place::Rule(place)) if within(place) => *place,
                _ => test.span,
            };
            let (from, to) = (place.start - test.item.start, place.end - test.item.start);
            let test = project.places.sources.slice(test.item).to_owned();
            let is_same = |other: &Failing| {
                other.test == test && (other.from, other.to) == (from, to) && other.found.message == found.message
            };
            if !failing.iter().any(is_same) {
                failing.push(Failing { test, from, to, found });
            }
        }
    }
    failing
}

/// The indicator that a finding is about.
fn about(project: &Project, found: &Diagnostic) -> Option<(String, Diagnostic)> {
    let Some(Place::Rule(place)) = found.place() else { return None };
    let holds = |indicator: &&Indicator| {
        indicator.span.file == place.file && (indicator.span.start..=indicator.span.end).contains(&place.start)
    };
    let indicator = project.catalogue.indicators.values().find(holds)?;
    Some((indicator.id.clone(), found.clone()))
}

/// The latest report that has a figure, of all that the data speaks of.
pub fn latest(project: &Project) -> Option<Period> {
    period(project, None)
}

/// The latest report that has a figure.
pub fn period(project: &Project, named: Option<&str>) -> Option<Period> {
    look(project, named).period
}

/// Data at hand only: an editor asks no network and no database for what it shows beside the text.
fn profiles(project: &Project, faults: &mut Vec<Fault>) -> Vec<Profile> {
    let all: Vec<&Dataset> = project.catalogue.datasets.values().collect();
    let at_hand = |dataset: &&&Dataset| {
        !matches!(dataset.source, Source::Postgres { .. } | Source::Plugin { .. } | Source::Sql { .. })
    };
    let asking = || Asking { period: None, offline: true };
    let profile = |dataset: &&Dataset| {
        let (profile, found) =
            kpi_data::profile(&project.root, project.catalogue.calendar, ways(project, asking()), dataset, &all);
        faults.extend(Fault::of(&dataset.name, found));
        profile
    };
    all.iter().filter(at_hand).map(profile).collect()
}

/// The periods that the data speaks of, the latest first.
fn candidates(project: &Project, profiles: &[Profile], named: Option<&str>) -> Vec<Period> {
    let calendar = project.catalogue.calendar;
    if let Some(named) = named {
        return Period::parse(named, calendar).into_iter().collect();
    }
    let mut found: Vec<Period> = Vec::new();
    for profile in profiles {
        let Some(dataset) = project.catalogue.datasets.get(&profile.dataset) else { continue };
        for column in &profile.columns {
            match dataset.column(&column.name).map(|column| &column.holds) {
                Some(ColumnType::Period) => {
                    let periods = column.words.iter().filter_map(|word| Period::parse(word, calendar).ok());
                    found.extend(periods.map(|period| if period.is_to_date() { report(period) } else { period }));
                }
                Some(ColumnType::Date) => {
                    let last = column.greatest.as_deref().and_then(|day| day.parse::<NaiveDate>().ok());
                    let month = last.map(|day| Period::month_of(day, calendar));
                    found.extend(month.map(|month| month.latest_complete(PeriodKind::Quarter)));
                }
                _ => {}
            }
        }
    }
    found.sort_by_key(|period| std::cmp::Reverse((period.end(), period.start())));
    found.dedup();
    found.truncate(TRIED);
    found
}

/// The report that ends with what covers the year to date.
fn report(to_date: Period) -> Period {
    to_date.latest_complete(PeriodKind::Quarter)
}

fn figure(outturn: &Outturn) -> FigureSeen {
    FigureSeen {
        period: outturn.period.to_string(),
        value: outturn.value.display(),
        target: outturn.target.figure.as_ref().map(|figure| figure.display()).or_else(|| outturn.target.word.clone()),
        rating: outturn.rating.label.clone(),
        previous: outturn.previous.as_ref().filter(|figure| figure.value().is_some()).map(|figure| figure.display()),
        change: outturn.change.word.clone(),
    }
}
