//! A project's data dictionary: what each figure, source and scheme is, as the rules say it.

use super::markdown::escaped;
use crate::project::Project;
use kpi_core::schema::{Column, ColumnType, EmptyCell, Source};
use kpi_core::{Span, plugin};
use kpi_ide::names::Known;
use kpi_model::catalogue::{Dated, Indicator};
use kpi_syntax::ast::{BandsField, CohortField};
use serde::Serialize;

/// `kpi.doc/1`
#[derive(Serialize)]
pub struct Dictionary {
    schema: &'static str,
    kpi: &'static str,
    project: String,
    heading: String,
    indicators: Vec<IndicatorEntry>,
    bands: Vec<BandsEntry>,
    comparators: Vec<ComparatorEntry>,
    cohorts: Vec<CohortEntry>,
    datasets: Vec<DatasetEntry>,
    scorecards: Vec<ScorecardEntry>,
}

#[derive(Serialize)]
struct IndicatorEntry {
    name: String,
    title: String,
    /// Where the rules define it.
    at: String,
    description: Option<String>,
    /// What else the rules say, key by key, in the order of the reference.
    says: Vec<Said>,
    /// Its named values.
    lets: Vec<Said>,
    /// The datasets that its figure comes from.
    datasets: Vec<String>,
    /// How many tests are about it.
    tests: usize,
}

#[derive(Serialize)]
struct Said {
    key: String,
    value: String,
}

#[derive(Serialize)]
struct BandsEntry {
    name: String,
    at: String,
    from: Option<String>,
    judge: Option<String>,
    bands: Vec<BandEntry>,
}

#[derive(Serialize)]
struct BandEntry {
    label: String,
    meaning: Option<String>,
    when: String,
}

#[derive(Serialize)]
struct ComparatorEntry {
    name: String,
    title: String,
    at: String,
    says: Vec<Said>,
}

#[derive(Serialize)]
struct CohortEntry {
    name: String,
    title: Option<String>,
    at: String,
    from: String,
    /// What is done with the rows, in its order, as the rules say it.
    steps: Vec<String>,
}

#[derive(Serialize)]
struct DatasetEntry {
    name: String,
    at: String,
    source: String,
    key: Vec<String>,
    columns: Vec<ColumnEntry>,
}

#[derive(Serialize)]
struct ColumnEntry {
    name: String,
    /// As the source heads it.
    header: String,
    holds: String,
    codes: Vec<String>,
    /// Words for a missing value, and what an empty cell means.
    missing: Vec<Said>,
}

#[derive(Serialize)]
struct ScorecardEntry {
    name: String,
    title: String,
    at: String,
    groups: Vec<GroupEntry>,
}

#[derive(Serialize)]
struct GroupEntry {
    theme: Option<String>,
    indicators: Vec<String>,
}

/// The statements of an indicator that say what it is, in the order of the reference.
const KEYS: [&str; 26] = [
    "number",
    "short",
    "theme",
    "priority",
    "committee",
    "owner",
    "officer",
    "unit",
    "polarity",
    "frequency",
    "measure",
    "by",
    "formula",
    "numerator",
    "denominator",
    "target",
    "bands",
    "compare",
    "change",
    "forecast",
    "interval",
    "suppress",
    "source",
    "calculation",
    "note",
    "active",
];

impl Dictionary {
    pub fn of(project: &Project) -> Self {
        let names = Known::read(&project.trees);
        let reader = Reader { project, names };
        let catalogue = &project.catalogue;
        Self {
            schema: "kpi.doc/1",
            kpi: env!("CARGO_PKG_VERSION"),
            project: project.settings.name.clone(),
            heading: project.settings.heading().to_owned(),
            indicators: catalogue.indicators.values().map(|indicator| reader.indicator(indicator)).collect(),
            bands: reader.bands(),
            comparators: catalogue
                .comparators
                .values()
                .map(|comparator| ComparatorEntry {
                    name: comparator.id.clone(),
                    title: comparator.title.clone(),
                    at: reader.at(comparator.span),
                    says: reader.statements(&comparator.id, &["title"]),
                })
                .collect(),
            cohorts: catalogue
                .cohorts
                .values()
                .map(|cohort| CohortEntry {
                    name: cohort.name.clone(),
                    title: cohort.title.clone(),
                    at: reader.at(cohort.span),
                    from: cohort.from.clone(),
                    steps: reader.steps(&cohort.name),
                })
                .collect(),
            datasets: catalogue.datasets.values().map(|dataset| reader.dataset(dataset)).collect(),
            scorecards: catalogue
                .scorecards
                .values()
                .map(|scorecard| ScorecardEntry {
                    name: scorecard.id.clone(),
                    title: scorecard.title.clone(),
                    at: reader.at(scorecard.span),
                    groups: scorecard
                        .groups
                        .iter()
                        .map(|group| GroupEntry { theme: group.theme.clone(), indicators: group.indicators.clone() })
                        .collect(),
                })
                .collect(),
        }
    }
}

struct Reader<'a> {
    project: &'a Project,
    names: Known<'a>,
}

impl Reader<'_> {
    /// As one reads it in the project itself, wherever the dictionary is made.
    fn at(&self, span: Span) -> String {
        self.project.places.sources.place(span)
    }

    /// On one line, without the comments of the rules.
    fn text(&self, span: Span) -> String {
        let text = self.project.places.sources.slice(span);
        let lines = text.lines().map(|line| match line.split_once('#') {
            Some((before, _)) if before.matches('"').count() % 2 == 0 => before,
            _ => line,
        });
        lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    /// What stands behind the key.
    fn value(&self, span: Span) -> String {
        let text = self.text(span);
        text.split_once(':').map_or(text.clone(), |(_, value)| value.trim().to_owned())
    }

    fn indicator(&self, indicator: &Indicator) -> IndicatorEntry {
        let latest = |dated: &Dated<String>| dated.values().last().cloned();
        let says = KEYS.iter().filter_map(|key| {
            // A text is told as it is shown: the parameters of a template are filled in there.
            let value = match indicator.texts.get(*key) {
                Some(dated) => latest(dated)?,
                None => self.value(self.names.field(&indicator.id, key)?),
            };
            Some(Said { key: (*key).to_owned(), value })
        });
        let lets =
            indicator.lets.iter().map(|named| Said { key: named.name.clone(), value: self.text(named.value.span) });
        let mut datasets: Vec<String> = indicator
            .formulas()
            .into_iter()
            .flat_map(kpi_model::formula::Formula::rows)
            .flat_map(|rows| self.project.catalogue.datasets_of(rows))
            .map(str::to_owned)
            .collect();
        datasets.sort();
        datasets.dedup();
        let tests = self.project.catalogue.tests.iter();
        let about = tests.filter(|test| {
            test.indicator.as_ref() == Some(&indicator.id)
                || test.expect.iter().any(|expect| expect.indicator == indicator.id)
        });
        IndicatorEntry {
            name: indicator.id.clone(),
            title: latest(&indicator.title).unwrap_or_default(),
            at: self.at(indicator.name_span),
            description: indicator.texts.get("description").and_then(latest),
            says: says.collect(),
            lets: lets.collect(),
            datasets,
            tests: about.count(),
        }
    }

    fn bands(&self) -> Vec<BandsEntry> {
        let mut found = Vec::new();
        for (name, versions) in &self.project.catalogue.schemes {
            let trees = self.names.bands.get(name.as_str()).into_iter().flatten();
            for (tree, scheme) in trees.filter_map(|tree| Some((tree, versions.iter().find(|v| v.span == tree.span)?)))
            {
                let mut bands = Vec::new();
                let mut judge = None;
                for field in &tree.fields {
                    match field {
                        BandsField::Judge(of) => judge = Some(self.value(of.span)),
                        BandsField::Band(band) => {
                            let text = self.text(band.span);
                            let meaning = band.meaning.as_ref().map(|meaning| meaning.node.clone());
                            let head = [Some(band.label.span.end), band.meaning.as_ref().map(|m| m.span.end)];
                            let from = head.into_iter().flatten().max().unwrap_or_default();
                            let when = self.text(Span { start: from, ..band.span });
                            let when = if when.is_empty() { text } else { when };
                            bands.push(BandEntry { label: band.label.node.clone(), meaning, when });
                        }
                        _ => {}
                    }
                }
                found.push(BandsEntry {
                    name: name.clone(),
                    at: self.at(scheme.name_span),
                    from: scheme.from.map(|from| from.to_string()),
                    judge,
                    bands,
                });
            }
        }
        found
    }

    /// The statements of a comparator, key by key.
    fn statements(&self, name: &str, but: &[&str]) -> Vec<Said> {
        let Some(kpi_syntax::ast::Item::Comparator(item)) = self.names.items.get(name) else { return Vec::new() };
        item.fields
            .iter()
            .filter(|field| !but.contains(&field.key.node.as_str()))
            .map(|field| Said { key: field.key.node.clone(), value: self.value(field.span) })
            .collect()
    }

    fn steps(&self, name: &str) -> Vec<String> {
        let Some(kpi_syntax::ast::Item::Cohort(item)) = self.names.items.get(name) else { return Vec::new() };
        let is_step = |value: &CohortField| !matches!(value, CohortField::Text(_) | CohortField::From(_));
        item.fields.iter().filter(|field| is_step(&field.value)).map(|field| self.text(field.span)).collect()
    }

    fn dataset(&self, dataset: &kpi_core::schema::Dataset) -> DatasetEntry {
        DatasetEntry {
            name: dataset.name.clone(),
            at: self.at(dataset.span),
            source: source(&dataset.source),
            key: dataset.key.clone(),
            columns: dataset.columns.iter().map(column).collect(),
        }
    }
}

fn source(source: &Source) -> String {
    match source {
        Source::Csv { path, .. } | Source::Parquet { path } | Source::JsonLines { path } => path.clone(),
        Source::Workbook { path, sheet: Some(sheet) } => format!("{path}, sheet \"{sheet}\""),
        Source::Workbook { path, sheet: None } => path.clone(),
        Source::Sqlite { path, table } => format!("{path}, table {table}"),
        Source::Postgres { connection, table, .. } => format!("{table} of the database {connection}"),
        Source::Plugin { plugin, settings, .. } => match settings.is_empty() {
            true => format!("the plugin {plugin}"),
            false => format!("the plugin {plugin} ({})", told(settings)),
        },
        Source::Sql { over, .. } => format!("a query over {}", over.join(", ")),
        Source::Inline { .. } => "a test".to_owned(),
    }
}

fn told(settings: &plugin::Settings) -> String {
    settings.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(", ")
}

fn column(column: &Column) -> ColumnEntry {
    let words = column.missing_words.iter().map(|(word, reason)| (format!("\"{word}\""), reason.to_string()));
    let empty = column.empty.as_ref().map(|empty| {
        let means = match empty {
            EmptyCell::Default(text) => format!("\"{text}\""),
            EmptyCell::Missing(reason) => reason.to_string(),
        };
        ("empty".to_owned(), means)
    });
    ColumnEntry {
        name: column.name.clone(),
        header: column.header.clone().unwrap_or_else(|| column.name.clone()),
        holds: match &column.holds {
            ColumnType::OneOf(_) => "one of".to_owned(),
            ColumnType::SomeOf(_) => "some of".to_owned(),
            other => other.unit().to_string(),
        },
        codes: column.holds.codes().map(<[String]>::to_vec).unwrap_or_default(),
        missing: words.chain(empty).map(|(key, value)| Said { key, value }).collect(),
    }
}

pub fn markdown(dictionary: &Dictionary) -> String {
    let mut out = format!("# {}: data dictionary\n", escaped(&dictionary.heading));
    let mut line = |text: &str| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line("\n## Indicators");
    for indicator in &dictionary.indicators {
        line(&format!("\n### {}\n\n`{}`, {}", escaped(&indicator.title), indicator.name, indicator.at));
        if let Some(description) = &indicator.description {
            line(&format!("\n{}", escaped(description)));
        }
        line("\n| | |\n|---|---|");
        for Said { key, value } in &indicator.says {
            line(&format!("| {key} | {} |", cell(key, value)));
        }
        for Said { key, value } in &indicator.lets {
            line(&format!("| where {key} is | {} |", code(value)));
        }
        if !indicator.datasets.is_empty() {
            line(&format!("| data | {} |", indicator.datasets.join(", ")));
        }
        line(&format!("| tests | {} |", indicator.tests));
    }
    section(&mut line, "Bands", dictionary.bands.is_empty());
    for scheme in &dictionary.bands {
        let from = scheme.from.as_ref().map(|from| format!(", from {from}")).unwrap_or_default();
        line(&format!("\n### {}{from}\n\n{}", scheme.name, scheme.at));
        if let Some(judge) = &scheme.judge {
            line(&format!("\nDivides the {judge}."));
        }
        line("\n| band | when | means |\n|---|---|---|");
        for band in &scheme.bands {
            let meaning = band.meaning.as_deref().unwrap_or_default();
            line(&format!("| {} | {} | {} |", escaped(&band.label), escaped(&band.when), escaped(meaning)));
        }
    }
    section(&mut line, "Comparators", dictionary.comparators.is_empty());
    for comparator in &dictionary.comparators {
        line(&format!("\n### {}\n\n`{}`, {}", escaped(&comparator.title), comparator.name, comparator.at));
        line("\n| | |\n|---|---|");
        for Said { key, value } in &comparator.says {
            line(&format!("| {key} | {} |", code(value)));
        }
    }
    section(&mut line, "Cohorts", dictionary.cohorts.is_empty());
    for cohort in &dictionary.cohorts {
        line(&format!("\n### {}\n\n{}", cohort.name, cohort.at));
        if let Some(title) = &cohort.title {
            line(&format!("\n{}", escaped(title)));
        }
        line(&format!("\nFrom the rows of {}:", cohort.from));
        line("");
        for (i, step) in cohort.steps.iter().enumerate() {
            line(&format!("{}. {}", i + 1, code(step).replace("\\|", "|")));
        }
    }
    section(&mut line, "Datasets", dictionary.datasets.is_empty());
    for dataset in &dictionary.datasets {
        line(&format!("\n### {}\n\n{}, from {}", dataset.name, dataset.at, escaped(&dataset.source)));
        if !dataset.key.is_empty() {
            line(&format!("\nOne figure for each {}.", dataset.key.join(", ")));
        }
        line("\n| column | header | holds | codes | missing |\n|---|---|---|---|---|");
        for column in &dataset.columns {
            let missing: Vec<String> = column
                .missing
                .iter()
                .map(|said| format!("{} is {}", escaped(&said.key), escaped(&said.value)))
                .collect();
            let codes: Vec<String> = column.codes.iter().map(|code| escaped(code)).collect();
            line(&format!(
                "| {} | {} | {} | {} | {} |",
                column.name,
                escaped(&column.header),
                column.holds,
                codes.join(", "),
                missing.join("; ")
            ));
        }
    }
    section(&mut line, "Scorecards", dictionary.scorecards.is_empty());
    for scorecard in &dictionary.scorecards {
        line(&format!("\n### {}\n\n`{}`, {}", escaped(&scorecard.title), scorecard.name, scorecard.at));
        line("");
        for group in &scorecard.groups {
            let theme = group.theme.as_ref().map(|theme| format!("{}: ", escaped(theme))).unwrap_or_default();
            line(&format!("- {theme}{}", group.indicators.join(", ")));
        }
    }
    out
}

fn section(line: &mut impl FnMut(&str), title: &str, empty: bool) {
    if !empty {
        line(&format!("\n## {title}"));
    }
}

/// Prose as prose, rules as code.
fn cell(key: &str, value: &str) -> String {
    const PROSE: [&str; 11] = [
        "number",
        "short",
        "theme",
        "priority",
        "committee",
        "owner",
        "officer",
        "source",
        "calculation",
        "note",
        "description",
    ];
    if PROSE.contains(&key) { escaped(value).replace('\n', " ") } else { code(value) }
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}
