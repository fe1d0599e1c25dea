//! `kpi check`

use crate::support::{demo, kpi, project, stderr, stdout, told, write};
use serde_json::Value;
use std::fs;

/// Two mistakes in one file, one in another.
const WRONG: &[(&str, &str)] = &[
    ("kpi.toml", "[project]\nname = \"wrong\"\n"),
    (
        "figures.kpi",
        "dataset figures {\n  source: csv \"figures.csv\"\n  key:    [indicator, period]\n  columns {\n    \
         indicator: text\n    period:    period\n    value:     number\n  }\n}\n",
    ),
    (
        "indicators.kpi",
        "indicator a {\n  title:     \"A\"\n  unit:      percent\n  polarity:  higher\n  frequency: yearly\n  \
         formula:   figure.value\n  target:    80%\n  bands:     rag\n}\n",
    ),
    ("bands.kpi", "bands rag {\n  judge: deviation\n  Red   below -10%\n  Green from 0%\n}\n"),
];

#[test]
fn findings_are_shown_with_their_lines() {
    let folder = project(WRONG);
    insta::assert_snapshot!("check_human", told(&kpi(folder.path(), &["check"])));
}

#[test]
fn findings_are_told_in_one_line_each() {
    let folder = project(WRONG);
    insta::assert_snapshot!("check_concise", told(&kpi(folder.path(), &["check", "--format", "concise"])));
}

#[test]
fn findings_are_data_for_programs() {
    let folder = project(WRONG);
    insta::assert_snapshot!("check_json", told(&kpi(folder.path(), &["check", "--format", "json"])));
}

#[test]
fn places_are_those_from_where_the_command_was_started() {
    let folder = project(&[]);
    for (path, text) in WRONG {
        write(folder.path(), &format!("rules/wrong/{path}"), text);
    }
    let output = kpi(folder.path(), &["check", "rules/wrong", "--format", "concise", "--quiet"]);
    assert_ne!(stdout(&output), "", "{}", told(&output));
    assert!(stdout(&output).lines().all(|line| line.starts_with("rules/wrong/")), "{}", told(&output));
    assert_eq!(stderr(&output), "");
    write(folder.path(), "rules/wrong/deep/empty.kpi", "");
    let output = kpi(&folder.path().join("rules/wrong/deep"), &["check", "--format", "concise"]);
    assert_ne!(stdout(&output), "", "{}", told(&output));
    assert!(stdout(&output).lines().all(|line| line.starts_with("../")), "{}", told(&output));
}

#[test]
fn named_files_are_checked_with_their_project_and_told_alone() {
    let folder = project(WRONG);
    let output = kpi(folder.path(), &["check", "bands.kpi", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!stdout(&output).is_empty());
    assert!(stdout(&output).lines().all(|line| line.starts_with("bands.kpi:")), "{}", told(&output));
}

#[test]
fn a_warning_is_no_failure() {
    let unused = WRONG.iter().filter(|(path, _)| matches!(*path, "kpi.toml" | "figures.kpi")).copied();
    let folder = project(&unused.collect::<Vec<_>>());
    let warned = kpi(folder.path(), &["check", "figures.kpi", "--format", "concise"]);
    assert_eq!(warned.status.code(), Some(0), "{}", told(&warned));
    assert_eq!(stderr(&warned), "1 warning in 1 file\n");
}

#[test]
fn a_new_project_has_nothing_to_report() {
    let folder = demo();
    let output = kpi(folder.path(), &["check", "demo"]);
    assert_eq!(told(&output), "exit 0\n--- out\n--- err\nnothing to report in 6 files\n");
    let json = kpi(folder.path(), &["check", "demo", "--format", "json"]);
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["diagnostics"], Value::Array(Vec::new()));
}

#[test]
fn a_use_brings_in_a_file_once_and_a_circle_ends() {
    let folder = project(&[
        ("shared/bands.kpi", "use \"../a/a.kpi\"\nuse \"more.kpi\"\n"),
        ("shared/more.kpi", "use \"bands.kpi\"\n"),
        ("a/kpi.toml", ""),
        ("a/a.kpi", "use \"../shared/bands.kpi\"\nuse \"../shared/more.kpi\"\n"),
        ("a/b.kpi", "use \"../shared/../shared/bands.kpi\"\n"),
    ]);
    let output = kpi(folder.path(), &["check", "a"]);
    assert_eq!(told(&output), "exit 0\n--- out\n--- err\nnothing to report in 5 files\n");
}

#[test]
fn a_use_that_leads_nowhere_says_where_it_looked() {
    let folder = project(&[("kpi.toml", ""), ("a.kpi", "use \"rules/band.kpi\"\n"), ("rules/bands.kpi", "")]);
    insta::assert_snapshot!("unresolved_use", told(&kpi(folder.path(), &["check"])));
}

#[test]
fn a_file_in_another_encoding_is_named_with_its_line() {
    let folder = project(&[("kpi.toml", "")]);
    fs::write(folder.path().join("a.kpi"), b"# the first line\n# in \xa3\n").expect("a file");
    insta::assert_snapshot!("not_utf8", told(&kpi(folder.path(), &["check"])));
}

/// One cause, one finding: what the file says is known, and those that speak of it are not blamed.
#[test]
fn a_file_in_utf16_is_read_and_told_of_once() {
    let folder = project(WRONG);
    let (figures, utf16) =
        (WRONG[1].1, |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    let before = stdout(&kpi(folder.path(), &["check", "--format", "concise"]));
    fs::write(folder.path().join("figures.kpi"), [vec![0xff, 0xfe], utf16(figures)].concat()).expect("a file");
    let output = kpi(folder.path(), &["check", "--format", "concise"]);
    let after = stdout(&output);
    let told_too: Vec<&str> = after.lines().filter(|line| !before.contains(line)).collect();
    assert_eq!(told_too, ["figures.kpi:1:1: error[KPI0004] the file is no UTF-8 text"], "{}", told(&output));
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_file_that_is_not_there_for_us_ends_the_work() {
    let folder = project(&[("kpi.toml", ""), ("a.kpi", "")]);
    std::os::unix::fs::symlink("nowhere", folder.path().join("b.kpi")).expect("a link");
    let output = kpi(folder.path(), &["check", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("error[KPI0004] b.kpi cannot be read"), "{}", told(&output));
}

/// What is told of texts without quotes, of columns that cannot be named, and of two `episodes`.
#[test]
fn mistakes_that_need_their_remedy() {
    let dataset = "dataset stays { source: csv \"stays.csv\" columns { person: text   area: text   no: yes/no\n\
                   where: text from \"Where\"   started: date   ended: date } }\n";
    let indicator = |formula: &str| {
        format!("indicator a {{ title: \"A\" unit: count polarity: none frequency: yearly formula: {formula} }}\n")
    };
    let rules = [
        indicator("count(stays where area in [North-East, South])"),
        format!(
            "cohort joined {{\n  from: stays\n  episodes: per person from started to ended within 7 days by area\n  \
             episodes: per person from started to ended within 90 days by area\n}}\n{}",
            indicator("count(joined)")
        ),
        format!(
            "cohort joined {{\n  from: stays\n  episodes: per person from started to ended within 7 days by area\n  \
             episodes: per person from started to ended within 90 days by area, counted as spells\n  \
             let no = 1\n}}\n{}",
            indicator("count(joined where spells > 1 and rows > 1)")
        ),
    ];
    let found = rules.map(|rules| {
        let folder = project(&[
            ("kpi.toml", "[project]\nname = \"stays\"\n"),
            ("rules.kpi", &format!("{dataset}{rules}")),
            ("stays.csv", "person\n"),
        ]);
        told(&kpi(folder.path(), &["check"]))
    });
    insta::assert_snapshot!("check_remedies", found.join("\n"));
}
