//! What is not fit to be published, and what a council is told.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kpi_pdf::{Document, Fault};

const HEAD: &str = "#set document(title: \"T\")\n#set text(lang: \"en\", region: \"GB\")\n= One\n";

fn refused(files: &[(&str, &str)], fonts: &[Vec<u8>]) -> String {
    refused_from("/pack.typ", files, fonts)
}

fn refused_from(main: &str, files: &[(&str, &str)], fonts: &[Vec<u8>]) -> String {
    let files: BTreeMap<_, _> =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let produced = NaiveDate::from_ymd_opt(2024, 5, 14).unwrap_or_default();
    let document = Document { main, lang: "en-GB", produced, files: &files, fonts, inputs: &[] };
    match kpi_pdf::pdf(&document) {
        Ok(_) => "made".to_owned(),
        Err(faults) => faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n\n"),
    }
}

fn pack(text: &str) -> String {
    refused(&[("/pack.typ", &format!("{HEAD}{text}"))], &[])
}

#[test]
fn a_document_that_has_what_it_needs_is_made() {
    assert_eq!(pack("Text."), "made");
}

#[test]
fn faults_of_the_source() {
    insta::assert_snapshot!("syntax", pack("#let x = (1,\nText"));
    insta::assert_snapshot!("unknown_name", pack("#figures(3)"));
    insta::assert_snapshot!("no_such_file", pack("#image(\"/charts/asc.svg\", alt: \"x\")"));
    insta::assert_snapshot!("outside", pack("#read(\"../../secret\")"));
    insta::assert_snapshot!("package", pack("#import \"@preview/cetz:0.3.4\": canvas"));
    insta::assert_snapshot!("no_main", refused_from("/mine.typ", &[("/other.typ", "x")], &[]));
}

#[test]
fn a_fault_in_a_file_of_the_councils_says_how_it_came_there() {
    let files = [
        (
            "/pack.typ",
            "#import \"/council/page.typ\": framework\n#set document(title: \"T\")\n= One\n#framework(json(\"/report.json\"))\n",
        ),
        (
            "/council/page.typ",
            "#let framework(report) = {\n  let rated = report.indicators.map(it => it.rating)\n  rated.join()\n}\n",
        ),
        ("/report.json", r#"{ "indicators": [{ "name": "a" }] }"#),
    ];
    insta::assert_snapshot!("trace", refused(&files, &[]));
    let files = [files[0], files[1], ("/report.json", "{ \"indicators\": [\n  oops ] }")];
    insta::assert_snapshot!("broken_json", refused(&files, &[]));
}

#[test]
fn what_cannot_be_read_aloud() {
    let chart = r#"#image(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>")"#;
    insta::assert_snapshot!("no_alt", pack(&format!("{chart})")));
    insta::assert_snapshot!("empty_alt", pack(&format!("{chart}, alt: \" \")")));
    insta::assert_snapshot!(
        "table_without_heading",
        pack(
            "Text.\n\n#let grid = (columns: 2)\n#table(..grid, [a], [1])\n#for i in range(3) { table(..grid, [b], [#i]) }"
        )
    );
    insta::assert_snapshot!("skipped_heading", pack("=== Three"));
    insta::assert_snapshot!(
        "no_heading",
        refused(&[("/pack.typ", "#set document(title: \"T\")\n#set text(region: \"GB\")\nText.")], &[])
    );
    insta::assert_snapshot!("no_title", refused(&[("/pack.typ", "#set text(region: \"GB\")\n= One")], &[]));
    insta::assert_snapshot!("no_date", pack("#set document(date: none)"));
    insta::assert_snapshot!("wrong_language", refused(&[("/pack.typ", "#set document(title: \"T\")\n= Un")], &[]));
    insta::assert_snapshot!("link_in_footer", pack("#set page(footer: link(\"https://example.org\")[Home])\nText."));
}

#[test]
fn a_sign_that_no_font_has() {
    insta::assert_snapshot!("sign_in_text", pack("Good #\"★ service\", and again ★"));
    let chart = r#"#image(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'><text y='15'>★ best</text></svg>"), alt: "x")"#;
    insta::assert_snapshot!("sign_in_chart", pack(chart));
}

#[test]
fn a_font_that_is_none() {
    insta::assert_snapshot!("font", refused(&[("/pack.typ", HEAD)], &[b"not a font".to_vec()]));
}
