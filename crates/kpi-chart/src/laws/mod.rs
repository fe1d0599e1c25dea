//! What holds for every chart, whatever figures and words it is given.

mod inputs;
mod read;

use proptest::prelude::*;

use crate::place::Area;
use crate::{Chart, Frame, Theme, Words};
use inputs::Kind;

/// Coordinates are written to a tenth, so boxes that were apart may touch by as much.
const SLACK: f64 = 0.15;

fn frame<'a>(width: f64, text: f64, theme: &'a Theme, words: &'a Words) -> Frame<'a> {
    Frame { width, text, ..Frame::new("chart-1", "A takeaway", theme, words) }
}

fn check(chart: &Chart) -> Result<(), TestCaseError> {
    let picture = read::read(&chart.svg);
    let page = picture.page.grown(SLACK);
    let touch = |one: Area, two: Area| one.grown(-SLACK).meets(two.grown(-SLACK));
    for (place, (text, size, area)) in picture.texts.iter().enumerate() {
        prop_assert!(*size >= 12.0, "{text} is too small");
        let is_in =
            area.left >= page.left && area.right <= page.right && area.top >= page.top && area.bottom <= page.bottom;
        prop_assert!(is_in, "{text:?} leaves the page: {area:?}\n{}", chart.svg);
        for (other, _, there) in picture.texts.iter().skip(place + 1) {
            prop_assert!(!touch(*area, *there), "{text:?} on {other:?}\n{}", chart.svg);
        }
        for (class, there) in &picture.marks {
            prop_assert!(!touch(*area, *there), "{text:?} on {class}\n{}", chart.svg);
        }
        for (class, from, to) in &picture.strokes {
            prop_assert!(!area.grown(-SLACK).crossed(*from, *to), "{text:?} crossed by {class}\n{}", chart.svg);
        }
    }
    for (class, area) in &picture.marks {
        let is_in = area.left >= page.left - 1.0
            && area.right <= page.right + 1.0
            && area.top >= page.top - 1.0
            && area.bottom <= page.bottom + 1.0;
        prop_assert!(is_in, "{class} leaves the page: {area:?}\n{}", chart.svg);
    }
    prop_assert_eq!(&picture.title, &chart.title);
    prop_assert!(!picture.description.is_empty());
    Ok(())
}

fn cases() -> ProptestConfig {
    #[expect(clippy::disallowed_methods, reason = "how many cases is asked of whoever runs the tests")]
    let cases = std::env::var("KPI_CHARTS").ok().and_then(|count| count.parse().ok()).unwrap_or(300);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() }
}

macro_rules! laws {
    ($($name:ident: $kind:expr;)*) => {
        proptest! {
            #![proptest_config(cases())]
            $(
                #[test]
                fn $name(input in inputs::input($kind), width in 280.0..1000.0_f64, text in 12.0..18.0_f64) {
                    let (theme, words) = (Theme::default(), Words::default());
                    let frame = frame(width.round(), text.round(), &theme, &words);
                    let chart = input.draw(&frame);
                    check(&chart)?;
                    prop_assert_eq!(chart, input.draw(&frame));
                }
            )*
        }
    };
}

laws! {
    labels_of_trends_are_free: Kind::Trend;
    labels_of_comparators_are_free: Kind::Comparators;
    labels_of_control_charts_are_free: Kind::Control;
    labels_of_spines_are_free: Kind::Spine;
    labels_of_rugs_are_free: Kind::Rug;
    labels_of_sparklines_are_free: Kind::Sparkline;
    labels_of_tallies_are_free: Kind::Tally;
}

proptest! {
    #![proptest_config(cases())]

    /// Whatever is in a label, a picture is well-formed and holds no element or attribute that we did not write.
    #[test]
    fn hostile_text_stays_text(kind in inputs::kind(), text in inputs::hostile(), seed in inputs::any_input()) {
        let (theme, words) = (Theme::default(), Words::default());
        let frame = Frame { id: "id-\"<&", title: &text, language: "cy\"", ..frame(720.0, 14.0, &theme, &words) };
        let chart = seed.said(kind, &text).draw(&frame);
        let document = roxmltree::Document::parse(&chart.svg).unwrap();
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let known = ["svg", "title", "desc", "rect", "polyline", "polygon", "circle", "path", "text"];
            prop_assert!(known.contains(&node.tag_name().name()));
            prop_assert!(node.attributes().all(|attribute| !attribute.name().starts_with("on") && attribute.name() != "href"));
        }
    }
}

#[test]
fn colours_can_be_told_apart() {
    assert_eq!(Theme::default().faults(), []);
}

#[test]
fn a_pale_brand_is_a_fault_on_light_pages_only() {
    let faults = Theme::default().with_brand(crate::Colour::hex(0xFFD700)).faults();
    assert!(!faults.is_empty());
    assert!(faults.iter().all(|fault| fault.what.starts_with("light: ") && fault.ratio < fault.needed), "{faults:#?}");
}

#[test]
fn every_dark_brand_is_paled_for_dark_pages() {
    for digits in [0x000000, 0x12436D, 0x7A0019, 0x00453A, 0x3B0066, 0x0000FF] {
        assert_eq!(Theme::default().with_brand(crate::Colour::hex(digits)).faults(), [], "{digits:06X}");
    }
}

#[test]
fn what_is_suppressed_leaves_no_trace() {
    use crate::{Baseline, Point, State, Trend, Units, trend};
    let point = |value, state| Point {
        label: "Q1".to_owned(),
        value: Some(value),
        display: format!("{value}"),
        state,
        ..Point::default()
    };
    let draw = |hidden: f64| {
        let points = vec![
            point(10.0, State::Final),
            point(hidden, State::Suppressed { words: String::new() }),
            point(12.0, State::Final),
        ];
        let (theme, words) = (Theme::default(), Words::default());
        trend(
            &Frame::new("a", "b", &theme, &words),
            &Trend { points, baseline: Baseline::Broken, ..Trend::default() },
            &Units::default(),
        )
    };
    assert_eq!(draw(3.0), draw(977.0));
    assert!(draw(977.0).description.contains("Suppressed: Q1."));
}
