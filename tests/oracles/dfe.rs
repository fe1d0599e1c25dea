//! Children's social care: counts, denominators and published percentages of England, its regions and authorities.

use crate::published::{Fraction, Run, data, project, run, table};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

type Row = HashMap<String, String>;

/// How one indicator follows from the rows of its file.
struct Oracle {
    indicator: &'static str,
    file: &'static str,
    /// Only rows of these kinds.
    only: &'static [(&'static str, &'static str)],
    numerator: &'static str,
    denominator: Denominator,
    published: &'static str,
    times: i128,
    decimals: u32,
}

enum Denominator {
    Column(&'static str),
    /// The numerator's column in the row that says so.
    Row(&'static str, &'static str),
}

const ORACLES: [Oracle; 9] = [
    Oracle {
        indicator: "rereferrals",
        file: "referrals_rereferrals_2013_2025.csv",
        only: &[],
        numerator: "rereferral_count",
        denominator: Denominator::Column("referral_count"),
        published: "rereferral_percent",
        times: 100,
        decimals: 1,
    },
    Oracle {
        indicator: "reviewed",
        file: "cpp_reviewed_2013_2024.csv",
        only: &[],
        numerator: "Reviewed_within_timescales",
        denominator: Denominator::Column("CPP_At31_3Months"),
        published: "Reviewed_within_timescales_percent",
        times: 100,
        decimals: 1,
    },
    Oracle {
        indicator: "again",
        file: "cpp_subsequent_2013_2025.csv",
        only: &[],
        numerator: "CPP_subsequent",
        denominator: Denominator::Column("CPP_start"),
        published: "CPP_subsequent_percent",
        times: 100,
        decimals: 1,
    },
    looked_after("looked_after_now", &[("population_type", "Children looked after on 31 March each year")]),
    looked_after("starting", &[("population_type", "Children starting to be looked after each year")]),
    looked_after("ceasing", &[("population_type", "Children ceasing to be looked after each year")]),
    stability(
        "same_carer",
        &[
            ("cla_group", "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years"),
            ("placement_stability", "Living with the same carer for at least 2 years"),
        ],
    ),
    stability(
        "moved_in_2_years",
        &[
            ("cla_group", "CLA 2 years on 31 March"),
            ("placement_stability", "With 3 or more placements during the previous 2 years"),
        ],
    ),
    stability(
        "moved_in_a_year",
        &[("cla_group", "CLA on 31 March"), ("placement_stability", "With 3 or more placements during the year")],
    ),
];

const fn looked_after(indicator: &'static str, only: &'static [(&'static str, &'static str)]) -> Oracle {
    Oracle {
        indicator,
        file: "cla_number_rate.csv",
        only,
        numerator: "children_count",
        denominator: Denominator::Column("population_estimate"),
        published: "rate_per_10000",
        times: 10_000,
        decimals: 0,
    }
}

const fn stability(indicator: &'static str, only: &'static [(&'static str, &'static str)]) -> Oracle {
    Oracle {
        indicator,
        file: "cla_placement_stability.csv",
        only,
        numerator: "children_count",
        denominator: Denominator::Row("placement_stability", "Total children"),
        published: "children_percent",
        times: 100,
        decimals: 0,
    }
}

fn reason(symbol: &str) -> &'static str {
    match symbol {
        "c" => "suppressed",
        "u" => "low reliability",
        "x" => "not supplied",
        "z" => "not applicable",
        other => panic!("`{other}` is no symbol of the Department"),
    }
}

/// The slice of a row: none for England, its region, or its region and itself.
fn slice(row: &Row) -> Vec<&str> {
    [row["region_code"].as_str(), row["new_la_code"].as_str()].into_iter().filter(|code| !code.is_empty()).collect()
}

fn place(row: &Row) -> &str {
    ["la_name", "region_name"]
        .into_iter()
        .map(|name| row[name].as_str())
        .find(|name| !name.is_empty())
        .unwrap_or("England")
}

#[derive(Default)]
struct Tally {
    rows: usize,
    agree: usize,
    authorities: (usize, usize),
    missing: BTreeMap<String, usize>,
    differ: String,
}

impl Oracle {
    fn denominator_of(&self, row: &Row, rows: &HashMap<Vec<String>, Row>) -> String {
        match self.denominator {
            Denominator::Column(column) => row[column].clone(),
            Denominator::Row(column, value) => {
                let mut other = row.clone();
                other.insert(column.to_owned(), value.to_owned());
                rows[&self.key(&other)][self.numerator].clone()
            }
        }
    }

    fn key(&self, row: &Row) -> Vec<String> {
        let kinds = self.only.iter().map(|(column, _)| row[*column].clone());
        let names = ["time_period", "region_code", "new_la_code"];
        names.iter().map(|name| row[*name].clone()).chain(kinds).collect()
    }

    fn hold(&self, row: &Row, below: &str, run: &Run, tally: &mut Tally) {
        let result = run.get(self.indicator, &slice(row));
        let told = || format!("{} {} {}: {result}", self.indicator, place(row), row["time_period"]);
        let is_authority = !row["new_la_code"].is_empty();
        tally.rows += 1;
        let symbols = [row[self.numerator].as_str(), below].into_iter().find(|cell| Fraction::read(cell).is_none());
        if let Some(symbol) = symbols {
            assert_eq!(result["missing"], reason(symbol), "{}", told());
            *tally.missing.entry(format!("{} (`{symbol}`)", reason(symbol))).or_default() += 1;
            return;
        }
        let (above, below) = (Fraction::read(&row[self.numerator]).unwrap(), Fraction::read(below).unwrap());
        if below.0 == 0 {
            assert_eq!(result["missing"], "no cases", "{}", told());
            *tally.missing.entry("no cases".to_owned()).or_default() += 1;
            return;
        }
        let figure = Fraction::of(&result["value"]).unwrap_or_else(|| panic!("{}", told()));
        // A percentage is a fraction as it is; a rate is held per its base.
        let figure = if self.times == 100 { figure.times(100) } else { figure };
        assert!(figure.same(Fraction(above.0 * self.times * below.1, below.0 * above.1)), "{}", told());
        let Some(published) = Fraction::read(&row[self.published]) else {
            *tally
                .missing
                .entry(format!("counts, but no figure published (`{}`)", row[self.published]))
                .or_default() += 1;
            return;
        };
        let agrees = figure.rounds_to(published, self.decimals);
        tally.agree += usize::from(agrees);
        tally.authorities.0 += usize::from(is_authority && agrees);
        tally.authorities.1 += usize::from(is_authority);
        if !agrees {
            let (counts, shown) = (format!("{} of {}", above.0, below.0), figure.show());
            let (name, year) = (place(row), &row["time_period"]);
            let _ = writeln!(tally.differ, "  {name}, {year}: {counts} is {shown}, published {}", row[self.published]);
        }
    }
}

#[test]
fn percentages_and_rates_follow_from_their_counts() {
    let Some(folder) = data("dfe-csc") else { return };
    let project = project("dfe", "January", "");
    let files: HashMap<&str, Vec<Row>> =
        ORACLES.iter().map(|oracle| (oracle.file, table(folder.join(oracle.file)))).collect();
    let conferences = table(folder.join("s47_icpc_2013_2024.csv"));
    let lait = data("dfe-lait").map(|folder| table(folder.join("values_child_protection_workforce.csv")));
    let lait: HashMap<(String, String), String> = lait
        .into_iter()
        .flatten()
        .filter(|row| row["measure"] == "CP_conf_15days")
        .map(|row| ((row["la_number"].clone(), row["period"].clone()), row["value"].clone()))
        .collect();
    let mut tallies: Vec<Tally> = ORACLES.iter().map(|_| Tally::default()).collect();
    let mut timely = Tally::default();
    for year in 2013..=2025 {
        let run = run(&project, &year.to_string());
        for (oracle, tally) in ORACLES.iter().zip(&mut tallies) {
            let rows = &files[oracle.file];
            let of_year = || rows.iter().filter(|row| row["time_period"] == year.to_string());
            let by_key: HashMap<Vec<String>, Row> = of_year().map(|row| (oracle.key(row), row.clone())).collect();
            let is_meant = |row: &&Row| oracle.only.iter().all(|(column, value)| row[*column] == *value);
            for row in of_year().filter(is_meant) {
                oracle.hold(row, &oracle.denominator_of(row, &by_key), &run, tally);
            }
        }
        for row in conferences.iter().filter(|row| row["time_period"] == year.to_string()) {
            in_15_days(row, &run, &lait, &mut timely);
        }
    }
    let mut out = String::new();
    for (name, tally) in ORACLES.iter().map(|oracle| oracle.indicator).zip(&tallies) {
        tell(name, tally, &mut out);
    }
    tell("conferences_in_15_days, against the Local Authority Interactive Tool", &timely, &mut out);
    insta::assert_snapshot!("dfe", out);
}

/// The days 0 to 10 and 11 to 15 of the counts, against the other publication's percentage. Counts that are rounded to
/// 10 cannot always give it.
fn in_15_days(row: &Row, run: &Run, lait: &HashMap<(String, String), String>, tally: &mut Tally) {
    if row["old_la_code"].is_empty() {
        return;
    }
    let key = (row["old_la_code"].clone(), row["time_period"].clone());
    let Some(published) = lait.get(&key).and_then(|value| Fraction::read(value)) else { return };
    let result = run.get("conferences_in_15_days", &slice(row));
    let cells = ["Duration_0-10_days", "Duration_11-15_days", "ICPC"].map(|column| row[column].as_str());
    tally.rows += 1;
    let Some([early, later, held]) =
        cells.map(Fraction::read).into_iter().collect::<Option<Vec<_>>>().map(|v| [v[0], v[1], v[2]])
    else {
        assert!(result["value"].is_null(), "{result}");
        *tally.missing.entry("a count is not there".to_owned()).or_default() += 1;
        return;
    };
    if held.0 == 0 {
        assert_eq!(result["missing"], "no cases");
        *tally.missing.entry("no cases".to_owned()).or_default() += 1;
        return;
    }
    let figure = Fraction::of(&result["value"]).unwrap_or_else(|| panic!("{result}")).times(100);
    assert!(figure.same(Fraction(100 * (early.0 + later.0), held.0)), "{result}");
    let agrees = figure.rounds_to(published, 1);
    tally.agree += usize::from(agrees);
    tally.authorities.0 += usize::from(agrees);
    tally.authorities.1 += 1;
    if !agrees {
        let counts = format!("{} + {} of {}", early.0, later.0, held.0);
        let (name, year, shown) = (place(row), &row["time_period"], figure.show());
        let _ = writeln!(tally.differ, "  {name}, {year}: {counts} is {shown}, the tool has {}", published.show());
    }
}

fn tell(name: &str, tally: &Tally, out: &mut String) {
    let published = tally.rows - tally.missing.values().sum::<usize>();
    let _ = writeln!(out, "{name}: {} of {published} rows agree", tally.agree);
    let _ = writeln!(out, "  of authorities: {} of {}", tally.authorities.0, tally.authorities.1);
    for (reason, count) in &tally.missing {
        let _ = writeln!(out, "  {count} missing: {reason}");
    }
    if !tally.differ.is_empty() {
        let _ = write!(
            out,
            "  counts are rounded before they are published, so these differ by more than half a place:\n{}",
            tally.differ
        );
    }
}
