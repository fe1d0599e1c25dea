//! The generated files: the same on every machine, and of the shape that measures need.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it fails"
)]

use kpi_bench::cld::codes::{LOOKUPS, OUTCOMES, SEQUELS, SERVICES};
use kpi_bench::cld::{Crowd, Format, crowd, hand_made, people, write};
use std::collections::BTreeSet;

fn year() -> kpi_bench::cld::year::Year {
    people::YEAR.parse().unwrap()
}

fn events(councils: u32, people: u32, seed: u64) -> String {
    let folder = tempfile::tempdir().unwrap();
    write(&crowd(&Crowd { councils, people, seed, year: year() }), folder.path(), Format::Csv).unwrap();
    std::fs::read_to_string(folder.path().join("events.csv")).unwrap()
}

#[test]
fn a_seed_gives_the_same_bytes() {
    let first = events(2, 30, 1);
    assert_eq!(first, events(2, 30, 1));
    assert_ne!(first, events(2, 30, 2));
    // A council's people do not depend on how many councils there are.
    assert!(events(3, 30, 1).starts_with(&first));
    insta::assert_snapshot!(first.lines().take(12).collect::<Vec<_>>().join("\n"));
}

/// Of every byte of both tables: what one machine writes any other does.
#[test]
fn a_seed_gives_the_same_bytes_on_every_machine() {
    let folder = tempfile::tempdir().unwrap();
    write(&crowd(&Crowd { councils: 4, people: 250, seed: 7, year: year() }), folder.path(), Format::Csv).unwrap();
    let sums = ["events.csv", "hospital.csv", "population.csv"].map(|file| {
        let bytes = std::fs::read(folder.path().join(file)).unwrap();
        // FNV-1a, which needs no library.
        let sum = bytes
            .iter()
            .fold(0xCBF2_9CE4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3));
        format!("{file}: {} bytes, {sum:016x}", bytes.len())
    });
    insta::assert_snapshot!(sums.join("\n"));
}

#[test]
fn the_crowd_has_what_is_hard_to_count() {
    let records = crowd(&Crowd { councils: 6, people: 300, seed: 1, year: year() });
    let has =
        |test: fn(&kpi_bench::cld::event::Event) -> bool| records.events.iter().filter(|event| test(event)).count();
    assert!(records.events.len() > 1_800, "{}", records.events.len());
    assert!(has(|event| event.ended.is_none()) > 100);
    assert!(has(|event| event.component.is_empty() && !event.service_type.is_empty()) > 50);
    assert!(has(|event| event.service_type != event.service_type.trim()) > 10);
    assert!(has(|event| event.client_type == "SERVICE USER") > 10);
    assert!(has(|event| event.details.birth.is_none()) > 50);
    assert!(has(|event| event.details.death.is_some()) > 50);
    let of_two: BTreeSet<_> = records.events.iter().map(|event| (&event.person, &event.council)).collect();
    let people: BTreeSet<_> = of_two.iter().map(|(person, _)| person).collect();
    assert!(of_two.len() > people.len() + 10, "nobody moved");
    assert!(records.stays.len() > 100);
}

#[test]
fn codes_are_of_the_lists() {
    let outcomes: BTreeSet<&str> = OUTCOMES.rows.iter().map(|row| row[0]).collect();
    let services: BTreeSet<&str> = SERVICES.rows.iter().map(|row| row[0]).collect();
    assert_eq!((outcomes.len(), services.len()), (17, 9));
    let of = |list: &BTreeSet<&str>, code: &str| {
        let code = code.trim();
        code.is_empty() || list.iter().any(|known| known.eq_ignore_ascii_case(code))
    };
    let mut records = hand_made(year()).unwrap();
    records.extend(crowd(&Crowd { councils: 2, people: 200, seed: 4, year: year() }));
    for event in &records.events {
        assert!(of(&outcomes, &event.outcome), "{}", event.outcome);
        assert!(of(&services, &event.service_type), "{}", event.service_type);
        assert_eq!(event.service_type.trim().is_empty(), !event.event_type.trim().eq_ignore_ascii_case("Service"));
    }
    let flagged = |column: usize| SEQUELS.rows.iter().filter(|row| row[column] == "1").count();
    assert_eq!((flagged(1), flagged(2)), (14, 9));
    assert!(LOOKUPS.iter().all(|lookup| lookup.rows.iter().all(|row| row.len() == lookup.columns.len())));
}

#[test]
fn parquet_holds_what_csv_holds() {
    use arrow::array::{Array, Date32Array, StringArray};
    let folder = tempfile::tempdir().unwrap();
    let records = crowd(&Crowd { councils: 1, people: 40, seed: 1, year: year() });
    write(&records, folder.path(), Format::Parquet).unwrap();
    let file = std::fs::File::open(folder.path().join("events.parquet")).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let batches: Vec<_> = reader.map(Result::unwrap).collect();
    assert_eq!(batches.iter().map(|batch| batch.num_rows()).sum::<usize>(), records.events.len());
    let batch = &batches[0];
    let people = batch.column_by_name("person").unwrap().as_any().downcast_ref::<StringArray>().unwrap();
    let ends = batch.column_by_name("ended").unwrap().as_any().downcast_ref::<Date32Array>().unwrap();
    for (at, event) in records.events.iter().enumerate() {
        assert_eq!(people.value(at), event.person);
        assert_eq!(ends.is_valid(at).then(|| ends.value_as_date(at).unwrap()), event.ended);
    }
}

#[test]
fn hand_made_people_are_of_their_year_only() {
    assert!(hand_made(year()).is_some());
    assert!(hand_made("2023/24".parse().unwrap()).is_none());
}
