//! Nothing that a council published is lost: every fact of its report is on ours (`facts/README.md`).

use super::{COUNCILS, Published, text};
use std::collections::BTreeMap;
use std::fs;
use support::root;

use super::support;

fn missing(report: &Published) -> Vec<String> {
    let file = root().join("tests/report/facts").join(format!("{}-{}.csv", report.project, report.period));
    let mut reader = csv::Reader::from_path(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let whole: String = ["index.html", "key.html", "about.html", "data.html"]
        .iter()
        .map(|page| text(&fs::read_to_string(report.folder.join(page)).unwrap()) + " ")
        .collect();
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    let mut lost = Vec::new();
    let mut facts = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let (indicator, fact, wanted) = (&record[0], &record[1], super::folded(&record[2]));
        facts += 1;
        let page = if indicator.is_empty() {
            &whole
        } else {
            pages.entry(indicator.to_owned()).or_insert_with(|| {
                let page = report.folder.join(format!("indicators/{indicator}.html"));
                text(&fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display())))
            })
        };
        if !page.contains(&wanted) {
            lost.push(format!("{indicator},{fact},{wanted}"));
        }
    }
    assert!(facts > 150, "{} has {facts} facts", file.display());
    lost
}

fn nothing_is_lost(project: &str, period: &str) {
    let report = COUNCILS.1.iter().find(|report| report.project == project && report.period == period).unwrap();
    let lost = missing(report);
    assert!(lost.is_empty(), "{} facts are not on their page:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn all_that_cambridgeshire_published_in_2020_is_on_the_pages() {
    nothing_is_lost("cambridgeshire", "2020-21-Q2");
}

#[test]
fn all_that_cambridgeshire_published_in_2023_is_on_the_pages() {
    nothing_is_lost("cambridgeshire", "2023-24-Q2");
}

#[test]
fn all_that_leicester_published_is_on_the_pages() {
    nothing_is_lost("leicester", "2017-18-Q2");
}

#[test]
fn all_that_birmingham_published_is_on_the_pages() {
    nothing_is_lost("birmingham", "2022-09");
}
