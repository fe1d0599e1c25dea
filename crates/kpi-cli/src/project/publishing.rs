//! `[report]` of `kpi.toml`: what a project says of its reports.

use super::settings::place;
use chrono::{Datelike, NaiveDate};
use kpi_chart::Colour;
use kpi_core::codes::project::BAD_SETTING;
use kpi_core::codes::reporting::UNREADABLE_COLOUR;
use kpi_core::{Calendar, Diagnostic, FileId, Period, Span, suggest};
use kpi_report::brand::Brand;
use kpi_report::words::Language;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Component, Path};
use toml::Spanned;

/// How many figures a series has where the project does not say.
const USUAL_HISTORY: usize = 12;
const MOST_HISTORY: usize = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ReportTable {
    title: Option<String>,
    department: Option<String>,
    contact: Option<String>,
    /// A Markdown file.
    accessibility: Option<Spanned<String>>,
    languages: Option<Vec<Spanned<String>>>,
    history: Option<Spanned<usize>>,
    colour: Option<Spanned<String>>,
    logo: Option<Spanned<String>>,
    logo_alt: Option<String>,
    fonts: Option<Spanned<String>>,
    /// What is said of the report of one period only.
    periods: BTreeMap<Spanned<String>, PeriodTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PeriodTable {
    /// The day the report is dated.
    produced: Option<Spanned<String>>,
    title: Option<String>,
    department: Option<String>,
    contact: Option<String>,
}

/// What is known of the reports before any of their files is read.
#[derive(Debug, Clone)]
pub struct Publishing {
    pub title: Option<String>,
    pub department: Option<String>,
    pub contact: Option<String>,
    /// A path within the project, and where it is named.
    pub accessibility: Option<(String, Span)>,
    pub languages: Vec<Language>,
    pub history: usize,
    pub brand: Brand,
    pub logo: Option<(String, Span)>,
    pub logo_alt: Option<String>,
    pub periods: Vec<(Period, OfPeriod)>,
}

/// What is said of the report of one period in place of what is said of all.
#[derive(Debug, Clone, Default)]
pub struct OfPeriod {
    pub produced: Option<NaiveDate>,
    title: Option<String>,
    department: Option<String>,
    contact: Option<String>,
}

impl Publishing {
    /// As it holds for the report of a period.
    #[must_use]
    pub fn at(&self, period: Period) -> Self {
        let mut here = self.clone();
        if let Some((_, of)) = self.periods.iter().find(|(at, _)| *at == period) {
            here.title = of.title.clone().or(here.title);
            here.department = of.department.clone().or(here.department);
            here.contact = of.contact.clone().or(here.contact);
        }
        here
    }

    /// The day the report of a period is dated, where that is settled.
    #[must_use]
    pub fn produced(&self, period: Period) -> Option<NaiveDate> {
        self.periods.iter().find(|(at, _)| *at == period).and_then(|(_, of)| of.produced)
    }
}

impl Default for Publishing {
    fn default() -> Self {
        Self {
            title: None,
            department: None,
            contact: None,
            accessibility: None,
            languages: vec![Language::English],
            history: USUAL_HISTORY,
            brand: Brand::default(),
            logo: None,
            logo_alt: None,
            periods: Vec::new(),
        }
    }
}

impl ReportTable {
    pub fn understood(self, calendar: Option<Calendar>, file: FileId, found: &mut Vec<Diagnostic>) -> Publishing {
        let mut refuse = |span: std::ops::Range<usize>, message: String, help: String| {
            found.push(Diagnostic::at(BAD_SETTING, place(file, span), message).help(help));
        };
        let mut languages = Vec::new();
        for named in self.languages.unwrap_or_default() {
            match Language::from_tag(named.get_ref()) {
                Some(language) if !languages.contains(&language) => languages.push(language),
                Some(_) => {
                    refuse(named.span(), format!("`{}` is named twice", named.get_ref()), "name it once".to_owned())
                }
                None => {
                    let tags = Language::ALL.map(|language| format!("`{}` ({})", language.tag(), language.name()));
                    let help = format!("reports can be in {}", suggest::list(&tags, "and"));
                    refuse(named.span(), format!("there are no words in `{}`", named.get_ref()), help);
                }
            }
        }
        if languages.is_empty() {
            languages.push(Language::English);
        }
        let history = self.history.map_or(USUAL_HISTORY, |count| {
            if !(1..=MOST_HISTORY).contains(count.get_ref()) {
                let message = format!("a series cannot have {} figures", count.get_ref());
                refuse(count.span(), message, format!("write a number from 1 to {MOST_HISTORY}"));
            }
            (*count.get_ref()).clamp(1, MOST_HISTORY)
        });
        let mut periods = Vec::new();
        for (named, of) in self.periods {
            let at = Period::parse(named.get_ref(), calendar.unwrap_or_default());
            if let Err(why) = &at {
                let message = format!("`{}` is no period: {why}", named.get_ref());
                refuse(named.span(), message, "write it as `--period` takes it".to_owned());
            }
            let day = of.produced.as_ref().map(|day| (day.span(), dated(day.get_ref())));
            if let Some((span, Err(why))) = &day {
                refuse(span.clone(), "that is no day of a report".to_owned(), why.clone());
            }
            let produced = day.and_then(|(_, day)| day.ok());
            let (title, department, contact) = (of.title, of.department, of.contact);
            periods.extend(at.ok().map(|at| (at, OfPeriod { produced, title, department, contact })));
        }
        let mut inside = |named: Option<Spanned<String>>| {
            let named = named?;
            let path = Path::new(named.get_ref());
            if path.is_absolute() || path.components().any(|part| part == Component::ParentDir) {
                let help = "put the file into the project, and name it from its folder".to_owned();
                refuse(named.span(), format!("`{}` is outside the project", named.get_ref()), help);
                return None;
            }
            let span = place(file, named.span());
            Some((named.into_inner(), span))
        };
        let (accessibility, logo) = (inside(self.accessibility), inside(self.logo));
        if let (Some((_, span)), None) = (&logo, &self.logo_alt) {
            found.push(
                Diagnostic::at(BAD_SETTING, *span, "a logo needs words for those who do not see it")
                    .help("add `logo-alt = \"Anytown Council\"`: what the logo shows"),
            );
        }
        let brand = colour(self.colour, file, found);
        let fonts = fonts(self.fonts, file, found);
        Publishing {
            title: self.title,
            department: self.department,
            contact: self.contact,
            accessibility,
            languages,
            history,
            brand: Brand { fonts, ..brand },
            logo,
            logo_alt: self.logo_alt,
            periods,
        }
    }
}

/// Names of fonts, with commas between them: they go into stylesheets as they are.
fn fonts(named: Option<Spanned<String>>, file: FileId, found: &mut Vec<Diagnostic>) -> Option<String> {
    let named = named?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '\'' | '"');
    if named.get_ref().chars().all(plain) {
        return Some(named.into_inner());
    }
    let message = format!("`{}` names no fonts", named.get_ref());
    let diagnostic = Diagnostic::at(BAD_SETTING, place(file, named.span()), message);
    found.push(diagnostic.help("write their names with commas between them: `fonts = \"Source Sans 3, Arial\"`"));
    None
}

fn colour(named: Option<Spanned<String>>, file: FileId, found: &mut Vec<Diagnostic>) -> Brand {
    let Some(named) = named else { return Brand::default() };
    let span = place(file, named.span());
    let Some(colour) = Colour::parse(named.get_ref()) else {
        let message = format!("`{}` is no colour", named.get_ref());
        found.push(Diagnostic::at(BAD_SETTING, span, message).help("write it like `#12436d`"));
        return Brand::default();
    };
    let brand = Brand::coloured(colour);
    let faults = brand.faults();
    if let Some(first) = faults.first() {
        let mut diagnostic = Diagnostic::at(UNREADABLE_COLOUR, span, "text in this colour cannot be read by everybody");
        diagnostic = diagnostic.note(first.clone());
        found.push(diagnostic.help("take a darker one; WCAG 2.2 asks for 4.5 to 1 (1.4.3)"));
        return Brand::default();
    }
    brand
}

/// The day a report is dated. Workbooks know none before 1900, and none after 9999.
pub fn dated(text: &str) -> Result<NaiveDate, String> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "write it like `2023-12-05`".to_owned())?;
    if (1900..=9999).contains(&day.year()) { Ok(day) } else { Err("a report is dated from 1900 to 9999".to_owned()) }
}
