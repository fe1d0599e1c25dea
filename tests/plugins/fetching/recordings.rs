//! Runs without the network, over what was recorded.

use super::server::{Server, reply};
use super::{asking, fetcher, folder, hosts, offline, settings};
use kpi_core::codes::plugins::running as codes;
use kpi_plugin::Request;
use kpi_plugin::fetch::{Fetcher, From, Mode};
use std::path::{Path, PathBuf};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

#[test]
fn what_was_recorded_is_answered_without_the_network() {
    let server = Server::saying("cases");
    let project = folder();
    let grant = hosts(&[&server.host()]);
    let url = format!("{}/cases", server.host());
    let live = fetcher(project.path(), grant.clone()).fetch(&asking(&url)).expect("an answer");
    let mut offline = offline(project.path(), grant);
    // What the plugin calls a request, and how it writes a header's name, is its own business.
    let request = Request { id: "another".to_owned(), ..asking(&url) };
    let replayed = offline.fetch(&request).expect("what was recorded");
    assert_eq!((replayed.status, &replayed.headers, &replayed.body), (live.status, &live.headers, &live.body));
    assert_eq!(replayed.id, "another");
    assert_eq!(offline.fetched()[0].from, From::Recording);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn what_was_never_recorded_has_no_answer_without_the_network() {
    let server = Server::saying("cases");
    let project = folder();
    let grant = hosts(&[&server.host()]);
    let url = format!("{}/cases", server.host());
    let error = offline(project.path(), grant.clone()).fetch(&asking(&url)).expect_err("nothing was recorded");
    assert_eq!(error.code(), codes::NOT_RECORDED);
    assert_eq!(error.to_string(), format!("{url} was never recorded"));
    fetcher(project.path(), grant.clone()).fetch(&asking(&url)).expect("an answer");
    let other = Request { headers: vec![("accept".to_owned(), "text/csv".to_owned())], ..asking(&url) };
    assert_eq!(offline(project.path(), grant).fetch(&other).expect_err("another request").code(), codes::NOT_RECORDED);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn one_request_with_several_answers_is_answered_in_their_order() {
    let server = Server::start(|_, before, stream| reply(stream, "200 OK", "", &format!("answer {before}")));
    let project = folder();
    let grant = hosts(&[&server.host()]);
    let mut live = fetcher(project.path(), grant.clone());
    for _ in 0..2 {
        live.fetch(&asking(&server.host())).expect("an answer");
    }
    let mut offline = offline(project.path(), grant);
    let bodies: Vec<Vec<u8>> =
        (0..3).map(|_| offline.fetch(&asking(&server.host())).expect("an answer").body).collect();
    assert_eq!(bodies, [b"answer 0", b"answer 1", b"answer 1"]);
}

#[test]
fn a_recording_that_was_changed_is_not_believed() {
    let server = Server::saying("412 cases");
    let project = folder();
    let grant = hosts(&[&server.host()]);
    fetcher(project.path(), grant.clone()).fetch(&asking(&server.host())).expect("an answer");
    let recorded = project.path().join(".kpi/recordings/cases");
    let [body] = files(&recorded.join("bodies")).try_into().expect("one body, and nothing half made");
    std::fs::write(&body, "512 cases").expect("changed");
    let error = offline(project.path(), grant.clone()).fetch(&asking(&server.host())).expect_err("changed");
    assert!(error.to_string().contains("its recording is spoilt: its body was changed"), "{error}");
    let [entry] = files(&recorded.join("requests")).try_into().expect("one request, and nothing half made");
    std::fs::write(&entry, "{").expect("changed");
    let error = offline(project.path(), grant).fetch(&asking(&server.host())).expect_err("changed");
    assert!(error.to_string().contains("its recording is spoilt"), "{error}");
}

#[test]
fn a_grant_that_was_taken_back_holds_for_recordings_too() {
    let server = Server::saying("cases");
    let project = folder();
    fetcher(project.path(), hosts(&[&server.host()])).fetch(&asking(&server.host())).expect("an answer");
    let error = offline(project.path(), hosts(&[])).fetch(&asking(&server.host())).expect_err("not granted");
    assert_eq!(error.code(), codes::REQUEST_NOT_GRANTED);
}

#[test]
fn no_two_plugins_share_their_recordings() {
    let server = Server::start(|_, before, stream| reply(stream, "200 OK", "", &format!("answer {before}")));
    let project = folder();
    let names = ["spend", "Spend", "spénd", "spènd", "sp_nd"];
    let ask = |name: &str, mode: Mode| {
        let mut fetcher = Fetcher::new(name, project.path(), hosts(&[&server.host()]), settings(), mode);
        fetcher.fetch(&asking(&server.host())).expect("an answer").body
    };
    let live: Vec<Vec<u8>> = names.iter().map(|name| ask(name, Mode::Live)).collect();
    let again: Vec<Vec<u8>> = names.iter().map(|name| ask(name, Mode::Offline)).collect();
    assert_eq!(live, again);
    let folders = files(&project.path().join(".kpi/recordings"));
    let folded: std::collections::HashSet<String> =
        folders.iter().map(|folder| folder.to_string_lossy().to_lowercase()).collect();
    assert_eq!(folded.len(), names.len(), "on a file system that knows no capitals too: {folders:?}");
}

#[test]
fn a_recording_that_kept_more_hands_on_no_more() {
    let server = Server::start(|_, _, stream| reply(stream, "200 OK", "x-total-count: 7\r\n", "x"));
    let project = folder();
    let grant = hosts(&[&server.host()]);
    fetcher(project.path(), grant.clone()).fetch(&asking(&server.host())).expect("an answer");
    let requests = project.path().join(".kpi/recordings/cases/requests");
    let entry = files(&requests).remove(0);
    let text = std::fs::read_to_string(&entry).expect("an entry");
    let kept = text.replacen("\"response_headers\": [", "\"response_headers\": [[\"set-cookie\", \"session=1\"],", 1);
    assert_ne!(text, kept);
    std::fs::write(&entry, kept).expect("written");
    let replayed = offline(project.path(), grant).fetch(&asking(&server.host())).expect("what was recorded");
    assert_eq!(replayed.headers, [("x-total-count".to_owned(), "7".to_owned())]);
}
