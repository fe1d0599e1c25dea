//! Writes every kind of chart with figures as councils have them: `cargo run -p kpi-chart --example gallery -- FOLDER`.
//!
//! Figures of neighbours and of single quarters are made up.

#![expect(clippy::disallowed_methods, reason = "a program that writes pictures to look at")]

use kpi_chart::*;

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

struct Picture {
    name: &'static str,
    title: &'static str,
    width: f64,
    draw: fn(&Frame<'_>) -> Chart,
}

fn pictures() -> Vec<Picture> {
    let picture = |name, title, draw: fn(&Frame<'_>) -> Chart| Picture { name, title, width: 720.0, draw };
    vec![
        picture("trend", "Below target since quarter 2 2022/23, but better for two quarters", |frame| {
            trend(frame, &reablement(), &Units::percent())
        }),
        Picture {
            width: 340.0,
            ..picture("trend-narrow", "The same on a telephone", |frame| trend(frame, &reablement(), &Units::percent()))
        },
        picture("trend-steps", "Visits have passed each quarter's target", |frame| {
            trend(frame, &visits(), &Units::default())
        }),
        picture("trend-months", "Sickness is back under four days", |frame| {
            trend(frame, &sickness(), &Units::default())
        }),
        picture("trend-two", "Repairs are quicker than first published", |frame| {
            trend(frame, &repairs(), &Units::default())
        }),
        picture("trend-one", "The first figure of a new indicator", |frame| trend(frame, &first(), &Units::percent())),
        picture("trend-none", "A new indicator without figures", |frame| {
            trend(frame, &Trend::default(), &Units::percent())
        }),
        picture("trend-overspend", "Adults' services overspend again", |frame| {
            trend(frame, &overspend(), &Units::pounds())
        }),
        picture("comparators", "Seventh of nine neighbours", |frame| comparators(frame, &neighbours())),
        Picture {
            width: 340.0,
            ..picture("comparators-narrow", "Seventh of nine neighbours", |frame| comparators(frame, &neighbours()))
        },
        picture("comparators-negative", "Change in a year", |frame| comparators(frame, &changes())),
    ]
}

fn level(value: f64, after: &str) -> Level {
    Level::new(value, format!("{value:.1}{after}"))
}

/// Quarters from `year` on.
fn quarters(year: u32, values: &[f64], decimals: usize, after: &str) -> Vec<Point> {
    values
        .iter()
        .zip(0_u32..)
        .map(|(value, place)| {
            let begin = year + place / 4;
            Point {
                label: format!("Q{}", place % 4 + 1),
                year: format!("{begin}/{:02}", (begin + 1) % 100),
                value: Some(*value),
                display: format!("{value:.decimals$}{after}"),
                ..Point::default()
            }
        })
        .collect()
}

fn bands(edges: [f64; 3]) -> Vec<Band> {
    let [red, amber, green] = edges;
    let band =
        |rating, label: &str, from, to| Band { rating, label: label.to_owned(), edges: Edges::Same { from, to } };
    vec![
        band(Rating::Blue, "Blue: above target by more than 5%", Some(green), None),
        band(Rating::Green, "Green: on target", Some(amber), Some(green)),
        band(Rating::Amber, "Amber: off target by 10% or less", Some(red), Some(amber)),
        band(Rating::Red, "Red: off target by more than 10%", None, Some(red)),
    ]
}

fn reablement() -> Trend {
    let mut points = quarters(2021, &[83.0, 81.2, 79.9, 80.4, 78.6, 76.9, 77.4, 75.1, 72.8, 69.4, 71.9, 73.5], 1, "%");
    for point in &mut points {
        point.target = Some(level(77.8, "%"));
    }
    if let Some(last) = points.last_mut() {
        last.state = State::Provisional;
    }
    Trend {
        name: "Cambridgeshire".to_owned(),
        points,
        bands: bands([70.0, 77.8, 81.7]),
        baseline: Baseline::Broken,
        floor: Some(0.0),
        ceiling: Some(100.0),
        ..Trend::default()
    }
}

fn visits() -> Trend {
    let mut points = quarters(2021, &[61.0, 118.0, 171.0, 240.0, 66.0, 131.0, 190.0, 262.0, 84.0, 176.0, 264.0], 0, "");
    let targets = [55.0, 110.0, 165.0, 220.0, 60.0, 125.0, 190.0, 250.0, 85.0, 170.0, 255.0];
    let mut edges = [Vec::new(), Vec::new(), Vec::new()];
    for (point, target) in points.iter_mut().zip(targets) {
        point.target = Some(Level::new(target, format!("{target}")));
        edges[0].push(Some((Some(target), None)));
        edges[1].push(Some((Some(target * 0.9), Some(target))));
        edges[2].push(Some((None, Some(target * 0.9))));
    }
    let [green, amber, red] = edges;
    let band = |rating, label: &str, each| Band { rating, label: label.to_owned(), edges: Edges::Each(each) };
    Trend {
        name: "Home safety visits in the year so far".to_owned(),
        points,
        year_end: Some(Level::new(339.0, "339")),
        bands: vec![
            band(Rating::Green, "Green", green),
            band(Rating::Amber, "Amber: within 10%", amber),
            band(Rating::Red, "Red", red),
        ],
        ..Trend::default()
    }
}

fn sickness() -> Trend {
    let months = [
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "January",
        "February",
        "March",
    ];
    let values = [
        3.1, 3.4, 3.3, 3.9, 0.0, 0.0, 4.6, 4.9, 5.2, 5.8, 5.1, 4.4, 4.1, 4.2, 3.8, 3.7, 3.9, 4.4, 4.6, 4.1, 0.0, 4.0,
        3.8, 3.6,
    ];
    let points = values
        .iter()
        .zip(0_usize..)
        .map(|(value, place)| Point {
            label: months[place % 12].chars().take(3).collect(),
            year: if place < 12 { "2022/23" } else { "2023/24" }.to_owned(),
            value: Some(*value),
            display: format!("{value:.1} days"),
            state: match place {
                4 | 5 => State::Missing { words: "Not collected".to_owned() },
                20 => State::Suppressed { words: "Suppressed".to_owned() },
                12 | 13 => State::Revised,
                22 | 23 => State::Provisional,
                _ => State::Final,
            },
            target: Some(Level::new(
                if place < 12 { 4.5 } else { 4.0 },
                if place < 12 { "4.5 days" } else { "4.0 days" },
            )),
            other: None,
        })
        .collect();
    Trend {
        name: "All staff".to_owned(),
        unit: "Days for each full-time employee".to_owned(),
        points,
        floor: Some(0.0),
        ..Trend::default()
    }
}

fn repairs() -> Trend {
    let mut points = quarters(2022, &[24.1, 22.8, 21.0, 19.6, 18.2, 17.9, 17.1, 16.4], 1, " days");
    for (point, before) in points.iter_mut().zip([25.6, 24.9, 22.1, 20.2, 19.9, 19.1, 18.4, 16.4]) {
        point.other = Some(Level::new(before, format!("{before:.1} days")));
        point.target = Some(Level::new(18.0, "18 days"));
    }
    Trend {
        name: "As now known".to_owned(),
        other_name: "As first published".to_owned(),
        unit: "Days to mend an empty home".to_owned(),
        points,
        baseline: Baseline::Broken,
        ..Trend::default()
    }
}

fn first() -> Trend {
    let mut points = quarters(2023, &[64.2], 1, "%");
    points[0].target = Some(level(70.0, "%"));
    Trend {
        name: "Birmingham".to_owned(),
        points,
        floor: Some(0.0),
        ceiling: Some(100.0),
        bands: bands([60.0, 70.0, 80.0]),
        ..Trend::default()
    }
}

fn overspend() -> Trend {
    let mut points: Vec<Point> = (0..6_u32)
        .zip([-1_250_000.0, 420_000.0, 2_310_000.0, -310_000.0, 1_980_000.0, 3_745_000.0_f64])
        .map(|(place, value)| Point {
            label: format!("{}/{:02}", 2018 + place, 19 + place),
            value: Some(value),
            display: Units::pounds().tick(value, 0),
            target: Some(Level::new(0.0, "£0")),
            ..Point::default()
        })
        .collect();
    points[5].state = State::Provisional;
    Trend { name: "Over (+) or under (−) the budget".to_owned(), points, ..Trend::default() }
}

fn neighbours() -> Comparators {
    let bar = |label: &str, value: f64| Bar {
        label: label.to_owned(),
        value: Some(value),
        display: format!("{value:.1}%"),
        ..Bar::default()
    };
    let mut bars = vec![
        bar("Oxfordshire", 88.4),
        bar("Hampshire", 85.1),
        bar("Suffolk", 82.7),
        bar("Gloucestershire", 81.0),
        bar("Worcestershire", 78.9),
        bar("West Sussex", 76.2),
        Bar { kind: BarKind::Own, interval: Some((70.9, 76.1)), ..bar("Cambridgeshire", 73.5) },
        bar("Leicestershire", 71.8),
    ];
    bars.push(Bar { label: "Somerset".to_owned(), display: "Not published".to_owned(), ..Bar::default() });
    let line = |kind, label: &str, value| Reference { kind, label: label.to_owned(), level: level(value, "%") };
    Comparators {
        bars,
        references: vec![
            line(ReferenceKind::Neighbours, "Statistical neighbour mean", 79.5),
            line(ReferenceKind::Nation, "England mean", 77.8),
            line(ReferenceKind::Target, "Target", 77.8),
        ],
    }
}

fn changes() -> Comparators {
    let bar = |label: &str, value: f64| Bar {
        label: label.to_owned(),
        value: Some(value),
        display: Units::percent().tick(value, 1),
        ..Bar::default()
    };
    Comparators {
        bars: vec![
            bar("Rhondda Cynon Taf", 4.2),
            Bar { kind: BarKind::Own, ..bar("Cyngor Sir Ynys Môn", 1.1) },
            bar("Bournemouth, Christchurch and Poole", -0.8),
            bar("Caerphilly", -3.9),
        ],
        references: vec![Reference { kind: ReferenceKind::Nation, label: "Wales".to_owned(), level: level(-0.4, "%") }],
    }
}
