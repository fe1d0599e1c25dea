//! What must not get out, and what must not be lost.

use super::{files, kpi_in, publish, small, stderr, text};
use std::fs;
use tempfile::TempDir;

/// A figure of small counts is told under no other name: as last quarter's, as what was published then, as last year's.
#[test]
fn a_suppressed_figure_is_no_baseline() {
    let rules = r#"dataset figures {
  source: csv "data/figures.csv"
  key:    [indicator, period]
  columns { indicator: text   period: period   value: percent   numerator: count   denominator: count }
}

comparator last_year {
  title:  "Year before"
  figure: (figures.value at same period last year) else 0%
}

indicator planning {
  title:       "Applications decided in time"
  unit:        percent, 1 decimal
  polarity:    higher
  frequency:   quarterly
  formula:     figures.numerator / figures.denominator
  numerator:   figures.numerator
  denominator: figures.denominator
  published:   figures.value
  suppress:    below 5
  compare:     [last_year]
}

scorecard board {
  title:      "Board"
  indicators: [planning]
}
"#;
    let figures = "indicator,period,value,numerator,denominator\n\
                   planning,2023/24 Q2,16.66%,3,18\nplanning,2024/25 Q1,18.75%,3,16\nplanning,2024/25 Q2,52.7%,19,36\n";
    let folder = small(&[
        ("rules.kpi", rules),
        ("data/figures.csv", figures),
        ("narrative/2024-25-Q2/planning.md", "It was {{ comparators.last_year }} the year before."),
    ]);
    let (made, out) = publish(folder.path(), "html,csvw");
    assert!(made.status.success(), "{}", stderr(&made));
    let mut looked = 0;
    for path in files(&out).into_iter().filter(|path| !path.ends_with(".css") && !path.ends_with(".js")) {
        let written = fs::read_to_string(out.join(&path)).unwrap();
        for leak in ["18.75", "18.8", "3/16", "16.7", "16.66", "833/5000", "33.9"] {
            assert!(!written.contains(leak), "{path} tells {leak}");
        }
        looked += 1;
    }
    assert!(looked > 5);
    let page = text(&fs::read_to_string(out.join("indicators/planning.html")).unwrap());
    assert!(page.contains("Suppressed"), "{page}");
}

/// A council may call its project as it likes; its files stay in the report.
#[test]
fn no_name_leads_out_of_the_report() {
    let toml = "[project]\nname = \"../../up/a#b?c%20 d\"\ncouncil = \"Anytown Council\"\nedition = \"2026\"\n";
    let folder = small(&[("kpi.toml", toml)]);
    let (made, out) = publish(folder.path(), "html,xlsx");
    assert!(made.status.success(), "{}", stderr(&made));
    let name = "up-a-b-c-20-d-2024-25-Q2.xlsx";
    assert!(files(&out).contains(&name.to_owned()), "{:?}", files(&out));
    assert!(fs::read_to_string(out.join("data.html")).unwrap().contains(&format!("href=\"{name}\"")));
}

/// Whatever was put beside a report is not lost with it.
#[test]
fn files_of_others_are_kept() {
    let folder = small(&[]);
    let (made, out) = publish(folder.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    fs::write(out.join("CNAME"), "performance.anytown.example").unwrap();
    fs::create_dir_all(out.join("minutes")).unwrap();
    fs::write(out.join("minutes/m.pdf"), "ours").unwrap();
    let (made, _) = publish(folder.path(), "html");
    assert_eq!(made.status.code(), Some(2));
    insta::assert_snapshot!("folder_with_files_of_others", stderr(&made));
    assert!(out.join("minutes/m.pdf").exists());
}

/// The parts of a council are reports of their own, each with its name on it.
#[test]
fn a_part_says_which_it_is() {
    let rules = r#"dataset areas {
  source: csv "data/areas.csv"
  key:    [period, area]
  columns { period: period   area: one of [All, North, East]   value: percent }
}

indicator content {
  title:     "Residents who are content"
  unit:      percent, 1 decimal
  polarity:  higher
  frequency: quarterly
  formula:   areas.value
  by:        area total "All"
}

scorecard board {
  title:      "Board"
  indicators: [content]
}
"#;
    let areas = "period,area,value\n2024/25 Q2,All,70%\n2024/25 Q2,North,60%\n2024/25 Q2,East,80%\n";
    let folder: TempDir = small(&[("rules.kpi", rules), ("data/areas.csv", areas)]);
    let part = |slice: &str| {
        kpi_in(folder.path(), &["report", "--period", "2024/25 Q2", "--as", "html", "--out", "part", "--slice", slice])
    };
    let made = part("area=North");
    assert!(made.status.success(), "{}", stderr(&made));
    let index = fs::read_to_string(folder.path().join("part/index.html")).unwrap();
    assert!(text(&index).contains(": North"), "{index}");
    let made = part("area=East");
    assert_eq!(made.status.code(), Some(2), "another part is another report");
    assert!(stderr(&made).contains("(area=North)"), "{}", stderr(&made));
}

/// Pages that every site has are not replaced by a scorecard of their name.
#[test]
fn a_scorecard_may_be_called_as_a_page_is() {
    let rules = super::RULES.replace("withheld, undecided\n", "withheld\n")
        + "\nscorecard accessibility {\n  title: \"Access to services\"\n  indicators: [undecided]\n}\n";
    let folder = small(&[("rules.kpi", &rules)]);
    let (made, out) = publish(folder.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    let statement = fs::read_to_string(out.join("accessibility.html")).unwrap();
    assert!(!statement.contains("<h1>Access to services"), "{statement}");
    assert!(files(&out).contains(&"accessibility-scorecard.html".to_owned()), "{:?}", files(&out));
    assert!(fs::read_to_string(out.join("accessibility-scorecard.html")).unwrap().contains("<h1>Access to services"));
}

/// Quotes in quotes, thousands deep, are somebody's slip or somebody's attack; the report is made.
#[test]
fn deep_nesting_is_flattened() {
    let deep = format!("{}told", "> ".repeat(5_000));
    let folder = small(&[("narrative/2024-25-Q2/plain.md", &deep)]);
    let (made, out) = publish(folder.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    assert!(text(&fs::read_to_string(out.join("indicators/plain.html")).unwrap()).contains("told"));
}

/// What goes into a stylesheet is names of fonts and nothing else.
#[test]
fn fonts_are_names() {
    let toml = "[project]\nname = \"anytown\"\ncouncil = \"Anytown Council\"\nedition = \"2026\"\n\n[report]\n\
                fonts = \"x; } body { background: url(https://evil.example/) } y {\"\n";
    let folder = small(&[("kpi.toml", toml)]);
    let (made, out) = publish(folder.path(), "html");
    assert!(!made.status.success());
    insta::assert_snapshot!("fonts_that_are_none", stderr(&made));
    assert!(!out.exists());
}
