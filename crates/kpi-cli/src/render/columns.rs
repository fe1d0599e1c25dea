//! Columns of text: how wide each gets, and what stands on each line.

use crate::output::Look;
use anstyle::Style;
use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A cell: one text in one style.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub text: String,
    pub style: Style,
}

impl Cell {
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style }
    }
}

pub const GAP: usize = 2;

/// The widths of columns that share a line. One column takes what the others leave; where that is too little the
/// widest of the others give way, down to their longest words.
pub fn fit(rows: &[Vec<Cell>], flexible: usize, at_least: usize, width: usize) -> Vec<usize> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize, measure: fn(&str) -> usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| measure(&cell.text)).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..count).map(|column| widest(column, UnicodeWidthStr::width)).collect();
    let narrowest: Vec<usize> = (0..count).map(|column| widest(column, longest_word)).collect();
    let used = widths.iter().filter(|width| **width > 0).count();
    let room = width.saturating_sub(GAP * used.saturating_sub(1));
    let natural = widths.get(flexible).copied().unwrap_or(0);
    loop {
        let others: usize = widths.iter().enumerate().filter(|(i, _)| *i != flexible).map(|(_, width)| width).sum();
        let left = room.saturating_sub(others);
        let giving = widths
            .iter()
            .enumerate()
            .filter(|(i, width)| *i != flexible && narrowest.get(*i).is_some_and(|narrowest| *width > narrowest));
        let giving = giving.max_by_key(|(_, width)| **width).map(|(i, _)| i);
        match giving.and_then(|i| widths.get_mut(i)) {
            Some(wide) if left < at_least.min(natural) => *wide -= 1,
            _ => {
                if let Some(width) = widths.get_mut(flexible) {
                    *width = natural.min(left.max(8));
                }
                return widths;
            }
        }
    }
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// A row over as many lines as its cells need. Where the flexible cell is longer than the others it goes on below
/// them over the whole width, which reads better than a tall column; after two such lines it is cut.
pub fn lines(row: &[Cell], widths: &[usize], aligns: &[Align], flexible: usize, look: Look) -> Vec<String> {
    let mut cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| wrap(&cell.text, *width)).collect();
    let others = cells.iter().enumerate().filter(|(i, _)| *i != flexible).map(|(_, lines)| lines.len());
    let height = others.max().unwrap_or(0).max(1);
    let before: usize = widths.iter().take(flexible).filter(|width| **width > 0).map(|width| width + GAP).sum();
    let mut rest = row.get(flexible).map_or("", |cell| cell.text.as_str());
    if let Some(lines) = cells.get_mut(flexible) {
        lines.truncate(height);
        // What is left of the text itself: a word that was too long for the column is whole again.
        for line in lines {
            rest = rest.trim_start().strip_prefix(line.as_str()).unwrap_or("");
        }
    }
    let room = look.width.saturating_sub(before);
    let rest = cut(wrap(rest.trim_start(), room), 2, room, look);
    let style = row.get(flexible).map(|cell| cell.style).unwrap_or_default();
    let beside = (0..height).map(|line| {
        let mut text = String::new();
        for (((cell, width), lines), align) in row.iter().zip(widths).zip(&cells).zip(aligns) {
            if *width == 0 {
                continue;
            }
            let part = lines.get(line).map_or("", String::as_str);
            let pad = " ".repeat(width.saturating_sub(part.width()));
            let part = look.paint(cell.style, part);
            let gap = " ".repeat(GAP);
            match align {
                Align::Left => text.extend([part.as_str(), &pad, &gap]),
                Align::Right => text.extend([pad.as_str(), &part, &gap]),
            }
        }
        text.trim_end().to_owned()
    });
    let below = rest.iter().map(|line| format!("{}{}", " ".repeat(before), look.paint(style, line)));
    beside.chain(below).collect()
}

pub fn wrap(text: &str, width: usize) -> Vec<String> {
    if text.is_empty() || width == 0 {
        return Vec::new();
    }
    // Behind a mark the text stands in line with itself, not with the mark.
    let indent = if text.chars().nth(1) == Some('\u{a0}') { "  " } else { "" };
    let options = Options::new(width)
        .subsequent_indent(indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

fn cut(mut lines: Vec<String>, limit: usize, width: usize, look: Look) -> Vec<String> {
    if lines.len() <= limit {
        return lines;
    }
    lines.truncate(limit);
    let ellipsis = look.mark("…", "...");
    if let Some(last) = lines.last_mut() {
        while last.width() + ellipsis.width() > width && last.pop().is_some() {}
        last.truncate(last.trim_end_matches([' ', ',']).len());
        last.push_str(ellipsis);
    }
    lines
}

/// Items one after the other with a dot between them, broken between items where that is possible.
pub fn flow(items: &[String], width: usize, look: Look) -> Vec<String> {
    let separator = look.mark(" · ", " | ");
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(last) if last.width() + separator.width() + item.width() <= width => {
                last.push_str(separator);
                last.push_str(item);
            }
            _ => lines.extend(wrap(item, width)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_columns_give_way_to_the_title() {
        let row = ["105", "A title of some length that goes on", "In Development of sorts", "96.0%"];
        let row: Vec<Cell> = row.iter().map(|text| Cell::new(*text, Style::new())).collect();
        let widths = fit(&[row], 1, 24, 54);
        assert_eq!(widths, [3, 24, 16, 5]);
    }

    #[test]
    fn a_long_title_is_cut_with_an_ellipsis() {
        let look = Look { colour: false, width: 80, unicode: true };
        let lines = cut(wrap("one two three four five", 9), 2, 9, look);
        assert_eq!(lines, ["one two", "three…"]);
    }
}
