//! What is too much for one page, on several: nobody reads a table of a thousand lines, and nobody should wait for one.

use super::Download;
use crate::divided::{Piece, pieces};
use crate::model::{Report, Scorecard};
use serde::Serialize;

/// So many indicators stand on a page at most. A line takes some 650 bytes, and a page is to stay below 150 kB.
const MOST: usize = 150;

/// A page of some of a scorecard's indicators.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Part {
    pub(super) href: String,
    #[serde(flatten)]
    pub(super) piece: Piece,
}

/// The pages beside the scorecard's own; none where all stands there.
pub(super) fn parts(report: &Report, card: &Scorecard) -> Vec<Part> {
    let all: usize = card.themes.iter().map(|theme| theme.indicators.len()).sum();
    if all <= MOST {
        return Vec::new();
    }
    let stem = card.href.trim_end_matches(".html");
    let of = |piece: Piece| Part { href: format!("{stem}-part-{}.html", piece.place), piece };
    pieces(report, card, &card.themes, MOST).into_iter().map(of).collect()
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
