//! Datasets.

use super::fields;
use super::plugin;
use crate::project::{HelpIfNone, Project, suggesting};
use kpi_core::codes::{names, periods};
use kpi_core::schema::{Birth, Column, ColumnType, Dataset, EmptyCell, Source};
use kpi_core::{Diagnostic, Span, Unit};
use kpi_syntax::ast::{self, DatasetField};

const SOURCES: [&str; 9] = ["csv", "xlsx", "ods", "parquet", "jsonl", "sqlite", "postgres", "plugin", "sql"];
const TYPES: [&str; 12] =
    ["text", "number", "count", "score", "money", "days", "percent", "ratio", "date", "period", "rank", "yes/no"];

/// A dataset as far as it is right.
pub struct Lowered {
    pub dataset: Dataset,
    /// Can its rows be read?
    pub whole: bool,
    /// Are all its columns here? If not, one that is missing is nobody's mistake.
    pub closed: bool,
}

pub fn lower(project: &Project<'_>, item: &ast::Dataset, out: &mut Vec<Diagnostic>) -> Lowered {
    let listed = fields::distinct(&item.fields, |_| false, out);
    let mut absent = Vec::new();
    let mut whole = true;
    let mut closed = true;

    let mut source = None;
    match fields::get(&listed, "source").map(|field| &field.value) {
        Some(DatasetField::Source(spec)) => source = self::source(spec, out),
        Some(_) => {}
        None => absent.push("source"),
    }
    let header_row = match fields::get(&listed, "header").map(|field| &field.value) {
        Some(DatasetField::Header(row)) => {
            if row.node == 0 {
                out.push(
                    Diagnostic::at(names::UNKNOWN_KIND, row.span, "rows are counted from 1")
                        .help("write `header: row 1`, as a spreadsheet numbers its rows"),
                );
            }
            Some(row.node.max(1))
        }
        _ => None,
    };
    let mut columns = Vec::new();
    match fields::get(&listed, "columns").map(|field| &field.value) {
        Some(DatasetField::Columns(list)) => {
            out.extend(fields::repeated(list.iter().map(|column| (column.name.node.as_str(), column.name.span))));
            for column in list {
                out.extend(fields::held(&column.name, column.header.as_ref().map(|header| header.node.as_str())));
                match self::column(column, out) {
                    Some(lowered) => {
                        if !columns.iter().any(|before: &Column| before.name == lowered.name) {
                            columns.push(lowered);
                        }
                    }
                    None => closed = false,
                }
            }
        }
        Some(_) => closed = false,
        None => {
            absent.push("columns");
            closed = false;
        }
    }
    out.extend(fields::missing("dataset", &item.name, &absent));

    let mut key = Vec::new();
    if let Some(DatasetField::Key(list)) = fields::get(&listed, "key").map(|field| &field.value) {
        out.extend(fields::repeated(list.iter().map(|name| (name.node.as_str(), name.span))));
        for name in list {
            if columns.iter().any(|column| column.name == name.node) {
                if !key.contains(&name.node) {
                    key.push(name.node.clone());
                }
            } else if closed {
                let known: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                out.push(
                    suggesting(
                        Diagnostic::at(
                            names::UNKNOWN_COLUMN,
                            name.span,
                            format!("the key names `{}`, which is no column", name.node),
                        ),
                        &name.node,
                        name.span,
                        known.iter().copied(),
                    )
                    .help_if_none(|| format!("the columns are {}", crate::project::listed(&known, "and"))),
                );
                whole = false;
            }
        }
    }
    let mut date = |name: &ast::Name| {
        let found = columns.iter().find(|column: &&Column| column.name == name.node);
        match found {
            Some(column) if column.holds == ColumnType::Date => return Some(name.node.clone()),
            Some(column) => out.push(
                Diagnostic::at(
                    periods::WINDOW_UNFIT,
                    name.span,
                    format!("`{}` holds {}, not dates", name.node, super::plural(column.holds.unit())),
                )
                .label(column.span, "declared here")
                .help("name a column of dates"),
            ),
            None if closed => {
                let known: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                out.push(
                    suggesting(
                        Diagnostic::at(names::UNKNOWN_COLUMN, name.span, format!("there is no column `{}`", name.node)),
                        &name.node,
                        name.span,
                        known.iter().copied(),
                    )
                    .help_if_none(|| format!("the columns are {}", crate::project::listed(&known, "and"))),
                );
            }
            None => {}
        }
        None
    };
    let birth = match fields::get(&listed, "birth").map(|field| &field.value) {
        Some(DatasetField::Birth(birth)) => date(&birth.column).map(|column| Birth {
            column,
            days_a_year: birth.days_a_year.as_ref().map(|days| days.node.value.clone()),
        }),
        _ => None,
    };
    let interval = match fields::get(&listed, "interval").map(|field| &field.value) {
        Some(DatasetField::Interval(starts, ends)) => {
            let (starts, ends) = (date(starts), date(ends));
            starts.zip(ends)
        }
        _ => None,
    };
    if let Some(DatasetField::Birth(ast::BirthSpec { days_a_year: Some(days), .. })) =
        fields::get(&listed, "birth").map(|field| &field.value)
        && !days.node.value.is_positive()
    {
        out.push(short_year(days.span));
        whole = false;
    }
    if let (Some(Source::Plugin { settings, .. }), Some(DatasetField::Source(spec))) =
        (&mut source, fields::get(&listed, "source").map(|field| &field.value))
    {
        let given = spec.settings.as_ref().map(|given| given.settings.as_slice()).unwrap_or_default();
        match plugin::source(project, &spec.path, given, &columns, out) {
            Some(told) => *settings = told,
            None => whole = false,
        }
    }
    whole &= source.is_some() && closed;
    let dataset = Dataset {
        name: item.name.node.clone(),
        span: item.name.span,
        source: source.unwrap_or(Source::Inline { rows: Vec::new() }),
        header_row,
        key,
        columns,
        birth,
        interval,
    };
    Lowered { dataset, whole, closed }
}

pub fn short_year(span: Span) -> Diagnostic {
    Diagnostic::at(names::UNKNOWN_KIND, span, "a year has more days than that")
        .help("write `365.25 days a year`, or leave it out: ages are then those of the calendar")
}

fn source(spec: &ast::SourceSpec, out: &mut Vec<Diagnostic>) -> Option<Source> {
    let path = spec.path.node.clone();
    let source = match spec.kind.node.as_str() {
        "csv" => {
            let separator = match &spec.separator {
                None => ',',
                Some(text) => match text.node.chars().collect::<Vec<_>>().as_slice() {
                    [one] => *one,
                    _ if text.node == "\\t" || text.node.eq_ignore_ascii_case("tab") => '\t',
                    _ => {
                        out.push(
                            Diagnostic::at(names::UNKNOWN_KIND, text.span, "a separator is one character")
                                .help("write `separator \";\"`"),
                        );
                        return None;
                    }
                },
            };
            Source::Csv { path, separator }
        }
        "xlsx" | "ods" => Source::Workbook { path, sheet: spec.sheet.as_ref().map(|sheet| sheet.node.clone()) },
        "parquet" => Source::Parquet { path },
        "jsonl" => Source::JsonLines { path },
        "sqlite" => Source::Sqlite { path, table: table(spec, out)? },
        "postgres" => Source::Postgres { connection: path, table: table(spec, out)?, span: spec.path.span },
        // What it is told is looked at with the columns.
        "plugin" => Source::Plugin { plugin: path, settings: Vec::new(), span: spec.path.span },
        "sql" => {
            let names = spec.over.as_deref().unwrap_or_default();
            if names.is_empty() {
                out.push(
                    Diagnostic::at(names::UNKNOWN_KIND, spec.span, "a query needs the datasets it reads")
                        .help("name them: `source: sql \"\"\"select …\"\"\" over [events]`"),
                );
                return None;
            }
            out.extend(fields::repeated(names.iter().map(|name| (name.node.as_str(), name.span))));
            let over = names.iter().map(|name| name.node.clone()).collect();
            Source::Sql { query: path, over, span: spec.path.span }
        }
        other => {
            out.push(fields::unknown_word("kind of source", other, spec.kind.span, &SOURCES));
            return None;
        }
    };
    // What a kind of source does not take.
    let given = [
        ("sheet", spec.sheet.as_ref().map(|text| text.span)),
        ("separator", spec.separator.as_ref().map(|text| text.span)),
        ("table", spec.table.as_ref().map(|text| text.span)),
        ("over", spec.over.as_ref().and_then(|over| over.first()).map(|name| name.span)),
        ("{ … }", spec.settings.as_ref().map(|settings| settings.span)),
    ];
    let (what, taken) = match &source {
        Source::Csv { .. } => ("a csv file", "separator"),
        Source::Workbook { .. } => ("a workbook", "sheet"),
        Source::Parquet { .. } => ("a Parquet file", ""),
        Source::JsonLines { .. } => ("a jsonl file", ""),
        Source::Sqlite { .. } | Source::Postgres { .. } => ("a database", "table"),
        Source::Plugin { .. } => ("a plugin", "{ … }"),
        Source::Sql { .. } => ("a query", "over"),
        Source::Inline { .. } => ("a test", ""),
    };
    for (option, span) in given {
        if let (Some(span), true) = (span, option != taken) {
            let message = format!("{what} takes no `{option}`");
            out.push(Diagnostic::at(names::UNKNOWN_KIND, span, message).help("leave it out"));
        }
    }
    Some(source)
}

fn table(spec: &ast::SourceSpec, out: &mut Vec<Diagnostic>) -> Option<String> {
    if let Some(table) = &spec.table {
        return Some(table.node.clone());
    }
    let (kind, path) = (&spec.kind.node, &spec.path.node);
    out.push(
        Diagnostic::at(names::UNKNOWN_KIND, spec.span, "which table of the database is meant is not said")
            .help(format!("write `source: {kind} \"{path}\" table \"events\"`")),
    );
    None
}

fn column(column: &ast::Column, out: &mut Vec<Diagnostic>) -> Option<Column> {
    let holds = match &column.holds {
        ast::ColumnType::Named(word) => match word.node.as_str() {
            "text" => ColumnType::Text,
            "number" => ColumnType::Number(Unit::AsWritten),
            "count" => ColumnType::Number(Unit::Count),
            "score" => ColumnType::Number(Unit::Score),
            "money" => ColumnType::Number(Unit::Money),
            "days" => ColumnType::Number(Unit::Days),
            "percent" => ColumnType::Number(Unit::Percent),
            "ratio" => ColumnType::Number(Unit::Ratio),
            "date" => ColumnType::Date,
            "period" => ColumnType::Period,
            "rank" => ColumnType::Rank,
            "yes/no" => ColumnType::YesNo,
            other => {
                out.push(fields::unknown_word("type of column", other, word.span, &TYPES));
                return None;
            }
        },
        ast::ColumnType::OneOf(codes) => ColumnType::OneOf(self::codes(codes, out)),
        ast::ColumnType::SomeOf(codes) => ColumnType::SomeOf(self::codes(codes, out)),
    };
    let mut missing_words = Vec::new();
    let mut empty = None;
    for word in &column.missing {
        let Some(reason) = word.reason.node else {
            continue;
        };
        match &word.word {
            Some(text) => missing_words.push((text.node.clone(), reason)),
            None => empty = Some(EmptyCell::Missing(reason)),
        }
    }
    out.extend(fields::repeated(
        column.missing.iter().filter_map(|word| word.word.as_ref()).map(|text| (text.node.as_str(), text.span)),
    ));
    if let Some(default) = &column.default {
        let mut text = default.node.clone();
        if let Some(codes) = holds.codes() {
            match super::expr::code_of(&default.node, codes) {
                Some(code) => text = code,
                None => out.push(super::expr::unknown_code(&default.node, &column.name.node, codes, default.span)),
            }
        }
        empty = Some(EmptyCell::Default(text));
    }
    Some(Column {
        name: column.name.node.clone(),
        header: column.header.as_ref().map(|header| header.node.clone()),
        holds,
        missing_words,
        empty,
        span: column.name.span,
    })
}

fn codes(list: &[ast::Text], out: &mut Vec<Diagnostic>) -> Vec<String> {
    let lower: Vec<String> = list.iter().map(|code| code.node.trim().to_lowercase()).collect();
    out.extend(fields::repeated(lower.iter().map(String::as_str).zip(list.iter().map(|code| code.span))));
    list.iter().map(|code| code.node.clone()).collect()
}
