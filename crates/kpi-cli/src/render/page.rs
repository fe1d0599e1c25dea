//! The page of a code, for a terminal.

use super::columns::wrap;
use crate::output::Look;
use anstyle::{AnsiColor, Style};
use kpi_core::{Code, Severity};
use serde::Serialize;

/// `kpi.code/1`
#[derive(Serialize)]
pub struct CodeJson {
    schema: &'static str,
    kpi: &'static str,
    code: &'static str,
    name: String,
    family: &'static str,
    severity: Severity,
    status: &'static str,
    page: String,
}

pub fn json(code: Code) -> CodeJson {
    CodeJson {
        schema: "kpi.code/1",
        kpi: env!("CARGO_PKG_VERSION"),
        code: code.id(),
        name: code.name(),
        family: code.family(),
        severity: code.severity(),
        status: "stable",
        page: code.page(),
    }
}

pub fn markdown(code: Code) -> String {
    format!("# {}: {}\n\n{}\n", code.id(), code.name(), code.page().trim_end())
}

/// The page with its paragraphs wrapped and its examples set in.
pub fn terminal(code: Code, look: Look) -> String {
    let severity = match code.severity() {
        Severity::Error => look.paint(AnsiColor::Red.on_default().bold(), "error"),
        Severity::Warning => look.paint(AnsiColor::Yellow.on_default().bold(), "warning"),
    };
    let mut out = format!("{} {} ({severity}, {})\n\n", look.bold(code.id()), code.name(), code.family());
    let page = code.page();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut in_example = false;
    for line in page.lines() {
        if let Some(rest) = line.trim_start().strip_prefix("```") {
            flush(&mut paragraph, &mut out, look);
            in_example = !in_example && !rest.ends_with("```");
        } else if in_example {
            let line = if line.is_empty() { String::new() } else { format!("    {}", example(line, look)) };
            out.push_str(line.trim_end());
            out.push('\n');
        } else if let Some(title) = line.strip_prefix("## ") {
            flush(&mut paragraph, &mut out, look);
            out.push_str(&look.bold(title));
            out.push('\n');
        } else if line.trim().is_empty() {
            flush(&mut paragraph, &mut out, look);
            if !out.ends_with("\n\n") {
                out.push('\n');
            }
        } else if is_item(line) {
            flush(&mut paragraph, &mut out, look);
            paragraph.push(line);
        } else {
            paragraph.push(line.trim());
        }
    }
    flush(&mut paragraph, &mut out, look);
    out
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("* ") || line.starts_with("| ") || line.starts_with("|-")
}

/// Comments of an example stand back.
fn example(line: &str, look: Look) -> String {
    match line.split_once(" #") {
        Some((code, comment)) => format!("{code} {}", look.dim(&format!("#{comment}"))),
        None => line.to_owned(),
    }
}

fn flush(paragraph: &mut Vec<&str>, out: &mut String, look: Look) {
    if paragraph.is_empty() {
        return;
    }
    let text = paragraph.join(" ");
    paragraph.clear();
    for line in wrap(&text, look.width) {
        out.push_str(&inline(&line, look));
        out.push('\n');
    }
}

/// Where there is colour, code stands in it instead of in backticks; a pair that is broken over two lines keeps them.
fn inline(line: &str, look: Look) -> String {
    if !look.colour || !line.matches('`').count().is_multiple_of(2) {
        return line.to_owned();
    }
    let code: Style = AnsiColor::Cyan.on_default();
    let parts = line.split('`').enumerate();
    parts.map(|(i, part)| if i % 2 == 1 { look.paint(code, part) } else { part.to_owned() }).collect()
}
