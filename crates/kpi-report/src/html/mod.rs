//! The report as a site: pages that work without scripts, each from a template that a council may replace.

mod context;
mod parts;
mod refused;
mod style;
mod templates;

use crate::file::File;
use crate::model::{Indicator, Report, Scorecard, Theme};
pub use context::Prepared;
use kpi_core::Diagnostic;
use kpi_core::codes::reporting::UNKNOWN_LAYOUT;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use parts::{FilePage, Part, file_pages, parts};
use rayon::prelude::*;
use serde::Serialize;
pub use templates::{Template, Templates};

/// A form of the report that the page of downloads offers.
#[derive(Debug, Clone, Serialize)]
pub struct Download {
    pub path: String,
    pub title: String,
    /// `PDF`, `XLSX`, `CSV`, `JSON`.
    pub format: String,
    /// `59 kB`
    pub size: String,
}

impl Download {
    #[must_use]
    pub fn of(path: impl Into<String>, title: impl Into<String>, format: &str, bytes: usize) -> Self {
        Self { path: path.into(), title: title.into(), format: format.to_owned(), size: size(bytes) }
    }
}

fn size(bytes: usize) -> String {
    match bytes {
        0..=999 => format!("{bytes} B"),
        1_000..=999_999 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A page that every site has beside its scorecards and indicators.
struct Fixed {
    path: &'static str,
    template: &'static str,
    /// The key of its title.
    title: &'static str,
    in_navigation: bool,
}

const FIXED: [Fixed; 4] = [
    Fixed { path: "key.html", template: "key.html", title: "key_title", in_navigation: true },
    Fixed { path: "data.html", template: "data.html", title: "data_title", in_navigation: true },
    Fixed { path: "about.html", template: "about.html", title: "about_title", in_navigation: false },
    Fixed {
        path: "accessibility.html",
        template: "accessibility.html",
        title: "accessibility_title",
        in_navigation: false,
    },
];

/// Does every site have this page already? Some file systems take capitals and small letters for the same.
pub(crate) fn is_taken(page: &str) -> bool {
    page.eq_ignore_ascii_case("index.html") || FIXED.iter().any(|fixed| page.eq_ignore_ascii_case(fixed.path))
}

/// A site in the making: templates read, and the report as they see it.
pub struct Site<'a> {
    report: &'a Report,
    templates: &'a Templates,
    environment: Environment<'a>,
    context: &'a Prepared,
    theme: kpi_chart::Theme,
    /// By scorecard, the pages beside its own.
    parts: Vec<(&'a Scorecard, Vec<Part>)>,
    /// The pages that list the files of figures.
    file_pages: Vec<FilePage>,
}

impl<'a> Site<'a> {
    #[must_use]
    pub fn new(report: &'a Report, prepared: &'a Prepared, templates: &'a Templates, theme: kpi_chart::Theme) -> Self {
        let parts = report.scorecards.iter().map(|card| (card, parts(report, card))).collect();
        let file_pages = file_pages(&prepared.downloads);
        Self {
            report,
            templates,
            environment: templates.environment(report),
            context: prepared,
            theme,
            parts,
            file_pages,
        }
    }

    /// All files of the site.
    ///
    /// # Errors
    /// Where a template cannot be used: its place, and why.
    pub fn files(&self) -> Result<Vec<File>, Vec<Diagnostic>> {
        let mut paths: Vec<String> = FIXED.iter().map(|fixed| fixed.path.to_owned()).collect();
        paths.extend(self.report.scorecards.iter().map(|card| card.href.clone()));
        paths.extend(self.file_pages.iter().skip(1).map(|page| page.href.clone()));
        paths.extend(self.parts.iter().flat_map(|(_, parts)| parts).map(|part| part.href.clone()));
        paths.extend(self.report.indicators.values().map(|indicator| indicator.href.clone()));
        if self.report.scorecards.is_empty() {
            paths.push("index.html".to_owned());
        }
        let pages: Vec<Result<File, Vec<Diagnostic>>> = paths
            .par_iter()
            .map(|path| self.page(path).unwrap_or_else(|| Ok(String::new())).map(|text| File::text(path, text)))
            .collect();
        let mut files = self.assets();
        let mut faults: Vec<Diagnostic> = Vec::new();
        for page in pages {
            match page {
                Ok(page) => files.push(page),
                Err(found) => {
                    for fault in found {
                        if !faults.contains(&fault) {
                            faults.push(fault);
                        }
                    }
                }
            }
        }
        if faults.is_empty() { Ok(files) } else { Err(faults) }
    }

    /// The page at a path of the site; `None` where there is none.
    pub fn page(&self, path: &str) -> Option<Result<String, Vec<Diagnostic>>> {
        for (card, parts) in &self.parts {
            if card.href == path {
                return Some(self.scorecard(card, parts, None));
            }
            if let Some(part) = parts.iter().find(|part| part.href == path) {
                return Some(self.scorecard(card, parts, Some(part)));
            }
        }
        if let Some(indicator) = self.report.indicators.values().find(|indicator| indicator.href == path) {
            return Some(self.indicator(indicator));
        }
        if let Some(page) = self.file_pages.iter().find(|page| page.href == path) {
            let files = Value::from(Serde(&page.files));
            let parts = Value::from(Serde(&self.file_pages));
            return Some(self.render("data.html", path, &self.word("data_title"), "page", context! { files, parts }));
        }
        if let Some(fixed) = FIXED.iter().find(|fixed| fixed.path == path) {
            let title = self.word(fixed.title);
            return Some(self.render(fixed.template, path, &title, "page", context! {}));
        }
        if path == "index.html" {
            let title = self.word("index");
            return Some(self.render("empty.html", path, &title, "index", context! {}));
        }
        None
    }

    /// Stylesheet, script, and the council's own files.
    #[must_use]
    pub fn assets(&self) -> Vec<File> {
        let mut files = vec![
            File::text("assets/kpi.css", self.templates.style(&style::sheet(&self.theme, self.report))),
            File::text("assets/kpi.js", self.templates.script()),
        ];
        files.extend(
            self.templates.assets().map(|(path, bytes)| File { path: format!("assets/{path}"), bytes: bytes.to_vec() }),
        );
        files
    }

    /// A scorecard's page, or one of those beside it.
    fn scorecard(&self, card: &Scorecard, parts: &[Part], part: Option<&Part>) -> Result<String, Vec<Diagnostic>> {
        let template = format!("layouts/{}/index.html", card.layout);
        if !self.templates.has(&template) {
            return Err(vec![self.unknown_layout(card)]);
        }
        let title = match part {
            Some(part) => part.piece.title.clone(),
            None if self.report.scorecards.len() == 1 => self.word("index"),
            None => card.title.clone(),
        };
        let themes: &[Theme] = match part {
            Some(part) => &part.piece.themes,
            None if parts.is_empty() => &card.themes,
            None => &[],
        };
        let columns = columns(card);
        let own = if part.is_none() { card.charts.as_slice() } else { &[] };
        let svg = self.context.charts(
            own.iter().chain(
                themes
                    .iter()
                    .flat_map(|theme| &theme.indicators)
                    .filter_map(|id| self.report.indicators.get(id)?.sparkline.as_ref()),
            ),
        );
        let scorecard = self.context.scorecard(&card.id);
        let themes = Value::from(Serde(themes));
        let (parts, shown) = (Value::from(Serde(parts)), Value::from(Serde(part)));
        let path = part.map_or(&card.href, |part| &part.href);
        self.render(
            &template,
            path,
            &title,
            "index",
            context! { scorecard, themes, parts, part => shown, columns, svg },
        )
    }

    fn indicator(&self, indicator: &Indicator) -> Result<String, Vec<Diagnostic>> {
        let card = self.report.scorecards.iter().find(|card| Some(&card.id) == indicator.scorecard.as_ref());
        let card = card.or_else(|| self.report.scorecards.first());
        let own = card.map(|card| format!("layouts/{}/indicator.html", card.layout));
        let template = own.filter(|own| self.templates.has(own)).unwrap_or_else(|| "indicator.html".to_owned());
        let svg = self.context.charts(indicator.charts.iter());
        let scorecard = card.map(|card| self.context.scorecard(&card.id));
        let given = context! { indicator => self.context.indicator(&indicator.id), scorecard, svg };
        self.render(&template, &indicator.href, &indicator.title, "indicator", given)
    }

    fn render(
        &self,
        template: &str,
        path: &str,
        title: &str,
        kind: &str,
        more: Value,
    ) -> Result<String, Vec<Diagnostic>> {
        let pages: Vec<Value> = FIXED
            .iter()
            .filter(|fixed| fixed.in_navigation)
            .map(|fixed| context! { path => fixed.path, title => self.word(fixed.title) })
            .collect();
        let root = "../".repeat(path.matches('/').count());
        let page = context! { path, title, kind, root, pages };
        let given = context! { page, ..more };
        let given = context! { report => self.context.report.clone(), words => self.context.words.clone(), language => self.report.lang.clone(), ..given };
        let rendered = self.environment.get_template(template).and_then(|template| template.render(given));
        rendered.map_err(|error| vec![refused::told(&error, self.templates)])
    }

    fn word(&self, key: &str) -> String {
        self.report.words.get(key).cloned().unwrap_or_default()
    }

    fn unknown_layout(&self, card: &Scorecard) -> Diagnostic {
        let known = self.templates.layouts();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let message = format!("there is no layout `{}`", card.layout);
        let help = kpi_core::suggest::did_you_mean(&card.layout, known.iter().copied())
            .unwrap_or_else(|| format!("layouts here: {}", kpi_core::suggest::list(&known, "and")));
        match card.span {
            Some(span) => Diagnostic::at(UNKNOWN_LAYOUT, span, message).help(help),
            None => Diagnostic::new(UNKNOWN_LAYOUT, message).help(help),
        }
    }
}

/// How many columns a table of everything has, for the rows that head a theme.
fn columns(card: &Scorecard) -> usize {
    let has = card.has;
    let optional =
        [has.numbers, has.previous, has.comparators, has.ranks, has.targets, has.forecasts, has.ratings, has.changes];
    2 + optional.into_iter().filter(|has| *has).count()
}
