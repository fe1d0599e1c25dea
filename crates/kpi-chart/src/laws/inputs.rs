//! Figures and words at random: few and many, small and huge, equal, missing, long and strange.

use proptest::prelude::*;
use proptest::sample::select;

use crate::*;

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Trend,
    Comparators,
    Control,
    Spine,
    Rug,
    Sparkline,
    Tally,
}

const KINDS: [Kind; 7] =
    [Kind::Trend, Kind::Comparators, Kind::Control, Kind::Spine, Kind::Rug, Kind::Sparkline, Kind::Tally];

pub(super) fn kind() -> impl Strategy<Value = Kind> {
    select(KINDS.to_vec())
}

/// Numbers and words from which any kind of chart is made.
#[derive(Debug, Clone)]
pub(super) struct Input {
    kind: Kind,
    values: Vec<Option<f64>>,
    others: Vec<Option<f64>>,
    words: Vec<String>,
    picks: Vec<u8>,
    unit: &'static str,
    decimals: usize,
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(vec!["Q1", "Apr", "2023/24", "Leeds", "Cyngor Sir Ynys Môn", "Target", "Red", "Amber: within 10%", "W/e 2 Apr"]).prop_map(str::to_owned),
        2 => select(vec![
            "Bournemouth, Christchurch and Poole",
            "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
            "Short-term services to maximise independence, all ages, without further request",
            "Statistical neighbour mean",
            "Ŵŷn a'r Cylch",
            "",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,40}",
    ]
}

fn value() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![6 => (0.0..100.0_f64).prop_map(Some), 1 => Just(None), 1 => Just(Some(0.0)), 1 => (-40.0..40.0_f64).prop_map(Some)]
}

fn values(most: usize) -> impl Strategy<Value = Vec<Option<f64>>> {
    let scale = prop_oneof![
        4 => Just(1.0), 1 => Just(1e-4), 1 => Just(1e6), 1 => Just(1e13), 1 => Just(0.0), 1 => Just(f64::NAN), 1 => Just(1e300),
    ];
    let offset = prop_oneof![4 => Just(0.0), 1 => Just(1000.0), 1 => Just(-500.0)];
    let count = prop_oneof![1 => 0..3_usize, 4 => 1..20_usize, 2 => 1..most];
    (count.prop_flat_map(|count| prop::collection::vec(value(), count)), scale, offset).prop_map(
        |(values, scale, offset)| values.into_iter().map(|value| value.map(|value| value * scale + offset)).collect(),
    )
}

pub(super) fn input(kind: Kind) -> impl Strategy<Value = Input> {
    (
        values(61),
        prop::collection::vec(value(), 61),
        prop::collection::vec(word(), 1..24),
        prop::collection::vec(any::<u8>(), 61),
        select(vec!["%", "", " days for each full-time employee", "p"]),
        0..4_usize,
    )
        .prop_map(move |(values, others, words, picks, unit, decimals)| Input {
            kind,
            values,
            others,
            words,
            picks,
            unit,
            decimals,
        })
}

pub(super) fn any_input() -> impl Strategy<Value = Input> {
    kind().prop_flat_map(input)
}

pub(super) fn hostile() -> impl Strategy<Value = String> {
    let parts = vec![
        "<script>alert(1)</script>",
        "&",
        "\"",
        "'",
        "]]>",
        "<![CDATA[",
        "-->",
        "\u{0}",
        "\u{B}",
        "\u{FFFE}",
        "{label}",
        "\" onload=\"x",
        "&amp;",
        "\n",
        "é",
        "</svg>",
    ];
    prop_oneof![prop::collection::vec(select(parts), 1..8).prop_map(|parts| parts.concat()), ".{0,60}"]
}

impl Input {
    /// The same figures with one text in every place.
    pub(super) fn said(mut self, kind: Kind, text: &str) -> Self {
        self.kind = kind;
        self.words = vec![text.to_owned()];
        self
    }

    pub(super) fn draw(&self, frame: &Frame<'_>) -> Chart {
        let units = Units { after: self.unit.to_owned(), ..Units::default() };
        match self.kind {
            Kind::Trend => trend(frame, &self.trend(), &units),
            Kind::Comparators => comparators(frame, &self.comparators()),
            Kind::Control => control(frame, &self.control(), &units),
            Kind::Spine => spine(frame, &self.spine()),
            Kind::Rug => rug(frame, &self.rug()),
            Kind::Sparkline => sparkline(frame, &self.sparkline()),
            Kind::Tally => tally(frame, &self.tally()),
        }
    }

    fn word(&self, place: usize) -> String {
        self.words[place % self.words.len()].clone()
    }

    fn pick(&self, place: usize) -> u8 {
        self.picks[place % self.picks.len()]
    }

    fn other(&self, place: usize) -> Option<f64> {
        let scale =
            self.values.iter().flatten().copied().map(f64::abs).filter(|value| value.is_finite()).fold(1.0, f64::max);
        self.others[place % self.others.len()].map(|value| value / 100.0 * scale)
    }

    fn level(&self, value: f64) -> Level {
        let display =
            if value.abs() > 1e15 { format!("{value:e}") } else { format!("{value:.*}{}", self.decimals, self.unit) };
        Level::new(value, display)
    }

    fn rating(&self, place: usize) -> Rating {
        Rating::ALL[self.pick(place) as usize % 5]
    }

    fn trend(&self) -> Trend {
        let flags = self.pick(60);
        let points: Vec<Point> = self
            .values
            .iter()
            .enumerate()
            .map(|(place, value)| {
                let level = value.map(|value| self.level(value));
                let target = if flags & 1 == 0 { self.other(0) } else { self.other(place / 5) };
                Point {
                    label: if flags & 2 == 0 { format!("Q{}", place % 4 + 1) } else { self.word(place) },
                    year: if flags & 4 == 0 {
                        format!("{}/{}", 2020 + place / 4, 21 + place / 4)
                    } else {
                        self.word(place / 6)
                    },
                    value: *value,
                    display: level.map(|level| level.display).unwrap_or_default(),
                    state: match self.pick(place) {
                        0..12 => State::Missing { words: self.word(place + 1) },
                        12..20 => State::Suppressed { words: String::new() },
                        20..60 => State::Provisional,
                        60..80 => State::Revised,
                        _ => State::Final,
                    },
                    target: target.filter(|_| flags & 8 == 0).map(|target| self.level(target)),
                    other: self.other(place + 7).filter(|_| flags & 16 == 0).map(|other| self.level(other)),
                }
            })
            .collect();
        let edge = |place: usize| self.other(place + 20);
        let bands = (0..usize::from(self.pick(59) % 5))
            .map(|place| {
                let (mut from, mut to) = (edge(place), edge(place + 1));
                if let (Some(one), Some(two)) = (from, to)
                    && one > two
                {
                    (from, to) = (to, from);
                }
                Band {
                    rating: Rating::ALL[place % 5],
                    label: self.word(place + 3),
                    edges: if flags & 32 == 0 {
                        Edges::Same { from, to }
                    } else {
                        Edges::Each(
                            (0..points.len()).map(|at| (at % 9 != 5).then(|| (edge(at / 3 + place), to))).collect(),
                        )
                    },
                }
            })
            .collect();
        Trend {
            name: self.word(0),
            unit: if flags & 64 == 0 { String::new() } else { self.word(1) },
            points,
            other_name: self.word(2),
            year_end: self.other(55).filter(|_| flags & 128 == 0).map(|value| self.level(value)),
            bands,
            baseline: if self.pick(58) & 1 == 0 { Baseline::Zero } else { Baseline::Broken },
            floor: Some(0.0).filter(|_| self.pick(58) & 2 == 0),
            ceiling: Some(100.0).filter(|_| self.pick(58) & 4 == 0),
        }
    }

    fn comparators(&self) -> Comparators {
        let bars = self
            .values
            .iter()
            .enumerate()
            .map(|(place, value)| Bar {
                label: self.word(place),
                value: *value,
                display: value.map_or_else(|| self.word(place + 1), |value| self.level(value).display),
                kind: if place == 1 { BarKind::Own } else { BarKind::Other },
                interval: value.filter(|_| self.pick(place) < 80).map(|value| (value * 0.9, value * 1.2)),
            })
            .collect();
        let kinds = [
            ReferenceKind::Target,
            ReferenceKind::Neighbours,
            ReferenceKind::Nation,
            ReferenceKind::Target,
            ReferenceKind::Nation,
        ];
        let references = (0..usize::from(self.pick(60) % 6))
            .filter_map(|place| {
                Some(Reference {
                    kind: kinds[place],
                    label: self.word(place + 4),
                    level: self.level(self.other(place / 2)?),
                })
            })
            .collect();
        Comparators { bars, references }
    }

    fn control(&self) -> Control {
        let causes = [Cause::Common, Cause::Common, Cause::Improvement, Cause::Concern, Cause::Special];
        let points: Vec<ControlPoint> = self
            .values
            .iter()
            .enumerate()
            .map(|(place, value)| ControlPoint {
                label: if self.pick(60) & 1 == 0 { "Apr".to_owned() } else { self.word(place) },
                year: (2020 + place / 12).to_string(),
                value: *value,
                display: value.map_or_else(String::new, |value| self.level(value).display),
                cause: causes[self.pick(place) as usize % 5],
                missing: self.word(place + 2),
            })
            .collect();
        let cut = points.len() * usize::from(self.pick(57)) / 256;
        let segment = |from: usize, to: usize, place: usize| Segment {
            from,
            to,
            centre: self.level(self.other(place).unwrap_or(1.0)),
            lower: self.other(place + 1).map(|value| self.level(value)),
            upper: self.other(place + 2).map(|value| self.level(value)),
        };
        // Also segments that are none: the other way round, or past the last point.
        Control {
            name: self.word(0),
            unit: self.word(1),
            segments: vec![
                segment(0, cut, 30),
                segment(cut + 1, points.len().saturating_sub(usize::from(self.pick(56) % 3)), 40),
            ],
            points,
            target: self.other(50).map(|value| self.level(value)),
            note: self.word(5),
            floor: None,
            ceiling: None,
        }
    }

    fn spine(&self) -> Spine {
        let verdicts = [Verdict::Better, Verdict::Similar, Verdict::Worse, Verdict::NotCompared];
        let level = |place: usize| self.level(self.other(place).unwrap_or(0.0));
        let rows = self
            .values
            .iter()
            .take(20)
            .enumerate()
            .map(|(place, value)| SpineRow {
                label: self.word(place),
                own: value.map(|value| self.level(value)),
                missing: self.word(place + 1),
                average: level(place),
                worst: level(place + 3),
                best: level(place + 5),
                quartiles: self.other(place + 8).zip(self.other(place + 9)),
                verdict: verdicts[self.pick(place) as usize % 4],
            })
            .collect();
        Spine { own: self.word(3), average: self.word(4), rows }
    }

    fn rug(&self) -> Rug {
        let columns = usize::from(self.pick(60) % 31);
        let letters = ["R", "A", "G", "B", ""];
        let rows = self
            .values
            .iter()
            .take(12)
            .enumerate()
            .map(|(row, _)| RugRow {
                label: self.word(row),
                cells: (0..columns)
                    .map(|column| {
                        let place = row * 7 + column;
                        RugCell {
                            rating: (self.pick(place) > 28).then(|| self.rating(place)),
                            letter: if self.pick(59) & 1 == 0 {
                                String::new()
                            } else {
                                letters[self.pick(place) as usize % 5].to_owned()
                            },
                            display: if self.pick(59) & 2 == 0 {
                                String::new()
                            } else {
                                self.level(self.other(place).unwrap_or(1.0)).display
                            },
                        }
                    })
                    .collect(),
            })
            .collect();
        let columns = (0..columns)
            .map(|column| if self.pick(59) & 4 == 0 { format!("Q{}", column % 4) } else { self.word(column) })
            .collect();
        Rug {
            columns,
            rows,
            ratings: Rating::ALL.into_iter().zip(0..).map(|(rating, place)| (rating, self.word(place))).collect(),
        }
    }

    fn sparkline(&self) -> Sparkline {
        Sparkline {
            name: self.word(0),
            points: self
                .values
                .iter()
                .enumerate()
                .map(|(place, value)| (self.word(place), value.map(|value| self.level(value))))
                .collect(),
            target: self.other(0).map(|value| self.level(value)),
        }
    }

    fn tally(&self) -> Tally {
        let share = |place: usize| Share {
            rating: self.rating(place),
            word: self.word(place),
            count: u32::from(self.pick(place)) * if self.pick(50) == 0 { 10_000_000 } else { 1 } % 4_000_000_000,
            display: if self.pick(51) & 1 == 0 { String::new() } else { self.word(place + 2) },
        };
        Tally { shares: (0..usize::from(self.pick(60) % 7)).map(share).collect() }
    }
}
