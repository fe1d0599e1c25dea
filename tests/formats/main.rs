//! Findings in every format, of the commands that have findings: snapshots, and the formats' own rules.

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

mod ci;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const FORMATS: [&str; 8] = ["human", "concise", "json", "json-lines", "github", "gitlab", "junit", "sarif"];

const FIGURES: &str = r#"dataset figures {
  source: csv "figures.csv"
  key:    [indicator, period]
  columns { indicator: text   period: period   value: number }
}
"#;

/// A finding with an accent before it, two labels, a note and help; one with a fix; one that is allowed.
pub const FINDINGS: &str = r#"indicator closed {
  title:       "Cases closed, à la carte."
  unit:        count
  polarity:    none
  frequency:   yearly
  formula:     figures.value else 0
  source:      "Cases, 100% of them: all"
  description: "Cases closed."
}
indicator opened {
  # kpi-allow(title_full_stop): as published
  title:       "Cases opened."
  unit:        count
  polarity:    none
  frequency:   yearly
  formula:     figures.value
  source:      "Cases"
  description: "Cases opened, <all> & more."
}
"#;

pub const NOTHING: &str = r#"indicator closed {
  title:       "Cases closed"
  unit:        count
  polarity:    none
  frequency:   yearly
  formula:     figures.value
  source:      "Cases"
  description: "Cases closed."
}
"#;

const BROKEN: &str = "indicator closed {\n  title: \"Cases closed\n  unit: cuont\n}\n";

pub fn project(rules: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"told\"\n").expect("written");
    fs::write(folder.path().join("rules é.kpi"), format!("{FIGURES}{rules}")).expect("written");
    folder
}

fn kpi(folder: &Path, arguments: &[&str]) -> Output {
    support::kpi_in(folder, arguments)
}

fn printed(folder: &Path, command: &str, format: &str) -> String {
    let output = kpi(folder, &[command, "--format", format]);
    format!("{}exit {}\n", support::stdout(&output), output.status.code().unwrap_or(-1))
}

#[test]
fn every_format_of_findings_of_an_error_and_of_nothing() {
    for (name, rules) in [("findings", FINDINGS), ("error", BROKEN), ("nothing", NOTHING)] {
        let folder = project(rules);
        for format in FORMATS {
            let filters = vec![(r#"("kpi"|"semanticVersion"): "[^"]*""#, r#"$1: "…""#)];
            insta::with_settings!({ filters => filters, omit_expression => true }, {
                insta::assert_snapshot!(format!("{name}_{format}"), printed(folder.path(), "lint", format));
            });
        }
    }
}

#[test]
fn the_check_and_the_formatter_have_the_same_formats() {
    let folder = project(BROKEN);
    for format in FORMATS {
        assert_eq!(printed(folder.path(), "check", format), printed(folder.path(), "lint", format), "{format}");
    }
    let folder = project(&NOTHING.replace("  unit:        count", " unit: count"));
    for format in FORMATS {
        let output = kpi(folder.path(), &["fmt", "--check", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(support::stdout(&output).contains("KPI0012"), "{format}: {}", support::stdout(&output));
    }
}

/// The schema of the standard, as a crate carries it that the tests are built with.
fn schema() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(support::root())
        .output()
        .expect("cargo starts");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo says what there is");
    let packages = metadata["packages"].as_array().expect("packages");
    let carrier = packages.iter().find(|package| package["name"] == "serde-sarif").expect("the crate with the schema");
    let manifest = PathBuf::from(carrier["manifest_path"].as_str().expect("a path"));
    let schema = fs::read(manifest.with_file_name("src").join("schema.json")).expect("the schema");
    let mut schema: Value = serde_json::from_slice(&schema).expect("JSON");
    // The standard's pattern of a language has a bracket too many, which JavaScript reads and others refuse.
    for definition in ["run", "toolComponent"] {
        if let Some(language) = schema["definitions"][definition]["properties"]["language"].as_object_mut() {
            language.remove("pattern");
        }
    }
    schema
}

fn sarif(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("SARIF is JSON")
}

#[test]
fn sarif_is_valid_whatever_happens() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    // What is no SARIF is refused, or this test would say nothing.
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{ "results": [] }] })));
    let bare = TempDir::new().expect("a folder");
    let unreadable = project(NOTHING);
    fs::write(unreadable.path().join("kpi.toml"), [0xff, 0xfe]).expect("written");
    let (findings, broken, nothing) = (project(FINDINGS), project(BROKEN), project(NOTHING));
    let council = support::root().join("rules/cambridgeshire");
    let cases: [(&Path, &[&str], bool); 7] = [
        (findings.path(), &["lint"], true),
        (broken.path(), &["check"], true),
        (nothing.path(), &["lint"], true),
        (nothing.path(), &["lint", "--select", "no_such_rule"], false),
        (bare.path(), &["check"], false),
        (unreadable.path(), &["check"], false),
        // With findings about cells of a data file.
        (&council, &["lint", "--period", "2020/21 Q2"], true),
    ];
    for (folder, arguments, done) in cases {
        let output = kpi(folder, &[arguments, &["--format", "sarif"]].concat());
        let log = sarif(&output);
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{arguments:?}: {errors:#?}");
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], done, "{arguments:?}");
        assert_eq!(output.status.code() == Some(2), !done, "{arguments:?}");
        assert_eq!(invocation["toolExecutionNotifications"].is_array(), !done, "{arguments:?}");
    }
}

#[test]
fn sarif_has_fixes_suppressions_and_fingerprints_that_survive_a_move() {
    let prints = |rules: &str| -> Vec<(String, String)> {
        let log = sarif(&kpi(project(rules).path(), &["lint", "--format", "sarif"]));
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        let one = |result: &Value| {
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            (text(&result["ruleId"]), text(&result["partialFingerprints"]["kpi/v1"]))
        };
        results.iter().map(one).collect()
    };
    let before = prints(FINDINGS);
    assert_eq!(before.len(), 3);
    assert_eq!(before, prints(&format!("# a line\n# and another\n\n{FINDINGS}")));
    let log = sarif(&kpi(project(FINDINGS).path(), &["lint", "--format", "sarif"]));
    let results = log["runs"][0]["results"].as_array().expect("results");
    let allowed: Vec<&Value> = results.iter().filter(|result| result["suppressions"].is_array()).collect();
    assert_eq!(allowed.len(), 1);
    assert_eq!(allowed[0]["suppressions"][0]["justification"], "as published");
    let fixed =
        results.iter().find(|result| result["fixes"].is_array() && result["suppressions"].is_null()).expect("a fix");
    let change = &fixed["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "rules%20%C3%A9.kpi");
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "\"Cases closed, à la carte\"");
    // Columns count characters: the accent before the end is one.
    assert_eq!(change["replacements"][0]["deletedRegion"]["endColumn"], 43);
}

/// As GitHub's documentation of workflow commands has it: `%`, CR and LF are written as `%25`, `%0D` and `%0A`, in
/// properties `:` and `,` too; lines and columns count from 1.
#[test]
fn github_shows_each_finding_at_its_line() {
    let output = support::stdout(&kpi(project(FINDINGS).path(), &["lint", "--format", "github"]));
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 2, "{output}");
    assert!(
        lines[0].starts_with(
            "::warning file=rules é.kpi,line=7,endLine=7,col=16,endColumn=43,title=KPI2604 title_full_stop::"
        ),
        "{output}"
    );
    assert!(lines[1].contains("%0A"), "{output}");
}

/// A row of a text file is a line of it; what would end a property or a command is escaped.
#[test]
fn github_shows_what_is_wrong_with_data_at_its_row() {
    let folder = project(NOTHING);
    fs::rename(folder.path().join("rules é.kpi"), folder.path().join("a,b: 100%.kpi")).expect("renamed");
    fs::write(folder.path().join("figures.csv"), "indicator,period,value\nclosed,2023/24,5%,\nclosed,2022/23,abc\n")
        .expect("written");
    let said = |arguments: &[&str]| support::stdout(&kpi(folder.path(), arguments));
    let output = said(&["lint", "--period", "2022/23", "--format", "github"]);
    assert!(output.contains("::error file=figures.csv,line=3,title=KPI0707 not_understood::"), "{output}");
    fs::write(folder.path().join("a,b: 100%.kpi"), BROKEN).expect("written");
    let output = said(&["check", "--format", "github"]);
    assert!(output.starts_with("::error file=a%2Cb%3A 100%25.kpi,line="), "{output}");
}

#[test]
fn junit_is_well_formed_and_gitlab_tells_each_finding_once() {
    for rules in [FINDINGS, BROKEN, NOTHING] {
        let xml = support::stdout(&kpi(project(rules).path(), &["lint", "--format", "junit"]));
        let mut open: Vec<&str> = Vec::new();
        for tag in xml.split('<').skip(2) {
            let (tag, _) = tag.split_once('>').expect("a tag ends");
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{xml}");
            } else if !tag.ends_with('/') {
                open.push(tag.split_whitespace().next().expect("a name"));
            }
        }
        assert!(open.is_empty(), "{xml}");
        let issues = support::stdout(&kpi(project(rules).path(), &["lint", "--format", "gitlab"]));
        let issues: Vec<Value> = serde_json::from_str(&issues).expect("JSON");
        let mut prints: Vec<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().expect("a text")).collect();
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(prints.len(), issues.len());
    }
}
