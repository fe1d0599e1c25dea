//! From what typst or a check found to a fault in the words of whoever wrote the template.

use typst::World;
use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;

use crate::check::{Problem, Rule};
use crate::fault::{Fault, Place};
use crate::locate;

/// Faults and warnings in sources and data.
pub(crate) fn sources(world: &dyn World, found: &[SourceDiagnostic]) -> Vec<Fault> {
    found
        .iter()
        .map(|one| {
            let mut fault = Fault::new(world, one);
            if let Some(package) = within(&fault.message, "package not found (searched for ", ")") {
                fault.message =
                    format!("the package {package} is on a network, and nothing is fetched to make a document");
                fault.hints = vec!["put its files beside the template and import them by their path".into()];
            }
            fault
        })
        .collect()
}

/// Faults that only show when the file is written.
pub(crate) fn export(world: &dyn World, paged: &PagedDocument, found: &[SourceDiagnostic]) -> Vec<Fault> {
    let mut lines = None;
    let mut faults = sources(world, found);
    for fault in &mut faults {
        if let Some(sign) = within(&fault.message, "the text `", "` could not be displayed with ") {
            let lines = lines.get_or_insert_with(|| locate::text_with_missing_sign(paged));
            let line = lines.iter().find(|line| line.contains(sign.trim_matches('"')));
            fault.message = match line {
                Some(line) => format!("no font has a sign for {sign}, in the text “{line}”"),
                None => format!("no font has a sign for {sign}"),
            };
            fault.hints = vec!["say it in other signs, or add a font that has this one to the report's fonts".into()];
        }
    }
    faults
}

/// What the finished file lacks, at the place in the template where that can be told.
pub(crate) fn checked(world: &dyn World, paged: &PagedDocument, problems: &[Problem]) -> Vec<Fault> {
    let tables: Vec<_> = if problems.iter().any(|problem| problem.rule == Rule::Tables) {
        locate::tables_without_heading(paged).into_iter().filter_map(|span| Place::of(world, span)).collect()
    } else {
        Vec::new()
    };
    let mut faults = Vec::new();
    for problem in problems {
        // A table that is set a thousand times has its fault in one place.
        if problem.rule != Rule::Tables || tables.is_empty() {
            faults.push(fault(problem));
        }
    }
    if let Some(problem) = problems.iter().find(|problem| problem.rule == Rule::Tables) {
        faults.extend(tables.into_iter().map(|place| Fault {
            place: Some(place),
            message: problem.message.clone(),
            ..fault(problem)
        }));
    }
    faults
}

fn fault(problem: &Problem) -> Fault {
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
    Fault { hints: vec![hint.into()], ..Fault::of(&problem.to_string()) }
}

fn within(text: &str, before: &str, after: &str) -> Option<String> {
    let inner = text.split_once(before)?.1;
    Some(inner.split_once(after)?.0.to_owned())
}
