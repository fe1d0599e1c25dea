//! Whatever stands in a file, every question is answered.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod project;

use kpi_core::FileId;
use kpi_ide::{Workspace, actions, rename};
use project::{ask_all, project, workspace};
use proptest::prelude::*;

const PROJECTS: [&str; 4] = ["ascof", "birmingham", "cambridgeshire", "leicester"];

/// A text cut off where somebody is typing it, and what is asked then.
#[test]
fn a_file_as_it_is_typed_from_its_beginning() {
    for name in PROJECTS {
        let files = project(name);
        let mut workspace = workspace(&files);
        for (i, (_, text)) in files.iter().enumerate() {
            let id = FileId(i as u32);
            // Every place would take minutes; a step that is prime comes by everywhere in the end.
            for cut in (0..text.len()).step_by(397).filter(|cut| text.is_char_boundary(*cut)) {
                workspace.change(id, text[..cut].to_owned());
                ask_all(&workspace, id, cut as u32);
            }
            workspace.change(id, text.clone());
        }
        workspace.check();
        let errors = workspace.diagnostics().iter().filter(|d| d.is_error()).count();
        assert_eq!(errors, 0, "{name} is as it was: {:?}", workspace.diagnostics().iter().find(|d| d.is_error()));
    }
}

/// What is known survives a mistake: who completes in a broken file is offered what there was.
#[test]
fn a_mistake_hides_nothing() {
    let files = project("leicester");
    let mut workspace = workspace(&files);
    let before = workspace.known().indicators.len();
    let (i, text) =
        files.iter().enumerate().find(|(_, (name, _))| name == "safeguarding.kpi").map(|(i, (_, t))| (i, t)).unwrap();
    workspace.change(FileId(i as u32), text.replacen('{', "{{ (", 1));
    workspace.check();
    assert!(workspace.diagnostics().iter().any(|d| d.is_error()));
    assert_eq!(workspace.known().indicators.len(), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Words put in, taken out and doubled anywhere, and a question at the place.
    #[test]
    fn a_file_that_is_damaged_anywhere(
        which in 0..PROJECTS.len(),
        file in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, "[ -~£é😀\n]{0,6}"), 1..4),
    ) {
        let files = project(PROJECTS[which]);
        let mut workspace = workspace(&files);
        let i = file.index(files.len());
        let id = FileId(i as u32);
        let mut text = files[i].1.clone();
        let mut at = 0;
        for (place, gone, words) in edits {
            at = text.floor_char_boundary(place.index(text.len() + 1));
            let end = text.floor_char_boundary((at + gone).min(text.len())).max(at);
            text.replace_range(at..end, &words);
        }
        let at = text.floor_char_boundary(at.min(text.len())) as u32;
        workspace.change(id, text);
        // Before and after it is checked: an editor asks both.
        ask_all(&workspace, id, at);
        workspace.check();
        ask_all(&workspace, id, at);
        let _ = rename::rename(&workspace, id, at, "renamed");
        let _ = actions::fix_all(&workspace, id);
    }

    /// Whatever is renamed, and renamed back, is as it was.
    #[test]
    fn renamed_back_is_as_it_was(which in 0..PROJECTS.len(), place in any::<prop::sample::Index>()) {
        let files = project(PROJECTS[which]);
        let mut workspace = workspace(&files);
        let spans: Vec<_> = workspace.names().all().map(|occurrence| occurrence.span).collect();
        let span = spans[place.index(spans.len())];
        let name = workspace.sources().slice(span).trim_matches('"').to_owned();
        let Ok(there) = rename::rename(&workspace, span.file, span.start, "entirely_new") else { return Ok(()) };
        apply(&mut workspace, &there.edits);
        // What a column's header adds stays; so only the count of names is compared.
        let Some(at) = workspace.names().all().find(|o| o.symbol.name() == "entirely_new").map(|o| o.span) else {
            panic!("{name} is gone");
        };
        let back = rename::rename(&workspace, at.file, at.start, &name);
        prop_assert!(back.is_ok(), "{name}: {back:?}");
        apply(&mut workspace, &back.unwrap().edits);
        let now: Vec<_> = workspace.names().all().map(|o| o.symbol.clone()).collect();
        prop_assert_eq!(now.len(), spans.len());
        workspace.check();
        prop_assert!(!workspace.diagnostics().iter().any(|d| d.is_error()));
    }
}

fn apply(workspace: &mut Workspace, edits: &[rename::Edit]) {
    let files: std::collections::BTreeSet<FileId> = edits.iter().map(|edit| edit.span.file).collect();
    for file in files {
        let mut own: Vec<_> = edits.iter().filter(|edit| edit.span.file == file).collect();
        own.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mut text = workspace.text(file).to_owned();
        for edit in own {
            text.replace_range(edit.span.range(), &edit.text);
        }
        workspace.change(file, text);
    }
}
