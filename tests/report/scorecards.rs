//! Several scorecards in one report.

use super::{RULES, publish, read, small, stderr, text};
use crate::pack::extracted;
use calamine::{Reader, Xlsx, open_workbook};

/// One that a second committee sees, too, is on both scorecards, and has one page.
#[test]
fn an_indicator_on_two_scorecards_is_on_both() {
    let rules = format!(
        "{RULES}\nscorecard places {{\n  title:      \"Places\"\n  committee:  \"Environment\"\n  indicators: [undecided, plain]\n}}\n"
    );
    let folder = small(&[("rules.kpi", &rules)]);
    let (made, out) = publish(folder.path(), "html,pdf,xlsx,csvw");
    assert!(made.status.success(), "{}", stderr(&made));
    for page in ["index.html", "places.html"] {
        let page = text(&read(&out, page));
        assert!(page.contains("Repairs finished in time") && page.contains("Streets that are clean"), "{page}");
    }
    assert!(!text(&read(&out, "places.html")).contains("Trees planted that live"));
    // Its neighbours are those of the scorecard that it belongs to.
    let page = text(&read(&out, "indicators/plain.html"));
    assert!(page.contains("Calls answered in time") && !page.contains("Streets that are clean"), "{page}");
    let report: serde_json::Value = serde_json::from_str(&read(&out, "data/report.json")).unwrap();
    assert_eq!(report["scorecards"].as_array().map(Vec::len), Some(2));
    assert_eq!(report["scorecards"][1]["summary"]["measures"], 2);
    let mut book: Xlsx<_> = open_workbook(out.join("anytown-2024-25-Q2.xlsx")).unwrap();
    let sheets: Vec<String> = book.sheet_names().clone();
    let rows: usize = sheets
        .iter()
        .filter_map(|sheet| book.worksheet_range(sheet).ok())
        .flat_map(|range| range.rows().map(|row| format!("{row:?}")).collect::<Vec<_>>())
        .filter(|row| row.contains("Repairs finished in time"))
        .count();
    assert!(rows > 0, "{sheets:?}");
    if let Some(pack) = extracted(&out.join("anytown-2024-25-Q2.pdf")) {
        // Its own pages, and a line in the index of each.
        let pages = pack.matches("Return to the index").count();
        assert_eq!(pages, 10, "an indicator has its pages once");
        assert!(pack.contains("Environment"), "the second committee is named");
    }
}
