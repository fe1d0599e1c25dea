//! Findings as JUnit's XML: a suite for each file, a failed case for each finding, and one that passed for a file without.

use super::diagnostics::{severity, told as to_tell};
use super::findings::Told;
use super::xml::escaped;
use indexmap::IndexMap;
use kpi_core::Diagnostic;
use kpi_core::diagnostic::Place;
use std::fmt::Write as _;

pub fn findings(told: &[Told]) -> String {
    let mut suites: IndexMap<String, Vec<(&Diagnostic, Option<u32>)>> = IndexMap::new();
    for told in told {
        for (id, _) in told.places.sources.iter() {
            suites.entry(told.places.file(id)).or_default();
        }
        for diagnostic in to_tell(&told.found) {
            let (file, line) = match diagnostic.place() {
                Some(Place::Rule(span)) => {
                    let line = told.places.sources.file(span.file).map(|file| file.position(span.start).line);
                    (told.places.file(span.file), line)
                }
                Some(Place::Data(place)) => (told.places.data(place).to_string(), None),
                None => (format!("{}kpi.toml", told.places.prefix), None),
            };
            suites.entry(file).or_default().push((diagnostic, line));
        }
    }
    let failures: usize = suites.values().map(Vec::len).sum();
    let tests: usize = suites.values().map(|found| found.len().max(1)).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites tests=\"{tests}\" failures=\"{failures}\">");
    for (file, found) in &suites {
        let (name, tests, failures) = (escaped(file), found.len().max(1), found.len());
        let _ = writeln!(out, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\">");
        if found.is_empty() {
            let _ = writeln!(out, "    <testcase name=\"{name}\" classname=\"{name}\"/>");
        }
        for (diagnostic, line) in found {
            let (code, message) = (diagnostic.code, escaped(&diagnostic.message));
            let line_of = line.map(|line| format!(" line=\"{line}\"")).unwrap_or_default();
            let _ = writeln!(out, "    <testcase name=\"{code}\" classname=\"{name}\" file=\"{name}\"{line_of}>");
            let at = line.map(|line| format!(":{line}")).unwrap_or_default();
            let said: Vec<&str> = diagnostic.notes.iter().chain(&diagnostic.help).map(String::as_str).collect();
            let body =
                escaped(&std::iter::once(format!("{file}{at}").as_str()).chain(said).collect::<Vec<_>>().join("\n"));
            let kind = severity(diagnostic.severity);
            let _ = writeln!(out, "      <failure type=\"{kind}\" message=\"{message}\">{body}</failure>");
            out.push_str("    </testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}
