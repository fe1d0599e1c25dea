//! Formulas of letters.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A description gives a formula in letters that it does not explain.
    ///
    /// ## Why
    /// "% = X/Y" says that something is divided by something. Which people are X, and which are Y, is what a reader needs (R3).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   description: "Cases closed in time. % = X/Y"
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   description: "Cases closed in time. % = X/Y, where X: cases closed within a week, Y: cases closed."
    /// }
    /// ```
    KPI2704 FORMULA_IN_LETTERS "documentation" Warning
}

pub const RULE: Rule = Rule::stable(FORMULA_IN_LETTERS, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        for key in ["description", "note"] {
            let texts = indicator.texts.get(key).into_iter().flat_map(|text| text.values());
            let Some(letter) = texts.flat_map(|text| unexplained(text)).next() else { continue };
            out.push(
                Diagnostic::at(
                    FORMULA_IN_LETTERS,
                    context.place(indicator, key),
                    format!("what {letter} is nobody says"),
                )
                .help(format!("explain it after the formula: `{letter}: people who …`")),
            );
        }
    }
}

/// Letters of a quotient that are not followed by what they are.
fn unexplained(text: &str) -> Option<char> {
    let letters: Vec<char> = text.chars().collect();
    let alone = |at: usize| {
        let beside = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphanumeric());
        !beside(at.checked_sub(1)) && !beside(Some(at + 1))
    };
    for (at, sign) in letters.iter().enumerate() {
        if !matches!(sign, '/' | '÷') {
            continue;
        }
        let skip = |from: usize, step: isize| {
            let mut at = from.checked_add_signed(step)?;
            while letters.get(at) == Some(&' ') {
                at = at.checked_add_signed(step)?;
            }
            letters.get(at).filter(|c| c.is_ascii_uppercase() && alone(at)).map(|c| (*c, at))
        };
        let (Some((top, _)), Some((bottom, _))) = (skip(at, -1), skip(at, 1)) else { continue };
        let explained = |letter: char| {
            let mut places = letters.iter().enumerate().filter(|(at, c)| **c == letter && alone(*at));
            places.any(|(at, _)| {
                let rest: String = letters.iter().skip(at + 1).take(5).collect();
                let rest = rest.trim_start();
                rest.starts_with(':')
                    || rest.starts_with('=')
                    || rest.starts_with("is ")
                    || rest.starts_with("are ")
                    || rest.starts_with('(')
            })
        };
        if let Some(letter) = [top, bottom].into_iter().find(|letter| !explained(*letter)) {
            return Some(letter);
        }
    }
    None
}
