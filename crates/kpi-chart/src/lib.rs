//! Charts of performance indicators: plain figures in, accessible SVG out.
//!
//! Pure: no file, clock or environment. The same input gives the same bytes, so a report can be proved not to have changed.
//! One picture serves the web page and the PDF, so it is SVG 1.1 with plain attributes, in the colours of light pages; each
//! thing that is drawn has a class as well, by which [`CSS`] recolours it on dark pages and in forced colours.
//!
//! | chart | shows |
//! |---|---|
//! | [`trend`] | periods in order against target and bands |
//! | [`comparators`] | the own figure among others, with reference lines |
//! | [`control`] | a control chart: limits, and points with a special cause |
//! | [`spine`] | many indicators, each against the range of all areas |
//! | [`rug`] | indicators by periods or areas, a rating in each cell |
//! | [`sparkline`] | the course of a figure, small, for a row of a table |
//! | [`tally`] | how many have which rating |
//!
//! What always holds, and is tested over thousands of random inputs: no label meets another, a data mark or the edge; text
//! is horizontal and at least 12 pixels at the nominal width; nothing is said by colour alone; a figure that is missing or
//! suppressed leaves no trace of a number. Figures are floating point here since they become places on a drawing: what
//! is printed is what the caller wrote in `display`.
//!
//! Every word comes from the caller or from [`Words`], so that a report in Welsh has Welsh charts.

mod chart;
mod colour;
mod contrast;
mod css;
mod key;
#[cfg(test)]
mod laws;
mod metrics;
mod place;
mod scale;
mod shape;
mod style;
mod svg;
mod theme;
mod widths;
mod words;

pub use chart::comparators::{Bar, BarKind, Comparators, Reference, ReferenceKind, comparators};
pub use chart::control::{Cause, Control, ControlPoint, Segment, control};
pub use chart::rug::{Rug, RugCell, RugRow, rug};
pub use chart::sparkline::{Sparkline, sparkline};
pub use chart::spine::{Spine, SpineRow, Verdict, spine};
pub use chart::tally::{Share, Tally, tally};
pub use chart::trend::{Band, Baseline, Edges, Point, State, Trend, trend};
pub use chart::{Chart, Frame, Level};
pub use colour::Colour;
pub use contrast::ContrastFault;
pub use css::CSS;
pub use scale::{Format, Units};
pub use shape::Shape;
pub use svg::FAMILIES;
pub use theme::{Palette, Rating, Theme, Tone};
pub use words::Words;
