//! What comes out where a document is made.
#![expect(clippy::disallowed_methods, clippy::expect_used, reason = "tests hand files to the tools of the machine")]

mod sample;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use kpi_pdf::{Document, Made};

/// Setting it takes longer than anything that is then asked of it.
static SAMPLE: LazyLock<Made> = LazyLock::new(|| made(&sample::document(&sample::files())));

fn made(document: &Document<'_>) -> Made {
    kpi_pdf::pdf(document).expect("the document is fit to be published")
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert!(made(&sample::document(&sample::files())).bytes == SAMPLE.bytes);
}

#[test]
fn the_building_blocks_warn_of_nothing() {
    assert_eq!(SAMPLE.warnings, []);
}

#[test]
fn the_date_is_the_documents() {
    let files = BTreeMap::from([("/pack.typ".to_owned(), b"#import \"/kpi.typ\": *\n#show: pack.with(title: \"T\")\n= #datetime.today().display() and #sys.inputs.produced".to_vec())]);
    let bytes = made(&sample::document(&files)).bytes;
    assert!(text(&bytes).contains("CreateDate>2024-05-14"), "{}", text(&bytes));
}

#[test]
fn a_council_replaces_one_file_and_keeps_the_rest() {
    let mut files = sample::files();
    files.insert(
        "/kpi/theme.typ".into(),
        b"#import \"/default/kpi/theme.typ\": *\n#let brand = rgb(\"#5b2a86\")".to_vec(),
    );
    let changed = made(&sample::document(&files)).bytes;
    assert!(changed != SAMPLE.bytes);
}

#[test]
fn welsh_is_said_to_be_welsh() {
    let pack = "#import \"/kpi.typ\": *\n#show: pack.with(title: \"Adroddiad\")\n#contents()\n= Gofal\nTestun.";
    let files = BTreeMap::from([
        ("/pack.typ".to_owned(), pack.into()),
        ("/kpi/words.json".to_owned(), r#"{ "contents": "Cynnwys" }"#.into()),
    ]);
    let document = Document { lang: "cy-GB", ..sample::document(&files) };
    let bytes = made(&document).bytes;
    assert_eq!(kpi_pdf::check(&bytes, "cy-GB"), []);
    let problems = kpi_pdf::check(&bytes, "en-GB");
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn qpdf_finds_nothing_wrong() {
    let Some(said) = tool("qpdf", &["--check"]) else { return };
    assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
}

#[test]
fn what_a_screen_reader_is_told() {
    let Some(said) = tool("pdfinfo", &["-struct-text"]) else { return };
    // Attributes and numbers of objects are how it is said, not what.
    let told: Vec<_> = said.lines().filter(|line| !line.trim_start().starts_with(['/', 'O'])).collect();
    insta::assert_snapshot!("struct_text", told.join("\n"));
}

/// What the tool says of the sample; none where it is not installed.
fn tool(name: &str, arguments: &[&str]) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf"));
    std::fs::write(&path, &SAMPLE.bytes).expect("a file is written");
    let Ok(output) = Command::new(name).args(arguments).arg(&path).output() else {
        assert!(std::env::var_os("CI").is_none(), "{name} is not installed: apt-get install qpdf poppler-utils");
        println!("skipped: {name} is not installed");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    Some(said)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
