//! Findings as SARIF 2.1.0 (OASIS, 2020), as code scanning reads it. Only what is used of the standard is written down.

use super::findings::Told;
use super::fingerprint::fingerprints;
use crate::project::Places;
use kpi_core::diagnostic::{DataPlace, Place};
use kpi_core::{Code, Diagnostic, Fix, Label, Severity, Span};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
pub struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    /// Columns count characters, not the units of an encoding.
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: String,
    short_description: Text,
    help: Text,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 1],
}

#[derive(Serialize)]
struct Text {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
    descriptor: Descriptor,
}

#[derive(Serialize)]
struct Descriptor {
    id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "kpi/v1")]
    ours: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

/// Relative to the folder that kpi was started in.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    description: Text,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: Artifact,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    justification: String,
}

/// All findings, those that the rules allow among them, with their reasons.
pub fn log(told: &[Told], done: bool) -> Log {
    let codes: BTreeSet<Code> = told.iter().flat_map(|told| &told.found).map(|found| found.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let results = told.iter().flat_map(|told| {
        told.found
            .iter()
            .zip(fingerprints(told))
            .map(|(diagnostic, print)| finding(diagnostic, print, &codes, &told.places))
    });
    // What could not be read is what the work could not be done for.
    let failures = told.iter().flat_map(|told| &told.found).filter(|diagnostic| !done && diagnostic.is_error());
    one(codes.iter().copied().map(rule).collect(), results.collect(), done, failures.map(notification).collect())
}

/// What is said where there is nothing but the reason why the command could not do its work.
pub fn failed(diagnostic: &Diagnostic) -> Log {
    one(Vec::new(), Vec::new(), false, vec![notification(diagnostic)])
}

fn one(rules: Vec<Rule>, results: Vec<Finding>, done: bool, said: Vec<Notification>) -> Log {
    let driver = Driver { name: "kpi", semantic_version: env!("CARGO_PKG_VERSION"), rules };
    let run = Run {
        tool: Tool { driver },
        column_kind: "unicodeCodePoints",
        invocations: [Invocation { execution_successful: done, tool_execution_notifications: said }],
        results,
    };
    Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }
}

fn notification(diagnostic: &Diagnostic) -> Notification {
    Notification {
        level: "error",
        message: plain(diagnostic.message.clone()),
        descriptor: Descriptor { id: diagnostic.code.id() },
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn plain(text: String) -> Text {
    Text { text, markdown: None }
}

fn rule(code: Code) -> Rule {
    let page = code.page();
    let summary = super::rule_list::summary(code);
    Rule {
        id: code.id(),
        name: code.name(),
        short_description: plain(summary),
        help: Text { text: page.clone(), markdown: Some(page) },
        default_configuration: Configuration { level: level(code.severity()) },
        properties: Properties { tags: [code.family()] },
    }
}

fn finding(diagnostic: &Diagnostic, print: String, codes: &[Code], places: &Places) -> Finding {
    let said = diagnostic.notes.iter().chain(&diagnostic.help);
    let message = said.fold(diagnostic.message.clone(), |message, said| format!("{message}\n{said}"));
    let mut labels = diagnostic.labels.iter();
    let locations = labels.next().map(|label| location(label, None, places));
    let related = labels.zip(1..).map(|(label, id)| location(label, Some(id), places));
    let allowed =
        diagnostic.allowed.iter().map(|reason| Suppression { kind: "inSource", justification: reason.clone() });
    Finding {
        rule_id: diagnostic.code.id(),
        rule_index: codes.iter().position(|code| *code == diagnostic.code).unwrap_or_default(),
        level: level(diagnostic.severity),
        message: plain(message),
        locations: locations.into_iter().collect(),
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints { ours: print },
        fixes: diagnostic.fixes.iter().filter_map(|fix| change(fix, places)).collect(),
        suppressions: allowed.collect(),
    }
}

fn location(label: &Label, id: Option<usize>, places: &Places) -> Location {
    let message = (!label.text.is_empty()).then(|| plain(label.text.clone()));
    let (physical_location, logical_locations) = match &label.place {
        Place::Rule(span) => (
            Physical { artifact_location: artifact(&places.file(span.file)), region: region(*span, places) },
            Vec::new(),
        ),
        Place::Data(place) => {
            let place = places.data(place);
            let physical = Physical { artifact_location: artifact(&place.file), region: None };
            (physical, cell(&place).into_iter().collect())
        }
    };
    Location { id, physical_location, logical_locations, message }
}

/// Where in a data file: rows of a workbook are no lines of it.
fn cell(place: &DataPlace) -> Option<Logical> {
    let whole = place.to_string();
    let within = whole.strip_prefix(&place.file)?.trim_start_matches([',', ' ']);
    (!within.is_empty()).then(|| Logical { fully_qualified_name: within.to_owned() })
}

fn region(span: Span, places: &Places) -> Option<Region> {
    let file = places.sources.file(span.file)?;
    let (start, end) = (file.position(span.start), file.position(span.end));
    Some(Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column })
}

/// A path as a URI: what a URI cannot hold is written as its bytes.
fn artifact(path: &str) -> Artifact {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(byte);
    let uri = path.bytes().fold(String::with_capacity(path.len()), |mut uri, byte| {
        if plain(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
        uri
    });
    Artifact { uri, uri_base_id: "%SRCROOT%" }
}

fn change(fix: &Fix, places: &Places) -> Option<Change> {
    let replacement =
        Replacement { deleted_region: region(fix.span, places)?, inserted_content: plain(fix.replacement.clone()) };
    let artifact_location = artifact(&places.file(fix.span.file));
    let description = format!("{} ({})", fix.title, fix.applicability.word());
    let changes = [ArtifactChange { artifact_location, replacements: [replacement] }];
    Some(Change { description: plain(description), artifact_changes: changes })
}
