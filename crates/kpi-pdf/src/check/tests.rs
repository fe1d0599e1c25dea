//! Each problem is found where it is, and none where there is none.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::NaiveDate;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::{Problem, Rule, check};
use crate::Document;
use crate::world::Handed;

const HEAD: &str = "#set document(title: \"T\")\n#set text(lang: \"en\", region: \"GB\")\n= One\n";

/// As typst makes it where nobody asks for a standard.
fn loosely(text: &str, tagged: bool) -> Vec<Problem> {
    let files = BTreeMap::from([("/main.typ".to_owned(), text.as_bytes().to_vec())]);
    let produced = NaiveDate::from_ymd_opt(2024, 5, 14).unwrap();
    let document = Document { main: "/main.typ", lang: "en-GB", produced, files: &files, fonts: &[], inputs: &[] };
    let world = Handed::new(&document).unwrap();
    let paged = typst::compile::<PagedDocument>(&world).output.unwrap();
    let options = PdfOptions { tagged, ..PdfOptions::default() };
    let mut problems = check(&typst_pdf::pdf(&paged, &options).unwrap(), "en-GB");
    // Without a standard none is named, whatever else is there.
    problems.retain(|problem| !problem.message.contains("pdfuaid") && !problem.message.contains("pdfaid"));
    problems.retain(|problem| !problem.message.contains("DisplayDocTitle"));
    problems
}

fn rules(text: &str) -> Vec<(Rule, Option<usize>)> {
    loosely(text, true).into_iter().map(|problem| (problem.rule, problem.page)).collect()
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let text = "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), alt: \"x\")
        == Two\n#table(table.header[a], [1])\n#table(pdf.header-cell(scope: \"row\")[a])\n= One\n#link(\"https://example.org\")[Home]";
    assert_eq!(loosely(&format!("{HEAD}{text}"), true), []);
}

#[test]
fn each_problem_is_found_on_its_page() {
    let image = "#pagebreak()\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"))";
    assert_eq!(rules(&format!("{HEAD}{image}")), [(Rule::Alternatives, Some(2))]);
    assert_eq!(rules(&format!("{HEAD}=== Three")), [(Rule::Headings, Some(1))]);
    assert_eq!(
        rules(&format!("{HEAD}#table[a]\n#pagebreak()\n#table[b]")),
        [(Rule::Tables, Some(1)), (Rule::Tables, Some(2))]
    );
    // The heading of an inner table is none of the outer one.
    assert_eq!(rules(&format!("{HEAD}#table(table(table.header[a], [1]))")), [(Rule::Tables, Some(1))]);
    assert_eq!(rules("#set document(title: \"T\")\n= One"), [(Rule::Language, None)]);
    assert_eq!(rules("#set text(region: \"GB\")\n= One"), [(Rule::Identity, None)]);
    assert_eq!(rules("#set document(title: \"T\")\n#set text(region: \"GB\")\nText."), [(Rule::Navigation, None)]);
}

#[test]
fn a_file_that_is_not_tagged_is_found() {
    let messages: Vec<_> = loosely(HEAD, false).into_iter().map(|problem| problem.message).collect();
    assert!(messages.iter().any(|message| message.contains("Marked")), "{messages:?}");
    assert!(messages.iter().any(|message| message.contains("structure tree")), "{messages:?}");
}

/// A file by hand, with what no typst would write.
fn by_hand() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 5 0 R /MarkInfo << /Marked true >> /Lang (en-GB) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /Font << /F 4 0 R >> >>
           /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] >>] >>",
        "<< /Type /Font /Subtype /TrueType /BaseFont /Helvetica >>",
        "<< /Type /StructTreeRoot /K 6 0 R >>",
        "<< /S /Document /K [<< /S /Table /Pg 3 0 R /K << /S /TR /K << /S /TH /Pg 3 0 R >> >> >> 6 0 R 5 0 R] >>",
    ];
    let mut text = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(text.len());
        let _ = write!(text, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let table = text.len();
    let _ = write!(text, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in &places {
        let _ = writeln!(text, "{place:010} 00000 n ");
    }
    let _ = write!(text, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    text.into_bytes()
}

#[test]
fn what_no_typst_would_write_is_found_too() {
    let found: Vec<_> =
        check(&by_hand(), "en-GB").iter().map(|problem| format!("{:?}: {problem}", problem.rule)).collect();
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn any_bytes_can_be_checked() {
    assert_eq!(check(b"", "en-GB").len(), 1);
    let whole = by_hand();
    for length in 0..whole.len() {
        assert_ne!(check(&whole[..length], "en-GB"), []);
    }
}
