//! `kpi data infer`

use crate::args::Infer;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::project::{around, relative, slashed};
use kpi_core::codes::project::{UNKNOWN_ARGUMENT, UNREADABLE_FILE};
use kpi_core::schema::Source;
use kpi_core::{Calendar, Diagnostic};
use std::io::Read as _;
use std::path::Path;

pub fn run(args: &Infer, terminal: &Terminal) -> Outcome {
    let file = std::fs::canonicalize(&args.file).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        };
        Failure::new(Diagnostic::new(UNREADABLE_FILE, format!("cannot read {}: {why}", slashed(&args.file))))
    })?;
    // The path as a rule of the project around the file would write it.
    let folder = file.parent().unwrap_or(Path::new("."));
    let root = around(folder).unwrap_or_else(|| folder.to_path_buf());
    let path = relative(&root, &file);
    let source = source(args, &file, path)?;
    let stem = match &source {
        Source::Sqlite { table, .. } => table.clone(),
        _ => file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    let name = args.name.clone().unwrap_or_else(|| kpi_data::name_of(&stem));
    if kpi_data::name_of(&name) != name.to_lowercase() {
        let message = format!("`{name}` is no name");
        let help = "a name is a letter or `_`, then letters, digits and `_`";
        return Err(Failure::new(Diagnostic::new(UNKNOWN_ARGUMENT, message).help(help)));
    }
    match kpi_data::infer(&root, Calendar::APRIL, &name, source) {
        Ok(inferred) if inferred.dataset.columns.is_empty() => Err(Failure::new(
            Diagnostic::new(UNREADABLE_FILE, format!("{} has no columns", slashed(&args.file)))
                .help("a dataset needs a row of headers, and rows below it"),
        )),
        Ok(inferred) => {
            terminal.result(&inferred.item())?;
            Ok(Exit::Clean)
        }
        Err(found) => match found.into_iter().next() {
            Some(first) => Err(Failure::new(first)),
            None => Err(Failure::internal("a file could not be read, and nothing says why".to_owned())),
        },
    }
}

fn source(args: &Infer, file: &Path, path: String) -> Result<Source, Failure> {
    let kind = file.extension().map(|kind| kind.to_string_lossy().to_lowercase()).unwrap_or_default();
    Ok(match kind.as_str() {
        "csv" | "tsv" | "txt" => {
            let separator = match args.separator {
                Some(separator) => separator,
                None => separator_of(file)?,
            };
            Source::Csv { path, separator }
        }
        "xlsx" | "ods" => Source::Workbook { path, sheet: args.sheet.clone() },
        "parquet" => Source::Parquet { path },
        "jsonl" | "ndjson" => Source::JsonLines { path },
        "db" | "sqlite" | "sqlite3" | "db3" => match &args.table {
            Some(table) => Source::Sqlite { path, table: table.clone() },
            None => {
                let message = "which table of the database is meant is not said";
                return Err(Failure::new(Diagnostic::new(UNKNOWN_ARGUMENT, message).help("name it: `--table events`")));
            }
        },
        other => {
            let message = format!("a dataset cannot be made of a file that ends in `.{other}`");
            let help = "it takes .csv, .tsv, .txt, .xlsx, .ods, .parquet, .jsonl, .db and .sqlite";
            return Err(Failure::new(Diagnostic::new(UNKNOWN_ARGUMENT, message).help(help)));
        }
    })
}

/// What the first line that is not blank has most of.
fn separator_of(file: &Path) -> Result<char, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(Diagnostic::new(UNREADABLE_FILE, format!("cannot read {}: {error}", slashed(file))))
    };
    let mut start = Vec::new();
    let opened = std::fs::File::open(file).map_err(unreadable)?;
    opened.take(1 << 16).read_to_end(&mut start).map_err(unreadable)?;
    let text = String::from_utf8_lossy(&start);
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| line.matches(separator).count();
    // The comma wins where there are as many: it comes last.
    let most = ['|', '\t', ';', ','].into_iter().max_by_key(|separator| count(*separator));
    Ok(most.unwrap_or(','))
}
