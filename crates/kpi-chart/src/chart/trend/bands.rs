//! The bands of a rating behind a trend, and their labels.

use crate::chart::Frame;
use crate::chart::trend::Layout;
use crate::key::{Entry, Sample};
use crate::place::{Area, Room};
use crate::scale::drawable;
use crate::shape::Shape;
use crate::style;
use crate::svg::{Anchor, Canvas};
use crate::theme::Rating;

/// A rating's range of figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Band {
    pub rating: Rating,
    /// With the rating's word, since the colour alone says nothing: "Red: more than 10% off target".
    pub label: String,
    pub edges: Edges,
}

/// Where a band begins and ends; none is without end.
#[derive(Debug, Clone, PartialEq)]
pub enum Edges {
    Same {
        from: Option<f64>,
        to: Option<f64>,
    },
    /// One for each point, where the target changes and the bands with it; none where the point has no such band.
    Each(Vec<Option<(Option<f64>, Option<f64>)>>),
}

impl Default for Edges {
    fn default() -> Self {
        Self::Same { from: None, to: None }
    }
}

impl Band {
    pub(super) fn edges(&self) -> impl Iterator<Item = f64> + '_ {
        let (same, each) = match &self.edges {
            Edges::Same { from, to } => (Some((*from, *to)), [].as_slice()),
            Edges::Each(each) => (None, each.as_slice()),
        };
        same.into_iter()
            .chain(each.iter().copied().flatten())
            .flat_map(|(from, to)| [from, to])
            .flatten()
            .filter_map(drawable)
    }

    fn at(&self, place: usize) -> Option<(Option<f64>, Option<f64>)> {
        match &self.edges {
            Edges::Same { from, to } => Some((*from, *to)),
            Edges::Each(each) => each.get(place).copied().flatten(),
        }
    }
}

/// A band's parts, a box for each stretch of points with the same edges; only what is in the plot.
fn boxes(layout: &Layout<'_>, band: &Band) -> Vec<Area> {
    let plot = layout.plot;
    let mut boxes: Vec<Area> = Vec::new();
    for (place, (left, right)) in layout.columns.iter().enumerate() {
        let Some((from, to)) = band.at(place) else { continue };
        let y = |edge: Option<f64>, open: f64| edge.and_then(drawable).map_or(open, |edge| layout.y(edge));
        let area = Area { left: *left, right: *right, top: y(to, plot.top), bottom: y(from, plot.bottom) };
        if area.height() < 0.5 {
            continue;
        }
        match boxes.last_mut() {
            Some(last) if last.right == area.left && last.top == area.top && last.bottom == area.bottom => {
                last.right = area.right
            }
            _ => boxes.push(area),
        }
    }
    boxes
}

pub(super) fn draw(canvas: &mut Canvas<'_>, layout: &Layout<'_>) {
    let all: Vec<(Rating, Vec<Area>)> =
        layout.data.bands.iter().map(|band| (band.rating, boxes(layout, band))).collect();
    for (rating, boxes) in &all {
        for part in boxes.chunk_by(|one, two| one.right == two.left) {
            // One outline for parts next to each other: between boxes there would be seams.
            let above = part.iter().flat_map(|area| [(area.left, area.top), (area.right, area.top)]);
            let below = part.iter().rev().flat_map(|area| [(area.right, area.bottom), (area.left, area.bottom)]);
            canvas.polygon(style::band(*rating), &above.chain(below).collect::<Vec<_>>());
        }
    }
    // Tints are too pale to be told apart by all: what is at the axis is not. Where bands have steps the axis would
    // show the first one only.
    if all.iter().all(|(_, boxes)| boxes.len() <= 1) {
        for (rating, boxes) in &all {
            for area in boxes.iter().filter(|area| area.left == layout.plot.left) {
                canvas.area(style::edge(*rating), Area { right: area.left, left: area.left - 5.0, ..*area });
            }
        }
    }
}

/// Labels in the bands where all of them find room, else entries of the key: some here and some there would be a riddle.
pub(super) fn label(canvas: &mut Canvas<'_>, frame: &Frame<'_>, layout: &Layout<'_>, room: &mut Room) -> Vec<Entry> {
    let seen: Vec<(&crate::Band, Vec<Area>)> = layout
        .data
        .bands
        .iter()
        .map(|band| (band, boxes(layout, band)))
        .filter(|(band, boxes)| !boxes.is_empty() && !band.label.trim().is_empty())
        .collect();
    let mut tried = room.clone();
    // Rules through a label are a nuisance, so places without come first.
    let mut clear = room.clone();
    for y in layout.upright.rules(layout.plot) {
        clear.stroke(&[(layout.plot.left, y), (layout.plot.right, y)], 1.0);
    }
    let mut placed = Vec::new();
    for (band, boxes) in &seen {
        let face = frame.face(style::on_band(band.rating));
        let wide = face.size * 1.15 + face.width(&band.label);
        let spots = spots(layout, boxes, wide, face.size);
        let found = spots
            .iter()
            .copied()
            .find(|spot| clear.is_free(*spot))
            .or_else(|| spots.iter().copied().find(|spot| tried.is_free(*spot)));
        let Some(spot) = found else {
            return seen
                .iter()
                .map(|(band, _)| {
                    let swatch =
                        Sample::Swatch(style::band(band.rating), style::mark(band.rating), Shape::of(band.rating));
                    Entry::new(swatch, band.label.as_str())
                })
                .collect();
        };
        tried.take(spot);
        clear.take(spot);
        placed.push((band.rating, face, spot, &band.label));
    }
    *room = tried;
    for (rating, face, spot, words) in placed {
        let middle = (spot.top + spot.bottom) / 2.0;
        canvas.mark(style::mark(rating), Shape::of(rating), spot.left + face.size * 0.4, middle, face.size * 0.34, 0.0);
        canvas.text(face, words, spot.left + face.size * 1.15, middle + face.size * 0.33, Anchor::Start);
    }
    Vec::new()
}

/// Where a label could be, the best first: at the right, where the eye ends, then further and further left.
fn spots(layout: &Layout<'_>, boxes: &[Area], wide: f64, size: f64) -> Vec<Area> {
    const PAD: f64 = 8.0;
    let high = size * 1.25;
    let mut spots = Vec::new();
    let mut left = layout.plot.right - PAD - wide;
    while left >= layout.plot.left + PAD {
        let under: Vec<&Area> = boxes.iter().filter(|area| area.left < left + wide && left < area.right).collect();
        let top = under.iter().map(|area| area.top).fold(layout.plot.top, f64::max) + 4.0;
        let bottom = under.iter().map(|area| area.bottom).fold(layout.plot.bottom, f64::min) - 4.0;
        let covered: f64 = under.iter().map(|area| area.right.min(left + wide) - area.left.max(left)).sum();
        if covered >= wide - 0.5 && bottom - top >= high {
            for top in [top, bottom - high, (top + bottom - high) / 2.0] {
                spots.push(Area::new(left, top, wide, high));
            }
        }
        left -= size * 0.75;
    }
    spots
}
