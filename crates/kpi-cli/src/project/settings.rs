//! `kpi.toml`.

use super::discover::SETTINGS;
use super::plugins::{self, Granted};
use super::publishing::{PeriodTable, Publishing, ReportTable};
use crate::cluster::Address;
use crate::failure::Failure;
use indexmap::IndexMap;
use kpi_core::codes::project::{BAD_SETTING, UNREADABLE_FILE};
use kpi_core::{Calendar, Diagnostic, FileId, SourceMap, Span, suggest};
use kpi_lint::{Options, Selection};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;
use toml::Spanned;
use toml::de::DeTable;

/// The editions of the language there are. A project that names none is of the first: what its files mean must not
/// change when there is a second.
const EDITIONS: [&str; 1] = ["2026"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[derive(Debug, Clone)]
pub struct Settings {
    /// As results name the project; else its folder's name.
    pub name: String,
    /// As reports are headed.
    pub council: Option<String>,
    /// `None` where `kpi.toml` is wrong in a way that leaves the calendar open.
    pub calendar: Option<Calendar>,
    /// By the names that rules call databases: the variable of the environment that says how each is reached.
    pub sources: IndexMap<String, String>,
    /// What counts Parquet files, if not kpi itself.
    pub cluster: Option<Address>,
    /// By the names that rules use.
    pub plugins: IndexMap<String, Granted>,
    pub lint: Lint,
    /// What its reports are headed, dated and coloured with.
    pub publishing: Publishing,
}

/// What the project settles for the linter.
#[derive(Debug, Clone, Default)]
pub struct Lint {
    pub selection: Selection,
    pub options: Options,
}

impl Settings {
    /// What a report is headed with.
    pub fn heading(&self) -> &str {
        self.council.as_deref().unwrap_or(&self.name)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    project: ProjectTable,
    calendar: CalendarTable,
    sources: IndexMap<String, SourceTable>,
    plugins: IndexMap<String, plugins::Written>,
    cluster: Option<ClusterTable>,
    lint: LintTable,
    report: ReportTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct LintTable {
    select: Vec<Spanned<String>>,
    ignore: Vec<Spanned<String>>,
    preview: bool,
    per_file_ignores: IndexMap<String, Vec<Spanned<String>>>,
    target_years: Option<u32>,
    title_length: Option<usize>,
    alike: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClusterTable {
    scheduler: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceTable {
    url_env: Spanned<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ProjectTable {
    name: Option<String>,
    council: Option<String>,
    edition: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CalendarTable {
    year_starts: Option<Spanned<String>>,
}

/// The settings of the project in `root`, and what is wrong with them.
pub fn read(root: &Path, sources: &mut SourceMap) -> Result<(Settings, Vec<Diagnostic>), Failure> {
    let text = fs::read_to_string(root.join(SETTINGS)).map_err(|error| {
        Failure::new(Diagnostic::new(UNREADABLE_FILE, format!("{SETTINGS} cannot be read: {error}")))
    })?;
    let file = sources.add(SETTINGS, text.clone());
    let folder = root.file_name().map_or_else(|| "project".to_owned(), |name| name.to_string_lossy().into_owned());
    Ok(understood(&text, file, folder, root))
}

fn understood(text: &str, file: FileId, folder: String, root: &Path) -> (Settings, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let written: Written = match toml::from_str(text) {
        Ok(written) => written,
        Err(error) => {
            found.extend(unknown(text, file));
            // The reader stops at the first thing it refuses, which may be of another kind.
            if found.is_empty() || !error.message().starts_with(UNKNOWN) {
                found.push(refused(&error, text, file));
            }
            let sources = IndexMap::new();
            return (
                Settings {
                    name: folder,
                    council: None,
                    calendar: None,
                    sources,
                    cluster: None,
                    plugins: IndexMap::new(),
                    lint: Lint::default(),
                    publishing: Publishing::default(),
                },
                found,
            );
        }
    };
    let place = |range: std::ops::Range<usize>| self::place(file, range);
    if let Some(edition) = &written.project.edition
        && !EDITIONS.contains(&edition.get_ref().as_str())
    {
        let message = format!("there is no edition \"{}\" of the language", edition.get_ref());
        let help = format!("this kpi knows {}; a newer kpi may know more", suggest::list(&EDITIONS, "and"));
        found.push(Diagnostic::at(BAD_SETTING, place(edition.span()), message).help(help));
    }
    let calendar = match &written.calendar.year_starts {
        None => Some(Calendar::APRIL),
        Some(named) => {
            let month = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(named.get_ref().trim()));
            let calendar = month.and_then(|month| Calendar::starting(u8::try_from(month + 1).ok()?));
            if calendar.is_none() {
                let message = format!("`{}` is no month", named.get_ref());
                let diagnostic = Diagnostic::at(BAD_SETTING, place(named.span()), message);
                found.push(match suggest::did_you_mean(named.get_ref(), MONTHS) {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic.help("write the month in which a year starts: `year_starts = \"April\"`"),
                });
            }
            calendar
        }
    };
    let name = written.project.name.filter(|name| !name.trim().is_empty()).unwrap_or(folder);
    let mut sources = IndexMap::new();
    for (source, table) in written.sources {
        let variable = table.url_env.get_ref().trim();
        // Whoever writes the way itself here may well write its password.
        let is_name = variable.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !variable.is_empty();
        if !is_name {
            let message = "`url_env` names a variable of the environment";
            found.push(
                Diagnostic::at(BAD_SETTING, place(table.url_env.span()), message)
                    .help("write `url_env = \"WAREHOUSE_URL\"`, and put the way to the database in that variable"),
            );
        }
        sources.insert(source, variable.to_owned());
    }
    let cluster = written.cluster.and_then(|table| {
        let read = table.scheduler.get_ref().parse::<Address>();
        read.map_err(|why| {
            let message = format!("`scheduler` does not say where a scheduler is: {why}");
            found.push(
                Diagnostic::at(BAD_SETTING, place(table.scheduler.span()), message)
                    .help("write it like `scheduler = \"10.0.0.1:50050\"`"),
            );
        })
        .ok()
    });
    let mut plugins = IndexMap::new();
    for (name, plugin) in written.plugins {
        let granted = plugin.understood(&name, root, file, &mut found);
        plugins.insert(name, granted);
    }
    let lint = lint(written.lint, file, &mut found);
    let publishing = written.report.understood(calendar, file, &mut found);
    (Settings { name, council: written.project.council, calendar, sources, cluster, plugins, lint, publishing }, found)
}

fn lint(written: LintTable, file: FileId, found: &mut Vec<Diagnostic>) -> Lint {
    let mut names = |written: Vec<Spanned<String>>| -> Vec<String> {
        for name in &written {
            if let Some(help) = Selection::unknown(name.get_ref()) {
                let message = format!("there is no lint `{}`", name.get_ref());
                found.push(Diagnostic::at(BAD_SETTING, place(file, name.span()), message).help(help));
            }
        }
        written.into_iter().map(Spanned::into_inner).collect()
    };
    let selection = Selection {
        select: names(written.select),
        ignore: names(written.ignore),
        preview: written.preview,
        by_file: written.per_file_ignores.into_iter().map(|(files, ignored)| (files, names(ignored))).collect(),
    };
    let usual = Options::default();
    let options = Options {
        target_years: written.target_years.unwrap_or(usual.target_years),
        title_length: written.title_length.unwrap_or(usual.title_length),
        alike: written.alike.unwrap_or(usual.alike),
    };
    Lint { selection, options }
}

pub fn place(file: FileId, range: std::ops::Range<usize>) -> Span {
    let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Span::new(file, at(range.start), at(range.end))
}

/// How the reader of TOML begins to say that a name is unknown.
const UNKNOWN: &str = "unknown field";

/// Every setting that is not known, each with the likely one.
fn unknown(text: &str, file: FileId) -> Vec<Diagnostic> {
    let Ok(root) = DeTable::parse(text) else { return Vec::new() };
    let mut found = Vec::new();
    let mut look = |table: &DeTable<'_>, known: &[String]| {
        for key in table.keys().filter(|key| !known.iter().any(|known| known == key.get_ref())) {
            found.push(no_setting(key.get_ref(), known, place(file, key.span())));
        }
    };
    look(root.get_ref(), &known::<Written>());
    for (key, value) in root.get_ref() {
        let Some(table) = value.get_ref().as_table() else { continue };
        match &*key.get_ref().to_string() {
            "project" => look(table, &known::<ProjectTable>()),
            "calendar" => look(table, &known::<CalendarTable>()),
            "lint" => look(table, &known::<LintTable>()),
            "report" => {
                look(table, &known::<ReportTable>());
                let periods = table.get("periods").and_then(|periods| periods.get_ref().as_table());
                let tables = periods.into_iter().flat_map(DeTable::values).filter_map(|of| of.get_ref().as_table());
                tables.for_each(|of| look(of, &known::<PeriodTable>()));
            }
            "sources" => {
                let tables = table.values().filter_map(|source| source.get_ref().as_table());
                tables.for_each(|source| look(source, &known::<SourceTable>()));
            }
            "plugins" => {
                let tables = table.values().filter_map(|plugin| plugin.get_ref().as_table());
                tables.for_each(|plugin| look(plugin, &known::<plugins::Written>()));
            }
            _ => {}
        }
    }
    found.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.place.clone()));
    found
}

/// The settings of a table, as what reads it names them.
fn known<T: DeserializeOwned>() -> Vec<String> {
    let refusal = toml::from_str::<T>("\"?\" = 0").err().map(|error| error.message().to_owned()).unwrap_or_default();
    refusal.split('`').skip(1).step_by(2).filter(|name| *name != "?").map(str::to_owned).collect()
}

fn no_setting(name: &str, known: &[String], place: Span) -> Diagnostic {
    let diagnostic = Diagnostic::at(BAD_SETTING, place, format!("there is no setting `{name}` here"));
    match suggest::did_you_mean(name, known.iter().map(String::as_str)) {
        Some(help) => diagnostic.help(help),
        None => {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            diagnostic.help(format!("known here: {}", suggest::list(&known, "and")))
        }
    }
}

/// What the reader of TOML refuses, with the likely word where a name is unknown.
fn refused(error: &toml::de::Error, text: &str, file: FileId) -> Diagnostic {
    let message = error.message().lines().next().unwrap_or("not TOML");
    // serde says: unknown field `a`, expected one of `b`, `c`
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = if message.starts_with(UNKNOWN) { quoted.next() } else { None };
    let place = place(file, error.span().unwrap_or(0..text.len().min(1)));
    let Some(unknown) = unknown else { return Diagnostic::at(BAD_SETTING, place, message) };
    let known: Vec<String> = quoted.map(str::to_owned).collect();
    no_setting(unknown, &known, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<(String, Vec<String>)> {
        let (_, found) = understood(text, FileId(0), "folder".to_owned(), Path::new(""));
        found.into_iter().map(|d| (d.message, d.help)).collect()
    }

    #[test]
    fn an_empty_file_is_a_project_of_its_folders_name() {
        let (settings, found) = understood("", FileId(0), "folder".to_owned(), Path::new(""));
        assert!(found.is_empty());
        assert_eq!((settings.name.as_str(), settings.calendar), ("folder", Some(Calendar::APRIL)));
    }

    #[test]
    fn unknown_settings_are_told_with_the_likely_one() {
        assert_eq!(
            messages("[project]\ncouncill = \"x\"\n"),
            [("there is no setting `councill` here".to_owned(), vec!["did you mean `council`?".to_owned()])]
        );
    }

    #[test]
    fn every_unknown_setting_is_told() {
        let text = "sorces = 1\n[project]\ncouncill = \"x\"\neditoin = \"2026\"\n[calender]\nyear_starts = \"May\"\n\
                    [sources.warehouse]\nurl_env = \"W\"\nurl = \"x\"\n";
        let told = messages(text);
        let names: Vec<&str> = told.iter().map(|(message, _)| message.split('`').nth(1).unwrap_or_default()).collect();
        assert_eq!(names, ["sorces", "councill", "editoin", "calender", "url"]);
        assert_eq!(told[2].1, ["did you mean `edition`?"]);
        assert_eq!(told[4].1, ["did you mean `url_env`?"]);
    }

    #[test]
    fn an_unknown_month_leaves_the_calendar_open() {
        let (settings, found) =
            understood("[calendar]\nyear_starts = \"Aprl\"\n", FileId(0), String::new(), Path::new(""));
        assert_eq!(settings.calendar, None);
        assert_eq!(found[0].help, ["did you mean `April`?"]);
    }

    #[test]
    fn a_database_is_named_with_the_variable_that_says_where_it_is() {
        let (settings, found) =
            understood("[sources.warehouse]\nurl_env = \"WAREHOUSE_URL\"\n", FileId(0), String::new(), Path::new(""));
        assert!(found.is_empty());
        assert_eq!(settings.sources["warehouse"], "WAREHOUSE_URL");
        let (_, found) = understood(
            "[sources.warehouse]\nurl_env = \"postgresql://me:secret@db/care\"\n",
            FileId(0),
            String::new(),
            Path::new(""),
        );
        assert_eq!(found[0].message, "`url_env` names a variable of the environment");
        assert!(!format!("{found:?}").contains("secret"), "the way is not shown");
        assert_eq!(messages("[sources.warehouse]\nurl = \"x\"\n")[0].0, "there is no setting `url` here");
    }

    #[test]
    fn a_cluster_is_named_by_its_scheduler() {
        let (settings, found) =
            understood("[cluster]\nscheduler = \"10.0.0.1:50050\"\n", FileId(0), String::new(), Path::new(""));
        assert!(found.is_empty());
        assert_eq!(settings.cluster.map(|at| at.to_string()), Some("10.0.0.1:50050".to_owned()));
        assert_eq!(
            messages("[cluster]\nscheduler = \"10.0.0.1\"\n")[0].0,
            "`scheduler` does not say where a scheduler is: it has no port: write HOST:PORT"
        );
        assert_eq!(messages("[cluster]\nschedular = \"a:1\"\n")[0].1, ["did you mean `scheduler`?"]);
    }

    #[test]
    fn an_unknown_edition_and_broken_toml() {
        assert_eq!(messages("[project]\nedition = \"1999\"\n").len(), 1);
        assert_eq!(messages("[project\n").len(), 1);
        assert_eq!(messages("[project]\nname = 3\n").len(), 1);
    }
}
