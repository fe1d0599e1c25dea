//! From a run to what is published: every text chosen, every figure written.

mod calculation;
mod cells;
mod charts;
mod explain;
mod indicator;
mod key;
mod labels;
mod narrative;
mod own;
mod parts;
mod scorecard;
mod spine;

use crate::brand;
use crate::model::{Counterpart, Day, Input, PeriodName, Report, Revision};
use crate::prose::{self, Narrative, Written};
use crate::words::{Language, Words, slug};
use chrono::NaiveDate;
use indexmap::IndexMap;
use kpi_core::{Diagnostic, SourceMap};
use kpi_eval::Run;
use kpi_eval::outturn::Outturn;
use kpi_model::Catalogue;
use kpi_model::catalogue::Indicator;
pub(crate) use own::Own;
pub use own::Strings;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// All that a report is made from.
pub struct Given<'a> {
    pub catalogue: &'a Catalogue,
    /// With the history of its figures.
    pub run: &'a Run,
    /// The same run with all parts, where the report is of one part: what it is compared with.
    pub all: Option<&'a Run>,
    /// The rule files, and the narratives beside them.
    pub sources: &'a SourceMap,
    pub narratives: &'a [Written],
    pub about: &'a About,
    pub inputs: &'a [Input],
    pub produced: NaiveDate,
    pub language: Language,
    /// What the project itself says, in this language; none for the language the rules are written in.
    pub strings: Option<&'a Strings>,
}

/// What a project says of its reports.
#[derive(Debug, Clone)]
pub struct About {
    pub project: String,
    pub council: String,
    pub title: Option<String>,
    pub department: Option<String>,
    pub contact: Option<String>,
    /// Markdown; without it the report says what kpi does about it.
    pub accessibility: Option<String>,
    pub brand: brand::Brand,
    /// The language the rules are written in first.
    pub languages: Vec<Language>,
    /// How many figures a series has at most.
    pub history: usize,
}

/// What is shared by all that is built.
struct Building<'a> {
    given: &'a Given<'a>,
    words: Words,
    own: Own<'a>,
    narratives: HashMap<&'a str, (&'a Written, Narrative)>,
}

/// The report, and what was found on the way: references that name nothing, texts without a translation.
#[must_use]
pub fn build(given: &Given<'_>) -> (Report, Vec<Diagnostic>) {
    let words = Words::of(given.language);
    let narratives =
        given.narratives.iter().map(|written| (written.about.as_str(), (written, Narrative::read(&written.text))));
    let building = Building { given, words, own: Own::new(words, given.strings), narratives: narratives.collect() };
    building.report()
}

impl<'a> Building<'a> {
    fn report(&self) -> (Report, Vec<Diagnostic>) {
        let given = self.given;
        let mut found = Vec::new();
        let references = self.references();
        // One on two scorecards has one page.
        let mut once = HashSet::new();
        let shown: Vec<(&Indicator, &Outturn)> = (given.run.outturns.iter())
            .filter_map(|outturn| Some((given.catalogue.indicators.get(&outturn.indicator)?, outturn)))
            .filter(|(indicator, _)| once.insert(&indicator.id))
            .collect();
        let built: Vec<_> = shown
            .par_iter()
            .map(|(indicator, outturn)| {
                let mut found = Vec::new();
                (self.indicator(indicator, outturn, &references, &mut found), found)
            })
            .collect();
        let mut indicators = IndexMap::new();
        for (indicator, of_it) in built {
            indicators.insert(indicator.id.clone(), indicator);
            found.extend(of_it);
        }
        let scorecards = self.scorecards(&mut indicators, &references, &mut found);
        self.unread_narratives(&indicators, &scorecards, &mut found);
        let key = self.key(&indicators);
        let about = given.about;
        let council = self.own.say(&about.council, None);
        let title = match (&about.title, scorecards.first()) {
            (Some(title), _) => self.own.say(title, None),
            (None, Some(first)) => first.title.clone(),
            (None, None) => council.clone(),
        };
        let period = given.run.period;
        let accessibility = match &about.accessibility {
            Some(text) => prose::blocks(&self.own.say(text, None)),
            None => self.accessibility(),
        };
        let report = Report {
            schema: "kpi.report/1",
            lang: given.language.tag().to_owned(),
            counterparts: self.counterparts(),
            project: about.project.clone(),
            council,
            title,
            slice: None,
            period: PeriodName {
                text: self.words.period(period),
                slug: slug(period),
                start: self.day(period.start()),
                end: self.day(period.end()),
            },
            produced: self.day(given.produced),
            brand: about.brand.told(&self.own),
            contact: about.contact.clone(),
            department: about.department.as_ref().map(|text| self.own.say(text, None)),
            accessibility,
            revisions: self.revisions(),
            scorecards,
            indicators,
            key,
            inputs: given.inputs.to_vec(),
            words: self.words.all(),
            kpi: env!("CARGO_PKG_VERSION"),
        };
        found.extend(self.own.missing());
        (report, found)
    }

    fn day(&self, day: NaiveDate) -> Day {
        Day { iso: day.to_string(), text: self.words.day(day) }
    }

    /// The other languages of the project, seen from the folder of this one.
    fn counterparts(&self) -> Vec<Counterpart> {
        let languages = &self.given.about.languages;
        let first = languages.first().copied();
        let here_is_first = first == Some(self.given.language);
        let others = languages.iter().filter(|language| **language != self.given.language);
        others
            .map(|language| {
                let up = if here_is_first { "" } else { "../" };
                let down = if Some(*language) == first { String::new() } else { format!("{}/", language.tag()) };
                Counterpart {
                    lang: language.tag().to_owned(),
                    name: language.name().to_owned(),
                    folder: format!("{up}{down}"),
                }
            })
            .collect()
    }

    fn accessibility(&self) -> Vec<crate::model::Block> {
        let whom = match &self.given.about.contact {
            Some(contact) => self.words.fill("accessibility_contact", &[("contact", &linked(contact))]),
            None => self.words.get("accessibility_nobody").to_owned(),
        };
        prose::blocks(&format!("{}\n\n{whom}", self.words.get("accessibility_default")))
    }

    /// Every figure that differs from what was first published, the latest period of each indicator first.
    fn revisions(&self) -> Vec<Revision> {
        let mut found: Vec<Revision> = Vec::new();
        for outturn in &self.given.run.outturns {
            let Some(indicator) = self.given.catalogue.indicators.get(&outturn.indicator) else { continue };
            for past in outturn.history.iter().rev() {
                let Some(published) = past.published.as_ref().filter(|figure| figure.display() != past.value.display())
                else {
                    continue;
                };
                found.push(Revision {
                    indicator: indicator.id.clone(),
                    title: self.title(indicator, outturn),
                    period: self.words.period(past.period),
                    published: self.figure(published, &[]),
                    now: self.figure(&past.value, &past.flags),
                    why: indicator
                        .text("note", self.given.run.period)
                        .map(|note| self.own.say(note, Some(indicator.span))),
                });
            }
        }
        found
    }

    /// Variants of one measure have their title in common, so each says which it is.
    fn title(&self, indicator: &Indicator, outturn: &Outturn) -> String {
        let title = self.own.say(&outturn.title, Some(indicator.span));
        match &outturn.variant {
            Some((_, label)) if !outturn.title.contains(label.as_str()) => {
                format!("{} ({})", title.trim_end_matches('.'), self.own.say(label, Some(indicator.span)))
            }
            _ => title,
        }
    }
}

/// An address to write to, which is no markup whatever it holds.
fn linked(contact: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '@');
    if contact.contains('@') && contact.chars().all(plain) {
        return format!("[{contact}](mailto:{contact})");
    }
    contact.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}
