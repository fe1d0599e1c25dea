//! The fonts that every document has.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::Font;

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
