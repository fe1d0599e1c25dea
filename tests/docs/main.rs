//! The documentation keeps its promises.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod grammar;
mod tutorial;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every Rust source below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "kpi") {
            found.push(path);
        }
    }
}

#[test]
fn every_requirement_names_a_test_that_exists_or_is_open() {
    let page = read("docs/requirements.md");
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    sources(&root().join("tests"), &mut files);
    sources(&root().join("rules"), &mut files);
    let code: String = files.iter().map(|path| fs::read_to_string(path).expect("a source")).collect();
    let mut numbers = BTreeSet::new();
    for line in page.lines().filter(|line| line.starts_with("| R")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [number, _, shown] = cells.as_slice() else { panic!("three cells a row: {line}") };
        let number: u32 = number.trim_start_matches('R').parse().expect("an R-number");
        assert!(numbers.insert(number), "R{number} stands twice");
        if *shown == "open" {
            continue;
        }
        let tests: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "R{number} names a test or says `open`: {shown}");
        for test in tests {
            let known = code.contains(&format!("fn {test}(")) || code.contains(&format!("test \"{test}\""));
            assert!(known, "R{number} names `{test}`, and there is no such test");
        }
    }
    assert_eq!(numbers, (1..=60).collect());
}

/// Every threat of plugins that is said to be met is met in a test.
#[test]
fn every_threat_names_tests_that_exist_and_codes_that_do() {
    let page = read("docs/plugins/threat-model.md");
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    sources(&root().join("tests"), &mut files);
    let code: String = files.iter().map(|path| fs::read_to_string(path).expect("a source")).collect();
    let mut threats = 0;
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [threat, _, known, shown] = cells.as_slice() else { continue };
        if *threat == "threat" {
            continue;
        }
        threats += 1;
        let tests: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "{threat:?} names a test");
        for test in tests {
            assert!(code.contains(&format!("fn {test}(")), "{threat:?} names `{test}`, and there is no such test");
        }
        for id in known.split(", ").filter(|id| !id.is_empty()) {
            assert!(kpi_core::codes::find(id).is_some(), "{threat:?} names {id}, and there is no such code");
        }
    }
    assert!(threats > 30, "{threats} threats");
}

/// The crates depend one way, left to right (ARCHITECTURE.md, invariant 7).
#[test]
fn crates_depend_one_way() {
    let allowed: [(&str, &[&str]); 17] = [
        ("kpi-core", &[]),
        ("kpi-syntax", &["kpi-core"]),
        ("kpi-model", &["kpi-core", "kpi-syntax"]),
        ("kpi-data", &["kpi-core"]),
        ("kpi-eval", &["kpi-core", "kpi-model"]),
        ("kpi-lint", &["kpi-core", "kpi-syntax", "kpi-model", "kpi-eval"]),
        ("kpi-ide", &["kpi-core", "kpi-syntax", "kpi-model", "kpi-lint"]),
        ("kpi-lsp", &["kpi-core", "kpi-syntax", "kpi-ide"]),
        ("kpi-mutate", &["kpi-core", "kpi-syntax", "kpi-ide"]),
        ("kpi-plugin", &["kpi-core"]),
        ("kpi-chart", &[]),
        ("kpi-report", &["kpi-core", "kpi-model", "kpi-eval", "kpi-chart"]),
        ("kpi-pdf", &[]),
        ("kpi-cluster", &["kpi-data"]),
        (
            "kpi-cli",
            &[
                "kpi-core",
                "kpi-syntax",
                "kpi-model",
                "kpi-data",
                "kpi-eval",
                "kpi-lint",
                "kpi-ide",
                "kpi-lsp",
                "kpi-mutate",
                "kpi-plugin",
                "kpi-chart",
                "kpi-report",
                "kpi-pdf",
                "kpi-cluster",
                "kpi-unify",
            ],
        ),
        ("kpi-unify", &[]),
        // What kpi is measured against must share nothing with it.
        ("kpi-bench", &[]),
    ];
    let folders: BTreeSet<String> = fs::read_dir(root().join("crates"))
        .expect("crates")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(folders, allowed.iter().map(|(name, _)| (*name).to_owned()).collect(), "a crate that has no place yet");
    for (name, may) in allowed {
        let manifest = read(&format!("crates/{name}/Cargo.toml"));
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or_default();
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        for line in dependencies.lines().filter(|line| line.starts_with("kpi-")) {
            let used = line.split(['.', ' ', '=']).next().unwrap_or_default();
            assert!(may.contains(&used), "{name} must not depend on {used}");
        }
        let pure =
            ["kpi-core", "kpi-syntax", "kpi-model", "kpi-eval", "kpi-lint", "kpi-ide", "kpi-mutate"].contains(&name);
        for heavy in ["arrow", "parquet", "datafusion", "wasmtime", "calamine", "tokio", "ureq", "clap"] {
            let names_it = dependencies.lines().any(|line| line.starts_with(heavy));
            assert!(!(pure && names_it), "{name} must stay free of {heavy}");
        }
        if name != "kpi-syntax" {
            assert!(
                !dependencies.lines().any(|line| line.starts_with("pest")),
                "only kpi-syntax names pest, not {name}"
            );
        }
    }
}

/// What `cargo run` builds is what `cargo test --workspace` builds: another feature anywhere would have typst, wasmtime and arrow built
/// twice, by CI and by everybody who tries both commands of the README (`kpi-unify`).
#[test]
fn the_command_and_its_tests_share_their_dependencies() {
    let features = |edges: &str| -> BTreeMap<String, BTreeSet<String>> {
        let tree = Command::new(env!("CARGO"))
            .args([
                "tree",
                "--workspace",
                "--locked",
                "--offline",
                "--prefix",
                "none",
                "--format",
                "{p}|{f}",
                "-e",
                edges,
            ])
            .current_dir(root())
            .output()
            .expect("cargo");
        assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
        let mut packages = BTreeMap::new();
        for (package, features) in String::from_utf8_lossy(&tree.stdout).lines().filter_map(|line| line.split_once('|'))
        {
            let features = features.trim_end_matches("(*)").trim().to_owned();
            packages.entry(package.to_owned()).or_insert_with(BTreeSet::new).insert(features);
        }
        packages
    };
    let tests = features("normal,build,dev");
    for (package, asked) in features("normal,build") {
        let found = tests.get(&package);
        assert_eq!(Some(&asked), found, "{package}: add what the tests ask for to crates/kpi-unify/Cargo.toml");
    }
}

/// `docs/codes` is generated from the pages in the code; `INSTA_UPDATE=always` writes it anew.
#[test]
fn pages_of_the_codes_are_up_to_date() {
    let update = std::env::var("INSTA_UPDATE").is_ok_and(|mode| mode == "always");
    let codes = kpi_core::codes::all();
    let rows = codes.iter().map(|code| {
        let severity = format!("{:?}", code.severity()).to_lowercase();
        format!("| [{id}]({id}.md) | {} | {} | {severity} |", code.name(), code.family(), id = code.id())
    });
    let head = "# Codes\n\nEvery finding kpi can print but those of the linter, which are in `docs/lints`. `kpi explain CODE` \
                prints the page.\n\n| code | name | family | severity |\n|---|---|---|---|\n";
    written("docs/codes", &codes, head, rows, update);
    let lints = kpi_lint::codes();
    let rows = lints.iter().map(|code| {
        let (status, fix) =
            kpi_lint::find(*code).map_or(("stable", None), |rule| (rule.status.word(), rule.fixes.word()));
        let fix = fix.unwrap_or("");
        format!("| [{id}]({id}.md) | {} | {} | {status} | {fix} |", code.name(), code.family(), id = code.id())
    });
    let head = "# Lints\n\nWhat `kpi lint` finds (`docs/lint.md`). `kpi explain CODE` prints the page. Examples stand beside a \
                dataset of figures, one of cases, a comparator and bands that are not shown.\n\n\
                | code | name | family | status | fix |\n|---|---|---|---|---|\n";
    written("docs/lints", &lints, head, rows, update);
}

/// A folder with a page for each code and an index of them.
fn written(folder: &str, codes: &[kpi_core::Code], head: &str, rows: impl Iterator<Item = String>, update: bool) {
    let folder = root().join(folder);
    for code in codes {
        let page = format!("# {}: {}\n\n{}\n", code.id(), code.name(), code.page().trim_end());
        same(&folder.join(format!("{}.md", code.id())), &page, update);
    }
    let index = rows.fold(head.to_owned(), |index, row| index + &row + "\n");
    same(&folder.join("README.md"), &index, update);
    let pages = fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(pages, codes.len() + 1, "{} has a page without a code", folder.display());
}

fn same(path: &Path, wanted: &str, update: bool) {
    if update {
        fs::create_dir_all(path.parent().expect("a folder")).expect("docs/codes");
        fs::write(path, wanted).expect("written");
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(found == wanted, "{} is stale: run the tests once with INSTA_UPDATE=always", path.display());
}

#[test]
fn codes_are_unique_and_their_pages_complete() {
    let mut seen = BTreeSet::new();
    for code in kpi_core::codes::all().into_iter().chain(kpi_lint::codes()) {
        assert!(seen.insert(code.id()), "{} stands twice", code.id());
        let page = code.page();
        assert!(page.contains("## Why"), "{} says why", code.id());
        assert!(page.lines().next().is_some_and(|line| line.trim_end().ends_with(['.', ')'])), "{}: {page}", code.id());
    }
}
