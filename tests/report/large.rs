//! A report of more indicators than a page should hold.

use super::{kpi_in, pages, stderr};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use tempfile::TempDir;

const ADULTS: usize = 320;
const ROADS: usize = 215;

pub fn project() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("kpi.toml", "[project]\nname = \"large\"\ncouncil = \"Anytown Council\"\nedition = \"2026\"\n");
    let mut rules = String::from(
        r#"dataset figures {
  source: csv "figures.csv"
  key:    [indicator, period]
  columns { indicator: text   period: period   value: percent }
}

bands rag {
  judge: deviation
  Red   below 0%
  Green from 0%
}

template plain(name) {
  title:     "Cases of kind {name} closed in time"
  unit:      percent, 1 decimal
  polarity:  higher
  frequency: quarterly
  formula:   figures.value
  target:    75%
  bands:     rag
}
"#,
    );
    let mut figures = String::from("indicator,period,value\n");
    for number in 1..=ADULTS + ROADS {
        let _ = writeln!(rules, "indicator kind_{number} from plain(name: \"{number}\") {{ }}");
        let _ = writeln!(figures, "kind_{number},2024/25 Q1,{}%", 50 + number % 47);
        let _ = writeln!(figures, "kind_{number},2024/25 Q2,{}%", 51 + number % 47);
    }
    let list = |from: usize, to: usize| (from..=to).map(|n| format!("kind_{n}")).collect::<Vec<_>>().join(", ");
    let _ = writeln!(
        rules,
        "scorecard board {{\n  title: \"Board\"\n  theme \"Adults\" {{ indicators: [{}] }}\n  theme \"Roads\" {{ indicators: [{}] }}\n}}",
        list(1, ADULTS),
        list(ADULTS + 1, ADULTS + ROADS)
    );
    write("rules.kpi", &rules);
    write("figures.csv", &figures);
    folder
}

/// Each page weighs less than 150 kB, and each indicator is in one list, which the index leads to.
#[test]
fn a_large_index_is_several_pages() {
    let folder = project();
    let made = kpi_in(folder.path(), &["report", "--period", "2024/25 Q2", "--as", "html,csvw", "--out", "public"]);
    assert!(made.status.success(), "{}", stderr(&made));
    let all = pages(&folder.path().join("public"));
    for (path, text) in &all {
        assert!(text.len() < 150_000, "{path} weighs {} bytes", text.len());
    }
    let page = |path: &str| &all.iter().find(|(name, _)| name == path).unwrap_or_else(|| panic!("no {path}")).1;
    let index = page("index.html");
    let linked = |text: &str, start: &str| -> Vec<String> {
        text.split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|to| to.starts_with(start))
            .map(str::to_owned)
            .collect()
    };
    let parts = linked(index, "index-part-");
    let expected = ["1-1", "1-2", "1-3", "2-1", "2-2"].map(|place| format!("index-part-{place}.html"));
    assert_eq!(parts, expected);
    assert!(index.contains("Adults, 151–300"), "{index}");
    let listed: Vec<String> = parts.iter().flat_map(|part| linked(page(part), "indicators/")).collect();
    let different: BTreeSet<&String> = listed.iter().collect();
    assert_eq!((listed.len(), different.len()), (ADULTS + ROADS, ADULTS + ROADS));
    let files: BTreeSet<String> =
        ["data.html", "data-part-2.html"].iter().flat_map(|path| linked(page(path), "data/")).collect();
    assert!(files.len() >= ADULTS + ROADS, "{} files are linked", files.len());
}
