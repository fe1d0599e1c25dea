//! `kpi new`

use crate::support::{demo, kpi, project, stdout, told};
use std::fs;

#[test]
fn the_commands_it_prints_work_as_they_stand() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = kpi(folder.path(), &["new", "demo"]);
    assert_eq!(
        told(&output),
        "exit 0\n--- out\ncd demo\nkpi check\nkpi test\nkpi run --period \"2024/25 Q2\"\n--- err\nWrote a project of \
         four indicators into demo. Go on with:\n"
    );
    let printed = stdout(&output);
    let mut lines = printed.lines();
    let inside = folder.path().join(lines.next().and_then(|line| line.strip_prefix("cd ")).expect("cd first"));
    for line in lines {
        let line = line.strip_prefix("kpi ").expect("a kpi command");
        // As a shell splits it: one quoted word at the end.
        let (words, quoted) = line.split_once(" \"").unwrap_or((line, ""));
        let mut arguments: Vec<&str> = words.split(' ').collect();
        arguments.extend(Some(quoted.trim_end_matches('"')).filter(|word| !word.is_empty()));
        let output = kpi(&inside, &arguments);
        assert_eq!(output.status.code(), Some(0), "{line}\n{}", told(&output));
    }
}

#[test]
fn the_councils_name_is_spelled_as_each_file_wants_it() {
    let folder = tempfile::tempdir().expect("a folder");
    kpi(folder.path(), &["new", "demo", "--council", "The \"Old\" \\ New Council"]);
    let check = kpi(folder.path(), &["check", "demo"]);
    assert_eq!(check.status.code(), Some(0), "{}", told(&check));
    let run = kpi(folder.path(), &["run", "demo", "--period", "2024/25 Q2"]);
    assert!(stdout(&run).starts_with("The \"Old\" \\ New Council\n"), "{}", told(&run));
}

#[test]
fn a_folder_with_files_in_it_is_refused_and_an_empty_one_taken() {
    let folder = project(&[("full/a.txt", "mine")]);
    let output = kpi(folder.path(), &["new", "full"]);
    insta::assert_snapshot!("new_not_empty", told(&output));
    assert_eq!(fs::read_dir(folder.path().join("full")).expect("a folder").count(), 1);
    let file = kpi(folder.path(), &["new", "full/a.txt"]);
    assert_eq!(file.status.code(), Some(2), "{}", told(&file));
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    let here = kpi(&folder.path().join("empty"), &["new", "."]);
    assert_eq!(here.status.code(), Some(0), "{}", told(&here));
    assert!(stdout(&here).starts_with("kpi check\n"));
}

#[test]
fn the_readme_names_each_file() {
    let folder = demo();
    let readme = fs::read_to_string(folder.path().join("demo/README.md")).expect("a README");
    for entry in fs::read_dir(folder.path().join("demo")).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(name == "README.md" || readme.contains(&format!("`{name}")), "{name}");
    }
}
