//! What is too much for one page, on several: nobody reads a table of a thousand lines, and nobody should wait for one.

use super::Download;
use crate::model::{Report, Scorecard, Theme};
use serde::Serialize;

/// So many indicators stand on a page at most. A line takes some 650 bytes, and a page is to stay below 150 kB.
const MOST: usize = 150;

/// A page of some of a scorecard's indicators.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Part {
    pub(super) href: String,
    pub(super) title: String,
    /// How many indicators it has.
    measures: usize,
    /// How many of them have each rating, in the order of the scorecard's summary.
    ratings: Vec<usize>,
    /// The one theme, or the stretch of it, that stands here.
    pub(super) themes: Vec<Theme>,
}

/// The pages beside the scorecard's own; none where all stands there.
pub(super) fn parts(report: &Report, card: &Scorecard) -> Vec<Part> {
    let all: usize = card.themes.iter().map(|theme| theme.indicators.len()).sum();
    if all <= MOST {
        return Vec::new();
    }
    let stem = card.href.trim_end_matches(".html");
    let mut parts = Vec::new();
    for (number, theme) in card.themes.iter().enumerate() {
        let named = theme.title.as_ref().unwrap_or(&card.title);
        let pieces = theme.indicators.chunks(MOST);
        let several = pieces.len() > 1;
        for (piece, indicators) in pieces.enumerate() {
            let first = piece * MOST + 1;
            let span = format!("{first}–{}", first + indicators.len() - 1);
            let place = if several { format!("{}-{}", number + 1, piece + 1) } else { (number + 1).to_string() };
            let ratings = card.summary.ratings.iter().map(|count| {
                let has = |id: &&String| report.indicators.get(*id).is_some_and(|one| one.rating.text == count.label);
                indicators.iter().filter(has).count()
            });
            parts.push(Part {
                href: format!("{stem}-part-{place}.html"),
                title: if several { format!("{named}, {span}") } else { named.clone() },
                measures: indicators.len(),
                ratings: ratings.collect(),
                themes: vec![Theme { indicators: indicators.to_vec(), ..theme.clone() }],
            });
        }
    }
    parts
}

/// So many files stand on a page of data at most, for the same reason.
const FILES: usize = 500;

/// A page of some of the files of figures.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FilePage {
    pub(super) href: String,
    /// `501–1000`
    title: String,
    #[serde(skip)]
    pub(super) files: Vec<Download>,
}

/// The pages that list the files of figures: one where there are few.
pub(super) fn file_pages(downloads: &[Download]) -> Vec<FilePage> {
    let page = |(at, files): (usize, &[Download])| FilePage {
        href: if at == 0 { "data.html".to_owned() } else { format!("data-part-{}.html", at + 1) },
        title: format!("{}–{}", at * FILES + 1, at * FILES + files.len()),
        files: files.to_vec(),
    };
    let pages: Vec<FilePage> = downloads.chunks(FILES).enumerate().map(page).collect();
    if pages.is_empty() { vec![page((0, &[]))] } else { pages }
}
