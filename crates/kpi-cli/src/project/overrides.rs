//! A council's own templates that nothing reads, and blocks that nothing shows: a name that is misspelt would leave the page as it was,
//! and nobody told.

use kpi_core::codes::reporting::UNREAD_TEMPLATE;
use kpi_core::{Diagnostic, Span, suggest};
use kpi_report::html::{Template, Templates};
use std::collections::{BTreeMap, BTreeSet};

/// Of the pages' templates; `layouts` are those that scorecards ask for.
pub fn of_pages(own: &BTreeMap<String, Template>, layouts: &BTreeSet<&str>, found: &mut Vec<Diagnostic>) {
    let built_in: Vec<&str> = Templates::built_in().map(|(name, _)| name).collect();
    let of_layout = |name: &str| {
        let (layout, file) = name.strip_prefix("layouts/").and_then(|rest| rest.split_once('/')).unwrap_or_default();
        layouts.contains(layout) && matches!(file, "index.html" | "indicator.html")
    };
    unread("report/templates/html", own, &built_in, &of_layout, found);
    let shown: BTreeSet<&str> =
        Templates::built_in().flat_map(|(_, text)| blocks(text)).map(|(_, block)| block).collect();
    for (name, template) in own.iter().filter(|(_, template)| template.text.contains("extends")) {
        let others = || own.iter().filter(|(other, _)| *other != name);
        for (at, block) in blocks(&template.text) {
            if shown.contains(block) || others().any(|(_, other)| blocks(&other.text).any(|(_, known)| known == block))
            {
                continue;
            }
            let span = super::settings::place(template.file, at..at + block.len());
            let message = format!("no template has a block `{block}`, so this is shown nowhere");
            // One of another name may be a part of one that is shown.
            let Some(help) = suggest::did_you_mean(block, shown.iter().copied()) else { continue };
            found.push(Diagnostic::at(UNREAD_TEMPLATE, span, message).help(help));
        }
    }
}

/// Of the pack's templates.
#[cfg(feature = "pdf")]
pub fn of_pack(own: &BTreeMap<String, Template>, found: &mut Vec<Diagnostic>) {
    let built_in: Vec<&str> = kpi_pdf::BUILT_IN.iter().map(|(name, _)| *name).collect();
    unread("report/templates/pdf", own, &built_in, &|_| false, found);
}

/// A file beside the folders that has the name of a template of pages; anything else may stand there.
pub fn stray(name: &str) -> Option<Diagnostic> {
    let known = Templates::built_in().any(|(known, _)| known == name);
    known.then(|| {
        Diagnostic::new(UNREAD_TEMPLATE, format!("nothing reads report/templates/{name}"))
            .help(format!("move it to report/templates/html/{name}"))
    })
}

fn unread(
    folder: &str,
    own: &BTreeMap<String, Template>,
    built_in: &[&str],
    is_asked_for: &dyn Fn(&str) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    for (name, template) in own {
        // By its path, from the folder that it is in, or by that folder where the rest is worked out.
        let (folder_of_it, file) = name.rsplit_once('/').unwrap_or(("", name));
        let folder_of_it = format!("\"{folder_of_it}/\"");
        let reads = |text: &str| text.contains(file) || text.contains(&folder_of_it);
        let mentioned = || own.iter().any(|(other, template)| other != name && reads(&template.text));
        if built_in.contains(&name.as_str()) || is_asked_for(name) || mentioned() {
            continue;
        }
        let help = suggest::did_you_mean(name, built_in.iter().copied()).unwrap_or_else(|| {
            "give it the name of the template that it stands for, or read it from another of yours".to_owned()
        });
        let message = format!("nothing reads {folder}/{name}");
        found.push(Diagnostic::at(UNREAD_TEMPLATE, Span::new(template.file, 0, 0), message).help(help));
    }
}

/// The blocks that a template writes, and where their names stand.
fn blocks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("{%").filter_map(|(at, _)| {
        let tag = text.get(at + 2..)?.trim_start_matches(['-', '+']).trim_start();
        let rest = tag.strip_prefix("block").filter(|rest| rest.starts_with(char::is_whitespace))?.trim_start();
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())?;
        Some((text.len() - rest.len(), name))
    })
}
