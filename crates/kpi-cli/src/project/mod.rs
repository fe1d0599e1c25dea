//! A project on disk: found, read, parsed and checked.

mod discover;
mod figures;
mod load;
mod overrides;
mod paths;
pub mod plugins;
mod publication;
mod publishing;
pub mod settings;

pub use discover::{around, containing, find};
pub use figures::{Figures, Input, dataset, evaluate, evaluate_over, ways};
pub use load::{Texts, read_text, rule_files};
pub use paths::{prefix, relative, slashed, tidy};
pub use plugins::Asking;
use plugins::Plugins;
pub use publication::Publication;
pub use publishing::dated;
pub use settings::Settings;

use crate::failure::Failure;
use crate::output::Terminal;
use chrono::{DateTime, NaiveDate};
use indexmap::IndexMap;
use kpi_core::codes::{names, project};
use kpi_core::diagnostic::DataPlace;
use kpi_core::schema::Source;
use kpi_core::{Calendar, Diagnostic, FileId, Period, PeriodKind, SourceMap, diagnostic, suggest};
use kpi_model::Catalogue;
use kpi_syntax::ast;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

pub struct Project {
    /// The folder with `kpi.toml`.
    pub root: PathBuf,
    pub settings: Settings,
    pub plugins: Plugins,
    pub places: Places,
    /// The trees of the rule files.
    pub trees: Vec<ast::File>,
    pub catalogue: Catalogue,
    /// Every finding of the check, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were checked, `kpi.toml` among them.
    pub files: usize,
    /// Says nothing beside results and errors.
    pub quiet: bool,
}

/// The texts of a project, named as they are reached from the folder kpi was started in, so that an editor or a
/// terminal can follow a place.
#[derive(Debug, Default)]
pub struct Places {
    pub sources: SourceMap,
    /// The way from there to the project: empty, `../`, `rules/cambridgeshire/`.
    pub prefix: String,
}

impl Places {
    pub fn file(&self, id: FileId) -> String {
        self.sources.file(id).map_or_else(String::new, |file| self.named(&file.name))
    }

    pub fn data(&self, place: &DataPlace) -> DataPlace {
        DataPlace { file: self.named(&place.file), ..place.clone() }
    }

    fn named(&self, name: &str) -> String {
        // A database or a query is no file of the project.
        if Path::new(name).is_absolute() || ["postgres:", "plugin:", "sql:"].iter().any(|kind| name.starts_with(kind)) {
            return name.to_owned();
        }
        paths::tidy(&format!("{}{name}", self.prefix))
    }
}

/// The day it is, for what is said of days; SOURCE_DATE_EPOCH where a run has to give the same as another.
pub fn today() -> NaiveDate {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let now =
        || SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|passed| i64::try_from(passed.as_secs()).ok());
    let time = fixed.or_else(now).and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    time.unwrap_or_default().date_naive()
}

/// The texts of the project in `root`.
pub fn places(sources: SourceMap, root: &Path) -> Places {
    Places { sources, prefix: paths::prefix(root) }
}

/// A project as it was read, before anything in it is checked.
pub struct Read {
    pub sources: SourceMap,
    pub settings: Settings,
    pub plugins: Plugins,
    pub trees: Vec<ast::File>,
    pub diagnostics: Vec<Diagnostic>,
    /// Is every file there whose names the others may use?
    pub complete: bool,
}

impl Read {
    /// Reads the project in a folder that is known to have a `kpi.toml`.
    pub fn from(root: &Path, texts: &Texts) -> Result<Self, Failure> {
        let mut sources = SourceMap::default();
        let (settings, mut diagnostics) = settings::read(root, &mut sources)?;
        let loaded = load::load(root, &mut sources, texts);
        diagnostics.extend(loaded.diagnostics);
        let plugins = Plugins::open(root, &settings.plugins, &mut diagnostics);
        Ok(Self { sources, settings, plugins, trees: loaded.files, diagnostics, complete: loaded.complete })
    }
}

impl Project {
    /// Reads and checks the project in a folder that is known to have a `kpi.toml`.
    pub fn open(root: &Path, terminal: &Terminal) -> Result<Self, Failure> {
        let Read { sources, settings, plugins, trees, mut diagnostics, complete } = Read::from(root, &Texts::new())?;
        let mut catalogue = Catalogue::default();
        // Under a wrong calendar half of all periods would look wrong.
        if let Some(calendar) = settings.calendar {
            let (checked, found) = {
                let known = kpi_model::Settings { calendar, plugins: plugins.described() };
                kpi_model::check(&trees, &sources, &known)
            };
            catalogue = checked;
            // What a file that is not there would have defined is unknown everywhere: told once is enough.
            diagnostics.extend(found.into_iter().filter(|d| complete || d.code != names::UNKNOWN_NAME));
            diagnostics.extend(unknown_connections(&settings.sources, &catalogue));
        }
        let context = kpi_lint::Context::new(&catalogue, &sources, &trees, today());
        kpi_lint::Allows::read(&context).apply(&mut diagnostics, context.today);
        diagnostic::sort(&mut diagnostics);
        let files = sources.iter().count();
        terminal.detail(|| format!("{}: {} rule files", root.display(), trees.len()));
        let places = places(sources, root);
        let (root, quiet) = (root.to_path_buf(), terminal.quiet);
        Ok(Self { root, settings, plugins, places, trees, catalogue, diagnostics, files, quiet })
    }

    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The period a report is asked for.
    pub fn period(&self, text: &str) -> Result<Period, Failure> {
        let calendar = self.catalogue.calendar;
        let bad = |message: String| Diagnostic::new(project::BAD_PERIOD, message);
        match Period::parse(text, calendar) {
            Ok(period) if period.is_to_date() => Err(Failure::new(
                bad(format!("a report is run for a period, and `{text}` is a span that ends with one"))
                    .help("leave out `to`: each figure says itself whether it covers the year to date"),
            )),
            Ok(period) => Ok(period),
            Err(error) => {
                let diagnostic = bad(format!("`{text}` is no period: {error}"));
                Err(Failure::new(diagnostic.help(format!("write it like `--period \"{}\"`", example(calendar)))))
            }
        }
    }
}

/// Databases that rules name and `kpi.toml` does not.
pub fn unknown_connections(known: &IndexMap<String, String>, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for dataset in catalogue.datasets.values() {
        let Source::Postgres { connection, span, .. } = &dataset.source else { continue };
        if !known.contains_key(connection) {
            let diagnostic = Diagnostic::at(
                project::UNKNOWN_CONNECTION,
                *span,
                format!("kpi.toml knows no database `{connection}`"),
            );
            let known = known.keys().map(String::as_str);
            found.push(match suggest::did_you_mean(connection, known) {
                Some(help) => diagnostic.help(help),
                None => {
                    diagnostic.help(format!("say how it is reached: `[sources.{connection}]` with `url_env = \"…\"`"))
                }
            });
        }
    }
    found
}

/// A period as this calendar writes it.
fn example(calendar: Calendar) -> String {
    let september = Period::parse("2023-09", calendar);
    september.map_or_else(|_| String::new(), |month| month.latest_complete(PeriodKind::Quarter).to_string())
}
