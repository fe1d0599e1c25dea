//! A report of more indicators than a page should hold.

use super::pack::extracted;
use super::{kpi_in, pages, stderr};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use tempfile::TempDir;

const ADULTS: usize = 320;
const ROADS: usize = 215;

pub fn project() -> TempDir {
    of(&[("Adults", ADULTS), ("Roads", ROADS)])
}

/// Themes with so many indicators each.
fn of(themes: &[(&str, usize)]) -> TempDir {
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
    let all = themes.iter().map(|(_, indicators)| indicators).sum();
    for number in 1..=all {
        let _ = writeln!(rules, "indicator kind_{number} from plain(name: \"{number}\") {{ }}");
        let _ = writeln!(figures, "kind_{number},2024/25 Q1,{}%", 50 + number % 47);
        let _ = writeln!(figures, "kind_{number},2024/25 Q2,{}%", 51 + number % 47);
    }
    rules.push_str("scorecard board {\n  title: \"Board\"\n");
    let mut from = 1;
    for (theme, indicators) in themes {
        let list: Vec<String> = (from..from + indicators).map(|n| format!("kind_{n}")).collect();
        let _ = writeln!(rules, "  theme \"{theme}\" {{ indicators: [{}] }}", list.join(", "));
        from += indicators;
    }
    rules.push_str("}\n");
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
    assert!(index.contains("Adults, 108–214"), "{index}");
    let listed: Vec<String> = parts.iter().flat_map(|part| linked(page(part), "indicators/")).collect();
    let different: BTreeSet<&String> = listed.iter().collect();
    assert_eq!((listed.len(), different.len()), (ADULTS + ROADS, ADULTS + ROADS));
    let files: BTreeSet<String> =
        ["data.html", "data-part-2.html"].iter().flat_map(|path| linked(page(path), "data/")).collect();
    assert!(files.len() >= ADULTS + ROADS, "{} files are linked", files.len());
}

/// A pack that nobody could open or send is volumes: the first says where each theme is, and each indicator is in one.
#[test]
fn a_long_pack_is_several_volumes() {
    let folder = of(&[("Adults", 60), ("Roads", 80), ("Waste", 12)]);
    let made = kpi_in(folder.path(), &["report", "--period", "2024/25 Q2", "--as", "pdf", "--out", "public"]);
    assert!(made.status.success(), "{}", stderr(&made));
    let public = folder.path().join("public");
    let name = |volume: usize| match volume {
        1 => "large-2024-25-Q2.pdf".to_owned(),
        number => format!("large-2024-25-Q2-volume-{number}.pdf"),
    };
    let is_pack = |name: &String| name.ends_with(".pdf");
    let mut packs: Vec<String> =
        fs::read_dir(&public).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    packs.retain(is_pack);
    packs.sort();
    let mut expected: Vec<String> = (1..=4).map(name).collect();
    expected.sort();
    assert_eq!(packs, expected);
    let read = |volume: usize| extracted(&public.join(name(volume)));
    let Some(first) = read(1) else { return };
    for said in ["Volume 1 of 4", "Adults", "Roads, 1–40", "Roads, 41–80", "Waste", "About this report"] {
        assert!(first.contains(said), "{said} in {first}");
    }
    assert!(!first.contains("Cases of kind 1 closed"), "{first}");
    let mut shown = Vec::new();
    for volume in 2..=4 {
        let text = read(volume).unwrap();
        assert!(text.contains(&format!("Volume {volume} of 4")), "{text}");
        let headed = |number: &usize| text.contains(&format!("Cases of kind {number} closed in time"));
        shown.extend((1..=152).filter(headed));
    }
    assert_eq!(shown, (1..=152).collect::<Vec<usize>>());
}

/// One that has its pages with another scorecard stands in the first volume, and makes no volume of nothing but titles.
#[test]
fn a_scorecard_of_others_indicators_has_no_volume() {
    let folder = of(&[("Adults", 60), ("Roads", 92)]);
    let rules = folder.path().join("rules.kpi");
    let board = fs::read_to_string(&rules).unwrap();
    let second = "scorecard places {\n  title: \"Places\"\n  indicators: [kind_7, kind_99]\n}\n";
    fs::write(&rules, board + second).unwrap();
    let made = kpi_in(folder.path(), &["report", "--period", "2024/25 Q2", "--as", "pdf", "--out", "public"]);
    assert!(made.status.success(), "{}", stderr(&made));
    let public = folder.path().join("public");
    let packs =
        fs::read_dir(&public).unwrap().flatten().filter(|entry| entry.path().extension().is_some_and(|e| e == "pdf"));
    assert_eq!(packs.count(), 4, "the whole, the adults, and two of the roads");
    let Some(first) = extracted(&public.join("large-2024-25-Q2.pdf")) else { return };
    for line in ["Cases of kind 7 closed in time 75.0% 58.0%", "Cases of kind 99 closed in time 75.0% 56.0%"] {
        assert!(first.contains(line), "{first}");
    }
}
