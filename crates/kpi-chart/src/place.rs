//! Finding room for labels: what is there already, and the first place of several that is free.

/// A box with its left, top, right and bottom edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub(crate) fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self { left, top, right: left + width, bottom: top + height }
    }

    pub(crate) fn around(x: f64, y: f64, reach: f64) -> Self {
        Self::new(x - reach, y - reach, reach * 2.0, reach * 2.0)
    }

    pub(crate) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(self) -> f64 {
        self.bottom - self.top
    }

    pub(crate) fn grown(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn within(self, other: Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }

    /// Whether a straight stroke goes through (Liang and Barsky).
    pub(crate) fn crossed(self, from: (f64, f64), to: (f64, f64)) -> bool {
        let (run, rise) = (to.0 - from.0, to.1 - from.1);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (along, room) in [
            (-run, from.0 - self.left),
            (run, self.right - from.0),
            (-rise, from.1 - self.top),
            (rise, self.bottom - from.1),
        ] {
            if along == 0.0 {
                if room <= 0.0 {
                    return false;
                }
            } else if along < 0.0 {
                enter = enter.max(room / along);
            } else {
                leave = leave.min(room / along);
            }
        }
        enter < leave
    }
}

/// A straight piece of a line: its ends, and how far labels have to keep away from it.
type Stroke = ((f64, f64), (f64, f64), f64);

/// What a part of a chart has in it so far.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    edges: Area,
    taken: Vec<Area>,
    strokes: Vec<Stroke>,
}

impl Room {
    pub(crate) fn new(edges: Area) -> Self {
        Self { edges, taken: Vec::new(), strokes: Vec::new() }
    }

    pub(crate) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// A line through `points` that keeps labels `clear` away on both sides.
    pub(crate) fn stroke(&mut self, points: &[(f64, f64)], clear: f64) {
        for (from, to) in points.iter().zip(points.iter().skip(1)) {
            self.strokes.push((*from, *to, clear));
        }
    }

    pub(crate) fn is_free(&self, area: Area) -> bool {
        area.within(self.edges)
            && !self.taken.iter().any(|taken| taken.meets(area))
            && !self.strokes.iter().any(|(from, to, clear)| area.grown(*clear).crossed(*from, *to))
    }

    /// The first that is free, which is taken then.
    pub(crate) fn first_free(&mut self, wanted: impl IntoIterator<Item = Area>) -> Option<Area> {
        let found = wanted.into_iter().find(|area| self.is_free(*area))?;
        self.take(found);
        Some(found)
    }
}

/// Puts boxes of `heights` below each other as near to their wanted middles as can be, in the order of these, all within
/// `from` to `to`. Gives their tops, in the order that they came in. They have to fit: see `fits`.
///
/// Boxes that would touch are joined into one that wants the mean of what they want, until none touch.
pub(crate) fn stack(wanted: &[(f64, f64)], from: f64, to: f64) -> Vec<f64> {
    struct Pile {
        members: Vec<(usize, f64)>,
        height: f64,
        /// Sum of the tops that would suit each member.
        suits: f64,
    }
    impl Pile {
        fn top(&self, from: f64, to: f64) -> f64 {
            (self.suits / self.members.len() as f64).min(to - self.height).max(from)
        }
    }

    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let middle = |place: &usize| wanted.get(*place).map_or(0.0, |(middle, _)| *middle);
    order.sort_by(|one, two| middle(one).total_cmp(&middle(two)));

    let mut piles: Vec<Pile> = Vec::new();
    for place in order {
        let Some(&(middle, height)) = wanted.get(place) else { continue };
        let mut pile = Pile { members: vec![(place, 0.0)], height, suits: middle - height / 2.0 };
        while let Some(above) = piles.pop_if(|above| above.top(from, to) + above.height > pile.top(from, to)) {
            let shift = above.height;
            pile.suits = above.suits + pile.suits - shift * pile.members.len() as f64;
            pile.height += shift;
            pile.members =
                above.members.into_iter().chain(pile.members.iter().map(|(at, y)| (*at, y + shift))).collect();
        }
        piles.push(pile);
    }

    let mut tops = vec![from; wanted.len()];
    for pile in &piles {
        let top = pile.top(from, to);
        for (place, below) in &pile.members {
            if let Some(slot) = tops.get_mut(*place) {
                *slot = top + below;
            }
        }
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn strokes_cross_only_where_they_do() {
        let area = Area::new(0.0, 0.0, 10.0, 10.0);
        assert!(area.crossed((-5.0, 5.0), (15.0, 5.0)));
        assert!(area.crossed((5.0, 5.0), (6.0, 6.0)));
        assert!(!area.crossed((-5.0, 8.0), (5.0, 18.0)));
        assert!(!area.crossed((-5.0, 10.0), (15.0, 10.0)));
    }

    #[test]
    fn boxes_stay_where_they_want_to_be_if_they_can() {
        assert_eq!(stack(&[(50.0, 10.0), (20.0, 10.0)], 0.0, 100.0), [45.0, 15.0]);
        assert_eq!(stack(&[(50.0, 10.0), (50.0, 10.0)], 0.0, 100.0), [40.0, 50.0]);
        assert_eq!(stack(&[(0.0, 10.0), (2.0, 10.0)], 0.0, 100.0), [0.0, 10.0]);
    }

    proptest! {
        #[test]
        fn stacked_boxes_never_touch(wanted in prop::collection::vec((-50.0..150.0_f64, 1.0..20.0_f64), 0..6)) {
            let tops = stack(&wanted, 0.0, 120.0);
            let mut boxes: Vec<(f64, f64)> = tops.iter().zip(&wanted).map(|(top, (_, height))| (*top, top + height)).collect();
            boxes.sort_by(|one, two| one.0.total_cmp(&two.0));
            for pair in boxes.windows(2) {
                prop_assert!(pair[0].1 <= pair[1].0 + 1e-9);
            }
            for (top, bottom) in boxes {
                prop_assert!(top >= -1e-9 && bottom <= 120.0 + 1e-9);
            }
        }
    }
}
