//! One file a kind of chart, and what they share.

pub(crate) mod comparators;
pub(crate) mod control;
mod describe;
mod gaps;
mod periods;
pub(crate) mod rug;
mod side;
pub(crate) mod sparkline;
pub(crate) mod spine;
pub(crate) mod tally;
pub(crate) mod trend;
mod upright;

use crate::place::Area;
use crate::style::{self, Style};
use crate::svg::{Anchor, Canvas, Face};
use crate::{Theme, Words, metrics, scale};

/// A finished chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// One `<svg>` element, to be put into a page as it is or embedded in a document.
    pub svg: String,
    /// What the chart is called in it: the caller's takeaway. It is not drawn: pages have it as heading or caption.
    pub title: String,
    /// What a reader sees, in words; also the alternative text of a figure in a PDF.
    pub description: String,
}

/// What every chart needs to know beside its figures.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// Begins the ids in the picture, so has to differ from that of every other chart of the page.
    pub id: &'a str,
    /// What the chart shows, as a sentence: "Below target since quarter 2".
    pub title: &'a str,
    /// The language's code, such as `cy`; empty where it is the page's.
    pub language: &'a str,
    /// Nominal width in pixels, 280 to 2000; the picture scales, and so does its text.
    pub width: f64,
    /// Size of the text at the nominal width, 12 to 24.
    pub text: f64,
    pub theme: &'a Theme,
    pub words: &'a Words,
}

impl<'a> Frame<'a> {
    pub fn new(id: &'a str, title: &'a str, theme: &'a Theme, words: &'a Words) -> Self {
        Self { id, title, language: "", width: 720.0, text: 14.0, theme, words }
    }

    fn wide(&self) -> f64 {
        if self.width.is_finite() { self.width.clamp(280.0, 2000.0) } else { 720.0 }
    }

    fn size(&self) -> f64 {
        if self.text.is_finite() { self.text.clamp(12.0, 24.0) } else { 14.0 }
    }

    fn face(&self, style: Style) -> Face {
        Face { style, size: self.size(), bold: false }
    }

    fn strong(&self, style: Style) -> Face {
        Face { bold: true, ..self.face(style) }
    }

    fn canvas(&self) -> Canvas<'a> {
        Canvas::new(&self.theme.light)
    }

    /// A chart without figures says so: an empty plot could be taken for zeros.
    fn nothing(&self) -> Chart {
        let mut canvas = self.canvas();
        let (face, wide) = (self.face(style::QUIET), self.wide());
        let high = face.size * 4.0;
        canvas.line(
            style::GRID,
            &[(0.5, 0.5), (wide - 0.5, 0.5), (wide - 0.5, high - 0.5), (0.5, high - 0.5), (0.5, 0.5)],
            1.0,
            crate::svg::Dash::Solid,
        );
        let words = metrics::cut(&self.words.no_data, wide - 16.0, face.size, face.bold);
        canvas.text(face, &words, wide / 2.0, high / 2.0 + face.size * 0.35, Anchor::Middle);
        canvas.finish(self, wide, high, self.words.no_data.clone())
    }
}

/// A figure and how it is written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Level {
    pub value: f64,
    pub display: String,
}

impl Level {
    pub fn new(value: f64, display: impl Into<String>) -> Self {
        Self { value, display: display.into() }
    }

    fn drawable(&self) -> Option<f64> {
        scale::drawable(self.value)
    }
}

/// The part of a chart that data is drawn in.
type Plot = Area;
