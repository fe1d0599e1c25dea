//! The engine's answers are those of the plain meaning of the questions, record by record.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::manual_try_fold,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails where something is amiss"
)]

mod support;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use chrono::NaiveDate;
use kpi_core::facts::{Aggregate, Compare, Filter, Measure, Request, Scalar, ValuesRequest};
use kpi_core::schema::{ColumnType, Dataset, Source};
use kpi_core::{Calendar, Exact, Missing, Period, Reason, Unit};
use kpi_data::Data;
use kpi_data::passes::{Way, Work};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;
use std::collections::HashSet;
use std::fs;
use std::sync::Arc;
use support::{aggregate, ask, column, csv, dataset, in_stretches, open, read, said};

fn records() -> Dataset {
    let codes = vec!["Fatal".to_owned(), "Slight".to_owned()];
    let columns = vec![
        column("severity", ColumnType::OneOf(codes.clone())),
        column("cost", ColumnType::Number(Unit::Money)),
        column("date", ColumnType::Date),
        column("month", ColumnType::Period),
        column("open", ColumnType::YesNo),
        column("flags", ColumnType::SomeOf(codes)),
        column("person", ColumnType::Text),
        column("rank", ColumnType::Rank),
    ];
    dataset("records", csv("records.csv"), &[], columns)
}

/// What may stand in each column; the last of each is not understood.
const CELLS: [&[&str]; 8] = [
    &["", "Fatal", "slight ", "SLIGHT", "Slihgt"],
    &["", "12.50", "£0.125", "-3", "1000000", "lots"],
    &["", "2020-04-01", "30/04/2020", "2020-05-15", "soon"],
    &["", "2020-04", "2020/21 Q1", "2020-06", "some time"],
    &["", "yes", "no", "N", "maybe"],
    &["", "Fatal", "fatal; slight", "Slight;", "both"],
    &["", "ann", " Ann", "bob", "#N/A"],
    &["", "1", "2/5", "2 (=)", "last"],
];

/// A cell as the naive evaluator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Plain {
    Empty,
    Unread,
    Text(String),
    Number(Exact),
    Date(NaiveDate),
    Period(Period),
    Truth(bool),
    Codes(Vec<String>),
}

fn plain(column: usize, choice: usize) -> Plain {
    let written = CELLS[column][choice];
    let number = |text: &str| Plain::Number(text.parse().unwrap());
    match (column, written) {
        (_, "") => Plain::Empty,
        (_, _) if choice == CELLS[column].len() - 1 => Plain::Unread,
        (1, text) => number(text.trim_start_matches('£')),
        (2, "30/04/2020") => Plain::Date(NaiveDate::from_ymd_opt(2020, 4, 30).unwrap()),
        (2, text) => Plain::Date(text.parse().unwrap()),
        (3, text) => Plain::Period(Period::parse(text, Calendar::APRIL).unwrap()),
        (4, text) => Plain::Truth(text == "yes"),
        (5, text) => Plain::Codes(
            text.split(';').map(|code| code.trim().to_lowercase()).filter(|code| !code.is_empty()).collect(),
        ),
        (7, text) => number(&text[..1]),
        (_, text) => Plain::Text(text.trim().to_lowercase()),
    }
}

fn compare(cell: &Plain, op: Compare, value: &Scalar) -> bool {
    match (cell, value) {
        (Plain::Text(cell), Scalar::Text(value)) => op.holds(cell.cmp(&value.trim().to_lowercase())),
        (Plain::Number(cell), Scalar::Number(value)) => op.holds(cell.cmp(value)),
        (Plain::Date(cell), Scalar::Date(value)) => op.holds(cell.cmp(value)),
        (Plain::Period(cell), Scalar::Period(value)) => op.holds(cell.cmp(value)),
        (Plain::Truth(cell), Scalar::YesNo(value)) => op.holds(cell.cmp(value)),
        (Plain::Codes(codes), Scalar::Text(value)) => {
            codes.contains(&value.trim().to_lowercase()) == (op == Compare::Equal)
        }
        _ => false,
    }
}

/// `None`: the outcome depends on a cell that could not be read.
fn holds(filter: &Filter, row: &[Plain], records: &Dataset) -> Option<bool> {
    let cell = |name: &str| &row[records.columns.iter().position(|column| column.name == *name).unwrap()];
    let test = |name: &str, test: &dyn Fn(&Plain) -> bool| match cell(name) {
        Plain::Unread => None,
        cell => Some(test(cell)),
    };
    match filter {
        Filter::All => Some(true),
        Filter::And(parts) => {
            parts.iter().map(|part| holds(part, row, records)).fold(Some(true), |a, b| match (a, b) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            })
        }
        Filter::Or(parts) => {
            parts.iter().map(|part| holds(part, row, records)).fold(Some(false), |a, b| match (a, b) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            })
        }
        Filter::Not(inner) => holds(inner, row, records).map(|held| !held),
        Filter::Compare { column, op, value } => test(column, &|cell| compare(cell, *op, value)),
        Filter::In { column, values } => {
            test(column, &|cell| values.iter().any(|value| compare(cell, Compare::Equal, value)))
        }
        Filter::Between { column, first, last } => test(column, &|cell| match cell {
            Plain::Date(day) => first <= day && day <= last,
            Plain::Period(period) => *first <= period.start() && period.end() <= *last,
            _ => false,
        }),
        Filter::Empty { column } => test(column, &|cell| *cell == Plain::Empty),
    }
}

fn naive(aggregate: &Aggregate, rows: &[Vec<Plain>], records: &Dataset) -> (Result<Exact, Reason>, u64, Vec<u64>) {
    let count = |filter: &Filter| rows.iter().filter(|row| holds(filter, row, records) == Some(true)).count() as u64;
    let kept: Vec<&Vec<Plain>> =
        rows.iter().filter(|row| holds(&aggregate.filter, row, records) == Some(true)).collect();
    let funnel = match &aggregate.filter {
        Filter::And(parts) => (1..=parts.len()).map(|n| count(&Filter::And(parts[..n].to_vec()))).collect(),
        _ => Vec::new(),
    };
    let undecided = rows.iter().any(|row| holds(&aggregate.filter, row, records).is_none());
    let whole = |count: usize| Exact::from(i64::try_from(count).unwrap());
    let place = |name: &String| records.columns.iter().position(|column| column.name == *name).unwrap();
    let of_column = |name: &String| kept.iter().map(|row| &row[place(name)]).collect::<Vec<_>>();
    let cells: Vec<&Plain> = aggregate.measure.columns().iter().flat_map(of_column).collect();
    let of_row = |row: &&Vec<Plain>| -> Vec<Plain> {
        aggregate.measure.columns().iter().map(|name| row[place(name)].clone()).collect()
    };
    let numbers: Vec<&Exact> =
        cells.iter().filter_map(|cell| if let Plain::Number(number) = cell { Some(number) } else { None }).collect();
    let sum = numbers.iter().fold(Exact::zero(), |sum, number| sum.add(number).unwrap());
    let some = |value: Exact| if numbers.is_empty() { Err(Reason::NoCases) } else { Ok(value) };
    let value = if undecided || cells.contains(&&Plain::Unread) {
        Err(Reason::Failed)
    } else {
        match &aggregate.measure {
            Measure::Count => Ok(whole(kept.len())),
            Measure::CountDistinct(_) => {
                let values = kept.iter().map(of_row).filter(|row| !row.contains(&Plain::Empty));
                Ok(whole(values.collect::<HashSet<_>>().len()))
            }
            Measure::Sum(_) if kept.is_empty() => Ok(Exact::zero()),
            Measure::Sum(_) => some(sum),
            Measure::Mean(_) => some(sum.div(&whole(numbers.len().max(1))).unwrap().unwrap()),
            Measure::Median(_) => {
                let mut sorted = numbers.clone();
                sorted.sort();
                let middle = |n: usize| sorted.get(n).map_or_else(Exact::zero, |number| (*number).clone());
                let (lower, upper) = (middle(sorted.len().saturating_sub(1) / 2), middle(sorted.len() / 2));
                some(lower.add(&upper).unwrap().div(&Exact::from(2)).unwrap().unwrap())
            }
            Measure::Percentile(_, share) => {
                let mut sorted = numbers.clone();
                sorted.sort();
                // One value for each step from 0 to n − 1; between two steps, in proportion.
                let steps = whole(sorted.len().saturating_sub(1)).mul(share).unwrap();
                let at = |n: i64| sorted.get(usize::try_from(n).unwrap()).map_or_else(Exact::zero, |n| (*n).clone());
                let below = (0..100).rev().find(|n| Exact::from(*n) <= steps).unwrap();
                let part = steps.sub(&Exact::from(below)).unwrap();
                let rest = Exact::one().sub(&part).unwrap();
                let upper = if part == Exact::zero() { at(below) } else { at(below + 1) };
                some(at(below).mul(&rest).unwrap().add(&upper.mul(&part).unwrap()).unwrap())
            }
            Measure::Min(_) => numbers.iter().min().map_or(Err(Reason::NoCases), |least| Ok((*least).clone())),
            Measure::Max(_) => numbers.iter().max().map_or(Err(Reason::NoCases), |most| Ok((*most).clone())),
        }
    };
    (value, kept.len() as u64, funnel)
}

fn op() -> impl Strategy<Value = Compare> {
    prop::sample::select(vec![
        Compare::Equal,
        Compare::NotEqual,
        Compare::Less,
        Compare::LessOrEqual,
        Compare::Greater,
        Compare::GreaterOrEqual,
    ])
}

fn atom() -> impl Strategy<Value = Filter> {
    let text = |text: &str| Scalar::Text(text.to_owned());
    let number = |text: &str| Scalar::Number(text.parse().unwrap());
    let day = |text: &str| Scalar::Date(text.parse().unwrap());
    let period = |text: &str| Scalar::Period(Period::parse(text, Calendar::APRIL).unwrap());
    let third = Scalar::Number(Exact::from(1).div(&Exact::from(3)).unwrap().unwrap());
    let values: Vec<(&str, Vec<Scalar>)> = vec![
        ("severity", vec![text("fatal"), text(" Slight"), text("other")]),
        ("cost", vec![number("12.5"), number("-3"), third, number(&"9".repeat(60)), number("0.1255")]),
        ("date", vec![day("2020-04-30"), day("2020-05-01")]),
        ("month", vec![period("2020/21 Q1"), period("2020-06")]),
        ("open", vec![Scalar::YesNo(true), Scalar::YesNo(false)]),
        ("person", vec![text("ANN"), text("b")]),
        ("rank", vec![number("2"), number("1.5"), number("-0.5")]),
    ];
    let one = prop::sample::select(values).prop_flat_map(|(column, values)| {
        (Just(column.to_owned()), op(), prop::sample::subsequence(values.clone(), 0..=values.len()), 0..values.len())
            .prop_map(move |(column, op, several, one)| (column, op, several, values[one].clone()))
    });
    prop_oneof![
        one.clone().prop_map(|(column, op, _, value)| Filter::Compare { column, op, value }),
        one.prop_map(|(column, _, values, _)| Filter::In { column, values }),
        (any::<bool>(), any::<bool>()).prop_map(|(equal, fatal)| Filter::Compare {
            column: "flags".to_owned(),
            op: if equal { Compare::Equal } else { Compare::NotEqual },
            value: Scalar::Text(if fatal { "FATAL" } else { "nothing" }.to_owned()),
        }),
        (prop::sample::select(vec!["date", "month"]), 85..160u32, 0..70u32).prop_map(|(column, first, length)| {
            let day = |n| NaiveDate::from_yo_opt(2020, n).unwrap();
            Filter::Between { column: column.to_owned(), first: day(first), last: day(first + length) }
        }),
        (0..CELLS.len()).prop_map(|i| Filter::Empty { column: records().columns[i].name.clone() }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    prop_oneof![Just(Filter::All), atom()].prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::And),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::Or),
            inner.prop_map(|inner| Filter::Not(Box::new(inner))),
        ]
    })
}

fn measure() -> impl Strategy<Value = Measure> {
    let number = || prop::sample::select(vec!["cost".to_owned(), "rank".to_owned()]);
    let names = || records().columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    let any = prop::sample::subsequence(names(), 1..=3).prop_shuffle();
    let share = (0..=12i128).prop_map(|twelfths| Exact::ratio(twelfths, 12).unwrap());
    prop_oneof![
        Just(Measure::Count),
        any.prop_map(Measure::CountDistinct),
        number().prop_map(Measure::Sum),
        number().prop_map(Measure::Mean),
        number().prop_map(Measure::Median),
        (number(), share).prop_map(|(column, share)| Measure::Percentile(column, Box::new(share))),
        number().prop_map(Measure::Min),
        number().prop_map(Measure::Max),
    ]
}

/// Rows as choices among [`CELLS`]; cells that are not understood are rare, or nothing would come out.
fn rows() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let cell = |column: usize| {
        let last = CELLS[column].len() - 1;
        prop_oneof![30 => 0..last, 1 => Just(last)]
    };
    let row: Vec<_> = (0..CELLS.len()).map(cell).collect();
    prop::collection::vec(row, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_question_has_its_plain_answer(
        choices in rows(),
        questions in prop::collection::vec((measure(), filter()), 1..12),
    ) {
        let records = records();
        let mut text = "severity,cost,date,month,open,flags,person,rank\n".to_owned();
        // A row that is blank in every column is no record.
        let choices: Vec<Vec<usize>> = choices.into_iter().filter(|row| row.iter().any(|choice| *choice > 0)).collect();
        for row in &choices {
            let cells: Vec<&str> = row.iter().enumerate().map(|(column, choice)| CELLS[column][*choice]).collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        let plain: Vec<Vec<Plain>> = choices
            .iter()
            .map(|row| row.iter().enumerate().map(|(column, choice)| plain(column, *choice)).collect())
            .collect();
        let (data, _) = read(&records, "records.csv", text.as_bytes());
        let asked: Vec<Aggregate> =
            questions.into_iter().map(|(measure, filter)| aggregate(&records, measure, filter)).collect();
        // The same records held in memory, and streamed from files in parts of two rows.
        let streamed = Dataset { source: Source::Parquet { path: "rows".to_owned() }, ..records.clone() };
        let folder = in_parquet(&records, &choices);
        let (parts, _) = open(folder.path(), &[&streamed]);
        // And from a file that is read a few bytes at a time.
        let lines = support::folder(&[("records.csv", text.as_bytes())]);
        let (stretches, _) = in_stretches(lines.path(), &records, 40);
        for (data, from) in
            [(data.explained(), "csv"), (parts.explained(), "parquet"), (stretches.explained(), "csv in stretches")]
        {
            let facts = ask(&data, &asked);
            the_plan_holds_together(&data, &asked, plain.len());
            for question in &asked {
                let answer = &facts.aggregates[question];
                let (value, kept, funnel) = naive(question, &plain, &records);
                let got = answer.value.clone().map_err(|missing| missing.reason);
                prop_assert_eq!(got, value, "{} {:?}\n{}", from, question, &text);
                prop_assert_eq!(answer.kept, kept);
                prop_assert_eq!(answer.of, plain.len() as u64);
                prop_assert_eq!(&answer.funnel, &funnel);
            }
        }
    }
}

/// Every question is in one group, and no group has more cells than its rows or classes allow.
fn the_plan_holds_together(data: &Data, asked: &[Aggregate], rows: usize) {
    let passes = data.passes();
    assert_eq!(passes.len(), 1, "{passes:?}");
    let Work::Counting(counting) = &passes[0].work else { panic!("{passes:?}") };
    let different: HashSet<&Aggregate> = asked.iter().collect();
    assert_eq!(passes[0].rows, rows as u64);
    assert!(counting.questions >= different.len());
    assert_eq!(counting.groups.iter().map(|group| group.questions).sum::<usize>(), counting.questions);
    let classes = |column: &String| counting.cuts.iter().find(|cut| cut.column == *column).unwrap().classes;
    for group in &counting.groups {
        let possible: usize = group.columns.iter().map(classes).product();
        assert!(group.cells <= rows.min(possible.max(1)), "{group:?}");
        for different in &group.distinct {
            let (values, masks) = different.values.unwrap();
            assert!(masks <= values && values <= rows, "{different:?}");
        }
    }
    assert!(counting.cuts.iter().all(|cut| cut.classes > 0 && !cut.by.is_empty()));
}

/// The rows as two files of one folder, in row groups of two.
fn in_parquet(records: &Dataset, choices: &[Vec<usize>]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("rows")).unwrap();
    let (first, second) = choices.split_at(choices.len() / 2);
    for (name, rows) in [("a.parquet", first), ("b.parquet", second)] {
        let columns = records.columns.iter().enumerate().map(|(place, column)| {
            let cells = rows.iter().map(|row| Some(CELLS[place][row[place]]).filter(|cell| !cell.is_empty()));
            (column.name.clone(), Arc::new(cells.collect::<StringArray>()) as ArrayRef)
        });
        let batch = RecordBatch::try_from_iter_with_nullable(columns.map(|(name, array)| (name, array, true))).unwrap();
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(2)).build();
        let file = fs::File::create(folder.path().join("rows").join(name)).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }
    folder
}

#[test]
fn every_value_of_a_streamed_column_is_a_part() {
    let records = dataset(
        "wards",
        Source::Parquet { path: "wards.parquet".to_owned() },
        &[],
        vec![column("ward", ColumnType::Text)],
    );
    let folder = tempfile::tempdir().unwrap();
    let wards: StringArray = (0..1500).map(|n| Some(format!("Ward {n}"))).collect();
    let batch = RecordBatch::try_from_iter([("ward", Arc::new(wards) as ArrayRef)]).unwrap();
    let file = fs::File::create(folder.path().join("wards.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let (data, _) = open(folder.path(), &[&records]);
    let request = ValuesRequest { dataset: "wards".to_owned(), period: None, column: "ward".to_owned() };
    let (facts, _) = data.answer(&[Request::Values(request.clone())]).unwrap();
    let found = &facts.values[&request];
    assert_eq!((found.len(), &found[0]), (1500, &Scalar::Text("Ward 0".to_owned())));
}

#[test]
fn people_whose_ids_are_whole_numbers_are_texts_all_the_same() {
    let ids: Vec<Option<i64>> = (0..5_000).map(|n| (n % 7 != 0).then_some(n * n % 1_013 - 3)).collect();
    let columns = || vec![column("person", ColumnType::Text), column("cost", ColumnType::Number(Unit::Number))];
    let parquet = dataset("people", Source::Parquet { path: "people.parquet".to_owned() }, &[], columns());
    let folder = tempfile::tempdir().unwrap();
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("person", Arc::new(Int64Array::from(ids.clone())) as ArrayRef, true),
        ("cost", Arc::new(Int64Array::from(vec![1; ids.len()])) as ArrayRef, true),
    ])
    .unwrap();
    let file = fs::File::create(folder.path().join("people.parquet")).unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(700)).build();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let mut text = "person,cost\n".to_owned();
    for id in &ids {
        text.push_str(&format!("{},1\n", id.map(|id| id.to_string()).unwrap_or_default()));
    }
    let plain = dataset("people", csv("people.csv"), &[], columns());
    let is = |op, id: &str| Filter::Compare { column: "person".to_owned(), op, value: Scalar::Text(id.to_owned()) };
    let asked: Vec<Aggregate> = [
        (Measure::CountDistinct(vec!["person".to_owned()]), Filter::All),
        (Measure::CountDistinct(vec!["person".to_owned(), "cost".to_owned()]), is(Compare::NotEqual, "6")),
        (Measure::Count, is(Compare::Equal, "-2")),
        (Measure::Count, is(Compare::Equal, "-02")),
        (Measure::Count, Filter::Empty { column: "person".to_owned() }),
    ]
    .into_iter()
    .map(|(measure, filter)| aggregate(&parquet, measure, filter))
    .collect();
    let streamed = ask(&open(folder.path(), &[&parquet]).0, &asked);
    let held = ask(&read(&plain, "people.csv", text.as_bytes()).0, &asked);
    for question in &asked {
        assert_eq!(streamed.aggregates[question].value, held.aggregates[question].value, "{question:?}");
    }
    let different: HashSet<&i64> = ids.iter().flatten().collect();
    assert_eq!(streamed.aggregates[&asked[0]].value, Ok(Exact::from(different.len() as i64)));
    let request = ValuesRequest { dataset: "people".to_owned(), period: None, column: "person".to_owned() };
    let (facts, _) = open(folder.path(), &[&parquet]).0.answer(&[Request::Values(request.clone())]).unwrap();
    assert_eq!(facts.values[&request].len(), different.len());
}

/// Rows as the file has them, each cell a day, an amount and a person.
fn many(rows: u32) -> (Dataset, String, Vec<Vec<Plain>>) {
    let columns = vec![
        column("cost", ColumnType::Number(Unit::Number)),
        column("date", ColumnType::Date),
        column("person", ColumnType::Text),
    ];
    let mut text = "cost,date,person\n".to_owned();
    let mut plain = Vec::new();
    for row in 0..rows {
        let (cost, day, person) = (row * 7 % 331, row * 11 % 365, format!("p{}", row * 13 % 41));
        let date = NaiveDate::from_yo_opt(2021, day + 1).unwrap();
        text.push_str(&format!("{cost},{date},{person}\n"));
        plain.push(vec![Plain::Number(Exact::from(i64::from(cost))), Plain::Date(date), Plain::Text(person)]);
    }
    (dataset("many", csv("many.csv"), &[], columns), text, plain)
}

#[test]
fn so_many_combinations_that_they_are_counted_apart() {
    let (records, text, plain) = many(700);
    let (data, _) = read(&records, "many.csv", text.as_bytes());
    let data = data.explained();
    let below = |cost: i64| Filter::Compare {
        column: "cost".to_owned(),
        op: Compare::Less,
        value: Scalar::Number(Exact::from(cost)),
    };
    let from = |day: u32| Filter::Compare {
        column: "date".to_owned(),
        op: Compare::GreaterOrEqual,
        value: Scalar::Date(NaiveDate::from_yo_opt(2021, day).unwrap()),
    };
    let by = |n: u32| Filter::Compare {
        column: "person".to_owned(),
        op: Compare::LessOrEqual,
        value: Scalar::Text(format!("P{n}")),
    };
    // 300 limits on the cost, 300 on the date and 40 persons make 3.6 million combinations of classes; what is asked
    // of one column, of two, and of all three at once needs cells of its own.
    let mut filters: Vec<Filter> = (1..=300).map(|n| Filter::And(vec![below(n), from(n as u32)])).collect();
    filters.extend((0..40).map(|n| Filter::And(vec![by(n), below(i64::from(n) * 8)])));
    filters.extend((0..40).map(by));
    filters.push(Filter::And(vec![
        Filter::Or((1..=300).map(from).collect()),
        Filter::Or((1..=300).map(below).collect()),
        Filter::Not(Box::new(Filter::Or((0..40).map(by).collect()))),
    ]));
    // Of the questions that share cells more than 64 count different values: as many as one mask holds.
    let measures = |i: usize| match i % 8 {
        0..=2 => Measure::CountDistinct(vec!["person".to_owned()]),
        3 => Measure::Sum("cost".to_owned()),
        4 => Measure::Max("cost".to_owned()),
        5 => Measure::Median("cost".to_owned()),
        _ => Measure::Count,
    };
    let asked: Vec<Aggregate> =
        filters.into_iter().enumerate().map(|(i, filter)| aggregate(&records, measures(i), filter)).collect();
    let facts = ask(&data, &asked);
    for question in &asked {
        let answer = &facts.aggregates[question];
        let (value, kept, funnel) = naive(question, &plain, &records);
        assert_eq!(answer.value.clone().map_err(|missing| missing.reason), value, "{question:?}");
        assert_eq!((answer.kept, &answer.funnel), (kept, &funnel), "{question:?}");
    }
    let passes = data.passes();
    let Work::Counting(counting) = &passes[0].work else { panic!("{passes:?}") };
    assert_eq!(counting.way, Way::Memory);
    assert!(counting.combinations > 1 << 16 && counting.groups.len() > 1, "{counting:?}");
    // Only the question that needs all three columns at once may have more cells than the others could.
    let roomy = counting.groups.iter().filter(|group| group.combinations <= 1 << 16);
    assert_eq!(roomy.count(), counting.groups.len() - 1);
    assert!(counting.groups.iter().any(|group| group.distinct.iter().any(|different| different.conditions > 64)));
}

#[test]
fn a_number_that_cannot_be_told_says_why() {
    let records = dataset(
        "records",
        csv("records.csv"),
        &[],
        vec![
            column("cost", ColumnType::Number(Unit::AsWritten)),
            column("date", ColumnType::Date),
            column("hours", ColumnType::Number(Unit::Number)),
        ],
    );
    let text = "cost,date,hours\n5%,2020-04-01,\n£3,2020-04-02,1\n£4,soon,\nmany,2020-04-03,3\n,2020-04-01,4\n";
    let (data, diagnostics) = read(&records, "records.csv", text.as_bytes());
    assert_eq!(diagnostics.len(), 2, "{}", said(&diagnostics));
    let hours =
        |op, hours: i64| Filter::Compare { column: "hours".to_owned(), op, value: Scalar::Number(Exact::from(hours)) };
    let first = NaiveDate::from_ymd_opt(2020, 4, 1).unwrap();
    let on_the_first = Filter::Between { column: "date".to_owned(), first, last: first };
    let questions = [
        ("all records", Measure::Count, Filter::All),
        ("by a date that is not one", Measure::Count, on_the_first.clone()),
        ("several units", Measure::Sum("cost".to_owned()), Filter::Not(Box::new(hours(Compare::Equal, 3)))),
        ("one unit", Measure::Sum("cost".to_owned()), hours(Compare::Less, 2)),
        ("a cell that is no number", Measure::Mean("cost".to_owned()), hours(Compare::Greater, 1)),
        ("empty cells only", Measure::Sum("cost".to_owned()), hours(Compare::Equal, 4)),
        ("no records", Measure::Sum("cost".to_owned()), hours(Compare::Equal, 9)),
        ("no records to compare", Measure::Max("cost".to_owned()), hours(Compare::Equal, 9)),
    ];
    let asked: Vec<Aggregate> = questions.iter().map(|(_, m, f)| aggregate(&records, m.clone(), f.clone())).collect();
    let facts = ask(&data, &asked);
    let answers = questions.iter().zip(&asked).map(|((what, ..), question)| match &facts.aggregates[question].value {
        Ok(value) => format!("{what}: {value}"),
        Err(missing) => format!("{what}: {missing}"),
    });
    insta::assert_snapshot!(answers.collect::<Vec<_>>().join("\n"));
}

#[test]
fn sums_are_exact_and_never_run_over() {
    let records = dataset("records", csv("records.csv"), &[], vec![column("cost", ColumnType::Number(Unit::Number))]);
    let large = "9".repeat(37);
    let sum = |text: String| {
        let (data, diagnostics) = read(&records, "records.csv", text.as_bytes());
        assert_eq!(said(&diagnostics), "");
        let asked = [aggregate(&records, Measure::Sum("cost".to_owned()), Filter::All)];
        ask(&data, &asked).aggregates[&asked[0]].value.clone().map_err(|missing: Missing| missing.to_string())
    };
    assert_eq!(sum(format!("cost\n{}", "0.1\n".repeat(30))), Ok(Exact::from(3)));
    let twenty = sum(format!("cost\n{}", format!("{large}\n").repeat(20))).unwrap();
    assert_eq!(twenty, large.parse::<Exact>().unwrap().mul(&Exact::from(20)).unwrap());
    let apart = sum(format!("cost\n{large}\n0.{}1\n", "0".repeat(34))).unwrap();
    let small: Exact = format!("0.{}1", "0".repeat(34)).parse().unwrap();
    assert_eq!(apart, large.parse::<Exact>().unwrap().add(&small).unwrap());
}
