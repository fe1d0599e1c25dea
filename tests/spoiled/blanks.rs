//! An empty cell adds nothing: where its row is counted below the line all the same, that is said.

use crate::support::{kpi_in, stderr, stdout};
use std::fs;
use tempfile::TempDir;

const ROWS: &str = "month,area,collections,missed\n\
                    2024-04,North,1200,3\n\
                    2024-04,South,1100,\n\
                    2024-05,North,1000,\n";

/// A rate of missed collections, by what the indicator says and how the dataset declares the column.
fn project(missed: &str, figure: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let rules = format!(
        "dataset bins {{\n  source: csv \"bins.csv\"\n  columns {{\n    month:       period\n    area:        text\n    \
         collections: number\n    missed:      {missed}\n  }}\n}}\n\n\
         indicator missed_bins {{\n  title:     \"Missed bins\"\n  unit:      percent, 2 decimals\n  polarity:  lower\n  \
         frequency: monthly\n{figure}}}\n"
    );
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"blanks\"\nedition = \"2026\"\n").unwrap();
    fs::write(folder.path().join("rules.kpi"), rules).unwrap();
    fs::write(folder.path().join("bins.csv"), ROWS).unwrap();
    folder
}

const SHARE: &str = "  formula: sum(bins.missed where month in period) / sum(bins.collections where month in period)\n";

/// The figure, and what is said of it.
fn told(missed: &str, figure: &str) -> (String, String) {
    let folder = project(missed, figure);
    let output = kpi_in(folder.path(), &["run", "--period", "2024-04", "--format", "json"]);
    let run: serde_json::Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    (run["results"][0]["value"]["display"].as_str().unwrap_or_default().to_owned(), stderr(&output))
}

#[test]
fn rows_left_out_above_the_line_only_are_told() {
    let folder = project("number", SHARE);
    let output = kpi_in(folder.path(), &["run", "--period", "2024-04"]);
    insta::assert_snapshot!("left_out", format!("{}\n{}", stdout(&output), stderr(&output)));
    let output = kpi_in(folder.path(), &["explain", "missed_bins", "--period", "2024-04"]);
    insta::assert_snapshot!("left_out_explained", stdout(&output));
}

#[test]
fn they_are_found_in_names_and_in_counts_of_rows_too() {
    let named = "  let missed = sum(bins.missed where month in period)\n  \
                 let all = sum(bins.collections where month in period)\n  formula: missed / all\n";
    assert!(told("number", named).1.contains("KPI0807"), "{named}");
    let counted = "  formula: sum(bins.missed where month in period) / count(bins where month in period)\n";
    assert!(told("number", counted).1.contains("KPI0807"), "{counted}");
    let sides = "  formula: 3 / 2300\n  numerator: sum(bins.missed where month in period)\n  \
                 denominator: sum(bins.collections where month in period)\n";
    assert!(told("number", sides).1.contains("KPI0807"), "{sides}");
}

#[test]
fn nothing_is_said_where_it_is_said_what_an_empty_cell_means() {
    let (figure, said) = told("number = 0", SHARE);
    assert_eq!((figure.as_str(), said.contains("KPI0807")), ("0.13%", false), "{said}");
    let both = "  formula: sum(bins.missed where month in period) \
                / sum(bins.collections where month in period and missed is not empty)\n";
    let (figure, said) = told("number", both);
    assert_eq!((figure.as_str(), said.contains("KPI0807")), ("0.25%", false), "{said}");
    // Fewer below the line than above are no rows left out.
    let above = "  formula: sum(bins.collections where month in period) / sum(bins.missed where month in period)\n";
    assert!(!told("number", above).1.contains("KPI0807"));
}

/// What is not in the figure is not told of it: other texts, other indicators, figures that are not there.
#[test]
fn nothing_is_said_of_what_no_figure_is_made_of() {
    let texts = "  formula: count distinct area(bins where month in period) / count(bins where month in period)\n";
    assert!(!told("number", texts).1.contains("KPI0807"));
    let condition = "  formula: (if sum(bins.missed where month in period) > 0 then 1 else 2) \
                     / count(bins where month in period)\n";
    assert!(!told("number", condition).1.contains("KPI0807"));
    let (figure, said) = told("number or empty as not supplied", SHARE);
    assert_eq!((figure.as_str(), said.contains("KPI0807")), ("", false), "{said}");
}

/// The order in which conditions are written means nothing.
#[test]
fn the_same_rows_are_the_same_in_any_order() {
    let turned = "  formula: 3 / 2300\n  \
                  numerator: sum(bins.missed where month in period and collections > 0)\n  \
                  denominator: sum(bins.collections where collections > 0 and month in period)\n";
    assert!(told("number", turned).1.contains("KPI0807"));
}
