//! The councils' own rules check clean.

#![expect(clippy::disallowed_methods, reason = "the corpus is read from the repository")]

mod support;

use std::path::Path;

#[expect(clippy::unwrap_used, reason = "without the corpus there is nothing to test")]
fn corpus(name: &str) -> support::Checked {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(name);
    let mut files: Vec<(String, String)> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "kpi"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    support::project(&files)
}

#[test]
fn birmingham() {
    let checked = corpus("birmingham");
    assert!(checked.errors().is_empty(), "{}", checked.text());
    insta::assert_snapshot!("birmingham", checked.text());
}

#[test]
fn cambridgeshire() {
    let checked = corpus("cambridgeshire");
    assert!(checked.errors().is_empty(), "{}", checked.text());
    insta::assert_snapshot!("cambridgeshire", checked.text());
}

#[test]
fn leicester() {
    let checked = corpus("leicester");
    assert!(checked.errors().is_empty(), "{}", checked.text());
    insta::assert_snapshot!("leicester", checked.text());
}
