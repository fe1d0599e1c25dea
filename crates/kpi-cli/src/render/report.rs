//! A run as it is shown to people: what a table in the terminal and one in Markdown have in common.

use super::uncertainty;
use crate::project::{Input, Project};
use kpi_core::{Exact, Judgement, Missing, Movement, Reason, suggest};
use kpi_data::passes::Pass;
use kpi_eval::Run;
use kpi_eval::interval::in_words;
use kpi_eval::outturn::{Change, Figure, Outturn, Rating, Target};
use kpi_model::catalogue::{Colour, Scorecard};
use std::collections::HashMap;

/// A run, with what is needed to print it.
pub struct Report<'a> {
    pub project: &'a Project,
    pub run: &'a Run,
    pub inputs: Vec<Input>,
    /// The plugins that were asked, by the names `kpi.toml` gives them.
    pub plugins: Vec<(String, kpi_core::plugin::Used)>,
    /// How the data was gone through, where that is asked for.
    pub plan: Option<Vec<Pass>>,
    /// Are the parts of figures shown to people too?
    pub slices: bool,
}

/// What is reported under one scorecard, or without one.
pub struct Section<'a> {
    pub scorecard: Option<&'a Scorecard>,
    pub groups: Vec<Group<'a>>,
}

pub struct Group<'a> {
    pub theme: Option<&'a str>,
    pub outturns: Vec<&'a Outturn>,
}

/// A text with the numbers of its footnotes.
#[derive(Debug, Clone, Default)]
pub struct Noted {
    pub text: String,
    pub notes: Vec<usize>,
}

/// One figure and all that is said of it, in words.
pub struct Row {
    pub number: String,
    pub title: String,
    pub value: Noted,
    pub is_missing: bool,
    pub target: Noted,
    pub rating: Noted,
    /// Of a rating; a status word has none.
    pub colour: Option<Colour>,
    pub change: Noted,
    pub movement: Option<Movement>,
    pub judgement: Option<Judgement>,
    /// What belongs to the figure beside that: its period, its fraction, its comparators.
    pub details: Vec<String>,
}

/// Each text once, numbered from 1 in the order in which they are first needed.
#[derive(Debug, Default)]
pub struct Footnotes(pub Vec<String>);

impl Footnotes {
    fn number(&mut self, text: impl Into<String>) -> usize {
        let text = text.into();
        if let Some(at) = self.0.iter().position(|known| *known == text) {
            return at + 1;
        }
        self.0.push(text);
        self.0.len()
    }
}

/// The value of a part, with its column where the value alone does not say what it is of.
pub fn label((column, value): &(String, String), ambiguous: &[&str]) -> String {
    let bare = value.eq_ignore_ascii_case("yes")
        || value.eq_ignore_ascii_case("no")
        || value.parse::<Exact>().is_ok()
        || ambiguous.contains(&value.as_str());
    if bare { format!("{column}: {value}") } else { value.clone() }
}

/// The values that several of the columns have, by which a figure is cut.
pub fn ambiguous(outturn: &Outturn) -> Vec<&str> {
    let mut columns: HashMap<&str, &str> = HashMap::new();
    let mut found = Vec::new();
    for (column, value) in outturn.slices.iter().flat_map(|slice| &slice.slice) {
        if *columns.entry(value).or_insert(column) != column && !found.contains(&value.as_str()) {
            found.push(value.as_str());
        }
    }
    found
}

impl<'a> Report<'a> {
    pub fn number(&self, outturn: &Outturn) -> Option<&'a str> {
        self.project.catalogue.indicators.get(&outturn.indicator)?.text("number", self.run.period)
    }

    /// Every figure, its parts after it.
    pub fn all(&self) -> impl Iterator<Item = &'a Outturn> {
        self.run.outturns.iter().flat_map(|outturn| std::iter::once(outturn).chain(&outturn.slices))
    }

    /// The row of a figure, and below it those of its parts where they are wanted.
    pub fn rows(&self, outturn: &Outturn, footnotes: &mut Footnotes) -> Vec<Row> {
        let mut rows = vec![self.row(outturn, footnotes)];
        if self.slices {
            let ambiguous = ambiguous(outturn);
            for slice in &outturn.slices {
                let own: Vec<String> = slice
                    .slice
                    .iter()
                    .filter(|part| !outturn.slice.contains(part))
                    .map(|part| label(part, &ambiguous))
                    .collect();
                rows.push(Row {
                    number: String::new(),
                    title: format!("\u{a0}\u{a0}{}", own.join(", ")),
                    details: Vec::new(),
                    ..self.row(slice, footnotes)
                });
            }
        }
        rows
    }

    pub fn sections(&self) -> Vec<Section<'a>> {
        let mut sections: Vec<(Option<&str>, Section<'a>)> = Vec::new();
        for outturn in &self.run.outturns {
            let id = outturn.scorecard.as_deref();
            if sections.last().is_none_or(|(last, _)| *last != id) {
                let scorecard = id.and_then(|id| self.project.catalogue.scorecards.get(id));
                sections.push((id, Section { scorecard, groups: Vec::new() }));
            }
            let Some((_, section)) = sections.last_mut() else { continue };
            let theme = outturn.theme.as_deref();
            match section.groups.last_mut() {
                Some(group) if group.theme == theme => group.outturns.push(outturn),
                _ => section.groups.push(Group { theme, outturns: vec![outturn] }),
            }
        }
        sections.into_iter().map(|(_, section)| section).collect()
    }

    pub fn row(&self, outturn: &Outturn, footnotes: &mut Footnotes) -> Row {
        Row {
            number: self.number(outturn).unwrap_or_default().to_owned(),

            title: title(outturn),
            value: value(outturn, footnotes),
            is_missing: outturn.value.missing().is_some(),
            target: target(&outturn.target, footnotes),
            rating: rating(outturn, footnotes),
            colour: outturn.rating.colour,
            change: change(&outturn.change, footnotes),
            movement: outturn.change.movement,
            judgement: outturn.change.judgement,
            details: self.details(outturn),
        }
    }

    fn details(&self, outturn: &Outturn) -> Vec<String> {
        let mut details = vec![outturn.indicator.clone()];
        details.extend(outturn.slice.iter().map(|(column, value)| format!("{column}: {value}")));
        // Equal periods are equal months: a year to date in its last quarter is told by its own name all the same.
        if outturn.period.to_string() != self.run.period.to_string() {
            details.push(outturn.period.to_string());
        }
        let known =
            |figure: &Option<Figure>| figure.as_ref().filter(|figure| figure.value().is_some()).map(Figure::display);
        if let Some((above, below)) = known(&outturn.numerator).zip(known(&outturn.denominator)) {
            details.push(format!("{above} / {below}"));
        }
        details.extend(since(outturn));
        if let Some(figure) = outturn.year_end_target.as_ref().and_then(|target| target.figure.as_ref()) {
            details.push(format!("year-end target {}", figure.display()));
        }
        if let Some(forecast) = &outturn.forecast {
            match forecast.figure.missing() {
                None => details.push(format!("forecast {} for {}", forecast.figure.display(), forecast.period)),
                Some(missing) if missing.reason == Reason::Failed => details.push("no forecast: failed".to_owned()),
                // Where the year has not begun there is nothing to tell.
                Some(_) => {}
            }
        }
        details.extend(uncertainty::details(outturn));
        // Where there is no benchmark there is nothing to tell; what went wrong is told.
        let silent = [Reason::NoBenchmark, Reason::NotSupplied, Reason::NotApplicable];
        let told = outturn
            .comparators
            .iter()
            .filter(|comparator| comparator.figure.missing().is_none_or(|missing| !silent.contains(&missing.reason)));
        for comparator in told {
            let year = comparator.year.as_ref().map(|year| format!(" ({year})")).unwrap_or_default();
            let used = comparator.used.map(|(used, of)| format!(", {used} of {of}")).unwrap_or_default();
            let judged = comparator.significance.as_ref().and_then(|found| found.as_ref().ok());
            let judged = judged.map(|found| format!(", {}", in_words(*found))).unwrap_or_default();
            details.push(format!("{} {}{year}{used}{judged}", comparator.title, comparator.figure.display()));
        }
        if let Some(rank) = &outturn.rank {
            match (&rank.rank, &rank.previous) {
                (Ok(now), Some((then, period))) => details.push(format!("rank {now}, from {then} in {period}")),
                (Ok(now), None) => details.push(format!("rank {now}")),
                (Err(missing), _) if is_worth_telling(missing) => details.push(format!("rank {}", missing.reason)),
                (Err(_), _) => {}
            }
            details.extend(rank.quartile.map(|quartile| format!("quartile {quartile}")));
        }
        if outturn.rating.actions_required {
            details.push("actions required".to_owned());
        }
        // Figures that are to be read together say so wherever one of them stands.
        let related = self.project.catalogue.indicators.get(&outturn.indicator).map(|indicator| &indicator.related);
        if let Some(related) = related.filter(|related| !related.is_empty()) {
            details.push(format!("read with {}", suggest::list(related, "and")));
        }
        details
    }
}

/// Where there is no benchmark there is nothing to tell; what was held back or went wrong is told.
fn is_worth_telling(missing: &Missing) -> bool {
    !matches!(missing.reason, Reason::NoBenchmark | Reason::NotSupplied | Reason::NotApplicable)
}

/// Variants of one measure have its number and title in common, so each says which it is.
fn title(outturn: &Outturn) -> String {
    match &outturn.variant {
        Some((_, label)) if !outturn.title.contains(label.as_str()) => {
            format!("{} ({label})", outturn.title.trim_end_matches('.'))
        }
        _ => outturn.title.clone(),
    }
}

/// What the change is counted from, or why there is none.
fn since(outturn: &Outturn) -> Option<String> {
    let change = &outturn.change;
    let told = match (&change.amount, &outturn.previous, change.against) {
        (Some(amount), Some(previous), Some(against)) => {
            Some(format!("{} from {} in {against}", amount.display(), previous.display()))
        }
        _ => None,
    };
    let reason = change.reason.as_ref().filter(|_| !change.withheld && outturn.value.value().is_some());
    match (told, reason) {
        (Some(told), Some(reason)) => Some(format!("{told}: {reason}")),
        (Some(told), None) => Some(told),
        (None, Some(reason)) => Some(format!("change: {reason}")),
        (None, None) => None,
    }
}

fn value(outturn: &Outturn, footnotes: &mut Footnotes) -> Noted {
    let mut value = Noted { text: outturn.value.display(), notes: Vec::new() };
    if let Some(missing) = outturn.value.missing() {
        // That a cell is empty is what "not supplied" says already.
        if !missing.detail.is_empty() && missing.reason != Reason::NotSupplied {
            value.notes.push(footnotes.number(missing.to_string()));
        }
    }
    for flag in &outturn.flags {
        value.notes.push(footnotes.number(flag.word()));
    }
    value
}

/// `In Development` still stands in the table; what is longer goes below it.
const LONGEST_WORD: usize = 14;

fn target(target: &Target, footnotes: &mut Footnotes) -> Noted {
    let figure = target.figure.as_ref().filter(|figure| figure.value().is_some());
    let text = figure.map(Figure::display).or_else(|| target.word.clone()).unwrap_or_default();
    let mut noted = Noted { text, notes: Vec::new() };
    // A sentence in a column of numbers would make it a tower.
    if figure.is_none() && noted.text.chars().count() > LONGEST_WORD {
        noted.notes.push(footnotes.number(std::mem::take(&mut noted.text)));
    }
    if target.proposed {
        noted.notes.push(footnotes.number("target proposed, not agreed"));
    }
    if let Some(note) = target.note.as_ref().filter(|note| **note != noted.text) {
        noted.notes.push(footnotes.number(format!("target: {note}")));
    }
    noted
}

fn rating(outturn: &Outturn, footnotes: &mut Footnotes) -> Noted {
    let rating: &Rating = &outturn.rating;
    match &rating.label {
        Some(label) => Noted { text: label.clone(), notes: Vec::new() },
        None if rating.withheld => {
            Noted { text: "withheld".to_owned(), notes: vec![footnotes.number(rating.reason.clone())] }
        }
        // Bands there are, and yet no rating: the reader wants to know why. Without bands or figure it is plain.
        None if rating.scheme.is_some() && outturn.value.value().is_some() => {
            Noted { text: String::new(), notes: vec![footnotes.number(format!("no rating: {}", rating.reason))] }
        }
        None => Noted::default(),
    }
}

fn change(change: &Change, footnotes: &mut Footnotes) -> Noted {
    match &change.word {
        Some(word) => Noted { text: word.clone(), notes: Vec::new() },
        None if change.withheld => {
            let reason = change.reason.clone().unwrap_or_default();
            Noted { text: "withheld".to_owned(), notes: vec![footnotes.number(reason)] }
        }
        None => Noted::default(),
    }
}
