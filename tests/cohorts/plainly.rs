//! New admissions and episodes of many made-up people, against the same said plainly in Rust.

use super::{HEADER, project};
use crate::support::{kpi_in, stderr, stdout};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::fmt::Write as _;

#[derive(Debug, Clone)]
struct Service {
    person: u8,
    starts: NaiveDate,
    ends: Option<NaiveDate>,
}

fn service() -> impl Strategy<Value = Service> {
    let day = |n: u64| NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + Days::new(n);
    // Ends before starts are in it too: data has them.
    (0u8..40, 0u64..1200, prop::option::weighted(0.8, 0u64..420)).prop_map(move |(person, starts, length)| Service {
        person,
        starts: day(starts),
        ends: length.map(|length| day((starts + length).saturating_sub(10))),
    })
}

const COHORTS: &str = "cohort made {
  from: services
  where: started in period
         and no earlier in services where same person and earlier.started < started
             and (earlier.ended is empty or days from earlier.ended to started < 365)
}
cohort episodes {
  from: services
  episodes: per person from started to ended within 7 days by latest started
}
indicator many { title: \"Many\"   unit: count   polarity: none   frequency: yearly   formula: count(episodes) }";

fn listed(folder: &std::path::Path, name: &str) -> Vec<Vec<String>> {
    let output = kpi_in(folder, &["data", "rows", name, "--period", "2024/25", "--format", "csv", "-q"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    let text = stdout(&output);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn written(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

#[test]
fn a_row_that_ends_before_it_starts_keeps_no_other_out() {
    for rows in [["2024-06-01,2024-05-01", "2024-06-01,2024-06-20"], ["2024-06-01,2024-06-20", "2024-06-01,2024-05-01"]]
    {
        let data = rows.iter().fold(HEADER.to_owned(), |data, row| format!("{data}p1,,,Home,,,{row}\n"));
        let found = listed(project(COHORTS, &data).path(), "episodes");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0][8].as_str(), found[0][9].as_str()), ("2024-06-20", "2"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cohorts_are_what_they_say(services in prop::collection::vec(service(), 1..400)) {
        let mut data = HEADER.to_owned();
        for service in &services {
            writeln!(data, "p{},,,Home,,,{},{}", service.person, service.starts, written(service.ends)).unwrap();
        }
        let folder = project(COHORTS, &data);

        let (first, last) = (NaiveDate::from_ymd_opt(2024, 4, 1).unwrap(), NaiveDate::from_ymd_opt(2025, 3, 31).unwrap());
        let new: Vec<String> = services.iter().enumerate().filter(|(_, service)| {
            let old = services.iter().any(|earlier| {
                earlier.person == service.person
                    && earlier.starts < service.starts
                    && earlier.ends.is_none_or(|ends| (service.starts - ends).num_days() < 365)
            });
            first <= service.starts && service.starts <= last && !old
        }).map(|(i, _)| (i + 2).to_string()).collect();
        let found: Vec<String> = listed(folder.path(), "made").into_iter().map(|row| row[0].clone()).collect();
        prop_assert_eq!(found, new);

        // Joined until nothing joins: another way than going through them in order.
        let mut episodes: Vec<(u8, NaiveDate, Option<NaiveDate>, usize)> =
            services.iter().map(|service| (service.person, service.starts, service.ends, 1)).collect();
        loop {
            let joins = |a: &(u8, NaiveDate, Option<NaiveDate>, usize), b: &(u8, NaiveDate, Option<NaiveDate>, usize)| {
                a.0 == b.0 && a.1 <= b.1 && a.2.is_none_or(|ends| b.1 <= ends + Days::new(7))
            };
            let pair = (0..episodes.len())
                .flat_map(|a| (0..episodes.len()).map(move |b| (a, b)))
                .find(|(a, b)| a != b && joins(&episodes[*a], &episodes[*b]));
            let Some((a, b)) = pair else { break };
            let (x, y) = (episodes[a], episodes[b]);
            let ends = x.2.zip(y.2).map(|(x, y)| x.max(y));
            episodes[a] = (x.0, x.1.min(y.1), ends, x.3 + y.3);
            episodes.swap_remove(b);
        }
        let mut wanted: Vec<String> = episodes
            .into_iter()
            .map(|(person, starts, ends, rows)| format!("p{person} {starts} {} {rows}", written(ends)))
            .collect();
        wanted.sort();
        let mut found: Vec<String> = listed(folder.path(), "episodes")
            .into_iter()
            .map(|row| format!("{} {} {} {}", row[1], row[7], row[8], row[9]))
            .collect();
        found.sort();
        prop_assert_eq!(found, wanted);
    }
}
