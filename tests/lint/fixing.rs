//! `--fix`: what is mended, what is not, and that nothing is lost.

use super::{FIGURES, concise, kpi, project, said};
use kpi_lint::Fixes;
use std::fs;

const CASES: &str =
    "dataset cases {\n  source: csv \"cases.csv\"\n  columns { closed: date   kind: one of [Home, Day] }\n}\n";

fn faulty() -> String {
    format!(
        "{CASES}indicator closed {{\n  title: \"Cases closed.\"   # with a comment\n  unit: count\n  polarity: none\n  frequency: yearly\n  \
         formula: count(cases where closed in period and kind in [\"Home\"]) + 25000\n  source: \"Cases\"\n  \
         description: \"Cases closed in the year.\"\n}}\n"
    )
}

#[test]
fn safe_fixes_are_made_and_others_only_when_asked_for() {
    let folder = project(&[("a.kpi", &faulty())]);
    insta::assert_snapshot!(said(&kpi(folder.path(), &["lint", "--fix", "--diff", "--format", "concise"])));
    assert_eq!(fs::read_to_string(folder.path().join("a.kpi")).unwrap(), faulty(), "`--diff` writes nothing");
    insta::assert_snapshot!(said(&kpi(folder.path(), &["lint", "--fix", "--format", "concise"])));
    insta::assert_snapshot!(said(&kpi(folder.path(), &["lint", "--fix", "--unsafe-fixes"])));
    insta::assert_snapshot!(fs::read_to_string(folder.path().join("a.kpi")).unwrap());
}

#[test]
fn a_file_that_is_not_asked_about_is_left_as_it_is() {
    let folder =
        project(&[("a.kpi", &faulty()), ("b.kpi", &faulty().replace(CASES, "").replace("closed {", "also {"))]);
    assert!(kpi(folder.path(), &["lint", "--fix", "b.kpi"]).status.code().is_some());
    assert_eq!(fs::read_to_string(folder.path().join("a.kpi")).unwrap(), faulty());
    assert!(!fs::read_to_string(folder.path().join("b.kpi")).unwrap().contains("25000"));
}

/// What is promised is what `--fix` with the same files does, and what is left to be mended is not passed over.
#[test]
fn what_can_be_mended_is_said_of_the_files_that_are_asked_about() {
    let folder =
        project(&[("a.kpi", &faulty()), ("b.kpi", &faulty().replace(CASES, "").replace("closed {", "also {"))]);
    assert!(said(&kpi(folder.path(), &["lint"])).contains("`--fix` mends 4, with `--unsafe-fixes` 2 more"));
    assert!(said(&kpi(folder.path(), &["lint", "b.kpi"])).contains("`--fix` mends 2, with `--unsafe-fixes` 1 more"));
    let output = said(&kpi(folder.path(), &["lint", "--fix", "b.kpi"]));
    assert!(output.contains("2 findings mended in 1 file\n`--unsafe-fixes` mends 1 more\n"), "{output}");
}

/// What a project uses from elsewhere is another's to mend.
#[test]
fn a_file_from_elsewhere_is_left_as_it_is() {
    let folder =
        project(&[("shared.kpi", &faulty()), ("mine/kpi.toml", ""), ("mine/a.kpi", "use \"../shared.kpi\"\n")]);
    let output = kpi(&folder.path().join("mine"), &["lint", "--fix", "--unsafe-fixes", "--format", "concise"]);
    assert!(said(&output).contains("KPI2604"), "{}", said(&output));
    assert_eq!(fs::read_to_string(folder.path().join("shared.kpi")).unwrap(), faulty());
}

fn quarterly(name: &str, formula: &str) -> String {
    format!(
        "indicator {name} {{\n  title: \"{name}\"\n  unit: count\n  polarity: none\n  frequency: quarterly\n  formula: {formula}\n}}\n"
    )
}

/// `where open in period` asks something else, so that column cannot be asked about: the others are mended all the same.
#[test]
fn an_edit_that_would_be_wrong_does_not_hinder_others() {
    let sets = "dataset gates {\n  source: csv \"gates.csv\"\n  columns { open: date }\n}\n\
                dataset visits {\n  source: csv \"visits.csv\"\n  columns { seen: date }\n}\n";
    let rules = format!("{sets}{}{}", quarterly("a", "count(gates)"), quarterly("b", "count(visits)"));
    let folder = project(&[("a.kpi", &rules)]);
    let output = said(&kpi(folder.path(), &["lint", "--select", "KPI2408", "--fix", "--unsafe-fixes"]));
    let mended = fs::read_to_string(folder.path().join("a.kpi")).unwrap();
    assert!(
        mended.contains("count(visits where seen in period)") && mended.contains("count(gates)"),
        "{output}{mended}"
    );
    assert!(output.contains("some of what could be mended would make the rules wrong"), "{output}");
}

/// What several are made from is not changed for one of them, nor what stands behind a comma.
#[test]
fn rows_of_every_time_are_mended_where_nothing_else_is_meant() {
    let sets = "dataset visits {\n  source: csv \"visits.csv\"\n  columns { seen: date   days: number }\n}\n\
                template made(of) {\n  unit: count\n  polarity: none\n  frequency: quarterly\n  formula: count(of)\n}\n\
                indicator c from made(of: visits) { title: \"C\" }\n";
    let rules = format!("{sets}{}{}", quarterly("a", "percentile(visits.days, 90%)"), quarterly("b", "count(visits,)"));
    let folder = project(&[("a.kpi", &rules)]);
    let before = concise(folder.path(), &["--select", "KPI2408"]);
    assert_eq!(before.iter().filter(|line| line.contains("KPI2408")).count(), 3, "{before:#?}");
    kpi(folder.path(), &["lint", "--select", "KPI2408", "--fix", "--unsafe-fixes"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.kpi")).unwrap(), rules);
}

/// A share of one quarter's rows in which a cohort of every quarter is counted came to 171 %.
#[test]
fn a_cohort_of_every_period_beside_rows_of_one_is_mended_with_them() {
    let sets = "dataset jobs {\n  source: csv \"jobs.csv\"\n  columns { raised: date   completed: date }\n}\n\
                cohort in_time { from: jobs  where: days from raised to completed <= 28 }\n\
                cohort soon { from: in_time  where: raised in period }\n";
    let share =
        |formula: &str| format!("{sets}{}", quarterly("raised", formula).replace("unit: count", "unit: percent"));
    let folder = project(&[("a.kpi", &share("count(in_time) / count(jobs)"))]);
    kpi(folder.path(), &["lint", "--select", "KPI2408", "--fix", "--unsafe-fixes"]);
    let mended = fs::read_to_string(folder.path().join("a.kpi")).unwrap();
    let both = "count(in_time where raised in period) / count(jobs where raised in period)";
    assert!(mended.contains(both), "{mended}");
    // Alone a cohort may be of one moment, and one that looks at the period is of it.
    for formula in ["count(in_time) / 100", "count(soon) / count(jobs where raised in period)"] {
        let folder = project(&[("a.kpi", &share(formula))]);
        let found = concise(folder.path(), &["--select", "KPI2408"]);
        assert!(!found.iter().any(|line| line.contains("KPI2408")), "{formula}: {found:#?}");
    }
}

/// Jobs that were done this quarter over those asked for in it: a share that can pass 100 %.
#[test]
fn both_parts_of_a_share_are_taken_by_one_date() {
    let sets = "dataset jobs {\n  source: csv \"jobs.csv\"\n  columns { raised: date   completed: date   urgent: yes/no }\n}\n\
                cohort in_time { from: jobs  where: days from raised to completed <= 28 }\n";
    let share = |formula: &str| {
        let rules = format!("{sets}{}", quarterly("jobs_in_time", formula).replace("unit: count", "unit: percent"));
        project(&[("a.kpi", &rules)])
    };
    let told = |folder: &std::path::Path| {
        concise(folder, &["--select", "KPI2010"]).iter().any(|line| line.contains("KPI2010"))
    };
    let (done, raised) = ("count(in_time where completed in period)", "count(jobs where raised in period)");
    for formula in [
        format!("{done} / {raised}"),
        format!("1 - {done} / {raised}"),
        format!("({done} + {done}) / ({raised} - count(jobs where urgent and raised in period))"),
        format!("X / {raised}\n  let X = {done}"),
    ] {
        assert!(told(share(&formula).path()), "{formula}");
    }
    for formula in [
        format!("count(in_time where raised in period) / {raised}"),
        format!("count(in_time where completed in period and raised in period) / {raised}"),
        "count(in_time where urgent) / count(jobs where raised in period)".to_owned(),
        format!("{done} - {raised}"),
        format!("{done} / {raised} - 1"),
        format!("{done} / ({raised} at previous)"),
    ] {
        assert!(!told(share(&formula).path()), "{formula}");
    }
    let folder = share(&format!("{done} / {raised}"));
    kpi(folder.path(), &["lint", "--select", "KPI2010", "--fix", "--unsafe-fixes"]);
    let mended = fs::read_to_string(folder.path().join("a.kpi")).unwrap();
    assert!(mended.contains(&format!("count(in_time where raised in period) / {raised}")), "{mended}");
    // All of them would be all of them; and what others count as well stays as it is.
    let plain = "count(jobs where completed in period)";
    for formula in [
        format!("{plain} / {raised}"),
        format!("1 - {plain} / {raised}"),
        format!("X / {raised}\n  let X = {done}"),
        format!("{done} / {raised}\n  numerator: {done}\n  denominator: {raised}"),
    ] {
        let folder = share(&formula);
        assert!(told(folder.path()), "{formula}");
        let before = fs::read_to_string(folder.path().join("a.kpi")).unwrap();
        kpi(folder.path(), &["lint", "--select", "KPI2010", "--fix", "--unsafe-fixes"]);
        assert_eq!(fs::read_to_string(folder.path().join("a.kpi")).unwrap(), before);
    }
}

/// Names go into a list together; and not into that of a scorecard that is over.
#[test]
fn all_that_are_on_no_scorecard_are_added_at_once() {
    let many: String = (1..=13).map(|number| quarterly(&format!("x{number}"), "1")).collect();
    let cards = |until: &str| format!("scorecard board {{\n  title: \"Board\"\n{until}  indicators: [x1]\n}}\n{many}");
    for (rules, listed) in [(cards(""), 13), (cards("  active: until 2015/16\n"), 1)] {
        let folder = project(&[("a.kpi", &rules)]);
        kpi(folder.path(), &["lint", "--select", "KPI2009", "--fix", "--unsafe-fixes"]);
        let mended = fs::read_to_string(folder.path().join("a.kpi")).unwrap();
        let list = mended.split("indicators: [").nth(1).and_then(|rest| rest.split(']').next()).unwrap();
        assert_eq!(list.split(", ").count(), listed, "{mended}");
    }
}

/// What several councils share is not changed for one of them.
#[test]
fn a_list_from_elsewhere_is_left_alone() {
    let shared = format!("scorecard all {{\n  title: \"All\"\n  indicators: [x1]\n}}\n{}", quarterly("x1", "1"));
    let folder = project(&[
        ("shared.kpi", &shared),
        ("council/kpi.toml", "[project]\nname = \"council\"\n"),
        ("council/a.kpi", &format!("use \"../shared.kpi\"\n{}", quarterly("x2", "1"))),
    ]);
    let told = said(&kpi(&folder.path().join("council"), &["lint", "--select", "KPI2009", "--fix", "--unsafe-fixes"]));
    assert!(told.contains("`x2` is on no scorecard"), "{told}");
    assert_eq!(fs::read_to_string(folder.path().join("shared.kpi")).unwrap(), shared);
    let told = said(&kpi(&folder.path().join("council"), &["lint", "--select", "KPI2009", "--format", "json"]));
    assert!(told.contains("KPI2009") && !told.contains("add it to `all`"), "{told}");
}

/// Over the examples of all pages: a mended file is right, says the same where the fix is safe, and has fewer findings.
#[test]
fn every_fix_parses_and_leaves_less_to_find() {
    let mut fixed = 0;
    for rule in kpi_lint::rules().into_iter().filter(|rule| rule.fixes != Fixes::None) {
        let page = rule.code.page();
        let example = page.split("```kpi\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let mut text = String::from(example);
        for (name, item) in [("figures", FIGURES), ("cases", CASES_BESIDE), ("bands council", BANDS)] {
            if example.contains(name) || (name == "bands council" && example.contains("council")) {
                text.push_str(item);
            }
        }
        let folder = project(&[("a.kpi", &text)]);
        let before = concise(folder.path(), &["--select", rule.code.id()]);
        assert!(!before.is_empty(), "{}: {text}", rule.code);
        let output =
            kpi(folder.path(), &["lint", "--select", rule.code.id(), "--fix", "--unsafe-fixes", "--format", "concise"]);
        let after = concise(folder.path(), &["--select", rule.code.id()]);
        assert!(after.len() < before.len(), "{}: {}", rule.code, said(&output));
        assert!(!after.iter().any(|line| line.contains("error[")), "{}: {after:#?}", rule.code);
        // A second time there is nothing left to do.
        let mended = fs::read_to_string(folder.path().join("a.kpi")).unwrap();
        kpi(folder.path(), &["lint", "--select", rule.code.id(), "--fix", "--unsafe-fixes"]);
        assert_eq!(fs::read_to_string(folder.path().join("a.kpi")).unwrap(), mended, "{}", rule.code);
        fixed += 1;
    }
    assert!(fixed >= 5, "{fixed} rules mend");
}

const CASES_BESIDE: &str = "dataset cases {\n  source: csv \"cases.csv\"\n  columns {\n    person: text   opened: date   closed: date   kind: one of [Home, Day, \
                            Other]   area: text\n  }\n}\n";
const BANDS: &str = "bands council {\n  judge: deviation\n  Red \"missed\" below -10%   Amber \"missed\" below 0%   Green \"met\" from 0%\n  at zero target { Green \
                     if better   Amber if equal   Red if worse }\n  require actions for Red\n}\n";
