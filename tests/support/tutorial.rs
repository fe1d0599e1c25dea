//! A tutorial as a script: its commands are run, its files written, and what it says comes out.

use std::fmt::Write as _;

/// A block of a page: what it is, and the line before it.
struct Block {
    kind: String,
    before: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut before, mut open) = (Vec::new(), String::new(), None::<Block>);
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => {
                open = Some(Block { kind: kind.to_owned(), before: before.clone(), text: String::new() })
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text.push_str(&format!("{line}\n")),
            (None, None) if !line.is_empty() => line.clone_into(&mut before),
            (None, None) => {}
        }
    }
    blocks
}

/// One script of all its commands and files, and what has to come out.
pub fn script(page: &str) -> (String, Vec<String>) {
    let mut script = "set -eu\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n".to_owned();
    let mut told = Vec::new();
    for block in blocks(page) {
        let file = block.before.split('`').nth(1).unwrap_or_default();
        match block.kind.as_str() {
            "sh" => script.push_str(&block.text),
            "text" => told.extend(block.text.lines().map(str::to_owned)),
            _ => {
                // Wherever the reader is by then, the files are the project's.
                let sign = if block.before.contains("end of") { ">>" } else { ">" };
                let place = format!("\"$START/anytown/{file}\"");
                assert!(block.before.contains("into `") || sign == ">>", "no file is named for: {}", block.text);
                let _ =
                    write!(script, "mkdir -p \"$(dirname {place})\"\ncat {sign} {place} <<'END'\n{}END\n", block.text);
            }
        }
    }
    (script, told)
}
