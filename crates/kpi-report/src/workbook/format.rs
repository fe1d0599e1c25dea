//! How cells look. No fills and no colours: what a cell means, it says.

use rust_xlsxwriter::{Format, FormatAlign};

/// Read at the size that the Analysis Function asks for.
pub const BODY: u8 = 12;
/// No other cell has this size: it is how the package finds the titles, to tag them.
pub const TITLE: u8 = 18;
pub const HEADING: u8 = 14;

fn base() -> Format {
    Format::new().set_font_name("Arial").set_font_size(BODY).set_text_wrap().set_align(FormatAlign::Top)
}

pub fn title() -> Format {
    base().set_font_size(TITLE).set_bold()
}

pub fn heading() -> Format {
    base().set_font_size(HEADING).set_bold()
}

pub fn header() -> Format {
    base().set_bold()
}

pub fn text() -> Format {
    base()
}

/// For a text that a careless hand could turn into a formula: the cell keeps that it is text.
pub fn literal() -> Format {
    base().set_quote_prefix()
}

/// A mark or a dash where numbers stand.
pub fn aside() -> Format {
    base().set_align(FormatAlign::Right)
}

pub fn number(format: &str) -> Format {
    base().set_align(FormatAlign::Right).set_num_format(format)
}

pub fn day() -> Format {
    base().set_align(FormatAlign::Left).set_num_format("yyyy-mm-dd")
}

pub fn link() -> Format {
    Format::new().set_hyperlink().set_font_name("Arial").set_font_size(BODY).set_text_wrap().set_align(FormatAlign::Top)
}
