//! What is printed for people who ask, and for people who ask wrongly.

use crate::support::{command, kpi, project, stderr, stdout, told, write};
use std::path::Path;
use std::process::Stdio;

fn help(arguments: &[&str]) -> String {
    stdout(&kpi(Path::new("."), arguments))
}

#[test]
fn helps() {
    insta::assert_snapshot!("help", help(&["--help"]));
    for command in ["new", "check", "lint", "run", "explain", "test", "rules", "completions"] {
        insta::assert_snapshot!(format!("help_{command}"), help(&[command, "--help"]));
    }
}

#[test]
fn wrong_usage_exits_with_2_and_prints_no_result() {
    let folder = project(&[("kpi.toml", "")]);
    let cases: [&[&str]; 9] = [
        &[],
        &["lint", "--unsafe-fixes"],
        &["run"],
        &["run", "--period", "whenever"],
        &["run", "--period", "2023/24 to Q2"],
        &["run", "--period", "2023/24", "--slice", "area=Cambridge"],
        &["run", "--period", "2023/24", "--fail-on", "rde"],
        &["explain", "KPI9999"],
        &["explain", "nothing_such"],
    ];
    for arguments in cases {
        let output = kpi(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", told(&output));
        assert_eq!(stdout(&output), "", "{arguments:?}");
        assert!(!stderr(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn which_periods_there_are_is_told_to_who_gives_none() {
    let folder = project(&[("kpi.toml", "")]);
    insta::assert_snapshot!("no_period", told(&kpi(folder.path(), &["run"])));
    assert!(stderr(&kpi(folder.path(), &["report", "--out", "public"])).contains("kpi data profile"));
    assert!(!stderr(&kpi(folder.path(), &["plugin", "run"])).contains("kpi data profile"));
}

#[test]
fn without_a_project_the_command_says_where_it_looked() {
    let folder = project(&[("notes.txt", "")]);
    insta::assert_snapshot!("no_project", told(&kpi(folder.path(), &["check"])));
    insta::assert_snapshot!("no_project_named", told(&kpi(folder.path(), &["check", "."])));
}

/// People name what they want to see.
#[test]
fn an_indicator_in_the_place_of_a_folder_is_told_how_it_is_asked_for() {
    let told = |named: &str| {
        let told = stderr(&kpi(Path::new("."), &["run", named, "--period", "2020/21 Q2"]));
        told.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let asked = told("asc_105");
    assert!(asked.contains("`kpi run -i asc_105 --period …`, `kpi explain asc_105 --period …`"), "{asked}");
    assert!(!told("no/such_folder").contains("kpi run"));
}

#[test]
fn the_nearest_parent_with_a_kpi_toml_is_the_project() {
    let folder = project(&[("kpi.toml", ""), ("rules/deep/a.kpi", "")]);
    let output = kpi(&folder.path().join("rules/deep"), &["check"]);
    assert_eq!(told(&output), "exit 0\n--- out\n--- err\nnothing to report in 2 files\n");
}

#[test]
fn another_project_below_is_not_part_of_this_one() {
    let folder = project(&[("kpi.toml", ""), ("a.kpi", ""), ("b/kpi.toml", ""), ("b/b.kpi", ""), (".git/c.kpi", "")]);
    assert!(stderr(&kpi(folder.path(), &["check"])).contains("in 2 files"));
}

#[test]
fn settings_are_told_with_their_line() {
    let folder = project(&[("kpi.toml", "[project]\nname = \"a\"\n\n[calendar]\nyear_start = \"April\"\n")]);
    insta::assert_snapshot!("bad_setting", told(&kpi(folder.path(), &["check"])));
    write(folder.path(), "kpi.toml", "[calendar]\nyear_starts = \"Arpil\"\n");
    insta::assert_snapshot!("bad_month", told(&kpi(folder.path(), &["check", "--format", "concise"])));
}

#[test]
fn a_code_is_explained_and_a_wrong_one_guessed() {
    let here = Path::new(".");
    insta::assert_snapshot!("explain_code", told(&kpi(here, &["explain", "kpi0005"])));
    insta::assert_snapshot!("explain_code_markdown", told(&kpi(here, &["explain", "KPI0005", "--format", "markdown"])));
    let wrong = kpi(here, &["explain", "KPI0055"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("did you mean `KPI0"), "{}", told(&wrong));
    let by_name = kpi(here, &["explain", "unresolved_use"]);
    assert_eq!(stdout(&by_name), stdout(&kpi(here, &["explain", "KPI0005"])));
}

#[test]
fn every_code_has_a_page_and_stands_in_the_list() {
    let output = kpi(Path::new("."), &["rules", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(list["schema"], "kpi.rules/1");
    let rules = list["rules"].as_array().expect("rules");
    assert!(rules.len() > 20);
    for rule in rules {
        let code = rule["code"].as_str().expect("a code");
        let page = kpi(Path::new("."), &["explain", code]);
        assert!(page.status.success() && stdout(&page).starts_with(code), "{code}");
        assert!(stdout(&page).lines().all(|line| line.chars().count() <= 80 || line.starts_with("    ")), "{code}");
    }
    let table = kpi(Path::new("."), &["rules"]);
    assert!(stdout(&table).contains("KPI0005 error"));
}

#[test]
fn completions_are_there_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = kpi(Path::new("."), &["completions", shell]);
        assert!(output.status.success() && output.stdout.len() > 1000, "{shell}");
    }
}

#[test]
fn colour_is_there_when_asked_for_and_not_when_refused() {
    let always = kpi(Path::new("."), &["rules", "--color", "always"]);
    assert!(stdout(&always).contains('\u{1b}'));
    let never = kpi(Path::new("."), &["rules", "--color", "never"]);
    assert!(!stdout(&never).contains('\u{1b}'));
}

/// `kpi rules | head -1`
#[test]
fn a_reader_that_stops_is_no_fault() {
    let mut child = command(Path::new("."), &["rules", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("kpi starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("kpi ends");
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}
