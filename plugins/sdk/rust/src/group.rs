//! The rows of one figure, by column.

use crate::{Column, Date, Decimal, Problem, Settings, Span};

/// The columns of a call, of which each group has some rows.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    pub columns: &'a [Column],
    pub settings: &'a Settings,
}

/// The rows of one figure. Rows count from 0 within the group; a [`Problem`] names them as kpi does.
#[derive(Debug, Clone, Copy)]
pub struct Group<'a> {
    of: Columns<'a>,
    first: usize,
    rows: usize,
    period: Span,
}

macro_rules! columns_of {
    ($(#[$doc:meta])* $name:ident, $cell:ty, $read:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'a> {
            column: &'a Column,
            first: usize,
            rows: usize,
        }

        impl<'a> $name<'a> {
            /// A row's cell, none where it is empty.
            ///
            /// # Errors
            /// Where the column is of another kind.
            pub fn maybe(&self, row: usize) -> Result<Option<$cell>, Problem> {
                if row >= self.rows {
                    return Ok(None);
                }
                self.column.$read(self.first + row)
            }

            /// A row's cell.
            ///
            /// # Errors
            /// Where the cell is empty, or the column of another kind.
            pub fn get(&self, row: usize) -> Result<$cell, Problem> {
                self.maybe(row)?.ok_or_else(|| {
                    Problem::new("empty_cell", "the cell is empty, and the figure cannot do without it")
                        .column(&self.column.name)
                        .row(self.first + row)
                })
            }

            /// Every row's cell; an empty one is an error.
            pub fn all(self) -> impl Iterator<Item = Result<$cell, Problem>> + 'a {
                (0..self.rows).map(move |row| self.get(row))
            }

            /// The cells that are there.
            pub fn there(self) -> impl Iterator<Item = Result<$cell, Problem>> + 'a {
                (0..self.rows).filter_map(move |row| self.maybe(row).transpose())
            }
        }
    };
}

columns_of! {
    /// Numbers, whole or not.
    Numbers, Decimal, number
}
columns_of! {
    Texts, &'a str, text
}
columns_of! {
    Dates, Date, date
}
columns_of! {
    /// Yes or no.
    Flags, bool, flag
}

impl<'a> Group<'a> {
    #[must_use]
    pub const fn new(of: Columns<'a>, first: usize, rows: usize, period: Span) -> Self {
        Self { of, first, rows, period }
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The period that the figure is for.
    #[must_use]
    pub const fn period(&self) -> Span {
        self.period
    }

    #[must_use]
    pub const fn settings(&self) -> &'a Settings {
        self.of.settings
    }

    /// A problem of one of the group's rows.
    pub fn problem(&self, code: &str, message: impl Into<String>, column: &str, row: usize) -> Problem {
        Problem::new(code, message).column(column).row(self.first + row)
    }

    /// Whether kpi gave an input that is not required.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.of.columns.iter().any(|found| found.name == column)
    }

    /// # Errors
    /// Where there is no such column.
    pub fn numbers(&self, column: &str) -> Result<Numbers<'a>, Problem> {
        Ok(Numbers { column: self.column(column)?, first: self.first, rows: self.rows })
    }

    /// # Errors
    /// Where there is no such column.
    pub fn texts(&self, column: &str) -> Result<Texts<'a>, Problem> {
        Ok(Texts { column: self.column(column)?, first: self.first, rows: self.rows })
    }

    /// # Errors
    /// Where there is no such column.
    pub fn dates(&self, column: &str) -> Result<Dates<'a>, Problem> {
        Ok(Dates { column: self.column(column)?, first: self.first, rows: self.rows })
    }

    /// # Errors
    /// Where there is no such column.
    pub fn flags(&self, column: &str) -> Result<Flags<'a>, Problem> {
        Ok(Flags { column: self.column(column)?, first: self.first, rows: self.rows })
    }

    fn column(&self, name: &str) -> Result<&'a Column, Problem> {
        let found = self.of.columns.iter().find(|column| column.name == name);
        found.ok_or_else(|| Problem::new("no_column", "the column is not there").column(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_sees_its_own_rows_and_names_them_as_kpi_does() {
        let columns = [Column::ints("wait", [Some(1), Some(2), None, Some(4)])];
        let settings = Settings::default();
        let period = Span { start: Date::of_days(0), end: Date::of_days(30) };
        let group = Group::new(Columns { columns: &columns, settings: &settings }, 1, 3, period);
        let waits = group.numbers("wait").expect("a column");
        assert_eq!(waits.get(0), Ok(Decimal::from(2_i64)));
        assert_eq!(waits.maybe(1), Ok(None));
        assert_eq!(waits.maybe(3), Ok(None), "no row of the next group");
        let problem = waits.get(1).expect_err("an empty cell");
        assert_eq!((problem.column.as_deref(), problem.row), (Some("wait"), Some(2)));
        assert_eq!(waits.there().collect::<Result<Vec<_>, _>>().map(|cells| cells.len()), Ok(2));
        assert!(group.numbers("other").is_err());
        assert!(group.has("wait") && !group.has("other"));
        assert!(group.period().has(Date::of_days(30)) && !group.period().has(Date::of_days(31)));
    }
}
