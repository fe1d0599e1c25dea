//! What holds for every page: it can be read without scripts, colour, or eyes, and leads nowhere that is not there.

use super::{COUNCILS, Published, files, pages, text};
use std::collections::BTreeSet;
use std::fs;

fn each(test: impl Fn(&Published, &str, &str)) {
    for report in &COUNCILS.1 {
        for (path, page) in pages(&report.folder) {
            test(report, &path, &page);
        }
    }
}

fn between<'p>(page: &'p str, open: &str, close: &str) -> Vec<&'p str> {
    page.split(open).skip(1).filter_map(|rest| rest.split_once(close)).map(|(inner, _)| inner).collect()
}

#[test]
fn every_page_has_one_heading_a_title_of_its_own_and_a_language() {
    for report in &COUNCILS.1 {
        let mut titles = BTreeSet::new();
        for (path, page) in pages(&report.folder) {
            assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"), "{path}");
            assert_eq!(page.matches("<h1").count(), 1, "{path}");
            assert!(
                titles.insert(between(&page, "<title>", "</title>")[0].to_owned()),
                "{path} has the title of another page"
            );
            for part in ["<header", "<main id=\"content\"", "<footer", "<nav", "href=\"#content\""] {
                assert!(page.contains(part), "{path} has no {part}");
            }
        }
    }
}

#[test]
fn headings_do_not_skip_a_level() {
    each(|_, path, page| {
        let mut last = 0;
        for rest in page.split("<h").skip(1) {
            let Some(level) = rest.chars().next().and_then(|c| c.to_digit(10)) else { continue };
            assert!(level <= last + 1, "{path}: h{level} comes after h{last}");
            last = level;
        }
    });
}

#[test]
fn every_table_has_a_caption_and_heads() {
    each(|_, path, page| {
        for table in between(page, "<table", "</table>") {
            assert!(table.contains("<caption"), "{path}: {table}");
            for head in between(table, "<th", ">") {
                assert!(head.is_empty() || head.starts_with("ead") || head.contains("scope="), "{path}: <th{head}>");
            }
            assert!(!table.contains("<th scope=\"col\"></th>"), "{path}: an empty head");
        }
    });
}

/// Whoever does not see colours, or has no stylesheet, reads the word.
#[test]
fn no_rating_is_told_by_colour_alone() {
    let mut seen = 0;
    each(|_, path, page| {
        for badge in between(page, "<strong class=\"badge", "</strong>") {
            let words = text(&format!("<strong {badge}"));
            assert!(words.chars().any(char::is_alphanumeric), "{path}: {badge}");
        }
    });
    for report in &COUNCILS.1 {
        let index = fs::read_to_string(report.folder.join("index.html")).unwrap();
        seen += index.matches("class=\"badge").count();
    }
    assert!(seen > 60, "{seen} badges");
}

#[test]
fn every_link_leads_somewhere() {
    each(|report, path, page| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for href in between(page, "href=\"", "\"").into_iter().chain(between(page, "src=\"", "\"")) {
            if href.starts_with("http") || href.starts_with("mailto:") || href.starts_with('#') {
                continue;
            }
            let href = href.split('#').next().unwrap();
            let mut at: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
            for part in href.split('/') {
                match part {
                    ".." => {
                        assert!(at.pop().is_some(), "{path}: {href} leads out of the report");
                    }
                    part => at.push(part),
                }
            }
            assert!(report.folder.join(at.join("/")).is_file(), "{path}: {href}");
        }
    });
}

#[test]
fn links_say_where_they_lead() {
    each(|_, path, page| {
        for link in between(page, "<a ", "</a>") {
            let words = text(&format!("<a {link}")).to_lowercase();
            assert!(!words.is_empty() || link.contains("<img"), "{path}: {link}");
            assert!(!["here", "click here", "more", "link"].contains(&words.as_str()), "{path}: {link}");
        }
    });
}

#[test]
fn charts_have_words_and_figures_beside_them() {
    let mut charts = 0;
    for report in &COUNCILS.1 {
        for (path, page) in pages(&report.folder) {
            for svg in between(&page, "<svg", "</svg>") {
                if svg.contains("aria-hidden=\"true\"") {
                    continue;
                }
                assert!(svg.contains("role=\"img\"") && svg.contains("<title") && svg.contains("<desc"), "{path}");
                charts += 1;
            }
            if page.contains("<figure class=\"chart trend\"") {
                assert!(page.contains("<caption id=\"history\""), "{path}");
                assert!(page.contains(".csv\" download"), "{path}");
            }
        }
    }
    assert!(charts > 80, "{charts} charts");
}

/// A page with all it needs is read where connections are slow.
#[test]
fn no_page_is_heavy() {
    for report in &COUNCILS.1 {
        let beside: u64 = files(&report.folder)
            .iter()
            .filter(|path| path.starts_with("assets/"))
            .map(|path| fs::metadata(report.folder.join(path)).unwrap().len())
            .sum();
        for (path, page) in pages(&report.folder) {
            let weight = page.len() as u64 + beside;
            assert!(weight < 150_000, "{} {path} weighs {weight} bytes", report.project);
        }
    }
}

#[test]
fn no_page_asks_anything_of_elsewhere() {
    each(|_, path, page| {
        for tag in ["<script src=\"http", "<link rel=\"stylesheet\" href=\"http", "<img src=\"http", "url(http"] {
            assert!(!page.contains(tag), "{path}: {tag}");
        }
    });
}

/// What a name in the rules or a narrative says is text, whatever signs it has.
#[test]
fn markup_in_texts_is_shown_and_not_read() {
    let rules = super::RULES.replace("Repairs finished in time", "<script>alert(1)</script> & <b>\\\"x\\\"</b>");
    let folder = super::small(&[
        ("rules.kpi", rules.as_str()),
        ("narrative/2024-25-Q2/plain.md", "<img src=x onerror=alert(1)> and [a](javascript:alert(1))\n"),
    ]);
    let (made, out) = super::publish(folder.path(), "html");
    assert!(made.status.success(), "{}", super::stderr(&made));
    for (path, page) in pages(&out) {
        assert!(
            !page.contains("<script>alert") && !page.contains("<img src=x") && !page.contains("javascript:"),
            "{path}"
        );
    }
    let page = fs::read_to_string(out.join("indicators/plain.html")).unwrap();
    assert!(text(&page).contains("<script>alert(1)</script> & <b>\"x\"</b>"));
}

/// What a reader is told of the calculation is the rule, in words (R59).
#[test]
fn the_calculation_is_written_from_the_rule() {
    let rules = "
dataset calls {
  source: csv \"data/calls.csv\"
  columns { taken: date   answered: yes/no   team: text }
}
indicator answered {
  title:     \"Calls answered\"
  unit:      percent, 1 decimal
  polarity:  higher
  frequency: quarterly
  let X = count(calls where taken in period and answered and team in [\"North\", \"South\"])
  let Y = count(calls where taken in last 12 months and not (team is empty))
  formula:   X / Y
}
scorecard board { title: \"Performance\"   indicators: [answered] }
";
    let folder = super::small(&[
        ("rules.kpi", rules),
        ("data/calls.csv", "taken,answered,team\n2024-08-01,yes,North\n2024-08-02,no,South\n"),
    ]);
    let (made, out) = super::publish(folder.path(), "html");
    assert!(made.status.success(), "{}", super::stderr(&made));
    let page = text(&fs::read_to_string(out.join("indicators/answered.html")).unwrap());
    for words in [
        "X ÷ Y",
        "X the number of calls where taken is in the period and answered is yes and team is North or South",
        "Y the number of calls where taken is in the last 12 months and not (team is empty)",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}
