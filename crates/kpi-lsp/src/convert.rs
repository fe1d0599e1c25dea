//! What `kpi-ide` says, in the protocol's terms.

use crate::capabilities::{Client, EXPLAIN, RUN_TEST};
use crate::places::Places;
use gen_lsp_types::{
    AnnotatedTextEdit, ChangeAnnotation, CodeAction, CodeActionKind, CodeLens, Command, CompletionItem,
    CompletionItemKind, DocumentSymbol, Edit as ProtocolEdit, FoldingRange, FoldingRangeKind, InlayHint, InlayHintKind,
    InsertTextFormat, MarkupContent, MarkupKind, OptionalVersionedTextDocumentIdentifier, SymbolKind, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use kpi_core::Span;
use kpi_ide::actions::Action;
use kpi_ide::hints::Hint;
use kpi_ide::lenses::Lens;
use kpi_ide::outline::{Entry, Symbol};
use kpi_ide::rename::{Edit, Renamed};
use kpi_ide::{Completion, Offer};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

pub fn markdown(text: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value: text }
}

pub fn completion(places: &Places<'_>, client: Client, place: usize, offer: Completion) -> CompletionItem {
    let kind = match offer.offer {
        Offer::Item => CompletionItemKind::Snippet,
        Offer::Field => CompletionItemKind::Property,
        Offer::Word => CompletionItemKind::Keyword,
        Offer::Column => CompletionItemKind::Field,
        Offer::Code => CompletionItemKind::EnumMember,
        Offer::Indicator => CompletionItemKind::Value,
        Offer::Rows => CompletionItemKind::Struct,
        Offer::Comparator => CompletionItemKind::Reference,
        Offer::Let => CompletionItemKind::Variable,
        Offer::Function => CompletionItemKind::Function,
        Offer::Band => CompletionItemKind::Color,
        Offer::Scheme => CompletionItemKind::Enum,
        Offer::Template => CompletionItemKind::Class,
        Offer::Lint => CompletionItemKind::Constant,
    };
    let plain = unsnippet(&offer.insert);
    let (text, format) = if client.snippets && offer.insert.contains('$') {
        (offer.insert, InsertTextFormat::Snippet)
    } else {
        (plain, InsertTextFormat::PlainText)
    };
    let edit = TextEdit { range: places.range(offer.replace), new_text: text };
    CompletionItem {
        label: offer.label,
        kind: Some(kind),
        detail: (!offer.detail.is_empty()).then_some(offer.detail),
        documentation: (!offer.docs.is_empty()).then(|| markdown(offer.docs).into()),
        // In the order in which they are offered: what is nearest first.
        sort_text: Some(format!("{place:05}")),
        insert_text_format: Some(format),
        text_edit: Some(edit.into()),
        ..CompletionItem::default()
    }
}

/// A snippet as plain text: its places to go on at are empty, or what they propose first.
fn unsnippet(snippet: &str) -> String {
    let mut text = String::with_capacity(snippet.len());
    let mut letters = snippet.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' => text.extend(letters.next()),
            '$' if letters.peek() == Some(&'{') => {
                let inside: String = letters.by_ref().skip(1).take_while(|c| *c != '}').collect();
                match inside.split_once('|') {
                    Some((_, choices)) => text.push_str(&first(choices)),
                    None => text.push_str(inside.split_once(':').map_or("", |(_, proposed)| proposed)),
                }
            }
            '$' => while letters.next_if(char::is_ascii_digit).is_some() {},
            c => text.push(c),
        }
    }
    text
}

/// The first of what can be chosen: `percent\, 1 decimal,count|` has a comma in it.
fn first(choices: &str) -> String {
    let mut text = String::new();
    let mut letters = choices.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => text.extend(letters.next()),
            ',' | '|' => break,
            c => text.push(c),
        }
    }
    text
}

pub fn symbol(places: &Places<'_>, symbol: Symbol) -> DocumentSymbol {
    let children = symbol.children.into_iter().map(|child| self::symbol(places, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: (!symbol.detail.is_empty()).then_some(symbol.detail),
        kind: kind(symbol.entry),
        tags: None,
        #[expect(deprecated, reason = "the protocol's type has the field")]
        deprecated: None,
        range: places.range(symbol.span),
        selection_range: places.range(symbol.name_span),
        children: Some(children),
    }
}

pub const fn kind(entry: Entry) -> SymbolKind {
    match entry {
        Entry::Item(word) => match word.as_bytes() {
            b"dataset" | b"cohort" => SymbolKind::Struct,
            b"comparator" => SymbolKind::Interface,
            b"bands" => SymbolKind::Enum,
            b"template" => SymbolKind::Class,
            b"scorecard" => SymbolKind::Package,
            b"test" => SymbolKind::Event,
            _ => SymbolKind::Function,
        },
        Entry::Column => SymbolKind::Field,
        Entry::Let => SymbolKind::Variable,
        Entry::Band => SymbolKind::EnumMember,
        Entry::Theme => SymbolKind::Namespace,
    }
}

pub fn fold(places: &Places<'_>, span: Span) -> FoldingRange {
    let range = places.range(span);
    let workspace = places.projects.all.get(places.project).map(|project| &project.workspace);
    let comment = workspace.is_some_and(|workspace| workspace.sources().slice(span).starts_with('#'));
    FoldingRange {
        start_line: range.start.line,
        // A closing bracket on a line of its own stays in sight.
        end_line: if comment { range.end.line } else { range.end.line.saturating_sub(1).max(range.start.line) },
        kind: comment.then_some(FoldingRangeKind::Comment),
        ..FoldingRange::default()
    }
}

pub fn hint(places: &Places<'_>, hint: Hint) -> InlayHint {
    let is_unit = hint.text.starts_with(':');
    InlayHint {
        position: places.range(Span::new(hint.file, hint.at, hint.at)).start,
        label: hint.text.into(),
        kind: is_unit.then_some(InlayHintKind::Type),
        text_edits: None,
        tooltip: hint.tooltip.map(Into::into),
        padding_left: Some(!is_unit),
        padding_right: None,
        data: None,
    }
}

pub fn lens(places: &Places<'_>, client: Client, (span, lens): (Span, Lens)) -> Option<CodeLens> {
    let root = places.projects.all.get(places.project)?.root.to_string_lossy().into_owned();
    let range = places.range(span);
    let command = match lens {
        Lens::RunTest { name } => Command {
            title: "run this test".to_owned(),
            command: if client.runs_commands { "kpi.runTest" } else { RUN_TEST }.to_owned(),
            arguments: Some(vec![json!(root), json!(name)]),
            tooltip: None,
        },
        Lens::Explain { indicator, period } => {
            let mut arguments = vec![json!(root), json!(indicator)];
            // The server's own command takes the report whose figures are shown without being told.
            arguments.extend(period.filter(|_| client.runs_commands).map(|period| json!(period)));
            Command {
                title: "explain".to_owned(),
                command: if client.runs_commands { "kpi.explain" } else { EXPLAIN }.to_owned(),
                arguments: Some(arguments),
                tooltip: None,
            }
        }
        Lens::Tests { places: tests, first } => {
            let title = match tests.len() {
                0 if client.runs_commands => "no test: write one".to_owned(),
                0 => "no test".to_owned(),
                1 => "1 test".to_owned(),
                count => format!("{count} tests"),
            };
            let tests: Vec<_> = tests.into_iter().filter_map(|span| places.location(span)).collect();
            let uri = places.uri(span.file)?;
            let (command, at, given) = match first {
                Some((end, snippet)) => ("kpi.insert", places.range(end).end, json!(snippet)),
                None => ("kpi.showReferences", range.start, json!(tests)),
            };
            Command {
                title,
                // Only an extension can open a list of places or fill in gaps; without one it is a line to read.
                command: if client.runs_commands { command } else { "" }.to_owned(),
                arguments: Some(vec![json!(uri), json!(at), given]),
                tooltip: None,
            }
        }
    };
    Some(CodeLens { range, command: Some(command), data: None })
}

/// Edits by file, each against the version the editor last sent.
pub fn workspace_edit(places: &Places<'_>, client: Client, renamed: Renamed) -> WorkspaceEdit {
    let mut by_file: BTreeMap<Uri, (Option<i32>, Vec<TextEdit>)> = BTreeMap::new();
    for Edit { span, text } in renamed.edits {
        let Some(path) = places.path(span.file) else { continue };
        let Some(uri) = places.projects.uri(&path) else { continue };
        let version = places.projects.documents.get(&path).map(|document| document.version);
        let edit = TextEdit { range: places.range(span), new_text: text };
        by_file.entry(uri).or_insert_with(|| (version, Vec::new())).1.push(edit);
    }
    if !client.document_changes {
        let changes: HashMap<Uri, Vec<TextEdit>> = by_file.into_iter().map(|(uri, (_, edits))| (uri, edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let annotated = client.annotations && !renamed.warnings.is_empty();
    let edit = |text_edit: TextEdit| -> ProtocolEdit {
        if annotated {
            AnnotatedTextEdit { annotation_id: "outside".into(), text_edit }.into()
        } else {
            text_edit.into()
        }
    };
    let documents = by_file.into_iter().map(|(uri, (version, edits))| {
        let text_document = OptionalVersionedTextDocumentIdentifier {
            version,
            text_document_identifier: TextDocumentIdentifier { uri },
        };
        TextDocumentEdit { text_document, edits: edits.into_iter().map(edit).collect() }.into()
    });
    let annotation = ChangeAnnotation {
        label: "also named outside the rules".to_owned(),
        needs_confirmation: Some(true),
        description: Some(renamed.warnings.join("; ")),
    };
    WorkspaceEdit {
        changes: None,
        document_changes: Some(documents.collect()),
        change_annotations: annotated.then(|| HashMap::from([("outside".into(), annotation)])),
    }
}

pub fn action(places: &Places<'_>, client: Client, action: Action) -> CodeAction {
    let renamed = Renamed { edits: action.edits, warnings: Vec::new() };
    CodeAction {
        title: action.title,
        kind: Some(CodeActionKind::QuickFix),
        is_preferred: Some(action.preferred && action.mends),
        edit: Some(workspace_edit(places, client, renamed)),
        ..CodeAction::default()
    }
}
