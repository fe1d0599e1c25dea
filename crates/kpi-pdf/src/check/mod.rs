//! Whether a PDF is what a council may publish, read from its bytes and not from what made it.
//!
//! typst refuses much of this itself, but takes English for granted where no language is set, lets a table pass without a
//! heading, and is told apart from a later version of it only by what comes out.

mod fonts;
mod identity;
mod navigation;
mod structure;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Object, ObjectIdentifier};

/// What is wrong with a document, and the page it shows on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub rule: Rule,
    /// Counted from 1.
    pub page: Option<usize>,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The file says which standards it keeps, that it is tagged, and what it is called.
    Identity,
    /// What is seen is also told in words.
    Alternatives,
    /// Every font is in the file.
    Fonts,
    /// Headings begin at the first level and skip none.
    Headings,
    /// Every table has headings that say what they head.
    Tables,
    /// The document says the language that it is in.
    Language,
    /// Links say where they go, a reader can go through them in order, and there are bookmarks.
    Navigation,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match self.page {
            Some(page) => write!(f, " (page {page})"),
            None => Ok(()),
        }
    }
}

/// All that is wrong with the file, for a reader who expects the language `lang`.
#[must_use]
pub fn check(bytes: &[u8], lang: &str) -> Vec<Problem> {
    let mut found = Found::default();
    match Pdf::new(Arc::new(bytes.to_vec())) {
        Err(_) => found.add(Rule::Identity, None, "the file cannot be read as a PDF".into()),
        Ok(pdf) => {
            let file = File::new(&pdf);
            identity::check(&file, lang, &mut found);
            structure::check(&file, &mut found);
            navigation::check(&file, &mut found);
            fonts::check(&file, &mut found);
        }
    }
    found.0
}

#[derive(Default)]
struct Found(Vec<Problem>);

impl Found {
    fn add(&mut self, rule: Rule, page: Option<usize>, message: String) {
        self.0.push(Problem { rule, page, message });
    }
}

struct File<'a> {
    pdf: &'a Pdf,
    catalogue: Dict<'a>,
    pages: Vec<Dict<'a>>,
    numbers: HashMap<ObjectIdentifier, usize>,
}

impl<'a> File<'a> {
    fn new(pdf: &'a Pdf) -> Self {
        let pages: Vec<_> = pdf.pages().iter().map(|page| page.raw().clone()).collect();
        let numbers = pages.iter().enumerate().filter_map(|(at, page)| Some((page.obj_id()?, at + 1))).collect();
        Self { pdf, catalogue: pdf.xref().get(pdf.xref().root_id()).unwrap_or_default(), pages, numbers }
    }

    /// The dictionaries that an entry holds, itself or in an array, each with its number where it is an object of its own.
    fn dicts(&self, of: &Dict<'a>, key: &str) -> Vec<(Option<ObjectIdentifier>, Dict<'a>)> {
        match of.get_raw::<Object<'a>>(key) {
            Some(MaybeRef::NotRef(Object::Array(array))) => self.all(&array),
            Some(one) => match self.dict(one) {
                Some((_, Object::Array(array))) => self.all(&array),
                Some((id, Object::Dict(dict))) => vec![(id, dict)],
                _ => Vec::new(),
            },
            None => Vec::new(),
        }
    }

    fn all(&self, array: &Array<'a>) -> Vec<(Option<ObjectIdentifier>, Dict<'a>)> {
        array
            .raw_iter()
            .filter_map(|one| match self.dict(one)? {
                (id, Object::Dict(dict)) => Some((id, dict)),
                _ => None,
            })
            .collect()
    }

    fn dict(&self, one: MaybeRef<Object<'a>>) -> Option<(Option<ObjectIdentifier>, Object<'a>)> {
        match one {
            MaybeRef::Ref(to) => {
                let id = ObjectIdentifier::from(to);
                Some((Some(id), self.pdf.xref().get(id)?))
            }
            MaybeRef::NotRef(object) => Some((None, object)),
        }
    }
}

/// Whether an entry is a text with something in it.
fn says(of: &Dict<'_>, key: &str) -> bool {
    let text = of.get::<hayro_syntax::object::String<'_>>(key);
    // Text in UTF-16 begins with two bytes that say so.
    text.is_some_and(|text| {
        !text.as_bytes().strip_prefix(&[0xfe, 0xff]).unwrap_or(text.as_bytes()).trim_ascii().is_empty()
    })
}

fn name(of: &Dict<'_>, key: &str) -> Option<String> {
    Some(of.get::<hayro_syntax::object::Name<'_>>(key)?.as_str().to_owned())
}
