//! Secrets go to whom they are for, and to nobody else: not to the plugin, not into a message, not into a recording.

use super::server::{Server, reply};
use super::{asking, fetcher, folder, hosts};
use kpi_core::codes::plugins::running as codes;
use kpi_plugin::Request;
use kpi_plugin::fetch::{FetchError, Grant, HostRule, Secret, SecretFrom};
use std::path::Path;

const SECRET: &str = "pa&ss wörd/4x7Q";
const ESCAPED: &str = "pa%26ss%20w%C3%B6rd%2F4x7Q";

/// A grant with one secret, `key`, that stands in a file.
fn with_key(project: &Path, grant: Grant) -> Grant {
    let path = project.join("key.txt");
    std::fs::write(&path, format!("{SECRET}\n")).expect("written");
    let secret = Secret { from: SecretFrom::File(path), hosts: Vec::new() };
    Grant { secrets: [("key".to_owned(), secret)].into(), ..grant }
}

fn asking_with(url: &str, header: &str) -> Request {
    Request { headers: vec![("X-Key".to_owned(), header.to_owned())], ..asking(url) }
}

/// Every byte below a folder.
fn all_below(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        bytes.extend(path.to_string_lossy().bytes());
        match path.is_dir() {
            true => bytes.extend(all_below(&path)),
            false => bytes.extend(std::fs::read(&path).expect("a file")),
        }
    }
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_secret_reaches_the_server_and_neither_the_plugin_nor_the_recording() {
    // A server that tells everything it was told.
    let server = Server::start(|head, _, stream| {
        let line = head.lines().next().expect("a line");
        let key = head.lines().find(|line| line.to_ascii_lowercase().starts_with("x-key")).expect("the header");
        reply(stream, "200 OK", &format!("x-you-said: {line}\r\n"), &format!("{line}\n{key}\n"));
    });
    let project = folder();
    let grant = with_key(project.path(), hosts(&[&server.host()]));
    let mut fetcher = fetcher(project.path(), grant);
    let request = asking_with(&format!("{}/x?key={{secret:key}}", server.host()), "Bearer {secret:key}");
    let response = fetcher.fetch(&request).expect("an answer");
    let told = server.seen().remove(0);
    assert!(told.contains(&format!("GET /x?key={ESCAPED} ")), "the server is told: {told}");
    assert!(told.contains(&format!("Bearer {SECRET}")), "the server is told: {told}");
    let body = String::from_utf8(response.body.clone()).expect("text");
    assert!(body.contains("key={secret:key}") && body.contains("Bearer {secret:key}"), "{body}");
    let recorded = all_below(&project.path().join(".kpi"));
    for text in [
        format!("{response:?}"),
        format!("{fetcher:?}"),
        format!("{:?}", fetcher.fetched()),
        String::from_utf8_lossy(&recorded).into_owned(),
    ] {
        for secret in [SECRET, ESCAPED, "4x7Q"] {
            assert!(!holds(text.as_bytes(), secret), "{secret}: {text}");
        }
    }
    assert!(!recorded.is_empty());
}

#[test]
fn a_secret_is_in_no_message() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number");
    let failing = Server::start(|_, _, stream| reply(stream, "503 Busy", "", ""));
    let leading = Server::start(|head, _, stream| {
        let path = head.split(' ').nth(1).expect("a path").to_owned();
        reply(stream, "302 Found", &format!("location: https://evil.example{path}\r\n"), "");
    });
    let project = folder();
    for host in [format!("http://{closed}"), failing.host(), leading.host()] {
        let grant = with_key(project.path(), hosts(&[&host]));
        let request = asking_with(&format!("{host}/{{secret:key}}"), "{secret:key}");
        let error = fetcher(project.path(), grant).fetch(&request).expect_err("no answer");
        let said = format!("{error} {error:?}");
        assert!(said.contains("{secret:key}"), "{said}");
        assert!(!said.contains("4x7Q"), "{said}");
    }
}

#[test]
fn a_secret_that_was_not_granted_or_is_not_there_is_told() {
    let server = Server::saying("x");
    let project = folder();
    let ask = |grant: Grant, header: &str| {
        fetcher(project.path(), grant).fetch(&asking_with(&server.host(), header)).expect_err("no secret")
    };
    let granted = || hosts(&[&server.host()]);
    let error = ask(granted(), "{secret:key}");
    assert_eq!(error.code(), codes::SECRET_NOT_GRANTED);
    assert_eq!(error.to_string(), "the secret `key` was not granted, nor was any other");
    let error = ask(with_key(project.path(), granted()), "{secret:other}");
    assert_eq!(error.to_string(), "the secret `other` was not granted; granted are key");
    let from = |from| Grant { secrets: [("key".to_owned(), Secret { from, hosts: Vec::new() })].into(), ..granted() };
    let error = ask(from(SecretFrom::Variable("KPI_TEST_NO_SUCH_VARIABLE".to_owned())), "{secret:key}");
    assert_eq!(
        error.to_string(),
        "the secret `key` should be in the variable KPI_TEST_NO_SUCH_VARIABLE, which is not set"
    );
    let error = ask(from(SecretFrom::File("no/such/file".into())), "{secret:key}");
    assert!(error.to_string().starts_with("the secret `key` should be in the file no/such/file: "), "{error}");
    assert!(server.seen().is_empty());
}

#[test]
fn a_secret_may_come_from_the_environment() {
    let server = Server::saying("x");
    let project = folder();
    let variable = SecretFrom::Variable("CARGO_MANIFEST_DIR".to_owned());
    let secret = Secret { from: variable, hosts: Vec::new() };
    let grant = Grant { secrets: [("key".to_owned(), secret)].into(), ..hosts(&[&server.host()]) };
    fetcher(project.path(), grant).fetch(&asking_with(&server.host(), "{secret:key}")).expect("an answer");
    assert!(
        server.seen()[0].contains(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")),
        "{}",
        server.seen()[0]
    );
}

#[test]
fn a_secret_of_one_host_is_not_told_to_another() {
    let (its, other) = (Server::saying("x"), Server::saying("x"));
    let project = folder();
    let mut grant = with_key(project.path(), hosts(&[&its.host(), &other.host()]));
    if let Some(secret) = grant.secrets.get_mut("key") {
        secret.hosts = vec![HostRule::parse(&its.host()).expect("a host")];
    }
    let mut fetcher = fetcher(project.path(), grant);
    fetcher.fetch(&asking_with(&its.host(), "{secret:key}")).expect("its own host");
    let error = fetcher.fetch(&asking_with(&other.host(), "{secret:key}")).expect_err("another host");
    assert!(matches!(&error, FetchError::NotGranted { why, .. } if why.contains("may not be told to")), "{error}");
    assert!(other.seen().is_empty());
}

#[test]
fn a_redirect_does_not_carry_secrets_to_another_host() {
    let other = Server::saying("x");
    let to = other.host();
    let server =
        Server::start(move |_, _, stream| reply(stream, "307 Elsewhere", &format!("location: {to}/x\r\n"), ""));
    let project = folder();
    let grant = with_key(project.path(), hosts(&[&server.host(), &other.host()]));
    let mut request = asking_with(&server.host(), "{secret:key}");
    request.headers.push(("Authorization".to_owned(), "Basic plain".to_owned()));
    request.headers.push(("Accept".to_owned(), "text/csv".to_owned()));
    fetcher(project.path(), grant).fetch(&request).expect("an answer");
    assert!(server.seen()[0].contains(SECRET));
    let told = other.seen().remove(0).to_ascii_lowercase();
    assert!(told.contains("accept: text/csv") && !told.contains("4x7Q") && !told.contains("basic plain"), "{told}");
}

#[test]
fn a_server_cannot_name_a_secret_that_it_would_like_to_be_told() {
    let server = Server::start(|head, _, stream| match head.starts_with("GET /leak") {
        true => reply(stream, "200 OK", "", "x"),
        false => reply(stream, "302 Found", "location: /leak?key={secret:key}\r\n", ""),
    });
    let project = folder();
    let grant = with_key(project.path(), hosts(&[&server.host()]));
    let mut fetcher = fetcher(project.path(), grant);
    // The secret is known by now, and has been told in a header only.
    fetcher.fetch(&asking_with(&server.host(), "{secret:key}")).expect("an answer");
    for head in server.seen() {
        assert!(!head.lines().next().expect("a line").contains("4x7Q"), "{head}");
    }
}

/// A grant with secrets that stand in files, for all its hosts.
fn with_secrets(project: &Path, grant: Grant, secrets: &[(&str, &str)]) -> Grant {
    let stored = |(name, value): &(&str, &str)| {
        let path = project.join(format!("{name}.txt"));
        std::fs::write(&path, value).expect("written");
        ((*name).to_owned(), Secret { from: SecretFrom::File(path), hosts: Vec::new() })
    };
    Grant { secrets: secrets.iter().map(stored).collect(), ..grant }
}

#[test]
fn a_secret_within_another_leaves_nothing_of_it() {
    let server = Server::saying("you are pass-and-more, once pass");
    let project = folder();
    let secrets = [("a", "pass"), ("b", "pass-and-more")];
    let grant = with_secrets(project.path(), hosts(&[&server.host()]), &secrets);
    let request = asking_with(&server.host(), "{secret:a} {secret:b}");
    let response = fetcher(project.path(), grant).fetch(&request).expect("an answer");
    assert_eq!(String::from_utf8_lossy(&response.body), "you are {secret:b}, once {secret:a}");
    assert!(!holds(&all_below(&project.path().join(".kpi")), "and-more"));
}

#[test]
fn a_secret_is_known_as_json_xml_and_urls_write_it() {
    let written = [
        r#"a+b\/c\"\u00f6\\9&"#,
        r#"a+b/c\"\u00f6\\9&"#,
        r#"a+b/c\"\u00F6\\9&"#,
        r#"a+b\/c\"ö\\9&"#,
        r#"a+b/c\"ö\\9&"#,
        "a%2Bb%2Fc%22%C3%B6%5C9%26",
        "a%2bb%2fc%22%c3%b6%5c9%26",
        r#"a+b/c"ö\9&"#,
        r#"a+b/c"ö\9&amp;"#,
        r#"a+b/c&quot;ö\9&amp;"#,
    ];
    let server = Server::start(move |_, before, stream| {
        reply(stream, "200 OK", "", &format!("[{}]", written.get(before).expect("a form")));
    });
    let project = folder();
    let grant = with_secrets(project.path(), hosts(&[&server.host()]), &[("key", "a+b/c\"ö\\9&")]);
    let mut fetcher = fetcher(project.path(), grant);
    for form in written {
        let response = fetcher.fetch(&asking_with(&server.host(), "{secret:key}")).expect("an answer");
        assert_eq!(String::from_utf8_lossy(&response.body), "[{secret:key}]", "written {form}");
    }
}

#[test]
fn a_redirect_from_a_url_with_a_secret_goes_on_from_where_it_was_asked() {
    let server = Server::start(|head, _, stream| {
        let path = head.split(' ').nth(1).expect("a path");
        if path.ends_with("/start") {
            return reply(stream, "302 Found", "location: next?page=1\r\n", "");
        }
        reply(stream, "200 OK", "", path);
    });
    let project = folder();
    let grant = with_key(project.path(), hosts(&[&server.host()]));
    let url = format!("{}/{{secret:key}}/start", server.host());
    let response = fetcher(project.path(), grant).fetch(&asking(&url)).expect("an answer");
    assert!(server.seen()[1].starts_with(&format!("GET /{ESCAPED}/next?page=1 ")), "{:?}", server.seen());
    assert_eq!(response.body, b"/{secret:key}/next?page=1");
    assert!(!holds(&all_below(&project.path().join(".kpi")), ESCAPED));
}

#[test]
fn a_redirect_takes_no_secret_to_another_host() {
    let other = Server::saying("other");
    let leading = other.host();
    let server = Server::start(move |head, _, stream| {
        let path = head.split(' ').nth(1).expect("a path");
        reply(stream, "302 Found", &format!("location: {leading}{path}\r\n"), "");
    });
    let project = folder();
    let grant = with_key(project.path(), hosts(&[&server.host(), &other.host()]));
    let url = format!("{}/{{secret:key}}", server.host());
    let error = fetcher(project.path(), grant).fetch(&asking(&url)).expect_err("it would be told");
    assert!(error.to_string().contains("would tell"), "{error}");
    assert!(!error.to_string().contains("4x7Q"), "{error}");
    assert!(other.seen().is_empty());
}

#[test]
fn what_a_server_lets_somebody_in_with_reaches_neither_the_plugin_nor_the_recording() {
    let server = Server::start(|_, _, stream| {
        let headers = "set-cookie: session=s3cr3t\r\nx-jwt: s3cr3t\r\nx-session-id: s3cr3t\r\nlink: </2>; rel=next\r\nx-total-count: 7\r\n";
        reply(stream, "200 OK", headers, "x");
    });
    let project = folder();
    let response = fetcher(project.path(), hosts(&[&server.host()])).fetch(&asking(&server.host())).expect("an answer");
    let mut names: Vec<&str> = response.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["link", "x-total-count"]);
    assert!(!holds(&all_below(project.path()), "s3cr3t"));
}
