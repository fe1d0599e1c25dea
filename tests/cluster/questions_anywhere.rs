//! Random questions over a random table, answered here and by a cluster.

use crate::datasets::aggregate;
use crate::machines::Machines;
use crate::questions::{CELLS, a_question, visits};
use arrow::array::{ArrayRef, BooleanArray, Date32Array, Decimal128Array, RecordBatch, StringArray};
use chrono::NaiveDate;
use kpi_core::Calendar;
use kpi_core::facts::{Aggregate, Filter, Measure, Request};
use kpi_core::schema::Source;
use kpi_data::{Connections, Data, Ways};
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// The texts of a decimal with so many digits behind the point, as whole numbers.
fn decimals(texts: &[&str], scale: i8) -> Decimal128Array {
    let whole = |text: &&str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction:0<width$}", width = usize::try_from(scale).unwrap());
        (!text.is_empty()).then(|| digits.parse::<i128>().unwrap())
    };
    texts
        .iter()
        .map(whole)
        .collect::<Decimal128Array>()
        .with_precision_and_scale(if scale > 2 { 30 } else { 6 }, scale)
        .unwrap()
}

fn write(path: &Path, rows: &[[&str; 8]]) {
    let column = |place: usize| rows.iter().map(|row| row[place]).collect::<Vec<_>>();
    // An empty text may be none at all.
    let texts = |place: usize| -> ArrayRef {
        let texts = column(place).into_iter().enumerate();
        Arc::new(texts.map(|(i, text)| (!text.is_empty() || i % 2 == 0).then_some(text)).collect::<StringArray>())
    };
    let day = |text: &&str| text.parse::<NaiveDate>().ok().map(|day| (day - NaiveDate::default()).num_days() as i32);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("Kind", texts(0)),
        ("place", texts(1)),
        ("person", texts(2)),
        ("cost", Arc::new(decimals(&column(3), 3))),
        ("share", Arc::new(decimals(&column(4), 1))),
        ("day", Arc::new(column(5).iter().map(day).collect::<Date32Array>())),
        ("open", Arc::new(column(6).iter().map(|text| text.parse::<bool>().ok()).collect::<BooleanArray>())),
        ("late", texts(7)),
    ];
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, of)| (name, of, true))).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn every_question_has_the_same_answer_on_a_cluster() {
    let machines = Machines::start(2);
    let mut runner = TestRunner::deterministic();
    let cells = CELLS.map(|cells| prop::sample::select(cells.to_vec()));
    let rows = prop::collection::vec(cells, 300).new_tree(&mut runner).unwrap().current();
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("visits")).unwrap();
    for (file, rows) in rows.chunks(75).enumerate() {
        write(&folder.path().join(format!("visits/{file}.parquet")), rows);
    }
    let visits = visits(Source::Parquet { path: "visits".to_owned() });
    let opened = |cluster| {
        let connections = Connections { cluster, ..Connections::default() };
        let ways = Ways { connections, ..Ways::default() };
        let (data, diagnostics) = kpi_data::open_with(folder.path(), Calendar::APRIL, ways, &[&visits], &[&visits]);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        data
    };
    let (host, port) = machines.scheduler().rsplit_once(':').map(|(h, p)| (h.to_owned(), p.parse().unwrap())).unwrap();
    let (here, there) = (opened(None), opened(Some(Arc::new(kpi_cluster::Remote::new(&host, port)))));
    let answers = |data: &Data, asked: &[Aggregate]| {
        let requests: Vec<Request> = asked.iter().cloned().map(Request::Aggregate).collect();
        let (facts, diagnostics) = data.answer(&requests).unwrap();
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        facts
    };
    let questions = prop::collection::vec(a_question(), 1..12);
    for _ in 0..25 {
        let asked = questions.new_tree(&mut runner).unwrap().current();
        let (of_here, of_there) = (answers(&here, &asked), answers(&there, &asked));
        for question in &asked {
            let answer = |facts: &kpi_core::facts::Facts| {
                let answer = facts.aggregates[question].clone();
                (answer.value, answer.kept, answer.of, answer.funnel)
            };
            assert_eq!(answer(&of_there), answer(&of_here), "{question:?}");
        }
    }
    assert_eq!(there.counted_here(), [], "rows were read");

    // A file that machines do not see, or of which they see another, gives no figure.
    let told = |data: &Data| {
        let count = aggregate(&visits, Measure::Count, Filter::All);
        let (facts, diagnostics) = data.answer(&[Request::Aggregate(count.clone())]).unwrap();
        assert!(facts.aggregates[&count].value.is_err());
        diagnostics.iter().map(|found| format!("{} {:?}", found.message, found.notes)).collect::<Vec<_>>().join("\n")
    };
    let again = opened(Some(Arc::new(kpi_cluster::Remote::new(&host, port))));
    std::fs::remove_file(folder.path().join("visits/3.parquet")).unwrap();
    let said = told(&again);
    // The engine itself would have left it out without a word.
    assert!(said.contains(&format!("the cluster {} counted 225 of 300 records", machines.scheduler())), "{said}");
    write(&folder.path().join("visits/3.parquet"), &rows[225..]);
    write(&folder.path().join("visits/0.parquet"), &rows);
    let said = told(&there);
    assert!(said.contains(&format!("the cluster {} counted 525 of 300 records", machines.scheduler())), "{said}");
}
