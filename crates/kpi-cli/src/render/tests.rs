//! What came of the tests.

use super::coverage::{self, CoverageJson};
use super::diagnostics::{counted, human};
use super::mutation::{self, MutationJson};
use super::xml::escaped;
use crate::commands::test::mutating::Mutation;
use crate::output::Look;
use crate::project::Places;
use anstyle::AnsiColor;
use kpi_core::codes::testing::TEST_FAILED;
use kpi_core::source::Position;
use kpi_core::{Diagnostic, Span};
use kpi_eval::coverage::Coverage;
use kpi_eval::testing::{Outcome, Worked};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// A test that was run, and what was wrong with its own rows.
pub struct Ran {
    pub outcome: Outcome,
    pub findings: Vec<Diagnostic>,
}

impl Ran {
    pub fn passed(&self) -> bool {
        self.outcome.failures.is_empty() && !self.findings.iter().any(Diagnostic::is_error)
    }

    /// What did not hold, as findings.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let failures = self.outcome.failures.iter().map(|failure| {
            let diagnostic = Diagnostic::at(TEST_FAILED, failure.span, failure.message.clone());
            let diagnostic = diagnostic.note(format!("in the test \"{}\"", self.outcome.name));
            let said = failure.because.iter().cloned().chain(drawn(&failure.worked_out));
            said.fold(diagnostic, Diagnostic::note)
        });
        let in_test = |finding: &Diagnostic| {
            let told = format!("in the test \"{}\"", self.outcome.name);
            if finding.is_error() { finding.clone().note(told) } else { finding.clone() }
        };
        failures.chain(self.findings.iter().map(in_test)).collect()
    }
}

/// Steps under one another, each with what came of it; nothing where there is one only, which the message names.
fn drawn(steps: &[Worked]) -> Option<String> {
    let left = |step: &Worked| format!("{}{}", "  ".repeat(step.depth), step.label);
    let width = steps.iter().map(|step| left(step).width()).max().unwrap_or(0);
    let line = |step: &Worked| {
        let left = left(step);
        let gap = " ".repeat(width - left.width() + 2);
        format!("{left}{gap}{}", step.result).trim_end().to_owned()
    };
    (steps.len() > 1).then(|| steps.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// A dot or a letter for each test, or a line with its name; then what did not hold.
pub fn terminal(tests: &[Ran], places: &Places, names: bool, look: Look) -> String {
    let good = AnsiColor::Green.on_default();
    let bad = AnsiColor::Red.on_default().bold();
    let mut out = String::new();
    if names {
        for test in tests {
            let word = if test.passed() { look.paint(good, "pass") } else { look.paint(bad, "FAIL") };
            out.push_str(&format!("{word}  {}\n", test.outcome.name));
        }
    } else {
        for line in tests.chunks(look.width) {
            let line = line.iter().map(|test| if test.passed() { look.paint(good, ".") } else { look.paint(bad, "F") });
            out.push_str(&line.collect::<String>());
            out.push('\n');
        }
    }
    for test in tests.iter().filter(|test| !test.passed()) {
        out.push('\n');
        out.push_str(human(&test.diagnostics(), places, look).trim_end());
        out.push('\n');
    }
    out
}

/// `12 tests passed` or `2 of 12 tests failed`
pub fn summary(tests: &[Ran]) -> String {
    let failed = tests.iter().filter(|test| !test.passed()).count();
    match failed {
        0 => format!("{} passed", counted(tests.len(), "test")),
        _ => format!("{failed} of {} failed", counted(tests.len(), "test")),
    }
}

/// `kpi.test/1`
#[derive(Serialize)]
pub struct TestsJson {
    schema: &'static str,
    kpi: &'static str,
    project: String,
    tests: Vec<TestJson>,
    summary: SummaryJson,
    /// With `--coverage`.
    coverage: Option<CoverageJson>,
    /// With `--mutate`.
    mutation: Option<MutationJson>,
}

#[derive(Serialize)]
struct TestJson {
    name: String,
    file: String,
    start: Option<Position>,
    outcome: &'static str,
    failures: Vec<FailureJson>,
}

#[derive(Serialize)]
struct FailureJson {
    message: String,
    because: Option<String>,
    /// The steps that it rests on, outer ones first.
    worked_out: Vec<WorkedJson>,
    file: String,
    start: Option<Position>,
}

#[derive(Serialize)]
struct WorkedJson {
    depth: usize,
    label: String,
    result: String,
}

#[derive(Serialize)]
struct SummaryJson {
    passed: usize,
    failed: usize,
}

pub fn json(
    tests: &[Ran],
    coverage: Option<&Coverage>,
    mutated: Option<&Mutation>,
    project: &str,
    places: &Places,
) -> TestsJson {
    let at = |span: Span| places.sources.file(span.file).map(|file| file.position(span.start));
    let passed = tests.iter().filter(|test| test.passed()).count();
    TestsJson {
        schema: "kpi.test/1",
        kpi: env!("CARGO_PKG_VERSION"),
        project: project.to_owned(),
        tests: tests
            .iter()
            .map(|test| TestJson {
                name: test.outcome.name.clone(),
                file: places.file(test.outcome.span.file),
                start: at(test.outcome.span),
                outcome: if test.passed() { "passed" } else { "failed" },
                failures: failures(test, places),
            })
            .collect(),
        summary: SummaryJson { passed, failed: tests.len() - passed },
        coverage: coverage.map(|coverage| coverage::json(coverage, places)),
        mutation: mutated.map(|mutated| mutation::json(mutated, places)),
    }
}

fn failures(test: &Ran, places: &Places) -> Vec<FailureJson> {
    let at = |span: Span| places.sources.file(span.file).map(|file| file.position(span.start));
    let failed = test.outcome.failures.iter().map(|failure| FailureJson {
        message: failure.message.clone(),
        because: failure.because.clone(),
        worked_out: failure
            .worked_out
            .iter()
            .map(|step| WorkedJson { depth: step.depth, label: step.label.clone(), result: step.result.clone() })
            .collect(),
        file: places.file(failure.span.file),
        start: at(failure.span),
    });
    let unreadable = test.findings.iter().filter(|finding| finding.is_error()).map(|finding| FailureJson {
        message: finding.message.clone(),
        because: None,
        worked_out: Vec::new(),
        file: places.file(test.outcome.span.file),
        start: at(test.outcome.span),
    });
    failed.chain(unreadable).collect()
}

/// JUnit's XML, as build servers read it.
pub fn junit(
    tests: &[Ran],
    coverage: Option<&Coverage>,
    mutated: Option<&Mutation>,
    project: &str,
    places: &Places,
) -> String {
    let failed = tests.iter().filter(|test| !test.passed()).count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (name, count) = (escaped(project), tests.len());
    out.push_str(&format!("<testsuites tests=\"{count}\" failures=\"{failed}\">\n"));
    out.push_str(&format!("  <testsuite name=\"{name}\" tests=\"{count}\" failures=\"{failed}\">\n"));
    let mut properties = coverage.map(coverage::properties).unwrap_or_default();
    properties.extend(mutated.map(mutation::properties).unwrap_or_default());
    if !properties.is_empty() {
        out.push_str("    <properties>\n");
        for (name, (count, reached)) in properties {
            out.push_str(&format!("      <property name=\"{name}\" value=\"{reached}/{count}\"/>\n"));
        }
        out.push_str("    </properties>\n");
    }
    for test in tests {
        let file = places.file(test.outcome.span.file);
        let line = places.sources.file(test.outcome.span.file).map_or(0, |f| f.position(test.outcome.span.start).line);
        let (name, file) = (escaped(&test.outcome.name), escaped(&file));
        out.push_str(&format!("    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\""));
        if test.passed() {
            out.push_str("/>\n");
            continue;
        }
        out.push_str(">\n");
        for failure in failures(test, places) {
            let at = failure.start.map(|at| format!("{}:{}:{}", failure.file, at.line, at.column)).unwrap_or_default();
            let because = failure.because.map(|because| format!("\n{because}")).unwrap_or_default();
            let (message, body) = (escaped(&failure.message), escaped(&format!("{at}{because}")));
            out.push_str(&format!("      <failure message=\"{message}\">{body}</failure>\n"));
        }
        out.push_str("    </testcase>\n");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}
