//! More than anybody wants: bodies of a gigabyte, requests by the million, pages without end.

use super::server::Server;
use super::support::{cache, load, params, source};
use super::{asking, fetcher, folder, hosts};
use kpi_core::codes::plugins::running as codes;
use kpi_plugin::fetch::Grant;
use kpi_plugin::{Limits, Plugin};
use std::io::Write;

#[test]
fn a_body_of_a_gigabyte_that_says_so_is_not_read() {
    let server = Server::start(|_, _, stream| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n");
        let chunk = vec![b'x'; 1 << 16];
        while stream.write_all(&chunk).is_ok() {}
    });
    let error =
        fetcher(folder().path(), hosts(&[&server.host()])).fetch(&asking(&server.host())).expect_err("too much");
    assert!(error.to_string().contains("more than 4194304 bytes come"), "{error}");
    assert_eq!(server.seen().len(), 1, "and is not asked for again");
}

#[test]
fn a_body_that_never_ends_is_counted_while_it_comes() {
    let server = Server::start(|_, _, stream| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        let chunk = [b"10000\r\n".as_slice(), &vec![b'x'; 1 << 16], b"\r\n"].concat();
        while stream.write_all(&chunk).is_ok() {}
    });
    let error =
        fetcher(folder().path(), hosts(&[&server.host()])).fetch(&asking(&server.host())).expect_err("too much");
    assert!(error.to_string().contains("more than 4194304 bytes come"), "{error}");
}

#[test]
fn all_bodies_together_are_bounded_too() {
    let server = Server::start(|_, _, stream| {
        let text = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", 3 << 20);
        let _gone = stream.write_all(text.as_bytes());
        let _gone = stream.write_all(&vec![b'x'; 3 << 20]);
    });
    let project = folder();
    let mut fetcher = fetcher(project.path(), hosts(&[&server.host()]));
    for _ in 0..5 {
        fetcher.fetch(&asking(&server.host())).expect("an answer");
    }
    let error = fetcher.fetch(&asking(&server.host())).expect_err("more than 16 MiB together");
    assert!(error.to_string().contains("more than 1048576 bytes come"), "{error}");
}

#[test]
fn headers_without_end_are_not_read() {
    let server = Server::start(|_, _, stream| {
        let _gone = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"x-more: and more and more and more and more\r\n").is_ok() {}
    });
    let error =
        fetcher(folder().path(), hosts(&[&server.host()])).fetch(&asking(&server.host())).expect_err("too much");
    assert_eq!(error.code(), codes::FETCH_FAILED, "{error}");
}

/// A source that asks for one file so many times at once, each under a number of its own.
fn asks_for(count: u32) -> Vec<u8> {
    source(&format!(
        r#"(memory (export "memory") 600)
           (data (i32.const 656) "file:granted.txt")
           (func $plan (type $step) (local $n i32) (local $request i32) (local $id i32) (local $rest i32) (local $digit i32)
             (loop $next
               ;; Requests of 24 bytes from 64 KiB on, and their numbers in 8 digits behind them all.
               (local.set $request (i32.add (i32.const 65536) (i32.mul (local.get $n) (i32.const 24))))
               (local.set $id (i32.add (i32.const 25000000) (i32.mul (local.get $n) (i32.const 8))))
               (i32.store (local.get $request) (local.get $id)) (i32.store offset=4 (local.get $request) (i32.const 8))
               (i32.store offset=8 (local.get $request) (i32.const 656)) (i32.store offset=12 (local.get $request) (i32.const 16))
               (local.set $rest (local.get $n))
               (local.set $digit (i32.const 8))
               (loop $digits
                 (local.set $digit (i32.sub (local.get $digit) (i32.const 1)))
                 (i32.store8 (i32.add (local.get $id) (local.get $digit)) (i32.add (i32.const 48) (i32.rem_u (local.get $rest) (i32.const 10))))
                 (local.set $rest (i32.div_u (local.get $rest) (i32.const 10)))
                 (br_if $digits (local.get $digit)))
               (local.set $n (i32.add (local.get $n) (i32.const 1)))
               (br_if $next (i32.lt_u (local.get $n) (i32.const {count}))))
             (i32.store (i32.const 564) (i32.const 65536)) (i32.store (i32.const 568) (i32.const {count}))
             (i32.const 560))"#
    ))
}

#[test]
fn a_million_requests_are_not_even_copied() {
    let plugin = load(&asks_for(1_000_000)).expect("a source");
    let error = plugin.pull(&params(), &mut fetcher(folder().path(), Grant::default())).expect_err("too many");
    assert_eq!(error.code(), codes::PLUGIN_SAYS_TOO_MUCH, "{error}");
}

#[test]
fn more_requests_than_are_granted_are_refused_before_any_is_made() {
    let project = folder();
    std::fs::write(project.path().join("granted.txt"), "x").expect("written");
    let grant = Grant { files: vec!["granted.txt".to_owned()], ..Grant::default() };
    let mut fetcher = fetcher(project.path(), grant);
    let plugin = load(&asks_for(1_001)).expect("a source");
    let error = plugin.pull(&params(), &mut fetcher).expect_err("too many");
    assert_eq!(error.code(), codes::PLUGIN_ASKS_TOO_MUCH);
    assert_eq!(error.to_string(), "the plugin asks for 1001 things, and 1000 is the most");
    assert!(fetcher.fetched().is_empty());
}

#[test]
fn a_source_that_never_has_enough_is_stopped() {
    let project = folder();
    std::fs::write(project.path().join("granted.txt"), "x").expect("written");
    let path = super::support::root().join("tests/plugins/hostile/wat/source_asks_for_ever.wat");
    let bytes = source(&std::fs::read_to_string(path).expect("a fixture"));
    let plugin = Plugin::load(&bytes, Limits { rounds: 20, ..Limits::default() }, cache()).expect("a source");
    let grant = Grant { files: vec!["granted.txt".to_owned()], ..Grant::default() };
    let mut fetcher = fetcher(project.path(), grant);
    let error = plugin.pull(&params(), &mut fetcher).expect_err("for ever");
    assert_eq!(error.code(), codes::PLUGIN_ASKS_TOO_MUCH);
    assert_eq!(error.to_string(), "the plugin has asked for more 21 times, and 20 is the most");
    assert_eq!(fetcher.fetched().len(), 20);
}
