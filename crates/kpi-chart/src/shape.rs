//! Marks that are told apart without colour.

use crate::theme::Rating;

/// A mark's outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    Circle,
    Square,
    Diamond,
    Up,
    Down,
    /// A flat bar, as a dash: nothing is judged.
    Bar,
}

impl Shape {
    /// Each rating's own.
    pub fn of(rating: Rating) -> Self {
        match rating {
            Rating::Red => Self::Down,
            Rating::Amber => Self::Up,
            Rating::Green => Self::Circle,
            Rating::Blue => Self::Square,
            Rating::Grey => Self::Bar,
        }
    }

    /// Corners around a middle, none for a circle. Shapes of one reach look equally large, so a square is smaller than the
    /// circle around it.
    pub(crate) fn corners(self, x: f64, y: f64, reach: f64) -> Vec<(f64, f64)> {
        let at = |dx: f64, dy: f64| (x + dx * reach, y + dy * reach);
        match self {
            Self::Circle => Vec::new(),
            Self::Square => vec![at(-0.88, -0.88), at(0.88, -0.88), at(0.88, 0.88), at(-0.88, 0.88)],
            Self::Diamond => vec![at(0.0, -1.2), at(1.2, 0.0), at(0.0, 1.2), at(-1.2, 0.0)],
            Self::Up => vec![at(0.0, -1.1), at(1.12, 0.86), at(-1.12, 0.86)],
            Self::Down => vec![at(0.0, 1.1), at(1.12, -0.86), at(-1.12, -0.86)],
            Self::Bar => vec![at(-1.0, -0.35), at(1.0, -0.35), at(1.0, 0.35), at(-1.0, 0.35)],
        }
    }

    /// How far its corners are from its middle at most, for a reach of 1.
    pub(crate) const OUT: f64 = 1.2;
}
