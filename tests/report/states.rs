//! A figure that is suppressed, missing, provisional, withheld or not yet due looks different from the others, says so in words,
//! and does so in every form (R42, R43, R45, R46).

use super::{COUNCILS, publish, small, stderr, text};
use calamine::{Reader, Xlsx, open_workbook};
use std::collections::BTreeSet;
use std::fs;

/// The indicator, what its page says, the class it looks by, and its mark in tables.
const STATES: [(&str, &str, &str, &str); 8] = [
    ("provisional", "Provisional", "figure provisional", "[p]"),
    ("hidden", "Suppressed", "missing suppressed", "[c]"),
    ("unreliable", "Low reliability", "missing low-reliability", "[u]"),
    ("nowhere", "Not applicable", "missing not-applicable", "[z]"),
    ("absent", "Not supplied", "missing not-supplied", "[x]"),
    ("announced", "Not yet due", "missing not-yet-due", "[d]"),
    ("withheld", "Withheld", "badge plain withheld", "[w]"),
    ("undecided", "TBC", "badge plain word", ""),
];

#[test]
fn each_state_looks_different_and_says_so_on_pages() {
    let folder = small(&[]);
    let (made, out) = publish(folder.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    let index = fs::read_to_string(out.join("index.html")).unwrap();
    let style = fs::read_to_string(out.join("assets/kpi.css")).unwrap();
    let key = text(&fs::read_to_string(out.join("key.html")).unwrap());
    for (indicator, words, class, mark) in STATES {
        let page = fs::read_to_string(out.join(format!("indicators/{indicator}.html"))).unwrap();
        assert!(page.contains(class), "{indicator} has no {class}");
        assert!(text(&page).contains(words), "{indicator} does not say {words}");
        assert!(
            text(&index).contains(words) || index.contains(&format!("title=\"{words}\"")),
            "{indicator} on the index"
        );
        assert!(mark.is_empty() || key.contains(mark), "the key does not explain {mark}");
        let own = class.split(' ').next_back().unwrap();
        let plain = ["not-applicable", "not-supplied", "word"].contains(&own);
        assert!(plain || style.contains(&format!(".{own}")), "{own} looks like any other");
    }
    let reason = text(&fs::read_to_string(out.join("indicators/withheld.html")).unwrap());
    assert!(reason.contains("fewer than 30 people answered"), "{reason}");
    let due = text(&fs::read_to_string(out.join("indicators/announced.html")).unwrap());
    assert!(due.contains("active from 2024/25 Q3"), "{due}");
}

/// A judgement that is withheld is not told by the steps behind it either (R45).
#[test]
fn what_is_withheld_is_not_explained() {
    let leicester = COUNCILS.1.iter().find(|report| report.project == "leicester").unwrap();
    let page = fs::read_to_string(leicester.folder.join("indicators/m_2ci.html")).unwrap();
    assert!(text(&page).contains("Withheld"));
    assert!(!page.contains("Deterioration"), "the change that is withheld stands on the page");
    let report = fs::read_to_string(leicester.folder.join("data/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert!(!report["indicators"]["m_2ci"].to_string().contains("Deterioration"));
}

#[test]
fn every_form_says_the_same() {
    let folder = small(&[]);
    let (made, out) = publish(folder.path(), "html,xlsx,csvw");
    assert!(made.status.success(), "{}", stderr(&made));
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(out.join("data/report.json")).unwrap()).unwrap();
    // Why there is no figure stands where it would, and not once more beside its change.
    for indicator in ["hidden", "absent"] {
        let change = &report["indicators"][indicator]["change"];
        assert!(change.is_object() && change["reason"].is_null(), "{indicator}: {change}");
    }
    let mut book: Xlsx<_> = open_workbook(out.join("anytown-2024-25-Q2.xlsx")).unwrap();
    let sheet = book.worksheet_range("Indicators").unwrap();
    let cells: Vec<String> = sheet.cells().map(|(_, _, cell)| cell.to_string()).collect();
    let notes = book.worksheet_range("Notes").unwrap();
    let notes: BTreeSet<String> = notes.cells().map(|(_, _, cell)| cell.to_string()).collect();
    for (indicator, words, _, mark) in STATES {
        let value = &report["indicators"][indicator]["value"]["cell"];
        if !["withheld", "undecided"].contains(&indicator) {
            assert_eq!(value["said"], words, "{indicator}");
            assert_eq!(value["mark"], mark, "{indicator}");
            let csv = fs::read_to_string(out.join(format!("data/{indicator}.csv"))).unwrap();
            assert!(
                csv.contains(&words.to_lowercase()) || csv.contains(words) || csv.contains(mark),
                "{indicator}: {csv}"
            );
        }
        assert!(
            mark.is_empty() || notes.iter().any(|note| note.contains(mark)),
            "the notes do not explain {mark}: {notes:?}"
        );
        assert!(
            mark.is_empty() || cells.iter().any(|cell| cell.contains(mark) || cell.contains(words)),
            "{indicator}: {cells:?}"
        );
    }
}

/// What is suppressed stands nowhere: on no page, in no file, in no word of a chart.
#[test]
fn what_is_suppressed_leaves_no_trace() {
    let rules = super::RULES.replace(
        "indicator hidden      from usual() { title: \"Children seen within a week\" }",
        "indicator hidden {\n  title: \"Children seen within a week\"\n  unit: count\n  polarity: higher\n  frequency: quarterly\n  \
         formula: figures.people\n  target: 40\n  bands: rag\n  suppress: below 8\n}",
    );
    let figures = super::FIGURES.replace(
        "hidden,2024/25 Q1,91.25%,,,\nhidden,2024/25 Q2,c,,,",
        "hidden,2024/25 Q1,,,,27\nhidden,2024/25 Q2,,,,7",
    );
    let folder = small(&[("rules.kpi", rules.as_str()), ("data/figures.csv", figures.as_str())]);
    let (made, out) = publish(folder.path(), "html,csvw");
    assert!(made.status.success(), "{}", stderr(&made));
    let page = fs::read_to_string(out.join("indicators/hidden.html")).unwrap();
    assert!(text(&page).contains("Suppressed"), "{}", text(&page));
    for cell in
        ["<td class=\"number\"><span class=\"figure final\">7</span>", ": <code>7</code>", ">7<", "\"7\"", "−20", "-20"]
    {
        assert!(!page.contains(cell), "the page says {cell}");
    }
    let csv = fs::read_to_string(out.join("data/hidden.csv")).unwrap();
    assert!(!csv.lines().any(|line| line.split(',').any(|cell| cell == "7")), "{csv}");
}
