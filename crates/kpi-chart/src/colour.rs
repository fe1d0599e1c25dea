//! Colours, and how far two of them stand apart.

use std::fmt;

/// An opaque colour of the sRGB space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

impl Colour {
    /// From digits as they stand in a style guide: `Colour::hex(0x12436D)`.
    pub const fn hex(digits: u32) -> Self {
        let [_, red, green, blue] = digits.to_be_bytes();
        Self { red, green, blue }
    }

    /// Reads `#12436D` or `#FA0`, as a council writes its brand's colour.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let long: String = match digits.len() {
            6 => digits.to_owned(),
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => return None,
        };
        u32::from_str_radix(&long, 16).ok().map(Self::hex)
    }

    /// Relative luminance as WCAG 2 defines it.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// The contrast ratio of WCAG 2, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// `share` of the way (0 to 1) from this colour to another.
    pub fn towards(self, other: Self, share: f64) -> Self {
        let part = |from: u8, to: u8| {
            let mixed = f64::from(from) + (f64::from(to) - f64::from(from)) * share.clamp(0.0, 1.0);
            mixed.round() as u8
        };
        Self { red: part(self.red, other.red), green: part(self.green, other.green), blue: part(self.blue, other.blue) }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_those_of_the_standard() {
        let white = Colour::hex(0xFFFFFF);
        assert_eq!(Colour::hex(0).contrast(white), 21.0);
        assert!((Colour::hex(0x12436D).contrast(white) - 10.25).abs() < 0.01);
        assert!((Colour::hex(0x28A197).contrast(white) - 3.17).abs() < 0.01);
    }

    #[test]
    fn reads_what_a_style_guide_says() {
        assert_eq!(Colour::parse("#12436D"), Some(Colour::hex(0x12436D)));
        assert_eq!(Colour::parse("#fa0"), Some(Colour::hex(0xFFAA00)));
        assert_eq!(Colour::parse("12436D"), None);
        assert_eq!(Colour::parse("#+12436"), None);
        assert_eq!(Colour::hex(0x0012436D).to_string(), "#12436D");
    }
}
