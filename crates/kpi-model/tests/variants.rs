//! What is said of the many ways in which one and the same thing can be wrong.

mod support;

use std::fmt::Write as _;

const WORLD: &str = r#"dataset figures {
  source: csv "figures.csv"
  key:    [indicator, period]
  columns { indicator: text   period: period   value: number   share: percent   status: one of [final, provisional]
            recorded: text }
}
dataset ranks {
  source: csv "ranks.csv"
  key:    [indicator, period]
  columns { indicator: text   period: period   rank: rank }
}
dataset benchmarks {
  source: csv "benchmarks.csv"
  key:    [indicator, period, area]
  columns { indicator: text   period: period   area: text   value: number }
}
dataset visits {
  source: csv "visits.csv"
  columns { date: date   outcome: one of [Met, "Partly met", Missed]   cost: money   place: text   urgent: yes/no
            age: number   share: percent }
}
comparator england { title: "England"   figure: latest benchmarks.value where area = "England" }
comparator cost { title: "Cost"   figure: mean(visits.cost) }
bands council {
  judge: deviation
  Red below -10%   Amber below 0%   Green from 0%
  at zero target { Green if better   Amber if equal   Red if worse }
}
bands expected { judge: deviation of forecast
  Red below 0%   Green from 0%
  at zero target { Green if better   Amber if equal   Red if worse } }
bands by_gap { judge: gap
  Red below -5   Green from -5
}
bands by_rank { judge: rank
  Green up to 10   Red above 10
}
bands by_direction { judge: direction
  Green if improved   Amber if unchanged   Red if worsened
}
"#;

/// An indicator that says these things, on top of what it must say.
fn indicator(fields: &str) -> String {
    let mut text = String::from("indicator one {\n");
    for (key, value) in [
        ("title", "\"One\""),
        ("unit", "count"),
        ("polarity", "higher"),
        ("frequency", "quarterly"),
        ("formula", "figures.value"),
    ] {
        if !fields.lines().any(|line| line.starts_with(&format!("{key}:"))) {
            let _ = writeln!(text, "  {key}: {value}");
        }
    }
    for line in fields.lines() {
        let _ = writeln!(text, "  {line}");
    }
    text.push_str("}\n");
    text
}

/// The findings in a text, without those of the world around it.
fn told(item: &str) -> String {
    let checked = support::project(&[("world.kpi", WORLD), ("it.kpi", item)]);
    let ours: Vec<_> = checked.diagnostics.iter().filter(|d| d.code.id() != "KPI0306").cloned().collect();
    let mut out = String::new();
    for line in item.lines() {
        let _ = writeln!(out, "> {line}");
    }
    out + &support::render(&ours, &checked.sources) + "\n"
}

fn all(list: &[&str]) -> String {
    list.iter().map(|fields| told(&indicator(fields))).collect()
}

#[test]
fn polarity_and_units() {
    insta::assert_snapshot!(all(&[
        "unit: percent\npolarity: range 85 to 95",
        "polarity: range 5 to 5",
        "unit: percent\npolarity: midpoint 2",
        "unit: days\npolarity: midpoint 5%",
        "unit: rate per 1,000\nformula: count(visits) / sum(visits.cost)",
        "unit: rate per 1,000\nformula: count(visits) / count(visits where urgent)",
        "unit: percentage points\nformula: figures.share - figures.share at previous",
        "unit: percent\nformula: figures.share - figures.share at previous",
        "unit: percent\nformula: figures.share + 5",
        "unit: percent\nformula: if figures.share > 50 then figures.share else 0",
        "formula: figures.status",
        "formula: if figures.status = provisonal then 1 else 2",
        "formula: if figures.status = provisional then 1 else 2",
        "formula: if figures.status > final then 1 else 2",
        "formula: if flagged(proxi) then 1 else 2",
        "formula: if 1 > 2 then 1 else 2",
        "formula: if figures.value > 2 then 1 else if figures.value > 3 then 2 else if figures.value > 2 then 3 else 4",
        "formula: round(figures.value, 1, 2)",
        "formula: rownd(figures.value)",
        "formula: count(figures.value)",
        "formula: abs(figures.status)",
        "formula: -figures.status",
        "formula: one + 1",
        "formula: provisional",
        "formula: council",
        "formula: visits",
        "formula: visits.cost",
        "formula: benchmarks.value",
        "formula: benchmarks.value where area = England",
        "formula: benchmarks.value where area = \"a\" and area = \"b\"",
        "formula: benchmarks.value where area = \"a\" and value = 3",
        "formula: benchmarks.value where area = 5",
        "formula: benchmarks.value where area != \"a\"",
        "formula: latest benchmarks.value where area = \"a\" and period = 2020/21",
        "formula: figures.value at 2020/22",
        "formula: cost",
        "numerator: figures.status",
        "rank: figures.value",
        "flags: figures.value",
        "compare: [england, cost]",
    ]));
}

#[test]
fn records() {
    let conditions = [
        "outcome = \"partly MET\"",
        "outcome = Met and outcome = Missed",
        "outcome in [Met, Mised]",
        "outcome > Met",
        "place = Leeds",
        "place = 5",
        "cost > 5",
        "cost > 5 days",
        "share > 5",
        "date = 2020/21",
        "date > 2020-01-01",
        "date in last 0 months",
        "urgent",
        "not urgent",
        "place",
        "age >= age",
        "18 <= age",
        "age >= 18 + 2",
        "visits.age >= 18",
        "figures.value > 3",
        "date is empty",
        "5",
        "adress = \"x\"",
    ];
    let list: Vec<String> = conditions.iter().map(|c| format!("formula: count(visits where {c})")).collect();
    insta::assert_snapshot!(all(&list.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn targets() {
    insta::assert_snapshot!(all(&[
        "bands: council\ntarget: 87%",
        "bands: council\nunit: percent\ntarget: 0.87%",
        "bands: council\nunit: percent\ntarget: 120%",
        "bands: council\nfrequency: yearly\ntarget: { 2020/21: 250   2021/22: 2,500 }",
        "bands: council\ntarget: 0",
        "bands: council\ntarget: { 2020/21: 100 }",
        "bands: council\nfrequency: yearly, to date\ntarget: { 2020/21: 100 }",
        "bands: council\nfrequency: monthly, rolling 12 months\ntarget: { 2020/21: 100 }",
        "bands: council\nfrequency: monthly, rolling 6 months\ntarget: { 2020/21: 100 }",
        "bands: council\nfrequency: monthly, rolling 12 months\ntarget: { 2020/21: 100 pro rata }",
        "bands: council\nunit: percent\ntarget: { 2020/21: 80% pro rata }",
        "bands: council\nmeasure: snapshot\ntarget: { 2020/21: 80 each month }",
        "bands: council\ntarget: 1,200 pro rata",
        "bands: council\nfrequency: monthly\ntarget: { 2020/21: 80 each quarter }",
        "bands: council\nfrequency: quarterly, to date\ntarget: { 2020/21 Q2: 80 }",
        "bands: council\nfrequency: quarterly, to date\ntarget: { 2020/21 to Q2: 80 }",
        "bands: council\nfrequency: yearly\ntarget: { 2020/21 Q2: 80 }",
        "bands: council\nfrequency: every 2 years from 2014/15\ntarget: { 2015/16: 80 }",
        "bands: council\ntarget: { 2020/21: 100 profiled [10, 20, 30, 90] }",
        "bands: council\ntarget: { from 2020/21: 80   from 2020/21: 90 }",
        "bands: council\ntarget: { 2020: 80 }",
        "bands: council\ntarget: { 2020/21 Q5: 80 }",
        "bands: council\ntarget: england",
        "bands: council\ntarget: 41 copied from engalnd",
        "bands: council\ntarget: cost",
        "target: tbc",
        "bands: by_rank",
        "bands: by_direction\nchange: none \"new\"",
        "bands: by_direction\npolarity: none",
        "bands: council\npolarity: none\ntarget: contextual",
        "bands: expected\ntarget: 80\nforecast: none",
        "bands: by_gap\nunit: percent\ntarget: 80%",
        "bands: by_gap\ntarget: 80",
        "bands: council\npolarity: lower\ntarget: { 2020/21: 271 at year end }\nfrequency: quarterly, to date",
        "bands: expected\npolarity: lower\ntarget: { 2020/21: 271 at year end }\nfrequency: quarterly, to date",
    ]));
}

#[test]
fn change_and_forecast() {
    insta::assert_snapshot!(all(&[
        "change: against previous, tolerance 5%",
        "change: against previous, tolerance 5 pp",
        "unit: percent\nchange: against previous, tolerance 0.5",
        "change: against previous, tolerance -5",
        "change: against previous, tolerance 5, tolerance 6",
        "change: against previous, else recorded figures.value",
        "change: against previous, else recorded figures.recorded",
        "change: against 2016/18",
        "frequency: yearly, to date\nchange: against previous",
        "frequency: quarterly, to date\nchange: against previous, although cumulative \"as published\"",
        "frequency: quarterly, to date\nunit: percent\nchange: against previous",
        "forecast: profile [20%, 50%, 80%]",
        "forecast: profile [20%, 50%, 40%, 100%]",
        "forecast: profile [20%, 50%, 80%, 90%]",
        "forecast: profile [20, 50, 80, 100]",
        "forecast: figures.share",
        "require: figures.value else withhold rating \"why\"",
        "frequency: quarterly, rolling 2 months",
        "frequency: every 0 years from 2014/15",
        "frequency: every 2 years from 2014/15 Q1",
        "frequency: every 2 years from 2014/15, to date",
        "measure: stock",
        "active: 2022/23 to 2020/21",
        "related: [two]",
        "related: [england]",
        "let a = 5",
        "let a = a + 1\nformula: a",
        "let a = b\nlet b = c\nlet c = b\nformula: a",
    ]));
}

#[test]
fn schemes() {
    let list = [
        "judge: deviation\n  Red below 0%   Green above 0%",
        "judge: deviation\n  Red below 0%",
        "judge: deviation\n  Red up to 0%   Green from 0%",
        "judge: deviation\n  Red below -5%   Green from -10% up to 10%   Blue above 5%",
        "judge: deviation\n  \"a\" colour red below 0%   \"b\" colour green below 0%   \"c\" colour blue from 0%",
        "judge: deviation\n  Red below -5   Green from -5%",
        "judge: gap\n  Red below -5%   Green from -5%",
        "judge: gap\n  Red below -5   Green from -5 pp",
        "judge: rank\n  Green up to 10   Red from 11",
        "judge: rank\n  Green up to 10   Red from 12",
        "judge: rank\n  Green up to 25%   Red from 30%",
        "judge: rank\n  Green up to 25%   Red from 30",
        "judge: rank of forecast\n  Green up to 10   Red above 10",
        "judge: direction\n  Green if improved   Amber if improved   Red if worsened",
        "judge: direction\n  Green if better   Amber if unchanged   Red if worsened",
        "judge: deviation\n  Red if worsened   Green from 0%",
        "judge: deviation\n  Red below 0% below 5%   Green from 0%",
        "judge: deviation\n  G below 0%   Green from 0%",
        "judge: deviation\n  Green colour grene below 0%   Red from 0%",
        "judge: deviation\n  Red below 0%   Green from 0%\n  at zero target { Green if better   Red if worse }",
        "judge: gap\n  Red below 0   Green from 0\n  at zero target { Green if better   Red if worse }",
        "judge: deviation\n  Red below 0%   Green from 0%\n  word \"X\" for basline\n  word \"A\" for tbc\n  word \"B\" for tbc",
        "judge: deviation\n  Red below 0%   Green from 0%\n  change { better \"Better\"   show \"{movment}\" }",
        "Red below 0%   Green from 0%",
        "judge: deviation",
        "judge: deviation of target\n  Red below 0%   Green from 0%",
        "judge: deviation\n  judge: gap\n  Red below 0%   Green from 0%",
        "judge: deviation\n  Red below -33.3333%   Green from -1%",
    ];
    let text: String = list.iter().map(|body| told(&format!("bands it {{\n  {body}\n}}\n"))).collect();
    insta::assert_snapshot!(text);
}

#[test]
fn other_items() {
    let list = [
        "dataset it { key: [a] columns { a: text } }",
        "dataset it { source: csv \"a.csv\" separator \"||\" columns { a: text } }",
        "dataset it { source: csv \"a.csv\" sheet \"Q2\" columns { a: text } }",
        "dataset it { source: csv \"a.csv\" columns { a: txt   b: text } key: [a, b] }",
        "dataset it { source: csv \"a.csv\" columns { a: text   a: number } key: [a, a] }",
        "dataset it { source: csv \"a.csv\" columns { a: one of [x, y, X] = z } }",
        "dataset it { source: csv \"a.csv\" header: row 0 columns { a: text } }",
        "comparator it { figure: figures.value }",
        "comparator it { title: \"It\" figure: it }",
        "comparator it { title: \"It\" figure: figures.status }",
        "scorecard it { indicators: [england] }",
        "scorecard it { title: \"It\" theme \"A\" { indicators: [one] } theme \"B\" { indicators: [two] } }",
        "template it(a, b) { title: \"{a} {c}\" unit: count polarity: higher frequency: yearly formula: a }\nindicator x from it(5, b: 6, b: 7) { }",
        "template it(a) { title: \"{a}\" unit: count polarity: higher frequency: yearly formula: a }\nindicator x from it(b: 6) { }",
        "template it(a = 1) { title: \"{a}\" unit: count polarity: higher frequency: yearly formula: a }\nindicator x from it(1, 2) { }\nindicator y from it { }",
        "indicator x from ti { title: \"X\" }",
        "indicator x from england { title: \"X\" }",
        "test \"it\" { at 2020/21 expect england value = 5 }",
        "test \"it\" { indicator two at 2020/21 expect value = 5 }",
        "test \"it\" { at 2020/21 given value = 5 expect value = 5 }",
        "test \"it\" { }",
    ];
    let one = format!("{}\n", indicator("bands: council\ntarget: 80\nlet half = figures.value / 2\nformula: half * 2"));
    let mut text: String = list.iter().map(|item| told(item)).collect();
    for body in [
        "given value = 5%\nexpect rating = Green",
        "given half = 5, england = none, target = none, rank = 3\nexpect rating = none",
        "given haf = 5\nexpect rating = Green",
        "given value = 5, value = 6\nexpect rating = Grene",
        "expect change = Improvd, movement = sideways, missing = lost, flags = prooxy",
        "expect change = improved, movement = up, missing = not supplied, flags = proxy, target = tbc",
        "expect deviation = 5, gap = 5%, amount = 3, period = 2020/21, rank = 3, rating = 5",
        "given figures = [\n  indicator | perid | value\n  one | 2020/21 | 5 | 6\n]\nexpect value = 5",
        "given figurs = [\n  indicator\n  one\n]\nexpect value = 5",
    ] {
        let test = format!("test \"it\" {{\nindicator one at 2020/21 Q2\n{body}\n}}\n");
        text += &told(&format!("{test}{one}"));
    }
    insta::assert_snapshot!(text);
}
