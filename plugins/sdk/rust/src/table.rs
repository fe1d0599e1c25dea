//! What goes into a source and comes out of it.

use crate::{Column, Problem, Settings, Span};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Params {
    pub settings: Settings,
    pub period: Span,
}

/// What kpi is asked to fetch: a URL of a host that the council has granted, or `file:` with a granted file's name.
/// `{secret:NAME}` in the URL or a header's value stands for a secret that kpi puts in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The plugin's own name for it; no two alike in a round.
    pub id: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
}

impl Request {
    pub fn get(id: impl Into<String>, url: impl Into<String>) -> Self {
        Self { id: id.into(), url: url.into(), headers: Vec::new() }
    }

    /// A file that the council has granted, by its name.
    pub fn file(id: impl Into<String>, name: &str) -> Self {
        Self::get(id, format!("file:{name}"))
    }

    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub id: String,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    /// # Errors
    /// Where the body is no UTF-8: says at which byte.
    pub fn text(&self) -> Result<&str, Problem> {
        std::str::from_utf8(&self.body).map_err(|error| {
            Problem::new("not_text", format!("{} is no UTF-8 from byte {}", self.id, error.valid_up_to()))
        })
    }

    /// Whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub rows: u32,
    pub columns: Vec<Column>,
}

impl Table {
    /// # Errors
    /// Where the columns are not of one length.
    pub fn new(columns: Vec<Column>) -> Result<Self, Problem> {
        let rows = columns.first().map_or(0, Column::len);
        if let Some(column) = columns.iter().find(|column| column.len() != rows) {
            let message = format!("the column has {} cells, where there are {rows} rows", column.len());
            return Err(Problem::new("uneven", message).column(&column.name));
        }
        let rows = u32::try_from(rows).map_err(|_| Problem::new("too_large", "there are too many rows"))?;
        Ok(Self { rows, columns })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_table_are_of_one_length() {
        let table = Table::new(vec![Column::ints("a", [Some(1)]), Column::ints("b", [None])]).expect("a table");
        assert_eq!(table.rows, 1);
        let uneven = Table::new(vec![Column::ints("a", [Some(1)]), Column::ints("b", [])]).expect_err("uneven");
        assert_eq!(uneven.column.as_deref(), Some("b"));
    }

    #[test]
    fn a_body_that_is_no_text_says_from_where() {
        let body = vec![b'a', 0xff];
        let response = Response { id: "page".into(), status: 200, headers: vec![("Link".into(), "x".into())], body };
        assert!(response.text().is_err_and(|problem| problem.message.contains("byte 1")));
        assert_eq!(response.header("link"), Some("x"));
    }
}
