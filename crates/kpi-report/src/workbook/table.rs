//! A table as columns that know their cells.

use super::entry::Entry;

pub struct Table {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<Entry>>,
}

impl Table {
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty() || self.headers.is_empty()
    }
}

type Cells<'a, T> = Box<dyn Fn(&T) -> Entry + 'a>;

/// The columns of a table over things of one kind.
pub struct Columns<'a, T> {
    columns: Vec<(String, Cells<'a, T>)>,
}

impl<'a, T> Columns<'a, T> {
    pub const fn new() -> Self {
        Self { columns: Vec::new() }
    }

    pub fn add(&mut self, header: impl Into<String>, cell: impl Fn(&T) -> Entry + 'a) {
        self.columns.push((header.into(), Box::new(cell)));
    }

    /// The table, without the columns that have nothing to say in any row.
    pub fn table(self, things: impl IntoIterator<Item = T>) -> Table {
        let things: Vec<T> = things.into_iter().collect();
        let mut headers = Vec::new();
        let mut rows: Vec<Vec<Entry>> = things.iter().map(|_| Vec::new()).collect();
        for (header, cell) in self.columns {
            let cells: Vec<Entry> = things.iter().map(cell).collect();
            if cells.iter().all(|cell| *cell == Entry::Nothing) {
                continue;
            }
            headers.push(unlike(&headers, &header));
            for (row, cell) in rows.iter_mut().zip(cells) {
                row.push(cell);
            }
        }
        Table { headers, rows }
    }
}

/// Excel refuses two columns of one name, however they are capitalised.
fn unlike(headers: &[String], header: &str) -> String {
    const LONGEST: usize = 250;
    let folded = header.split_whitespace().collect::<Vec<_>>().join(" ");
    let header: String = folded.chars().take(LONGEST).collect();
    let taken = |name: &str| headers.iter().any(|known| known.to_lowercase() == name.to_lowercase());
    let mut name = header.clone();
    let mut number = 2;
    while name.is_empty() || taken(&name) {
        name = format!("{header} {number}").trim().to_owned();
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_apart_and_those_without_a_word_left_out() {
        let mut columns: Columns<'_, u8> = Columns::new();
        columns.add("Period", |n| Entry::text(n.to_string()));
        columns.add("period", |n| Entry::text(n.to_string()));
        columns.add("Never", |_| Entry::Nothing);
        let table = columns.table([1, 2]);
        assert_eq!(table.headers, ["Period", "period 2"]);
        assert_eq!(table.rows.len(), 2);
        assert!(table.rows.iter().all(|row| row.len() == 2));
    }
}
