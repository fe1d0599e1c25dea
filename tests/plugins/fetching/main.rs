//! What kpi fetches for plugins, and what it does not: grants, redirects, secrets, retries, bounds, recordings.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests stop where something is not as it should be, and have a server of their own"
)]

mod bounds;
mod grants;
mod pages;
mod recordings;
mod secrets;
mod server;
#[path = "../support/mod.rs"]
mod support;

use kpi_plugin::Request;
use kpi_plugin::fetch::{Fetcher, Grant, HostRule, Mode, NetworkSettings, Proxying};
use std::path::Path;
use std::time::Duration;

/// Quick to give up, so that tests are.
pub fn settings() -> NetworkSettings {
    NetworkSettings {
        proxy: Proxying::None,
        connect: Duration::from_secs(5),
        time: Duration::from_secs(10),
        tries: 3,
        pause: Duration::from_millis(10),
        longest_pause: Duration::from_secs(5),
        body: 4 << 20,
        all_bodies: 16 << 20,
    }
}

pub fn hosts(hosts: &[&str]) -> Grant {
    Grant { hosts: hosts.iter().map(|host| HostRule::parse(host).expect("a host")).collect(), ..Grant::default() }
}

pub fn fetcher(root: &Path, grant: Grant) -> Fetcher {
    Fetcher::new("cases", root, grant, settings(), Mode::Live)
}

pub fn offline(root: &Path, grant: Grant) -> Fetcher {
    Fetcher::new("cases", root, grant, settings(), Mode::Offline)
}

pub fn asking(url: &str) -> Request {
    Request { id: "1".to_owned(), url: url.to_owned(), headers: Vec::new() }
}

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}
