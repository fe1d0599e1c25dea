//! A scorecard that is too large for one page of the site, or for one file of the pack, in pieces: by theme, and a large
//! theme in stretches.

use crate::model::{Report, Scorecard, Theme};
use serde::Serialize;

/// Some of a scorecard's indicators: a theme, or a stretch of one.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Piece {
    pub(crate) title: String,
    /// How many indicators it has.
    pub(crate) measures: usize,
    /// How many of them have each rating, in the order of the scorecard's summary.
    pub(crate) ratings: Vec<usize>,
    pub(crate) themes: Vec<Theme>,
    /// `2`, or `2-1` where the second theme is in several stretches.
    #[serde(skip)]
    pub(crate) place: String,
}

/// The pieces of themes of a scorecard, with `most` indicators each at most.
pub(crate) fn pieces(report: &Report, card: &Scorecard, themes: &[Theme], most: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (number, theme) in themes.iter().enumerate() {
        let named = theme.title.as_ref().unwrap_or(&card.title);
        let all = theme.indicators.len();
        let stretches = all.div_ceil(most);
        if stretches == 0 {
            continue;
        }
        let mut first = 1;
        for (stretch, indicators) in theme.indicators.chunks(all.div_ceil(stretches)).enumerate() {
            let last = first + indicators.len() - 1;
            let ratings = card.summary.ratings.iter().map(|count| {
                let has = |id: &&String| report.indicators.get(*id).is_some_and(|one| one.rating.text == count.label);
                indicators.iter().filter(has).count()
            });
            let several = stretches > 1;
            pieces.push(Piece {
                title: if several { format!("{named}, {first}–{last}") } else { named.clone() },
                measures: indicators.len(),
                ratings: ratings.collect(),
                themes: vec![Theme { indicators: indicators.to_vec(), ..theme.clone() }],
                place: if several { format!("{}-{}", number + 1, stretch + 1) } else { (number + 1).to_string() },
            });
            first = last + 1;
        }
    }
    pieces
}
