//! The rows of a `given` table, or of `cases`: one column under the other.

use super::wide;
use crate::grammar::{Node, Rule};

#[derive(Debug, Clone)]
enum Line {
    Row { cells: Vec<String>, comment: Option<String> },
    Comment(String),
    Blank,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    /// The comment behind the bracket.
    beside: Option<String>,
    lines: Vec<Line>,
}

impl Table {
    /// Of the text from its opening bracket to behind its closing one; its rows were read from `base` on.
    pub(super) fn read(text: &str, base: usize, open: usize, end: usize, rows: &[Node<'_>]) -> Self {
        let mut table = Self { beside: None, lines: Vec::new() };
        let mut at = open + 1;
        for row in rows.iter().filter(|row| row.as_rule() == Rule::table_row) {
            table.between(text.get(at..base + row.as_span().start()).unwrap_or_default());
            let cells = row.clone().into_inner().filter(|cell| cell.as_rule() == Rule::cell);
            let cells = cells.map(|cell| cell.as_str().trim().to_owned()).collect();
            table.lines.push(Line::Row { cells, comment: None });
            at = base + row.as_span().end();
        }
        table.between(text.get(at..end.saturating_sub(1)).unwrap_or_default());
        table
    }

    fn between(&mut self, text: &str) {
        let lines: Vec<&str> = text.split('\n').collect();
        let last = lines.len().saturating_sub(1);
        for (i, line) in lines.into_iter().enumerate() {
            let line = line.trim();
            if line.starts_with('#') {
                let comment = line.to_owned();
                match self.lines.last_mut() {
                    Some(Line::Row { comment: beside, .. }) if i == 0 => *beside = Some(comment),
                    None if i == 0 => self.beside = Some(comment),
                    _ => self.lines.push(Line::Comment(comment)),
                }
            } else if i > 0 && i < last && !matches!(self.lines.last(), None | Some(Line::Blank)) {
                self.lines.push(Line::Blank);
            }
        }
    }

    /// What stands behind the opening bracket, then the rows, each on its line.
    pub(super) fn lines(&self) -> (String, Vec<String>) {
        let mut widths: Vec<usize> = Vec::new();
        for line in &self.lines {
            if let Line::Row { cells, .. } = line {
                for (i, cell) in cells.iter().enumerate() {
                    match widths.get_mut(i) {
                        Some(width) => *width = (*width).max(wide(cell)),
                        None => widths.push(wide(cell)),
                    }
                }
            }
        }
        let row = |cells: &[String]| {
            let mut text = String::new();
            for (i, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                text.push_str(if i > 0 { " | " } else { "" });
                text.push_str(cell);
                text.push_str(&" ".repeat(width - wide(cell)));
            }
            text.truncate(text.trim_end().len());
            text
        };
        let mut out: Vec<String> = self
            .lines
            .iter()
            .map(|line| match line {
                Line::Row { cells, comment: None } => row(cells),
                Line::Row { cells, comment: Some(comment) } => format!("{}  {comment}", row(cells)),
                Line::Comment(comment) => comment.clone(),
                Line::Blank => String::new(),
            })
            .collect();
        while out.last().is_some_and(String::is_empty) {
            out.pop();
        }
        (self.beside.as_ref().map_or_else(String::new, |comment| format!("  {comment}")), out)
    }
}
