//! `kpi new`

use crate::args::New;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use kpi_core::Diagnostic;
use kpi_core::codes::project::{CANNOT_WRITE, FOLDER_NOT_EMPTY};
use std::fs;
use std::io;
use std::path::Path;

/// The files of a new project. `{{name}}` and `{{council}}` are filled in, spelled as the file's language wants it.
const FILES: [(&str, &str); 8] = [
    ("kpi.toml", include_str!("../new/template/kpi.toml")),
    ("bands.kpi", include_str!("../new/template/bands.kpi")),
    ("datasets.kpi", include_str!("../new/template/datasets.kpi")),
    ("indicators.kpi", include_str!("../new/template/indicators.kpi")),
    ("scorecard.kpi", include_str!("../new/template/scorecard.kpi")),
    ("tests.kpi", include_str!("../new/template/tests.kpi")),
    ("data/figures.csv", include_str!("../new/template/data/figures.csv")),
    ("README.md", include_str!("../new/template/README.md")),
];

/// A period the example figures cover.
const PERIOD: &str = "2024/25 Q2";

pub fn run(args: &New, terminal: &Terminal) -> Outcome {
    let dir = args.dir.as_path();
    let existed = is_empty_folder(dir)?;
    let write = || -> io::Result<String> {
        fs::create_dir_all(dir.join("data"))?;
        let folder = fs::canonicalize(dir)?;
        let name =
            folder.file_name().map_or_else(|| "indicators".to_owned(), |name| name.to_string_lossy().into_owned());
        for (path, template) in FILES {
            fs::write(dir.join(path), filled(path, template, &name, &args.council))?;
        }
        Ok(name)
    };
    if let Err(error) = write() {
        undo(dir, existed);
        let message = format!("cannot write the project {}: {error}", dir.display());
        return Err(Failure::new(Diagnostic::new(CANNOT_WRITE, message)));
    }
    let shown = dir.display().to_string();
    let here = dir == Path::new(".");
    let into = if here { "this folder" } else { &shown };
    terminal.mention(&format!("Wrote a project of four indicators into {into}. Go on with:\n"));
    let mut steps = String::new();
    if !here {
        steps.push_str(&format!("cd {}\n", shell_word(&shown)));
    }
    steps.push_str(&format!("kpi check\nkpi test\nkpi run --period \"{PERIOD}\"\n"));
    terminal.result(&steps)?;
    Ok(Exit::Clean)
}

/// Whether the folder is there, or why it cannot be used.
fn is_empty_folder(dir: &Path) -> Result<bool, Failure> {
    let refused = |message: String| {
        let diagnostic = Diagnostic::new(FOLDER_NOT_EMPTY, message);
        Err(Failure::new(diagnostic.help("name a folder that is empty, or not there yet")))
    };
    match fs::read_dir(dir) {
        Ok(mut entries) => match entries.next() {
            None => Ok(true),
            Some(_) => refused(format!("the folder {} is not empty", dir.display())),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(_) if dir.is_file() => refused(format!("{} is a file", dir.display())),
        Err(error) => refused(format!("the folder {} cannot be read: {error}", dir.display())),
    }
}

/// Takes back what was written: half a project is none.
fn undo(dir: &Path, existed: bool) {
    for (path, _) in FILES {
        let _ = fs::remove_file(dir.join(path));
    }
    let _ = fs::remove_dir(dir.join("data"));
    if !existed {
        let _ = fs::remove_dir(dir);
    }
}

fn filled(path: &str, template: &str, name: &str, council: &str) -> String {
    let spelled = |text: &str| match Path::new(path).extension().and_then(|extension| extension.to_str()) {
        // TOML's basic strings and kpi's texts escape alike.
        Some("toml" | "kpi") => text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " "),
        _ => text.to_owned(),
    };
    template.replace("{{name}}", &spelled(name)).replace("{{council}}", &spelled(council))
}

/// As a shell takes it.
fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '_' | '-' | ':' | '~');
    if text.chars().all(plain) { text.to_owned() } else { format!("\"{text}\"") }
}
