//! A figure exactly on a band's edge falls where the rule says, always (R3): for every scheme of the three councils,
//! both polarities, and targets that no decimal can write.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

use kpi_core::facts::{Cell, Facts, Found, KeyValue, KeyedRow, KeyedTable};
use kpi_core::{Calendar, Exact, FileId, Period, Quantity, SourceMap, Unit, diagnostic::DataPlace};
use kpi_eval::{Ask, History, evaluate};
use kpi_model::Catalogue;
use kpi_model::catalogue::{BandTest, Interval, Judge, JudgeOf, Limit, Scheme};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

/// The councils' own band files, each with an indicator for either polarity whose value and target are data.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut sources = SourceMap::default();
    let mut schemes = String::new();
    for council in ["birmingham", "cambridgeshire", "leicester"] {
        let text = std::fs::read_to_string(rules.join(council).join("bands.kpi")).expect("a council has bands");
        schemes.push_str(&text);
    }
    let names: Vec<String> = schemes
        .lines()
        .filter_map(|line| line.strip_prefix("bands ")?.split([' ', '{']).next().map(str::to_owned))
        .collect();
    let mut text = schemes;
    text.push_str(
        r#"
        dataset figures {
          source: csv "none.csv"
          key: [case]
          columns { case: text   value: number   target: number   before: number }
        }
        "#,
    );
    let mut unique = names;
    unique.sort();
    unique.dedup();
    for name in unique {
        for polarity in ["higher", "lower"] {
            let lookup = |column: &str| format!("figures.{column} where case = \"case\"");
            let (value, target, before) = (lookup("value"), lookup("target"), lookup("before"));
            text.push_str(&format!(
                r#"
                indicator {name}_{polarity} {{
                  title: "{name} {polarity}"
                  unit: number, 1 decimal
                  polarity: {polarity}
                  frequency: yearly
                  measure: snapshot
                  formula: {value}
                  published: {before}
                  target: {target}
                  forecast: last value
                  bands: {name}
                }}
                "#
            ));
        }
    }
    let id = sources.add("edges.kpi", &text);
    assert_eq!(id, FileId(0));
    let (file, mut diagnostics) = kpi_syntax::parse(id, &text);
    let settings = kpi_model::Settings { calendar: Calendar::APRIL, ..kpi_model::Settings::default() };
    let (catalogue, more) = kpi_model::check(&[file], &sources, &settings);
    diagnostics.extend(more);
    let errors: Vec<_> = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    catalogue
});

fn report() -> Period {
    Period::parse("2025/26", Calendar::APRIL).expect("a year")
}

/// The rating that a scheme gives a value beside a target.
fn rating(scheme: &Scheme, polarity: &str, value: &Exact, target: &Exact) -> Option<String> {
    let cell = |value: &Exact| Found {
        cell: Cell::Number(Quantity::new(value.clone(), Unit::Number)),
        place: DataPlace { file: "none.csv".to_owned(), sheet: None, table: None, row: Some(2), column: None },
        raw: value.to_string(),
    };
    let table = KeyedTable {
        failed: None,
        key: vec!["case".to_owned()],
        columns: ["value", "target", "before"].map(str::to_owned).to_vec(),
        rows: vec![KeyedRow {
            key: vec![KeyValue::text("case")],
            cells: vec![cell(value), cell(target), cell(target)],
            duplicate_of: None,
        }],
    };
    let mut facts = Facts::default();
    facts.tables.insert("figures".to_owned(), table);
    let ask =
        Ask { period: report(), indicators: vec![format!("{}_{polarity}", scheme.name)], history: History::default() };
    let (run, wanted) = evaluate(&CATALOGUE, &facts, &ask);
    assert!(wanted.is_empty(), "{wanted:?}");
    run.outturns[0].rating.label.clone()
}

/// Every scheme that divides a number, with the versions in force at the report.
fn schemes() -> &'static [&'static Scheme] {
    static SCHEMES: LazyLock<Vec<&'static Scheme>> = LazyLock::new(|| {
        let found = CATALOGUE.schemes.keys().filter_map(|name| CATALOGUE.scheme(name, report()));
        found.filter(|scheme| scheme.judge == Judge::Deviation && scheme.of != JudgeOf::Displayed).collect()
    });
    &SCHEMES
}

fn edges(scheme: &Scheme) -> Vec<Exact> {
    let intervals = scheme.bands.iter().filter_map(|band| match &band.test {
        BandTest::Interval(interval) => Some(interval),
        BandTest::Is(_) => None,
    });
    let mut edges: Vec<Exact> = intervals
        .flat_map(|Interval { lower, upper, .. }| [lower.clone(), upper.clone()])
        .flatten()
        .map(|Limit { at, .. }| at)
        .collect();
    edges.sort();
    edges.dedup();
    edges
}

/// The label that the scheme declares for a deviation, by looking at its edges alone.
fn declared(scheme: &Scheme, deviation: &Exact) -> Option<String> {
    let mut covering = scheme.bands.iter().filter(|band| match &band.test {
        BandTest::Interval(interval) => interval.contains(deviation),
        BandTest::Is(_) => false,
    });
    let label = covering.next()?.label.clone();
    assert!(covering.next().is_none(), "two bands cover {deviation}");
    Some(label)
}

/// The value whose deviation from the target is exactly this.
fn value_at(target: &Exact, deviation: &Exact, polarity: &str) -> Exact {
    let offset = target.abs().mul(deviation).expect("small");
    match polarity {
        "higher" => target.add(&offset).expect("small"),
        _ => target.sub(&offset).expect("small"),
    }
}

#[test]
fn there_are_schemes_to_try() {
    let names: Vec<&str> = schemes().iter().map(|scheme| scheme.name.as_str()).collect();
    assert!(
        names.contains(&"cambridgeshire") && names.contains(&"leicester") && names.contains(&"birmingham"),
        "{names:?}"
    );
}

#[test]
fn edges_and_a_hair_either_side_fall_where_the_scheme_says() {
    let targets = ["87/100", "1/3", "-1/3", "251", "1/7", "90", "0.001", "-4.2"];
    let hair = Exact::ratio(1, 10i128.pow(18)).expect("not zero");
    for scheme in schemes().iter().copied() {
        for target in targets {
            let target = match target.split_once('/') {
                Some((n, d)) => Exact::ratio(n.parse().expect("digits"), d.parse().expect("digits")).expect("not zero"),
                None => target.parse().expect("a number"),
            };
            for edge in edges(scheme) {
                for deviation in [edge.sub(&hair).expect("small"), edge.clone(), edge.add(&hair).expect("small")] {
                    for polarity in ["higher", "lower"] {
                        let value = value_at(&target, &deviation, polarity);
                        assert_eq!(
                            rating(scheme, polarity, &value, &target),
                            declared(scheme, &deviation),
                            "{} {polarity}: {value} against {target}, deviation {deviation}",
                            scheme.name
                        );
                    }
                }
            }
        }
    }
}

proptest! {
    // Each case tries each of the three schemes: 102,000 in all.
    #![proptest_config(ProptestConfig { cases: 34_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exactly_on_an_edge_is_on_its_declared_side(
        numerator in prop_oneof![-1_000_000i64..-1, 1i64..1_000_000],
        denominator in 1i64..100_000,
        pick in any::<prop::sample::Index>(),
        lower_is_better in any::<bool>(),
    ) {
        let target = Exact::ratio(i128::from(numerator), i128::from(denominator)).expect("not zero");
        let polarity = if lower_is_better { "lower" } else { "higher" };
        for scheme in schemes().iter().copied() {
            let edges = edges(scheme);
            let edge = pick.get(&edges);
            let value = value_at(&target, edge, polarity);
            prop_assert_eq!(rating(scheme, polarity, &value, &target), declared(scheme, edge), "{} at {}", scheme.name, edge);
        }
    }
}
