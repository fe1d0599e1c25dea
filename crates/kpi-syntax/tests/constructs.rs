//! Each construct's tree at a glance, what is said of near misses, and that every place in a tree lies in its text.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod short;

use proptest::prelude::*;
use short::{parse, problems, show};

/// The tree of an indicator's fields.
fn fields(fields: &str) -> String {
    show(&format!("indicator x {{\n{fields}\n}}"))
}

/// The tree of a formula.
fn formula(formula: &str) -> String {
    let shown = fields(&format!("formula: {formula}"));
    shown.strip_prefix("(indicator x\n  formula: ").map_or(shown.clone(), |rest| rest.replacen(")\n", "\n", 1))
}

#[test]
fn datasets() {
    insta::assert_snapshot!(show(
        r#"
dataset figures {
  source: csv "data/figures.csv" separator ";"
  header: row 3
  key:    [indicator, period]
  columns {
    indicator: text
    value:     number from "Value" or "N/A" as not supplied or empty as not yet due
    status:    one of [final, "over counted", 1] = final
    flags:     some of [proxy] = "a b"
    agreed:    yes/no
  }
}
"#
    ));
}

#[test]
fn bands() {
    insta::assert_snapshot!(show(
        r#"
bands council from 2020/21 {
  judge: deviation of displayed value
  Red   "off target"  colour red  below -10%
  Amber from -10% below 0%
  "On target" colour green up to £3.6m
  Blue above 2 pp
  Grey if unchanged
  at zero target { Blue if better   Green if equal }
  require actions for Red, Amber and Blue
  word "Baseline" for baseline "no target yet"
  word "Pending" for in development
  change { improved "Improving" show "{movement}" }
}
bands line { judge: direction Green if improved Red if worsened word "X" for tbc Amber if unchanged }
bands sure { judge: significance against england Green if better Amber if similar Red if worse }
"#
    ));
}

#[test]
fn indicators_and_templates() {
    insta::assert_snapshot!(show(
        r#"
template survey(question, base = 100) { title: "{question}" unit: rate per 100,000, 1 decimal, half even }
indicator a from survey("q1", base: 50) {
  number: 105
  unit: { from 2020/21: yes/no   from 2021/22 Q2: percentage points }
  polarity: range -1% to 2%
  frequency: every 2 years from 2014/15, 3 quarters late
  frequency: quarterly, to date, rolling 4 quarters
  let X = 1
  numerator: X, "people"
  target: { 2020/21: 87%   2021/22 Q2: tbc "note"   from 2022/23: none   2023/24: in development proposed }
  target: 1,200 pro rata
  target: 339 profiled [110, 339] copied from england
  target: 260 each month
  target: 271 at year end
  bands: { from 2020/21: one   from 2021/22: two }
  compare: [england, neighbours]
  change: against same period last year, tolerance 0.5 pp, as published, else recorded f.direction, not judged "so"
  change: none "no baseline"
  forecast: profile [20%, 100%]
  forecast: last value
  forecast: X * 2
  interval: { from 2020/21: wilson 95%   from 2022/23: byar 99.8% }
  control: xmr from 2018/19 Q1, baseline to 2020/21 Q4, rebased 2022/23 Q1 "a new system", baseline to 2023/24 Q4
  require: X >= 30 and not X is missing else withhold rating and change "few"
  variant: "Local" of "2Bi", counts each
  active: 2020/21
  active: until 2021/22
  active: 2020/21 Q1 to 2022/23
  links: ["a", "b"]
  related: [b]
  rank: latest ranks.rank
  description: """
    one
      two
  """
}
"#
    ));
}

#[test]
fn the_other_items() {
    insta::assert_snapshot!(show(
        r#"
use "../shared/bands.kpi"
comparator england { title: "England" kind: mean figure: latest b.value where area = "England" year: 2019/20 }
scorecard adults { title: "Adults" layout: table active: from 2020/21 indicators: [a] theme "More" { indicators: [b, c] } }
test "ten per cent" {
  indicator a at 2020/21 Q2
  given value = 78.3%, target = none
  given figures = [   # the rows
    indicator | period  | value
    # not a row
    a         | 2020/21 | King's "Lynn"

    "a | b"   | N/A     |
  ]
  expect rating = Amber, deviation = -10% within 0.1%
  expect b missing = not yet due, value != 2
}
"#
    ));
}

#[test]
fn expressions() {
    let formulas = [
        "a + b * c - d / e",
        "-a * -2 - 3 -4",
        "- 5 + (-£3.6m)",
        "not a = b and c or d",
        "a else b else c",
        "if a then b else if c then d else e else f",
        "if a > 1 then (if b then 1 else 2) else 3",
        "2020/21",
        "2020 / 21",
        "x at 2020/21 to Q2 + 2020-09 - 2020 - 9",
        "2020/21 Q2 = 2020/21 H1",
        "2024-01-10 < 2024",
        "100,000 + min(100, 000)",
        "87% + 2 pp + 14 days + 3.6m + 5k + 2bn",
        "yes = no",
        "x at previous at same period last year",
        "figures.value where area = \"England\" or b = 1",
        "latest figures.value where a in [B, \"c d\", 1]",
        "count(records)",
        "count(records where a = b and date in last 12 months)",
        "count distinct person(records where a is not empty)",
        "sum(records.cost where date not in year to date) / mean(records.cost)",
        "min(records.cost) + min(a) + min(a, b) + max(records.cost where a = 1)",
        "abs(x) + round(x, 2) + flagged(proxy)",
        "latest + then_ + if_",
        "(a is missing) = (b not in [c])",
        "date in period and date in 2020/21",
    ];
    let shown: Vec<String> = formulas.iter().map(|text| format!("{text}\n  {}", formula(text))).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn near_misses_are_read_and_told() {
    let written = [
        "formula: a == b",
        "formula: a <> b && c || !d",
        "formula: a≥b×2−1",
        "formula X / Y",
        "formula = X / Y",
        "title: 'text'",
        "title: “text”;",
        "title: text without quotes",
        "title: \"text\",",
        "theme: 5",
        "unit: percent 1 decimals",
        "unit: Percent",
        "frequency: yearly to date",
        "compare: england",
        "links: \"a\"",
        "target: { 2020/21: 1, 2021/22: 2 }",
        "formula: a // a comment",
    ];
    let shown: Vec<String> = written.iter().map(|text| format!("{text}\n{}", fields(text))).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn what_is_missing_or_too_much_is_told_where_it_is() {
    let written = [
        "formula: X +",
        "formula: X Y",
        "formula: (X",
        "formula: X)",
        "formula: if a then b",
        "formula: count(records where)",
        "formula: latest x",
        "formula: a in b",
        "formula: x at yesterday",
        "formula: 5km + 1,00",
        "formula: 2024-13-45",
        "let y x / 2",
        "target: { 2020/21: 87%% }",
        "target: { 2020/21: 87%",
        "polarity: range 10% 20%",
        "polarity: hihger",
        "unit: percnt",
        "unit: rate per 0",
        "frequency: quaterly",
        "frequency: monthly, rolling 12 monts",
        "change: previous",
        "change: against previous, tolerence 5%",
        "require: a > 3 else withold rating \"few\"",
        "variant: \"a\" of \"b\"",
        "active: sometimes",
        "titel: \"x\"",
        "title: \"C:\\data\"",
        "title: \"no end",
        "description: \"\"\"\n no end\n",
        "garbage here",
    ];
    let shown: Vec<String> =
        written.iter().map(|text| format!("{text}\n{}", problems(&format!("indicator x {{\n{text}\n}}")))).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn broken_heads_and_braces_keep_to_their_item() {
    let written = [
        "indicator asc-105 { title: \"x\" }",
        "indicator 105 { title: \"x\" }",
        "indicator x\n  title: \"x\"\n}\nindicator y { title: \"y\" }",
        "indicator x {\n  title: \"x\"\nindicator y { title: \"y\" }",
        "  title: \"x\"\n}\nindicator y { title: \"y\" }",
        "dataset d {\n  columns {\n    a: text\n  key: [a]\n}\nindicator y { title: \"y\" }",
        "indicater x { title: \"x\" }",
        "widget x { title: \"x\" }\nindicator y { title: \"y\" }",
        "use bands.kpi",
        "bands b {\n  judge deviation\n  Red under 5%\n  Green >= 5%\n  Amber below 5% and above 2%\n}",
        "test \"t\" {\n  given figures = [\n    a | b\n    1 | 2\n  expect rating = Red\n}\nindicator y { title: \"y\" }",
    ];
    let shown: Vec<String> = written.iter().map(|text| format!("{text}\n{}", show(text))).collect();
    insta::assert_snapshot!(shown.join("\n\n"));
}

#[test]
fn the_examples_of_the_reference_parse() {
    let reference = include_str!("../../../docs/language/reference.md");
    let mut block: Option<String> = None;
    let mut read = 0;
    for line in reference.lines() {
        match (&mut block, line) {
            (None, "```kpi") => block = Some(String::new()),
            (Some(text), "```") => {
                // A sketch with `…` is no text of the language.
                if !text.contains("{ …") {
                    let within = |item: &str| format!("{item} {{\n{text}\n}}");
                    let readings = [text.clone(), within("indicator x"), within("test \"x\"")];
                    assert!(readings.iter().any(|text| parse(text).1.is_empty()), "{text}\n{}", problems(text));
                    read += 1;
                }
                block = None;
            }
            (Some(text), line) => {
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    assert!(read >= 5);
}

/// Every place in the tree, read off its debug output: `start: 3, end: 7`.
fn places(text: &str) {
    let tree = format!("{:?}", parse(text).0);
    let mut rest = tree.as_str();
    while let Some((_, after)) = rest.split_once("start: ") {
        let (start, after) = after.split_once(", end: ").expect("an end");
        let end: String = after.chars().take_while(char::is_ascii_digit).collect();
        let (start, end): (usize, usize) = (start.parse().expect("a number"), end.parse().expect("a number"));
        assert!(text.get(start..end).is_some(), "{start}..{end} in {text:?}");
        rest = after;
    }
}

const WHOLE: &str = include_str!("constructs.kpi");

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_of_a_tree_lies_in_its_text(
        lines in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..4),
        put in prop::sample::select(vec!["“", "”", "−", "'", "é", "\"", "{", "]", "x", "\n", "//", ";", "≤", "£"]),
        at in any::<prop::sample::Index>(),
    ) {
        let mut text: Vec<&str> = WHOLE.lines().collect();
        for (a, b) in lines {
            let (a, b) = (a.index(text.len()), b.index(text.len()));
            text.swap(a, b);
        }
        let mut text = text.join("\n");
        let mut at = at.index(text.len());
        while !text.is_char_boundary(at) { at -= 1 }
        text.insert_str(at, put);
        places(&text);
    }
}

#[test]
fn cohorts() {
    insta::assert_snapshot!(show(
        r#"
dataset services {
  source: csv "s.csv"
  birth: birth_date
  interval: started to ended
  columns { person: text }
}
cohort admissions {
  from:  services
  where: started in period and open in last 12 months and open at 2024-03-31 and age at (ended + 7 days) >= 18
         and no earlier in services where same [council, person] and earlier.started < started
             and (earlier.ended is empty or days from earlier.ended to started < 365)
  where: kind starts with "65" or some other in reviews where same person and other.day in period
  birth: born, 365.25 days a year
  interval: started to died
  let late = working days from started to ended > 20 or ended > started + 20 working  days
  let next = first later in services where same person and later.started >= start of period
             by later.kind ranked ["a", "b"], latest later.started - 3 months + 1 year, prefer later.kind = "a", later.no empty first
  cascade sequel {
    died: "Deceased" when death <= ended
    next: next.kind
    else_: "none"
  }
  episodes: per [council, person] from started to ended within 7 days by highest kind
  keep: one per person by latest ended, years from a to b, tied gender = "Unknown", tied born = lowest
  require: (number of other in services where same person) <= 10 else "too many"
}
"#
    ));
}

#[test]
fn cohorts_with_mistakes() {
    insta::assert_snapshot!(problems(
        r#"
cohort admissions {
  form: services
  where started in period
  keep: per person
  episodes: per person from started to ended
  require: ended >= started
  cascade: sequel { }
  cascade sequel { died "Deceased" }
  let x = first in services where same person
}
"#
    ));
}

#[test]
fn slices_and_peers() {
    insta::assert_snapshot!(show(
        r#"
comparator neighbours {
  title:  "Neighbours"
  kind:   neighbours
  by:     [age_band]
  across: council
  among:  lists.neighbour where model = "2025"
  same:   areas.region
  where:  areas.level = "LA"
}
indicator x { by: council  formula: 1 }
indicator y { by: [council from areas total "England", age_band total 970]  formula: 1 }
indicator z { by: [council from, ]  formula: 1 }
"#
    ));
}
