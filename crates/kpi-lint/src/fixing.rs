//! Applying fixes: edits that do not touch each other, as many rounds as there is something to mend.

use kpi_core::diagnostic::Applicability;
use kpi_core::{Code, Diagnostic, FileId, Fix};
use std::collections::BTreeMap;

/// The edits of one round, by file, in the order of the text. Of two that touch each other the first is taken; the
/// other may come again when the text was read anew; but what findings of one code put into one place goes in together, as names go
/// into a list. A finding that is allowed is left alone.
#[must_use]
pub fn edits(found: &[Diagnostic], most: Applicability) -> BTreeMap<FileId, Vec<Fix>> {
    let mut files: BTreeMap<FileId, Vec<(Code, Fix)>> = BTreeMap::new();
    for diagnostic in found.iter().filter(|diagnostic| diagnostic.allowed.is_none()) {
        // Several fixes are a choice, and that is not a machine's.
        if let [fix] = diagnostic.fixes.as_slice()
            && fix.applicability <= most
        {
            files.entry(fix.span.file).or_default().push((diagnostic.code, fix.clone()));
        }
    }
    files.into_iter().map(|(file, fixes)| (file, apart(fixes))).collect()
}

/// In the order of the text, without those that touch one before them.
fn apart(mut fixes: Vec<(Code, Fix)>) -> Vec<Fix> {
    fixes.sort_by_key(|(_, fix)| (fix.span.start, fix.span.end));
    let mut kept: Vec<(Code, Fix)> = Vec::new();
    for (code, fix) in fixes {
        let here = kept.iter().rev().take_while(|(_, last)| last.span.end >= fix.span.start);
        let is_added = |(other, last): &(Code, Fix)| {
            *other == code
                && last.span == fix.span
                && fix.span.start == fix.span.end
                && last.replacement != fix.replacement
        };
        if here.clone().all(is_added) {
            kept.push((code, fix));
        }
    }
    kept.into_iter().map(|(_, fix)| fix).collect()
}

/// A text with its edits made.
#[must_use]
pub fn mended(text: &str, edits: &[Fix]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for fix in edits {
        let range = fix.span.range();
        let (Some(before), true) = (text.get(from..range.start), text.is_char_boundary(range.end)) else { continue };
        out.push_str(before);
        out.push_str(&fix.replacement);
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
