//! Writes SVG: plain attributes in the colours of light pages, and a class on each thing for stylesheets.

use std::fmt::Write as _;

use crate::metrics::{ASCENT, LEADING, width};
use crate::place::Area;
use crate::shape::Shape;
use crate::style::{self, Style};
use crate::theme::Palette;
use crate::{Chart, Frame};

/// What texts are set in: the first that there is. Their letters are as wide as each other's.
pub const FAMILIES: &str = "Liberation Sans, Arial, Helvetica, sans-serif";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Face {
    pub style: Style,
    pub size: f64,
    pub bold: bool,
}

impl Face {
    pub(crate) fn width(self, text: &str) -> f64 {
        width(text, self.size, self.bold)
    }
}

/// How a line is dashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dash {
    Solid,
    Dashed,
    Dotted,
    Short,
}

pub(crate) struct Canvas<'a> {
    palette: &'a Palette,
    body: String,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(palette: &'a Palette) -> Self {
        Self { palette, body: String::new() }
    }

    pub(crate) fn area(&mut self, style: Style, area: Area) {
        self.open("rect", style);
        self.place("x", area.left);
        self.place("y", area.top);
        self.place("width", area.width().max(0.0));
        self.place("height", area.height().max(0.0));
        self.close();
    }

    pub(crate) fn line(&mut self, style: Style, points: &[(f64, f64)], thick: f64, dash: Dash) {
        if points.len() < 2 {
            return;
        }
        self.open("polyline", style);
        self.points(points);
        self.place("stroke-width", thick);
        // A line is still a line to a stylesheet that fills.
        self.body.push_str(" stroke-linejoin=\"round\"");
        let dashes = match dash {
            Dash::Solid => "",
            Dash::Dashed => " stroke-dasharray=\"8 5\"",
            Dash::Dotted => " stroke-dasharray=\"2 4\"",
            Dash::Short => " stroke-dasharray=\"5 3\"",
        };
        self.body.push_str(dashes);
        self.close();
    }

    pub(crate) fn polygon(&mut self, style: Style, points: &[(f64, f64)]) {
        if points.len() < 3 {
            return;
        }
        self.open("polygon", style);
        self.points(points);
        self.close();
    }

    pub(crate) fn mark(&mut self, style: Style, shape: Shape, x: f64, y: f64, reach: f64, edge: f64) {
        let corners = shape.corners(x, y, reach);
        if corners.is_empty() {
            self.open("circle", style);
            self.place("cx", x);
            self.place("cy", y);
            self.place("r", reach);
        } else {
            self.open("polygon", style);
            self.points(&corners);
            self.body.push_str(" stroke-linejoin=\"round\"");
        }
        self.place("stroke-width", edge);
        self.close();
    }

    /// Two strokes across each other: no figure here.
    pub(crate) fn cross(&mut self, style: Style, x: f64, y: f64, reach: f64) {
        self.open("path", style);
        let ends = [x - reach, y - reach, x + reach, y + reach, x - reach, y + reach, x + reach, y - reach].map(number);
        let [a, b, c, d, e, f, g, h] = ends;
        let _ = write!(self.body, " d=\"M{a} {b}L{c} {d}M{e} {f}L{g} {h}\"");
        self.place("stroke-width", 2.0);
        self.close();
    }

    pub(crate) fn text(&mut self, face: Face, text: &str, x: f64, baseline: f64, anchor: Anchor) {
        if text.trim().is_empty() {
            return;
        }
        self.open("text", face.style);
        self.place("x", x);
        self.place("y", baseline);
        self.place("font-size", face.size);
        if face.bold {
            self.body.push_str(" font-weight=\"700\"");
        }
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.body.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.body.push_str(" text-anchor=\"end\""),
        }
        self.body.push('>');
        escape(text, &mut self.body);
        self.body.push_str("</text>\n");
    }

    /// Lines below each other, the first one's top at `top`.
    pub(crate) fn lines(&mut self, face: Face, lines: &[String], x: f64, top: f64, anchor: Anchor) {
        for (place, line) in lines.iter().enumerate() {
            self.text(face, line, x, top + face.size * (ASCENT + LEADING * place as f64), anchor);
        }
    }

    fn open(&mut self, element: &str, style: Style) {
        let family = if style.family.is_empty() { String::new() } else { format!("{} ", style.family) };
        let _ = write!(self.body, "<{element} class=\"{family}{}\"", style.class);
        let colour = |token: Option<_>| token.map(|token| self.palette.colour(token));
        let (fill, stroke) = (colour(style.fill), colour(style.stroke));
        match fill {
            Some(fill) => {
                let _ = write!(self.body, " fill=\"{fill}\"");
            }
            None => self.body.push_str(" fill=\"none\""),
        }
        if let Some(stroke) = stroke {
            let _ = write!(self.body, " stroke=\"{stroke}\"");
        }
    }

    fn place(&mut self, name: &str, value: f64) {
        let _ = write!(self.body, " {name}=\"{}\"", number(value));
    }

    fn points(&mut self, points: &[(f64, f64)]) {
        self.body.push_str(" points=\"");
        for (place, (x, y)) in points.iter().enumerate() {
            let space = if place > 0 { " " } else { "" };
            let _ = write!(self.body, "{space}{},{}", number(*x), number(*y));
        }
        self.body.push('"');
    }

    fn close(&mut self) {
        self.body.push_str("/>\n");
    }

    /// The whole picture, `height` high.
    pub(crate) fn finish(self, frame: &Frame<'_>, width: f64, height: f64, description: String) -> Chart {
        let mut svg = String::new();
        let (mut id, mut title, mut said, mut language) = (String::new(), String::new(), String::new(), String::new());
        escape(frame.id, &mut id);
        escape(frame.title, &mut title);
        escape(&description, &mut said);
        if !frame.language.is_empty() {
            let mut code = String::new();
            escape(frame.language, &mut code);
            language = format!(" lang=\"{code}\" xml:lang=\"{code}\"");
        }
        let (wide, high) = (number(width), number(height));
        let _ = writeln!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ck\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" \
             height=\"{high}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\"{language} \
             font-family=\"{FAMILIES}\">"
        );
        let _ = writeln!(svg, "<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{said}</desc>");
        let mut paper = Canvas::new(self.palette);
        paper.area(style::PAPER, Area::new(0.0, 0.0, width, height));
        svg.push_str(&paper.body);
        svg.push_str(&self.body);
        svg.push_str("</svg>\n");
        Chart { svg, title: frame.title.to_owned(), description }
    }
}

/// One decimal, and none where it is 0: the same bytes everywhere, and a tenth of a pixel is finer than any eye.
pub(crate) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round();
    let tenths = if tenths.is_finite() { tenths as i64 } else { 0 };
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, part) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if part == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Text as XML has it. What XML cannot have at all becomes the sign for what is unknown.
fn escape(text: &str, to: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            '\t' | '\n' | '\r' => to.push(' '),
            '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => to.push('\u{FFFD}'),
            other => to.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        let written = [0.0, -0.01, 12.34, -3.06, 700.0, f64::NAN].map(number);
        assert_eq!(written, ["0", "0", "12.3", "-3.1", "700", "0"]);
    }
}
