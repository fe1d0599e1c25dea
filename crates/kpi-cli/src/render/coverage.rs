//! What of the rules the tests reach, as a table and as data.

use crate::output::Look;
use crate::project::Places;
use anstyle::{AnsiColor, Style};
use kpi_core::source::Position;
use kpi_eval::coverage::{Coverage, PointKind, SubjectKind};
use serde::Serialize;

/// Counts by kind, the bands that tests have seen of each indicator where more is wanted, then where each point stands that
/// no test reached.
pub fn table(coverage: &Coverage, places: &Places, verbose: bool, look: Look) -> String {
    let mut out = format!("{}\n", look.bold("coverage      reached"));
    let kinds = PointKind::ALL.map(|kind| (kind.word(), coverage.count(Some(kind))));
    let all = ("all", coverage.count(None));
    for (word, (count, hit)) in kinds.into_iter().filter(|(_, (count, _))| *count > 0).chain([all]) {
        let style = if hit == count { AnsiColor::Green.on_default() } else { Style::new() };
        let share = look.paint(style, &format!("{:>4}%", percent(count, hit)));
        out.push_str(&format!("{word:<13} {:>14} {share}\n", format!("{hit} of {count}")));
    }
    if verbose {
        let seen = |bands: &[String]| if bands.is_empty() { "no band".to_owned() } else { bands.join(", ") };
        let indicators = coverage.subjects.iter().filter(|subject| subject.kind == SubjectKind::Indicator);
        let lines = indicators.map(|subject| format!("  {}: {}\n", subject.name, seen(&subject.bands)));
        out.push_str(&format!("\n{}\n{}", look.bold("tests have seen"), lines.collect::<String>()));
    }
    let mut missed = String::new();
    for subject in &coverage.subjects {
        for point in subject.points.iter().filter(|point| !point.hit) {
            let at = places.sources.file(point.span.file).map(|file| file.position(point.span.start));
            let at = at.map(|at| format!("{}:{}:{}", places.file(point.span.file), at.line, at.column));
            missed.push_str(&format!(
                "  {}: {} {}: {}\n",
                at.unwrap_or_default(),
                subject.kind.word(),
                subject.name,
                point.what
            ));
        }
    }
    if !missed.is_empty() {
        out.push_str(&format!("\n{}\n{missed}", look.bold("no test reaches")));
    }
    out
}

/// Whole per cent that were reached, rounded down: 100 is all of them.
pub fn percent(count: usize, hit: usize) -> usize {
    (hit * 100).checked_div(count).unwrap_or(100)
}

/// In `kpi.test/1`.
#[derive(Serialize)]
pub struct CoverageJson {
    points: usize,
    reached: usize,
    percent: usize,
    kinds: Vec<KindJson>,
    subjects: Vec<SubjectJson>,
}

#[derive(Serialize)]
struct KindJson {
    kind: &'static str,
    points: usize,
    reached: usize,
}

#[derive(Serialize)]
struct SubjectJson {
    kind: &'static str,
    name: String,
    points: Vec<PointJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bands: Option<Vec<String>>,
}

#[derive(Serialize)]
struct PointJson {
    kind: &'static str,
    what: String,
    file: String,
    start: Option<Position>,
    reached: bool,
}

pub fn json(coverage: &Coverage, places: &Places) -> CoverageJson {
    let (points, reached) = coverage.count(None);
    let kinds = PointKind::ALL.map(|kind| {
        let (points, reached) = coverage.count(Some(kind));
        KindJson { kind: kind.word(), points, reached }
    });
    let subjects = coverage.subjects.iter().map(|subject| SubjectJson {
        kind: subject.kind.word(),
        name: subject.name.clone(),
        bands: (subject.kind == SubjectKind::Indicator).then(|| subject.bands.clone()),
        points: subject
            .points
            .iter()
            .map(|point| PointJson {
                kind: point.kind.word(),
                what: point.what.clone(),
                file: places.file(point.span.file),
                start: places.sources.file(point.span.file).map(|file| file.position(point.span.start)),
                reached: point.hit,
            })
            .collect(),
    });
    CoverageJson {
        points,
        reached,
        percent: percent(points, reached),
        kinds: kinds.into_iter().filter(|kind| kind.points > 0).collect(),
        subjects: subjects.collect(),
    }
}

/// As properties of a suite in JUnit's XML: counts by kind.
pub fn properties(coverage: &Coverage) -> Vec<(String, (usize, usize))> {
    let kinds = PointKind::ALL.map(|kind| (format!("coverage.{}", kind.word()), coverage.count(Some(kind))));
    let all = ("coverage.all".to_owned(), coverage.count(None));
    kinds.into_iter().filter(|(_, (count, _))| *count > 0).chain([all]).collect()
}
