//! The colours of pages, from the same theme as those of charts.

use crate::model::Report;
use kpi_chart::{Palette, Rating, Theme};
use std::fmt::Write as _;

/// The custom properties that `kpi.css` is written in, for light and for dark pages, and the rules for charts.
pub(super) fn sheet(theme: &Theme, report: &Report) -> String {
    let mut css = String::new();
    let fonts = if report.brand.fonts.is_empty() { String::new() } else { format!("{}, ", report.brand.fonts) };
    let _ = writeln!(
        css,
        ":root {{ --fonts: {fonts}\"Liberation Sans\", Arial, Helvetica, sans-serif; {}}}",
        tokens(&theme.light)
    );
    let _ = writeln!(
        css,
        "@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme=\"light\"]) {{ {}}} }}",
        tokens(&theme.dark)
    );
    css.push_str(&theme.css());
    css
}

fn tokens(palette: &Palette) -> String {
    let mut out = String::new();
    for (name, colour) in [
        ("paper", palette.paper),
        ("ink", palette.ink),
        ("muted", palette.muted),
        ("grid", palette.grid),
        ("axis", palette.axis),
        ("brand", palette.brand),
        ("on-brand", palette.on_brand),
        ("range", palette.range),
    ] {
        let _ = write!(out, "--{name}: {colour}; ");
    }
    for (name, rating) in [
        ("red", Rating::Red),
        ("amber", Rating::Amber),
        ("green", Rating::Green),
        ("blue", Rating::Blue),
        ("grey", Rating::Grey),
    ] {
        let tone = palette.tone(rating);
        let _ = write!(out, "--{name}: {}; --on-{name}: {}; --{name}-mark: {}; ", tone.fill, tone.on_fill, tone.mark);
    }
    out
}
