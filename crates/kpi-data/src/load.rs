//! One dataset from its file: finds the headers, conforms the rows, and keeps them as figures or as records.

use crate::DataError;
use crate::columns::{Columns, Prepared};
use crate::conform::{Conformer, Problem};
use crate::engine::failed;
use crate::file::{Bounds, Files};
use crate::header::{self, Header, Shape};
use crate::keyed::{Figure, key_value};
use crate::measures::Plugged;
use crate::memo::Memo;
use crate::place::{Origin, RowId};
use crate::read::encoding::Encoding;
use crate::read::{self, Row, Sink, Unreadable, csv};
use crate::report::Report;
use crate::sql::{self, Databases, Held};
use crate::stream::{self, Lines, ParquetFiles, Streams, TextFile, Written};
use indexmap::IndexMap;
use kpi_core::codes::data::{BAD_ROW, MISSING_COLUMN, STRAY_ROW, UNREADABLE_FILE};
use kpi_core::diagnostic::{DataPlace, Place};
use kpi_core::facts::Cell;
use kpi_core::plugin::Settings;
use kpi_core::schema::{Dataset, InlineRow, Source};
use kpi_core::{Calendar, Code, Diagnostic, Missing, Reason, suggest};
use std::fs::File;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// The headers are looked for in so many rows that are not blank.
const HEADER_WITHIN: usize = 100;

/// A dataset that was read.
#[derive(Debug)]
pub struct Table {
    pub schema: Dataset,
    pub origin: Origin,
    pub rows: Stored,
    /// Why the dataset has no rows, where its file or its headers could not be read.
    pub broken: Option<String>,
    /// Why its rows are not just those of its source: some could not be taken in, or two of them are one figure.
    pub amiss: Option<String>,
    /// What the engine sees of it, once it was asked.
    pub prepared: OnceLock<Prepared>,
}

impl Table {
    pub fn count(&self) -> u64 {
        let count = match (&self.rows, self.prepared.get()) {
            (Stored::Streamed(streamed), _) => return streamed.files.rows(),
            (_, Some(prepared)) => prepared.batch.num_rows(),
            (Stored::Figures(figures), None) => figures.len(),
            (Stored::Records(columns), None) => columns.count(),
        };
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// Why nothing can be counted, added up or listed over all of the rows. Which of the answers a row that is not there
    /// would have changed cannot be known.
    pub fn partial(&self) -> Option<&str> {
        self.broken.as_deref().or(self.amiss.as_deref())
    }
}

#[derive(Debug)]
pub enum Stored {
    /// The rows of a keyed dataset, with what is written in each cell.
    Figures(Vec<Figure>),
    /// Records, as columns for the engine only.
    Records(Columns),
    /// Records that are read anew each time they are counted.
    Streamed(Streamed),
}

/// Records that stay in their files.
#[derive(Debug)]
pub struct Streamed {
    pub files: Streams,
    pub calendar: Calendar,
    root: PathBuf,
    bounds: Bounds,
}

impl Streamed {
    /// The same with all columns in memory: what cohorts are made from.
    pub fn hold(&self, dataset: &Dataset) -> Result<(Table, Vec<Diagnostic>), DataError> {
        let mut loader = Loader::new(dataset, self.calendar);
        loader.held = true;
        // They were hashed when they were opened.
        let mut files = Files::new(&self.root).bounded(self.bounds).unhashed();
        let read = match &dataset.source {
            Source::Parquet { path } => {
                loader.origin.file = path.replace('\\', "/");
                loader.parquet(path, &mut files)
            }
            Source::Csv { path, .. } | Source::JsonLines { path } => {
                loader.origin.file = path.replace('\\', "/");
                loader.text(path, &mut files)
            }
            _ => return Err(failed("the records are in no file")),
        };
        if let Err(unreadable) = read {
            loader.refuse(*unreadable);
        }
        let (mut table, found) = loader.finish();
        if let Stored::Records(columns) = &mut table.rows {
            let prepared = columns.prepare().map_err(failed)?;
            // They are many: the engine's form of them is enough.
            columns.forget();
            table.prepared = OnceLock::from(prepared);
        }
        Ok((table, found))
    }
}

/// What datasets are read from.
#[derive(Debug)]
pub struct Sources<'a> {
    pub files: Files,
    pub databases: Databases,
    pub plugins: Arc<dyn Plugged>,
    pub calendar: Calendar,
    /// All that are open, for queries over them.
    pub datasets: IndexMap<&'a str, &'a Dataset>,
}

/// Takes the conformed rows of a dataset one by one, with what is written in them.
type Taker<'a> = &'a mut dyn FnMut(RowId, &[Cell], &[Option<&str>]);

/// What was seen of a dataset beside its rows.
#[derive(Debug, Default)]
pub struct Seen {
    /// Why it has no rows, where it cannot be read.
    pub broken: Option<String>,
    /// Why the rows given are not all, or not only, those of the source.
    pub amiss: Option<String>,
    pub origin: Origin,
    /// The headers that no column of the dataset has.
    pub unnamed: Vec<String>,
}

/// Reads a dataset; what is wrong with it is told, and whatever is right is kept.
pub fn load(sources: &mut Sources<'_>, dataset: &Dataset) -> (Table, Vec<Diagnostic>) {
    let mut loader = Loader::new(dataset, sources.calendar);
    loader.load(sources);
    loader.finish()
}

/// Gives each row of a dataset as it conforms.
pub fn each_row(sources: &mut Sources<'_>, dataset: &Dataset, told: &mut Vec<Diagnostic>, taker: Taker<'_>) -> Seen {
    let mut loader = Loader::new(dataset, sources.calendar);
    loader.taker = Some(taker);
    loader.load(sources);
    let unnamed = loader.header.as_mut().map(|header| std::mem::take(&mut header.unnamed)).unwrap_or_default();
    let (table, found) = loader.finish();
    told.extend(found);
    Seen { broken: table.broken, amiss: table.amiss, origin: table.origin, unnamed }
}

/// Gives each row of a dataset's source as it is written.
pub fn raw_rows(sources: &mut Sources<'_>, dataset: &Dataset, sink: &mut dyn Sink) -> Result<(), Box<Diagnostic>> {
    let mut origin = Origin::default();
    let read = match &dataset.source {
        Source::Csv { path, separator } => {
            origin.file = path.clone();
            read::csv::read(&sources.files.read(path)?, *separator, sink)
        }
        Source::Workbook { path, sheet } => {
            origin.file = path.clone();
            read::workbook::read(&sources.files.read(path)?, sheet.as_deref()).map(|sheet| sheet.hand_over(sink))
        }
        Source::JsonLines { path } => {
            origin.file = path.clone();
            read::jsonl::read(&sources.files.read(path)?, sink)
        }
        Source::Parquet { path } => {
            origin.file = path.clone();
            read::parquet::read(sources.files.open(path)?, sink)
        }
        Source::Sqlite { path, table } => {
            (origin.file, origin.table) = (path.clone(), Some(table.clone()));
            sql::sqlite(&sources.files.locate(path)?, table, sink)
        }
        Source::Postgres { .. } | Source::Plugin { .. } | Source::Sql { .. } | Source::Inline { .. } => Ok(()),
    };
    read.map_err(|unreadable| Box::new(unreadable.diagnostic(&origin)))
}

impl Loader<'_> {
    fn load(&mut self, sources: &mut Sources<'_>) {
        if let Err(unreadable) = self.read(sources) {
            self.refuse(*unreadable);
        }
    }

    /// The source, or the rest of it, cannot be read.
    fn refuse(&mut self, unreadable: Diagnostic) {
        let why = match unreadable.place() {
            Some(Place::Data(place)) if unreadable.code != UNREADABLE_FILE => {
                format!("{place}: {}", unreadable.message)
            }
            _ => unreadable.message.clone(),
        };
        self.broken.get_or_insert(why);
        self.report.say(unreadable);
    }
}

/// Rows that could not be taken in.
#[derive(Debug, Default)]
struct Lost {
    count: u64,
    first: Option<DataPlace>,
}

impl Lost {
    fn note(&mut self, place: DataPlace) {
        self.count += 1;
        self.first.get_or_insert(place);
    }

    fn told(&self) -> Option<String> {
        let first = self.first.as_ref()?;
        Some(match self.count {
            1 => format!("1 row could not be taken in: {first}"),
            many => format!("{many} rows could not be taken in, the first of them {first}"),
        })
    }
}

struct Loader<'a> {
    dataset: &'a Dataset,
    calendar: Calendar,
    /// Are the rows wanted in memory, though they could stay in their files?
    held: bool,
    /// Are rows only looked at, to be read again when they are counted? Then how many there were.
    surveyed: Option<u64>,
    conformers: Vec<Conformer<'a>>,
    /// Of records, what their cells were read as.
    memo: Memo<'a>,
    /// The places of the key columns among the declared ones.
    key: Vec<usize>,
    origin: Origin,
    report: Report,
    header: Option<Header>,
    header_row: u64,
    /// While the headers are looked for: the rows seen.
    seen: Vec<(RowId, Vec<String>)>,
    rows: Stored,
    broken: Option<String>,
    lost: Lost,
    /// Takes the rows in place of `rows`.
    taker: Option<Taker<'a>>,
    /// About other datasets, which a query reads.
    told: Vec<Diagnostic>,
}

impl<'a> Loader<'a> {
    fn new(dataset: &'a Dataset, calendar: Calendar) -> Self {
        let place = |name: &String| dataset.columns.iter().position(|column| column.name == *name);
        Self {
            dataset,
            calendar,
            held: false,
            surveyed: None,
            conformers: dataset.columns.iter().map(|column| Conformer::new(column, calendar)).collect(),
            memo: Memo::new(dataset, calendar, 0..dataset.columns.len()),
            key: dataset.key.iter().filter_map(place).collect(),
            origin: Origin::default(),
            report: Report::default(),
            header: None,
            header_row: 0,
            seen: Vec::new(),
            rows: if dataset.key.is_empty() {
                Stored::Records(Columns::new(dataset))
            } else {
                Stored::Figures(Vec::new())
            },
            broken: None,
            lost: Lost::default(),
            taker: None,
            told: Vec::new(),
        }
    }

    fn read(&mut self, sources: &mut Sources<'_>) -> Result<(), Box<Diagnostic>> {
        let dataset = self.dataset;
        let (path, table) = match &dataset.source {
            Source::Inline { rows } => {
                self.origin.file = format!("the rows given for {}", dataset.name);
                rows.iter().zip(1..).for_each(|(row, number)| self.inline(row, number));
                return Ok(());
            }
            Source::Csv { path, .. }
            | Source::Workbook { path, .. }
            | Source::Parquet { path }
            | Source::JsonLines { path } => (path.replace('\\', "/"), None),
            Source::Sqlite { path, table } => (path.replace('\\', "/"), Some(table.clone())),
            Source::Postgres { connection, table, .. } => (format!("postgres:{connection}"), Some(table.clone())),
            Source::Plugin { plugin, .. } => (format!("plugin:{plugin}"), None),
            Source::Sql { .. } => (format!("sql:{}", dataset.name), None),
        };
        (self.origin.file, self.origin.table) = (path, table);
        let read = match &dataset.source {
            Source::Parquet { path } => return self.parquet(path, &mut sources.files),
            Source::Sqlite { path, table } => sql::sqlite(&sources.files.locate(path)?, table, self),
            Source::Postgres { connection, table, .. } => {
                let read = sources.databases.read(connection, table, self);
                read.map(|sha256| sources.files.note(format!("postgres:{connection}/{table}"), sha256))
            }
            Source::Plugin { plugin, settings, span } => {
                return self.fetched(plugin, settings, sources).map_err(|d| Box::new(d.label(*span, "fetched here")));
            }
            Source::Sql { query, over, .. } => {
                let mut told = Vec::new();
                let read = sql::query(query, over, sources, &mut told, self);
                self.told.extend(told);
                read
            }
            Source::Csv { path, .. } | Source::JsonLines { path } if sources.files.is_long(path) => {
                return self.text(path, &mut sources.files);
            }
            Source::Csv { path, .. } | Source::Workbook { path, .. } | Source::JsonLines { path } => {
                self.read_bytes(&sources.files.read(path)?)
            }
            Source::Inline { .. } => Ok(()),
        };
        if read.is_ok() {
            self.settle_header();
        }
        read.map_err(|unreadable| {
            let diagnostic = unreadable.diagnostic(&self.origin);
            Box::new(match &dataset.source {
                Source::Postgres { span, .. } | Source::Sql { span, .. } => diagnostic.label(*span, "read here"),
                _ => diagnostic,
            })
        })
    }

    /// The rows that a plugin fetches, under the names it gives its columns.
    fn fetched(&mut self, plugin: &str, settings: &Settings, sources: &mut Sources<'_>) -> Result<(), Box<Diagnostic>> {
        let fetched = sources.plugins.source(plugin, settings)?;
        for input in fetched.inputs {
            sources.files.note(input.path, input.sha256);
        }
        self.fields(&fetched.columns);
        for (row, number) in fetched.rows.iter().zip(1u64..) {
            if self.row(number.into(), row).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// One file, or all files of a folder in the order of their names.
    fn parquet(&mut self, path: &str, files: &mut Files) -> Result<(), Box<Diagnostic>> {
        let paths = files.parquet_files(path)?;
        if !self.held && self.taker.is_none() && self.dataset.key.is_empty() {
            let mut opened = Vec::with_capacity(paths.len());
            for shown in &paths {
                opened.push((shown.clone(), files.leave(shown)?));
            }
            let files_of = ParquetFiles::open(&opened, self.dataset, &mut self.report)?;
            let (root, bounds) = (files.root().to_owned(), files.bounds());
            let files = Streams::Parquet(files_of);
            self.rows = Stored::Streamed(Streamed { files, calendar: self.calendar, root, bounds });
            return Ok(());
        }
        for shown in paths {
            self.origin.file.clone_from(&shown);
            self.header = None;
            read::parquet::read(files.open(&shown)?, self)
                .map_err(|unreadable| Box::new(unreadable.diagnostic(&self.origin)))?;
            self.settle_header();
        }
        self.origin.file = path.replace('\\', "/");
        Ok(())
    }

    /// A file of lines that is too long to be in memory with all that is made of it.
    fn text(&mut self, path: &str, files: &mut Files) -> Result<(), Box<Diagnostic>> {
        let full = files.leave(path)?;
        let refused = |unreadable: Box<Unreadable>, origin: &Origin| Box::new(unreadable.diagnostic(origin));
        let encoding = File::open(&full).and_then(Encoding::of);
        let encoding = encoding.map_err(|error| refused(stream::unread(error), &self.origin))?;
        let Some(encoding) = encoding else {
            let read = self.read_bytes(&files.read(path)?);
            self.settle_header();
            return read.map_err(|unreadable| refused(unreadable, &self.origin));
        };
        let lines = Lines { path: &full, encoding, at_a_time: files.bounds().at_a_time };
        let mut written = match &self.dataset.source {
            Source::Csv { separator, .. } => {
                let delimiter = csv::delimiter(*separator).map_err(|unreadable| refused(unreadable, &self.origin))?;
                Written::Separated(delimiter)
            }
            _ => {
                let fields = lines.fields().map_err(|unreadable| refused(unreadable, &self.origin))?;
                self.fields(&fields.keys().cloned().collect::<Vec<_>>());
                Written::Json(fields)
            }
        };
        let streams = !self.held && self.taker.is_none() && self.dataset.key.is_empty();
        self.surveyed = streams.then_some(0);
        let stretches =
            lines.cut(&written.clone(), &mut |text, before, behind| written.rows(text, before, behind, self));
        let stretches = stretches.map_err(|unreadable| refused(unreadable, &self.origin))?;
        self.settle_header();
        if let (Some(rows), Some(header)) = (self.surveyed, self.header.clone()) {
            let (origin, header_row) = (self.origin.clone(), self.header_row);
            let file = TextFile { path: full, origin, encoding, written, header, header_row, stretches, rows };
            let (root, bounds) = (files.root().to_owned(), files.bounds());
            self.rows = Stored::Streamed(Streamed {
                files: Streams::Text(Box::new(file)),
                calendar: self.calendar,
                root,
                bounds,
            });
        }
        Ok(())
    }

    fn settle_header(&mut self) {
        if self.header.is_none() && self.broken.is_none() {
            self.take_best();
        }
    }

    fn read_bytes(&mut self, bytes: &[u8]) -> Result<(), Box<Unreadable>> {
        match &self.dataset.source {
            Source::Csv { separator, .. } => read::csv::read(bytes, *separator, self),
            Source::Workbook { sheet, .. } => {
                let sheet = read::workbook::read(bytes, sheet.as_deref())?;
                self.origin.sheet = Some(sheet.name.clone());
                sheet.hand_over(self);
                Ok(())
            }
            Source::JsonLines { .. } => read::jsonl::read(bytes, self),
            _ => Ok(()),
        }
    }

    /// No row named every column: the one that names most of them is the header, and what it lacks is told.
    fn take_best(&mut self) {
        let seen = std::mem::take(&mut self.seen);
        let best = seen.iter().enumerate().map(|(i, (_, row))| (header::named(self.dataset, row), i));
        let best = best.max_by_key(|(named, i)| (*named, std::cmp::Reverse(*i))).filter(|(named, _)| *named > 0);
        let Some((_, best)) = best else {
            let first = seen.first().map(|(row, cells)| (*row, cells.as_slice()));
            self.report.say(header::none(self.dataset, first, &self.origin));
            self.broken = Some(match &self.origin {
                Origin { file, table: Some(table), .. } => {
                    format!("{file}, table \"{table}\", has none of the columns")
                }
                Origin { file, .. } if matches!(self.dataset.source, Source::Sql { .. }) => {
                    format!("{file} has none of the columns")
                }
                Origin { file, .. } => format!("{file} has no row of headers"),
            });
            return;
        };
        let mut rows = seen.into_iter().skip(best);
        if let Some((id, row)) = rows.next() {
            self.header_row = id.number;
            self.take_header(&row);
        }
        for (id, row) in rows {
            self.conform(id, &row);
        }
    }

    fn take_header(&mut self, row: &[String]) {
        let header = header::take(self.dataset, row, &self.origin, &mut self.report);
        // Without its key no row can be told from another, so no figure can be said to be absent either.
        let found = |index: &usize| header.columns.get(*index).is_some_and(Option::is_some);
        if let Some(column) =
            self.key.iter().find(|index| !found(index)).and_then(|index| self.dataset.columns.get(*index))
        {
            let name = header::called(column);
            self.broken = Some(format!("{} has no column \"{name}\", which is part of the key", self.origin.file));
        }
        self.header = Some(header);
    }

    /// Takes a row that may be the header; the best of those seen when none is found in many rows.
    fn look_for_header(&mut self, id: RowId, row: &dyn Row) -> ControlFlow<()> {
        let texts = row.texts();
        let taken = match self.dataset.header_row {
            Some(wanted) if id.number < u64::from(wanted) => return ControlFlow::Continue(()),
            Some(_) => header::named(self.dataset, &texts) > 0,
            None => header::named(self.dataset, &texts) == self.dataset.columns.len(),
        };
        if taken {
            self.seen.clear();
            self.header_row = id.number;
            self.take_header(&texts);
            return ControlFlow::Continue(());
        }
        self.seen.push((id, texts));
        if self.dataset.header_row.is_some() || self.seen.len() >= HEADER_WITHIN {
            self.take_best();
        }
        if self.broken.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn conform(&mut self, id: RowId, row: &dyn Row) {
        let Some(header) = &self.header else { return };
        let written = |index: usize| header.columns.get(index).copied().flatten().map(|place| row.get(place));
        match header.shape(row) {
            Shape::Blank => {}
            Shape::Wide(cells) => {
                let message = format!("the row has {cells} cells, but there are {} headers", header.width);
                let text = preview(row);
                self.lose(STRAY_ROW, id, message, |told| {
                    let told = told.note(format!("it says: {text}"));
                    told.help("a cell with the separator in it needs quotes: `\"15,000\"`")
                });
            }
            Shape::Apart => self.apart(id, &preview(row)),
            Shape::Record => {
                if let Some(rows) = &mut self.surveyed {
                    *rows += 1;
                    return;
                }
                let raws: Vec<Option<&str>> = (0..self.conformers.len()).map(written).collect();
                self.take(id, &raws, &|| preview(row));
            }
        }
    }

    fn apart(&mut self, id: RowId, says: &str) {
        let message = "the row is empty in every column of the dataset, but not blank".to_owned();
        self.lose(STRAY_ROW, id, message, |told| told.note(format!("it says: {says}")));
    }

    /// Leaves a row out, and says so.
    fn lose(&mut self, code: Code, id: RowId, message: String, more: impl FnOnce(Diagnostic) -> Diagnostic) {
        self.lost.note(self.origin.row(id));
        let (origin, figures) = (&self.origin, !self.key.is_empty());
        self.report.row(code, "", || {
            let told = more(origin.diagnose(code, id, None, message));
            if figures {
                return told;
            }
            told.note("which figures would count the row cannot be known: all that is made of these records is missing, `failed`")
        });
    }

    fn inline(&mut self, row: &InlineRow, number: u64) {
        let id = RowId { number, span: Some(row.span) };
        for (name, _) in &row.cells {
            if self.dataset.column(name).is_none() {
                let message = format!("the dataset {} has no column \"{name}\"", self.dataset.name);
                let mut diagnostic = self.origin.diagnose(MISSING_COLUMN, id, Some(name), message);
                let columns = self.dataset.columns.iter().map(|column| column.name.as_str());
                diagnostic.help.extend(suggest::did_you_mean(name, columns));
                self.report.say(diagnostic);
            }
        }
        let written = |name: &str| row.cells.iter().find(|(column, _)| column == name).map_or("", |(_, cell)| cell);
        let raws: Vec<Option<&str>> = self.dataset.columns.iter().map(|column| Some(written(&column.name))).collect();
        let cells = || row.cells.iter().map(|(_, cell)| cell.as_str()).collect::<Vec<_>>().join(" | ");
        if raws.iter().flatten().all(|cell| cell.trim().is_empty()) {
            self.apart(id, &cells());
            return;
        }
        self.take(id, &raws, &cells);
    }

    /// Conforms the cells of one row and keeps it, or says why it is none. A cell is `None` where the file has no
    /// such column, which was reported once.
    fn take(&mut self, id: RowId, raws: &[Option<&str>], preview: &dyn Fn() -> String) {
        if let (Stored::Records(columns), None) = (&mut self.rows, &self.taker) {
            let written = |place: usize| raws.get(place).copied().flatten();
            self.memo.take(columns, id, written, &self.origin, &mut self.report);
            return;
        }
        let mut cells = Vec::with_capacity(raws.len());
        let mut problems: Vec<(usize, Box<Problem>)> = Vec::new();
        for (index, (conformer, raw)) in self.conformers.iter().zip(raws).enumerate() {
            cells.push(match raw.map(|raw| conformer.cell(raw)) {
                None => Cell::Missing(Missing::new(Reason::Failed, "the column could not be read")),
                Some(Ok(cell)) => cell,
                Some(Err(problem)) => {
                    let missing = Missing::new(Reason::Failed, problem.message.clone());
                    problems.push((index, problem));
                    Cell::Missing(missing)
                }
            });
        }
        let no_key: Vec<usize> = self
            .key
            .iter()
            .copied()
            .filter(|index| {
                let failed = problems.iter().any(|(problem, _)| problem == index);
                let column = raws.get(*index).is_some_and(Option::is_some);
                !failed && column && cells.get(*index).is_none_or(|cell| key_value(cell).is_none())
            })
            .collect();
        if !no_key.is_empty() {
            // A total or a note: its other cells are none of the dataset's, so nothing more is said of them.
            let names: Vec<String> = no_key
                .iter()
                .filter_map(|index| self.dataset.columns.get(*index))
                .map(|column| format!("\"{}\"", header::called(column)))
                .collect();
            let verb = if names.len() == 1 { "is" } else { "are" };
            let message = format!("the row has no key: {} {verb} empty", suggest::list(&names, "and"));
            self.lose(STRAY_ROW, id, message, |told| {
                told.note(format!("it says: {}", preview())).help("the row is left out: delete it, or fill in its key")
            });
            return;
        }
        for (index, problem) in problems {
            let Some(column) = self.dataset.columns.get(index) else { continue };
            self.report.problem(column, &self.origin, id, &problem);
        }
        if let Some(taker) = &mut self.taker {
            taker(id, &cells, raws);
            return;
        }
        match &mut self.rows {
            Stored::Records(_) | Stored::Streamed(_) => {}
            Stored::Figures(figures) => {
                // A row whose key could not be read is named above, and is no figure.
                let key =
                    self.key.iter().map(|index| cells.get(*index).and_then(key_value)).collect::<Option<Vec<_>>>();
                if key.is_none() {
                    self.lost.note(self.origin.row(id));
                }
                if let Some(key) = key {
                    let raws = raws.iter().map(|raw| raw.unwrap_or_default().to_owned()).collect();
                    figures.push(Figure { id, key, cells, raws, twin: None });
                }
            }
        }
    }

    fn finish(mut self) -> (Table, Vec<Diagnostic>) {
        let mut amiss = self.lost.told();
        if let Stored::Figures(figures) = &mut self.rows {
            let twins = crate::keyed::find_duplicates(self.dataset, figures, &self.origin, &mut self.report);
            amiss = amiss.or(twins);
        }
        let mut diagnostics = self.told;
        diagnostics.extend(self.report.finish(&self.origin));
        let rows = if self.broken.is_some() { Stored::Figures(Vec::new()) } else { self.rows };
        let (origin, broken) = (self.origin, self.broken);
        (Table { schema: self.dataset.clone(), origin, rows, broken, amiss, prepared: OnceLock::new() }, diagnostics)
    }
}

impl Sink for Loader<'_> {
    fn fields(&mut self, names: &[String]) {
        if header::named(self.dataset, names) > 0 {
            self.take_header(names);
        } else {
            self.seen.push((1.into(), names.to_vec()));
        }
    }

    fn held(&mut self, held: &[Held]) {
        let Some(header) = &mut self.header else { return };
        for (column, place) in self.dataset.columns.iter().zip(&mut header.columns) {
            let held = place.and_then(|place| held.get(place));
            if let Some(refusal) = held.and_then(|held| held.refusal(column, &self.origin)) {
                self.report.say(refusal);
                *place = None;
                if self.dataset.key.contains(&column.name) {
                    let name = header::called(column);
                    self.broken = Some(format!("column \"{name}\" of {} is part of the key", self.origin.file));
                }
            }
        }
    }

    fn wanted(&self) -> Vec<usize> {
        let columns = self.header.iter().flat_map(|header| &header.columns);
        let mut places: Vec<usize> = columns.copied().flatten().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn row(&mut self, id: RowId, row: &dyn Row) -> ControlFlow<()> {
        if self.header.is_some() {
            self.conform(id, row);
            ControlFlow::Continue(())
        } else if row.is_blank() {
            ControlFlow::Continue(())
        } else {
            self.look_for_header(id, row)
        }
    }

    fn bad_row(&mut self, id: RowId, message: String) {
        self.lose(BAD_ROW, id, message, |told| told);
    }
}

/// What a row says, for a person to find it by.
fn preview(row: &dyn Row) -> String {
    let cells: Vec<String> =
        (0..row.len()).map(|i| header::spaced(row.get(i))).filter(|cell| !cell.is_empty()).collect();
    let text = cells.join(" | ");
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
