//! The colours of charts, and whether they can be told apart.

use crate::Colour;
use crate::contrast::{self, ContrastFault};

/// The colours of light pages (and of paper), and those of dark ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub light: Palette,
    pub dark: Palette,
}

/// Every colour that charts use. Pages may use them too, so that a badge has the colour of its band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// What a chart stands on.
    pub paper: Colour,
    pub ink: Colour,
    /// Of the text that is read second: axes, notes.
    pub muted: Colour,
    /// Of rules that guide the eye and say nothing.
    pub grid: Colour,
    /// Of axes.
    pub axis: Colour,
    /// The council's own figure.
    pub brand: Colour,
    /// Text on the brand's colour.
    pub on_brand: Colour,
    /// Four categories in the Analysis Function's order. Too pale for text, some of them.
    pub series: [Colour; 4],
    /// A second line beside the own one, and reference lines.
    pub second: Colour,
    pub third: Colour,
    /// Bars of others.
    pub peer: Colour,
    /// Between two control limits, and the worst to the best of a spine.
    pub range: Colour,
    /// The middle half of a spine.
    pub middle: Colour,
    pub improvement: Colour,
    pub concern: Colour,
    pub special: Colour,
    pub common: Colour,
    pub red: Tone,
    pub amber: Tone,
    pub green: Tone,
    pub blue: Tone,
    pub grey: Tone,
}

/// One rating's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tone {
    /// Of badges and cells.
    pub fill: Colour,
    pub on_fill: Colour,
    /// Of shapes and edges on the paper or on the tint.
    pub mark: Colour,
    /// Of areas behind data.
    pub tint: Colour,
    pub on_tint: Colour,
}

/// The colours that a rating may have. Each has its own shape as well (`Shape::of`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Rating {
    Red,
    Amber,
    Green,
    Blue,
    /// Without judgement.
    #[default]
    Grey,
}

impl Rating {
    pub const ALL: [Self; 5] = [Self::Red, Self::Amber, Self::Green, Self::Blue, Self::Grey];
}

impl Palette {
    pub fn tone(&self, rating: Rating) -> Tone {
        match rating {
            Rating::Red => self.red,
            Rating::Amber => self.amber,
            Rating::Green => self.green,
            Rating::Blue => self.blue,
            Rating::Grey => self.grey,
        }
    }

    pub(crate) fn colour(&self, token: Token) -> Colour {
        match token {
            Token::Paper => self.paper,
            Token::Ink => self.ink,
            Token::Muted => self.muted,
            Token::Grid => self.grid,
            Token::Axis => self.axis,
            Token::Brand => self.brand,
            Token::OnBrand => self.on_brand,
            Token::Second => self.second,
            Token::Third => self.third,
            Token::Peer => self.peer,
            Token::Range => self.range,
            Token::Middle => self.middle,
            Token::Improvement => self.improvement,
            Token::Concern => self.concern,
            Token::Special => self.special,
            Token::Common => self.common,
            Token::Fill(rating) => self.tone(rating).fill,
            Token::OnFill(rating) => self.tone(rating).on_fill,
            Token::Mark(rating) => self.tone(rating).mark,
            Token::Tint(rating) => self.tone(rating).tint,
            Token::OnTint(rating) => self.tone(rating).on_tint,
        }
    }
}

/// A palette's colour by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    Paper,
    Ink,
    Muted,
    Grid,
    Axis,
    Brand,
    OnBrand,
    Second,
    Third,
    Peer,
    Range,
    Middle,
    Improvement,
    Concern,
    Special,
    Common,
    Fill(Rating),
    OnFill(Rating),
    Mark(Rating),
    Tint(Rating),
    OnTint(Rating),
}

const WHITE: Colour = Colour::hex(0xFFFFFF);
const INK: Colour = Colour::hex(0x1D2433);

const LIGHT: Palette = Palette {
    paper: WHITE,
    ink: INK,
    muted: Colour::hex(0x595959),
    grid: Colour::hex(0xDDE1E8),
    axis: Colour::hex(0x595959),
    brand: Colour::hex(0x12436D),
    on_brand: WHITE,
    series: [Colour::hex(0x12436D), Colour::hex(0x28A197), Colour::hex(0x801650), Colour::hex(0xF46A25)],
    second: Colour::hex(0x801650),
    third: Colour::hex(0xB84A00),
    peer: Colour::hex(0x878F9C),
    range: Colour::hex(0xEEF1F6),
    middle: Colour::hex(0x878F9C),
    improvement: Colour::hex(0x1D62AE),
    concern: Colour::hex(0xB84A00),
    special: Colour::hex(0x5B3A8E),
    common: Colour::hex(0x6B7280),
    red: Tone {
        fill: Colour::hex(0xB3261E),
        on_fill: WHITE,
        mark: Colour::hex(0xB3261E),
        tint: Colour::hex(0xFBE3E1),
        on_tint: Colour::hex(0x8C1D18),
    },
    amber: Tone {
        fill: Colour::hex(0xFFBF47),
        on_fill: INK,
        mark: Colour::hex(0x9A6200),
        tint: Colour::hex(0xFFF0CC),
        on_tint: Colour::hex(0x6B4400),
    },
    green: Tone {
        fill: Colour::hex(0x1E6B2E),
        on_fill: WHITE,
        mark: Colour::hex(0x1E6B2E),
        tint: Colour::hex(0xDFF1E1),
        on_tint: Colour::hex(0x1B5E20),
    },
    blue: Tone {
        fill: Colour::hex(0x174E8C),
        on_fill: WHITE,
        mark: Colour::hex(0x174E8C),
        tint: Colour::hex(0xDDEAFB),
        on_tint: Colour::hex(0x12437A),
    },
    grey: Tone {
        fill: Colour::hex(0x6B7280),
        on_fill: WHITE,
        mark: Colour::hex(0x6B7280),
        tint: Colour::hex(0xECEEF1),
        on_tint: Colour::hex(0x464C57),
    },
};

const NIGHT: Colour = Colour::hex(0x14181F);
const MOON: Colour = Colour::hex(0xF1F3F7);

const DARK: Palette = Palette {
    paper: NIGHT,
    ink: MOON,
    muted: Colour::hex(0xB9C0CC),
    grid: Colour::hex(0x39414F),
    axis: Colour::hex(0xB9C0CC),
    brand: Colour::hex(0x86BDF0),
    on_brand: NIGHT,
    series: [Colour::hex(0x86BDF0), Colour::hex(0x4FC4BA), Colour::hex(0xF09AC8), Colour::hex(0xF78B52)],
    second: Colour::hex(0xF09AC8),
    third: Colour::hex(0xF7A35C),
    peer: Colour::hex(0x7C8696),
    range: Colour::hex(0x222936),
    middle: Colour::hex(0x7C8696),
    improvement: Colour::hex(0x7DB8F5),
    concern: Colour::hex(0xF7A35C),
    special: Colour::hex(0xC3A6F2),
    common: Colour::hex(0xA3ABB8),
    red: Tone {
        fill: Colour::hex(0xF2867E),
        on_fill: NIGHT,
        mark: Colour::hex(0xF2867E),
        tint: Colour::hex(0x431D1B),
        on_tint: Colour::hex(0xFFB9B3),
    },
    amber: Tone {
        fill: Colour::hex(0xFFBF47),
        on_fill: NIGHT,
        mark: Colour::hex(0xFFBF47),
        tint: Colour::hex(0x3B2E10),
        on_tint: Colour::hex(0xFFD88A),
    },
    green: Tone {
        fill: Colour::hex(0x7CCB8A),
        on_fill: NIGHT,
        mark: Colour::hex(0x7CCB8A),
        tint: Colour::hex(0x17351D),
        on_tint: Colour::hex(0xA6E3B0),
    },
    blue: Tone {
        fill: Colour::hex(0x86B7F2),
        on_fill: NIGHT,
        mark: Colour::hex(0x86B7F2),
        tint: Colour::hex(0x182C47),
        on_tint: Colour::hex(0xB3D3FA),
    },
    grey: Tone {
        fill: Colour::hex(0xA3ABB8),
        on_fill: NIGHT,
        mark: Colour::hex(0xA3ABB8),
        tint: Colour::hex(0x2A303B),
        on_tint: Colour::hex(0xD3D8E0),
    },
};

impl Default for Theme {
    fn default() -> Self {
        Self { light: LIGHT, dark: DARK }
    }
}

impl Theme {
    /// The usual colours with a council's own for its figures. The light pages take the colour as it is, since a brand is
    /// not ours to change: ask `faults` whether it can be seen. Dark pages have it as pale as it has to be there.
    #[must_use]
    pub fn with_brand(self, brand: Colour) -> Self {
        let mut theme = self;
        theme.light.brand = brand;
        theme.light.on_brand = better(brand, WHITE, INK);
        let enough = |colour: Colour| {
            Rating::ALL
                .into_iter()
                .map(|rating| self.dark.tone(rating).tint)
                .chain([self.dark.paper])
                .all(|back| colour.contrast(back) >= contrast::TEXT)
        };
        theme.dark.brand = (0..=20_u8)
            .map(|step| brand.towards(WHITE, f64::from(step) / 20.0))
            .find(|colour| enough(*colour))
            .unwrap_or(WHITE);
        theme.dark.on_brand = better(theme.dark.brand, NIGHT, WHITE);
        theme
    }

    /// Each pair of colours that some chart puts on each other and that people could fail to tell apart.
    pub fn faults(&self) -> Vec<ContrastFault> {
        contrast::faults("light", &self.light).chain(contrast::faults("dark", &self.dark)).collect()
    }
}

fn better(back: Colour, one: Colour, two: Colour) -> Colour {
    if back.contrast(one) >= back.contrast(two) { one } else { two }
}
