//! The Local Authority Interactive Tool: ranks, quartiles and statistical neighbours, done again in plain Rust.
//!
//! As its publisher words it: the rank is descending where high is good and ascending where low is, ties take the
//! smallest, authorities only, those without a figure unranked; the bounds of the quartiles are R's type 7; the band A
//! is the best: where low is good a value up to the first bound, where high is good one above the third; an upper bound
//! belongs to the lower band; the neighbours' figure is the mean of those that have one.

use crate::published::{Fraction, data, project, run, table};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

const FILES: [(&str, &str); 3] = [
    ("values_child_protection_workforce.csv", "values_children"),
    ("values_children_looked_after.csv", "values_looked_after"),
    ("values_health_education_other.csv", "values_other"),
];

struct Measure {
    id: String,
    high: bool,
    /// By authority, region or England.
    values: HashMap<String, Fraction>,
}

/// Type 7: at place (n − 1) × quarters / 4 of the sorted values, counted from 0.
fn bound(sorted: &[Fraction], quarters: usize) -> Fraction {
    let place = (sorted.len() - 1) * quarters;
    let (below, part) = (place / 4, place % 4);
    let lower = sorted[below];
    if part == 0 {
        return lower;
    }
    let upper = sorted[below + 1];
    let step = upper.plus(lower.times(-1));
    lower.plus(Fraction(step.0 * part as i128, step.1 * 4))
}

#[test]
fn ranks_quartiles_and_neighbours_are_those_of_the_tool() {
    let Some(folder) = data("dfe-lait") else { return };
    let polarity: HashMap<String, String> = table(folder.join("measures.csv"))
        .into_iter()
        .map(|row| (row["measure"].clone(), row["polarity"].clone()))
        .collect();
    let areas = table(folder.join("areas.csv"));
    let authorities: Vec<&str> =
        areas.iter().filter(|row| row["level"] == "Local authority").map(|row| row["la_number"].as_str()).collect();
    let region: HashMap<&str, &str> =
        areas.iter().map(|row| (row["la_number"].as_str(), row["region"].as_str())).collect();
    let mut neighbours: HashMap<String, Vec<String>> = HashMap::new();
    for row in table(folder.join("statistical_neighbours.csv")).into_iter().filter(|row| row["model"] == "2025") {
        neighbours.entry(row["la_number"].clone()).or_default().push(row["neighbour_la_number"].clone());
    }

    let mut rules = String::new();
    let mut measures: Vec<Measure> = Vec::new();
    for (file, dataset) in FILES {
        let mut found: BTreeMap<String, BTreeMap<String, HashMap<String, String>>> = BTreeMap::new();
        for row in table(folder.join(file)) {
            let years = found.entry(row["measure"].clone()).or_default();
            years.entry(row["period"].clone()).or_default().insert(row["la_number"].clone(), row["value"].clone());
        }
        for (measure, years) in found {
            let template = match polarity[&measure].as_str() {
                "High" => "higher",
                "Low" => "lower",
                // A figure without polarity has no rank.
                _ => continue,
            };
            // The last two years, as far as a year's label sorts.
            for (year, cells) in years.into_iter().rev().take(2) {
                let id = format!("m_{}", measures.len() + 1);
                writeln!(rules, "indicator {id} from {template}({dataset}, \"{measure}\", \"{year}\") {{}}").unwrap();
                let values =
                    cells.into_iter().filter_map(|(area, value)| Some((area, Fraction::read(&value)?))).collect();
                measures.push(Measure { id, high: template == "higher", values });
            }
        }
    }
    assert!(measures.len() > 100, "{} measures and years", measures.len());

    let project = project("lait", "April", &rules);
    let run = run(&project, "2025/26");
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    let mut add = |what| *count.entry(what).or_default() += 1;
    let mut differ = String::new();
    for measure in &measures {
        let better = |a: Fraction, b: Fraction| if measure.high { b.less(a) } else { a.less(b) };
        let value = |area: &str| measure.values.get(area).copied();
        let mut sorted: Vec<Fraction> = authorities.iter().filter_map(|area| value(area)).collect();
        sorted.sort_by_key(|value| value.0 * (1_000_000_000_000 / value.1));
        for area in &authorities {
            let result = run.get(&measure.id, &[area]);
            let told = || format!("{} of {area}: {result}", measure.id);
            let Some(own) = value(area) else {
                assert_eq!(result["missing"], "not supplied", "{}", told());
                assert!(result["rank"]["position"].is_null() && result["rank"]["quartile"].is_null(), "{}", told());
                add("figures not there, unranked");
                continue;
            };
            assert!(Fraction::of(&result["value"]).is_some_and(|figure| figure.same(own)), "{}", told());
            let first = sorted.iter().filter(|other| better(**other, own)).count() + 1;
            let ties = sorted.iter().filter(|other| other.same(own)).count();
            let bounds = [1, 2, 3].map(|quarters| bound(&sorted, quarters));
            let above = bounds.iter().filter(|bound| bound.less(own)).count();
            let quartile = if measure.high { 4 - above } else { above + 1 };
            let mean = |of: &[&str]| {
                let values: Vec<Fraction> = of.iter().filter_map(|area| value(area)).collect();
                let sum = values.iter().fold(Fraction(0, 1), |sum, value| sum.plus(*value));
                (!values.is_empty()).then(|| (Fraction(sum.0, sum.1 * values.len() as i128), values.len()))
            };
            let listed: Vec<&str> = neighbours.get(*area).into_iter().flatten().map(String::as_str).collect();
            let alike: Vec<&str> = authorities.iter().copied().filter(|other| region[other] == region[area]).collect();
            let rank = &result["rank"];
            let beside = |id: &str| {
                let found = result["comparators"].as_array().expect("comparators").iter().find(|one| one["id"] == id);
                found.unwrap_or_else(|| panic!("{}", told()))
            };
            let agrees = |id: &str, wanted: Option<(Fraction, usize)>| match wanted {
                Some((mean, used)) => {
                    let found = beside(id);
                    found["used"] == used && Fraction::of(&found["value"]).is_some_and(|found| found.same(mean))
                }
                None => beside(id)["value"].is_null(),
            };
            let checks = [
                ("ranks", rank["position"] == first && rank["of"] == sorted.len() && rank["tied"] == (ties > 1)),
                ("quartiles", rank["quartile"] == quartile),
                ("means of neighbours", agrees("neighbours", mean(&listed))),
                ("means of the region's authorities", agrees("region", mean(&alike))),
                ("means of all authorities", agrees("authorities", mean(&authorities))),
                ("medians of all authorities", agrees("typical", Some((bound(&sorted, 2), sorted.len())))),
            ];
            for (what, holds) in checks {
                add(what);
                if !holds {
                    writeln!(differ, "{what}: {}", told()).unwrap();
                }
            }
        }
        // England is what is published for it, and is no peer.
        let england = run.get(&measure.id, &[]);
        match value("970") {
            Some(published) => assert!(Fraction::of(&england["value"]).is_some_and(|figure| figure.same(published))),
            None => assert_eq!(england["missing"], "not supplied"),
        }
        assert!(england["rank"]["position"].is_null());
    }
    assert_eq!(differ, "");
    let ranked: HashSet<&str> = authorities.iter().copied().collect();
    let mut out = format!("{} measures and years, {} authorities\n", measures.len(), ranked.len());
    for (what, count) in count {
        writeln!(out, "{count} {what} agree").unwrap();
    }
    insta::assert_snapshot!("lait", out);
}

/// The figure published for England is not the mean of its authorities, and neither stands in for the other (R39).
#[test]
fn the_figure_of_england_is_not_the_mean_of_its_authorities() {
    if data("dfe-lait").is_none() {
        return;
    }
    let rules = "indicator rereferrals from lower(values_children, \"ReReferral\", \"2025\") {}\n";
    let run = run(&project("lait", "April", rules), "2025/26");
    let england = run.get("rereferrals", &[]);
    let comparators = england["comparators"].as_array().expect("comparators");
    let mean = comparators.iter().find(|one| one["id"] == "authorities").expect("the mean");
    assert_eq!(england["value"]["display"], "22.60");
    assert_eq!(mean["value"]["display"], "20.37");
    assert_eq!(mean["used"], 153);
}
