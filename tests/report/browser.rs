//! Pages in a real browser: accessibility, narrow screens, keyboard, no scripts, dark screens, print. `browser/check.mjs` does
//! the looking; here the pages are made.

use super::support::root;
use super::{COUNCILS, large, publish, small, stderr};
use std::fs;
use std::process::Command;

#[test]
fn pages_can_be_used_by_everybody() {
    let script = root().join("tests/report/browser/check.mjs");
    let ready = root().join("target/report-browser/node_modules/axe-core").is_dir();
    let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .into_iter()
        .find(|path| fs::metadata(path).is_ok());
    let (Some(browser), true) = (browser, ready) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "no browser, or nothing to look with: run tests/report/browser/install"
        );
        eprintln!("skipped: no browser, or nothing to look with: run tests/report/browser/install");
        return;
    };
    let own = small(&[
        (
            "kpi.toml",
            "[project]\nname = \"anytown\"\ncouncil = \"Anytown Council\"\nedition = \"2026\"\n\n[report]\ncolour = \"#5b2a86\"\n\
             contact = \"kpi@anytown.example\"\n",
        ),
        (
            "narrative/2024-25-Q2/plain.md",
            "Up to {{ value }}.\n\n### In the north\n\n1. One\n2. Two\n\n> Said by a resident.\n",
        ),
    ]);
    let (made, out) = publish(own.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    let many = large::project();
    let (made, divided) = publish(many.path(), "html");
    assert!(made.status.success(), "{}", stderr(&made));
    let mut command = Command::new("node");
    command.arg(script).arg(browser).arg(out).arg(divided);
    for report in &COUNCILS.1 {
        command.arg(&report.folder);
    }
    let looked = command.output().expect("node runs");
    let told = String::from_utf8_lossy(&looked.stdout).into_owned() + &String::from_utf8_lossy(&looked.stderr);
    assert!(looked.status.success(), "{told}");
    assert!(told.contains("0 faults"), "{told}");
}
