//! What the file says of itself.

use hayro_syntax::object::{Dict, Stream, String as Text};

use super::{File, Found, Rule, says};

pub(super) fn check(file: &File<'_>, lang: &str, found: &mut Found) {
    let metadata = file
        .catalogue
        .get::<Stream<'_>>("Metadata")
        .and_then(|stream| stream.decoded().ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    let metadata = metadata.unwrap_or_default();
    for (property, expected, standard) in
        [("pdfuaid:part", "1", "PDF/UA-1"), ("pdfaid:part", "2", "PDF/A-2a"), ("pdfaid:conformance", "A", "PDF/A-2a")]
    {
        if value(&metadata, property) != Some(expected) {
            found.add(
                Rule::Identity,
                None,
                format!("the file does not say that it is {standard} (`{property}` is not {expected})"),
            );
        }
    }
    let flag = |dictionary: &str, key: &str| {
        file.catalogue.get::<Dict<'_>>(dictionary).and_then(|dict| dict.get::<bool>(key)) == Some(true)
    };
    if !flag("MarkInfo", "Marked") {
        found.add(Rule::Identity, None, "the file is not tagged (`/MarkInfo /Marked` is not true)".into());
    }
    if !flag("ViewerPreferences", "DisplayDocTitle") {
        found.add(
            Rule::Identity,
            None,
            "a reader is shown the file's name in place of its title (`DisplayDocTitle` is not true)".into(),
        );
    }
    if !titled(&metadata) {
        found.add(Rule::Identity, None, "the document has no title".into());
    }
    language(file, lang, found);
}

fn language(file: &File<'_>, lang: &str, found: &mut Found) {
    if !says(&file.catalogue, "Lang") {
        found.add(Rule::Language, None, "the document does not say its language".into());
        return;
    }
    let said = file
        .catalogue
        .get::<Text<'_>>("Lang")
        .map(|text| String::from_utf8_lossy(text.as_bytes()).into_owned())
        .unwrap_or_default();
    if !said.eq_ignore_ascii_case(lang) {
        found.add(
            Rule::Language,
            None,
            format!("the document says that its language is `{said}`, and `{lang}` was expected"),
        );
    }
}

/// XMP writes a property as an element or as an attribute.
fn value<'a>(xmp: &'a str, property: &str) -> Option<&'a str> {
    xmp.split(property).skip(1).find_map(|rest| {
        let rest = rest.trim_start();
        if let Some(rest) = rest.strip_prefix('>') {
            return rest.split('<').next().map(str::trim);
        }
        let rest = rest.strip_prefix('=')?.trim_start();
        rest.strip_prefix(['"', '\''])?.split(['"', '\'']).next()
    })
}

/// A title is a list of texts by language.
fn titled(xmp: &str) -> bool {
    xmp.split("<dc:title>").nth(1).and_then(|rest| rest.split("</dc:title>").next()).is_some_and(|inside| {
        inside.split('<').any(|part| part.split('>').nth(1).is_some_and(|text| !text.trim().is_empty()))
    })
}

#[cfg(test)]
mod tests {
    use super::{titled, value};

    #[test]
    fn a_property_is_read_as_element_and_as_attribute() {
        assert_eq!(value("<x><pdfaid:part>2</pdfaid:part></x>", "pdfaid:part"), Some("2"));
        assert_eq!(value("<x pdfaid:part='2'/>", "pdfaid:part"), Some("2"));
        assert_eq!(value("<x pdfuaid:part='1'/>", "pdfaid:part"), None);
    }

    #[test]
    fn an_empty_title_is_none() {
        assert!(titled(r#"<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Report</rdf:li></rdf:Alt></dc:title>"#));
        assert!(!titled(r#"<dc:title><rdf:Alt><rdf:li xml:lang="x-default"> </rdf:li></rdf:Alt></dc:title>"#));
        assert!(!titled("<dc:format>application/pdf</dc:format>"));
    }
}
