//! Which colours meet in a chart, and how far they have to stand apart.

use crate::Colour;
use crate::theme::{Palette, Rating, Token};

/// WCAG 2.2, 1.4.3: text.
pub(crate) const TEXT: f64 = 4.5;
/// WCAG 2.2, 1.4.11: what is needed to understand a graphic.
const GRAPHIC: f64 = 3.0;

/// Two colours that are too near each other.
#[derive(Debug, Clone, PartialEq)]
pub struct ContrastFault {
    /// The palette and what is drawn on what: `light: own figure on red tint`.
    pub what: String,
    pub foreground: Colour,
    pub background: Colour,
    pub ratio: f64,
    pub needed: f64,
}

pub(crate) fn faults<'a>(name: &'a str, palette: &'a Palette) -> impl Iterator<Item = ContrastFault> + 'a {
    pairs().into_iter().filter_map(move |(what, front, back, needed)| {
        let (foreground, background) = (palette.colour(front), palette.colour(back));
        let ratio = foreground.contrast(background);
        (ratio < needed).then(|| ContrastFault {
            what: format!("{name}: {what}"),
            foreground,
            background,
            ratio,
            needed,
        })
    })
}

/// Grid, tints and ranges are in no pair as foregrounds: whatever they say is also said by a shape, a word or an edge.
fn pairs() -> Vec<(String, Token, Token, f64)> {
    let mut pairs: Vec<(String, Token, Token, f64)> = [
        ("text on paper", Token::Ink, Token::Paper, TEXT),
        ("quiet text on paper", Token::Muted, Token::Paper, TEXT),
        ("own figure's text on paper", Token::Brand, Token::Paper, TEXT),
        ("text on the own figure's bar", Token::OnBrand, Token::Brand, TEXT),
        ("axis on paper", Token::Axis, Token::Paper, GRAPHIC),
        ("second line and its label on paper", Token::Second, Token::Paper, TEXT),
        ("third line and its label on paper", Token::Third, Token::Paper, TEXT),
        ("bars of others on paper", Token::Peer, Token::Paper, GRAPHIC),
        ("middle half on paper", Token::Middle, Token::Paper, GRAPHIC),
        ("text on range", Token::Ink, Token::Range, TEXT),
    ]
    .map(|(what, front, back, needed)| (what.to_owned(), front, back, needed))
    .into();
    for (what, front) in [
        ("improvement", Token::Improvement),
        ("concern", Token::Concern),
        ("special cause", Token::Special),
        ("common cause", Token::Common),
        ("second line", Token::Second),
        ("limit", Token::Axis),
    ] {
        pairs.push((format!("{what} on paper"), front, Token::Paper, GRAPHIC));
        pairs.push((format!("{what} on range"), front, Token::Range, GRAPHIC));
    }
    for rating in Rating::ALL {
        let name = format!("{rating:?}").to_lowercase();
        let tint = Token::Tint(rating);
        for (what, front, back, needed) in [
            ("text on fill", Token::OnFill(rating), Token::Fill(rating), TEXT),
            ("shape on fill", Token::OnFill(rating), Token::Fill(rating), GRAPHIC),
            ("text on tint", Token::OnTint(rating), tint, TEXT),
            ("mark on tint", Token::Mark(rating), tint, GRAPHIC),
            ("mark on paper", Token::Mark(rating), Token::Paper, GRAPHIC),
            ("tint under the own line", Token::Brand, tint, GRAPHIC),
            ("tint under the second line", Token::Second, tint, GRAPHIC),
            ("tint under the target", Token::Ink, tint, GRAPHIC),
            ("tint under text", Token::Ink, tint, TEXT),
        ] {
            pairs.push((format!("{name} {what}"), front, back, needed));
        }
    }
    pairs
}
