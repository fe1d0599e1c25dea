//! Writes every kind of chart with figures as councils have them: `cargo run -p kpi-chart --example gallery -- FOLDER`.

#![expect(clippy::disallowed_methods, reason = "a program that writes pictures to look at")]

mod pictures;

use kpi_chart::{CSS, Frame, Theme, Words};
use pictures::pictures;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned());
    std::fs::create_dir_all(&folder)?;
    let (theme, words) = (Theme::default(), Words::default());
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gallery</title><style>body {{ margin: 16px; }}\n{CSS}</style>"
    );
    for picture in pictures() {
        let frame = Frame { width: picture.width, ..Frame::new(picture.name, picture.title, &theme, &words) };
        let chart = (picture.draw)(&frame);
        std::fs::write(format!("{folder}/{}.svg", picture.name), &chart.svg)?;
        page += &format!(
            "<figure style=\"max-width: {}px\"><figcaption>{}</figcaption>{}<p>{}</p></figure>\n",
            picture.width, picture.title, chart.svg, chart.description
        );
    }
    std::fs::write(format!("{folder}/index.html"), page)
}
