//! How a council looks: its colour, its logo, its type; and whether that can be read.

use crate::build::Own;
use crate::model;

/// The council's colours and marks, as its settings give them.
#[derive(Debug, Clone)]
pub struct Brand {
    /// `#rrggbb`
    pub colour: Colour,
    pub logo: Option<Logo>,
    /// The families that pages name first.
    pub fonts: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Logo {
    /// The name of the file among those of the site.
    pub file: String,
    pub bytes: Vec<u8>,
    pub alt: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

/// The brand of those who set none.
pub const USUAL: Colour = Colour { red: 0x12, green: 0x43, blue: 0x6d };

const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
const INK: Colour = Colour { red: 0x1d, green: 0x24, blue: 0x33 };
/// The page where a reader's screen is dark.
pub const NIGHT: Colour = Colour { red: 0x14, green: 0x18, blue: 0x20 };

/// What text needs against what it stands on (WCAG 1.4.3).
pub const TEXT: f64 = 4.5;

impl Default for Brand {
    fn default() -> Self {
        Self { colour: USUAL, logo: None, fonts: None }
    }
}

impl Colour {
    /// `#12436d` or `#036`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let long: String = match digits.len() {
            3 => digits.chars().flat_map(|c| [c, c]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let part = |range| u8::from_str_radix(long.get(range)?, 16).ok();
        Some(Self { red: part(0..2)?, green: part(2..4)?, blue: part(4..6)? })
    }

    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    fn luminance(self) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.0722f64.mul_add(channel(self.blue), 0.2126f64.mul_add(channel(self.red), 0.7152 * channel(self.green)))
    }

    /// The contrast of two colours, from 1 to 21 (WCAG 2.2).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Towards white, a step at a time, until it can be read on a dark page.
    fn at_night(self) -> Self {
        let mut colour = self;
        while colour.contrast(NIGHT) < TEXT {
            let lighter = |value: u8| value.saturating_add(((255 - u16::from(value)) / 8).max(1) as u8);
            colour = Self { red: lighter(colour.red), green: lighter(colour.green), blue: lighter(colour.blue) };
        }
        colour
    }

    fn ink(self) -> Self {
        if self.contrast(WHITE) >= self.contrast(INK) { WHITE } else { INK }
    }
}

impl Brand {
    /// Why the brand's colour cannot be used: headings and links stand on white, and white or ink stands on it.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let on_paper = self.colour.contrast(WHITE);
        (on_paper < TEXT).then(|| {
            format!(
                "{} on white has a contrast of {on_paper:.2} to 1, and text needs {TEXT} (WCAG 2.2, 1.4.3)",
                self.colour.hex()
            )
        })
    }

    pub(crate) fn told(&self, own: &Own<'_>) -> model::Brand {
        let dark = self.colour.at_night();
        model::Brand {
            colour: self.colour.hex(),
            on_colour: self.colour.ink().hex(),
            dark: dark.hex(),
            on_dark: dark.ink().hex(),
            logo: self
                .logo
                .as_ref()
                .map(|logo| model::Logo { file: logo.file.clone(), alt: own.say(&logo.alt, None) }),
            fonts: self.fonts.clone().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_as_the_guidelines_define_it() {
        let black = Colour::parse("#000").unwrap();
        assert!((black.contrast(WHITE) - 21.0).abs() < 1e-9);
        assert!((Colour::parse("#767676").unwrap().contrast(WHITE) - 4.54).abs() < 0.005);
    }

    #[test]
    fn a_colour_that_cannot_be_read_is_refused() {
        let brand = Brand { colour: Colour::parse("#ffbf47").unwrap(), ..Brand::default() };
        assert!(brand.fault().unwrap().starts_with("#ffbf47 on white has a contrast of 1."));
        assert_eq!(Brand::default().fault(), None);
    }

    #[test]
    fn every_colour_has_one_that_can_be_read_at_night() {
        for hex in ["#000000", "#12436d", "#801650", "#767676", "#0000ff"] {
            let night = Colour::parse(hex).unwrap().at_night();
            assert!(night.contrast(NIGHT) >= TEXT && night.contrast(night.ink()) >= TEXT, "{hex}");
        }
    }
}
