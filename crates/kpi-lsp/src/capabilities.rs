//! What the server can do, and what it makes of what the editor can.

use crate::lines::Encoding;
use gen_lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeLensOptions, CompletionOptions, ExecuteCommandOptions,
    InitializeParams, InitializeResult, PositionEncodingKind, RenameOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncKind, TextDocumentSyncOptions,
};

/// The commands that lenses send. An editor's own extension may run them itself: it says so with
/// `"clientCommands": true` in its initialization options, and gets `kpi.runTest` and `kpi.explain` instead.
pub const RUN_TEST: &str = "kpi.server.runTest";
pub const EXPLAIN: &str = "kpi.server.explain";

/// What is known of the editor.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    pub encoding: Encoding,
    pub snippets: bool,
    pub annotations: bool,
    pub document_changes: bool,
    pub refreshes_hints: bool,
    pub refreshes_lenses: bool,
    pub watches: bool,
    pub runs_commands: bool,
}

impl Client {
    pub fn of(params: &InitializeParams) -> Self {
        let ClientCapabilities { workspace, text_document, general, .. } = &params.capabilities;
        let encodings = general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
        let encoding = if encodings.contains(&PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 };
        let edit = workspace.as_ref().and_then(|workspace| workspace.workspace_edit.as_ref());
        let item = text_document.as_ref().and_then(|t| t.completion.as_ref()).and_then(|c| c.completion_item.as_ref());
        let options = params.initialization_options.as_ref();
        let said = |key: &str| options.and_then(|options| options.get(key)?.as_bool()).unwrap_or_default();
        let workspace = workspace.as_ref();
        Self {
            encoding,
            snippets: item.and_then(|item| item.snippet_support).unwrap_or_default(),
            annotations: edit.is_some_and(|edit| edit.change_annotation_support.is_some()),
            document_changes: edit.and_then(|edit| edit.document_changes).unwrap_or_default(),
            refreshes_hints: workspace
                .and_then(|w| w.inlay_hint.as_ref())
                .and_then(|hints| hints.refresh_support)
                .unwrap_or_default(),
            refreshes_lenses: workspace
                .and_then(|w| w.code_lens.as_ref())
                .and_then(|lenses| lenses.refresh_support)
                .unwrap_or_default(),
            watches: workspace
                .and_then(|w| w.did_change_watched_files.as_ref())
                .and_then(|watched| watched.dynamic_registration)
                .unwrap_or_default(),
            runs_commands: said("clientCommands"),
        }
    }

    pub fn answer(self, version: &str) -> InitializeResult {
        let capabilities = ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
            }),
            text_document_sync: Some(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::Incremental),
                    save: Some(true.into()),
                    ..TextDocumentSyncOptions::default()
                }
                .into(),
            ),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some([".", "\"", "(", ":", " "].map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(true.into()),
            definition_provider: Some(true.into()),
            references_provider: Some(true.into()),
            document_highlight_provider: Some(true.into()),
            document_symbol_provider: Some(true.into()),
            workspace_symbol_provider: Some(true.into()),
            document_formatting_provider: Some(true.into()),
            folding_range_provider: Some(true.into()),
            rename_provider: Some(RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() }.into()),
            code_action_provider: Some(
                CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]),
                    ..CodeActionOptions::default()
                }
                .into(),
            ),
            code_lens_provider: Some(CodeLensOptions::default()),
            inlay_hint_provider: Some(true.into()),
            execute_command_provider: (!self.runs_commands).then(|| ExecuteCommandOptions {
                commands: vec![RUN_TEST.to_owned(), EXPLAIN.to_owned()],
                ..ExecuteCommandOptions::default()
            }),
            ..ServerCapabilities::default()
        };
        let server_info = ServerInfo { name: "kpi".to_owned(), version: Some(version.to_owned()) };
        InitializeResult { capabilities, server_info: Some(server_info) }
    }
}
