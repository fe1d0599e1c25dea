//! The committee's pack: set by typst as PDF/UA-1 and PDF/A-2a, which it checks itself, and what is beside that.

use super::{publish, small, stderr};
use std::fs;
use std::process::Command;

#[test]
fn the_pack_is_made_and_is_the_same_to_the_byte() {
    let folder = small(&[("narrative/2024-25-Q2/plain.md", "Up to {{ value }}.\n\n## Actions\n\n- One\n- Two\n")]);
    let (made, out) = publish(folder.path(), "pdf");
    assert!(made.status.success(), "{}", stderr(&made));
    let pack = out.join("anytown-2024-25-Q2.pdf");
    let first = fs::read(&pack).unwrap();
    assert!(first.starts_with(b"%PDF-1.7"));
    let (made, _) = publish(folder.path(), "pdf");
    assert!(made.status.success(), "{}", stderr(&made));
    assert!(first == fs::read(&pack).unwrap(), "the pack differs");
    let Some(text) = extracted(&pack) else { return };
    for words in [
        "Anytown Council",
        "Repairs finished in time",
        "81.5%",
        "Up to 81.5%.",
        "Suppressed",
        "Not yet due",
        "Withheld",
        "Provisional",
    ] {
        assert!(text.contains(words), "{words}");
    }
}

/// Where the tool is there; with `CI` set it has to be.
pub fn extracted(pack: &std::path::Path) -> Option<String> {
    match Command::new("pdftotext").arg("-layout").arg(pack).arg("-").output() {
        Ok(output) if output.status.success() => Some(super::folded(&String::from_utf8_lossy(&output.stdout))),
        _ => {
            assert!(std::env::var_os("CI").is_none(), "pdftotext is missing (poppler-utils)");
            eprintln!("skipped: pdftotext is missing (poppler-utils)");
            None
        }
    }
}

#[test]
fn a_councils_own_pack_says_where_it_is_wrong() {
    for (name, file, text) in [
        (
            "unknown_name",
            "kpi/badge.typ",
            "#import \"/default/kpi/badge.typ\": *\n#let badge(word, colour) = nothing\n",
        ),
        (
            "table_without_heads",
            "layouts/indicator_pages.typ",
            "#import \"/default/layouts/indicator_pages.typ\": *\n#let table-of(report, card) = table(columns: 2, [Target], [87%])\n",
        ),
    ] {
        let folder = small(&[(&format!("report/templates/pdf/{file}"), text)]);
        let (made, out) = publish(folder.path(), "pdf");
        assert_eq!(made.status.code(), Some(1), "{name}: {}", stderr(&made));
        assert!(!out.exists());
        insta::assert_snapshot!(format!("pack_{name}"), stderr(&made));
    }
}
