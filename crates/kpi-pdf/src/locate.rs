//! Where in the sources a fault of the finished document comes from.

use std::collections::HashSet;

use typst::foundations::{Bytes, NativeElement, Packed, Smart, StyleChain};
use typst::introspection::Introspector;
use typst::layout::{Frame, FrameItem};
use typst::model::{TableCell, TableChild, TableElem, TableItem};
use typst::pdf::TableCellKind;
use typst::syntax::Span;
use typst::visualize::{ImageElem, ImageKind};
use typst_layout::PagedDocument;

/// The tables that have no heading, whose file says no more than that there is one.
pub(crate) fn tables_without_heading(paged: &PagedDocument) -> Vec<Span> {
    all::<TableElem>(paged, |table| !headed(table))
}

/// The images of which nothing is said in words: typst takes an empty text for one.
pub(crate) fn images_without_words(paged: &PagedDocument) -> Vec<Span> {
    all::<ImageElem>(paged, |image| {
        image.alt.get_cloned(StyleChain::default()).is_none_or(|words| words.trim().is_empty())
    })
}

/// Where the elements of a kind stand that something is said of, each place once.
fn all<T: NativeElement>(paged: &PagedDocument, holds: impl Fn(&T) -> bool) -> Vec<Span> {
    let mut seen = HashSet::new();
    paged
        .introspector()
        .query(&T::ELEM.select())
        .iter()
        .filter_map(|found| found.to_packed::<T>())
        .filter(|element| holds(element))
        .map(Packed::span)
        .filter(|span| !span.is_detached() && seen.insert(*span))
        .collect()
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

/// Where a sign is that no font has.
#[derive(Default)]
pub(crate) struct Unset {
    texts: Vec<String>,
    pictures: Vec<(Bytes, Span)>,
}

impl Unset {
    pub(crate) fn new(paged: &PagedDocument) -> Self {
        let mut found = Self::default();
        for page in paged.pages() {
            found.collect(&page.frame);
        }
        found
    }

    fn collect(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.collect(&group.frame),
                FrameItem::Text(text) if text.glyphs.iter().any(|glyph| glyph.id == 0) => {
                    self.texts.push(text.text.to_string());
                }
                FrameItem::Image(image, _, span) => {
                    if let ImageKind::Svg(svg) = image.kind() {
                        self.pictures.push((svg.data().clone(), *span));
                    }
                }
                _ => {}
            }
        }
    }

    /// The whole run of text that the sign is in.
    pub(crate) fn text(&self, sign: &str) -> Option<&str> {
        self.texts.iter().find(|text| text.contains(sign)).map(String::as_str)
    }

    /// The place of the first picture with the sign in it: what is set in a picture does not know where it is from.
    pub(crate) fn picture(&self, sign: &str) -> Option<Span> {
        let holds = |data: &Bytes| std::str::from_utf8(data.as_slice()).is_ok_and(|text| text.contains(sign));
        self.pictures.iter().find(|(data, _)| holds(data)).map(|(_, span)| *span)
    }
}
