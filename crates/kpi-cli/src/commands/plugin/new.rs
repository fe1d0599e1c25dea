//! `kpi plugin new`

mod template;

use crate::args::plugin::{Language, New};
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use kpi_core::Diagnostic;
use kpi_core::codes::project::{CANNOT_WRITE, FOLDER_NOT_EMPTY};
use std::fs;
use std::io;
use std::path::Path;

pub fn run(args: &New, terminal: &Terminal) -> Outcome {
    let dir = args.dir.as_path();
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file() {
        let diagnostic = Diagnostic::new(FOLDER_NOT_EMPTY, format!("the folder {} is not empty", dir.display()));
        return Err(Failure::new(diagnostic.help("name a folder that is empty, or not there yet")));
    }
    let existed = dir.is_dir();
    if let Err(error) = write(dir, args.lang) {
        if !existed {
            // Half a plugin is none.
            let _ = fs::remove_dir_all(dir);
        }
        let message = format!("cannot write the plugin {}: {error}", dir.display());
        return Err(Failure::new(Diagnostic::new(CANNOT_WRITE, message)));
    }
    terminal
        .mention(&format!("Wrote a plugin into {}. Its README.md says what to install. Go on with:\n", dir.display()));
    let mut steps = String::new();
    if dir != Path::new(".") {
        steps.push_str(&format!("cd {}\n", dir.display()));
    }
    steps.push_str("kpi plugin build\nkpi plugin check\nkpi plugin test\n");
    terminal.result(&steps)?;
    Ok(Exit::Clean)
}

fn write(dir: &Path, language: Language) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let folder = fs::canonicalize(dir)?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    for (path, text) in template::files(language) {
        let path = dir.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, filled(text, &name))?;
    }
    Ok(())
}

fn filled(text: &str, name: &str) -> String {
    text.replace("{{name}}", &id(name)).replace("{{crate}}", &id(name).replace('-', "_").to_lowercase())
}

/// A name as plugins may have it: ASCII letters, digits, `_` and `-`, with a letter in front, as compilers want it.
fn id(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain } else { format!("plugin_{plain}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        assert_eq!(id("opendata"), "opendata");
        assert_eq!(id("Fälle 2024"), "F_lle_2024");
        assert_eq!(id("2024"), "plugin_2024");
        assert_eq!(filled("{{name}}/{{crate}}", "Fair-rate"), "Fair-rate/fair_rate");
    }

    #[test]
    fn every_template_has_what_a_package_needs() {
        for language in [Language::Rust, Language::Js, Language::Python, Language::C] {
            let files: Vec<&str> = template::files(language).map(|(path, _)| path).collect();
            for wanted in ["plugin.toml", "README.md", ".gitignore", "kpi/wit/1.1.0/kpi-plugin.wit"] {
                assert!(files.contains(&wanted), "{language:?} has no {wanted}");
            }
            assert!(files.iter().any(|path| path.starts_with("cases/")), "{language:?} has no case");
            let manifest = template::files(language).find(|(path, _)| *path == "plugin.toml").expect("a manifest").1;
            crate::package::Manifest::parse(&filled(manifest, "opendata")).expect("a manifest that is understood");
        }
    }
}
