//! Every font is in the file, so that it looks the same in ten years.

use std::collections::{BTreeSet, HashSet};

use hayro_syntax::object::{Dict, MaybeRef, Object, ObjectIdentifier, Stream};

use super::{File, Found, Rule, name};

pub(super) fn check(file: &File<'_>, found: &mut Found) {
    let mut missing = BTreeSet::new();
    let mut seen = HashSet::new();
    let mut left: Vec<_> = file.pages.iter().filter_map(|page| page.get::<Dict<'_>>("Resources")).collect();
    while let Some(resources) = left.pop() {
        let fonts = resources.get::<Dict<'_>>("Font").unwrap_or_default();
        for (_, font) in fonts.entries() {
            if let Some(Object::Dict(font)) = once(file, font, &mut seen)
                && !embedded(file, &font)
            {
                missing.insert(name(&font, "BaseFont").unwrap_or_else(|| "without a name".into()));
            }
        }
        // Charts and patterns have fonts of their own.
        for kind in ["XObject", "Pattern"] {
            for (_, inner) in resources.get::<Dict<'_>>(kind).unwrap_or_default().entries() {
                if let Some(Object::Stream(inner)) = once(file, inner, &mut seen) {
                    left.extend(inner.dict().get::<Dict<'_>>("Resources"));
                }
            }
        }
    }
    for font in missing {
        found.add(Rule::Fonts, None, format!("the font {font} is not in the file"));
    }
}

/// The object, the first time that it is met.
fn once<'a>(file: &File<'a>, object: MaybeRef<Object<'a>>, seen: &mut HashSet<ObjectIdentifier>) -> Option<Object<'a>> {
    let (id, object) = file.dict(object)?;
    id.is_none_or(|id| seen.insert(id)).then_some(object)
}

fn embedded(file: &File<'_>, font: &Dict<'_>) -> bool {
    match name(font, "Subtype").as_deref() {
        // Its glyphs are drawings, in the file by what they are.
        Some("Type3") => true,
        Some("Type0") => {
            let inner = file.dicts(font, "DescendantFonts");
            !inner.is_empty() && inner.iter().all(|(_, inner)| embedded(file, inner))
        }
        _ => font.get::<Dict<'_>>("FontDescriptor").is_some_and(|descriptor| {
            ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.get::<Stream<'_>>(key).is_some())
        }),
    }
}
