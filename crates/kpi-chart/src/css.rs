//! The stylesheet that recolours charts.

use std::fmt::Write as _;

use crate::style::{self, Style};
use crate::theme::{Theme, Token};

/// The stylesheet of the usual theme. A theme of one's own writes its own: [`Theme::css`].
pub const CSS: &str = include_str!("chart.css");

impl Theme {
    /// Rules for dark pages and for forced colours. Print has the light colours that are in the pictures already.
    ///
    /// A page that has a switch of its own puts `data-theme="dark"` or `"light"` on its root element.
    pub fn css(&self) -> String {
        let mut css = String::from(
            ".ck { display: block; max-width: 100%; height: auto; }\n\
             @media screen and (prefers-color-scheme: dark) {\n",
        );
        for style in style::all() {
            rule(&mut css, ":root:not([data-theme=\"light\"]) ", style, |token| self.dark.colour(token).to_string());
        }
        css.push_str("}\n@media screen {\n");
        for style in style::all() {
            rule(&mut css, ":root[data-theme=\"dark\"] ", style, |token| self.dark.colour(token).to_string());
        }
        // After those for dark pages and as specific, since a reader's own colours come first.
        css.push_str("}\n@media (forced-colors: active) {\n:root .ck { forced-color-adjust: none; }\n");
        for style in style::all() {
            rule(&mut css, ":root:root:root .ck ", style, |token| forced(token).to_owned());
        }
        css.push_str("}\n");
        css
    }
}

fn rule(css: &mut String, scope: &str, style: Style, colour: impl Fn(Token) -> String) {
    let _ = write!(css, "{scope}.{} {{", style.class);
    if let Some(fill) = style.fill {
        let _ = write!(css, " fill: {};", colour(fill));
    }
    if let Some(stroke) = style.stroke {
        let _ = write!(css, " stroke: {};", colour(stroke));
    }
    css.push_str(" }\n");
}

/// Two colours and an accent are all there is: shapes, dashes and words say the rest.
fn forced(token: Token) -> &'static str {
    match token {
        Token::Paper | Token::OnBrand | Token::Range | Token::Tint(_) | Token::OnFill(_) => "Canvas",
        Token::Grid | Token::Peer | Token::Middle => "GrayText",
        Token::Brand => "Highlight",
        _ => "CanvasText",
    }
}

#[cfg(test)]
mod tests {
    use super::CSS;
    use crate::Theme;

    #[test]
    fn the_stylesheet_is_that_of_the_theme() {
        let written = Theme::default().css();
        #[expect(clippy::disallowed_methods, reason = "a test that is asked to writes the file anew")]
        if std::env::var("UPDATE_CSS").is_ok() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/chart.css"), &written).unwrap();
        } else {
            assert_eq!(CSS, written, "run the tests with UPDATE_CSS=1");
        }
    }
}
