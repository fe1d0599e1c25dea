//! The rows of the call: the columns that a host holds, and as the bytes that some engines' plugins take.

use kpi_plugin::{Column, Data, Dict, Table};

pub struct Rows {
    pub table: Table,
    /// What each engine has to say.
    pub sum: f64,
}

impl Rows {
    /// Whole numbers whose sum is far below 2^53, so in whatever order they are added it is the same.
    pub fn made(rows: u32) -> Self {
        let kinds = Dict { values: ["home", "day"].map(str::to_owned).to_vec(), codes: each(rows, |row| row % 2) };
        let columns = vec![
            Column::full("number", Data::Nums(each(rows, f64::from))),
            Column::full("count", Data::Ints(each(rows, i64::from))),
            Column::full("started", Data::Days(each(rows, day))),
            Column::full("kind", Data::Dict(kinds)),
        ];
        let length = |row| if row % 2 == 0 { 4 } else { 3 };
        let sum: i64 = (0..rows).map(|row| 2 * i64::from(row) + i64::from(day(row)) + length(row)).sum();
        Self { table: Table { rows, columns }, sum: sum as f64 }
    }

    /// As `guests/columns.rs` reads them. Writing them is part of a call, since what a host has are columns.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(16 + self.table.rows as usize * 24);
        bytes.extend(self.table.rows.to_le_bytes());
        let texts = self.table.columns.iter().filter_map(|column| match &column.data {
            Data::Dict(texts) => Some(&texts.values),
            _ => None,
        });
        for values in texts {
            bytes.extend((values.len() as u32).to_le_bytes());
            bytes.extend(values.iter().flat_map(|value| (value.len() as u32).to_le_bytes()));
        }
        for column in &self.table.columns {
            match &column.data {
                Data::Nums(cells) => bytes.extend(cells.iter().flat_map(|cell| cell.to_le_bytes())),
                Data::Ints(cells) => bytes.extend(cells.iter().flat_map(|cell| cell.to_le_bytes())),
                Data::Days(cells) => bytes.extend(cells.iter().flat_map(|cell| cell.to_le_bytes())),
                Data::Dict(texts) => bytes.extend(texts.codes.iter().flat_map(|cell| cell.to_le_bytes())),
                Data::Fixed(_) | Data::Bools(_) | Data::Utf8(_) => {}
            }
        }
        bytes
    }
}

fn each<T>(rows: u32, cell: impl Fn(u32) -> T) -> Vec<T> {
    (0..rows).map(cell).collect()
}

fn day(row: u32) -> i32 {
    (row % 20_000).cast_signed()
}

/// A figure as plugins that give bytes give it.
pub fn figure(bytes: &[u8]) -> Option<f64> {
    Some(f64::from_le_bytes(*bytes.first_chunk()?))
}
