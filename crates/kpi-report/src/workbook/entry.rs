//! What stands in one cell of a table.

use crate::model::{Cell, Rating, Scale, Span, State};
use crate::words::Words;

#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    Text(String),
    Number {
        value: f64,
        /// As Excel writes formats: `0.0%`.
        format: String,
    },
    /// `2022-04-01`
    Day(String),
    /// To another sheet of the workbook.
    Link {
        text: String,
        sheet: String,
    },
    Nothing,
}

impl Entry {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.trim().is_empty() { Self::Nothing } else { Self::Text(text) }
    }

    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Nothing, Self::text)
    }

    /// A figure as a number; the mark of one that is missing; the word that stands in place of one.
    pub fn figure(cell: &Cell) -> Self {
        match number(cell) {
            Some(number) => number,
            None => Self::text(cell.marked()),
        }
    }

    pub fn figure_of(cell: Option<&Cell>) -> Self {
        cell.map_or(Self::Nothing, Self::figure)
    }

    /// What the figure is, in words and with the mark: `Provisional [p]`.
    pub fn status(cell: &Cell, words: Words) -> Self {
        let said = match (&cell.said, cell.state) {
            (Some(said), _) => said.clone(),
            (None, State::Final) => words.get("state_final").to_owned(),
            (None, _) => String::new(),
        };
        Self::text(match &cell.mark {
            Some(mark) => format!("{said} {mark}"),
            None => said,
        })
    }

    pub fn rating(rating: Option<&Rating>) -> Self {
        Self::maybe(rating.map(|rating| rating.text.as_str()))
    }

    pub fn start(span: Option<&Span>) -> Self {
        span.map_or(Self::Nothing, |span| Self::Day(span.start.clone()))
    }

    pub fn end(span: Option<&Span>) -> Self {
        span.map_or(Self::Nothing, |span| Self::Day(span.end.clone()))
    }

    /// About how many characters wide it is, at its widest line.
    pub fn width(&self) -> usize {
        match self {
            Self::Text(text) | Self::Link { text, .. } => {
                text.lines().map(|line| line.chars().count()).max().unwrap_or_default()
            }
            Self::Number { value, format } => {
                let whole = format!("{:.0}", value.abs()).len();
                whole + whole / 3 + format.split(';').next().map_or(0, str::len).saturating_sub(4)
            }
            Self::Day(day) => day.len(),
            Self::Nothing => 1,
        }
    }
}

fn number(cell: &Cell) -> Option<Entry> {
    let digits = cell.digits.as_ref()?;
    let number = cell.number?;
    let shown: f64 = digits.shown.parse().ok()?;
    let hundred = if digits.scale.is_hundredfold() { 100.0 } else { 1.0 };
    // Excel rounds halves away from zero, and binary numbers: where that may show another figure than the page, the
    // page's is written.
    let half = 0.499_999 / 10f64.powi(i32::from(digits.decimals));
    let agrees = (number * hundred - shown).abs() < half && (shown != 0.0 || number >= 0.0);
    let full = if agrees { number } else { shown / hundred };
    // What is a percentage in Excel is a share; points are not. Excel keeps fifteen digits.
    let value = if digits.scale == Scale::Points { format!("{:.14e}", full * 100.0).parse().ok()? } else { full };
    Some(Entry::Number { value, format: format(digits.scale, digits.decimals, digits.signed) })
}

fn format(scale: Scale, decimals: u8, signed: bool) -> String {
    let fraction = match decimals {
        0 => String::new(),
        places => format!(".{}", "0".repeat(usize::from(places))),
    };
    let (before, behind) = match scale {
        Scale::Percent => ("", "%"),
        Scale::Points => ("", "\" pp\""),
        Scale::Money => ("£", ""),
        Scale::Number | Scale::Days => ("", ""),
    };
    let plain = format!("{before}#,##0{fraction}{behind}");
    if signed {
        format!("+{plain};-{plain};{plain}")
    } else if scale == Scale::Money {
        format!("{plain};-{plain}")
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Digits;

    fn cell(number: f64, shown: &str, decimals: u8, scale: Scale) -> Cell {
        let digits = Digits { shown: shown.into(), full: shown.into(), decimals, scale, signed: false };
        Cell { state: State::Final, number: Some(number), digits: Some(digits), ..Cell::none() }
    }

    fn value(cell: &Cell) -> f64 {
        match Entry::figure(cell) {
            Entry::Number { value, .. } => value,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_number_is_kept_in_full_unless_excel_would_show_another() {
        assert_eq!(value(&cell(0.998_373, "99.8", 1, Scale::Percent)), 0.998_373);
        assert_eq!(value(&cell(2.5, "2", 0, Scale::Number)), 2.0);
        assert_eq!(value(&cell(2.99, "2", 0, Scale::Number)), 2.0);
        assert_eq!(value(&cell(0.007, "0.7", 1, Scale::Points)), 0.7);
        assert_eq!(value(&cell(-0.04, "0.0", 1, Scale::Number)), 0.0);
    }

    #[test]
    fn formats_show_what_the_page_shows() {
        assert_eq!(format(Scale::Percent, 1, false), "#,##0.0%");
        assert_eq!(format(Scale::Points, 1, true), "+#,##0.0\" pp\";-#,##0.0\" pp\";#,##0.0\" pp\"");
        assert_eq!(format(Scale::Money, 0, false), "£#,##0;-£#,##0");
        assert_eq!(format(Scale::Days, 2, false), "#,##0.00");
    }
}
