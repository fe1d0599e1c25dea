//! Rules that look at the figures of a period.

use super::{concise, project};

const BANDS: &str = r#"bands council {
  judge: deviation
  Red "missed by a tenth" below -10%   Amber "missed" below 0%   Green "met" from 0%
  at zero target { Green if better   Amber if equal   Red if worse }
  require actions for Red
}
comparator england {
  title:  "England"
  figure: figures.england
  year:   figures.year
  source: "Published by the department"
}
"#;

fn found(unit: &str, frequency: &str, target: &str, rows: &str, period: &str) -> Vec<String> {
    let rules = format!(
        "dataset figures {{\n  source: csv \"figures.csv\"\n  key: [indicator, period]\n  columns {{ indicator: text   period: period   \
         value: number   england: number   year: text }}\n}}\n{BANDS}indicator answered {{\n  title: \"Calls answered\"\n  unit: {unit}\n  \
         polarity: higher\n  frequency: {frequency}\n  formula: figures.value\n{target}  compare: [england]\n  source: \"Telephones\"\n  \
         description: \"Calls that were answered.\"\n}}\n"
    );
    let rows = format!("indicator,period,value,england,year\n{rows}");
    let folder = project(&[("a.kpi", &rules), ("figures.csv", &rows)]);
    let lines = concise(folder.path(), &["--period", period, "--ignore", "part_year_beside_year"]);
    let lines = lines.iter().filter(|line| !line.contains("KPI0306"));
    lines.map(|line| line.split_once('[').map_or(line.as_str(), |(_, rest)| rest).to_owned()).collect()
}

#[test]
fn a_rating_that_the_page_does_not_show_the_reason_of() {
    let target = "  target: 90%\n  bands: council\n";
    let rows = "answered,2022/23,89.96%,90%,2022/23\n";
    assert_eq!(
        found("percent, 1 decimal", "yearly", target, rows, "2022/23"),
        ["KPI2101] 2022/23: 90.0% is rated Amber, and as it is shown it would be Green"]
    );
    assert!(found("percent, 2 decimals", "yearly", target, rows, "2022/23").is_empty());
}

#[test]
fn comparators_of_long_ago_and_of_no_year() {
    let row = |year: &str| format!("answered,2022/23,91%,90%,{year}\n");
    let of = |year: &str| found("percent, 1 decimal", "yearly", "", &row(year), "2022/23");
    assert_eq!(of("2019/20"), ["KPI2505] England is of 2019/20, and the figure of 2022/23"]);
    assert_eq!(of(""), ["KPI2501] 2022/23: beside `answered`, it is of no year"]);
    assert!(of("2021/22").is_empty());
}

#[test]
fn a_target_that_is_last_years_average() {
    let rows = "answered,2022/23,91%,89.5%,2021/22\n";
    let target = |target: &str| format!("  target: {target}\n  bands: council\n");
    assert_eq!(
        found("percent, 1 decimal", "yearly", &target("89.5%"), rows, "2022/23"),
        ["KPI2208] the target is 89.5%, which is what England was in 2021/22"]
    );
    assert!(found("percent, 1 decimal", "yearly", &target("90%"), rows, "2022/23").is_empty());
}

#[test]
fn a_count_that_takes_something_back() {
    let change = "  change: against previous, although cumulative \"as published\"\n";
    let rows = |now: u32| format!("answered,2022/23 to Q1,15,,2022/23\nanswered,2022/23 to Q2,{now},,2022/23\n");
    assert_eq!(
        found("count", "quarterly, to date", change, &rows(12), "2022/23 Q2"),
        ["KPI2407] 12 comes after 15 in 2022/23 to Q1, and the figure is counted from the year's start"]
    );
    assert!(found("count", "quarterly, to date", change, &rows(15), "2022/23 Q2").is_empty());
}
