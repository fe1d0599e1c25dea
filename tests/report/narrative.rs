//! Commentary with figures that cannot go stale (R55).

use super::{kpi_in, publish, small, stderr, text};
use std::fs;

fn page(narrative: &str) -> String {
    let folder = small(&[("narrative/2024-25-Q2/plain.md", narrative)]);
    let (made, out) = publish(folder.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    fs::read_to_string(out.join("indicators/plain.html")).unwrap()
}

/// A folder that belongs to no period would be read by nobody.
#[test]
fn a_folder_of_no_period_is_told() {
    let folder = small(&[
        ("narrative/2024-Q2/plain.md", "Up."),
        ("narrative/2024-25 Q2/plain.md", "Up."),
        ("narrative/plain.md", "Up."),
    ]);
    let (made, out) = publish(folder.path(), "html");
    assert_eq!(made.status.code(), Some(1));
    insta::assert_snapshot!("folders_of_no_period", stderr(&made));
    assert!(!out.exists());
}

#[test]
fn a_period_without_any_figure_is_told() {
    let folder = small(&[]);
    let made = kpi_in(folder.path(), &["report", "--period", "2027/28 Q2", "--as", "html", "--out", "public"]);
    assert!(stderr(&made).contains("no indicator has a figure for 2027/28 Q2"), "{}", stderr(&made));
}

#[test]
fn a_figure_that_is_named_is_the_figure() {
    let page = text(&page(
        "Repairs rose to {{ value }} from {{ previous }}, against a target of {{ target }}: {{ rating }}, {{ change.word }} by \
         {{ change.amount }}. In {{ at[\"2024/25 Q1\"].value }} it was lower; calls stand at {{ indicators.provisional.value }}.\n\n\
         ## Actions\n\n- Two more **teams**\n- A [plan](https://example.org/plan)\n",
    ));
    assert!(
        page.contains("Repairs rose to 81.5% from 78.5%, against a target of 80.0%: Green, Improving by +3.0 pp."),
        "{page}"
    );
    assert!(page.contains("calls stand at 83.3%."), "{page}");
    assert!(page.contains("Actions Two more teams A plan"), "{page}");
}

#[test]
fn what_names_nothing_is_an_error_at_its_place() {
    let folder = small(&[
        ("narrative/2024-25-Q2/plain.md", "It rose to {{ valu }}.\n\n## Coments\n\nNone.\n"),
        ("narrative/2024-25-Q2/plan.md", "Misspelled.\n"),
        ("narrative/2024-25-Q2/provisional.md", "The forecast is {{ forecast }}.\n"),
    ]);
    let (made, out) = publish(folder.path(), "html");
    assert_eq!(made.status.code(), Some(1));
    assert!(!out.exists(), "nothing is written");
    insta::assert_snapshot!("narrative_faults", stderr(&made));
}

#[test]
fn actions_that_are_missing_are_missed() {
    let figures = super::FIGURES.replace("plain,2024/25 Q2,81.5%", "plain,2024/25 Q2,41.5%");
    let folder = small(&[("data/figures.csv", figures.as_str())]);
    let (made, out) = publish(folder.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    assert!(stderr(&made).contains("warning[KPI1108]: `plain` is Red"), "{}", stderr(&made));
    let page = text(&fs::read_to_string(out.join("indicators/plain.html")).unwrap());
    assert!(page.contains("Actions are required for this rating, and none have been given."), "{page}");
}
