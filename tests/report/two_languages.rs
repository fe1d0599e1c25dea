//! A report in Welsh and in English: the same pages, the same figures, each a link from the other.

use super::{files, publish, read, small, stderr, text};
use std::fs;

const TOML: &str = "[project]\nname = \"anytown\"\ncouncil = \"Anytown Council\"\nedition = \"2026\"\n\n[report]\nlanguages = [\"en\", \"cy\"]\n";

const STRINGS: &str = r#"[texts]
"Anytown Council" = "Cyngor Anytown"
"Performance" = "Perfformiad"
"Cabinet" = "Y Cabinet"
"All" = "Y cyfan"
"Off target by more than 10%" = "Mwy na 10% oddi ar y targed"
"Off target by up to 10%" = "Hyd at 10% oddi ar y targed"
"On target or better" = "Ar y targed neu'n well"
"Repairs finished in time" = "Atgyweiriadau a orffennwyd mewn pryd"
"Calls answered in time" = "Galwadau a atebwyd mewn pryd"
"Bins emptied on the day" = "Biniau a wagiwyd ar y diwrnod"
"Children seen within a week" = "Plant a welwyd o fewn wythnos"
"Residents who feel safe" = "Trigolion sy'n teimlo'n ddiogel"
"Trees planted that live" = "Coed a blannwyd sy'n byw"
"Potholes filled in time" = "Tyllau a lenwyd mewn pryd"
"Homes made warm" = "Cartrefi a wnaed yn gynnes"
"Carers who are content" = "Gofalwyr sy'n fodlon"
"Streets that are clean" = "Strydoedd glân"
"after the summer" = "ar ôl yr haf"
"#;

#[test]
fn both_languages_have_the_same_pages_and_figures() {
    let folder = small(&[
        ("kpi.toml", TOML),
        ("strings/cy.toml", STRINGS),
        ("narrative/2024-25-Q2/plain.cy.md", "Cododd i {{ value }}.\n"),
    ]);
    let (made, out) = publish(folder.path(), "html,xlsx,csvw");
    assert!(made.status.success(), "{}", stderr(&made));
    let all = files(&out);
    let welsh: Vec<String> = all.iter().filter_map(|path| path.strip_prefix("cy/")).map(str::to_owned).collect();
    // The list of files is of the whole folder.
    let english = |path: &&String| !path.starts_with("cy/") && path.as_str() != "data/files.txt";
    let english: Vec<String> = all.iter().filter(english).cloned().collect();
    assert_eq!(welsh, english);
    for path in english.iter().filter(|path| path.ends_with(".html")) {
        let (ours, theirs) = (read(&out, path), read(&out, &format!("cy/{path}")));
        assert!(theirs.starts_with("<!doctype html>\n<html lang=\"cy\">"), "{path}");
        let up = "../".repeat(path.matches('/').count());
        assert!(
            ours.contains(&format!("hreflang=\"cy\" href=\"{up}cy/{path}\"")),
            "{path} does not lead to its counterpart"
        );
        assert!(theirs.contains(&format!("hreflang=\"en\" href=\"{up}../{path}\"")), "cy/{path} does not lead back");
        let figures = |page: &str| -> Vec<String> {
            page.split("class=\"figure")
                .skip(1)
                .filter_map(|rest| rest.split_once('>')?.1.split_once('<'))
                .map(|(figure, _)| figure.to_owned())
                .collect()
        };
        assert_eq!(figures(&ours), figures(&theirs), "{path}");
    }
    let page = text(&fs::read_to_string(out.join("cy/indicators/plain.html")).unwrap());
    for words in ["Atgyweiriadau a orffennwyd mewn pryd", "Cododd i 81.5%.", "Gwyrdd", "Cyngor Anytown"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // What the interpreter says stays English, and says so to whoever reads it aloud.
    let html = fs::read_to_string(out.join("cy/indicators/plain.html")).unwrap();
    assert!(html.contains("<p class=\"reason\" lang=\"en\">"), "the reason is marked as English");
}

#[test]
fn a_text_without_a_translation_is_told_and_nothing_is_written() {
    let strings = STRINGS.replace("\"Cabinet\" = \"Y Cabinet\"\n", "");
    let folder = small(&[("kpi.toml", TOML), ("strings/cy.toml", strings.as_str())]);
    let (made, out) = publish(folder.path(), "html");
    assert_eq!(made.status.code(), Some(1));
    assert!(!out.exists());
    insta::assert_snapshot!("no_welsh", stderr(&made));
}
