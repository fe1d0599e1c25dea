//! A dataset as the rules would write it, from what a file holds. Every row is looked at: a type is one that all cells
//! have, and what is written is read back before it is given.

use crate::conform::{Conformer, SPREADSHEET_ERRORS, fold};
use crate::file::Files;
use crate::header;
use crate::load::{Sources, load, raw_rows};
use crate::place::RowId;
use crate::read::{Row, Sink};
use crate::sql::{Databases, Held};
use indexmap::{IndexMap, IndexSet};
use kpi_core::schema::{Column, ColumnType, Dataset, Source};
use kpi_core::{Calendar, Diagnostic, FileId, Quantity, Reason, Span, Unit, suggest};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::ControlFlow;
use std::path::Path;

/// A column of so many different texts or fewer is one of codes, if each stands there so often on average.
const CODES: usize = 20;
const OFTEN: usize = 3;

/// Different values are kept up to this many; a column with more is no column of codes.
const KEPT: usize = 1000;

/// A column of numbers may have so many cells that are none, each among so many that are.
const ODD: usize = 3;
const ALMOST: usize = 8;

/// Above so many rows a dataset holds records: no key is looked for.
const FIGURES: usize = 100_000;

/// The header is looked for in so many rows that are not blank.
const HEADER_WITHIN: usize = 100;

/// What a word that stands for a missing value most likely means.
const MISSING: [(&str, Reason); 22] = [
    ("n/a", Reason::NotApplicable),
    ("na", Reason::NotApplicable),
    ("[z]", Reason::NotApplicable),
    ("not applicable", Reason::NotApplicable),
    ("*", Reason::Suppressed),
    ("c", Reason::Suppressed),
    ("[c]", Reason::Suppressed),
    ("suppressed", Reason::Suppressed),
    ("[u]", Reason::LowReliability),
    ("-", Reason::NotSupplied),
    ("\u{2013}", Reason::NotSupplied),
    ("--", Reason::NotSupplied),
    (".", Reason::NotSupplied),
    ("..", Reason::NotSupplied),
    (":", Reason::NotSupplied),
    ("[x]", Reason::NotSupplied),
    ("x", Reason::NotSupplied),
    ("null", Reason::NotSupplied),
    ("none", Reason::NotSupplied),
    ("nan", Reason::NotSupplied),
    ("not available", Reason::NotSupplied),
    ("tbc", Reason::NotYetDue),
];

/// Words that in a column of texts are as likely texts.
const AMBIGUOUS: [&str; 5] = ["na", "c", "x", "none", "tbc"];

/// A dataset as it was found.
#[derive(Debug, Clone)]
pub struct Inferred {
    pub dataset: Dataset,
    pub rows: usize,
    /// The columns that tell the rows apart, where no others are needed; as a key only where the rows look like figures.
    pub unique: Vec<String>,
    /// Headers that no column was made of: they are empty, or stand there twice.
    pub left_out: Vec<String>,
    /// By the names of columns: what whoever takes the dataset over should look at.
    pub remarks: IndexMap<String, String>,
}

/// Looks at all rows of a source, and says what a dataset over it is.
pub fn infer(root: &Path, calendar: Calendar, name: &str, source: Source) -> Result<Inferred, Vec<Diagnostic>> {
    let empty = Dataset {
        name: name.to_owned(),
        span: NOWHERE,
        source,
        header_row: None,
        key: Vec::new(),
        columns: Vec::new(),
        birth: None,
        interval: None,
    };
    let mut sources = Sources {
        files: Files::new(root),
        databases: Databases::default(),
        plugins: std::sync::Arc::new(crate::NoPlugins),
        calendar,
        datasets: IndexMap::new(),
    };
    let mut survey = Survey::new(calendar);
    raw_rows(&mut sources, &empty, &mut survey).map_err(|diagnostic| vec![*diagnostic])?;
    survey.start();
    let mut inferred = survey.finish(empty);
    // What cannot be read back as it was found is a text after all.
    let (_, found) = load(&mut sources, &inferred.dataset);
    for column in &mut inferred.dataset.columns {
        let header = header::called(column);
        let refused = found.iter().any(|diagnostic| {
            diagnostic.labels.iter().any(|label| {
                matches!(&label.place, kpi_core::diagnostic::Place::Data(place) if place.column.as_deref() == Some(header))
            })
        });
        if refused {
            column.holds = ColumnType::Text;
        }
    }
    Ok(inferred)
}

const NOWHERE: Span = Span::new(FileId(0), 0, 0);

/// What all cells of a column have in common so far.
struct Common {
    header: String,
    filled: usize,
    empty: usize,
    /// By their folded text, as they are spelled first, and how often. Nothing once there are too many.
    values: Option<IndexMap<String, (String, usize)>>,
    /// Words for a missing value, as they are spelled first.
    missing: IndexMap<String, (String, Reason)>,
    dates: bool,
    periods: bool,
    ranks: bool,
    /// Does any cell say among how many a rank is?
    slashes: bool,
    truths: bool,
    numbers: bool,
    /// How many cells are numbers, and the first of those that are none, while they are few.
    numerals: usize,
    odd: Vec<String>,
    whole: bool,
    percents: bool,
    money: bool,
    /// Digits with a nought before them, which a number would lose.
    padded: bool,
    /// The hash of each row's value, while the rows are few.
    hashes: Vec<u64>,
}

impl Common {
    fn new(header: String) -> Self {
        Self {
            header,
            filled: 0,
            empty: 0,
            values: Some(IndexMap::new()),
            missing: IndexMap::new(),
            dates: true,
            periods: true,
            ranks: true,
            slashes: false,
            truths: true,
            numbers: true,
            numerals: 0,
            odd: Vec::new(),
            whole: true,
            percents: true,
            money: true,
            padded: false,
            hashes: Vec::new(),
        }
    }

    fn take(&mut self, written: &str, types: &Types) {
        let text = written.trim();
        let folded = fold(text);
        if self.hashes.len() <= FIGURES {
            let mut hasher = DefaultHasher::new();
            folded.hash(&mut hasher);
            self.hashes.push(hasher.finish());
        }
        if text.is_empty() {
            self.empty += 1;
            return;
        }
        let word = MISSING.iter().find(|(word, _)| *word == folded).map(|(_, reason)| *reason);
        let error = SPREADSHEET_ERRORS.iter().any(|error| error.eq_ignore_ascii_case(text));
        if let Some(reason) = word.or(error.then_some(Reason::NotSupplied)) {
            self.missing.entry(folded).or_insert_with(|| (text.to_owned(), reason));
            return;
        }
        self.filled += 1;
        if let Some(values) = &mut self.values {
            values.entry(folded).or_insert_with(|| (text.to_owned(), 0)).1 += 1;
            if values.len() > KEPT {
                self.values = None;
            }
        }
        self.dates &= types.date.cell(text).is_ok();
        self.periods = self.periods && types.period.cell(text).is_ok();
        self.ranks &= types.rank.cell(text).is_ok();
        self.slashes |= text.contains('/');
        self.truths &= text.bytes().any(|byte| byte.is_ascii_alphabetic()) && types.truth.cell(text).is_ok();
        if self.odd.len() <= ODD {
            let number = Quantity::parse(text);
            match number {
                Some(_) => self.numerals += 1,
                None => self.odd.push(text.to_owned()),
            }
            self.padded |= text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
            self.numbers &= number.is_some();
            if let Some(number) = number {
                self.whole &= number.unit == Unit::Number && number.value.is_integer() && !number.value.is_negative();
                self.percents &= number.unit == Unit::Percent;
                self.money &= number.unit == Unit::Money;
            }
        }
    }

    /// What to look at in a column that was found to hold this.
    fn remark(&self, holds: &ColumnType) -> Option<String> {
        let is_number = matches!(holds, ColumnType::Number(_));
        let almost =
            !is_number && !self.odd.is_empty() && self.odd.len() <= ODD && self.numerals >= self.odd.len() * ALMOST;
        if almost && matches!(holds, ColumnType::Text | ColumnType::OneOf(_)) && !self.is_name() {
            let odd: Vec<String> = self.odd.iter().map(|cell| text(cell)).collect();
            let (numerals, odd) = (kpi_core::thousands(self.numerals as u64), suggest::list(&odd, "and"));
            return Some(format!(
                "{numerals} cells are numbers, but not {odd}: with `number` here, their rows are named"
            ));
        }
        (is_number && self.empty > 0).then(|| format!("empty in {}", kpi_core::counted(self.empty as u64, "row")))
    }

    /// Does the header say that the digits are a name?
    fn is_name(&self) -> bool {
        let folded = header::fold(&self.header);
        folded.split(' ').any(|word| matches!(word, "id" | "ref" | "reference" | "code" | "uprn" | "nhs"))
            || folded.ends_with("id") && folded.len() > 2 && folded.contains("person")
    }

    fn holds(&self) -> ColumnType {
        if self.filled == 0 {
            return ColumnType::Text;
        }
        if self.dates {
            return ColumnType::Date;
        }
        if self.numbers && !self.padded && !self.is_name() {
            return ColumnType::Number(if self.percents {
                Unit::Percent
            } else if self.money {
                Unit::Money
            } else if self.whole {
                Unit::Count
            } else {
                Unit::AsWritten
            });
        }
        if self.periods && !self.numbers {
            return ColumnType::Period;
        }
        if self.ranks && self.slashes {
            return ColumnType::Rank;
        }
        // Among marks of one letter a `y` is a mark, and no yes.
        let marks = self.missing.keys().any(|word| word.chars().count() == 1 && word.chars().all(char::is_alphabetic));
        if self.truths && !marks {
            return ColumnType::YesNo;
        }
        let Some(values) = self.values.as_ref().filter(|_| !self.is_name()) else { return ColumnType::Text };
        let few = |codes: usize| codes <= CODES && self.filled >= codes * OFTEN;
        let fits = |code: &str| !code.contains([';', '\n', '"', '\\']) && code.chars().count() <= 60;
        if few(values.len()) && values.values().all(|(code, _)| fits(code)) {
            let ambiguous = self.missing.iter().filter(|(word, _)| AMBIGUOUS.contains(&word.as_str()));
            let mut codes: Vec<String> = values.values().map(|(code, _)| code.clone()).collect();
            codes.extend(ambiguous.map(|(_, (code, _))| code.clone()));
            codes.sort_by_key(|code| fold(code));
            return ColumnType::OneOf(codes);
        }
        let mut parts: IndexMap<String, String> = IndexMap::new();
        for (text, _) in values.values() {
            for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
                parts.entry(fold(part)).or_insert_with(|| part.to_owned());
            }
        }
        if parts.len() < values.len() && few(parts.len()) && parts.values().all(|code| fits(code)) {
            let mut codes: Vec<String> = parts.into_values().collect();
            codes.sort_by_key(|code| fold(code));
            return ColumnType::SomeOf(codes);
        }
        ColumnType::Text
    }
}

/// The readers of the types that are tried.
struct Types {
    date: Conformer<'static>,
    period: Conformer<'static>,
    rank: Conformer<'static>,
    truth: Conformer<'static>,
}

struct Survey {
    types: Types,
    columns: Vec<Common>,
    /// Which of the file's fields each column is.
    places: Vec<usize>,
    left_out: Vec<String>,
    started: bool,
    pending: Vec<Vec<String>>,
    rows: usize,
}

static DATE: Column = bare(ColumnType::Date);
static PERIOD: Column = bare(ColumnType::Period);
static RANK: Column = bare(ColumnType::Rank);
static TRUTH: Column = bare(ColumnType::YesNo);

const fn bare(holds: ColumnType) -> Column {
    Column { name: String::new(), header: None, holds, missing_words: Vec::new(), empty: None, span: NOWHERE }
}

impl Survey {
    fn new(calendar: Calendar) -> Self {
        let types = Types {
            date: Conformer::new(&DATE, calendar),
            period: Conformer::new(&PERIOD, calendar),
            rank: Conformer::new(&RANK, calendar),
            truth: Conformer::new(&TRUTH, calendar),
        };
        Self {
            types,
            columns: Vec::new(),
            places: Vec::new(),
            left_out: Vec::new(),
            started: false,
            pending: Vec::new(),
            rows: 0,
        }
    }

    fn head(&mut self, names: &[String]) {
        self.started = true;
        let folded: Vec<String> = names.iter().map(|name| header::fold(name)).collect();
        for (place, (name, fold)) in names.iter().zip(&folded).enumerate() {
            let twice = folded.iter().filter(|other| *other == fold).count() > 1;
            if fold.is_empty() || twice {
                let told = header::spaced(name);
                if !told.is_empty() && !self.left_out.contains(&told) {
                    self.left_out.push(told);
                }
                continue;
            }
            self.columns.push(Common::new(header::spaced(name)));
            self.places.push(place);
        }
    }

    /// The first of the rows that have the most cells heads the others.
    fn start(&mut self) {
        if self.started {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
        let most = pending.iter().map(|row| filled(row)).max().unwrap_or(0);
        let mut rows = pending.into_iter().skip_while(|row| filled(row) < most);
        let names = rows.next().unwrap_or_default();
        self.head(&names);
        for row in rows {
            self.take(&row);
        }
    }

    fn take(&mut self, row: &dyn Row) {
        self.rows += 1;
        for (column, place) in self.columns.iter_mut().zip(&self.places) {
            column.take(row.get(*place), &self.types);
        }
    }

    fn finish(self, empty: Dataset) -> Inferred {
        let mut names: IndexSet<String> = IndexSet::new();
        let mut columns = Vec::with_capacity(self.columns.len());
        let mut remarks = IndexMap::new();
        for common in &self.columns {
            let name = named(&common.header, &names);
            names.insert(name.clone());
            let header = (header::fold(&name) != header::fold(&common.header)).then(|| common.header.clone());
            let holds = common.holds();
            let is_text = matches!(holds, ColumnType::Text | ColumnType::OneOf(_));
            let stands = |word: &str| !(is_text && AMBIGUOUS.contains(&word));
            let missing = common.missing.iter().filter(|(word, _)| stands(word));
            let missing_words = missing.map(|(_, word)| word.clone()).collect();
            remarks.extend(common.remark(&holds).map(|remark| (name.clone(), remark)));
            columns.push(Column { name, header, holds, missing_words, empty: None, span: NOWHERE });
        }
        let unique = self.unique(&columns);
        let is_period = |name: &String| columns.iter().any(|c| c.name == *name && c.holds == ColumnType::Period);
        let key = if unique.iter().any(is_period) { unique.clone() } else { Vec::new() };
        Inferred {
            dataset: Dataset { columns, key, ..empty },
            rows: self.rows,
            unique,
            left_out: self.left_out,
            remarks,
        }
    }

    /// The fewest columns, of texts, codes, days and periods, that tell all rows apart.
    fn unique(&self, columns: &[Column]) -> Vec<String> {
        if self.rows < 2 || self.rows > FIGURES {
            return Vec::new();
        }
        let can = |(common, column): &(&Common, &Column)| {
            let kind =
                matches!(column.holds, ColumnType::Text | ColumnType::OneOf(_) | ColumnType::Period | ColumnType::Date);
            kind && common.empty == 0 && common.missing.is_empty()
        };
        let mut able: Vec<(&Common, &Column)> = self.columns.iter().zip(columns).filter(can).collect();
        able.truncate(8);
        let apart = |chosen: &[&(&Common, &Column)]| {
            let mut seen = HashSet::with_capacity(self.rows);
            (0..self.rows).all(|row| {
                seen.insert(chosen.iter().map(|(common, _)| common.hashes.get(row).copied()).collect::<Vec<_>>())
            })
        };
        let mut sets: Vec<Vec<&(&Common, &Column)>> = vec![Vec::new()];
        for one in &able {
            let short = sets.iter().filter(|set| set.len() < 3);
            let longer: Vec<_> = short.map(|set| set.iter().copied().chain([one]).collect::<Vec<_>>()).collect();
            sets.extend(longer);
        }
        let dated = |set: &[&(&Common, &Column)]| set.iter().any(|(_, column)| column.holds == ColumnType::Period);
        // Figures have a period, even where something else alone would tell them apart.
        sets.sort_by_key(|set| (!dated(set), set.len()));
        let found = sets.iter().find(|set| !set.is_empty() && apart(set));
        if let Some(found) = found {
            return found.iter().map(|(_, column)| column.name.clone()).collect();
        }
        Vec::new()
    }
}

impl Sink for Survey {
    fn fields(&mut self, names: &[String]) {
        self.head(names);
    }

    fn held(&mut self, _: &[Held]) {}

    fn wanted(&self) -> Vec<usize> {
        self.places.clone()
    }

    fn row(&mut self, _: RowId, row: &dyn Row) -> ControlFlow<()> {
        if row.is_blank() {
            return ControlFlow::Continue(());
        }
        if self.started {
            self.take(row);
        } else {
            self.pending.push(row.texts());
            if self.pending.len() >= HEADER_WITHIN {
                self.start();
            }
        }
        ControlFlow::Continue(())
    }

    fn bad_row(&mut self, _: RowId, _: String) {
        self.rows += 1;
    }
}

/// A name in the form the rules have, which no other column has.
fn named(header: &str, taken: &IndexSet<String>) -> String {
    let name = name_of(header);
    let mut free = name.clone();
    let mut number = 2;
    while taken.contains(&free) {
        free = format!("{name}_{number}");
        number += 1;
    }
    free
}

/// A text in the form of a name of the rules.
#[must_use]
pub fn name_of(text: &str) -> String {
    // In an expression these hold it together, or are values.
    const HELD: [&str; 9] = ["if", "then", "else", "and", "or", "not", "where", "yes", "no"];
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.map(str::to_lowercase).collect::<Vec<_>>().join("_");
    let mut name: String = joined.chars().filter(|c| c.is_alphabetic() || c.is_ascii_digit() || *c == '_').collect();
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || HELD.contains(&name.as_str()) {
        name.insert_str(0, "column_");
    }
    name
}

/// A type as the rules write it.
pub fn written(holds: &ColumnType) -> String {
    let codes = |codes: &[String]| codes.iter().map(|code| code_of(code)).collect::<Vec<_>>().join(", ");
    match holds {
        ColumnType::Text => "text".to_owned(),
        ColumnType::Number(unit) => unit.of_column().to_owned(),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Period => "period".to_owned(),
        ColumnType::Rank => "rank".to_owned(),
        ColumnType::YesNo => "yes/no".to_owned(),
        ColumnType::OneOf(list) => format!("one of [{}]", codes(list)),
        ColumnType::SomeOf(list) => format!("some of [{}]", codes(list)),
    }
}

fn code_of(code: &str) -> String {
    let word = code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if word { code.to_owned() } else { text(code) }
}

fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

impl Inferred {
    /// The item, as a rule file has it.
    #[must_use]
    pub fn item(&self) -> String {
        let dataset = &self.dataset;
        let source = match &dataset.source {
            Source::Csv { path, separator: ',' } => format!("csv {}", text(path)),
            Source::Csv { path, separator: '\t' } => format!("csv {} separator \"tab\"", text(path)),
            Source::Csv { path, separator } => format!("csv {} separator \"{separator}\"", text(path)),
            Source::Workbook { path, sheet } => {
                let kind = if path.to_lowercase().ends_with(".ods") { "ods" } else { "xlsx" };
                let sheet = sheet.as_ref().map(|sheet| format!(" sheet {}", text(sheet))).unwrap_or_default();
                format!("{kind} {}{sheet}", text(path))
            }
            Source::Parquet { path } => format!("parquet {}", text(path)),
            Source::JsonLines { path } => format!("jsonl {}", text(path)),
            Source::Sqlite { path, table } => format!("sqlite {} table {}", text(path), text(table)),
            Source::Postgres { connection, table, .. } => {
                format!("postgres {} table {}", text(connection), text(table))
            }
            Source::Sql { query, over, .. } => format!("sql \"\"\"{query}\"\"\" over [{}]", over.join(", ")),
            // What is inferred is a file or a table.
            Source::Plugin { .. } | Source::Inline { .. } => String::new(),
        };
        let mut out = format!("# {} rows", self.rows);
        if !self.left_out.is_empty() {
            let headers: Vec<String> = self.left_out.iter().map(|header| text(header)).collect();
            let _ = write!(out, "; headed twice, and left out: {}", headers.join(", "));
        }
        let _ = write!(out, "\ndataset {} {{\n  source: {source}\n", dataset.name);
        if !dataset.key.is_empty() {
            let _ = writeln!(out, "  key:    [{}]", dataset.key.join(", "));
        } else if !self.unique.is_empty() {
            let unique = self.unique.join(", ");
            let _ =
                writeln!(out, "  # key:  [{unique}] tells all rows apart; with it they are figures to be looked up");
        }
        out.push_str("  columns {\n");
        let widest = dataset.columns.iter().map(|column| column.name.chars().count()).max().unwrap_or(0) + 1;
        for column in &dataset.columns {
            let mut line = format!("{:<widest$} {}", format!("{}:", column.name), written(&column.holds));
            if let Some(header) = &column.header {
                let _ = write!(line, " from {}", text(header));
            }
            for (word, reason) in &column.missing_words {
                let _ = write!(line, " or {} as {}", text(word), reason.word());
            }
            if line.chars().count() > 110 {
                line = line.replace("\", ", "\",\n      ").replace(" of [", " of [\n      ");
            }
            if let Some(remark) = self.remarks.get(&column.name) {
                let _ = writeln!(out, "    # {}: {remark}", column.name);
            }
            let _ = writeln!(out, "    {line}");
        }
        out.push_str("  }\n}\n");
        out
    }
}
