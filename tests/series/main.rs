//! Control charts over series as they were published, against a reckoning in whole numbers (R36).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

#[path = "../support/mod.rs"]
mod support;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use support::{kpi_in, root, stderr};

/// A data file, or `None` where it is not at hand; with `CI` set its absence is a failure.
fn data(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "CI has to have {}", path.display());
    eprintln!("skipped: {} is not at hand", path.display());
    None
}

/// The control chart of `x` in a report, from these rules over a file `data.csv`.
fn chart(rules: &str, data: &str, period: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"series\"\ncouncil = \"England\"\n").unwrap();
    fs::write(folder.path().join("rules.kpi"), rules).unwrap();
    fs::write(folder.path().join("data.csv"), data).unwrap();
    let output = kpi_in(folder.path(), &["run", "--period", period, "--format", "json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let run: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    run["results"][0]["control"].clone()
}

fn signals(control: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let signals = control["signals"].as_array().expect("signals").iter();
    signals.map(|signal| (text(&signal["rule"]), text(&signal["side"]), text(&signal["since"]))).collect()
}

/// Mean and 2.66 mean moving ranges, both times their divisors, so that nothing is rounded: centre = sum / n,
/// limits = (100 × (n − 1) × sum ∓ 266 × n × ranges) / (100 × n × (n − 1)).
fn limits(series: &[i64]) -> (String, String, String) {
    let (n, sum) = (series.len() as i64, series.iter().sum::<i64>());
    let ranges: i64 = series.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    let fraction = |above: i64, below: i64| {
        let (mut a, mut b) = (above.abs(), below);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        if below == a { (above / a).to_string() } else { format!("{}/{}", above / a, below / a) }
    };
    let limit = |sign: i64| fraction(100 * (n - 1) * sum + sign * 266 * n * ranges, 100 * n * (n - 1));
    (fraction(sum, n), limit(-1), limit(1))
}

fn exactly(control: &Value) -> (String, String, String) {
    let text = |key: &str| control[key]["exact"].as_str().expect("a number").to_owned();
    (text("centre"), text("lower"), text("upper"))
}

const MONTHS: [&str; 12] = [
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

/// Referrals to children's social care in England, April 2012 to March 2024: the schools closed on 20 March 2020.
#[test]
fn a_lockdown_is_found_where_the_seasons_are_left_out() {
    let Some(path) = data("dfe-csc/referrals_by_month_2013_2024.csv") else { return };
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|found| found == name).unwrap();
    let mut series: BTreeMap<String, i64> = BTreeMap::new();
    for record in
        reader.records().map(Result::unwrap).filter(|record| &record[column("geographic_level")] == "National")
    {
        let ends: i64 = record[column("time_period")].parse().unwrap();
        for (at, name) in MONTHS.iter().enumerate() {
            let (year, month) = if at < 9 { (ends - 1, at + 4) } else { (ends, at - 8) };
            series.insert(format!("{year}-{month:02}"), record[column(name)].parse().unwrap());
        }
    }
    let rows: String = series.iter().map(|(month, value)| format!("{month},{value}\n")).collect();
    let rules = r#"
dataset referrals { source: csv "data.csv" key: [period] columns { period: period value: count } }
indicator x {
  title: "Referrals"  unit: count  polarity: none  frequency: monthly  formula: referrals.value
  control: xmr from 2017-04, baseline to 2020-02
}
"#;
    let april = chart(rules, &format!("period,value\n{rows}"), "2020-04");
    let baseline: Vec<i64> =
        series.range("2017-04".to_owned()..="2020-02".to_owned()).map(|(_, value)| *value).collect();
    assert_eq!(baseline.len(), 35);
    assert_eq!(exactly(&april), limits(&baseline));
    // From one month to the next referrals differ so much that not even this is beyond the limits …
    assert_eq!(april["variation"], "common cause");

    // … but it is against the same month a year before, which the seasons leave alone.
    let yearly = rules.replace("referrals.value\n", "referrals.value - (referrals.value at same period last year)\n");
    let april = chart(&yearly, &format!("period,value\n{rows}"), "2020-04");
    let year_before = |month: &str| {
        let (year, rest) = month.split_once('-').unwrap();
        format!("{}-{rest}", year.parse::<i64>().unwrap() - 1)
    };
    let months = series.range("2017-04".to_owned()..="2020-02".to_owned());
    let differences: Vec<i64> = months.map(|(month, value)| value - series[&year_before(month)]).collect();
    assert_eq!(exactly(&april), limits(&differences));
    assert_eq!(april["variation"], "special cause low");
    assert_eq!(signals(&april)[0], ("beyond a limit".to_owned(), "low".to_owned(), "2020-03".to_owned()));
}

/// Casualties in Greater Manchester: in 2021 the police changed how they record injuries, and more became serious.
#[test]
fn a_change_of_recording_is_found() {
    let Some(path) = data("stats19-gm/casualties_2019_jun2024.csv") else { return };
    let text = fs::read_to_string(path).unwrap();
    let mut months: BTreeMap<String, i64> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for record in reader.records().map(Result::unwrap) {
        let count = months.entry(record[1][..7].to_owned()).or_default();
        *count += i64::from(["Fatal", "Serious"].contains(&&record[5]));
    }
    let rules = r#"
dataset casualties { source: csv "data.csv" columns { date: date casualty_severity: one of [Fatal, Serious, Slight] } }
indicator x {
  title: "Killed or seriously injured"  unit: count  polarity: lower  frequency: monthly
  formula: count(casualties where casualty_severity in [Fatal, Serious] and date in period)
  control: xmr from 2019-01, baseline to 2020-12
}
"#;
    let found = chart(rules, &text, "2021-12");
    let baseline: Vec<i64> =
        months.range("2019-01".to_owned()..="2020-12".to_owned()).map(|(_, value)| *value).collect();
    assert_eq!(baseline.len(), 24);
    assert_eq!(exactly(&found), limits(&baseline));
    assert_eq!(found["variation"], "concern");
    let shift = signals(&found).into_iter().find(|(rule, ..)| rule.starts_with("seven or more on one side"));
    assert_eq!(shift.unwrap(), ("seven or more on one side of the centre".into(), "high".into(), "2021-03".into()));

    // Worked out anew from the change on, the years since are one process.
    let rebased = rules.replace("baseline to 2020-12", "rebased 2021-04 \"how injuries are recorded has changed\"");
    let since = chart(&rebased, &text, "2022-12");
    let after: Vec<i64> = months.range("2021-04".to_owned()..="2022-12".to_owned()).map(|(_, value)| *value).collect();
    assert_eq!(exactly(&since), limits(&after));
    assert_eq!(since["variation"], "common cause");
    assert_eq!(since["rebased_because"], "how injuries are recorded has changed");
}
