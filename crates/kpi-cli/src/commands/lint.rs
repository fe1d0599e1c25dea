//! `kpi lint`

use super::check::{Wanted, is_wanted, or_said, projects, tell};
use super::unknown;
use crate::args::{FindingsFormat, Lint};
use crate::failure::{Exit, Failure, Outcome};
use crate::output::{Terminal, write_whole};
use crate::project::{Asking, Figures, Project, evaluate, today};
use crate::render::diagnostics::{counted, told};
use crate::render::findings::Told;
use kpi_core::diagnostic::Applicability;
use kpi_core::{Diagnostic, FileId, Fix, SourceFile, diagnostic};
use kpi_eval::{Ask, History, Run};
use kpi_lint::{Context, Grant, Selection, fixing};
use kpi_syntax::ast;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::path::Path;

/// What one mending uncovers may be mended too, so often.
const ROUNDS: usize = 10;

type Edits = BTreeMap<FileId, Vec<Fix>>;

pub fn run(args: &Lint, terminal: &Terminal) -> Outcome {
    or_said(args.format, terminal, || {
        for name in args.select.iter().chain(&args.ignore) {
            if let Some(help) = Selection::unknown(name) {
                return Err(unknown(format!("there is no lint `{name}`"), name, [], &help));
            }
        }
        let (mut exit, mut files, mut all) = (Exit::Clean, 0, Vec::new());
        for (root, wanted) in projects(&args.paths)? {
            let mut project = Project::open(&root, terminal)?;
            // What the figures of wrong rules are nobody can say.
            let wrong = project.has_errors();
            let linted =
                if wrong { project.diagnostics.clone() } else { linted(args, &mut project, &wanted, terminal)? };
            // An error of another file is why this one was not looked at.
            let is_told =
                |diagnostic: &Diagnostic| is_wanted(diagnostic, &wanted, &project) || wrong && diagnostic.is_error();
            let found: Vec<Diagnostic> = linted.into_iter().filter(is_told).collect();
            let ends = if told(&found).next().is_some() { Exit::Findings } else { Exit::Clean };
            exit = exit.and(Exit::of(&found)).and(ends);
            files += if wanted.is_empty() { project.files } else { wanted.len() };
            all.push(Told { found, places: project.places });
        }
        tell(args.format, &all, files, exit, terminal)
    })
}

/// What is found in a project whose rules are right; with `--fix`, what is left after mending.
fn linted(
    args: &Lint,
    project: &mut Project,
    wanted: &Wanted,
    terminal: &Terminal,
) -> Result<Vec<Diagnostic>, Failure> {
    let figures = figures(args, project)?;
    let selection = selection(args, project);
    let found = one(project, &selection, figures.as_ref(), project.diagnostics.clone());
    if !args.fix {
        if args.format == FindingsFormat::Human
            && let Some(hint) = hint(&found, wanted, project)
        {
            terminal.mention(&hint);
        }
        return Ok(found);
    }
    mend(args, project, &selection, figures.as_ref(), found, wanted, terminal)
}

/// What `--fix` would mend.
fn hint(found: &[Diagnostic], wanted: &Wanted, project: &Project) -> Option<String> {
    let [safe, any] =
        [Applicability::Safe, Applicability::Unsafe].map(|most| count(&edits(found, most, wanted, project)));
    match (safe, any.saturating_sub(safe)) {
        (0, 0) => None,
        (0, more) => Some(format!("`--fix --unsafe-fixes` mends {more}")),
        (safe, 0) => Some(format!("`--fix` mends {safe}")),
        (safe, more) => Some(format!("`--fix` mends {safe}, with `--unsafe-fixes` {more} more")),
    }
}

/// The edits of one round in the files that are asked about.
fn edits(found: &[Diagnostic], most: Applicability, wanted: &Wanted, project: &Project) -> Edits {
    let here: Vec<Diagnostic> =
        found.iter().filter(|diagnostic| is_wanted(diagnostic, wanted, project)).cloned().collect();
    let mut edits = fixing::edits(&here, most);
    // What a `use` fetches from elsewhere belongs to others.
    let is_ours = |file: &SourceFile| !file.name.starts_with("..") && !Path::new(&file.name).is_absolute();
    edits.retain(|id, _| project.places.sources.file(*id).is_some_and(is_ours));
    edits
}

fn count(edits: &Edits) -> usize {
    edits.values().map(Vec::len).sum()
}

fn selection(args: &Lint, project: &Project) -> Selection {
    let mut selection = project.settings.lint.selection.clone();
    if !args.select.is_empty() {
        selection.select.clone_from(&args.select);
    }
    selection.ignore.extend(args.ignore.iter().cloned());
    selection.preview |= args.preview;
    selection
}

fn figures(args: &Lint, project: &Project) -> Result<Option<Run>, Failure> {
    let Some(period) = &args.period else { return Ok(None) };
    let period = project.period(period)?;
    let mut figures = Figures::new(project, Asking { period: Some(period), offline: args.offline });
    let ask = Ask { period, indicators: Vec::new(), history: History::default() };
    let mut run = evaluate(&project.catalogue, &ask, &mut figures)?;
    run.diagnostics.extend(figures.diagnostics().iter().cloned());
    Ok(Some(run))
}

fn one(project: &Project, selection: &Selection, figures: Option<&Run>, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let grants: Vec<Grant> = project.settings.plugins.iter().map(|(name, granted)| granted.seen(name)).collect();
    let context = Context::new(&project.catalogue, &project.places.sources, &project.trees, today())
        .with_options(project.settings.lint.options.clone())
        .with_figures(figures)
        .with_grants(&grants);
    if let Some(run) = figures {
        found.extend(run.diagnostics.iter().cloned());
        diagnostic::sort(&mut found);
    }
    kpi_lint::lint(&context, selection, found)
}

/// Mends round by round. An edit that would make the rules wrong is not made; files are written when all is done.
fn mend(
    args: &Lint,
    project: &mut Project,
    selection: &Selection,
    figures: Option<&Run>,
    mut found: Vec<Diagnostic>,
    wanted: &Wanted,
    terminal: &Terminal,
) -> Result<Vec<Diagnostic>, Failure> {
    let most = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let before: BTreeMap<FileId, String> =
        project.places.sources.iter().map(|(id, file)| (id, file.text.clone())).collect();
    let (mut mended, mut left) = (0, false);
    for _ in 0..ROUNDS {
        let edits = edits(&found, most, wanted, project);
        if edits.is_empty() {
            break;
        }
        let (sound, next) = sound(project, &edits);
        if count(&sound) < count(&edits) {
            left = true;
        }
        let Some(next) = next else { break };
        mended += count(&sound);
        let checked = next.checked;
        (project.places.sources, project.trees, project.catalogue) = (next.sources, next.trees, next.catalogue);
        found = one(project, selection, figures, checked);
    }
    if left {
        terminal.mention("some of what could be mended would make the rules wrong, and was left as it is");
    }
    let mut written = 0;
    for (id, file) in project.places.sources.iter() {
        let Some(old) = before.get(&id).filter(|old| **old != file.text) else { continue };
        if args.diff {
            let name = project.places.file(id);
            let diff = TextDiff::from_lines(old.as_str(), file.text.as_str());
            terminal.result(&diff.unified_diff().header(&name, &format!("{name}, mended")).to_string())?;
        } else {
            write_whole(&project.root.join(&file.name), &file.text)?;
        }
        written += 1;
    }
    let verb = if args.diff { "would be mended" } else { "mended" };
    let findings = if mended == 1 { "1 finding".to_owned() } else { format!("{mended} findings") };
    terminal.mention(&format!("{findings} {verb} in {}", counted(written, "file")));
    let [safe, any] =
        [Applicability::Safe, Applicability::Unsafe].map(|most| count(&edits(&found, most, wanted, project)));
    if !args.unsafe_fixes && any > safe {
        terminal.mention(&format!("`--unsafe-fixes` mends {} more", any - safe));
    }
    Ok(found)
}

/// A project as it is after edits.
struct Edited {
    sources: kpi_core::SourceMap,
    trees: Vec<ast::File>,
    catalogue: kpi_model::Catalogue,
    checked: Vec<Diagnostic>,
}

/// Those of the edits that make no error, and the project with them; `None` where there are none.
fn sound(project: &Project, edits: &Edits) -> (Edits, Option<Edited>) {
    if let Some(next) = edited(project, edits) {
        return (edits.clone(), Some(next));
    }
    let all: Vec<(FileId, Fix)> =
        edits.iter().flat_map(|(file, fixes)| fixes.iter().map(|fix| (*file, fix.clone()))).collect();
    if all.len() < 2 {
        return (Edits::new(), None);
    }
    // By halves: most often one of many is to blame.
    let (first, second) = all.split_at(all.len() / 2);
    let mut kept = Edits::new();
    for half in [first, second] {
        let mut part = Edits::new();
        for (file, fix) in half {
            part.entry(*file).or_default().push(fix.clone());
        }
        for (file, fixes) in sound(project, &part).0 {
            kept.entry(file).or_default().extend(fixes);
        }
    }
    if kept.is_empty() {
        return (kept, None);
    }
    // Each right alone may be wrong together.
    match edited(project, &kept) {
        Some(next) => (kept, Some(next)),
        None => (Edits::new(), None),
    }
}

/// `None` where an edit would make an error.
fn edited(project: &Project, edits: &Edits) -> Option<Edited> {
    let mut sources = kpi_core::SourceMap::default();
    let mut trees = Vec::new();
    let mut checked = Vec::new();
    for (id, file) in project.places.sources.iter() {
        let text = edits.get(&id).map_or_else(|| file.text.clone(), |edits| fixing::mended(&file.text, edits));
        let is_rules = project.trees.iter().any(|tree| tree.id == id);
        if is_rules {
            let (tree, found) = kpi_syntax::parse(id, &text);
            trees.push(tree);
            checked.extend(found);
        }
        sources.add(file.name.clone(), text);
    }
    let known = kpi_model::Settings { calendar: project.settings.calendar?, plugins: project.plugins.described() };
    let (catalogue, found) = kpi_model::check(&trees, &sources, &known);
    checked.extend(found);
    diagnostic::sort(&mut checked);
    let wrong = checked.iter().any(Diagnostic::is_error);
    (!wrong).then_some(Edited { sources, trees, catalogue, checked })
}
