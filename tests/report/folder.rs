//! The folder a report is written to: whole or not at all, and never over something else.

use super::{files, kpi_in, publish, small, stderr};
use std::fs;

#[test]
fn the_same_report_is_the_same_to_the_byte() {
    let folder = small(&[]);
    let (made, out) = publish(folder.path(), "html,xlsx,csvw");
    assert!(made.status.success(), "{}", stderr(&made));
    let read = || -> Vec<(String, Vec<u8>)> {
        files(&out).into_iter().map(|path| (path.clone(), fs::read(out.join(&path)).unwrap())).collect()
    };
    let first = read();
    let (made, _) = publish(folder.path(), "html,xlsx,csvw");
    assert!(made.status.success(), "a report is made anew where it stands: {}", stderr(&made));
    let second = read();
    assert_eq!(first.len(), second.len());
    for ((path, before), (_, after)) in first.iter().zip(&second) {
        assert!(before == after, "{path} differs");
    }
}

#[test]
fn nothing_else_is_written_over() {
    let folder = small(&[("public/notes.txt", "ours")]);
    let (made, out) = publish(folder.path(), "html");
    assert_eq!(made.status.code(), Some(2));
    insta::assert_snapshot!("folder_of_others", stderr(&made));
    assert_eq!(files(&out), ["notes.txt"]);

    let folder = small(&[]);
    let (made, out) = publish(folder.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    let before = files(&out);
    let other = kpi_in(folder.path(), &["report", "--period", "2024/25 Q1", "--out", "public"]);
    assert_eq!(other.status.code(), Some(2));
    insta::assert_snapshot!("folder_of_another_period", stderr(&other));
    assert_eq!(files(&out), before);
}

#[test]
fn a_report_with_a_fault_leaves_what_was_there() {
    let folder = small(&[]);
    let (made, out) = publish(folder.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    let before = fs::read(out.join("index.html")).unwrap();
    let narrative = folder.path().join("narrative/2024-25-Q2");
    fs::create_dir_all(&narrative).unwrap();
    fs::write(narrative.join("plain.md"), "{{ valu }}").unwrap();
    let (made, _) = publish(folder.path(), "html");
    assert_eq!(made.status.code(), Some(1), "{}", stderr(&made));
    assert_eq!(fs::read(out.join("index.html")).unwrap(), before);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains(".part")), "{left:?}");
}

/// One council's report out of national data: its own figures and courses, and where it stands among all (R49).
#[test]
fn one_part_is_published_beside_the_others() {
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().join("public");
    let args = ["report", "rules/ascof", "--period", "2024/25", "--as", "html", "--slice", "council=Trapford", "--out"];
    let made = super::kpi(&[args.as_slice(), &[out.to_str().unwrap()]].concat());
    assert!(made.status.success(), "{}", stderr(&made));
    let index = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(index.contains("<figure class=\"chart spine\">"), "where it stands among all");
    let run =
        super::kpi(&["run", "rules/ascof", "--period", "2024/25", "--slice", "council=Trapford", "--format", "json"]);
    let run: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    for result in run["results"].as_array().unwrap() {
        let (id, value) = (result["indicator"].as_str().unwrap(), &result["value"]["display"]);
        let page = super::text(&fs::read_to_string(out.join(format!("indicators/{id}.html"))).unwrap());
        assert!(value.as_str().is_none_or(|value| page.contains(value)), "{id}: {value}");
    }
    let other = super::kpi(&[
        "report",
        "rules/ascof",
        "--period",
        "2024/25",
        "--slice",
        "council=Nowhere",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(other.status.code(), Some(2), "a part that is not there is refused");
}
