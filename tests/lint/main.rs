//! `kpi lint`, as people and build servers call it.

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

mod allowing;
mod figures;
mod fixing;
mod golden;
mod grants;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use support::root;
use tempfile::TempDir;

/// A copy of one of the projects in `rules`, with its texts changed: file, what stands there, what is to stand there.
pub fn changed(project: &str, changes: &[(&str, &str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    copy(&root().join("rules").join(project), folder.path());
    for (file, from, to) in changes {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(text.contains(from), "{file} does not say {from:?}");
        fs::write(&path, text.replace(from, to)).expect("written");
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("copied");
        }
    }
}

/// A project of these files.
pub fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    if !files.iter().any(|(name, _)| *name == "kpi.toml") {
        fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"linted\"\n").expect("written");
    }
    folder
}

/// On 24 November 2023, at 80 columns and without colour.
pub fn kpi(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kpi"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .env("SOURCE_DATE_EPOCH", "1700784000")
        .output()
        .expect("kpi starts")
}

/// What is printed, what is said beside it, and how it ends.
pub fn said(output: &Output) -> String {
    format!("{}---\n{}exit {}\n", support::stdout(output), support::stderr(output), output.status.code().unwrap_or(-1))
}

/// Each finding's code and line, in order.
pub fn concise(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = ["lint", "--format", "concise", "--quiet"].iter().chain(arguments).copied().collect();
    let output = kpi(folder, &arguments);
    support::stdout(&output).lines().map(str::to_owned).collect()
}

pub const FIGURES: &str = r#"dataset figures {
  source: csv "figures.csv"
  key:    [indicator, period]
  columns { indicator: text   period: period   value: number   other: number }
}
"#;

#[test]
fn the_councils_lint_clean_or_say_why_not() {
    for council in ["cambridgeshire", "leicester", "birmingham", "ascof", "roads"] {
        let output = support::kpi(&["lint", &format!("rules/{council}")]);
        assert!(output.status.success(), "{council}: {}", said(&output));
    }
    // Of their figures, too, for every report that is given; a note for one report's figures is not idle in another.
    for (council, period) in [
        ("cambridgeshire", "2020/21 Q2"),
        ("cambridgeshire", "2023/24 Q2"),
        ("leicester", "2017/18 Q2"),
        ("birmingham", "2022-09"),
    ] {
        let output = support::kpi(&["lint", &format!("rules/{council}"), "--period", period]);
        assert!(output.status.success(), "{council} {period}: {}", said(&output));
    }
}

#[test]
fn a_new_project_lints_clean() {
    let folder = TempDir::new().expect("a folder");
    assert!(kpi(folder.path(), &["new", "demo"]).status.success());
    // On the day it is: a project that is new today is not to have findings that came with time.
    let output = support::kpi_in(&folder.path().join("demo"), &["lint"]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn rules_that_are_wrong_are_told_as_by_the_check() {
    let folder = project(&[("a.kpi", "indicator a {\n  title: \"A\"\n}\n")]);
    insta::assert_snapshot!(said(&kpi(folder.path(), &["lint", "--format", "concise"])));
}

/// "Nothing to report" of a file that was not looked at would pass for its being right.
#[test]
fn a_file_is_not_clean_because_another_is_wrong() {
    let right = "indicator b {\n  title: \"Cases closed.\"\n  unit: count\n  polarity: none\n  frequency: yearly\n  formula: \
                 figures.value\n}\n";
    let folder = project(&[("a.kpi", "indicator a {\n  title: \"A\"\n}\n"), ("b.kpi", &format!("{FIGURES}{right}"))]);
    let output = kpi(folder.path(), &["lint", "b.kpi", "--format", "concise"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("a.kpi:1:11: error[KPI0304]"), "{}", said(&output));
    assert!(!said(&output).contains("b.kpi"), "{}", said(&output));
}

#[test]
fn rules_are_selected_by_code_name_and_family() {
    let indicator = "indicator A {\n  title: \"Cases closed.\"\n  unit: count, 1 decimal\n  polarity: none\n  frequency: yearly\n  \
                     formula: figures.value\n}\n";
    let folder = project(&[("a.kpi", &format!("{FIGURES}{indicator}"))]);
    let codes = |arguments: &[&str]| -> Vec<String> {
        let found = concise(folder.path(), arguments);
        found.iter().map(|line| line.split(['[', ']']).nth(1).unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(codes(&[]), ["KPI2609", "KPI2701", "KPI2702", "KPI2604", "KPI2102"]);
    assert_eq!(codes(&["--select", "units,KPI2609"]), ["KPI2609", "KPI2102"]);
    assert_eq!(codes(&["--select", "all", "--ignore", "documentation,title_full_stop"]), ["KPI2609", "KPI2102"]);
    let unknown = kpi(folder.path(), &["lint", "--select", "unit"]);
    insta::assert_snapshot!(said(&unknown));
    fs::write(
        folder.path().join("kpi.toml"),
        "[lint]\nignore = [\"documentation\"]\n\n[lint.per-file-ignores]\n\"a*.kpi\" = [\"style\"]\n",
    )
    .expect("written");
    assert_eq!(codes(&[]), ["KPI2102"]);
    fs::write(folder.path().join("kpi.toml"), "[lint]\nignore = [\"stile\"]\ntarget-yers = 2\n").expect("written");
    insta::assert_snapshot!(said(&kpi(folder.path(), &["lint"])));
    fs::write(folder.path().join("kpi.toml"), "[lint]\nignore = [\"stile\"]\n").expect("written");
    insta::assert_snapshot!(said(&kpi(folder.path(), &["lint"])));
}

#[test]
fn findings_for_people_and_programs() {
    let indicator = "indicator closed {\n  title: \"Cases closed.\"\n  unit: count\n  polarity: none\n  frequency: yearly\n  formula: \
                     figures.value else 0\n  source: \"Cases\"\n  description: \"Cases closed.\"\n}\n";
    let folder = project(&[("a.kpi", &format!("{FIGURES}{indicator}"))]);
    insta::assert_snapshot!(said(&kpi(folder.path(), &["lint"])));
    insta::with_settings!({ filters => vec![(r#""kpi": "[^"]*""#, r#""kpi": "…""#)] }, {
        insta::assert_snapshot!(said(&kpi(folder.path(), &["lint", "--format", "json"])));
    });
    // Warnings end with 1: a build is to stop at them.
    assert_eq!(kpi(folder.path(), &["lint"]).status.code(), Some(1));
}
