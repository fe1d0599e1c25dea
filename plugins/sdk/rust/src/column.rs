//! Columns: a name, cells, and which of them are there.

use crate::decimal::{self, Decimal};
use crate::{Date, Problem};
use std::collections::HashMap;

/// A column's cells as they go between kpi and a plugin; what stands in a cell that is empty does not matter.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    Nums(Vec<f64>),
    Ints(Vec<i64>),
    /// units × 10^-scale.
    Fixed {
        scale: u8,
        units: Vec<i64>,
    },
    /// Days since 1970-01-01.
    Days(Vec<i32>),
    Bools(Vec<u8>),
    Dict {
        values: Vec<String>,
        codes: Vec<u32>,
    },
    Utf8 {
        offsets: Vec<u32>,
        bytes: Vec<u8>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    /// Bit `i % 8` of byte `i / 8` is set where row i has a cell. No bytes at all: no cell is empty.
    pub valid: Vec<u8>,
    pub data: Data,
}

impl Column {
    pub fn nums(name: &str, cells: impl IntoIterator<Item = Option<f64>>) -> Self {
        let (valid, cells) = split(cells);
        Self { name: name.into(), valid, data: Data::Nums(cells) }
    }

    pub fn ints(name: &str, cells: impl IntoIterator<Item = Option<i64>>) -> Self {
        let (valid, cells) = split(cells);
        Self { name: name.into(), valid, data: Data::Ints(cells) }
    }

    /// Exact numbers, such as money.
    ///
    /// # Errors
    /// Where one has too many digits: says which row.
    pub fn decimals(name: &str, cells: impl IntoIterator<Item = Option<Decimal>>) -> Result<Self, Problem> {
        let cells: Vec<Option<Decimal>> = cells.into_iter().collect();
        let (scale, units) = decimal::fixed(&cells).map_err(|row| {
            Problem::new("too_large", "the number has more digits than kpi takes").column(name).row(row)
        })?;
        let valid = bitmap(cells.iter().map(Option::is_some));
        Ok(Self { name: name.into(), valid, data: Data::Fixed { scale, units } })
    }

    pub fn dates(name: &str, cells: impl IntoIterator<Item = Option<Date>>) -> Self {
        let (valid, cells) = split(cells.into_iter().map(|cell| cell.map(Date::days)));
        Self { name: name.into(), valid, data: Data::Days(cells) }
    }

    pub fn flags(name: &str, cells: impl IntoIterator<Item = Option<bool>>) -> Self {
        let (valid, cells) = split(cells.into_iter().map(|cell| cell.map(u8::from)));
        Self { name: name.into(), valid, data: Data::Bools(cells) }
    }

    /// Texts of which few differ: each is sent once.
    pub fn texts<T: AsRef<str>>(name: &str, cells: impl IntoIterator<Item = Option<T>>) -> Self {
        let mut values: Vec<String> = Vec::new();
        let mut seen: HashMap<String, u32> = HashMap::new();
        let mut there = Vec::new();
        let mut codes = Vec::new();
        for cell in cells {
            there.push(cell.is_some());
            let text = cell.as_ref().map_or("", AsRef::as_ref);
            let code = match seen.get(text) {
                Some(code) => *code,
                None => {
                    let code = u32::try_from(values.len()).unwrap_or(u32::MAX);
                    values.push(text.to_owned());
                    seen.insert(text.to_owned(), code);
                    code
                }
            };
            codes.push(code);
        }
        Self { name: name.into(), valid: bitmap(there.into_iter()), data: Data::Dict { values, codes } }
    }

    /// Texts most of which differ, such as references.
    pub fn long_texts<T: AsRef<str>>(name: &str, cells: impl IntoIterator<Item = Option<T>>) -> Self {
        let mut offsets = vec![0];
        let mut bytes = Vec::new();
        let mut there = Vec::new();
        for cell in cells {
            there.push(cell.is_some());
            bytes.extend_from_slice(cell.as_ref().map_or("", AsRef::as_ref).as_bytes());
            offsets.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        }
        Self { name: name.into(), valid: bitmap(there.into_iter()), data: Data::Utf8 { offsets, bytes } }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        match &self.data {
            Data::Nums(cells) => cells.len(),
            Data::Ints(cells) => cells.len(),
            Data::Fixed { units, .. } => units.len(),
            Data::Days(cells) => cells.len(),
            Data::Bools(cells) => cells.len(),
            Data::Dict { codes, .. } => codes.len(),
            Data::Utf8 { offsets, .. } => offsets.len().saturating_sub(1),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the row has a cell.
    #[must_use]
    pub fn has(&self, row: usize) -> bool {
        self.valid.is_empty() || self.valid.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1)
    }

    pub(crate) fn number(&self, row: usize) -> Result<Option<Decimal>, Problem> {
        if !self.has(row) {
            return Ok(None);
        }
        match &self.data {
            Data::Nums(cells) => cells.get(row).map(|cell| Decimal::of_f64(*cell)).transpose(),
            Data::Ints(cells) => Ok(cells.get(row).map(|cell| Decimal::from(*cell))),
            Data::Fixed { scale, units } => Ok(units.get(row).map(|units| Decimal::new((*units).into(), *scale))),
            _ => Err(Problem::new("wrong_kind", "the column holds no numbers")),
        }
        .map_err(|problem| problem.column(&self.name).row(row))
    }

    pub(crate) fn text(&self, row: usize) -> Result<Option<&str>, Problem> {
        if !self.has(row) {
            return Ok(None);
        }
        let wrong = |message: &str| Problem::new("wrong_kind", message).column(&self.name).row(row);
        match &self.data {
            Data::Dict { values, codes } => {
                Ok(codes.get(row).and_then(|code| values.get(*code as usize)).map(String::as_str))
            }
            Data::Utf8 { offsets, bytes } => {
                let (Some(start), Some(end)) = (offsets.get(row), offsets.get(row + 1)) else { return Ok(None) };
                let text = bytes.get(*start as usize..*end as usize).unwrap_or_default();
                std::str::from_utf8(text).map(Some).map_err(|_| wrong("the text is no UTF-8"))
            }
            _ => Err(wrong("the column holds no texts")),
        }
    }

    pub(crate) fn date(&self, row: usize) -> Result<Option<Date>, Problem> {
        match &self.data {
            _ if !self.has(row) => Ok(None),
            Data::Days(cells) => Ok(cells.get(row).copied().map(Date::of_days)),
            _ => Err(Problem::new("wrong_kind", "the column holds no dates").column(&self.name).row(row)),
        }
    }

    pub(crate) fn flag(&self, row: usize) -> Result<Option<bool>, Problem> {
        match &self.data {
            _ if !self.has(row) => Ok(None),
            Data::Bools(cells) => Ok(cells.get(row).map(|cell| *cell == 1)),
            _ => Err(Problem::new("wrong_kind", "the column holds no yes or no").column(&self.name).row(row)),
        }
    }
}

fn split<T: Default>(cells: impl IntoIterator<Item = Option<T>>) -> (Vec<u8>, Vec<T>) {
    let mut there = Vec::new();
    let cells = cells.into_iter().map(|cell| {
        there.push(cell.is_some());
        cell.unwrap_or_default()
    });
    let cells = cells.collect();
    (bitmap(there.into_iter()), cells)
}

/// No bytes where every cell is there.
pub(crate) fn bitmap(cells: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut bytes: Vec<u8> = Vec::new();
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
        let numbers: Vec<Option<i64>> = (0..19).map(|n| (n % 3 != 0).then_some(n)).collect();
        let column = Column::ints("n", numbers.clone());
        assert_eq!(column.valid.len(), 3);
        for (row, number) in numbers.iter().enumerate() {
            assert_eq!(column.number(row), Ok(number.map(Decimal::from)));
        }
        for column in [
            Column::texts("t", [Some("a"), None, Some("b"), Some("a")]),
            Column::long_texts("t", [Some("a"), None, Some("b"), Some("a")]),
        ] {
            assert_eq!(column.len(), 4);
            let texts: Vec<_> = (0..4).map(|row| column.text(row).expect("a text")).collect();
            assert_eq!(texts, [Some("a"), None, Some("b"), Some("a")]);
        }
    }

    #[test]
    fn a_bitmap_is_left_out_where_nothing_is_empty() {
        assert!(Column::nums("n", [Some(1.0), Some(2.0)]).valid.is_empty());
        assert_eq!(Column::nums("n", [Some(1.0), None]).valid, [1]);
        assert!(Column::nums("n", []).is_empty());
    }

    #[test]
    fn a_column_of_another_kind_says_so() {
        let column = Column::flags("open", [Some(true)]);
        assert_eq!(column.flag(0), Ok(Some(true)));
        let problem = column.number(0).expect_err("no numbers");
        assert_eq!((problem.column.as_deref(), problem.row), (Some("open"), Some(0)));
        assert!(column.text(0).is_err());
        assert!(column.date(0).is_err());
    }

    #[test]
    fn a_decimal_that_does_not_fit_says_in_which_row() {
        let problem = Column::decimals("cost", [Some(Decimal::ONE), Some(Decimal::new(1, 30))]).expect_err("too small");
        assert_eq!((problem.column.as_deref(), problem.row), (Some("cost"), Some(1)));
    }
}
