//! A tartan rug: a rating in each cell, indicators down and periods or areas across.

use crate::chart::describe::Description;
use crate::chart::{Chart, Frame};
use crate::key::{self, Entry, Sample};
use crate::metrics::{LEADING, widest, width, wrap};
use crate::place::Area;
use crate::shape::Shape;
use crate::style::{self, Style};
use crate::svg::{Anchor, Canvas};
use crate::theme::Rating;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rug {
    pub columns: Vec<String>,
    pub rows: Vec<RugRow>,
    /// What the ratings are called, for the key: those that are used, in the order they are to be read.
    pub ratings: Vec<(Rating, String)>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct RugRow {
    pub label: String,
    pub cells: Vec<RugCell>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct RugCell {
    /// None where there is no figure.
    pub rating: Option<Rating>,
    /// A letter or two in place of the rating's shape, such as "A" or "R".
    pub letter: String,
    /// Shown where all cells have room for it, and said in the description.
    pub display: String,
}

/// As many cells as a description goes through one by one: more of them are in the table beside the chart.
const SPOKEN: usize = 60;

/// How much a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The mark and the figure beside it.
    Beside,
    /// The mark above the figure.
    Stacked,
    Mark,
}

struct Grid {
    cell: f64,
    high: f64,
    fit: Fit,
    label_right: f64,
    /// Of how many columns a part has; the others follow below.
    part: usize,
}

/// Draws a rug.
pub fn rug(frame: &Frame<'_>, data: &Rug) -> Chart {
    if data.rows.is_empty() || data.columns.is_empty() {
        return frame.nothing();
    }
    let (wide, size) = (frame.wide(), frame.size());
    let mut canvas = frame.canvas();
    let grid = grid(frame, data);
    let labels: Vec<Vec<String>> =
        data.rows.iter().map(|row| wrap(&row.label, grid.label_right - 4.0, size, false, 3)).collect();

    // Words of headings are never broken: where one is too wide, all columns are numbered.
    let room = grid.cell - 6.0;
    let is_named = data.columns.iter().all(|name| {
        name.split_whitespace().all(|word| width(word, size, false) <= room)
            && wrap(name, room, size, false, 9).len() <= 3
    });
    let heads: Vec<Vec<String>> = if is_named {
        data.columns.iter().map(|name| wrap(name, room, size, false, 3)).collect()
    } else {
        (1..=data.columns.len()).map(|number| vec![number.to_string()]).collect()
    };

    let mut top = 4.0;
    for begin in (0..data.columns.len()).step_by(grid.part) {
        let columns = begin..(begin + grid.part).min(data.columns.len());
        let tall = heads.iter().skip(begin).take(grid.part).map(Vec::len).max().unwrap_or(0) as f64;
        let head_bottom = top + tall * size * LEADING + 4.0;
        let left = |column: usize| grid.label_right + 10.0 + (column - begin) as f64 * grid.cell;
        for column in columns.clone() {
            if let Some(lines) = heads.get(column) {
                let above = head_bottom - 4.0 - lines.len() as f64 * size * LEADING;
                canvas.lines(frame.face(style::QUIET), lines, left(column) + grid.cell / 2.0, above, Anchor::Middle);
            }
        }
        top = head_bottom;
        for (row, label) in data.rows.iter().zip(&labels) {
            let high = grid.high.max(label.len() as f64 * size * LEADING + 6.0);
            let label_top = top + (high - label.len() as f64 * size * LEADING) / 2.0 + size * 0.1;
            canvas.lines(frame.face(style::LABEL), label, 4.0, label_top, Anchor::Start);
            for column in columns.clone() {
                let area = Area::new(left(column), top, grid.cell, high).grown(-1.0);
                draw_cell(&mut canvas, frame, row.cells.get(column), area, grid.fit);
            }
            top += high;
        }
        top += size * 0.6;
    }

    let mut bottom = top + 2.0;
    let names = data.columns.iter().enumerate().filter(|_| !is_named);
    let names = names.map(|(number, name)| Entry::new(Sample::Nothing, format!("{}: {name}", number + 1))).collect();
    for entries in [entries(frame, data), names] {
        bottom = key::draw(&mut canvas, frame.face(style::LABEL), &entries, 4.0, wide - 8.0, bottom);
    }
    canvas.finish(frame, wide, bottom + 6.0, describe(frame, data))
}

fn grid(frame: &Frame<'_>, data: &Rug) -> Grid {
    const PAD: f64 = 8.0;
    let (wide, size) = (frame.wide(), frame.size());
    let wrapped = data.rows.iter().map(|row| wrap(&row.label, wide * 0.34, size, false, 3));
    let label_right = wrapped.map(|lines| widest(&lines, size, false)).fold(0.0, f64::max) + 6.0;
    let room = wide - label_right - 14.0;
    let cells = || data.rows.iter().flat_map(|row| row.cells.iter().take(data.columns.len()));
    let letter = cells().map(|cell| width(&letter(cell), size, true)).fold(size, f64::max);
    let figure = cells().map(|cell| width(&cell.display, size, false)).fold(0.0, f64::max);
    // Headings that are short, such as years, have their room; long ones are numbered.
    let words = data.columns.iter().flat_map(|name| name.split_whitespace());
    let head = words.map(|word| width(word, size, false)).fold(0.0, f64::max);
    let head = if head <= size * 4.2 { head + 7.0 } else { 0.0 };
    let least = (letter + PAD).max(size * 2.0).max(head);
    let most = ((room / least).floor().max(1.0) as usize).min(data.columns.len());
    // Parts of about the same length, not a full one and a rest.
    let part = data.columns.len().div_ceil(data.columns.len().div_ceil(most));
    // Few columns need not be as wide as the page.
    let cell = (room / part as f64).min(size * 9.0);
    let is_figured = figure > 0.0;
    let fit = if is_figured && letter + 5.0 + figure + PAD <= cell {
        Fit::Beside
    } else if is_figured && figure + PAD <= cell {
        Fit::Stacked
    } else {
        Fit::Mark
    };
    let high = size * if fit == Fit::Stacked { 3.1 } else { 2.1 };
    Grid { cell, high, fit, label_right, part }
}

fn letter(cell: &RugCell) -> String {
    cell.letter.trim().chars().take(3).collect()
}

fn draw_cell(canvas: &mut Canvas<'_>, frame: &Frame<'_>, cell: Option<&RugCell>, area: Area, fit: Fit) {
    let size = frame.size();
    let (x, y) = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
    let Some((cell, rating)) = cell.and_then(|cell| Some((cell, cell.rating?))) else {
        canvas.area(style::CELL_EMPTY, area.grown(-0.5));
        canvas.lines(frame.face(style::QUIET), &["–".to_owned()], x, y - size * 0.5, Anchor::Middle);
        return;
    };
    canvas.area(style::cell(rating), area);
    let (plain, strong) = (frame.face(style::on_cell(rating)), frame.strong(style::on_cell(rating)));
    let letter = letter(cell);
    let mark_wide = if letter.is_empty() { size * 0.8 } else { strong.width(&letter) };
    let mut mark = |x: f64, y: f64| {
        if letter.is_empty() {
            canvas.mark(style::on_cell(rating), Shape::of(rating), x, y, size * 0.36, 0.0);
        } else {
            canvas.text(strong, &letter, x, y + size * 0.34, Anchor::Middle);
        }
    };
    match fit {
        _ if cell.display.trim().is_empty() => mark(x, y),
        Fit::Mark => mark(x, y),
        Fit::Beside => {
            let all = mark_wide + 5.0 + plain.width(&cell.display);
            mark(x - all / 2.0 + mark_wide / 2.0, y);
            canvas.text(plain, &cell.display, x + all / 2.0, y + size * 0.34, Anchor::End);
        }
        Fit::Stacked => {
            mark(x, y - size * 0.62);
            canvas.text(plain, &cell.display, x, y + size * 0.98, Anchor::Middle);
        }
    }
}

fn entries(frame: &Frame<'_>, data: &Rug) -> Vec<Entry> {
    let cells = || data.rows.iter().flat_map(|row| row.cells.iter().take(data.columns.len()));
    let mut entries: Vec<Entry> = data
        .ratings
        .iter()
        .map(|(rating, words)| {
            let (area, mark): (Style, Style) = (style::cell(*rating), style::on_cell(*rating));
            let letter = cells().find(|cell| cell.rating == Some(*rating)).map(letter).unwrap_or_default();
            let sample = if letter.is_empty() {
                Sample::Swatch(area, mark, Shape::of(*rating))
            } else {
                Sample::Letter(area, mark, letter)
            };
            Entry::new(sample, words.as_str())
        })
        .collect();
    let is_full = data.rows.iter().all(|row| {
        row.cells.iter().take(data.columns.len()).filter(|cell| cell.rating.is_some()).count() == data.columns.len()
    });
    if !is_full {
        entries.push(Entry::new(
            Sample::Letter(style::CELL_EMPTY, style::QUIET, "–".to_owned()),
            frame.words.missing.as_str(),
        ));
    }
    entries
}

fn describe(frame: &Frame<'_>, data: &Rug) -> String {
    let words = frame.words;
    let mut said = Description::default();
    let (rows, columns) = (data.rows.len().to_string(), data.columns.len().to_string());
    said.say(&words.rug_chart, &[("rows", &rows), ("columns", &columns)]);
    let cells = || data.rows.iter().flat_map(|row| row.cells.iter().take(data.columns.len()));
    for (rating, word) in &data.ratings {
        let count = cells().filter(|cell| cell.rating == Some(*rating)).count().to_string();
        said.say(&words.figure, &[("name", word), ("value", &count)]);
    }
    let is_short = data.rows.len().saturating_mul(data.columns.len()) <= SPOKEN;
    let last = data.columns.len() - 1;
    for row in &data.rows {
        let spoken: Vec<String> = data
            .columns
            .iter()
            .enumerate()
            .filter(|(place, _)| is_short || *place == last)
            .map(|(place, name)| {
                let cell = row.cells.get(place);
                let word = cell.and_then(|cell| data.ratings.iter().find(|(rating, _)| Some(*rating) == cell.rating));
                let word = word.map_or(words.missing.as_str(), |(_, word)| word);
                // A cell without a rating keeps its figure to itself here as in the picture.
                let display = cell.filter(|cell| cell.rating.is_some()).map_or("", |cell| &cell.display);
                [name.as_str(), word, display]
                    .into_iter()
                    .filter(|part| !part.trim().is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        said.say(&words.points_of, &[("name", &row.label), ("labels", &spoken.join(&words.comma))]);
    }
    said.done()
}
