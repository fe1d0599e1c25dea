//! Where in the sources a fault of the finished document comes from.

use typst::foundations::{NativeElement, Packed, Smart, StyleChain};
use typst::introspection::Introspector;
use typst::layout::{Frame, FrameItem};
use typst::model::{TableCell, TableChild, TableElem, TableItem};
use typst::pdf::TableCellKind;
use typst::syntax::Span;
use typst_layout::PagedDocument;

/// The tables that have no heading, whose file says no more than that there is one.
pub(crate) fn tables_without_heading(paged: &PagedDocument) -> Vec<Span> {
    let mut spans: Vec<_> = paged
        .introspector()
        .query(&TableElem::ELEM.select())
        .iter()
        .filter_map(|found| found.to_packed::<TableElem>())
        .filter(|table| !headed(table))
        .map(|table| table.span())
        .filter(|span| !span.is_detached())
        .collect();
    let mut seen = std::collections::HashSet::new();
    spans.retain(|span| seen.insert(*span));
    spans
}

fn headed(table: &TableElem) -> bool {
    table.children.iter().any(|child| match child {
        TableChild::Header(header) => !header.children.is_empty(),
        TableChild::Item(TableItem::Cell(cell)) => heads(cell),
        TableChild::Item(_) | TableChild::Footer(_) => false,
    })
}

fn heads(cell: &Packed<TableCell>) -> bool {
    matches!(cell.kind.get(StyleChain::default()), Smart::Custom(TableCellKind::Header(..)))
}

/// The runs of text in which a sign is missing.
pub(crate) fn text_with_missing_sign(paged: &PagedDocument) -> Vec<String> {
    let mut found = Vec::new();
    for page in paged.pages() {
        collect(&page.frame, &mut found);
    }
    found
}

fn collect(frame: &Frame, found: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, found),
            FrameItem::Text(text) if text.glyphs.iter().any(|glyph| glyph.id == 0) => found.push(text.text.to_string()),
            _ => {}
        }
    }
}
