//! The fonts that every document has.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};

/// Read once for each process: every document of a run sets its text in them.
pub(crate) static BUILT_IN: LazyLock<Vec<Font>> = LazyLock::new(|| {
    [
        include_bytes!("../fonts/LiberationSans-Regular.ttf").as_slice(),
        include_bytes!("../fonts/LiberationSans-Bold.ttf").as_slice(),
        include_bytes!("../fonts/LiberationSans-Italic.ttf").as_slice(),
        include_bytes!("../fonts/LiberationSans-BoldItalic.ttf").as_slice(),
    ]
    .into_iter()
    .filter_map(|file| Font::new(Bytes::new(file), 0))
    .collect()
});

/// All fonts of a file; none where it is not a font.
pub(crate) fn read(file: &[u8]) -> Vec<Font> {
    Font::iter(Bytes::new(file.to_vec())).collect()
}

/// Families that are asked for by name and that Liberation Sans, whose letters are as wide, stands in for. The last one is
/// what typst asks for where nobody names a font; without an answer a picture's text would be left out, and nothing said.
const STOOD_IN_FOR: [&str; 3] = ["Arial", "Helvetica", "Libertinus Serif"];

/// The fonts by index, and the book that says which index is which family.
pub(crate) fn shelf(own: Vec<Font>) -> (Vec<Font>, FontBook) {
    let mut fonts = own;
    let mut book = FontBook::from_fonts(&fonts);
    let missing: Vec<_> =
        STOOD_IN_FOR.into_iter().filter(|family| !book.contains_family(&family.to_lowercase())).collect();
    for font in BUILT_IN.iter() {
        book.push(font.info().clone());
        fonts.push(font.clone());
    }
    for family in missing {
        for font in BUILT_IN.iter() {
            book.push(FontInfo { family: family.to_owned(), ..font.info().clone() });
            fonts.push(font.clone());
        }
    }
    (fonts, book)
}
