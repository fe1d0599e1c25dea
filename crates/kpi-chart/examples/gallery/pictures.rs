//! Charts with figures as councils have them. Those of neighbours and of single quarters are made up.

#![expect(clippy::indexing_slicing, reason = "months and points that are written out here")]

use kpi_chart::*;

pub struct Picture {
    pub name: &'static str,
    pub title: &'static str,
    pub width: f64,
    pub draw: fn(&Frame<'_>) -> Chart,
}

pub fn pictures() -> Vec<Picture> {
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
        picture("control", "A shift since May 2023 that is more than chance", |frame| {
            control(frame, &answered(), &Units::percent())
        }),
        Picture {
            width: 340.0,
            ..picture("control-narrow", "A shift since May 2023", |frame| {
                control(frame, &answered(), &Units::percent())
            })
        },
        picture("control-rebased", "Fewer complaints since the new contract", |frame| {
            control(frame, &complaints(), &Units::default())
        }),
        picture("spine", "Better than England for two of six measures", |frame| spine(frame, &framework())),
        Picture {
            width: 340.0,
            ..picture("spine-narrow", "Better than England for two of six", |frame| spine(frame, &framework()))
        },
        picture("rug", "Adult social care since 2022/23", |frame| rug(frame, &quarters_rug())),
        picture("rug-areas", "Leicester among its neighbours", |frame| rug(frame, &areas_rug())),
        Picture {
            width: 340.0,
            ..picture("rug-narrow", "Adult social care since 2022/23", |frame| rug(frame, &quarters_rug()))
        },
        picture("tally", "Seven of 42 are red", |frame| tally(frame, &ratings([7, 9, 18, 4, 4]))),
        Picture {
            width: 340.0,
            ..picture("tally-narrow", "Seven of 42 are red", |frame| tally(frame, &ratings([7, 9, 18, 0, 1])))
        },
        picture("sparkline", "Reablement", |frame| sparkline(frame, &small())),
        picture("welsh", "Islaw'r targed ers chwarter 2 2022/23", |frame| {
            trend(&Frame { language: "cy", ..*frame }, &reablement(), &Units::percent())
        }),
        Picture {
            width: 624.0,
            ..picture("trend-page", "For a page of A4: text of 12 points", |frame| {
                trend(&Frame { text: 16.0, ..*frame }, &reablement(), &Units::percent())
            })
        },
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

fn months(begin: u32, count: u32) -> impl Iterator<Item = (String, String)> {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    (3..count + 3).map(move |place| (names[place as usize % 12].to_owned(), (begin + place / 12).to_string()))
}

fn answered() -> Control {
    let values = [
        78.0, 80.0, 77.0, 79.0, 81.0, 78.0, 80.0, 79.0, 82.0, 78.0, 80.0, 79.0, 77.0, 76.0, 75.0, 76.0, 74.0, 75.0,
        73.0, 74.0, 69.0, 72.0, 73.0, 74.0,
    ];
    let points = months(2022, 24)
        .zip(values)
        .zip(0_u32..)
        .map(|(((label, year), value), place)| ControlPoint {
            label,
            year,
            value: (place != 15).then_some(value),
            display: format!("{value:.1}%"),
            cause: match place {
                0..=11 => Cause::Common,
                12..=13 => Cause::Common,
                _ => Cause::Concern,
            },
            missing: "Not collected".to_owned(),
        })
        .collect();
    Control {
        name: "Calls answered in a minute".to_owned(),
        points,
        segments: vec![Segment {
            from: 0,
            to: 23,
            centre: level(76.6, "%"),
            lower: Some(level(71.3, "%")),
            upper: Some(level(81.9, "%")),
        }],
        target: Some(level(77.8, "%")),
        floor: Some(0.0),
        ceiling: Some(100.0),
        ..Control::default()
    }
}

fn complaints() -> Control {
    let values = [
        41.0, 38.0, 44.0, 40.0, 47.0, 39.0, 42.0, 61.0, 43.0, 40.0, 38.0, 44.0, 31.0, 27.0, 29.0, 26.0, 30.0, 25.0,
        28.0, 24.0, 27.0, 29.0, 19.0, 26.0,
    ];
    let points = months(2022, 24)
        .zip(values)
        .zip(0_u32..)
        .map(|(((label, year), value), place)| ControlPoint {
            label,
            year,
            value: Some(value),
            display: format!("{value:.0}"),
            cause: match place {
                7 => Cause::Concern,
                12 => Cause::Special,
                22 => Cause::Improvement,
                _ => Cause::Common,
            },
            ..ControlPoint::default()
        })
        .collect();
    let segment = |from, to, centre: f64, reach: f64| Segment {
        from,
        to,
        centre: level(centre, ""),
        lower: Some(level(centre - reach, "")),
        upper: Some(level(centre + reach, "")),
    };
    Control {
        name: "Complaints about repairs".to_owned(),
        unit: "Complaints in a month".to_owned(),
        points,
        segments: vec![segment(0, 11, 43.1, 14.2), segment(12, 23, 26.8, 7.6)],
        note: "Limits were worked out anew from April 2023, when the new contract began.".to_owned(),
        ..Control::default()
    }
}

fn framework() -> Spine {
    let row = |label: &str, own: f64, average: f64, worst: f64, best: f64, quartiles, verdict| SpineRow {
        label: label.to_owned(),
        own: Some(level(own, "%")),
        average: level(average, "%"),
        worst: level(worst, "%"),
        best: level(best, "%"),
        quartiles: Some(quartiles),
        verdict,
        ..SpineRow::default()
    };
    Spine {
        own: "Leicester".to_owned(),
        average: "England".to_owned(),
        rows: vec![
            row("2A Short-term services without ongoing support", 73.5, 77.8, 31.2, 98.4, (68.1, 88.0), Verdict::Worse),
            row("2B At home 91 days after hospital", 86.1, 82.3, 56.0, 97.9, (77.6, 88.4), Verdict::Better),
            row("2D Carers who find information easily", 59.6, 59.3, 44.1, 74.0, (55.2, 63.9), Verdict::Similar),
            SpineRow {
                own: None,
                missing: "Survey not run".to_owned(),
                ..row("3A Control over daily life", 0.0, 77.2, 64.3, 85.5, (74.6, 79.8), Verdict::NotCompared)
            },
            row("Delayed discharges (low is good)", 3.1, 5.4, 14.8, 1.2, (7.4, 3.6), Verdict::Better),
            row("Receiving direct payments", 24.4, 26.2, 9.4, 54.7, (20.8, 31.0), Verdict::NotCompared),
        ],
    }
}

fn key() -> Vec<(Rating, String)> {
    [
        (Rating::Red, "Red"),
        (Rating::Amber, "Amber"),
        (Rating::Green, "Green"),
        (Rating::Blue, "Blue"),
        (Rating::Grey, "Contextual"),
    ]
    .map(|(rating, word)| (rating, word.to_owned()))
    .into()
}

fn rug_of(columns: Vec<String>, rows: &[(&str, &str, f64)], letters: bool) -> Rug {
    let rows = rows
        .iter()
        .map(|(label, ratings, begin)| RugRow {
            label: (*label).to_owned(),
            cells: ratings
                .chars()
                .zip(0_u32..)
                .map(|(letter, place)| RugCell {
                    rating: match letter {
                        'R' => Some(Rating::Red),
                        'A' => Some(Rating::Amber),
                        'G' => Some(Rating::Green),
                        'B' => Some(Rating::Blue),
                        'C' => Some(Rating::Grey),
                        _ => None,
                    },
                    letter: if letters { letter.to_string() } else { String::new() },
                    display: if letters { String::new() } else { format!("{:.1}%", begin + f64::from(place * 7 % 5)) },
                })
                .collect(),
        })
        .collect();
    Rug { columns, rows, ratings: key() }
}

fn quarters_rug() -> Rug {
    let columns = (0..8).map(|place| format!("Q{} {}/{}", place % 4 + 1, 2022 + place / 4, 23 + place / 4)).collect();
    rug_of(
        columns,
        &[
            ("Short-term services without ongoing support", "GGAAARRA", 70.0),
            ("At home 91 days after hospital", "AAGGGGBB", 82.0),
            ("Reviews within a year", "RRRAAAA-", 55.0),
            ("Adults in paid work", "CCCC-CCC", 4.0),
        ],
        false,
    )
}

fn areas_rug() -> Rug {
    let areas = [
        "Leicester",
        "Birmingham",
        "Blackburn with Darwen",
        "Bradford",
        "Coventry",
        "Derby",
        "Luton",
        "Manchester",
        "Nottingham",
        "Oldham",
        "Sandwell",
        "Slough",
        "Southampton",
        "Stoke-on-Trent",
        "Walsall",
        "Wolverhampton",
    ];
    rug_of(
        areas.map(str::to_owned).into(),
        &[
            ("Social care-related quality of life", "AGGARGAARGGAGARG", 0.0),
            ("Control over daily life", "RAGGAGARRAGGA-RG", 0.0),
            ("Reablement", "GGRAARGGAGRAGGAA", 0.0),
            ("Long-term support met by admission", "BGARGGABRAGGARGG", 0.0),
        ],
        true,
    )
}

fn ratings(counts: [u32; 5]) -> Tally {
    Tally {
        shares: key()
            .into_iter()
            .zip(counts)
            .map(|((rating, word), count)| Share { rating, word, count, ..Share::default() })
            .collect(),
    }
}

fn small() -> Sparkline {
    let points = reablement()
        .points
        .iter()
        .map(|point| (format!("{} {}", point.label, point.year), point.value.map(|value| level(value, "%"))))
        .collect();
    Sparkline { name: "Reablement".to_owned(), points, target: Some(level(77.8, "%")) }
}
