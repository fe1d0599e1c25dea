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
        // Of every council; the total where there is one, the only band where not.
        let mut summed: BTreeMap<String, u64> = BTreeMap::new();
        let summary = oracle.summary(measure).unwrap();
        let has_total = summary.iter().any(|row| row[1] == "Total");
        for row in summary.iter().filter(|row| !has_total || row[1] == "Total") {
            *summed.entry(row[0].clone()).or_default() += row[3].parse::<u64>().unwrap();
        }
        let mut counted: BTreeMap<String, u64> = summed.keys().map(|council| (council.clone(), 0)).collect();
        for row in rows.iter().filter(|row| row[5] == "1") {
            // Of a discharge as many as followed it.
            let count = if measure.name == "2d2" { row[7].parse().unwrap() } else { 1 };
            *counted.entry(row[0].clone()).or_default() += count;
        }
        assert_eq!(summed, counted, "{}", measure.name);
    }
}

#[test]
fn medians_are_those_of_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    let year = people::YEAR.parse().unwrap();
    write(&crowd(&Crowd { councils: 2, people: 400, seed: 3, year }), folder.path(), Format::Csv).unwrap();
    let oracle = Oracle::open(folder.path(), year).unwrap();
    for measure in MEASURES.iter().filter(|measure| measure.name.starts_with("wait-")) {
        let mut days: BTreeMap<[String; 3], Vec<u32>> = BTreeMap::new();
        for row in oracle.rows(measure).unwrap().into_iter().filter(|row| row[5] == "1") {
            let key = [row[0].clone(), row[3].clone(), row[8].clone()];
            days.entry(key).or_default().push(row[7].parse().unwrap());
        }
        let due: Vec<Vec<String>> = days
            .into_iter()
            .map(|([council, band, quarter], mut days)| {
                days.sort_unstable();
                let twice = days[(days.len() - 1) / 2] + days[days.len() / 2];
                let median = format!("{}{}", twice / 2, if twice % 2 == 1 { ".5" } else { "" });
                vec![council, band, quarter, days.len().to_string(), median]
            })
            .collect();
        assert!(due.iter().any(|row| row[4].ends_with(".5")) && due.len() > 8, "{due:?}");
        assert_eq!(oracle.summary(measure).unwrap(), due);
    }
}
