//! `kpi test`

use crate::support::{demo, kpi, stderr, stdout, told, write};
use serde_json::Value;

const FAILING: &str = "test \"seventy is green\" {\n  indicator calls_answered at 2024/25 Q2\n  given value = 70%, target = 85%\n  \
                       expect rating = Green\n}\n";

#[test]
fn tests_that_hold_are_dots() {
    let folder = demo();
    assert_eq!(told(&kpi(folder.path(), &["test", "demo"])), "exit 0\n--- out\n........\n--- err\n8 tests passed\n");
    insta::assert_snapshot!("test_verbose", stdout(&kpi(folder.path(), &["test", "demo", "--verbose"])));
}

#[test]
fn what_does_not_hold_is_shown_with_its_line() {
    let folder = demo();
    write(folder.path(), "demo/more.kpi", FAILING);
    insta::assert_snapshot!("test_failing", told(&kpi(folder.path(), &["test", "demo"])));
    insta::assert_snapshot!("test_concise", told(&kpi(folder.path(), &["test", "demo", "--format", "concise"])));
    insta::assert_snapshot!("test_junit", told(&kpi(folder.path(), &["test", "demo", "--format", "junit"])));
}

#[test]
fn what_does_not_hold_is_shown_down_to_the_cells() {
    let folder = demo();
    let failing = "test \"a third is enough\" {\n  indicator planning_in_time at 2024/25 Q2\n  given figures = [\n    indicator | period | \
                   numerator | denominator\n    planning_in_time | 2024/25 Q2 | 4 | 12\n  ]\n  expect value = 34%, rating = Green\n}\n";
    write(folder.path(), "demo/more.kpi", failing);
    insta::assert_snapshot!("test_failing_steps", told(&kpi(folder.path(), &["test", "demo"])));
}

#[test]
fn tests_for_programs() {
    let folder = demo();
    write(folder.path(), "demo/more.kpi", FAILING);
    let output = kpi(folder.path(), &["test", "demo", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((output.status.code(), &json["schema"]), (Some(1), &"kpi.test/1".into()));
    assert_eq!((&json["summary"]["passed"], &json["summary"]["failed"]), (&8.into(), &1.into()));
    let failed = json["tests"].as_array().expect("tests").iter().find(|test| test["outcome"] == "failed").expect("one");
    assert_eq!((&failed["file"], &failed["failures"][0]["start"]["line"]), (&"demo/more.kpi".into(), &4.into()));
}

#[test]
fn a_filter_chooses_by_name_and_must_fit_something() {
    let folder = demo();
    let some = kpi(folder.path(), &["test", "demo", "--filter", "ON target IS"]);
    assert_eq!(told(&some), "exit 0\n--- out\n.\n--- err\n1 test passed\n");
    let none = kpi(folder.path(), &["test", "demo", "--filter", "purple"]);
    assert_eq!((none.status.code(), stdout(&none).as_str()), (Some(2), ""));
    assert!(stderr(&none).contains("no test has `purple` in its name"), "{}", told(&none));
}

/// Rows that a test gives: what cannot be given, and a cell that is none, are told with their place and what to do.
#[test]
fn rows_that_cannot_be_given() {
    let rules = "dataset services { source: csv \"services.csv\" columns { person: text   started: date } }\n\
                 cohort started { from: services where: started in period }\n\
                 cohort twice { from: started }\n\
                 indicator begun { title: \"Begun\" unit: count polarity: none frequency: yearly formula: count(twice) }\n";
    let given =
        |rows: &str| format!("{rules}test \"begun\" {{\n  indicator begun at 2023/24\n{rows}  expect value = 1\n}}\n");
    let project = |rules: &str| {
        crate::support::project(&[
            ("kpi.toml", "[project]\nname = \"given\"\n"),
            ("rules.kpi", rules),
            ("services.csv", "person,started\n"),
        ])
    };
    let cohort = project(&given("  given twice = [\n    person\n    ann\n  ]\n"));
    let cell = project(&given("  given services = [\n    person | started\n    ann    | soon\n  ]\n"));
    let found = [&cohort, &cell].map(|folder| told(&kpi(folder.path(), &["test"])));
    insta::assert_snapshot!("test_given_amiss", found.join("\n"));
}

const CASES: &str = "test \"the key\" {
  indicator calls_answered at 2024/25 Q2
  given target = 85%
  cases = [
    case         | given value | expect rating | expect planning_in_time rating
    on target    | 85%         | Green         |
    ten per cent | 76.5%       | Amber         | Red
    far below    | 50%         | Amber         |
                 | none        | none          |
  ]
}
";

#[test]
fn each_case_is_a_test_of_its_own() {
    let folder = demo();
    write(folder.path(), "demo/more.kpi", CASES);
    insta::assert_snapshot!(
        "test_cases",
        stdout(&kpi(folder.path(), &["test", "demo", "--filter", "the key", "--verbose"]))
    );
    let one = kpi(folder.path(), &["test", "demo", "--filter", "the key: ten"]);
    assert_eq!(told(&one), "exit 0\n--- out\n.\n--- err\n1 test passed\n");
}

#[test]
fn cases_that_are_wrong_are_told_at_their_cell() {
    let folder = demo();
    let wrong = CASES
        .replace("given value", "given valu")
        .replace("| expect rating ", "| rating       ")
        .replace("76.5%       ", "76.5 %% x   ")
        .replace("on target    | 85%         | Green         |", "on target    | 85%         | Green");
    write(folder.path(), "demo/more.kpi", &wrong);
    insta::assert_snapshot!("check_cases", told(&kpi(folder.path(), &["check", "demo"])));
    let idle = CASES.replace("| Green ", "|       ");
    write(folder.path(), "demo/more.kpi", &idle);
    insta::assert_snapshot!("check_idle_case", told(&kpi(folder.path(), &["check", "demo"])));
}

const STEPS: &str = "test \"what a run says\" {
  indicator calls_answered at 2024/25 Q2
  given figures = [
    indicator      | period     | value | numerator | denominator
    calls_answered | 2024/25 Q2 | 86.2% | 1         | 2
  ]
  expect step \"figures.value\" = 86.2%, step \"rating\" = Green, step \"nowhere\" = none
  expect finding = fraction_disagrees, finding = KPI0803, finding != target_drift
}
test \"nothing to say\" {
  indicator planning_in_time at 2024/25 Q2
  expect finding = none
}
";

#[test]
fn steps_and_findings_are_expected_by_name() {
    let folder = demo();
    write(folder.path(), "demo/more.kpi", STEPS);
    assert_eq!(told(&kpi(folder.path(), &["test", "demo"])), "exit 0\n--- out\n..........\n--- err\n10 tests passed\n");
    let otherwise = STEPS
        .replace("= 86.2%, step", "= 86.3%, step")
        .replace("expect finding = none", "expect finding = fraction_disagrees");
    write(folder.path(), "demo/more.kpi", &otherwise);
    insta::assert_snapshot!("test_steps", stdout(&kpi(folder.path(), &["test", "demo"])));
    let wrong = STEPS.replace("finding = fraction_disagrees", "finding = fraction_disagree");
    let wrong =
        wrong.replace("step \"nowhere\"", "step").replace("expect finding = none", "expect finding \"x\" = none");
    write(folder.path(), "demo/more.kpi", &wrong);
    insta::assert_snapshot!("check_steps", stdout(&kpi(folder.path(), &["check", "demo"])));
}
