//! From what typst or a check found to a fault in the words of whoever wrote the template.

use std::collections::HashMap;

use typst::World;
use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;

use crate::check::{Problem, Rule};
use crate::fault::{Fault, Place};
use crate::locate::{self, Unset};

/// Faults and warnings in sources and data.
pub(crate) fn sources(world: &dyn World, found: &[SourceDiagnostic]) -> Vec<Fault> {
    found
        .iter()
        .map(|one| {
            let mut fault = Fault::new(world, one);
            // What typst says of its own command is of no use to who has another.
            fault.hints.retain(|hint| !hint.contains("`--"));
            if let Some(package) = within(&fault.message, "package not found (searched for ", ")") {
                fault.message =
                    format!("the package {package} is on a network, and nothing is fetched to make a document");
                fault.hints = vec!["put its files beside the template and import them by their path".into()];
            }
            if let Some((standards, message)) =
                fault.message.split_once(" error: ").filter(|(standards, _)| standards.starts_with("PDF/"))
            {
                fault.message = format!("{message} ({standards})");
            }
            fault
        })
        .collect()
}

/// Faults that only show when the file is written.
pub(crate) fn export(world: &dyn World, paged: &PagedDocument, found: &[SourceDiagnostic]) -> Vec<Fault> {
    let mut unset = None;
    let mut faults = sources(world, found);
    for fault in &mut faults {
        let Some(sign) = within(&fault.message, "the text `", "` could not be displayed with ") else { continue };
        let unset = unset.get_or_insert_with(|| Unset::new(paged));
        let sign = sign.trim_matches('"');
        let around = match (unset.text(sign), unset.picture(sign)) {
            (Some(text), _) => format!(", in the text “{text}”"),
            (None, Some(span)) => {
                fault.place = fault.place.take().or_else(|| Place::of(world, span));
                ", in a picture".into()
            }
            (None, None) => String::new(),
        };
        fault.message = format!("no font has a sign for “{sign}”{around}");
        fault.hints = vec!["say it in other signs, or add a font that has this one to the report's fonts".into()];
    }
    faults
}

/// What the finished file lacks, at the place in the template where that can be told.
pub(crate) fn checked(world: &dyn World, paged: &PagedDocument, problems: &[Problem]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut located = HashMap::new();
    for problem in problems {
        // A table that is set a thousand times has its fault in one place, and that is looked for once.
        let seen = located.contains_key(&problem.rule);
        let places = located.entry(problem.rule).or_insert_with(|| places(world, paged, problem.rule));
        if places.is_empty() {
            faults.push(fault(problem, problem.to_string()));
        } else if !seen {
            let at = |place: &Place| Fault { place: Some(place.clone()), ..fault(problem, problem.message.clone()) };
            faults.extend(places.iter().map(at));
        }
    }
    faults
}

fn places(world: &dyn World, paged: &PagedDocument, rule: Rule) -> Vec<Place> {
    let spans = match rule {
        Rule::Tables => locate::tables_without_heading(paged),
        Rule::Alternatives => locate::images_without_words(paged),
        _ => Vec::new(),
    };
    spans.into_iter().filter_map(|span| Place::of(world, span)).collect()
}

fn fault(problem: &Problem, message: String) -> Fault {
    let hint = match problem.rule {
        Rule::Tables => {
            "give the table a `table.header(…)`, or put the first cell of each row in `pdf.header-cell(scope: \"row\", …)`"
        }
        Rule::Language => "begin with `set text(lang: …, region: …)`, as `/kpi.typ` does from `sys.inputs.lang`",
        Rule::Alternatives => "say in `alt` what is to be seen, for those who do not see it",
        Rule::Headings => "headings that only look like some are text in bold",
        Rule::Navigation => "bookmarks are made from headings, and what a link says from its text",
        Rule::Identity | Rule::Fonts => "this is a fault of kpi itself: please report it",
    };
    Fault { hints: vec![hint.into()], ..Fault::of(&message) }
}

fn within(text: &str, before: &str, after: &str) -> Option<String> {
    let inner = text.split_once(before)?.1;
    Some(inner.split_once(after)?.0.to_owned())
}
