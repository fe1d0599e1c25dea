//! Tables as people build and read them; how they are laid out between kpi and a plugin is in [`crate::wire`].

use crate::wire::{Column, Data, Dict, Fixed, Group, Table, Utf8};

/// What a column or a setting holds. Plugins say it in words, so that a kind of a later version breaks nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Number,
    Integer,
    Date,
    YesOrNo,
    Text,
}

impl Kind {
    #[must_use]
    pub fn of_column(word: &str) -> Option<Self> {
        match word {
            "number" => Some(Self::Number),
            "integer" => Some(Self::Integer),
            "date" => Some(Self::Date),
            "yes or no" => Some(Self::YesOrNo),
            "text" => Some(Self::Text),
            _ => None,
        }
    }

    /// A setting has no integers of its own: 3 is a number.
    #[must_use]
    pub fn of_setting(word: &str) -> Option<Self> {
        Self::of_column(word).filter(|kind| *kind != Self::Integer)
    }

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Date => "date",
            Self::YesOrNo => "yes or no",
            Self::Text => "text",
        }
    }

    /// Whether cells laid out so can stand in a column of this kind.
    #[must_use]
    pub const fn takes(self, data: &Data) -> bool {
        match self {
            Self::Number => matches!(data, Data::Nums(_) | Data::Ints(_) | Data::Fixed(_)),
            Self::Integer => matches!(data, Data::Ints(_)),
            Self::Date => matches!(data, Data::Days(_)),
            Self::YesOrNo => matches!(data, Data::Bools(_)),
            Self::Text => matches!(data, Data::Dict(_) | Data::Utf8(_)),
        }
    }
}

/// One cell of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Empty,
    /// Finite; to be read as the shortest decimal that stands for it.
    Num(f64),
    Int(i64),
    /// Units × 10^-scale.
    Fixed {
        units: i64,
        scale: u8,
    },
    /// Days since 1970-01-01.
    Day(i32),
    Bool(bool),
    Text(&'a str),
}

impl Data {
    /// How many cells there are, or would be if the layout is not as it should be.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Nums(cells) => cells.len(),
            Self::Ints(cells) => cells.len(),
            Self::Fixed(Fixed { units, .. }) => units.len(),
            Self::Days(cells) => cells.len(),
            Self::Bools(cells) => cells.len(),
            Self::Dict(Dict { codes, .. }) => codes.len(),
            Self::Utf8(Utf8 { offsets, .. }) => offsets.len().saturating_sub(1),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the layout is called in messages.
    #[must_use]
    pub const fn layout(&self) -> &'static str {
        match self {
            Self::Nums(_) => "nums",
            Self::Ints(_) => "ints",
            Self::Fixed(_) => "fixed",
            Self::Days(_) => "days",
            Self::Bools(_) => "bools",
            Self::Dict(_) => "dict",
            Self::Utf8(_) => "utf8",
        }
    }

    /// The bytes that the cells take between kpi and the plugin.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let bytes = match self {
            Self::Nums(cells) => cells.len() * 8,
            Self::Ints(cells) => cells.len() * 8,
            Self::Fixed(fixed) => fixed.units.len() * 8,
            Self::Days(cells) => cells.len() * 4,
            Self::Bools(cells) => cells.len(),
            Self::Dict(dict) => dict.codes.len() * 4 + dict.values.iter().map(|value| value.len() + 8).sum::<usize>(),
            Self::Utf8(utf8) => utf8.offsets.len() * 4 + utf8.bytes.len(),
        };
        bytes as u64
    }
}

impl Column {
    /// A column without empty cells.
    #[must_use]
    pub fn full(name: &str, data: Data) -> Self {
        Self { name: name.to_owned(), valid: Vec::new(), data }
    }

    /// Numbers, empty where there is none.
    #[must_use]
    pub fn nums(name: &str, cells: &[Option<f64>]) -> Self {
        let valid = bitmap(cells.iter().map(Option::is_some));
        Self { name: name.to_owned(), valid, data: Data::Nums(cells.iter().map(|c| c.unwrap_or(0.0)).collect()) }
    }

    #[must_use]
    pub fn ints(name: &str, cells: &[Option<i64>]) -> Self {
        let valid = bitmap(cells.iter().map(Option::is_some));
        Self { name: name.to_owned(), valid, data: Data::Ints(cells.iter().map(|c| c.unwrap_or(0)).collect()) }
    }

    #[must_use]
    pub fn fixed(name: &str, scale: u8, cells: &[Option<i64>]) -> Self {
        let valid = bitmap(cells.iter().map(Option::is_some));
        let units = cells.iter().map(|c| c.unwrap_or(0)).collect();
        Self { name: name.to_owned(), valid, data: Data::Fixed(Fixed { scale, units }) }
    }

    #[must_use]
    pub fn days(name: &str, cells: &[Option<i32>]) -> Self {
        let valid = bitmap(cells.iter().map(Option::is_some));
        Self { name: name.to_owned(), valid, data: Data::Days(cells.iter().map(|c| c.unwrap_or(0)).collect()) }
    }

    #[must_use]
    pub fn bools(name: &str, cells: &[Option<bool>]) -> Self {
        let valid = bitmap(cells.iter().map(Option::is_some));
        let data = Data::Bools(cells.iter().map(|c| u8::from(c.unwrap_or(false))).collect());
        Self { name: name.to_owned(), valid, data }
    }

    /// Texts, each different one sent once.
    #[must_use]
    pub fn texts(name: &str, cells: &[Option<&str>]) -> Self {
        let valid = bitmap(cells.iter().map(Option::is_some));
        let mut seen = std::collections::HashMap::new();
        let mut values = Vec::new();
        let mut codes = Vec::with_capacity(cells.len());
        for cell in cells {
            let text = cell.unwrap_or_default();
            let code = *seen.entry(text).or_insert_with(|| {
                values.push(text.to_owned());
                u32::try_from(values.len() - 1).unwrap_or(u32::MAX)
            });
            codes.push(code);
        }
        Self { name: name.to_owned(), valid, data: Data::Dict(Dict { values, codes }) }
    }

    /// Whether the row has a cell.
    #[must_use]
    pub fn has(&self, row: usize) -> bool {
        self.valid.is_empty() || self.valid.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1)
    }

    /// A row's cell: empty as well where there is no such row, or where the layout does not hold one.
    #[must_use]
    pub fn cell(&self, row: usize) -> Cell<'_> {
        if !self.has(row) {
            return Cell::Empty;
        }
        let cell = match &self.data {
            Data::Nums(cells) => cells.get(row).map(|cell| Cell::Num(*cell)),
            Data::Ints(cells) => cells.get(row).map(|cell| Cell::Int(*cell)),
            Data::Fixed(Fixed { scale, units }) => {
                units.get(row).map(|units| Cell::Fixed { units: *units, scale: *scale })
            }
            Data::Days(cells) => cells.get(row).map(|cell| Cell::Day(*cell)),
            Data::Bools(cells) => cells.get(row).map(|cell| Cell::Bool(*cell == 1)),
            Data::Dict(Dict { values, codes }) => {
                codes.get(row).and_then(|code| values.get(*code as usize)).map(|value| Cell::Text(value))
            }
            Data::Utf8(utf8) => utf8.text(row).map(Cell::Text),
        };
        cell.unwrap_or(Cell::Empty)
    }

    /// The bytes that the column takes between kpi and the plugin.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.data.bytes() + (self.valid.len() + self.name.len()) as u64
    }
}

impl Utf8 {
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        let start = *self.offsets.get(row)? as usize;
        let end = *self.offsets.get(row + 1)? as usize;
        std::str::from_utf8(self.bytes.get(start..end)?).ok()
    }
}

impl Table {
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.columns.iter().map(Column::bytes).sum()
    }
}

/// The rows of all groups together.
#[must_use]
pub(crate) fn rows_of(groups: &[Group]) -> u64 {
    groups.iter().map(|group| u64::from(group.rows)).sum()
}

/// Bit by bit, from the lowest; no bytes where every cell is there.
fn bitmap(cells: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut full = true;
    for (row, there) in cells.enumerate() {
        if row % 8 == 0 {
            bytes.push(0);
        }
        full &= there;
        if let Some(last) = bytes.last_mut() {
            *last |= u8::from(there) << (row % 8);
        }
    }
    if full { Vec::new() } else { bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_went_in() {
        let cells: Vec<Option<i64>> = (0..19).map(|n| (n % 3 != 0).then_some(n)).collect();
        let column = Column::ints("n", &cells);
        assert_eq!(column.valid.len(), 3);
        for (row, cell) in cells.iter().enumerate() {
            assert_eq!(column.cell(row), cell.map_or(Cell::Empty, Cell::Int));
        }
        assert_eq!(column.cell(19), Cell::Empty);
        assert!(Column::ints("n", &[Some(1), Some(2)]).valid.is_empty(), "no bitmap where nothing is empty");
    }

    #[test]
    fn texts_are_sent_once_each() {
        let column = Column::texts("kind", &[Some("home"), None, Some("day"), Some("home")]);
        let Data::Dict(dict) = &column.data else { panic!("texts are a dictionary") };
        assert_eq!(dict.values, ["home", "", "day"]);
        assert_eq!(column.cell(3), Cell::Text("home"));
        assert_eq!(column.cell(1), Cell::Empty);
    }
}
