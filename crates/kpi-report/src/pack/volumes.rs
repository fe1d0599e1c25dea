//! A pack that is too long for one file, in volumes: the first has what is said of the whole, the others the indicators.

use crate::divided::{Piece, pieces};
use crate::model::{Report, Scorecard, Theme};
use serde::Serialize;

/// With more indicators than this, some two pages each, a pack is divided.
const MOST_IN_A_PACK: usize = 150;
/// So many a volume has at most. What typst holds while it sets a page is about a megabyte.
const MOST_IN_A_VOLUME: usize = 75;

/// One file of a pack.
#[derive(Debug, Clone, Serialize)]
pub struct Volume {
    /// From 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// What is in it; none for the first, which is about the whole.
    pub title: Option<String>,
    /// The scorecard its indicators are of.
    #[serde(skip)]
    pub(super) card: usize,
    #[serde(skip)]
    pub(super) pieces: Vec<Piece>,
}

impl Volume {
    /// `anytown-2024-25-Q2.pdf`, `anytown-2024-25-Q2-volume-2.pdf`.
    #[must_use]
    pub fn file_name(&self, stem: &str) -> String {
        if self.number == 1 { format!("{stem}.pdf") } else { format!("{stem}-volume-{}.pdf", self.number) }
    }

    /// What a link to it says: `Everything`, `Everything, Volume 2 of 21: Adults`.
    #[must_use]
    pub fn named(&self, report: &Report) -> String {
        if self.is_whole() {
            return report.title.clone();
        }
        let words = report.words.get("volume").map_or("{n}/{of}", String::as_str);
        let volume = words.replace("{n}", &self.number.to_string()).replace("{of}", &self.of.to_string());
        let whole = format!("{}, {volume}", report.title);
        self.title.as_ref().map_or(whole.clone(), |title| format!("{whole}: {title}"))
    }

    /// Is the whole pack in it?
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.of == 1
    }
}

pub(super) fn volumes(report: &Report) -> Vec<Volume> {
    let volume = |title, card, pieces| Volume { number: 1, of: 1, title, card, pieces };
    let mut volumes = vec![volume(None, 0, Vec::new())];
    if report.indicators.len() <= MOST_IN_A_PACK {
        return volumes;
    }
    for (card, scorecard) in report.scorecards.iter().enumerate() {
        let mut held: Vec<Piece> = Vec::new();
        for piece in pieces(report, scorecard, &themes(report, scorecard, true), MOST_IN_A_VOLUME) {
            let so_far: usize = held.iter().map(|piece| piece.measures).sum();
            if so_far + piece.measures > MOST_IN_A_VOLUME && !held.is_empty() {
                let full = std::mem::take(&mut held);
                volumes.push(volume(named(&full), card, full));
            }
            held.push(piece);
        }
        if !held.is_empty() {
            volumes.push(volume(named(&held), card, held));
        }
    }
    let of = volumes.len();
    for (at, volume) in volumes.iter_mut().enumerate() {
        (volume.number, volume.of) = (at + 1, of);
    }
    volumes
}

/// The themes of a scorecard with those of its indicators that have their pages with it, or with the others.
pub(super) fn themes(report: &Report, card: &Scorecard, own: bool) -> Vec<Theme> {
    let is_own = |id: &String| {
        let home = report.indicators.get(id).and_then(|indicator| indicator.scorecard.as_ref());
        home.is_none_or(|home| *home == card.id)
    };
    let some = |theme: &Theme| Theme {
        indicators: theme.indicators.iter().filter(|id| is_own(id) == own).cloned().collect(),
        ..theme.clone()
    };
    card.themes.iter().map(some).filter(|theme| !theme.indicators.is_empty()).collect()
}

fn named(pieces: &[Piece]) -> Option<String> {
    match pieces {
        [] => None,
        [one] => Some(one.title.clone()),
        [first, .., last] => Some(format!("{} – {}", first.title, last.title)),
    }
}
