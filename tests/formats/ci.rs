//! What `editors` has for build servers does what it says: the commands in it are run as they stand.

use super::{FINDINGS, NOTHING, project, support};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use support::root;

/// The commands of an action's steps, by the steps' names.
fn steps() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("editors/github-action/action.yml")).expect("the action");
    let mut steps = Vec::new();
    for step in text.split("\n    - name: ").skip(1) {
        let (name, rest) = step.split_once('\n').expect("a step has lines");
        let (_, run) = rest.split_once("\n      run: ").expect("a step runs something");
        let run = match run.strip_prefix("|\n") {
            Some(block) => block.lines().map(|line| line.trim_start_matches("        ")).collect::<Vec<_>>().join("\n"),
            None => run.lines().next().expect("a command").to_owned(),
        };
        steps.push((name.to_owned(), run));
    }
    steps
}

fn run(folder: &Path, script: &str, environment: &[(&str, &str)]) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_kpi")).parent().expect("a folder");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(folder)
        .env("PATH", path)
        .envs(environment.iter().copied())
        .output()
        .expect("bash starts")
}

#[test]
fn the_action_passes_a_good_project_and_stops_at_findings() {
    let environment = [
        ("KPI_INSTALL", "true"),
        ("KPI_PROJECT", "."),
        ("KPI_PERIOD", ""),
        ("KPI_SARIF", "kpi.sarif"),
        ("KPI_COVERAGE", "0"),
    ];
    let names: Vec<String> = steps().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Install kpi", "Check", "Lint", "Format", "Test"]);
    let failed = |rules: &str| -> Vec<String> {
        let folder = project(rules);
        // As an author would have it; what does not parse is left as it is.
        run(folder.path(), "kpi fmt --quiet", &[]);
        let failed =
            steps().into_iter().filter(|(_, script)| !run(folder.path(), script, &environment).status.success());
        let failed: Vec<String> = failed.map(|(name, _)| name).collect();
        let sarif = fs::read_to_string(folder.path().join("kpi.sarif")).expect("a file for code scanning");
        assert!(sarif.contains("\"version\": \"2.1.0\""), "{sarif}");
        failed
    };
    assert!(failed(NOTHING).is_empty());
    assert_eq!(failed(FINDINGS), ["Lint"]);
    assert_eq!(failed(&NOTHING.replace("count", "cuont")), ["Check", "Lint", "Format", "Test"]);
    let folder = project(&NOTHING.replace("  unit:", " unit:"));
    let (_, format) = steps().into_iter().find(|(name, _)| name == "Format").expect("a step");
    let output = run(folder.path(), &format, &environment);
    assert!(!output.status.success() && support::stdout(&output).starts_with("::warning file="), "{output:?}");
}

/// pre-commit hands each hook the files of the commit.
#[test]
fn the_hooks_take_the_files_of_a_commit() {
    let text = fs::read_to_string(root().join("editors/pre-commit/.pre-commit-config.yaml")).expect("the hooks");
    let entries: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("entry: ")).collect();
    assert_eq!(entries, ["kpi fmt", "kpi check", "kpi lint --format concise"]);
    let ends = |rules: &str| -> Vec<bool> {
        let folder = project(rules);
        let hook = |entry: &&str| run(folder.path(), &format!("{entry} 'rules é.kpi'"), &[]).status.success();
        entries.iter().map(hook).collect()
    };
    assert_eq!(ends(NOTHING), [true, true, true]);
    assert_eq!(ends(FINDINGS), [true, true, false]);
    assert_eq!(ends("indicator a {\n"), [false, false, false]);
}
