//! A run as Markdown: for a wiki, an issue, or a pipeline that makes documents.

use super::marks;
use super::report::{Footnotes, Noted, Report, Row};
use crate::output::Look;
use kpi_eval::outturn::Count;

pub fn run(report: &Report<'_>) -> String {
    let mut footnotes = Footnotes::default();
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    let heading = escaped(report.project.settings.heading());
    let sections = report.sections();
    if sections.is_empty() {
        line(&format!("# {heading}\n\nNo indicator is reported for {}.", report.run.period));
    }
    for (i, section) in sections.iter().enumerate() {
        if i > 0 {
            line("");
        }
        let title = section.scorecard.map(|scorecard| format!(": {}", escaped(&scorecard.title))).unwrap_or_default();
        line(&format!("# {heading}{title}, {}", report.run.period));
        if let Some(subtitle) = section.scorecard.and_then(|scorecard| scorecard.texts.get("subtitle")) {
            line(&format!("\n{}", escaped(subtitle)));
        }
        for group in &section.groups {
            if let Some(theme) = group.theme {
                line(&format!("\n## {}", escaped(theme)));
            }
            line("\n| No. | Indicator | Value | Target | Rating | Change | |\n|---|---|--:|--:|---|---|---|");
            for outturn in &group.outturns {
                for row in report.rows(outturn, &mut footnotes) {
                    line(&table_row(&row));
                }
            }
        }
    }
    if !footnotes.0.is_empty() {
        line("");
    }
    for (i, text) in footnotes.0.iter().enumerate() {
        line(&format!("<sup>{}</sup> {}  ", i + 1, escaped(text)));
    }
    let summary = &report.run.summary;
    line(&format!("\n## {}", super::diagnostics::counted(summary.measures, "measure")));
    line("");
    line(&format!("- Rating: {}", counts(&summary.ratings, "no rating")));
    line(&format!("- Change: {}", counts(&summary.changes, "no direction")));
    if !summary.ranks.is_empty() {
        line(&format!("- Rank: {}", counts(&summary.ranks, "not compared")));
    }
    out
}

fn table_row(row: &Row) -> String {
    let shape = row.colour.map(|colour| marks::shape(colour, Look::PLAIN));
    let arrow = row.movement.filter(|_| !row.change.text.is_empty()).map(|m| marks::arrow(m, Look::PLAIN));
    let details: Vec<String> = row.details.iter().skip(1).map(|detail| escaped(detail)).collect();
    let cells = [
        escaped(&row.number),
        escaped(&row.title),
        noted(&row.value, None),
        noted(&row.target, None),
        noted(&row.rating, shape),
        noted(&row.change, arrow),
        details.join("; "),
    ];
    format!("| {} |", cells.join(" | "))
}

fn noted(noted: &Noted, mark: Option<&str>) -> String {
    let text = if noted.text.is_empty() { "–".to_owned() } else { escaped(&noted.text) };
    let mark = mark.map(|mark| format!("{mark} ")).unwrap_or_default();
    let notes: Vec<String> = noted.notes.iter().map(ToString::to_string).collect();
    let notes = if notes.is_empty() { String::new() } else { format!("<sup>{}</sup>", notes.join(" ")) };
    format!("{mark}{text}{notes}")
}

fn counts(counts: &[Count], without: &str) -> String {
    let parts = counts.iter().map(|count| {
        let label = count.label.as_deref().map_or_else(|| without.to_owned(), escaped);
        let meaning = count.meaning.as_ref().map(|meaning| format!(" ({})", escaped(meaning))).unwrap_or_default();
        format!("{label}{meaning} {}", count.count)
    });
    parts.collect::<Vec<String>>().join(", ")
}

/// Text that means nothing to Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' => out.extend(['\\', c]),
            '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}
