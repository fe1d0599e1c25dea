//! An editor, as far as `kpi lsp` can tell.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// What is waited for longer than this does not come.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Editor {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    asked: i64,
    versions: HashMap<String, i64>,
    /// Findings by URI, as last published.
    pub diagnostics: HashMap<String, Vec<Value>>,
    /// What the server said it can do.
    pub capabilities: Value,
    /// What was shown to the person.
    pub shown: Vec<String>,
}

/// What an editor can do that can do all that kpi has a use for.
pub fn able() -> Value {
    json!({
        "workspace": {
            "workspaceEdit": { "documentChanges": true, "changeAnnotationSupport": {} },
            "inlayHint": { "refreshSupport": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
        "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
    })
}

impl Editor {
    pub fn start() -> Self {
        Self::with(able(), &[])
    }

    pub fn with(capabilities: Value, arguments: &[&str]) -> Self {
        Self::asking(capabilities, Value::Null, arguments)
    }

    /// With options of kpi's own.
    pub fn asking(capabilities: Value, options: Value, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kpi"))
            .arg("lsp")
            .args(arguments)
            .env("SOURCE_DATE_EPOCH", "1750000000")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("kpi lsp starts");
        let input = child.stdin.take().expect("a pipe");
        let output = child.stdout.take().expect("a pipe");
        let (send, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        let mut editor = Self {
            child,
            input,
            messages,
            asked: 0,
            versions: HashMap::new(),
            diagnostics: HashMap::new(),
            capabilities: Value::Null,
            shown: Vec::new(),
        };
        editor.capabilities =
            editor.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options }));
        editor.tell("initialized", json!({}));
        editor
    }

    fn write(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("kpi lsp listens");
        self.input.flush().expect("kpi lsp listens");
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and gives the whole answer.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.next();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// Sends a request that has to be answered.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.request(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The next message, of which the notifications and the server's own requests are taken in.
    fn next(&mut self) -> Value {
        let message = self.messages.recv_timeout(PATIENCE).expect("kpi lsp says something");
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => {
                let found = message["params"]["diagnostics"].as_array().expect("a list").clone();
                self.diagnostics.insert(message["params"]["uri"].as_str().expect("a URI").to_owned(), found);
            }
            Some("window/showMessage") => {
                self.shown.push(message["params"]["message"].as_str().expect("a text").to_owned());
            }
            Some(_) if message.get("id").is_some() => {
                let answer = json!({ "jsonrpc": "2.0", "id": message["id"], "result": null });
                self.write(&answer);
            }
            _ => {}
        }
        message
    }

    /// Waits for a message of this kind.
    pub fn wait(&mut self, method: &str) -> Value {
        loop {
            let message = self.next();
            if message["method"] == method {
                return message;
            }
        }
    }

    pub fn open(&mut self, path: &Path) -> String {
        let text = std::fs::read_to_string(path).expect("the file is there");
        self.open_as(path, &text)
    }

    pub fn open_as(&mut self, path: &Path, text: &str) -> String {
        let uri = uri(path);
        self.versions.insert(uri.clone(), 1);
        let document = json!({ "uri": uri, "languageId": "kpi", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        uri
    }

    /// Another text, whole.
    pub fn replace(&mut self, uri: &str, text: &str) {
        self.change(uri, json!([{ "text": text }]));
    }

    pub fn change(&mut self, uri: &str, changes: Value) {
        let version = self.versions.entry(uri.to_owned()).or_default();
        *version += 1;
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The findings of a file once they are published anew, a line each.
    pub fn findings(&mut self, uri: &str) -> Vec<String> {
        loop {
            if self.wait("textDocument/publishDiagnostics")["params"]["uri"] == uri {
                return self.diagnostics[uri].iter().map(line).collect();
            }
        }
    }

    pub fn at(&mut self, method: &str, uri: &str, position: &Value) -> Value {
        self.ask(method, json!({ "textDocument": { "uri": uri }, "position": position }))
    }

    /// Ends as an editor does.
    pub fn end(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        let status = self.child.wait().expect("kpi lsp ends");
        assert!(status.success(), "{status}");
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // It is gone where a test ended it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn line(finding: &Value) -> String {
    let start = &finding["range"]["start"];
    let message = finding["message"].as_str().expect("a text").lines().next().unwrap_or_default();
    format!("{}:{} {} {message}", start["line"], start["character"], finding["code"].as_str().expect("a code"))
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut header = String::new();
        if output.read_line(&mut header).ok()? == 0 {
            return None;
        }
        match header.trim().split_once(": ") {
            Some(("Content-Length", bytes)) => length = bytes.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

pub fn uri(path: &Path) -> String {
    format!("file://{}", path.canonicalize().unwrap_or_else(|_| PathBuf::from(path)).display())
}

/// The position of `|` in a text, and the text without it.
pub fn cursor(text: &str) -> (String, Value) {
    let at = text.find('|').expect("a `|` where the cursor is");
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
    (text.replacen('|', "", 1), json!({ "line": line, "character": column }))
}

/// The position just behind the first such words.
pub fn behind(text: &str, words: &str) -> Value {
    let at = text.find(words).unwrap_or_else(|| panic!("no {words:?}")) + words.len();
    cursor(&format!("{}|{}", &text[..at], &text[at..])).1
}
