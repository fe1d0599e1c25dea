//! `kpi run`

use crate::support::{demo, kpi, stderr, stdout, told, write};
use serde_json::Value;
use std::fs;

const PERIOD: &str = "2024/25 Q2";

/// R54
#[test]
fn figures_to_be_read_together_say_so() {
    let rules = r#"
dataset figures { source: csv "f.csv"   key: [indicator, period]   columns { indicator: text   period: period   value: count } }
template figure(what) { title: "{what}"   unit: count   polarity: none   frequency: yearly   formula: figures.value   change: none "new" }
indicator began from figure("Began") { related: [ended, open_cases]   parts: [ended, open_cases] }
indicator ended from figure("Ended") { }
indicator open_cases from figure("Still open") { }
"#;
    let data = "indicator,period,value\nbegan,2023/24,12\nended,2023/24,7\nopen_cases,2023/24,4\n";
    let folder = crate::support::project(&[("kpi.toml", ""), ("a.kpi", rules), ("f.csv", data)]);
    let output = kpi(folder.path(), &["run", "--period", "2023/24"]);
    assert!(stdout(&output).contains("began · change: new · read with ended and open_cases"), "{}", told(&output));
    let said = "warning[KPI0806]: began is 12, and its parts are 11 together";
    assert!(stderr(&output).contains(said) && stderr(&output).contains("ended 7, open_cases 4"), "{}", told(&output));
    let json = kpi(folder.path(), &["run", "--period", "2023/24", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let expected = serde_json::json!(["ended", "open_cases"]);
    assert_eq!((&json["results"][0]["related"], &json["results"][0]["parts"]), (&expected, &expected));
}

#[test]
fn a_report_in_the_terminal() {
    let folder = demo();
    insta::assert_snapshot!("run_table", told(&kpi(folder.path(), &["run", "demo", "--period", PERIOD])));
}

#[test]
fn a_report_in_a_terminal_without_utf8() {
    let folder = demo();
    let mut command = crate::support::command(folder.path(), &["run", "demo", "--period", PERIOD]);
    let output = command.env("LC_ALL", "C").output().expect("kpi starts");
    assert!(stdout(&output).is_ascii(), "{}", stdout(&output));
    insta::assert_snapshot!("run_table_ascii", stdout(&output));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let folder = demo();
    for columns in ["60", "72", "80", "100", "132"] {
        let mut command = crate::support::command(folder.path(), &["run", "demo", "--period", PERIOD]);
        let output = command.env("COLUMNS", columns).output().expect("kpi starts");
        let widest = stdout(&output).lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(widest <= columns.parse().expect("a number"), "{columns}: {widest}\n{}", stdout(&output));
    }
}

#[test]
fn a_report_for_programs() {
    let folder = demo();
    let output = kpi(folder.path(), &["run", "demo", "--period", "2024-25-Q2", "--format", "json"]);
    insta::assert_snapshot!("run_json", told(&output));
}

/// The fields that programs outside rely on, each there whatever it holds.
#[test]
fn the_fields_of_the_contract_are_all_there() {
    let folder = demo();
    let output = kpi(folder.path(), &["run", "demo", "--period", PERIOD, "--format", "json"]);
    let run: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(run["schema"], "kpi.run/1");
    let fields = |value: &Value, names: &[&str]| {
        let object = value.as_object().expect("an object");
        for name in names {
            assert!(object.contains_key(*name), "{name}");
        }
    };
    fields(&run, &["schema", "kpi", "project", "period", "inputs", "results", "summary"]);
    fields(&run["inputs"][0], &["path", "sha256"]);
    for result in run["results"].as_array().expect("results") {
        fields(
            result,
            &[
                "indicator",
                "number",
                "title",
                "slice",
                "unit",
                "period",
                "value",
                "numerator",
                "denominator",
                "missing",
                "flags",
                "target",
                "deviation",
                "rating",
                "rating_reason",
                "previous",
                "change",
                "forecast",
                "comparators",
            ],
        );
        fields(&result["change"], &["judgement", "movement", "amount", "against", "reason"]);
        for number in ["value", "deviation", "previous"] {
            if !result[number].is_null() {
                fields(&result[number], &["number", "exact", "display"]);
            }
        }
    }
    let of = |id: &str| run["results"].as_array().expect("results").iter().find(|r| r["indicator"] == id).expect(id);
    assert_eq!(of("calls_answered")["value"]["exact"], "431/500");
    assert_eq!(of("calls_answered")["value"]["number"], 0.862);
    assert_eq!(of("calls_answered")["flags"][0], "provisional");
    assert_eq!(of("planning_in_time")["value"]["exact"], "10/19");
    assert_eq!(of("homes_built")["period"], "2024/25 to Q2");
    assert_eq!(of("homes_built")["forecast"]["number"], 188.0);
    assert_eq!(of("fly_tips")["rating"], "TBC");
}

#[test]
fn a_report_as_markdown_and_as_csv() {
    let folder = demo();
    let run = |format| told(&kpi(folder.path(), &["run", "demo", "--period", PERIOD, "--format", format]));
    insta::assert_snapshot!("run_markdown", run("markdown"));
    insta::assert_snapshot!("run_csv", run("csv"));
}

#[test]
fn only_what_is_asked_for() {
    let folder = demo();
    let arguments = ["run", "demo", "--period", PERIOD, "--indicator", "fly_tips,homes_built", "--format", "csv"];
    let output = kpi(folder.path(), &arguments);
    let first = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
    let ids: Vec<String> = stdout(&output).lines().skip(1).map(first).collect();
    assert_eq!(ids, ["fly_tips", "homes_built"]);
    let wrong = kpi(folder.path(), &["run", "demo", "--period", PERIOD, "--indicator", "fly_tip"]);
    insta::assert_snapshot!("run_unknown_indicator", told(&wrong));
    let number = kpi(folder.path(), &["run", "demo", "--period", PERIOD, "--indicator", "4"]);
    assert!(stderr(&number).contains("the indicator with the number 4 is `fly_tips`"), "{}", told(&number));
}

#[test]
fn a_gate_closes_on_a_rating_or_on_what_is_missing() {
    let folder = demo();
    let run = |period: &str, word: &str| kpi(folder.path(), &["run", "demo", "--period", period, "--fail-on", word]);
    assert_eq!(run(PERIOD, "red").status.code(), Some(1));
    assert_eq!(run(PERIOD, "missing").status.code(), Some(0));
    assert_eq!(run("2026/27 Q1", "missing").status.code(), Some(1));
    assert_eq!(run(PERIOD, "RED,missing").status.code(), Some(1));
    let wrong = run(PERIOD, "amberr");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("did you mean `Amber`?"), "{}", told(&wrong));
}

#[test]
fn rules_with_errors_give_no_results() {
    let folder = demo();
    write(folder.path(), "demo/more.kpi", "indicator broken { title: }\n");
    let output = kpi(folder.path(), &["run", "demo", "--period", PERIOD]);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""));
    assert!(stderr(&output).contains("demo/more.kpi:1"), "{}", told(&output));
}

#[test]
fn a_bad_cell_is_told_after_the_results_and_costs_only_its_figure() {
    let folder = demo();
    let data = folder.path().join("demo/data/figures.csv");
    let text = fs::read_to_string(&data).expect("the figures").replace("86.2%", "eighty");
    fs::write(&data, text).expect("the figures");
    let output = kpi(folder.path(), &["run", "demo", "--period", PERIOD]);
    insta::assert_snapshot!("run_bad_cell", told(&output));
}

#[test]
fn a_file_of_results_appears_whole_or_not_at_all() {
    let folder = demo();
    let run = |out: &str| kpi(folder.path(), &["run", "demo", "--period", PERIOD, "--format", "csv", "--out", out]);
    let printed = stdout(&kpi(folder.path(), &["run", "demo", "--period", PERIOD, "--format", "csv"]));
    let output = run("report.csv");
    assert_eq!(told(&output), "exit 0\n--- out\n--- err\nwrote report.csv\n");
    assert_eq!(fs::read_to_string(folder.path().join("report.csv")).expect("the report"), printed);

    // What is there is replaced, and nothing is left beside it.
    fs::write(folder.path().join("report.csv"), "old").expect("a file");
    run("report.csv");
    assert_eq!(fs::read_to_string(folder.path().join("report.csv")).expect("the report"), printed);
    let mut names: Vec<_> = fs::read_dir(folder.path()).expect("a folder").flatten().map(|e| e.file_name()).collect();
    names.sort();
    assert_eq!(names, ["demo", "report.csv"]);

    // What cannot be written leaves what is there alone.
    let nowhere = run("no/such/folder/report.csv");
    assert_eq!(nowhere.status.code(), Some(2), "{}", told(&nowhere));
    let onto_folder = run("demo");
    assert_eq!(onto_folder.status.code(), Some(2), "{}", told(&onto_folder));
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_a_link_stays_a_link() {
    let folder = demo();
    let run = |out: &str| kpi(folder.path(), &["run", "demo", "--period", PERIOD, "--format", "csv", "--out", out]);
    assert_eq!(run("/dev/null").status.code(), Some(0));
    assert!(!fs::metadata("/dev/null").expect("a device").is_file());
    fs::write(folder.path().join("real.csv"), "old").expect("a file");
    std::os::unix::fs::symlink("real.csv", folder.path().join("link.csv")).expect("a link");
    assert_eq!(run("link.csv").status.code(), Some(0));
    assert!(fs::symlink_metadata(folder.path().join("link.csv")).expect("a link").is_symlink());
    assert!(fs::read_to_string(folder.path().join("real.csv")).expect("the report").starts_with("indicator,"));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let folder = demo();
    for format in ["table", "json", "csv", "markdown"] {
        let run = || kpi(folder.path(), &["run", "demo", "--period", PERIOD, "--format", format]).stdout;
        assert_eq!(run(), run());
    }
}
