//! `kpi serve`: the report live, with what is wrong at its line, and what would be.

use super::{small, text};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn of(project: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kpi"))
            .args(["serve", project.to_str().unwrap(), "--period", "2024/25 Q2", "--port", "0"])
            .env("SOURCE_DATE_EPOCH", "1700000000")
            .stderr(Stdio::piped())
            .spawn()
            .expect("kpi serves");
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        let address =
            line.split("http://").nth(1).unwrap_or_else(|| panic!("{line}")).split('/').next().unwrap().to_owned();
        // Whoever does not read on would stop the server.
        std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
        Self { child, address }
    }

    fn get_as(&self, path: &str, host: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("connected");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.get_as(path, &self.address)
    }

    fn state(&self, query: &str) -> serde_json::Value {
        serde_json::from_str(&self.get(&format!("/_kpi/state{query}")).1).expect("JSON")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_saved_rule_is_seen_and_a_broken_one_is_told_at_its_line() {
    let folder = small(&[]);
    let served = Served::of(folder.path());
    let (status, page) = served.get("/");
    assert_eq!(status, 200);
    assert!(text(&page).contains("Repairs finished in time"), "{}", text(&page));
    for path in [
        "/key.html",
        "/indicators/plain.html",
        "/assets/kpi.css",
        "/assets/kpi.js",
        "/data/plain.csv",
        "/data/report.json",
        "/_kpi/live.js",
    ] {
        assert_eq!(served.get(path).0, 200, "{path}");
    }
    assert_eq!(served.get("/anytown-2024-25-Q2.xlsx").0, 200, "the workbook is made when it is asked for");
    assert_eq!(served.get("/nowhere.html").0, 404);
    assert_eq!(served.get("/../kpi.toml").0, 404);

    let before = served.state("")["version"].as_u64().unwrap();
    let rules = folder.path().join("rules.kpi");
    fs::write(&rules, super::RULES.replace("Repairs finished in time", "Repairs done")).unwrap();
    let after = served.state(&format!("?version={before}"));
    assert!(after["version"].as_u64().unwrap() > before);
    assert!(text(&served.get("/").1).contains("Repairs done"));

    let version = after["version"].as_u64().unwrap();
    fs::write(&rules, super::RULES.replace("polarity:  higher", "polarity:  hihger")).unwrap();
    let broken = served.state(&format!("?version={version}"));
    let finding =
        broken["findings"].as_array().unwrap().iter().find(|finding| finding["is_error"] == true).expect("an error");
    assert_eq!(finding["file"], "rules.kpi");
    assert_eq!(finding["text"], "  polarity:  hihger");
    assert_eq!(finding["line"], super::RULES.lines().position(|line| line.contains("polarity:")).unwrap() as u64 + 1);
    assert!(finding["help"][0].as_str().unwrap().contains("higher"), "{finding}");
    assert!(text(&served.get("/").1).contains("Repairs done"), "the last report that could be made stays");
}

#[test]
fn what_would_be_is_shown_and_changes_nothing() {
    let folder = small(&[]);
    let read = || {
        let names = ["kpi.toml", "rules.kpi", "data/figures.csv"];
        names.map(|name| fs::read(folder.path().join(name)).unwrap())
    };
    let before = read();
    let served = Served::of(folder.path());
    let scales: serde_json::Value = serde_json::from_str(&served.get("/_kpi/scales?indicator=plain").1).unwrap();
    assert_eq!(scales["target"]["value"], "80");
    assert_eq!(scales["edges"].as_array().unwrap().len(), 2, "{scales}");
    let asked = |query: &str| -> (u16, serde_json::Value) {
        let (status, body) = served.get(&format!("/_kpi/what-if?{query}"));
        (status, serde_json::from_str(&body).unwrap_or(serde_json::Value::String(body)))
    };
    let (_, as_it_is) = asked("indicator=plain&target=80");
    assert_eq!(as_it_is["rating"]["label"], "Green");
    let (_, harder) = asked("indicator=plain&target=95");
    assert_eq!(harder["rating"]["label"], "Red");
    assert_eq!(harder["others"].as_array().unwrap().len(), 0);
    let (_, wider) = asked("indicator=plain&target=95&edges=-20,0");
    assert_eq!(wider["rating"]["label"], "Amber");
    let (_, others) = asked("indicator=plain&target=80&edges=5,14");
    assert!(!others["others"].as_array().unwrap().is_empty(), "other figures are judged by the same bands: {others}");
    assert_eq!(asked("indicator=plain&target=many").0, 400);
    assert_eq!(asked("indicator=plain&edges=5,1").0, 400);
    assert_eq!(asked("indicator=nobody").0, 400);
    assert_eq!(read(), before);
    assert!(text(&served.get("/indicators/plain.html").1).contains("Green"));
}

/// A page of elsewhere must not read what is not published.
#[test]
fn only_this_machine_is_answered() {
    let folder = small(&[]);
    let served = Served::of(folder.path());
    assert!(served.address.starts_with("127.0.0.1:"));
    assert_eq!(served.get_as("/", "attacker.example").0, 403);
    assert_eq!(served.get_as("/_kpi/state", "attacker.example:8080").0, 403);
    assert_eq!(served.get_as("/", "localhost:1").0, 200);
}
