//! Colours, shapes and arrows. Colour is never alone: a shape and the word go with it.

use crate::output::Look;
use anstyle::{AnsiColor, Style};
use kpi_core::{Judgement, Movement};
use kpi_model::catalogue::Colour;

pub fn style(colour: Colour) -> Style {
    let ansi = match colour {
        Colour::Red => AnsiColor::Red,
        Colour::Amber => AnsiColor::Yellow,
        Colour::Green => AnsiColor::Green,
        // Plain blue cannot be read on black.
        Colour::Blue => AnsiColor::BrightBlue,
        Colour::Grey => AnsiColor::BrightBlack,
    };
    ansi.on_default().bold()
}

pub const fn shape(colour: Colour, look: Look) -> &'static str {
    match colour {
        Colour::Red => look.mark("▼", "x"),
        Colour::Amber => look.mark("▲", "!"),
        Colour::Green => look.mark("●", "+"),
        Colour::Blue => look.mark("■", "#"),
        Colour::Grey => look.mark("▬", "o"),
    }
}

/// Which way the figure went; the word says whether that is good.
pub const fn arrow(movement: Movement, look: Look) -> &'static str {
    match movement {
        Movement::Up => look.mark("↑", "^"),
        Movement::Level => look.mark("→", "="),
        Movement::Down => look.mark("↓", "v"),
    }
}

pub fn judged(judgement: Option<Judgement>) -> Style {
    match judgement {
        Some(Judgement::Improved) => AnsiColor::Green.on_default(),
        Some(Judgement::Worsened) => AnsiColor::Red.on_default(),
        Some(Judgement::Unchanged) | None => Style::new(),
    }
}

/// The marks of footnotes behind a text: `¹ ²`.
pub fn notes(numbers: &[usize], look: Look) -> String {
    let marks: Vec<String> = numbers.iter().map(|number| note(*number, look)).collect();
    // Apart, or `¹ ²` would be twelve; a space that does not break.
    marks.join(if look.unicode { "\u{a0}" } else { "" })
}

pub fn note(number: usize, look: Look) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if !look.unicode {
        return format!("[{number}]");
    }
    number.to_string().chars().filter_map(|digit| RAISED.get(digit.to_digit(10)? as usize)).collect()
}
