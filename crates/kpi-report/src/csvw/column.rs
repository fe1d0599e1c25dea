//! A table as columns that know their cells and what may stand in them.

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Text,
    Decimal,
    /// `2022-04-01`
    Date,
    /// Of these words, several of them apart by `;`.
    SomeOf(&'static [&'static str]),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A file beside this one.
    File,
}

pub struct Column {
    /// Of its header, the same in every language.
    pub name: String,
    /// What people call it.
    pub title: String,
    pub holds: Holds,
    /// Is there something in every row?
    pub required: bool,
}

pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// The columns that tell rows apart.
    pub key: Vec<String>,
}

impl Table {
    /// As RFC 4180 has it: lines end with a carriage return too, and cells are quoted where they have to be.
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let header = self.columns.iter().map(|column| column.name.as_str());
        // What is written to is memory.
        let _ = writer.write_record(header);
        for row in &self.rows {
            let _ = writer.write_record(row);
        }
        writer.into_inner().unwrap_or_default()
    }
}

type Cells<'a, T> = Box<dyn Fn(&T) -> Option<String> + 'a>;

/// The columns of a table over things of one kind.
pub struct Columns<'a, T> {
    columns: Vec<(Column, Cells<'a, T>)>,
    key: Vec<String>,
}

impl<'a, T> Columns<'a, T> {
    pub const fn new() -> Self {
        Self { columns: Vec::new(), key: Vec::new() }
    }

    /// A column that tells rows apart.
    pub fn key(&mut self, name: &str, title: &str, holds: Holds, cell: impl Fn(&T) -> String + 'a) {
        self.key.push(name.to_owned());
        self.required(name, title, holds, cell);
    }

    pub fn required(&mut self, name: &str, title: &str, holds: Holds, cell: impl Fn(&T) -> String + 'a) {
        let column = Column { name: name.to_owned(), title: title.to_owned(), holds, required: true };
        self.columns.push((column, Box::new(move |thing| Some(cell(thing)))));
    }

    pub fn add(&mut self, name: &str, title: &str, holds: Holds, cell: impl Fn(&T) -> Option<String> + 'a) {
        let column = Column { name: name.to_owned(), title: title.to_owned(), holds, required: false };
        self.columns.push((column, Box::new(cell)));
    }

    pub fn table(self, things: &[T]) -> Table {
        let row = |thing| {
            let cell = |(column, cell): &(Column, Cells<'a, T>)| {
                let text = cell(thing).unwrap_or_default();
                // A line break is no part of a name or a title.
                match column.holds {
                    Holds::Text => text.split_whitespace().collect::<Vec<_>>().join(" "),
                    _ => text,
                }
            };
            self.columns.iter().map(cell).collect()
        };
        let rows = things.iter().map(row).collect();
        Table { rows, columns: self.columns.into_iter().map(|(column, _)| column).collect(), key: self.key }
    }
}
