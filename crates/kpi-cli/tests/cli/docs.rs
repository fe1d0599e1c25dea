//! `docs/cli.md` and the command say the same.

use crate::support::{kpi, stdout};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli.md")).expect("docs/cli.md")
}

fn help(arguments: &[&str]) -> String {
    stdout(&kpi(Path::new("."), &[arguments, &["--help"]].concat()))
}

/// The commands of `kpi --help`, or of a group of commands.
fn commands(of: &[&str]) -> BTreeSet<String> {
    let help = help(of);
    let lines = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let lines =
        lines.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    lines.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_documented_command_exists_and_every_command_is_documented() {
    let page = page();
    let documented: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `kpi "))
        .filter_map(|line| line.split([' ', '`']).next())
        .map(str::to_owned)
        .collect();
    assert_eq!(documented, commands(&[]));
}

#[test]
fn every_documented_flag_exists_and_every_flag_is_documented() {
    let page = page();
    let flags = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        words.filter(|word| word.starts_with("--") && word.len() > 3).map(str::to_owned).collect()
    };
    let mut known = flags(&help(&[]));
    for command in commands(&[]) {
        known.extend(flags(&help(&[&command])));
        for within in commands(&[&command]) {
            known.extend(flags(&help(&[&command, &within])));
        }
    }
    assert_eq!(flags(&page), known);
}
