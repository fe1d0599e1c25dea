//! The series of an indicator as a table of the pack has it.

use crate::model::{Cell, Past};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct History<'a> {
    /// The latest first.
    rows: Vec<Row<'a>>,
    /// Has any of them a figure that was published first?
    published: bool,
    /// Is no cell broken into lines, in a fifth of the page and whatever the font?
    short: bool,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    period: &'a str,
    value: Figure<'a>,
    published: Figure<'a>,
    target: Figure<'a>,
    rating: Option<Rating<'a>>,
}

/// With its mark, which the key explains; nothing where there is nothing to show.
type Figure<'a> = Option<Shown<'a>>;

#[derive(Debug, Serialize)]
struct Shown<'a> {
    text: &'a str,
    mark: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Rating<'a> {
    text: &'a str,
    colour: Option<&'static str>,
}

impl<'a> History<'a> {
    pub(super) fn of(history: &'a [Past]) -> Self {
        let rows: Vec<Row<'a>> = history.iter().rev().map(row).collect();
        let published = rows.iter().any(|row| row.published.is_some());
        let short = rows.iter().all(Row::is_short);
        Self { rows, published, short }
    }
}

impl Row<'_> {
    fn is_short(&self) -> bool {
        let long = |text: &str, most: usize| text.chars().nth(most).is_some();
        let figure = |figure: &Figure<'_>| {
            figure.as_ref().is_none_or(|it| {
                let marked = it.mark.map_or(0, |mark| mark.chars().count() + 1);
                marked <= 12 && !long(it.text, 12 - marked)
            })
        };
        let figures = [&self.value, &self.published, &self.target].into_iter().all(figure);
        figures && !long(self.period, 14) && self.rating.as_ref().is_none_or(|rating| !long(rating.text, 8))
    }
}

fn row(past: &Past) -> Row<'_> {
    let rating = past.rating.as_ref().filter(|rating| !rating.text.is_empty());
    Row {
        period: &past.period,
        value: shown(&past.cell),
        published: past.published.as_ref().and_then(shown),
        target: past.target.as_ref().and_then(shown),
        rating: rating.map(|rating| Rating { text: &rating.text, colour: rating.colour }),
    }
}

fn shown(cell: &Cell) -> Figure<'_> {
    let mark = cell.mark.as_deref().filter(|_| cell.number.is_some());
    (!cell.text.is_empty()).then_some(Shown { text: &cell.text, mark })
}
