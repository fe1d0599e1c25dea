//! Answers that come in pages, late, broken or not at all.

use super::server::{Server, reply};
use super::support::{load, params, source};
use super::{asking, fetcher, folder, hosts, offline, settings};
use kpi_core::codes::plugins::running as codes;
use kpi_plugin::fetch::{FetchError, Fetcher, Mode};
use kpi_plugin::{Cell, PluginError};
use std::io::Write;
use std::time::{Duration, Instant};

/// A source that asks for page 1, and then for the page whose number is the first character of what came; a row's number
/// is its page's second character.
pub fn paging(host: &str) -> Vec<u8> {
    let url = format!("{host}/cases?page=");
    let length = url.len() + 1;
    source(&format!(
        r#"(data (i32.const 1024) "{url}1")
           (data (i32.const 600) "\20\01\00\00\01\00\00\00" "\00\00\00\00\00\00\00\00" "\01\00\00\00\00\08\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
           (data (i32.const 700) "\30\01\00\00\04\00\00\00" "\00\04\00\00")
           (func $page (param $response i32) (result i32) (i32.load8_u (i32.load offset=20 (local.get $response))))
           (func $plan (type $step)
             (i32.store (i32.const 712) (i32.const {length}))
             (i32.store (i32.const 728) (i32.const 0))
             (i32.store (i32.const 732) (i32.const 700))
             (i32.store (i32.const 736) (i32.const 1))
             (if (i32.ne (local.get 5) (i32.const 0))
               (then (i32.store8 (i32.const {last}) (call $page (local.get 4)))
                     (if (i32.eq (call $page (local.get 4)) (i32.const 48)) (then (i32.store (i32.const 736) (i32.const 0))))))
             (i32.const 728))
           (func $parse (type $step) (local $row i32)
             (i32.store (i32.const 624) (local.get 5))
             (block $done (loop $next
               (br_if $done (i32.ge_u (local.get $row) (local.get 5)))
               (i64.store (i32.add (i32.const 2048) (i32.mul (local.get $row) (i32.const 8)))
                 (i64.sub (i64.load8_u offset=1 (i32.load offset=20 (i32.add (local.get 4) (i32.mul (local.get $row) (i32.const 28))))) (i64.const 48)))
               (local.set $row (i32.add (local.get $row) (i32.const 1)))
               (br $next)))
             (i32.store (i32.const 532) (local.get 5))
             (i32.store (i32.const 536) (i32.const 600)) (i32.store (i32.const 540) (i32.const 1))
             (i32.const 528))"#,
        last = 1024 + url.len(),
    ))
}

/// Three pages, of which the last says that there are no more.
fn three_pages(head: &str, stream: &mut std::net::TcpStream) {
    let body = match head {
        _ if head.starts_with("GET /cases?page=1 ") => "27",
        _ if head.starts_with("GET /cases?page=2 ") => "38",
        _ if head.starts_with("GET /cases?page=3 ") => "09",
        _ => panic!("{head}"),
    };
    reply(stream, "200 OK", "", body);
}

#[test]
fn pages_are_followed_to_the_last_and_replayed_without_the_network() {
    let server = Server::start(|head, _, stream| three_pages(head, stream));
    let project = folder();
    let plugin = load(&paging(&server.host())).expect("a source");
    let grant = hosts(&[&server.host()]);
    let mut fetcher = fetcher(project.path(), grant.clone());
    let pulled = plugin.pull(&params(), &mut fetcher).expect("a table");
    let column = pulled.table.column("n").expect("its column");
    assert_eq!([column.cell(0), column.cell(1), column.cell(2)], [Cell::Int(7), Cell::Int(8), Cell::Int(9)]);
    assert_eq!((pulled.rounds, pulled.requests, pulled.received), (3, 3, 6));
    assert_eq!(fetcher.fetched().len(), 3);
    assert!(fetcher.fetched()[1].url.ends_with("/cases?page=2"));
    let again = plugin.pull(&params(), &mut offline(project.path(), grant)).expect("the same table");
    assert_eq!(again.table, pulled.table);
    assert_eq!(server.seen().len(), 3, "and nobody was asked again");
}

#[test]
fn a_page_that_breaks_loses_the_table_and_not_only_the_page() {
    let server = Server::start(|head, _, stream| match head.contains("page=2") {
        true => reply(stream, "503 Service Unavailable", "", ""),
        false => three_pages(head, stream),
    });
    let project = folder();
    let plugin = load(&paging(&server.host())).expect("a source");
    let error =
        plugin.pull(&params(), &mut fetcher(project.path(), hosts(&[&server.host()]))).expect_err("a page is missing");
    assert_eq!(error.code(), codes::FETCH_FAILED);
    assert_eq!(error.to_string(), format!("{}/cases?page=2: the server answers 503, 3 times", server.host()));
}

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    let server = Server::start(|_, before, stream| match before {
        0 => reply(stream, "429 Too Many Requests", "retry-after: 1\r\n", "slowly"),
        1 => reply(stream, "502 Bad Gateway", "", ""),
        _ => reply(stream, "200 OK", "", "cases"),
    });
    let project = folder();
    let started = Instant::now();
    let response = fetcher(project.path(), hosts(&[&server.host()]))
        .fetch(&asking(&format!("{}/x", server.host())))
        .expect("an answer");
    assert_eq!(response.body, b"cases");
    assert!(started.elapsed() >= Duration::from_secs(1), "as long as it said");
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn a_server_that_asks_to_wait_for_an_hour_is_not_waited_for() {
    for wait in ["3600", "Fri, 31 Dec 2100 23:59:59 GMT"] {
        let header = format!("retry-after: {wait}\r\n");
        let server = Server::start(move |_, _, stream| reply(stream, "429 Too Many Requests", &header, ""));
        let error =
            fetcher(folder().path(), hosts(&[&server.host()])).fetch(&asking(&server.host())).expect_err("too long");
        assert!(error.to_string().contains("the server answers 429, and asks to wait "), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[test]
fn what_else_the_server_answers_is_the_plugins_to_judge() {
    let server = Server::start(|_, _, stream| reply(stream, "404 Not Found", "x-next-page: 2\r\n", "{\"cases\": [tru"));
    let response =
        fetcher(folder().path(), hosts(&[&server.host()])).fetch(&asking(&server.host())).expect("an answer");
    assert_eq!((response.status, response.body.as_slice()), (404, b"{\"cases\": [tru".as_slice()));
    assert!(response.headers.contains(&("x-next-page".to_owned(), "2".to_owned())), "{:?}", response.headers);
}

#[test]
fn a_plugin_says_itself_what_is_wrong_with_a_page() {
    // The page is empty, and the plugin reads a byte that is not there: whatever it makes of it, kpi goes on.
    let server = Server::saying("");
    let plugin = load(&paging(&server.host())).expect("a source");
    let error = plugin.pull(&params(), &mut fetcher(folder().path(), hosts(&[&server.host()]))).expect_err("no table");
    assert!(
        matches!(error, PluginError::Fetch(_) | PluginError::Answer { .. } | PluginError::Trapped { .. }),
        "{error}"
    );
}

fn broken(says: &str, answer: impl Fn(&mut std::net::TcpStream) + Send + Sync + 'static) {
    let server = Server::start(move |_, _, stream| answer(stream));
    let error =
        fetcher(folder().path(), hosts(&[&server.host()])).fetch(&asking(&server.host())).expect_err("half an answer");
    assert!(matches!(&error, FetchError::Failed { why, .. } if why.contains(says)), "{says:?} is not in: {error}");
    assert_eq!(server.seen().len(), 3, "asked again before giving up");
}

#[test]
fn an_answer_that_is_cut_short_is_no_answer() {
    broken("3 times", |stream| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"cases\": ");
    });
    broken("3 times", |stream| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{\"cases\": ");
    });
    broken("3 times", |stream| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\nconte");
    });
}

#[test]
fn what_is_no_http_is_no_answer() {
    broken("3 times", |stream| {
        let _gone = stream.write_all(b"220 mail.example ESMTP\r\n\r\n");
    });
    broken("3 times", |_| {});
}

#[test]
fn a_body_that_drips_is_stopped_by_the_clock() {
    let server = Server::start(|_, _, stream| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let settings = kpi_plugin::fetch::NetworkSettings { time: Duration::from_millis(600), tries: 2, ..settings() };
    let project = folder();
    let mut fetcher = Fetcher::new("cases", project.path(), hosts(&[&server.host()]), settings, Mode::Live);
    let started = Instant::now();
    let error = fetcher.fetch(&asking(&server.host())).expect_err("too slow");
    assert!(error.to_string().contains("no whole answer within 0.6 seconds, 2 times"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn a_host_that_does_not_answer_is_told() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number");
    let host = format!("http://{closed}");
    let error = fetcher(folder().path(), hosts(&[&host])).fetch(&asking(&host)).expect_err("nobody there");
    assert_eq!(error.code(), codes::FETCH_FAILED, "{error}");
}

#[test]
fn a_server_without_encryption_is_not_spoken_to_in_the_clear_where_it_was_to_be_encrypted() {
    let server = Server::saying("in the clear");
    let host = format!("https://127.0.0.1:{}", server.port);
    // A server that waits for the end of a request that never comes.
    let settings = kpi_plugin::fetch::NetworkSettings { time: Duration::from_millis(500), tries: 1, ..settings() };
    let project = folder();
    let mut fetcher = Fetcher::new("cases", project.path(), hosts(&[&host]), settings, Mode::Live);
    let error = fetcher.fetch(&asking(&host)).expect_err("no encryption");
    assert_eq!(error.code(), codes::FETCH_FAILED, "{error}");
    assert!(server.seen().iter().all(|head| !head.contains("GET ")), "{:?}", server.seen());
}
