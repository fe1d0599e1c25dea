//! The answer to each kind of request.

use crate::capabilities::{Client, EXPLAIN, RUN_TEST};
use crate::convert;
use crate::lines::Lines;
use crate::places::Places;
use crate::projects::{At, Projects};
use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeLens, CodeLensParams, CompletionItem, CompletionParams,
    DefinitionParams, DocumentFormattingParams, DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams,
    DocumentSymbol, DocumentSymbolParams, ExecuteCommandParams, FoldingRange, FoldingRangeParams, Hover, HoverParams,
    InlayHint, InlayHintParams, Location, PrepareRenameParams, PrepareRenamePlaceholder, ReferenceParams, RenameParams,
    TextDocumentPositionParams, TextEdit, WorkspaceEdit, WorkspaceSymbolParams,
};
use kpi_core::{FileId, Span};
use kpi_ide::names::Role;
use kpi_ide::rename::Renamed;
use kpi_ide::{actions, hints, lenses, navigate, outline, rename};
use kpi_syntax::format;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Why a request is not answered, in words for the person who asked.
pub type Refused = String;

/// More are no help to anybody.
const MOST_SYMBOLS: usize = 500;

fn place(projects: &mut Projects, at: &TextDocumentPositionParams) -> Option<(At, u32)> {
    let found = projects.find(&at.text_document.uri)?;
    let byte = projects.byte(found, at.position);
    Some((found, byte))
}

pub fn hover(projects: &mut Projects, params: HoverParams) -> Option<Hover> {
    let (at, byte) = place(projects, &params.text_document_position_params)?;
    let hover = kpi_ide::hover(projects.workspace(at)?, at.file, byte)?;
    let range = Places::of(projects, at.project).range(hover.span);
    Some(Hover { contents: convert::markdown(hover.markdown).into(), range: Some(range) })
}

pub fn completion(projects: &mut Projects, client: Client, params: CompletionParams) -> Option<Vec<CompletionItem>> {
    let (at, byte) = place(projects, &params.text_document_position_params)?;
    let offers = kpi_ide::complete(projects.workspace(at)?, at.file, byte);
    let places = Places::of(projects, at.project);
    let item = |(i, offer)| convert::completion(&places, client, i, offer);
    Some(offers.into_iter().enumerate().map(item).collect())
}

pub fn definition(projects: &mut Projects, params: DefinitionParams) -> Option<Vec<Location>> {
    let (at, byte) = place(projects, &params.text_document_position_params)?;
    let spans = navigate::definitions(projects.workspace(at)?, at.file, byte);
    let places = Places::of(projects, at.project);
    Some(spans.into_iter().filter_map(|span| places.location(span)).collect())
}

pub fn references(projects: &mut Projects, params: ReferenceParams) -> Option<Vec<Location>> {
    let (at, byte) = place(projects, &params.text_document_position_params)?;
    let all = params.context.include_declaration;
    let spans = navigate::references(projects.workspace(at)?, at.file, byte, all);
    let places = Places::of(projects, at.project);
    Some(spans.into_iter().filter_map(|span| places.location(span)).collect())
}

pub fn highlights(projects: &mut Projects, params: DocumentHighlightParams) -> Option<Vec<DocumentHighlight>> {
    let (at, byte) = place(projects, &params.text_document_position_params)?;
    let found = navigate::highlights(projects.workspace(at)?, at.file, byte);
    let kind = |role| if role == Role::Definition { DocumentHighlightKind::Write } else { DocumentHighlightKind::Read };
    let places = Places::of(projects, at.project);
    let highlight = |(span, role)| DocumentHighlight { range: places.range(span), kind: Some(kind(role)) };
    Some(found.into_iter().map(highlight).collect())
}

pub fn symbols(projects: &mut Projects, params: DocumentSymbolParams) -> Option<Vec<DocumentSymbol>> {
    let at = projects.find(&params.text_document.uri)?;
    let found = outline::of_file(projects.workspace(at)?, at.file);
    let places = Places::of(projects, at.project);
    Some(found.into_iter().map(|symbol| convert::symbol(&places, symbol)).collect())
}

/// As plain information, which every editor reads.
pub fn workspace_symbols(projects: &Projects, params: &WorkspaceSymbolParams) -> Value {
    let mut found = Vec::new();
    for (i, project) in projects.all.iter().enumerate() {
        let places = Places::of(projects, i);
        for symbol in outline::search(&project.workspace, &params.query).into_iter().take(MOST_SYMBOLS) {
            if let Some(location) = places.location(symbol.name_span) {
                found.push(json!({
                    "name": symbol.name,
                    "kind": convert::kind(symbol.entry),
                    "location": location,
                    "containerName": symbol.detail,
                }));
            }
        }
    }
    Value::Array(found)
}

pub fn folds(projects: &mut Projects, params: FoldingRangeParams) -> Option<Vec<FoldingRange>> {
    let at = projects.find(&params.text_document.uri)?;
    let spans = outline::folds(projects.workspace(at)?, at.file);
    let places = Places::of(projects, at.project);
    Some(spans.into_iter().map(|span| convert::fold(&places, span)).collect())
}

pub fn hints(projects: &mut Projects, params: InlayHintParams) -> Option<Vec<InlayHint>> {
    let at = projects.find(&params.text_document.uri)?;
    let (from, to) = (projects.byte(at, params.range.start), projects.byte(at, params.range.end));
    let found = hints::hints(projects.workspace(at)?, at.file, from, to);
    let places = Places::of(projects, at.project);
    Some(found.into_iter().map(|hint| convert::hint(&places, hint)).collect())
}

pub fn lenses(projects: &mut Projects, client: Client, params: CodeLensParams) -> Option<Vec<CodeLens>> {
    let at = projects.find(&params.text_document.uri)?;
    let found = lenses::lenses(projects.workspace(at)?, at.file);
    let places = Places::of(projects, at.project);
    Some(found.into_iter().filter_map(|lens| convert::lens(&places, client, lens)).collect())
}

pub fn actions(projects: &mut Projects, client: Client, params: CodeActionParams) -> Option<Vec<CodeAction>> {
    let at = projects.find(&params.text_document.uri)?;
    let (from, to) = (projects.byte(at, params.range.start), projects.byte(at, params.range.end));
    let workspace = projects.workspace(at)?;
    let wants = |kind: &CodeActionKind| params.context.only.as_ref().is_none_or(|only| only.contains(kind));
    let places = Places::of(projects, at.project);
    let mut found = Vec::new();
    if wants(&CodeActionKind::QuickFix) {
        let actions = actions::actions(workspace, at.file, from, to);
        found.extend(actions.into_iter().map(|action| convert::action(&places, client, action)));
    }
    let asked_for_all = params.context.only.as_ref().is_some_and(|only| {
        only.iter().any(|kind| matches!(kind, CodeActionKind::SourceFixAll | CodeActionKind::Source))
    });
    if asked_for_all {
        let edits = actions::fix_all(workspace, at.file);
        if !edits.is_empty() {
            let renamed = Renamed { edits, warnings: Vec::new() };
            found.push(CodeAction {
                title: "Mend what can be mended without changing a figure".to_owned(),
                kind: Some(CodeActionKind::SourceFixAll),
                edit: Some(convert::workspace_edit(&places, client, renamed)),
                ..CodeAction::default()
            });
        }
    }
    Some(found)
}

pub fn prepare_rename(
    projects: &mut Projects,
    params: PrepareRenameParams,
) -> Result<Option<PrepareRenamePlaceholder>, Refused> {
    let Some((at, byte)) = place(projects, &params.text_document_position_params) else { return Ok(None) };
    let Some(workspace) = projects.workspace(at) else { return Ok(None) };
    let (span, placeholder) = rename::prepare(workspace, at.file, byte)?;
    Ok(Some(PrepareRenamePlaceholder { range: Places::of(projects, at.project).range(span), placeholder }))
}

/// The edits, and what has to be looked after by hand.
pub fn rename(
    projects: &mut Projects,
    client: Client,
    params: RenameParams,
) -> Result<(Option<WorkspaceEdit>, Vec<String>), Refused> {
    let Some((at, byte)) = place(projects, &params.text_document_position_params) else {
        return Ok((None, Vec::new()));
    };
    let Some(workspace) = projects.workspace(at) else { return Ok((None, Vec::new())) };
    let renamed = rename::rename(workspace, at.file, byte, &params.new_name)?;
    let warnings = renamed.warnings.clone();
    Ok((Some(convert::workspace_edit(&Places::of(projects, at.project), client, renamed)), warnings))
}

/// The lines that change, as one edit: the cursor stays where it is wherever nothing around it changes.
pub fn format(projects: &mut Projects, params: DocumentFormattingParams) -> Result<Vec<TextEdit>, Refused> {
    let Some(at) = projects.find(&params.text_document.uri) else { return Ok(Vec::new()) };
    let Some(workspace) = projects.workspace(at) else { return Ok(Vec::new()) };
    let text = workspace.text(at.file);
    let formatted = match format::format(at.file, text) {
        Ok(formatted) => formatted,
        Err(_) => return Err("the file has mistakes that keep it from being formatted: mend them first".to_owned()),
    };
    if formatted == text {
        return Ok(Vec::new());
    }
    let same = |(a, b): &(&str, &str)| a == b;
    let start: usize = text
        .split_inclusive('\n')
        .zip(formatted.split_inclusive('\n'))
        .take_while(same)
        .map(|(line, _)| line.len())
        .sum();
    let (old, new) = (text.get(start..).unwrap_or_default(), formatted.get(start..).unwrap_or_default());
    let end: usize = old
        .split_inclusive('\n')
        .rev()
        .zip(new.split_inclusive('\n').rev())
        .take_while(same)
        .map(|(line, _)| line.len())
        .sum();
    let end = end.min(old.len()).min(new.len());
    let span = Span::new(FileId(0), start as u32, (text.len() - end) as u32);
    let range = Lines::of(text, projects.encoding).range(span);
    let new_text = new.get(..new.len() - end).unwrap_or_default().to_owned();
    Ok(vec![TextEdit { range, new_text }])
}

/// A command of a lens, which the server runs itself where the editor has no extension for it.
pub fn command(projects: &Projects, params: &ExecuteCommandParams) -> Result<String, Refused> {
    let arguments: Vec<String> =
        params.arguments.iter().flatten().filter_map(|argument| argument.as_str().map(str::to_owned)).collect();
    let [root, name] = arguments.as_slice() else {
        return Err(format!("{} is told the project's folder and a name", params.command));
    };
    let root = PathBuf::from(root);
    match params.command.as_str() {
        RUN_TEST => projects.host.run_test(&root, name),
        EXPLAIN => projects.host.explain(&root, name),
        other => Err(format!("there is no command {other}")),
    }
}
