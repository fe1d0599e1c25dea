//! Which plugins are run: those that were agreed to, as they were then.

use crate::building::measure;
use crate::{INDICATOR, kpi, pinned, project, said};
use std::fs;

#[test]
fn a_plugin_that_nobody_agreed_to_is_not_run() {
    let folder = project(INDICATOR, &[("rows", measure(""))]);
    insta::assert_snapshot!(said(&kpi(folder.path(), &["run", "--period", "2024/25"])));
    insta::assert_snapshot!("listed_before", said(&kpi(folder.path(), &["plugin", "list"])));
    let output = kpi(folder.path(), &["plugin", "pin"]);
    insta::assert_snapshot!("pinning", said(&output));
    let lock = fs::read_to_string(folder.path().join("kpi.lock")).unwrap();
    assert!(
        lock.contains("[plugins.rows]") && lock.contains("id = \"rows\"") && lock.contains("api = \"1.0.0\""),
        "{lock}"
    );
    insta::assert_snapshot!("listed_after", said(&kpi(folder.path(), &["plugin", "list"])));
}

#[test]
fn a_plugin_that_was_changed_is_refused_until_it_is_pinned_again() {
    let folder = pinned(INDICATOR, &[("rows", measure(""))]);
    let other = measure(r#"(data (i32.const 900) "changed")"#);
    fs::write(folder.path().join("rows.wasm"), other).unwrap();
    let refused = kpi(folder.path(), &["run", "--period", "2024/25"]);
    assert_eq!(refused.status.code(), Some(1));
    insta::assert_snapshot!(said(&refused));
    assert_eq!(kpi(folder.path(), &["plugin", "list"]).status.code(), Some(1));
    assert!(kpi(folder.path(), &["plugin", "pin", "rows"]).status.success());
    assert!(kpi(folder.path(), &["run", "--period", "2024/25"]).status.success());
}

#[test]
fn what_cannot_be_pinned_leaves_the_lock_as_it_was() {
    let folder = pinned(INDICATOR, &[("rows", measure(""))]);
    let before = fs::read(folder.path().join("kpi.lock")).unwrap();
    fs::write(folder.path().join("rows.wasm"), b"no plugin").unwrap();
    let output = kpi(folder.path(), &["plugin", "pin"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(said(&output));
    assert_eq!(fs::read(folder.path().join("kpi.lock")).unwrap(), before);
}

#[test]
fn grants_that_cannot_be_meant_are_told() {
    let folder = project(INDICATOR, &[("rows", measure(""))]);
    fs::write(
        folder.path().join("kpi.toml"),
        r#"[plugins.rows]
path = "../rows.wasm"
hosts = ["data.example.gov.uk/path", "*.uk"]
files = ["/etc/passwd"]
secrets = { token = { env = "hunter2!" } }
limits = { memory = "64", seconds = 0 }
colour = "red"
"#,
    )
    .unwrap();
    insta::assert_snapshot!(said(&kpi(folder.path(), &["check"])));
    let text = fs::read_to_string(folder.path().join("kpi.toml")).unwrap().replace("colour = \"red\"\n", "");
    fs::write(folder.path().join("kpi.toml"), text).unwrap();
    insta::assert_snapshot!("grants_after_the_unknown_word", said(&kpi(folder.path(), &["check"])));
}

#[test]
fn a_secret_for_one_of_several_hosts_has_to_say_which() {
    let folder = pinned(INDICATOR, &[("rows", measure(""))]);
    let grants = |hosts: &str, secret: &str| {
        let text = format!(
            "[project]\nname = \"plugged\"\nedition = \"2026\"\n\n[plugins.rows]\npath = \"rows.wasm\"\n\
             hosts = [{hosts}]\nsecrets = {{ token = {{ env = \"TOKEN\"{secret} }} }}\n"
        );
        fs::write(folder.path().join("kpi.toml"), text).unwrap();
        kpi(folder.path(), &["check"])
    };
    let two = r#""data.example.gov.uk", "cdn.example.com""#;
    insta::assert_snapshot!(said(&grants(two, "")));
    // All below a domain are several.
    insta::assert_snapshot!(said(&grants(r#""*.example.gov.uk""#, "")));
    for (hosts, secret) in [(two, ", hosts = [\"data.example.gov.uk\"]"), (r#""data.example.gov.uk""#, "")] {
        let output = grants(hosts, secret);
        assert!(output.status.success(), "{}", said(&output));
    }
}
