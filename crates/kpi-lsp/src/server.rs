//! The loop: takes messages in their order, answers them, and never ends for anything but the editor's leave.

use crate::Host;
use crate::answers::{self, Refused};
use crate::capabilities::Client;
use crate::diagnostics;
use crate::lines::Lines;
use crate::projects::{Document, Project, Projects};
use crossbeam_channel::{Receiver, Sender, select, unbounded};
use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, ExecuteCommandParams, InitializeParams, MessageType, ShowMessageParams,
    TextDocumentContentChangeEvent,
};
use kpi_ide::seen::Seen;
use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// Why the server ends before the editor asks it to.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("the editor does not keep to the protocol: {0}")]
    Protocol(#[from] ProtocolError),
    #[error("the editor's words cannot be read: {0}")]
    Words(#[from] serde_json::Error),
    #[error("the editor has gone away")]
    Gone,
    #[error("the editor ended the server without asking it to shut down first")]
    Abrupt,
}

/// Answers an editor until it asks to end.
///
/// # Errors
/// Where the editor goes away, or does not keep to the protocol.
pub fn serve(connection: &Connection, host: Arc<dyn Host>, version: &str) -> Result<(), ServeError> {
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = serde_json::from_value(params)?;
    let client = Client::of(&params);
    connection.initialize_finish(id, serde_json::to_value(client.answer(version))?)?;
    let (send_seen, seen) = unbounded();
    let projects = Projects::new(host, client.encoding);
    let mut server = Server {
        connection,
        client,
        projects,
        send_seen,
        looking: HashSet::new(),
        look_again: HashSet::new(),
        asked: 0,
        ending: false,
    };
    if client.watches {
        server.watch();
    }
    server.run(&seen)
}

struct Server<'a> {
    connection: &'a Connection,
    client: Client,
    projects: Projects,
    send_seen: Sender<(PathBuf, Seen)>,
    /// Projects whose data is being looked at.
    looking: HashSet<PathBuf>,
    /// Those that changed meanwhile.
    look_again: HashSet<PathBuf>,
    /// How many requests were made of the editor.
    asked: i32,
    /// Has the editor asked to shut down?
    ending: bool,
}

impl Server<'_> {
    fn run(&mut self, seen: &Receiver<(PathBuf, Seen)>) -> Result<(), ServeError> {
        loop {
            select! {
                recv(self.connection.receiver) -> message => {
                    let Ok(message) = message else { return Err(ServeError::Gone) };
                    if matches!(&message, Message::Notification(notification) if notification.method == "exit") {
                        return if self.ending { Ok(()) } else { Err(ServeError::Abrupt) };
                    }
                    self.take(message);
                }
                recv(seen) -> found => {
                    if let Ok((root, found)) = found {
                        self.seen(&root, found);
                    }
                }
            }
            // Whoever types on is answered first; what is wrong is said when there is a moment.
            if self.connection.receiver.is_empty() {
                self.check();
            }
        }
    }

    /// Takes a message. A fault of the server's own costs an answer, never the session.
    fn take(&mut self, message: Message) {
        let id = match &message {
            Message::Request(request) => Some(request.id.clone()),
            _ => None,
        };
        let handled = catch_unwind(AssertUnwindSafe(|| match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) => self.notification(notification),
            Message::Response(_) => {}
        }));
        if handled.is_err() {
            // What was half done is done anew.
            for place in 0..self.projects.all.len() {
                let reopened = catch_unwind(AssertUnwindSafe(|| self.projects.reopen(place)));
                if reopened.is_err() {
                    self.log("a project could not be read anew after a fault");
                }
            }
            if let Some(id) = id {
                let why = "kpi failed over this request; what was wrong is in its log".to_owned();
                self.send(Response::new_err(id, ErrorCode::InternalError as i32, why));
            }
        }
    }

    fn send(&self, message: impl Into<Message>) {
        // Nobody is there to hear it where the editor has gone: the loop finds out by itself.
        let _ = self.connection.sender.send(message.into());
    }

    fn answer<R: Serialize>(&self, id: RequestId, result: &R) {
        self.send(match serde_json::to_value(result) {
            Ok(value) => Response::new_ok(id, value),
            Err(error) => Response::new_err(id, ErrorCode::InternalError as i32, error.to_string()),
        });
    }

    fn answer_or_refuse<R: Serialize>(&self, id: RequestId, result: &Result<R, Refused>) {
        match result {
            Ok(result) => self.answer(id, result),
            Err(why) => self.send(Response::new_err(id, ErrorCode::RequestFailed as i32, why.clone())),
        }
    }

    fn tell(&self, kind: MessageType, message: String) {
        self.notify("window/showMessage", &ShowMessageParams { kind, message });
    }

    fn log(&self, message: &str) {
        self.notify("window/logMessage", &json!({ "type": MessageType::Error, "message": message }));
    }

    fn notify<P: Serialize>(&self, method: &str, params: &P) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn ask<P: Serialize>(&mut self, method: &str, params: &P) {
        self.asked += 1;
        self.send(Request::new(RequestId::from(self.asked), method.to_owned(), params));
    }

    /// Asks the editor to say when files change that it does not hold open: rules, settings, and data beside them.
    fn watch(&mut self) {
        let patterns = ["**/*.kpi", "**/kpi.toml", "**/*.{csv,xlsx,ods,jsonl,parquet,sqlite,db}"];
        let watchers: Vec<Value> = patterns.iter().map(|pattern| json!({ "globPattern": pattern })).collect();
        let registration = json!({
            "id": "kpi.files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        self.ask("client/registerCapability", &json!({ "registrations": [registration] }));
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let client = self.client;
        macro_rules! answered {
            (|$params:ident| $answer:expr) => {
                match read(params) {
                    Ok($params) => {
                        let answer = $answer;
                        self.answer(id, &answer);
                    }
                    Err(why) => self.send(Response::new_err(id, ErrorCode::InvalidParams as i32, why)),
                }
            };
        }
        if self.ending {
            let why = "kpi has been asked to shut down".to_owned();
            return self.send(Response::new_err(id, ErrorCode::InvalidRequest as i32, why));
        }
        match method.as_str() {
            // What comes between this and `exit` is let pass: an editor may still answer what it was asked.
            "shutdown" => {
                self.ending = true;
                self.answer(id, &Value::Null);
            }
            "textDocument/hover" => answered!(|params| answers::hover(&mut self.projects, params)),
            "textDocument/completion" => {
                answered!(|params| answers::completion(&mut self.projects, client, params));
            }
            "textDocument/definition" => answered!(|params| answers::definition(&mut self.projects, params)),
            "textDocument/references" => answered!(|params| answers::references(&mut self.projects, params)),
            "textDocument/documentHighlight" => {
                answered!(|params| answers::highlights(&mut self.projects, params));
            }
            "textDocument/documentSymbol" => answered!(|params| answers::symbols(&mut self.projects, params)),
            "workspace/symbol" => answered!(|params| answers::workspace_symbols(&self.projects, &params)),
            "textDocument/foldingRange" => answered!(|params| answers::folds(&mut self.projects, params)),
            "textDocument/inlayHint" => answered!(|params| answers::hints(&mut self.projects, params)),
            "textDocument/codeLens" => answered!(|params| answers::lenses(&mut self.projects, client, params)),
            "textDocument/codeAction" => {
                // Actions are about findings, which have to be those of the text as it is.
                self.check();
                answered!(|params| answers::actions(&mut self.projects, client, params));
            }
            "textDocument/prepareRename" => match read(params) {
                Ok(params) => {
                    let prepared = answers::prepare_rename(&mut self.projects, params);
                    self.answer_or_refuse(id, &prepared);
                }
                Err(why) => self.send(Response::new_err(id, ErrorCode::InvalidParams as i32, why)),
            },
            "textDocument/rename" => match read(params) {
                Ok(params) => {
                    let renamed = answers::rename(&mut self.projects, client, params);
                    if let Ok((_, warnings)) = &renamed {
                        for warning in warnings {
                            self.tell(MessageType::Warning, warning.clone());
                        }
                    }
                    self.answer_or_refuse(id, &renamed.map(|(edit, _)| edit));
                }
                Err(why) => self.send(Response::new_err(id, ErrorCode::InvalidParams as i32, why)),
            },
            "textDocument/formatting" => match read(params) {
                Ok(params) => {
                    let formatted = answers::format(&mut self.projects, params);
                    self.answer_or_refuse(id, &formatted);
                }
                Err(why) => self.send(Response::new_err(id, ErrorCode::InvalidParams as i32, why)),
            },
            "workspace/executeCommand" => match read(params) {
                Ok(params) => self.command(id, params),
                Err(why) => self.send(Response::new_err(id, ErrorCode::InvalidParams as i32, why)),
            },
            _ => {
                let why = format!("kpi does not answer {method}");
                self.send(Response::new_err(id, ErrorCode::MethodNotFound as i32, why));
            }
        }
    }

    /// A command reads data, which may take a while: typing goes on meanwhile.
    fn command(&self, id: RequestId, params: ExecuteCommandParams) {
        let projects = Projects::new(self.projects.host.clone(), self.projects.encoding);
        let sender = self.connection.sender.clone();
        thread::spawn(move || {
            let outcome = answers::command(&projects, &params);
            let (kind, message) = match &outcome {
                Ok(text) => (MessageType::Info, text.clone()),
                Err(text) => (MessageType::Warning, text.clone()),
            };
            let shown = Notification::new("window/showMessage".to_owned(), ShowMessageParams { kind, message });
            let answer = Response::new_ok(id, outcome.unwrap_or_else(|why| why));
            for message in [Message::from(shown), Message::from(answer)] {
                // The editor may have gone meanwhile.
                let _ = sender.send(message);
            }
        });
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            "textDocument/didOpen" => self.noted(read(params), Self::opened),
            "textDocument/didChange" => self.noted(read(params), Self::changed),
            "textDocument/didClose" => self.noted(read(params), Self::closed),
            "textDocument/didSave" => self.noted(read(params), Self::saved),
            "workspace/didChangeWatchedFiles" => self.noted(read(params), Self::files_changed),
            _ => {}
        }
    }

    fn noted<P>(&mut self, params: Result<P, String>, take: impl FnOnce(&mut Self, P)) {
        match params {
            Ok(params) => take(self, params),
            Err(why) => self.log(&why),
        }
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let Some(path) = self.projects.path(&item.uri) else { return };
        let document = Document { uri: item.uri, version: item.version, text: item.text };
        self.projects.documents.insert(path.clone(), document);
        let before = self.projects.all.len();
        self.projects.changed(&path);
        if let Some(project) = self.projects.all.get(before) {
            let root = project.root.clone();
            self.look(&root);
        }
        self.say_trouble();
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let identifier = params.text_document;
        let Some(path) = self.projects.path(&identifier.text_document_identifier.uri) else { return };
        let encoding = self.projects.encoding;
        let Some(document) = self.projects.documents.get_mut(&path) else { return };
        for change in params.content_changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let lines = Lines::of(&document.text, encoding);
                    let (start, end) = (lines.byte(part.range.start), lines.byte(part.range.end));
                    document.text.replace_range(start.min(end)..end.max(start), &part.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    document.text = whole.text;
                }
            }
        }
        document.version = identifier.version;
        self.projects.changed(&path);
    }

    /// From now on the file on disk counts again.
    fn closed(&mut self, params: DidCloseTextDocumentParams) {
        let Some(path) = self.projects.path(&params.text_document.uri) else { return };
        self.projects.documents.remove(&path);
        self.projects.disk_changed(&path);
    }

    fn saved(&mut self, params: DidSaveTextDocumentParams) {
        let Some(path) = self.projects.path(&params.text_document.uri) else { return };
        if let Some(place) = self.projects.around(&path)
            && let Some(project) = self.projects.all.get(place)
        {
            let root = project.root.clone();
            self.look(&root);
        }
    }

    fn files_changed(&mut self, params: DidChangeWatchedFilesParams) {
        let mut roots: Vec<PathBuf> = Vec::new();
        for change in params.changes {
            let Some(path) = self.projects.path(&change.uri) else { continue };
            // The text of what is open is known better from the editor; figures come from what is saved.
            let open = self.projects.documents.contains_key(&path);
            if let Some(place) = if open { self.projects.around(&path) } else { self.projects.disk_changed(&path) } {
                roots.extend(self.projects.all.get(place).map(|project| project.root.clone()));
            }
        }
        roots.sort();
        roots.dedup();
        roots.iter().for_each(|root| self.look(root));
        self.say_trouble();
    }

    fn say_trouble(&mut self) {
        for (root, trouble) in std::mem::take(&mut self.projects.trouble) {
            self.tell(MessageType::Error, format!("{}: {trouble}", root.display()));
        }
    }

    /// Has the data of a project looked at, beside the editing; once at a time.
    fn look(&mut self, root: &Path) {
        if !self.looking.insert(root.to_path_buf()) {
            self.look_again.insert(root.to_path_buf());
            return;
        }
        let (host, sender, root) = (self.projects.host.clone(), self.send_seen.clone(), root.to_path_buf());
        thread::spawn(move || {
            let seen = catch_unwind(AssertUnwindSafe(|| host.look(&root))).unwrap_or_else(|_| Seen {
                trouble: Some("kpi failed over the data; what was wrong is in its log".to_owned()),
                ..Seen::default()
            });
            // The server may have ended meanwhile.
            let _ = sender.send((root, seen));
        });
    }

    fn seen(&mut self, root: &Path, found: Seen) {
        self.looking.remove(root);
        if let Some(place) = self.projects.all.iter().position(|project| project.root == root) {
            let told = |project: &Project| {
                let seen = &project.workspace.seen;
                !seen.faults.is_empty() || !seen.findings.is_empty() || !seen.failing.is_empty()
            };
            let before = self.projects.all.get(place).is_some_and(told);
            if let Some(project) = self.projects.all.get_mut(place) {
                project.workspace.seen = found;
            }
            if before || self.projects.all.get(place).is_some_and(told) {
                for params in diagnostics::publish(&mut self.projects, place) {
                    self.notify("textDocument/publishDiagnostics", &params);
                }
            }
        }
        if self.client.refreshes_hints {
            self.ask("workspace/inlayHint/refresh", &Value::Null);
        }
        if self.client.refreshes_lenses {
            self.ask("workspace/codeLens/refresh", &Value::Null);
        }
        if self.look_again.remove(root) {
            self.look(root);
        }
    }

    /// Checks what has changed, and tells the editor.
    fn check(&mut self) {
        for place in 0..self.projects.all.len() {
            let Some(project) = self.projects.all.get_mut(place).filter(|project| project.stale) else { continue };
            project.stale = false;
            let workspace = &mut project.workspace;
            if catch_unwind(AssertUnwindSafe(|| workspace.check())).is_err() {
                self.log("kpi failed over these rules; what was wrong is in its log");
                continue;
            }
            for params in diagnostics::publish(&mut self.projects, place) {
                self.notify("textDocument/publishDiagnostics", &params);
            }
        }
    }
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, String> {
    serde_json::from_value(params).map_err(|error| format!("the editor's words cannot be read: {error}"))
}
