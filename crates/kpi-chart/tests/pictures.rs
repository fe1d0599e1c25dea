//! What the charts of the gallery are, byte for byte: `INSTA_UPDATE=always`, then look at the gallery.

use kpi_chart::{Frame, Theme, Words};

#[path = "../examples/gallery/pictures.rs"]
mod pictures;

#[test]
fn pictures_are_as_they_were() {
    let (theme, words) = (Theme::default(), Words::default());
    for picture in pictures::pictures() {
        let frame = Frame { width: picture.width, ..Frame::new(picture.name, picture.title, &theme, &words) };
        let chart = (picture.draw)(&frame);
        assert_eq!(chart, (picture.draw)(&frame));
        insta::assert_snapshot!(picture.name, chart.svg);
    }
}
