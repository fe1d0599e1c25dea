//! Bookmarks, links, and the order in which a keyboard goes through them.

use hayro_syntax::object::Dict;

use super::{File, Found, Rule, name, says};

pub(super) fn check(file: &File<'_>, found: &mut Found) {
    if !file.catalogue.get::<Dict<'_>>("Outlines").is_some_and(|outlines| outlines.contains_key("First")) {
        found.add(Rule::Navigation, None, "the document has no bookmarks: it needs headings".into());
    }
    for (at, page) in file.pages.iter().enumerate() {
        let number = Some(at + 1);
        let annotations = file.dicts(page, "Annots");
        if !annotations.is_empty() && name(page, "Tabs").as_deref() != Some("S") {
            found.add(
                Rule::Navigation,
                number,
                "a keyboard does not go through the links in the order of reading (`/Tabs` is not `/S`)".into(),
            );
        }
        for (_, link) in annotations.iter().filter(|(_, one)| name(one, "Subtype").as_deref() == Some("Link")) {
            if !says(link, "Contents") {
                found.add(Rule::Navigation, number, "a link does not say in words where it goes (`/Contents`)".into());
            }
            if !link.contains_key("StructParent") {
                found.add(Rule::Navigation, number, "a link is not part of what is read (`/StructParent`)".into());
            }
        }
    }
}
