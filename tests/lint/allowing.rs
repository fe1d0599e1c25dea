//! Notes that let a finding stand.

use super::{FIGURES, concise, kpi, project, said};

fn with(title: &str, before: &str, after: &str) -> String {
    format!(
        "{FIGURES}indicator closed {{\n  {before}\n  title: \"{title}\" {after}\n  unit: count\n  polarity: none\n  frequency: yearly\n  \
         formula: figures.value\n  source: \"Cases\"\n  description: \"Cases closed in the year.\"\n}}\n"
    )
}

#[test]
fn a_note_allows_what_begins_on_its_line_or_below_it() {
    for (before, after, found) in [
        ("", "", 1),
        ("# kpi-allow(title_full_stop): as published", "", 0),
        ("", "# kpi-allow(KPI2604): as published", 0),
        ("# kpi-allow(title_full_stop) until 2023-11-24: as published", "", 0),
        // Past its day it allows nothing, and says so.
        ("# kpi-allow(title_full_stop) until 2023-11-23: as published", "", 2),
        ("# kpi-allow(title_full_stop):", "", 2),
        ("# kpi-allow(KPI2604)", "", 2),
        ("# kpi-allow(full_stop): as published", "", 2),
        ("# kpi-allow(KPI0101): as published", "", 2),
        ("# kpi-allow-file(title_full_stop): as published", "", 0),
        // Another finding than this, which is not there.
        ("# kpi-allow(title_shouts): as published", "", 2),
    ] {
        let folder = project(&[("a.kpi", &with("Cases closed.", before, after))]);
        let lines = concise(folder.path(), &[]);
        assert_eq!(lines.len(), found, "{before:?} {after:?}: {lines:#?}");
    }
}

#[test]
fn a_note_above_an_item_is_for_the_whole_of_it() {
    let text = with("Cases closed.", "", "")
        .replace("indicator closed", "# kpi-allow(title_full_stop): as published\nindicator closed");
    assert!(concise(project(&[("a.kpi", &text)]).path(), &[]).is_empty());
}

#[test]
fn what_is_wrong_with_notes_is_told() {
    let text =
        with("Cases closed", "# kpi-allow(title_fullstop) until tomorrow: as published", "# kpi-allow: as published")
            .replace("  unit:", "  # kpi-allow(title_fullstop): as published\n  # kpi-allow(KPI0201): wrong\n  unit:");
    let folder = project(&[("a.kpi", &text)]);
    insta::assert_snapshot!(said(&kpi(folder.path(), &["lint"])));
}

#[test]
fn warnings_of_the_check_can_be_allowed_too() {
    let unused = "bands idle {\n  judge: gap\n  Red below 0   Green from 0\n}\n";
    let text = with("Cases closed", "", "") + unused;
    let folder = project(&[("a.kpi", &text)]);
    assert!(String::from_utf8_lossy(&kpi(folder.path(), &["check", "--format", "concise"]).stdout).contains("KPI0306"));
    let text = with("Cases closed", "", "") + "# kpi-allow(unused): for the next year\n" + unused;
    let folder = project(&[("a.kpi", &text)]);
    insta::assert_snapshot!(said(&kpi(folder.path(), &["check"])));
}
