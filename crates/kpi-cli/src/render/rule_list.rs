//! Every code, as a list.

use super::columns::wrap;
use super::diagnostics::severity;
use crate::output::Look;
use anstyle::AnsiColor;
use kpi_core::{Code, Severity};
use kpi_lint::{Fixes, Status};
use serde::Serialize;

/// `kpi.rules/1`
#[derive(Serialize)]
pub struct RulesJson {
    schema: &'static str,
    kpi: &'static str,
    rules: Vec<RuleJson>,
}

#[derive(Serialize)]
struct RuleJson {
    code: &'static str,
    name: String,
    family: &'static str,
    severity: Severity,
    status: &'static str,
    /// Of a lint: how far its mending may be trusted, where it has one.
    fix: Option<&'static str>,
    summary: String,
}

pub fn json(codes: &[Code]) -> RulesJson {
    let rules = codes.iter().map(|code| RuleJson {
        code: code.id(),
        name: code.name(),
        family: code.family(),
        severity: code.severity(),
        status: kpi_lint::find(*code).map_or("stable", |rule| rule.status.word()),
        fix: kpi_lint::find(*code).and_then(|rule| rule.fixes.word()),
        summary: summary(*code),
    });
    RulesJson { schema: "kpi.rules/1", kpi: env!("CARGO_PKG_VERSION"), rules: rules.collect() }
}

/// The first paragraph of the page.
pub fn summary(code: Code) -> String {
    let page = code.page();
    let lines: Vec<&str> = page.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// What is to be known of a lint before it is selected.
fn marks(code: Code) -> &'static str {
    let Some(rule) = kpi_lint::find(code) else { return "" };
    match (rule.status, rule.fixes) {
        (Status::Preview, _) => " (preview)",
        (Status::Deprecated(_), _) => " (deprecated)",
        (Status::Stable, Fixes::Safe) => " (`--fix`)",
        (Status::Stable, Fixes::Unsafe) => " (`--unsafe-fixes`)",
        (Status::Stable, Fixes::None) => "",
    }
}

pub fn table(codes: &[Code], look: Look) -> String {
    const INDENT: usize = 19;
    let mut out = String::new();
    let mut family = "";
    for code in codes {
        if code.family() != family {
            if !family.is_empty() {
                out.push('\n');
            }
            family = code.family();
            out.push_str(&format!("{}\n", look.bold(family)));
        }
        let style = match code.severity() {
            Severity::Error => AnsiColor::Red.on_default(),
            Severity::Warning => AnsiColor::Yellow.on_default(),
        };
        let word = look.paint(style, &format!("{:<7}", severity(code.severity())));
        let lines = wrap(&format!("{}{}", summary(*code), marks(*code)), look.width.saturating_sub(INDENT));
        let mut lines = lines.iter();
        let first = lines.next().map_or("", String::as_str);
        out.push_str(&format!("  {} {word} {first}\n", code.id()));
        for line in lines {
            out.push_str(&format!("{}{line}\n", " ".repeat(INDENT)));
        }
    }
    out
}
