//! `kpi report` and `kpi serve`, at the edge a user touches.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may stop at once"
)]

#[path = "../support/mod.rs"]
mod support;

mod browser;
mod facts;
mod folder;
mod guarded;
mod large;
mod narrative;
mod own_look;
mod pack;
mod pages;
mod scorecards;
mod served;
mod states;
mod two_languages;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use support::root;
use tempfile::TempDir;

/// A report as it was published: its project, its period, and where it was written.
pub struct Published {
    pub project: &'static str,
    pub period: &'static str,
    pub folder: PathBuf,
}

/// The reports of the three councils, made once for all tests of this target.
pub static COUNCILS: LazyLock<(TempDir, Vec<Published>)> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a folder");
    let one = |(project, period): (&'static str, &'static str)| {
        let out = folder.path().join(format!("{project}-{period}"));
        let project_folder = root().join("rules").join(project);
        // The pack takes longer than all else, and has tests of its own.
        let made = kpi(&[
            "report",
            project_folder.to_str().unwrap(),
            "--period",
            period,
            "--as",
            "html,xlsx,csvw",
            "--out",
            out.to_str().unwrap(),
        ]);
        assert!(made.status.success(), "{project} {period}: {}", stderr(&made));
        Published { project, period, folder: out }
    };
    let reports = [
        ("cambridgeshire", "2020-21-Q2"),
        ("cambridgeshire", "2023-24-Q2"),
        ("leicester", "2017-18-Q2"),
        ("birmingham", "2022-09"),
    ];
    let published = reports.map(one).into();
    (folder, published)
});

pub fn kpi(args: &[&str]) -> Output {
    kpi_in(&root(), args)
}

/// As somebody who stands in the folder would call it; what is said then names no folder of this machine.
pub fn kpi_in(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kpi"))
        .args(args)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1700000000")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .output()
        .expect("kpi runs")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All files below a folder, as paths from it.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap_or_else(|error| panic!("{}: {error}", at.display())).flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let path = entry.path();
                found.push(path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

pub fn pages(folder: &Path) -> Vec<(String, String)> {
    let all = files(folder).into_iter().filter(|path| path.ends_with(".html"));
    all.map(|path| (path.clone(), read(folder, &path))).collect()
}

/// A page, with the slashes of its addresses as they are meant.
pub fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}")).replace("&#x2f;", "/")
}

/// What a reader sees: without tags and scripts, any run of blanks as one.
pub fn text(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        out.push(' ');
        let (name, _) = tag.split_once(|c: char| c == '>' || c.is_whitespace()).unwrap_or((tag, ""));
        rest = match name {
            "script" | "style" => tag.split_once(&format!("</{name}>")).map_or("", |(_, after)| after),
            _ => tag.split_once('>').map_or("", |(_, after)| after),
        };
    }
    out.push_str(rest);
    for (written, meant) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")]
    {
        out = out.replace(written, meant);
    }
    folded(&out)
}

pub fn folded(text: &str) -> String {
    // An apostrophe is the same however it is set.
    let text = text.replace('’', "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A project of these files.
pub fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A small council, with figures in every state that a figure can be in.
pub const RULES: &str = r#"
dataset figures {
  source: csv "data/figures.csv"
  key:    [indicator, period]
  columns {
    indicator: text
    period:    period
    value:     number or "c" as suppressed or "u" as low reliability or "z" as not applicable
    published: number
    status:    one of [final, provisional, revised] = final
    people:    count
  }
}

bands rag {
  judge: deviation
  Red   "Off target by more than 10%" below -10%
  Amber "Off target by up to 10%"     below 0%
  Green "On target or better"         from 0%
  require actions for Red
}

template usual() {
  unit:      percent, 1 decimal
  polarity:  higher
  frequency: quarterly
  formula:   figures.value
  published: figures.published
  flags:     figures.status
  target:    80%
  bands:     rag
}

indicator plain       from usual() { title: "Repairs finished in time" }
indicator provisional from usual() { title: "Calls answered in time" }
indicator revised     from usual() { title: "Bins emptied on the day" }
indicator hidden      from usual() { title: "Children seen within a week" }
indicator unreliable  from usual() { title: "Residents who feel safe" }
indicator nowhere     from usual() { title: "Trees planted that live" }
indicator absent      from usual() { title: "Potholes filled in time" }
indicator announced   from usual() {
  title:  "Homes made warm"
  active: from 2024/25 Q3
}
indicator withheld    from usual() {
  title:   "Carers who are content"
  require: figures.people >= 30 else withhold rating "fewer than 30 people answered"
}
indicator undecided   from usual() {
  title:  "Streets that are clean"
  target: tbc "after the summer"
}

scorecard board {
  title:     "Performance"
  committee: "Cabinet"
  theme "All" {
    indicators: [
      plain, provisional, revised, hidden, unreliable, nowhere, absent, announced, withheld, undecided
    ]
  }
}
"#;

pub const FIGURES: &str = "indicator,period,value,published,status,people
plain,2024/25 Q1,78.5%,,,
plain,2024/25 Q2,81.5%,,,
provisional,2024/25 Q1,70.5%,,,
provisional,2024/25 Q2,83.25%,,provisional,
revised,2024/25 Q1,88.0%,85.0%,revised,
revised,2024/25 Q2,90.5%,,,
hidden,2024/25 Q1,91.25%,,,
hidden,2024/25 Q2,c,,,
unreliable,2024/25 Q2,u,,,
nowhere,2024/25 Q2,z,,,
withheld,2024/25 Q2,95.5%,,,12
undecided,2024/25 Q2,64.5%,,,
";

pub fn small(more: &[(&str, &str)]) -> TempDir {
    let mut files = vec![
        ("kpi.toml", "[project]\nname = \"anytown\"\ncouncil = \"Anytown Council\"\nedition = \"2026\"\n"),
        ("rules.kpi", RULES),
        ("data/figures.csv", FIGURES),
    ];
    for (name, text) in more {
        files.retain(|(known, _)| known != name);
        files.push((name, text));
    }
    project(&files)
}

/// Publishes 2024/25 Q2 of a project into a folder within it.
pub fn publish(project: &Path, forms: &str) -> (Output, PathBuf) {
    let made = kpi_in(project, &["report", "--period", "2024/25 Q2", "--out", "public", "--as", forms]);
    (made, project.join("public"))
}
