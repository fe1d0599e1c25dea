//! Every hand-made person comes out of the SQL as its table says.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use kpi_bench::cld::{Crowd, Format, crowd, hand_made, people, write};
use kpi_bench::oracle::{MEASURES, Oracle};
use std::collections::BTreeMap;
use std::collections::BTreeSet;

type Rows = BTreeMap<(String, String), Vec<Vec<String>>>;

/// Answers by measure, council and person, in a folder that has the crowd too: nobody's answer may depend on others.
fn answers(with_crowd: bool) -> BTreeMap<&'static str, Rows> {
    let folder = tempfile::tempdir().unwrap();
    let year = people::YEAR.parse().unwrap();
    let mut records = hand_made(year).unwrap();
    if with_crowd {
        records.extend(crowd(&Crowd { councils: 3, people: 60, seed: 5, year }));
    }
    write(&records, folder.path(), Format::Csv).unwrap();
    let oracle = Oracle::open(folder.path(), year).unwrap();
    let mut answers: BTreeMap<&'static str, Rows> = BTreeMap::new();
    for measure in MEASURES {
        let rows = answers.entry(measure.name).or_default();
        for row in oracle.rows(measure).unwrap() {
            let mut cells = row.into_iter();
            let key = (cells.next().unwrap(), cells.next().unwrap());
            rows.entry(key).or_default().push(cells.collect());
        }
    }
    answers
}

#[test]
fn every_person_comes_out_as_the_table_says() {
    let answers = answers(true);
    let mut wrong = Vec::new();
    let mut asked = 0;
    for person in people::all() {
        assert!(!person.expected.is_empty(), "{} expects nothing", person.name);
        for expected in &person.expected {
            asked += 1;
            let measure = answers.get(expected.measure).unwrap_or_else(|| panic!("no measure {}", expected.measure));
            let found = measure.get(&(expected.council.clone(), person.name.to_owned())).cloned().unwrap_or_default();
            let mut due: Vec<Vec<String>> = expected
                .rows
                .iter()
                .map(|row| {
                    let flag = |yes: bool| u8::from(yes).to_string();
                    vec![
                        row.started.to_owned(),
                        row.band.to_owned(),
                        flag(row.in_denominator),
                        flag(row.in_numerator),
                        row.rule.to_owned(),
                        row.answer.to_owned(),
                        row.slice.to_owned(),
                    ]
                })
                .collect();
            due.sort();
            if found != due {
                wrong.push(format!(
                    "{} ({}, {}): {}\n     due {due:?}\n   found {found:?}",
                    person.name, expected.measure, expected.council, person.shows
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {asked} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn names_are_used_once_and_say_what_they_show() {
    let mut names = BTreeSet::new();
    for person in people::all() {
        assert!(names.insert(person.name), "{} twice", person.name);
        assert!(person.shows.ends_with('.'), "{}: {}", person.name, person.shows);
    }
}

#[test]
fn every_measure_has_people_in_and_out_of_its_counts() {
    for measure in MEASURES {
        let rows: Vec<_> = people::all()
            .into_iter()
            .flat_map(|person| person.expected)
            .filter(|e| e.measure == measure.name)
            .collect();
        let any = |test: fn(&people::Row) -> bool| rows.iter().any(|expected| expected.rows.iter().any(test));
        assert!(any(|row| row.in_numerator), "{}: nobody in the numerator", measure.name);
        assert!(rows.iter().any(|expected| expected.rows.is_empty()), "{}: nobody left out", measure.name);
    }
}

/// A person's rows depend on that person alone.
#[test]
fn the_crowd_changes_nothing_for_the_hand_made() {
    let (alone, among_others) = (answers(false), answers(true));
    for (measure, rows) in &alone {
        for (key, row) in rows {
            assert_eq!(among_others[measure].get(key), Some(row), "{measure} {key:?}");
        }
    }
}

#[test]
fn a_numerator_is_part_of_its_denominator_and_of_its_summary() {
    let folder = tempfile::tempdir().unwrap();
    let year = people::YEAR.parse().unwrap();
    let mut records = hand_made(year).unwrap();
    records.extend(crowd(&Crowd { councils: 4, people: 150, seed: 11, year }));
    write(&records, folder.path(), Format::Csv).unwrap();
    let oracle = Oracle::open(folder.path(), year).unwrap();
    for measure in MEASURES {
        let rows = oracle.rows(measure).unwrap();
        let [outside, inside] = ["0", "1"].map(|flag| rows.iter().filter(|row| row[5] == flag).count());
        assert!(inside > 0 && outside > 0, "{}: {inside} in, {outside} out", measure.name);
        assert!(rows.iter().all(|row| row[5] <= row[4]), "{}", measure.name);
        for council in oracle.summary(measure).unwrap().iter().map(|row| row[0].clone()).collect::<BTreeSet<_>>() {
            let summed: u64 = oracle
                .summary(measure)
                .unwrap()
                .iter()
                .filter(|row| {
                    row[0] == council
                        && (row[1] == "Total" || measure.name.starts_with("2b") || measure.name.starts_with("2c"))
                })
                .map(|row| row[3].parse::<u64>().unwrap())
                .sum();
            let counted = rows.iter().filter(|row| row[0] == council && row[5] == "1").count();
            assert_eq!(summed, counted as u64, "{} {council}", measure.name);
        }
    }
}
