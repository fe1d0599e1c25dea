//! The fonts that every document has.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};

const REGULAR: &[u8] = include_bytes!("../fonts/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/LiberationSans-Bold.ttf");
const ITALIC: &[u8] = include_bytes!("../fonts/LiberationSans-Italic.ttf");
const BOLD_ITALIC: &[u8] = include_bytes!("../fonts/LiberationSans-BoldItalic.ttf");

/// Read once for each process: every document of a run sets its text in them.
pub(crate) static BUILT_IN: LazyLock<Vec<Font>> = LazyLock::new(|| {
    [REGULAR, BOLD, ITALIC, BOLD_ITALIC].into_iter().filter_map(|file| font(Bytes::new(file))).collect()
});

/// What the texts of pictures are set in that ask for [`FOR_PICTURES`].
static LEAN: LazyLock<Vec<Font>> =
    LazyLock::new(|| [REGULAR, BOLD].into_iter().filter_map(|file| font(Bytes::new(lean(file)))).collect());

/// Liberation Sans without its tables of features: letters, widths and kerning are the same. What sets the texts of pictures reads
/// all tables anew for each text, which was a fifth of the time of a pack of charts; of them, features were the most.
pub const FOR_PICTURES: &str = "Liberation Sans for pictures";

fn font(file: Bytes) -> Option<Font> {
    Font::new(file, 0)
}

/// The font with its tables of features under names that nobody looks for. In the list of tables their order stays.
fn lean(file: &[u8]) -> Vec<u8> {
    const HEAD: usize = 12;
    const ENTRY: usize = 16;
    let mut font = file.to_vec();
    let tables = file.get(4..6).map_or(0, |count| count.iter().fold(0, |sum, byte| sum * 256 + usize::from(*byte)));
    for entry in font.get_mut(HEAD..).unwrap_or_default().chunks_exact_mut(ENTRY).take(tables) {
        if let [b'G', b'D' | b'P' | b'S', _, last @ (b'F' | b'S' | b'B'), ..] = entry {
            *last = b'_';
        }
    }
    font
}

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
    for font in LEAN.iter() {
        book.push(FontInfo { family: FOR_PICTURES.to_owned(), ..font.info().clone() });
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
