//! Rows made from rows, as `kpi data rows` lists them: each construct, and the traps of the national definitions.

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

mod plainly;

use std::fs;
use support::{kpi_in, stderr, stdout};
use tempfile::TempDir;

/// What every cohort here is made from.
const DATA: &str = r#"
dataset services {
  source:   csv "services.csv"
  birth:    born
  interval: started to ended
  columns {
    person:  text
    born:    date
    died:    date
    kind:    one of [Nursing, Residential, Home]
    outcome: text
    cost:    money
    started: date
    ended:   date
  }
}
dataset priorities {
  source: csv "priorities.csv"
  columns { outcome: text   priority: number   usable: yes/no }
}
indicator all {
  title:     "All"
  unit:      count
  polarity:  none
  frequency: yearly
  formula:   count(made)
}
"#;

const PRIORITIES: &str = "outcome,priority,usable\nContinues,1,no\nEnded,2,yes\nMoved,3,yes\n";

fn project(cohort: &str, services: &str) -> TempDir {
    project_with(cohort, services, PRIORITIES)
}

fn project_with(cohort: &str, services: &str, priorities: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"made\"\ncouncil = \"Made\"\nedition = \"2026\"\n")
        .unwrap();
    fs::write(folder.path().join("rules.kpi"), format!("{DATA}\n{cohort}\n")).unwrap();
    fs::write(folder.path().join("services.csv"), services).unwrap();
    fs::write(folder.path().join("priorities.csv"), priorities).unwrap();
    folder
}

/// The rows of `made` for 2024/25, only these columns.
fn rows(cohort: &str, services: &str, columns: &[&str]) -> String {
    let folder = project(cohort, services);
    let output = kpi_in(folder.path(), &["data", "rows", "made", "--period", "2024/25", "--format", "csv", "-q"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    let text = stdout(&output);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let places: Vec<usize> = columns
        .iter()
        .map(|name| header.iter().position(|h| h == *name).unwrap_or_else(|| panic!("no {name}")))
        .collect();
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.unwrap();
        lines.push(places.iter().map(|place| record[*place].to_owned()).collect::<Vec<_>>().join(" | "));
    }
    lines.join("\n")
}

const HEADER: &str = "person,born,died,kind,outcome,cost,started,ended\n";

#[test]
fn a_comparison_with_an_empty_cell_is_false_and_so_is_its_opposite() {
    let data = format!("{HEADER}a,1950-01-01,,Nursing,,,2024-05-01,\nb,,2024-05-02,,Ended,,2024-05-01,\n");
    let kept =
        |condition: &str| rows(&format!("cohort made {{ from: services   where: {condition} }}"), &data, &["person"]);
    assert_eq!(kept("outcome = \"ended\""), "b");
    assert_eq!(kept("outcome != \"ended\""), "");
    assert_eq!(kept("not (outcome = \"ended\")"), "a");
    assert_eq!(kept("outcome not in [\"Moved\"]"), "b");
    assert_eq!(kept("outcome is empty"), "a");
    assert_eq!(kept("kind is not empty"), "a");
    // Not dead before the period: the living included.
    assert_eq!(kept("not (died < start of period)"), "a\nb");
    assert_eq!(kept("age at started >= 18"), "a");
    assert_eq!(kept("not (age at started < 18)"), "a\nb");
    assert_eq!(kept("outcome starts with \"e\""), "b");
    assert_eq!(kept("not (outcome starts with \"e\")"), "a");
}

#[test]
fn a_row_is_open_from_its_first_day_to_its_last() {
    let data = format!(
        "{HEADER}a,,,,,,2024-03-31,2024-03-31\nb,,,,,,2024-04-01,2024-04-01\nc,,,,,,2025-03-31,\nd,,,,,,2025-04-01,\ne,,,,,,,\n"
    );
    let kept =
        |condition: &str| rows(&format!("cohort made {{ from: services   where: {condition} }}"), &data, &["person"]);
    assert_eq!(kept("open in period"), "b\nc");
    assert_eq!(kept("open at 2024-03-31"), "a");
    assert_eq!(kept("open at end of period"), "c");
    assert_eq!(kept("started in period"), "b\nc");
    assert_eq!(kept("started in last 24 months"), "a\nb\nc");
}

#[test]
fn days_and_ages_are_counted_between_dates() {
    let data = format!("{HEADER}a,2004-02-29,,,,£1.50,2022-02-28,2022-03-01\n");
    let cohort = "cohort made {
  from: services
  let days = days from started to ended
  let back = days from ended to started
  let months = months from born to ended
  let age = age at started
  let later = age at ended
  let week = ended + 7 days
  let cap = min(ended, died, end of period)
  let dear = cost * 3 - £0.50
  let unknown = died else started
}";
    let columns = ["days", "back", "months", "age", "later", "week", "cap", "dear", "unknown"];
    assert_eq!(rows(cohort, &data, &columns), "1 | -1 | 216 | 17 | 18 | 2022-03-08 | 2022-03-01 | 4 | 2022-02-28");
}

#[test]
fn an_answer_is_due_in_working_days() {
    // Easter of 2024 was on 31 March.
    let data = format!(
        "{HEADER}a,,,,,,2024-03-28,2024-04-03\nb,,,,,,2024-03-28,2024-04-27\nc,,,,,,2024-03-28,\nd,1975-01-01,,,,,,\n"
    );
    let cohort = "cohort made {
  from: services
  where: person != \"d\"
  let taken = working days from started to ended
  let back = working days from ended to started
  let due = started + 20 working days
  let begun = ended - 1 working day
  let late = ended > started + 20 working days or ended is empty and end of period > started + 20 working days
}";
    assert_eq!(
        rows(cohort, &data, &["taken", "back", "due", "begun", "late"]),
        "2 | -2 | 2024-04-29 | 2024-04-02 | no\n19 | -19 | 2024-04-29 | 2024-04-26 | no\n |  | 2024-04-29 |  | yes"
    );
    let long_ago = "cohort made { from: services   where: born is not empty   let due = born + 20 working days }";
    assert_eq!(rows(long_ago, &data, &["born", "due"]), "1975-01-01 | (not readable)");
}

#[test]
fn a_year_may_be_counted_in_days() {
    let data = format!("{HEADER}a,2005-03-01,,,,,2023-03-01,\n");
    let age = |birth: &str| {
        let cohort = format!("cohort made {{ from: services   {birth}   let age = age at started }}");
        rows(&cohort, &data, &["age"])
    };
    assert_eq!(age("birth: born"), "18");
    assert_eq!(age("birth: born, 365.25 days a year"), "17");
}

#[test]
fn a_readmission_within_a_year_is_not_new() {
    let days = [("2023-06-02", "old"), ("2023-06-01", "new"), ("2023-05-31", "new")];
    for (ended, is) in days {
        let data = format!("{HEADER}a,1950-01-01,,Nursing,,,2023-01-01,{ended}\na,1950-01-01,,Nursing,,,2024-05-31,\n");
        let cohort = "cohort made {
  from: services
  where: started in period
         and no earlier in services where same person and earlier.started < started
             and (earlier.ended is empty or days from earlier.ended to started < 365)
}";
        assert_eq!(rows(cohort, &data, &["person"]), if is == "new" { "a" } else { "" }, "{ended}");
    }
}

#[test]
fn related_rows_are_those_that_share_something() {
    let data = format!(
        "{HEADER}a,,,Home,,,2024-05-01,2024-05-03\na,,,Home,,,2024-06-01,\n A ,,,Nursing,,,2024-07-01,\n,,,Home,,,2024-05-01,\n,,,Home,,,2024-06-01,\n"
    );
    let cohort = "cohort made {
  from: services
  let others = number of other in services where same person and other.started != started
  let next = first later in services where same person and later.started > started by latest later.started
  let kind_then = next.kind
  let last = next is empty
  let moves = some later in services where same person and later.kind != kind
}";
    assert_eq!(
        rows(cohort, &data, &["others", "kind_then", "last", "moves"]),
        "2 | Nursing | no | yes\n2 | Nursing | no | yes\n2 |  | yes | yes\n0 |  | yes | no\n0 |  | yes | no"
    );
}

#[test]
fn one_row_a_person_is_the_first_by_the_order_said() {
    let data = format!(
        "{HEADER}a,,,Home,Ended,,2024-05-01,2024-06-01\na,,,Nursing,,,2024-05-01,\na,,,Residential,Moved,,2024-05-02,2024-06-01\nb,,,Home,Moved,,2024-05-01,\n,,,Home,,,2024-05-01,\n,,,Home,,,2024-05-02,\n"
    );
    let kept = |order: &str| {
        rows(&format!("cohort made {{ from: services   keep: one per person by {order} }}"), &data, &["row", "person"])
    };
    assert_eq!(kept("latest started"), "4 | a\n5 | b\n6 | \n7 | ");
    assert_eq!(kept("earliest started, prefer outcome is not empty"), "2 | a\n5 | b\n6 | \n7 | ");
    assert_eq!(kept("kind ranked [Nursing, Home]"), "3 | a\n5 | b\n6 | \n7 | ");
    assert_eq!(kept("latest ended, latest started"), "4 | a\n5 | b\n6 | \n7 | ");
    assert_eq!(kept("latest ended empty first"), "3 | a\n5 | b\n6 | \n7 | ");
    assert_eq!(kept("lowest (priorities.priority where outcome = outcome)"), "2 | a\n5 | b\n6 | \n7 | ");
}

#[test]
fn what_tied_rows_disagree_in_becomes_what_the_rule_says() {
    let data = format!(
        "{HEADER}a,1950-01-01,,Home,,,2024-05-01,\na,1960-01-01,,Nursing,,,2024-05-01,\nb,1970-01-01,,Home,,,2024-05-01,\nb,1970-01-01,,HOME,,,2024-05-01,\n"
    );
    let kept = |tied: &str| {
        let cohort = format!("cohort made {{ from: services   keep: one per person by latest started, {tied} }}");
        rows(&cohort, &data, &["kind", "born"])
    };
    assert_eq!(kept("tied kind = \"Unknown\", tied born = lowest"), "Unknown | 1950-01-01\nHome | 1970-01-01");
    assert_eq!(kept("tied kind = empty, tied born = highest"), " | 1960-01-01\nHome | 1970-01-01");
    assert_eq!(kept("tied kind = Residential"), "Residential | 1950-01-01\nHome | 1970-01-01");
}

#[test]
fn services_close_to_one_another_are_one_episode() {
    let data = format!(
        "{HEADER}a,,,Home,Ended,,2024-05-01,2024-06-01\na,,,Home,Moved,,2024-05-10,2024-05-12\na,,,Home,Continues,,2024-06-08,2024-07-01\na,,,Home,Ended,,2024-06-10,2024-07-01\na,,,Nursing,Moved,,2024-07-09,\na,,,Home,Moved,,2026-01-01,2026-01-02\na,,,Home,Moved,,,2026-01-02\n"
    );
    let cohort = "cohort made {
  from: services
  let usable = priorities.usable where outcome = outcome
  let priority = priorities.priority where outcome = outcome
  episodes: per person from started to ended within 7 days by prefer usable, priority
}";
    assert_eq!(
        rows(cohort, &data, &["row", "started", "ended", "rows", "outcome"]),
        "5 | 2024-05-01 | 2024-07-01 | 4 | Ended\n6 | 2024-07-09 |  | 2 | Moved"
    );
}

#[test]
fn a_cascade_remembers_which_rule_answered() {
    let data = format!(
        "{HEADER}a,,2024-06-08,Home,Moved,,2024-05-01,2024-06-01\nb,,2024-06-09,Home,Moved,,2024-05-01,2024-06-01\nc,,,Home,,,2024-05-01,2024-06-01\nd,,,Home,Unheard of,,2024-05-01,\n"
    );
    let cohort = "cohort made {
  from: services
  cascade sequel {
    died:    \"Deceased\" when died <= ended + 7 days
    outcome: outcome when some p in priorities where p.outcome = outcome
    open:    \"Still open\" when ended is empty
    none:    \"Unable to classify\"
  }
}";
    assert_eq!(
        rows(cohort, &data, &["sequel", "sequel_rule"]),
        "deceased | died\nMoved | outcome\nunable to classify | none\nstill open | open"
    );
}

#[test]
fn a_person_matches_however_the_codes_are_typed() {
    let data = format!("{HEADER} A,,, nursing ,,,2024-05-01,2024-05-02\na ,,,NURSING,,,2024-05-02,\n");
    let cohort = "cohort made { from: services   where: kind = Nursing   keep: one per person by latest started }";
    assert_eq!(rows(cohort, &data, &["row", "kind"]), "3 | Nursing");
}

#[test]
fn a_cohort_rests_on_cohorts_and_follows_the_period() {
    let data = format!("{HEADER}a,,,Home,,,2023-05-01,2023-06-01\na,,,Home,,,2024-05-01,\nb,,,Home,,,2024-05-01,\n");
    let cohort = "cohort started_in_year { from: services   where: started in period }
cohort made {
  from: started_in_year
  where: no before in services where same person and before.started < start of period
}
indicator change {
  title:     \"Change\"
  unit:      count
  polarity:  none
  frequency: yearly
  formula:   count(made) - (count(made) at previous year)
}";
    let folder = project(cohort, &data);
    let output = kpi_in(folder.path(), &["run", "--period", "2024/25", "--format", "csv", "-i", "change,all"]);
    let text = stdout(&output);
    assert!(text.contains("all,,All,,,2024/25,count,1,"), "{text}{}", stderr(&output));
    assert!(text.contains("change,,Change,,,2024/25,count,0,"), "{text}");
}

#[test]
fn what_a_cell_spoils_is_missing_and_names_the_row() {
    let data = format!("{HEADER}a,,,Home,,,2024-05-01,\nb,,,Home,,,20240-01,\n");
    let folder = project("cohort made { from: services   where: started in period }", &data);
    let output = kpi_in(folder.path(), &["run", "--period", "2024/25"]);
    insta::assert_snapshot!("spoiled", format!("{}---\n{}", stdout(&output), stderr(&output)));
}

#[test]
fn a_part_without_rows_in_the_period_is_there_with_nought() {
    let data = format!("{HEADER}a,,,Home,North,,2023-05-01,\nb,,,Home,South,,2024-05-01,\n");
    let cohort = "cohort made { from: services   where: started in period }
indicator parts { title: \"Parts\"   unit: count   polarity: none   frequency: yearly   by: outcome   formula: count(made) }";
    let folder = project(cohort, &data);
    let output = kpi_in(folder.path(), &["run", "--period", "2024/25", "--slices", "-i", "parts"]);
    let text = stdout(&output);
    let parts: Vec<String> = text
        .lines()
        .filter(|line| line.contains("orth") || line.contains("outh"))
        .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(parts, ["North 0", "South 1"], "{text}{}", stderr(&output));
}

#[test]
fn numbers_of_unlike_units_are_not_added_under_another_name() {
    let folder = project(
        "dataset mixed { source: csv \"mixed.csv\"   columns { v: number } }
cohort made { from: mixed   let h = v }
indicator total { title: \"Total\"   unit: number   polarity: none   frequency: yearly   formula: sum(made.h) }",
        HEADER,
    );
    fs::write(folder.path().join("mixed.csv"), "v\n5\n£8\n9\n").unwrap();
    let output = kpi_in(folder.path(), &["run", "--period", "2024/25", "--format", "csv", "-i", "total"]);
    assert!(stdout(&output).contains(",failed,"), "{}{}", stdout(&output), stderr(&output));
}

#[test]
fn a_requirement_that_does_not_hold_names_the_rows() {
    let data = format!("{HEADER}a,,,Home,,,2024-05-02,2024-05-01\nb,,,Home,,,2024-05-01,\n");
    let cohort = "cohort made {
  from: services
  require: ended is empty or ended >= started else \"a service ends before it starts\"
}";
    let folder = project(cohort, &data);
    let output = kpi_in(folder.path(), &["run", "--period", "2024/25"]);
    insta::assert_snapshot!("required", format!("{}---\n{}", stdout(&output), stderr(&output)));
}

#[test]
fn a_list_with_two_rows_for_one_key_is_no_list() {
    let data = format!("{HEADER}a,,,Home,Ended,,2024-05-02,2024-05-01\n");
    let cohort = "cohort made { from: services   let priority = priorities.priority where outcome = outcome }";
    let folder = project_with(cohort, &data, "outcome,priority,usable\nEnded,1,yes\nended,2,no\n");
    let output = kpi_in(folder.path(), &["run", "--period", "2024/25"]);
    insta::assert_snapshot!("listed_twice", format!("{}---\n{}", stdout(&output), stderr(&output)));
}

#[test]
fn explain_says_how_many_rows_each_statement_left() {
    let data =
        format!("{HEADER}a,1950-01-01,,Home,,,2024-05-01,\na,1950-01-01,,Home,,,2024-06-01,\nb,,,Home,,,2024-05-01,\n");
    let cohort = "cohort made {
  from:  services
  where: kind = Home and age at started >= 18
  keep:  one per person by earliest started
}";
    let folder = project(cohort, &data);
    let output = kpi_in(folder.path(), &["explain", "all", "--period", "2024/25"]);
    insta::assert_snapshot!("explained", stdout(&output));
    let output = kpi_in(folder.path(), &["data", "rows", "made"]);
    insta::assert_snapshot!("listed", format!("{}---\n{}", stdout(&output), stderr(&output)));
    let output = kpi_in(folder.path(), &["data", "rows", "made", "--format", "json", "--limit", "1"]);
    insta::assert_snapshot!("listed_json", stdout(&output));
}

#[test]
fn a_test_gives_rows_to_a_cohort() {
    let cohort = r#"
cohort made { from: services   where: kind = Nursing and (priorities.usable where outcome = outcome) }
test "only usable outcomes count" {
  given services = [
    person | kind    | outcome
    a      | Nursing | Ended
    b      | Nursing | Continues
    c      | Home    | Ended
  ]
  at 2024/25
  expect all value = 1
}
test "lists may be given too" {
  given services = [
    person | kind    | outcome
    a      | Nursing | Ended
  ]
  given priorities = [
    outcome | usable
    Ended   | no
  ]
  at 2024/25
  expect all value = 0
}"#;
    let folder = project(cohort, &format!("{HEADER}z,,,Nursing,Ended,,,\n"));
    let output = kpi_in(folder.path(), &["test"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    assert!(stderr(&output).contains("2 tests passed"), "{}", stderr(&output));
}

#[test]
fn episodes_of_episodes_each_count_their_rows() {
    let data =
        format!("{HEADER}a,,,,,,2024-04-01,2024-04-05\na,,,,,,2024-04-06,2024-04-10\na,,,,,,2024-06-01,2024-06-05\n");
    let cohort = "cohort made {
  from: services
  episodes: per person from started to ended within 7 days by latest started
  episodes: per person from started to ended within 90 days by latest started, counted as spells
}";
    assert_eq!(
        rows(cohort, &data, &["person", "started", "ended", "rows", "spells"]),
        "a | 2024-04-01 | 2024-06-05 | 1 | 2"
    );
}

#[test]
fn texts_are_listed_as_they_are_written() {
    let data = format!("{HEADER}Ann Lee,,,Nursing,Moved ON,,2024-05-01,\nANN LEE,,,Home,Ended,,2024-05-02,\n");
    let cohort = "cohort made { from: services   where: started in period   let copy = outcome   let who = person }";
    // Texts that differ in case only are one, spelled as it first stands.
    assert_eq!(
        rows(cohort, &data, &["person", "kind", "copy", "who"]),
        "Ann Lee | Nursing | Moved ON | Ann Lee\nAnn Lee | Home | Ended | Ann Lee"
    );
    let folder = project(cohort, &data);
    let output = kpi_in(folder.path(), &["data", "rows", "services", "--format", "csv", "-q"]);
    assert!(stdout(&output).contains("Ann Lee,,,Nursing,Moved ON"), "{}", stdout(&output));
}
