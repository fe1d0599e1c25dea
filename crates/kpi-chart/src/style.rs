//! What each drawn thing is called and which of the theme's colours it has: the attributes of the SVG and the stylesheet
//! for dark pages are both read from here, so they cannot disagree.

use crate::theme::{Rating, Token};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub class: &'static str,
    /// The class of its like of all ratings; empty where there are none.
    pub family: &'static str,
    pub fill: Option<Token>,
    pub stroke: Option<Token>,
}

const fn filled(class: &'static str, fill: Token) -> Style {
    Style { class, family: "", fill: Some(fill), stroke: None }
}

const fn stroked(class: &'static str, stroke: Token) -> Style {
    Style { class, family: "", fill: None, stroke: Some(stroke) }
}

const fn both(class: &'static str, fill: Token, stroke: Token) -> Style {
    Style { class, family: "", fill: Some(fill), stroke: Some(stroke) }
}

macro_rules! styles {
    ($($name:ident = $style:expr;)*) => {
        $(pub(crate) const $name: Style = $style;)*
        const NAMED: &[Style] = &[$($name),*];
    };
}

styles! {
    PAPER = filled("ck-paper", Token::Paper);
    LABEL = filled("ck-label", Token::Ink);
    QUIET = filled("ck-quiet", Token::Muted);
    OWN_LABEL = filled("ck-own-label", Token::Brand);
    ON_OWN = filled("ck-on-own", Token::OnBrand);
    GRID = stroked("ck-grid", Token::Grid);
    GRID_ON_BAND = stroked("ck-grid-on-band", Token::Paper);
    AXIS = stroked("ck-axis", Token::Axis);
    LEADER = stroked("ck-leader", Token::Axis);
    // Under each line and mark, so that it stands apart from whatever it crosses.
    HALO = stroked("ck-halo", Token::Paper);
    LINE = stroked("ck-line", Token::Brand);
    POINT = both("ck-point", Token::Brand, Token::Paper);
    POINT_HOLLOW = both("ck-point-hollow", Token::Paper, Token::Brand);
    SECOND_LINE = stroked("ck-second-line", Token::Second);
    SECOND_POINT = both("ck-second-point", Token::Second, Token::Paper);
    TARGET = stroked("ck-target", Token::Ink);
    YEAR_END = stroked("ck-year-end", Token::Ink);
    NEIGHBOURS = stroked("ck-neighbours", Token::Second);
    NATION = stroked("ck-nation", Token::Third);
    SECOND_LABEL = filled("ck-second-label", Token::Second);
    THIRD_LABEL = filled("ck-third-label", Token::Third);
    MISSING = stroked("ck-missing", Token::Muted);
    OWN_BAR = filled("ck-own-bar", Token::Brand);
    PEER_BAR = filled("ck-peer-bar", Token::Peer);
    INTERVAL = stroked("ck-interval", Token::Ink);
    RANGE = filled("ck-range", Token::Range);
    SPREAD = both("ck-spread", Token::Range, Token::Peer);
    MIDDLE = filled("ck-middle", Token::Middle);
    LIMIT = stroked("ck-limit", Token::Axis);
    CENTRE = stroked("ck-centre", Token::Ink);
    PATH = stroked("ck-path", Token::Common);
    CONTROL_TARGET = stroked("ck-control-target", Token::Second);
    IMPROVEMENT = both("ck-improvement", Token::Improvement, Token::Paper);
    CONCERN = both("ck-concern", Token::Concern, Token::Paper);
    SPECIAL = both("ck-special", Token::Special, Token::Paper);
    OWN_MARK = both("ck-own-mark", Token::Brand, Token::Paper);
    AVERAGE = stroked("ck-average", Token::Ink);
    COMMON = both("ck-common", Token::Common, Token::Paper);
    CELL_EMPTY = both("ck-cell-empty", Token::Paper, Token::Axis);
}

macro_rules! rated {
    ($($(#[$note:meta])* $name:ident = $class:literal, $make:ident($($token:ident),*);)*) => {
        $(
            $(#[$note])*
            pub(crate) fn $name(rating: Rating) -> Style {
                let class = match rating {
                    Rating::Red => concat!($class, "-red"),
                    Rating::Amber => concat!($class, "-amber"),
                    Rating::Green => concat!($class, "-green"),
                    Rating::Blue => concat!($class, "-blue"),
                    Rating::Grey => concat!($class, "-grey"),
                };
                Style { family: $class, ..$make(class, $(rated!(@token $token, rating)),*) }
            }
        )*
        fn of_ratings() -> impl Iterator<Item = Style> {
            Rating::ALL.into_iter().flat_map(|rating| [$($name(rating)),*])
        }
    };
    (@token Paper, $rating:ident) => { Token::Paper };
    (@token $token:ident, $rating:ident) => { Token::$token($rating) };
}

rated! {
    band = "ck-band", filled(Tint);
    on_band = "ck-on-band", filled(OnTint);
    edge = "ck-edge", filled(Mark);
    mark = "ck-mark", both(Mark, Paper);
    cell = "ck-cell", both(Fill, Paper);
    on_cell = "ck-on-cell", filled(OnFill);
}

/// All there are, each once.
pub(crate) fn all() -> impl Iterator<Item = Style> {
    NAMED.iter().copied().chain(of_ratings())
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn each_class_is_one_style() {
        let mut classes: Vec<&str> = all().map(|style| style.class).collect();
        classes.sort_unstable();
        let count = classes.len();
        classes.dedup();
        assert_eq!(classes.len(), count);
    }
}
