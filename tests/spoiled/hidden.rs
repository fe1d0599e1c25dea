//! A figure that is withheld is a figure: what is added up, averaged or compared over it is not known, for its reason. A
//! cell with nothing in it, or to which the column does not apply, has none to add.

use crate::records::written;
use crate::support::{kpi_in, results, stderr};
use serde_json::Value;
use std::fs;
use std::path::Path;

const WAYS: [&str; 6] = ["sum", "mean", "median", "percentile", "min", "max"];

/// Every measure of the hours of a dataset and of a cohort of it, over all rows and over those with a figure.
fn project(source: &str, key: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rules = format!(
        "dataset visits {{ source: {source} {key} columns {{ person: text   area: text\n\
         hours: number or \"c\" as suppressed or \"u\" as low reliability or \"z\" as not applicable }} }}\n"
    );
    if key.is_empty() {
        rules.push_str("cohort north { from: visits where: area = \"North\" }\n");
    }
    let sets: &[&str] = if key.is_empty() { &["visits", "north"] } else { &["visits"] };
    for set in sets {
        for way in WAYS {
            let end = if way == "percentile" { ", 75%" } else { "" };
            for (name, condition) in [("all", ""), ("known", " where hours is not empty")] {
                rules.push_str(&format!(
                    "indicator {set}_{way}_{name} {{ title: \"{way}\" unit: number, 1 decimal polarity: none \
                     frequency: yearly formula: {way}({set}.hours{condition}{end}) }}\n"
                ));
            }
        }
        rules.push_str(&format!(
            "indicator {set}_rows {{ title: \"Rows\" unit: count polarity: none frequency: yearly formula: \
             count({set}) }}\n"
        ));
    }
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"hidden\"\n").expect("written");
    fs::write(folder.path().join("rules.kpi"), rules).expect("written");
    folder
}

fn of(folder: &Path, indicator: &str) -> String {
    let output = kpi_in(folder, &["run", "--period", "2025/26", "--format", "json", "--indicator", indicator]);
    let run: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("JSON: {}", stderr(&output)));
    let result = &results(&run)[0];
    let value = result["value"]["display"].as_str();
    value.map_or_else(
        || format!("{}: {}", result["missing"].as_str().unwrap(), result["missing_detail"].as_str().unwrap_or("")),
        str::to_owned,
    )
}

fn suppressed(folder: &Path, set: &str, row: u64) {
    for way in WAYS {
        let found = of(folder, &format!("{set}_{way}_all"));
        assert!(found.starts_with("suppressed"), "{set} {way}: {found}");
        let detail = format!("1 cell of \"hours\" is suppressed, the first in row {row}");
        assert!(found.contains(&detail), "{set} {way}: {found}");
        let found = of(folder, &format!("{set}_{way}_known"));
        assert!(found.replace(',', "").parse::<f64>().is_ok(), "{set} {way}: {found}");
    }
}

const ROWS: [(&str, &str, &str); 5] =
    [("ann", "North", "2"), ("bob", "North", "c"), ("cy", "North", ""), ("di", "North", "z"), ("ed", "North", "4")];

#[test]
fn a_suppressed_figure_makes_a_sum_suppressed() {
    let csv = |rows: &[(&str, &str, &str)]| {
        let lines = rows.iter().map(|(person, area, hours)| format!("{person},{area},{hours}\n"));
        format!("person,area,hours\n{}", lines.collect::<String>())
    };
    let folder = project("csv \"visits.csv\"", "");
    let file = folder.path().join("visits.csv");
    fs::write(&file, csv(&ROWS)).expect("written");
    suppressed(folder.path(), "visits", 3);
    suppressed(folder.path(), "north", 3);
    assert_eq!(of(folder.path(), "visits_sum_known"), "6.0");
    assert_eq!(of(folder.path(), "visits_rows"), "5");

    // What is empty, or does not apply, has nothing to add.
    let without: Vec<_> = ROWS.iter().copied().filter(|(_, _, hours)| *hours != "c").collect();
    fs::write(&file, csv(&without)).expect("written");
    assert_eq!(of(folder.path(), "visits_sum_all"), "6.0");
    assert_eq!(of(folder.path(), "north_mean_all"), "3.0");

    let keyed = project("csv \"visits.csv\"", "key: [person]");
    fs::write(keyed.path().join("visits.csv"), csv(&ROWS)).expect("written");
    suppressed(keyed.path(), "visits", 3);
}

#[test]
fn wherever_the_figures_stand() {
    let folder = project("jsonl \"visits.jsonl\"", "");
    let lines = ROWS.map(|(person, area, hours)| {
        format!("{{\"person\": \"{person}\", \"area\": \"{area}\", \"hours\": \"{hours}\"}}\n")
    });
    fs::write(folder.path().join("visits.jsonl"), lines.concat()).expect("written");
    suppressed(folder.path(), "visits", 2);

    let folder = project("parquet \"visits.parquet\"", "");
    let bytes = written(
        30_000,
        &[
            ("person", |i| format!("p{i}")),
            ("area", |_| "North".to_owned()),
            ("hours", |i| if i == 25_000 { "c".to_owned() } else { (i % 5).to_string() }),
        ],
    );
    fs::write(folder.path().join("visits.parquet"), bytes).expect("written");
    suppressed(folder.path(), "visits", 25_001);
    suppressed(folder.path(), "north", 25_001);
}
