//! The vertical axis: ticks, the rules across the plot, and what says that it does not start at 0.

use crate::chart::{Frame, Plot};
use crate::metrics::cut;
use crate::scale::{Axis, Format};
use crate::style::{self, Style};
use crate::svg::{Anchor, Canvas, Dash};

/// An axis with its ticks' words.
pub(crate) struct Upright {
    pub axis: Axis,
    ticks: Vec<(f64, String)>,
    /// Room for the ticks' words.
    pub width: f64,
}

impl Upright {
    pub(crate) fn new(frame: &Frame<'_>, axis: Axis, format: &dyn Format) -> Self {
        let face = frame.face(style::QUIET);
        let most = frame.wide() * 0.3;
        let ticks: Vec<(f64, String)> = axis
            .ticks()
            .into_iter()
            .map(|tick| (tick, cut(&format.tick(tick, axis.decimals), most, face.size, face.bold)))
            .collect();
        let width = ticks.iter().map(|(_, words)| face.width(words)).fold(0.0, f64::max);
        Self { axis, ticks, width }
    }

    pub(crate) fn place(&self, plot: Plot, value: f64) -> f64 {
        self.axis.place(value, plot.bottom, plot.top)
    }

    /// Heights of the rules.
    pub(crate) fn rules(&self, plot: Plot) -> Vec<f64> {
        self.ticks.iter().map(|(tick, _)| self.place(plot, *tick)).collect()
    }

    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, frame: &Frame<'_>, plot: Plot, grid: Style) {
        let face = frame.face(style::QUIET);
        for (tick, words) in &self.ticks {
            let y = self.place(plot, *tick);
            if y < plot.bottom - 0.5 {
                canvas.line(grid, &[(plot.left, y), (plot.right, y)], 1.0, Dash::Solid);
            }
            if *tick == 0.0 && y < plot.bottom - 0.5 {
                canvas.line(style::AXIS, &[(plot.left, y), (plot.right, y)], 1.0, Dash::Solid);
            }
            canvas.text(face, words, plot.left - 10.0, y + face.size * 0.35, Anchor::End);
        }
    }

    /// The foot of the axis: a line, broken where it does not stand on 0. `has_edge`: bands' colours stand at the axis.
    pub(crate) fn foot(&self, canvas: &mut Canvas<'_>, plot: Plot, has_edge: bool) {
        canvas.line(style::AXIS, &[(plot.left, plot.bottom), (plot.right, plot.bottom)], 1.0, Dash::Solid);
        if self.is_broken() {
            if !has_edge {
                canvas.line(
                    style::AXIS,
                    &[(plot.left, plot.bottom), (plot.left, plot.bottom - 28.0)],
                    1.0,
                    Dash::Solid,
                );
            }
            // A tear across whatever stands at the axis.
            let (x, y) = (plot.left - if has_edge { 2.5 } else { 0.0 }, plot.bottom - 13.0);
            let tear = |dy: f64| [(x - 6.5, y + 3.0 + dy), (x + 6.5, y - 3.0 + dy)];
            canvas.line(style::HALO, &tear(0.0), 4.5, Dash::Solid);
            canvas.line(style::AXIS, &tear(-2.5), 1.3, Dash::Solid);
            canvas.line(style::AXIS, &tear(2.5), 1.3, Dash::Solid);
        }
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.axis.low > 0.0 || self.axis.high < 0.0
    }
}
