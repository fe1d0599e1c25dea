//! Children in care and in need, record by record: cohorts over invented returns in the form councils send, against
//! the same counted by plain loops over the rows, figure by figure and child by child.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod plainly;
#[path = "../../support/mod.rs"]
mod support;

use plainly::{Returns, Year};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::{figures, kpi_in, root, rows_of, shared, stderr, stdout};

/// The rules beside the returns; nothing of the returns is ours to keep.
fn project() -> Option<(tempfile::TempDir, [PathBuf; 2])> {
    let sources = [shared("data/d2i-903-fake")?, shared("data/d2i-cin-fake")?];
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(root().join("tests/oracles/d2i/rules")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    for (source, names) in sources.iter().zip([&["header", "episodes", "reviews", "oc2", "uasc"][..], &["referrals"]]) {
        for name in names {
            fs::copy(source.join(format!("{name}.csv")), data.join(format!("{name}.csv"))).unwrap();
        }
    }
    Some((folder, sources))
}

/// The lines of a cohort as texts of the columns named, sorted.
fn lines(folder: &Path, cohort: &str, year: Year, columns: &[&str]) -> Vec<Vec<String>> {
    let of = |row: &BTreeMap<String, String>| columns.iter().map(|column| row[*column].to_lowercase()).collect();
    let mut lines: Vec<Vec<String>> = rows_of(folder, cohort, &year.name()).iter().map(of).collect();
    lines.sort();
    lines
}

fn same(what: &str, year: Year, ruled: Vec<Vec<String>>, mut counted: Vec<Vec<String>>) {
    for line in &mut counted {
        for cell in line {
            *cell = cell.to_lowercase();
        }
    }
    counted.sort();
    let more: Vec<_> = ruled.iter().filter(|line| counted.binary_search(line).is_err()).take(5).collect();
    let less: Vec<_> = counted.iter().filter(|line| ruled.binary_search(line).is_err()).take(5).collect();
    assert!(
        ruled == counted,
        "{what} {}: {} rows of the rules, {} counted\nonly the rules: {more:#?}\nonly counted: {less:#?}",
        year.name(),
        ruled.len(),
        counted.len()
    );
}

#[test]
fn children_in_care_are_those_counted_by_hand() {
    let Some((folder, [care, need])) = project() else { return };
    let returns = Returns::read(&care, &need);
    for year in [2014, 2015, 2016, 2017].map(Year) {
        let at = folder.path();
        let children = returns.in_care(year);
        let columns = ["child", "started", "years", "band", "asylum", "checked", "moves", "placed_years"];
        same("in care", year, lines(at, "in_care", year, &columns), children.iter().map(|c| c.line()).collect());
        let reviews = returns.reviews_in_year(year);
        let columns = ["child", "reviewed", "gap", "timely"];
        same("reviews", year, lines(at, "reviews_in_year", year, &columns), reviews.clone());
        let latest = returns.latest_reviews(year);
        same("latest reviews", year, lines(at, "latest_reviews", year, &["child", "reviewed"]), latest.clone());
        let began = returns.began(year);
        same("began", year, lines(at, "started_in_year", year, &["child", "started"]), began.clone());
        let left = returns.left(year);
        same("left", year, lines(at, "ceased_in_year", year, &["child", "ended"]), left.clone());

        let all = children.len();
        let of = |test: &dyn Fn(&plainly::Child) -> bool| children.iter().filter(|child| test(child)).count();
        let share = |part: usize, whole: usize| plainly::fraction(part, whole);
        let timely = reviews.iter().filter(|line| line[3] == "yes").count();
        let mut expected = vec![
            ("children_in_care".to_owned(), all.to_string()),
            ("unaccompanied_in_care".to_owned(), of(&|child| child.asylum).to_string()),
            ("health_checked".to_owned(), share(of(&|child| child.checked), all)),
            ("three_placements".to_owned(), share(of(&|child| child.placements >= 3), all)),
            ("placed_two_years".to_owned(), share(of(&|child| child.placed_years >= 2), all)),
            ("reviewed_in_time".to_owned(), share(timely, reviews.len())),
            ("children_reviewed".to_owned(), latest.len().to_string()),
            ("began_care".to_owned(), began.len().to_string()),
            ("left_care".to_owned(), left.len().to_string()),
        ];
        for band in ["under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"] {
            let count = of(&|child| child.band() == band);
            if count > 0 {
                expected.push((format!("children_in_care {band}"), count.to_string()));
            }
        }
        let found = figures(at, &year.name());
        for (name, value) in expected {
            assert_eq!(found.get(&name), Some(&value), "{name} {}", year.name());
        }
        println!(
            "{}: {all} children, {} reviews, {} began, {} left",
            year.name(),
            reviews.len(),
            began.len(),
            left.len()
        );
    }
}

#[test]
fn children_in_need_are_those_counted_by_hand() {
    let Some((folder, [care, need])) = project() else { return };
    let returns = Returns::read(&care, &need);
    let (mut again_in_all, mut referrals_in_all) = (0, 0);
    for year in (2003..=2029).map(Year) {
        let referred = returns.referred(year);
        let columns = ["child", "referred", "again", "wait"];
        same("referred", year, lines(folder.path(), "referred", year, &columns), referred.clone());
        let open = returns.open_cases(year);
        same("open", year, lines(folder.path(), "open_cases", year, &["child", "referred"]), open.clone());
        let again = referred.iter().filter(|line| line[2] == "yes").count();
        let mut waits: Vec<i64> = referred.iter().filter_map(|line| line[3].parse().ok()).collect();
        let found = figures(folder.path(), &year.name());
        let is = |name: &str, value: String| assert_eq!(found[name], value, "{name} {}", year.name());
        is("referrals_again", plainly::fraction(again, referred.len()));
        is("days_to_conference", plainly::median(&mut waits));
        is("cases_open", open.len().to_string());
        again_in_all += again;
        referrals_in_all += referred.len();
    }
    assert!(again_in_all > 0, "no referral followed another, which shows nothing");
    println!("{again_in_all} of {referrals_in_all} referrals followed another");
}

#[test]
fn the_rules_have_no_findings() {
    let Some((folder, _)) = project() else { return };
    let output = kpi_in(folder.path(), &["check"]);
    assert!(output.status.success() && stdout(&output).is_empty(), "{}{}", stdout(&output), stderr(&output));
}
