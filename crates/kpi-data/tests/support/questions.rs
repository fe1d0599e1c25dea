//! A table of every kind of column, and any question about it.

use super::datasets::{aggregate, column, dataset};
use chrono::NaiveDate;
use kpi_core::facts::{Aggregate, Compare, Filter, Measure, Scalar};
use kpi_core::schema::{ColumnType, Dataset, EmptyCell, Source};
use kpi_core::{Exact, Reason, Unit};
use proptest::prelude::*;

pub fn visits(source: Source) -> Dataset {
    let mut kind = column("kind", ColumnType::OneOf(vec!["Fatal".to_owned(), "Slight".to_owned()]));
    kind.missing_words.push(("n/k".to_owned(), Reason::NotSupplied));
    let mut place = column("place", ColumnType::Text);
    place.empty = Some(EmptyCell::Default("Elsewhere".to_owned()));
    let columns = vec![
        kind,
        place,
        column("person", ColumnType::Text),
        column("cost", ColumnType::Number(Unit::Money)),
        column("share", ColumnType::Number(Unit::Percent)),
        column("day", ColumnType::Date),
        column("open", ColumnType::YesNo),
        column("late", ColumnType::YesNo),
    ];
    dataset("visits", source, &[], columns)
}

/// What stands in each column of a row.
pub const CELLS: [&[&str]; 8] = [
    &["", "Fatal", " slight ", "SLIGHT", "N/K"],
    &["", "Leeds", "leeds\u{a0}", "\u{c9}vry", "\u{e9}VRY", "a'b"],
    &["", "ann", " Ann", "bob", "cat", "\u{3a3}\u{3af}\u{3c3}"],
    &["", "12.50", "0.125", "-3", "1000000", "0.1", "99999999999999999.99"],
    &["", "12.5", "0.1", "0.2", "33.3", "100"],
    &["", "2020-04-01", "2020-04-30", "2020-05-15", "1950-01-01"],
    &["", "true", "false"],
    &["", "yes", "n", "1", "FALSE"],
];

fn names() -> Vec<String> {
    visits(Source::Inline { rows: Vec::new() }).columns.into_iter().map(|column| column.name).collect()
}

fn a_test() -> impl Strategy<Value = Filter> {
    let op = prop::sample::select(vec![
        Compare::Equal,
        Compare::NotEqual,
        Compare::Less,
        Compare::LessOrEqual,
        Compare::Greater,
        Compare::GreaterOrEqual,
    ]);
    let text = prop::sample::select(vec!["Fatal", "SLIGHT", "leeds", "\u{e9}vry", "elsewhere", "ann", "m", "A'B"]);
    let number = prop::sample::select(vec!["12.5", "0.1", "1/3", "1/8", "-3", "0.001"]);
    let day = prop::sample::select(vec!["2020-04-01", "2020-05-01", "1950-01-01"]);
    let day = day.prop_map(|day| day.parse::<NaiveDate>().unwrap());
    let exact = |text: &str| {
        let (top, bottom) = text.split_once('/').unwrap_or((text, "1"));
        top.parse::<Exact>().unwrap().div(&bottom.parse().unwrap()).unwrap().unwrap()
    };
    let of = |columns: &'static [&'static str]| prop::sample::select(columns.to_vec());
    prop_oneof![
        (of(&["kind", "place", "person"]), op.clone(), text.clone()).prop_map(|(column, op, text)| {
            Filter::Compare { column: column.to_owned(), op, value: Scalar::Text(text.to_owned()) }
        }),
        (of(&["kind", "place", "person"]), prop::collection::vec(text, 0..3)).prop_map(|(column, texts)| {
            let values = texts.into_iter().map(|text| Scalar::Text(text.to_owned())).collect();
            Filter::In { column: column.to_owned(), values }
        }),
        (of(&["cost", "share"]), op.clone(), number).prop_map(move |(column, op, number)| {
            Filter::Compare { column: column.to_owned(), op, value: Scalar::Number(exact(number)) }
        }),
        (op.clone(), day.clone())
            .prop_map(|(op, day)| { Filter::Compare { column: "day".to_owned(), op, value: Scalar::Date(day) } }),
        (day.clone(), day).prop_map(|(first, last)| Filter::Between { column: "day".to_owned(), first, last }),
        (of(&["open", "late"]), op, any::<bool>()).prop_map(|(column, op, truth)| {
            Filter::Compare { column: column.to_owned(), op, value: Scalar::YesNo(truth) }
        }),
        prop::sample::select(names()).prop_map(|column| Filter::Empty { column }),
    ]
}

fn a_filter() -> impl Strategy<Value = Filter> {
    let leaf = prop_oneof![1 => Just(Filter::All), 8 => a_test()];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::And),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::Or),
            inner.prop_map(|inner| Filter::Not(Box::new(inner))),
        ]
    })
}

pub fn a_question() -> impl Strategy<Value = Aggregate> {
    let of = || visits(Source::Inline { rows: Vec::new() });
    let number = prop::sample::select(vec!["cost".to_owned(), "share".to_owned()]);
    let any = prop::sample::subsequence(names(), 1..=3).prop_shuffle();
    let share = (0..=12i128).prop_map(|twelfths| Exact::ratio(twelfths, 12).unwrap());
    let measure = prop_oneof![
        2 => Just(Measure::Count),
        2 => any.prop_map(Measure::CountDistinct),
        1 => number.clone().prop_map(Measure::Sum),
        1 => number.clone().prop_map(Measure::Mean),
        1 => number.clone().prop_map(Measure::Median),
        1 => (number.clone(), share).prop_map(|(column, share)| Measure::Percentile(column, Box::new(share))),
        1 => number.clone().prop_map(Measure::Min),
        1 => number.prop_map(Measure::Max),
    ];
    (measure, a_filter()).prop_map(move |(measure, filter)| aggregate(&of(), measure, filter))
}
