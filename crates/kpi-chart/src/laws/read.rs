//! Reads a picture back as a reader's eye would: boxes of text and marks, strokes of lines.

use roxmltree::{Document, Node};

use crate::metrics::{ASCENT, width};
use crate::place::Area;

type Stroke = (String, (f64, f64), (f64, f64));

pub(super) struct Picture {
    pub page: Area,
    pub texts: Vec<(String, f64, Area)>,
    pub marks: Vec<(String, Area)>,
    pub strokes: Vec<Stroke>,
    pub title: String,
    pub description: String,
}

/// Lines that are data, or that data is held against; grids and leaders may pass.
const LINES: [&str; 11] = [
    "ck-line",
    "ck-second-line",
    "ck-target",
    "ck-year-end",
    "ck-neighbours",
    "ck-nation",
    "ck-limit",
    "ck-centre",
    "ck-control-target",
    "ck-path",
    "ck-average",
];

pub(super) fn read(svg: &str) -> Picture {
    let document = Document::parse(svg).unwrap_or_else(|fault| panic!("{fault}\n{svg}"));
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let ids: Vec<&str> = root.attribute("aria-labelledby").unwrap().split(' ').collect();
    let said = |name: &str| {
        let node = root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name))).unwrap();
        assert!(ids.contains(&node.attribute("id").unwrap()));
        node.text().unwrap_or_default().to_owned()
    };
    let page: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|part| part.parse().unwrap()).collect();
    let mut picture = Picture {
        page: Area::new(page[0], page[1], page[2], page[3]),
        texts: Vec::new(),
        marks: Vec::new(),
        strokes: Vec::new(),
        title: said("title"),
        description: said("desc"),
    };
    for node in root.descendants().filter(Node::is_element) {
        assert!(node.attribute("transform").is_none() && node.attribute("rotate").is_none());
        element(node, &mut picture);
    }
    picture
}

fn element(node: Node<'_, '_>, picture: &mut Picture) {
    let class = node.attribute("class").unwrap_or_default().to_owned();
    let value = |name: &str| node.attribute(name).map_or(0.0, |text| text.parse::<f64>().unwrap());
    match node.tag_name().name() {
        "text" => {
            let size = value("font-size");
            let text = node.text().unwrap_or_default();
            let wide = width(text, size, node.attribute("font-weight") == Some("700"));
            let left = value("x")
                - match node.attribute("text-anchor") {
                    Some("middle") => wide / 2.0,
                    Some("end") => wide,
                    _ => 0.0,
                };
            picture.texts.push((text.to_owned(), size, Area::new(left, value("y") - size * ASCENT, wide, size)));
        }
        "circle" => picture.marks.push((class, Area::around(value("cx"), value("cy"), value("r")))),
        "polygon" if !class.contains("ck-band") => {
            picture.marks.push((class, around(&points(node.attribute("points").unwrap()))))
        }
        "path" => {
            let numbers = node.attribute("d").unwrap().replace(['M', 'L'], " ");
            picture.marks.push((class, around(&points(numbers.trim()))));
        }
        "polyline" if LINES.contains(&class.as_str()) => {
            let points = points(node.attribute("points").unwrap());
            for pair in points.windows(2) {
                picture.strokes.push((class.clone(), pair[0], pair[1]));
            }
        }
        _ => {}
    }
}

fn points(text: &str) -> Vec<(f64, f64)> {
    let numbers: Vec<f64> =
        text.split([' ', ',']).filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect();
    numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

fn around(points: &[(f64, f64)]) -> Area {
    let fold = |pick: fn(&(f64, f64)) -> f64, by: fn(f64, f64) -> f64| points.iter().map(pick).reduce(by).unwrap();
    Area {
        left: fold(|point| point.0, f64::min),
        top: fold(|point| point.1, f64::min),
        right: fold(|point| point.0, f64::max),
        bottom: fold(|point| point.1, f64::max),
    }
}
