//! What the catalogue holds of what the rules say.

mod support;

use kpi_core::facts::{Compare, Measure, Scalar};
use kpi_core::schema::{EmptyCell, Source};
use kpi_core::{Calendar, Exact, Period, Reason, Unit};
use kpi_model::catalogue::{BandTest, Indicator, TargetHow, TargetValue, TargetWhen};
use kpi_model::formula::{Condition, Formula, FormulaKind, KeyPart, Window};
use support::rules;

const DATA: &str = r#"
dataset figures {
  source: csv "f.csv" separator ";"
  key:    [indicator, period, area]
  columns { indicator: text   period: period   area: one of [County, "North West"]   value: number or "N/A" as not supplied
            status: one of [final, provisional] = FINAL   late: number or empty as not yet due }
}
dataset visits {
  source: xlsx "v.xlsx" sheet "Q2"
  columns { date: date   outcome: one of [Met, "Partly met", Missed]   cost: money   place: text from "The place" }
}
"#;

#[expect(clippy::expect_used, reason = "a test")]
fn one(fields: &str) -> (support::Checked, Indicator) {
    let mut text = String::from(DATA);
    text.push_str("indicator one {\n");
    let given: Vec<&str> = fields.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key.trim()).collect();
    for (key, value) in [
        ("title", "\"One\""),
        ("unit", "count"),
        ("polarity", "higher"),
        ("frequency", "quarterly"),
        ("formula", "figures.value where area = County"),
    ] {
        if !given.contains(&key) {
            text.push_str(&format!("  {key}: {value}\n"));
        }
    }
    text.push_str(&format!("{fields}\n}}\n"));
    let checked = rules(&text);
    assert!(checked.errors().is_empty(), "{}", checked.text());
    let indicator = checked.catalogue.indicators.get("one").cloned().expect("it is right");
    (checked, indicator)
}

#[expect(clippy::expect_used, reason = "a test")]
fn formula(text: &str) -> Formula {
    one(&format!("  formula: {text}")).1.formula.values().next().cloned().expect("it has a formula")
}

#[expect(clippy::panic, reason = "a test")]
fn condition(text: &str) -> Condition {
    match formula(&format!("count(visits where {text})")).kind {
        FormulaKind::Aggregate(aggregate) => aggregate.condition,
        other => panic!("{other:?}"),
    }
}

#[expect(clippy::unwrap_used, reason = "a test")]
fn period(text: &str) -> Period {
    Period::parse(text, Calendar::APRIL).unwrap()
}

#[test]
fn datasets() {
    let (checked, _) = one("");
    let figures = checked.catalogue.datasets.get("figures").unwrap();
    assert_eq!(figures.source, Source::Csv { path: "f.csv".into(), separator: ';' });
    assert_eq!(figures.key, ["indicator", "period", "area"]);
    assert_eq!(figures.column("value").unwrap().missing_words, [("N/A".into(), Reason::NotSupplied)]);
    // The default is kept as the list spells it.
    assert_eq!(figures.column("status").unwrap().empty, Some(EmptyCell::Default("final".into())));
    assert_eq!(figures.column("late").unwrap().empty, Some(EmptyCell::Missing(Reason::NotYetDue)));
    let visits = checked.catalogue.datasets.get("visits").unwrap();
    assert_eq!(visits.source, Source::Workbook { path: "v.xlsx".into(), sheet: Some("Q2".into()) });
    assert_eq!(visits.column("place").unwrap().header.as_deref(), Some("The place"));
}

#[test]
fn keys_are_bound_in_the_order_of_the_dataset() {
    let FormulaKind::Lookup(lookup) = formula("figures.value where area = \"north west\"").kind else { panic!() };
    assert!(!lookup.latest);
    let [KeyPart::Indicator, KeyPart::Period, KeyPart::Given(area)] = lookup.key.as_slice() else {
        panic!("{:?}", lookup.key)
    };
    assert!(matches!(&area.kind, FormulaKind::Text(text) if text == "North West"));
    let FormulaKind::Lookup(lookup) =
        formula("figures.value where area = County and indicator = one and period = 2019/20").kind
    else {
        panic!()
    };
    let [KeyPart::Given(who), KeyPart::Given(when), KeyPart::Given(_)] = lookup.key.as_slice() else {
        panic!("{:?}", lookup.key)
    };
    assert!(matches!(&who.kind, FormulaKind::Text(text) if text == "one"));
    assert!(matches!(&when.kind, FormulaKind::Period(p) if *p == period("2019/20")));
}

#[test]
fn conditions_stand_side_by_side() {
    let Condition::And(parts) = condition("outcome = met and date in period and cost > £5 and place != \"x\"") else {
        panic!()
    };
    assert_eq!(parts.len(), 4);
    assert!(
        matches!(&parts[0], Condition::Compare { op: Compare::Equal, value: Scalar::Text(code), .. } if code == "Met")
    );
    assert!(matches!(&parts[1], Condition::Window { window: Window::Period, .. }));
    assert!(
        matches!(&parts[2], Condition::Compare { op: Compare::Greater, value: Scalar::Number(five), .. } if *five == Exact::from(5))
    );
    // Of an empty cell neither a condition nor its opposite holds.
    let Condition::And(parts) = condition("outcome not in [Met, Missed]") else { panic!() };
    assert!(
        matches!(&parts[..], [Condition::Not(_), Condition::Not(empty)] if matches!(**empty, Condition::Empty { .. }))
    );
    assert!(matches!(condition("£5 < cost"), Condition::Compare { op: Compare::Greater, .. }));
    assert!(matches!(condition("date in last 4 quarters"), Condition::Window { window: Window::LastMonths(12), .. }));
    assert!(
        matches!(condition("date in 2020/21"), Condition::Window { window: Window::Named(p), .. } if p == period("2020/21"))
    );
    assert!(matches!(condition("place is not empty"), Condition::Not(_)));
    let FormulaKind::Aggregate(sum) = formula("count distinct place(visits)").kind else { panic!() };
    assert_eq!(
        (sum.measure, matches!(sum.condition, Condition::All)),
        (Measure::CountDistinct(vec!["place".into()]), true)
    );
}

#[test]
fn what_is_asked_of_records() {
    let measure = |text: &str| match formula(text).kind {
        FormulaKind::Aggregate(aggregate) => aggregate.measure,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        measure("count distinct [place, date](visits)"),
        Measure::CountDistinct(vec!["place".into(), "date".into()])
    );
    let (_, one) = one("  unit: money\n  formula: percentile(visits.cost where outcome in [Met, Missed], 97.5%)");
    let FormulaKind::Aggregate(asked) = &one.formula.values().next().expect("a formula").kind else { panic!() };
    assert_eq!(asked.measure, Measure::Percentile("cost".into(), Box::new(Exact::ratio(39, 40).expect("a ratio"))));
    // A share may be a template's parameter, since what it stands for is written.
    let text = format!(
        "{DATA}template slowest(share) {{\n  title: \"The slowest\"   unit: money   polarity: lower   frequency: yearly\n  \
         formula: percentile(visits.cost, share)\n}}\nindicator tenth from slowest(90%) {{ }}\n"
    );
    let checked = rules(&text);
    assert!(checked.errors().is_empty(), "{}", checked.text());
}

#[test]
fn a_hundredfold_is_found_wherever_it_stands() {
    let found = |unit: &str, formula: &str| {
        let text = format!(
            "{DATA}indicator one {{\n  title: \"One\"   unit: {unit}   polarity: none   frequency: yearly\n  \
             let met = count(visits where outcome = Met)   let all = count(visits)   let share = met / all\n  \
             formula: {formula}\n}}\n"
        );
        rules(&text).errors().iter().any(|error| error.code.id() == "KPI0412")
    };
    for formula in [
        "(met / all) * 100",
        "100 * met / all",
        "met * 100 / all",
        "share * 100",
        "if all > 30 then share * 100 else met / all",
        "round(share * 100, 1)",
        "-(share * 100) else share",
        "(share * 100) at previous",
    ] {
        assert!(found("percent", formula), "{formula}");
        assert!(found("rate per 1,000", &formula.replace("100", "1,000")), "{formula}");
    }
    for (unit, formula) in [
        ("percent", "met / all"),
        ("percent", "share * 2"),
        ("percent", "met / (all * 100)"),
        ("number", "share * 100"),
        ("rate per 1,000", "share * 100"),
        ("count", "met * 100"),
    ] {
        assert!(!found(unit, formula), "{unit} {formula}");
    }
}

#[test]
fn what_cannot_be_asked_of_records() {
    let mut told = String::new();
    for formula in [
        "percentile(visits.cost)",
        "percentile(visits.cost where outcome = Met, 0.9)",
        "percentile(visits.cost, 90)",
        "percentile(visits.cost, 101%)",
        "percentile(visits.cost, -1%)",
        "percentile(visits.cost, max(50%, 90%))",
        "percentile(visits, 90%)",
        "percentile(visits.place, 90%)",
        "percentile(1, 90%)",
        "percentile(visits.cost, 90%, 95%)",
        "count distinct [place, place](visits)",
        "count distinct [place, palce](visits)",
        "count distinct [](visits)",
        "count distinct [place](visits.cost)",
    ] {
        let text = format!(
            "{DATA}indicator one {{\n  title: \"One\"   unit: number   polarity: none   frequency: yearly\n  formula: {formula}\n}}\n"
        );
        let checked = rules(&text);
        assert_eq!(checked.errors().len(), 1, "{formula}: {}", checked.text());
        told.push_str(&format!("{formula}\n{}\n", checked.text()));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn units_follow_the_operations() {
    assert_eq!(formula("count(visits)").unit, Unit::Count);
    let (_, share) = one("  unit: percent\n  formula: count(visits where outcome = Met) / count(visits)");
    assert_eq!(share.formula.values().next().unwrap().unit, Unit::Ratio);
    let (_, cost) = one("  unit: money\n  formula: sum(visits.cost) / count(visits)");
    assert_eq!(cost.formula.values().next().unwrap().unit, Unit::Money);
}

#[test]
fn lets_stand_after_those_they_need() {
    let (_, indicator) = one("  let c = a + b\n  let a = b * 2\n  let b = count(visits)\n  formula: c");
    let names: Vec<&str> = indicator.lets.iter().map(|named| named.name.as_str()).collect();
    assert_eq!(names, ["b", "a", "c"]);
    let FormulaKind::Let { index, name } = &indicator.formula.values().next().unwrap().kind else { panic!() };
    assert_eq!((*index, name.as_str()), (2, "c"));
}

#[test]
fn a_named_value_may_be_called_like_a_column() {
    let (_, indicator) = one(
        "  let value = figures.value where area = County\n  let outcome = count(visits where outcome = Met)\n  formula: value + outcome",
    );
    assert_eq!(indicator.lets.len(), 2);
}

#[test]
fn targets_by_period() {
    let (_, indicator) = one(
        "  frequency: quarterly, to date\n  target: { 2021/22: tbc \"soon\"   2022/23: 339 profiled [110, 207, 270, 339]   from 2023/24: 400 proposed }\n  bands: council\n}\nbands council {\n  judge: deviation\n  Red below 0%   Green from 0%",
    );
    let [tbc, profiled, onwards] = indicator.target.as_slice() else { panic!() };
    assert!(matches!(tbc.value, TargetValue::Status(_)) && tbc.note.as_deref() == Some("soon"));
    assert_eq!(profiled.when, TargetWhen::For(period("2022/23")));
    assert!(matches!(&profiled.how, Some(TargetHow::Profiled(list)) if list.len() == 4));
    assert_eq!(onwards.when, TargetWhen::From(period("2023/24")));
    assert!(onwards.proposed);
}

#[test]
fn templates() {
    let checked = rules(&format!(
        "{DATA}bands council {{\n  judge: deviation\n  Red below 0%   Green from 0%\n}}\n{}",
        r#"
template share(what, result, goal = 80%, scheme = council) {
  title:     "Share of {what}, aiming at {goal}"
  unit:      percent
  polarity:  higher
  frequency: quarterly
  let met = count(visits where outcome = result and date in period)
  formula:   met / all
  let all = count(visits where date in period)
  target:    goal
  bands:     scheme
  note:      "of the template"
}
indicator first from share("visits", Met) { note: "its own" }
indicator second from share(goal: tbc, what: "calls", result: "partly met") { let met = count(visits) }
"#
    ));
    assert!(checked.errors().is_empty(), "{}", checked.text());
    let first = checked.catalogue.indicators.get("first").unwrap();
    assert_eq!(first.template.as_deref(), Some("share"));
    assert_eq!(first.title.values().next().unwrap(), "Share of visits, aiming at 80%");
    assert_eq!(first.text("note", period("2020/21")), Some("its own"));
    let FormulaKind::Aggregate(met) = &first.lets.iter().find(|l| l.name == "met").unwrap().value.kind else {
        panic!()
    };
    let Condition::And(parts) = &met.condition else { panic!() };
    assert!(matches!(&parts[0], Condition::Compare { value: Scalar::Text(code), .. } if code == "Met"));
    assert_eq!(first.bands.as_ref().unwrap().values().next().unwrap(), "council");
    let second = checked.catalogue.indicators.get("second").unwrap();
    assert!(matches!(second.target[0].value, TargetValue::Status(_)));
    assert_eq!(second.lets.len(), 2);
}

/// Each band starts where its neighbour ends.
#[test]
fn bands() {
    let edges = |text: &str| {
        let checked = rules(&format!("bands council {{\n  judge: deviation\n  {text}\n}}\n"));
        assert!(checked.errors().is_empty(), "{}", checked.text());
        checked.catalogue.schemes["council"][0]
            .bands
            .iter()
            .map(|band| match &band.test {
                BandTest::Interval(interval) => {
                    let side = |limit: &Option<kpi_model::catalogue::Limit>, open: &str, closed: &str| {
                        limit.as_ref().map_or_else(
                            || "∞".to_owned(),
                            |l| format!("{}{}", if l.closed { closed } else { open }, l.at.mul(&100.into()).unwrap()),
                        )
                    };
                    format!("{} {}", side(&interval.lower, ">", ">="), side(&interval.upper, "<", "<="))
                }
                BandTest::Is(case) => format!("{case:?}"),
            })
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(
        edges("Red below -10%   Amber below 0%   Green up to 5%   Blue above 5%"),
        "∞ <-10, >=-10 <0, >=0 <=5, >5 ∞"
    );
    assert_eq!(edges("Green from 0%   Amber from -0.5%   Red below -0.5%"), ">=0 ∞, >=-1/2 <0, ∞ <-1/2");
    assert_eq!(edges("Red below -5%   Amber from -5% up to 5%   Blue above 5%"), "∞ <-5, >=-5 <=5, >5 ∞");
}

#[test]
fn tests_bring_their_own_rows() {
    let checked = rules(&format!(
        "{DATA}{}",
        r#"
indicator one {
  title: "One"   unit: count   polarity: higher   frequency: yearly
  formula: figures.value where area = County
}
test "rows" {
  indicator one at 2020/21
  given figures = [
    indicator | period  | area   | value
    one       | 2020/21 | County | 5
    one       | 2019/20 | County |
  ]
  given previous = none
  expect value = 5, target = none, missing = none
}
"#
    ));
    assert!(checked.errors().is_empty(), "{}", checked.text());
    let test = &checked.catalogue.tests[0];
    assert_eq!(test.absent, [(kpi_model::catalogue::GivenFact::Previous, Reason::NotSupplied)]);
    let Source::Inline { rows } = &test.tables[0].source else { panic!() };
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].cells[3], ("value".to_owned(), String::new()));
    assert!(test.expect[1].value.is_none());
}

#[test]
fn cohorts_in_a_circle_are_told_once() {
    let checked = support::rules(
        "dataset visits { source: csv \"v.csv\"   columns { person: text } }\ncohort a { from: b }\ncohort b { from: c }\n\
         cohort c { from: a }\nindicator one {\n  title: \"One\"\n  unit: count\n  polarity: none\n  frequency: yearly\n  \
         formula: count(a) + count(visits)\n}\n",
    );
    assert_eq!(checked.codes(), ["KPI0305"], "{}", checked.text());
}

/// What a spreadsheet has taught people, and what they are told.
#[test]
fn habits_are_answered_with_what_to_write() {
    let mut shown = Vec::new();
    for (key, value) in [
        ("formula", "cost / late"),
        ("formula", "outcome"),
        ("formula", "sum(visits.cost where date = period)"),
        ("formula", "sum(visits.cost where date = \"Apr-24\")"),
        ("formula", "sum(visits.cost where date = Apr-24)"),
        ("formula", "sum(visits.cost where date)"),
        ("formula", "sum(visits.cost in period)"),
        ("formula", "sum(visits.cost where date = \"2024-04-01\")"),
        ("formula", "sum(visits.cost where date = \"2024 plan\")"),
        ("formula", "sum(visits.cost where date <> \"\")"),
        ("formula", "sum(visits.cost where place = \"\")"),
        ("formula", "count(bins)"),
        ("formula", "AVERAGE(visits.cost)"),
        ("formula", "sum(Cost)"),
        ("formula", "Cost / Late"),
        ("formula", "sumif(visits.cost)"),
        ("formula", "COUNTIF(visits.cost)"),
        ("formula", "sum(cost)"),
        ("target", "tba"),
        ("target", "0.75"),
        ("target", "75"),
        ("target", "\"75%\""),
        ("target", "\"1 or fewer\""),
        ("bands", "council"),
        ("given", "value = 0.75"),
        ("given", "visits = 5"),
    ] {
        let (unit, formula) = match key {
            "target" | "bands" | "given" => ("percent", "count(visits where outcome = Met) / count(visits)"),
            _ => ("count", value),
        };
        let mut text = format!("{DATA}indicator one {{\n  title: \"One\"\n  unit: {unit}\n  polarity: higher\n");
        text.push_str(&format!("  frequency: quarterly\n  formula: {formula}\n"));
        text.push_str(&match key {
            "formula" => "}\n".to_owned(),
            "given" => {
                format!("}}\ntest \"t\" {{\n  indicator one at 2024/25 Q2\n  given {value}\n  expect value = 75%\n}}\n")
            }
            "bands" => {
                format!("  bands: {value}\n}}\nbands rag {{ judge: deviation   Red below 0%   Green from 0% }}\n")
            }
            key => format!("  {key}: {value}\n}}\n"),
        });
        let checked = rules(&text);
        let told = checked.text();
        // That a dataset is not used says nothing here.
        let told: Vec<&str> = told.split_inclusive('\n').skip_while(|line| !line.starts_with("error")).collect();
        shown.push(format!("{key}: {value}\n{}", told.concat()));
    }
    insta::assert_snapshot!(shown.join("\n"));
}
