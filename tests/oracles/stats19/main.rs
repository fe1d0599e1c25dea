//! The rules of `rules/roads` over what the police recorded in Greater Manchester from January 2019 to June 2024:
//! the figures that were checked when the records were taken, and every council and month recounted by plain loops.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

#[path = "../../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use support::{figures, kpi, kpi_in, root, shared, stderr, stdout};

/// A person hurt, by column.
type Casualty = BTreeMap<String, String>;

const COUNCILS: [&str; 10] =
    ["Bolton", "Bury", "Manchester", "Oldham", "Rochdale", "Salford", "Stockport", "Tameside", "Trafford", "Wigan"];

/// The rules of the pack with the real records in place of the made-up ones, which are not ours to keep.
fn project() -> Option<(tempfile::TempDir, Vec<Casualty>)> {
    let casualties = shared("data/stats19-gm/casualties_2019_jun2024.csv")?;
    let population = shared("data/ons-population/mid2020_age_bands.csv")?;
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(root().join("rules/roads")).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::copy(&casualties, data.join("casualties.csv")).unwrap();
    fs::write(data.join("targets.csv"), "area_name,period,most\n").unwrap();
    let people = table(&population);
    let mut areas = "name,all_ages\n".to_owned();
    for council in COUNCILS {
        let row = people.iter().find(|row| row["name"] == council).unwrap();
        areas.push_str(&format!("{council},{}\n", row["all_ages"]));
    }
    fs::write(data.join("areas.csv"), areas).unwrap();
    Some((folder, table(&casualties)))
}

fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| header.iter().zip(&row).map(|(h, c)| (h.to_owned(), c.to_owned())).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn badly(casualty: &Casualty) -> bool {
    casualty["casualty_severity"] == "Fatal" || casualty["casualty_severity"] == "Serious"
}

/// The year and month, as one number that grows by one a month.
fn month(casualty: &Casualty) -> i32 {
    let part = |from: usize, to: usize| casualty["date"][from..to].parse::<i32>().unwrap();
    part(0, 4) * 12 + part(5, 7) - 1
}

fn named(month: i32) -> String {
    format!("{}-{:02}", month / 12, month % 12 + 1)
}

/// In lowest terms, as kpi writes an exact figure.
fn fraction(part: usize, whole: usize) -> String {
    let (mut a, mut b) = (part, whole);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if whole == a { (part / a).to_string() } else { format!("{}/{}", part / a, whole / a) }
}

/// What a council's figure is called; of no council it is that of all.
fn name(indicator: &str, council: Option<&str>) -> String {
    council.map_or_else(|| indicator.to_owned(), |council| format!("{indicator} {council}"))
}

/// All councils, and each.
fn everywhere() -> impl Iterator<Item = Option<&'static str>> {
    std::iter::once(None).chain(COUNCILS.map(Some))
}

#[test]
fn killed_or_seriously_injured_are_as_checked() {
    let Some((folder, _)) = project() else { return };
    let checked = [("2019", 56, 138), ("2020", 33, 110), ("2021", 63, 188), ("2022", 67, 184), ("2023", 60, 194)];
    for (year, trafford, manchester) in checked {
        let found = figures(folder.path(), year);
        assert_eq!(found["ksi Trafford"], trafford.to_string(), "{year}");
        assert_eq!(found["ksi Manchester"], manchester.to_string(), "{year}");
    }
}

/// Five years and a half: what is counted of them adds up to the file.
#[test]
fn the_whole_file_adds_up_as_checked() {
    let Some((folder, casualties)) = project() else { return };
    let whole = r#"
template all_told(what) { title: "{what}"   unit: count   polarity: none   frequency: yearly }
indicator all_fatal      from all_told("Fatal")      { formula: count(casualties where casualty_severity = Fatal) }
indicator all_serious    from all_told("Serious")    { formula: count(casualties where casualty_severity = Serious) }
indicator all_slight     from all_told("Slight")     { formula: count(casualties where casualty_severity = Slight) }
indicator all_collisions from all_told("Collisions") { formula: count distinct collision_ref(casualties) }
indicator all_by_cohort  from all_told("The same")   { formula: count(collisions) }
indicator all_hurt       from all_told("People")     { formula: sum(collisions.number_casualties) }
scorecard whole {
  title: "The whole file"
  indicators: [all_fatal, all_serious, all_slight, all_collisions, all_by_cohort, all_hurt]
}
"#;
    fs::write(folder.path().join("whole.kpi"), whole).unwrap();
    let found = figures(folder.path(), "2023");
    let checked = [
        ("all_fatal", 342),
        ("all_serious", 3_823),
        ("all_slight", 16_270),
        ("all_collisions", 15_645),
        ("all_by_cohort", 15_645),
        ("all_hurt", 20_435),
    ];
    for (name, value) in checked {
        assert_eq!(found[name], value.to_string(), "{name}");
    }
    assert_eq!(casualties.len(), 20_435);
    let different: BTreeSet<&Casualty> = casualties.iter().collect();
    assert!(different.len() < casualties.len(), "no two rows are alike, which shows nothing of people who are");
}

#[test]
fn every_month_of_every_council_is_as_recounted() {
    let Some((folder, casualties)) = project() else { return };
    let hurt: Vec<(&str, i32)> =
        casualties.iter().filter(|c| badly(c)).map(|c| (c["area_name"].as_str(), month(c))).collect();
    // The first twelve months that are all there end in December 2019, the last in June 2024.
    let (first, last) = (2019 * 12 + 11, 2024 * 12 + 5);
    let mut compared = 0;
    for at in first..=last {
        let found = figures(folder.path(), &named(at));
        for council in everywhere() {
            let count = |from: i32| {
                let mut count = 0;
                for (area, month) in &hurt {
                    if council.is_none_or(|council| council == *area) && (from..=at).contains(month) {
                        count += 1;
                    }
                }
                count.to_string()
            };
            for (indicator, from) in [("ksi_rolling", at - 11), ("ksi_month", at), ("ksi_so_far", at - at % 12)] {
                let name = name(indicator, council);
                assert_eq!(found[&name], count(from), "{name} {}", named(at));
                compared += 1;
            }
            if at % 3 == 2 {
                let name = name("ksi_rolling_quarterly", council);
                assert_eq!(found[&name], count(at - 11), "{name} {}", named(at));
                compared += 1;
            }
        }
    }
    println!("{compared} figures of {} months", last - first + 1);
}

#[test]
fn every_year_of_every_council_is_as_recounted() {
    let Some((folder, casualties)) = project() else { return };
    let areas = table(&folder.path().join("data/areas.csv"));
    for year in 2019..=2023 {
        let found = figures(folder.path(), &year.to_string());
        for council in everywhere() {
            let here: Vec<&Casualty> = casualties
                .iter()
                .filter(|casualty| casualty["date"].starts_with(&year.to_string()))
                .filter(|casualty| council.is_none_or(|council| casualty["area_name"] == council))
                .collect();
            let is = |indicator: &str, value: String| {
                let name = name(indicator, council);
                assert_eq!(found[&name], value, "{name} {year}");
            };
            let of = |test: &dyn Fn(&Casualty) -> bool| here.iter().filter(|casualty| test(casualty)).count();
            let ksi = of(&badly);
            is("ksi", ksi.to_string());
            let walks = |casualty: &Casualty| matches!(casualty["mode"].as_str(), "Pedestrian" | "Pedal Cycle");
            is("pedestrians_and_cyclists", of(&|casualty| badly(casualty) && walks(casualty)).to_string());
            let child = |casualty: &Casualty| matches!(casualty["ageband"].as_str(), "0-5" | "6-10" | "11-15");
            is("children", of(&|casualty| badly(casualty) && child(casualty)).to_string());
            let collisions: BTreeSet<&String> = here.iter().map(|casualty| &casualty["collision_ref"]).collect();
            is("collisions_counted", collisions.len().to_string());
            is("hurt_in_collisions", here.len().to_string());
            is("by_severity", here.len().to_string());
            for severity in ["Fatal", "Serious", "Slight"] {
                if let Some(council) = council {
                    let name = format!("by_severity {council}, {severity}");
                    let count = of(&|casualty| casualty["casualty_severity"] == severity);
                    assert_eq!(found[&name], count.to_string(), "{name} {year}");
                }
            }
            let lives = |row: &&BTreeMap<String, String>| council.is_none_or(|council| row["name"] == council);
            let residents = areas.iter().filter(lives).map(|row| row["all_ages"].parse::<usize>().unwrap()).sum();
            is("ksi_rate", fraction(ksi * 100_000, residents));
        }
    }
}

/// The made-up towns: figures, tests and checks as the README shows them.
#[test]
fn the_pack_runs_as_it_stands() {
    let output = kpi(&["run", "rules/roads", "--period", "2024-06", "--slices"]);
    assert!(output.status.success(), "{}", stderr(&output));
    insta::assert_snapshot!("run", stdout(&output));
    let output = kpi_in(&root(), &["test", "rules/roads"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    insta::assert_snapshot!("test", stdout(&output) + &stderr(&output));
    let output = kpi_in(&root(), &["check", "rules/roads"]);
    assert!(output.status.success());
    insta::assert_snapshot!("check", stdout(&output) + &stderr(&output));
}
