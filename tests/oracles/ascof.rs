//! The Adult Social Care Outcomes Framework of 2020-21, and the population it is counted over.

use crate::published::{Fraction, data, project, run, table};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

const SHARES: [&str; 5] = ["1C", "1E", "1G", "2B", "2D"];

#[test]
fn outcomes_follow_from_their_counts() {
    let Some(folder) = data("nhs-ascof") else { return };
    let measures = table(folder.join("measures.csv"));
    let areas = table(folder.join("areas.csv"));
    let cells: HashMap<(String, String, String), String> = table(folder.join("ascof_2020_21.csv"))
        .into_iter()
        .map(|row| {
            let key = (row["geo_code"].clone(), row["measure_code"].clone(), row["measure_type"].clone());
            (key, row["value"].clone())
        })
        .collect();
    let mut rules = String::new();
    let mut wanted: Vec<(String, String, i128)> =
        vec![("admissions_18_64".into(), "2A1".into(), 100_000), ("admissions_65".into(), "2A2".into(), 100_000)];
    for measure in &measures {
        let code = &measure["measure_code"];
        if SHARES.iter().any(|group| measure["measure_group"].starts_with(group)) {
            let id = format!("m_{}", code.to_lowercase());
            let what = measure["description"].replace('"', "'");
            writeln!(rules, "indicator {id} from share(\"{code}\", \"{what}\") {{}}").unwrap();
            wanted.push((id, code.clone(), 100));
        }
    }
    let run = run(&project("nhs-ascof", "April", &rules), "2020/21");

    let mut tallies: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut differ = String::new();
    for (id, code, times) in &wanted {
        for area in &areas {
            let geo = area["geo_code"].as_str();
            let slice: &[&str] = if geo == "England" { &[] } else { &[geo] };
            let result = run.get(id, slice);
            let cell = |kind: &str| cells.get(&(geo.to_owned(), code.clone(), kind.to_owned())).map(String::as_str);
            let tally = tallies.entry(code[..2].to_owned()).or_default();
            let mut add = |what| *tally.entry(what).or_default() += 1;
            let counts = [cell("Numerator"), cell("Denominator")];
            let missing = counts.iter().find_map(|cell| match cell {
                None => Some("not supplied"),
                Some("[x]") => Some("not supplied"),
                Some("[c]") => Some("suppressed"),
                Some(_) => None,
            });
            if let Some(reason) = missing {
                assert_eq!(result["missing"], reason, "{code} {geo}: {result}");
                add(if reason == "suppressed" { "suppressed" } else { "not supplied" });
                continue;
            }
            let [above, below] =
                counts.map(|cell| Fraction::read(cell.unwrap()).unwrap_or_else(|| panic!("{code} {geo}")));
            if below.0 == 0 {
                assert_eq!(result["missing"], "no cases", "{code} {geo}: {result}");
                add("no cases");
                continue;
            }
            let figure = Fraction::of(&result["value"]).unwrap_or_else(|| panic!("{code} {geo}: {result}"));
            let figure = if *times == 100 { figure.times(100) } else { figure };
            assert!(figure.same(Fraction(above.0 * times * below.1, below.0 * above.1)), "{code} {geo}: {result}");
            let Some(published) = cell("Outcome").and_then(Fraction::read) else {
                add("counts, but no outcome published");
                continue;
            };
            if figure.rounds_to(published, 1) {
                add("agree");
            } else {
                add("differ");
                let shown = figure.show();
                writeln!(differ, "{code} {geo}: {} of {} is {shown}, published {}", above.0, below.0, published.show())
                    .unwrap();
            }
        }
    }
    let mut out = String::new();
    for (group, tally) in &tallies {
        let parts: Vec<String> = tally.iter().map(|(what, count)| format!("{what} {count}")).collect();
        writeln!(out, "{group}: {}", parts.join(", ")).unwrap();
    }
    writeln!(out, "rows that differ:\n{differ}").unwrap();
    insta::assert_snapshot!("ascof", out);
}

/// Two publications, two files, one population.
#[test]
fn admissions_are_counted_over_the_population_estimate() {
    let Some(folder) = data("nhs-ascof") else { return };
    if data("ons-population").is_none() {
        return;
    }
    let areas = table(folder.join("areas.csv"));
    let run = run(&project("nhs-ascof", "April", ""), "2020/21");
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for area in &areas {
        let slice: &[&str] = if area["geo_code"] == "England" { &[] } else { &[&area["geo_code"]] };
        for indicator in ["people_18_64", "people_65"] {
            let result = run.get(indicator, slice);
            let told = match (result["value"]["exact"].as_str(), result["missing"].as_str()) {
                (Some("0"), _) => "the same in both".to_owned(),
                (Some(difference), _) => format!("{}: {difference}", area["name"]),
                (None, reason) => format!("{}: {}", area["level"], reason.unwrap_or("no reason")),
            };
            *found.entry(format!("{indicator}: {told}")).or_default() += 1;
        }
    }
    assert_eq!(run.len(), 4 * areas.len(), "the grid has each area once, England as its whole");
    let out: Vec<String> = found.iter().map(|(what, count)| format!("{count} {what}")).collect();
    insta::assert_snapshot!("population", out.join("\n"));
}
