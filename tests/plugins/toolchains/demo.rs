//! `rules/plugin-demo`: one scorecard from a measure in Rust, a source in JavaScript and one in Python.

use crate::server::{Server, reply};
use crate::{done, kpi, root, said, there};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

const BUILT: [&str; 3] = ["standardised-rate", "opendata-spend", "fixed-width"];
const RUN: [&str; 5] = ["run", "--period", "2024/25", "--format", "json"];

/// The project with its plugins, asking the site of `site` where that is given.
fn project(site: Option<&str>) -> Option<TempDir> {
    let built = BUILT.map(|name| root().join(format!("plugins/examples/{name}/build/plugin.wasm")));
    if !built.iter().all(|path| there(path)) {
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let demo = root().join("rules/plugin-demo");
    for name in ["kpi.toml", "datasets.kpi", "indicators.kpi"] {
        let text = fs::read_to_string(demo.join(name)).unwrap();
        fs::write(
            folder.path().join(name),
            text.replace("http://127.0.0.1:8765", site.unwrap_or("http://127.0.0.1:8765")),
        )
        .unwrap();
    }
    copy(&demo.join("data"), &folder.path().join("data"));
    if site.is_none() {
        copy(&demo.join(".kpi"), &folder.path().join(".kpi"));
    }
    fs::create_dir(folder.path().join("plugins")).unwrap();
    for (name, path) in BUILT.iter().zip(built) {
        fs::copy(path, folder.path().join(format!("plugins/{name}.wasm"))).unwrap();
    }
    done(folder.path(), &["plugin", "pin"]);
    Some(folder)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join("rules/plugin-demo/site").join(name)).unwrap()
}

fn figures(json: &str) -> Vec<String> {
    let run: serde_json::Value = serde_json::from_str(json).unwrap();
    let results = run["results"].as_array().unwrap();
    results.iter().map(|result| result["value"]["display"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_run_is_the_same_twice_and_from_its_recordings() {
    let pages = [page("page-1.json"), page("page-2.json")];
    let down = Arc::new(AtomicBool::new(false));
    let is_down = Arc::clone(&down);
    let server = Server::start(move |head, _, stream| {
        if is_down.load(Ordering::Relaxed) {
            return reply(stream, "503 Service Unavailable", "", "");
        }
        reply(stream, "200 OK", "content-type: application/json\r\n", &pages[usize::from(head.contains("offset=500"))]);
    });
    let Some(folder) = project(Some(&server.host())) else { return };
    done(folder.path(), &["check"]);
    let live = done(folder.path(), &RUN);
    assert_eq!(figures(&live), ["1.02", "£1,384.50", "66.7%", "16.50"]);
    assert!(server.seen()[0].contains("from=2024-04-01&to=2025-03-31"), "{:?}", server.seen());
    assert_eq!(done(folder.path(), &RUN), live, "twice the same");
    down.store(true, Ordering::Relaxed);
    let asked = server.seen().len();
    let offline = [&RUN[..], &["--offline"]].concat();
    assert_eq!(done(folder.path(), &offline), live, "and from what was recorded");
    assert_eq!(server.seen().len(), asked, "without asking anyone");
    let run: serde_json::Value = serde_json::from_str(&live).unwrap();
    let plugins: Vec<&str> = run["plugins"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect();
    assert_eq!(plugins, ["fixed_width", "opendata_spend", "standardised_rate"]);
}

#[test]
fn it_runs_without_a_site_as_its_readme_says() {
    let Some(folder) = project(None) else { return };
    let offline = [&RUN[..], &["--offline"]].concat();
    assert_eq!(figures(&done(folder.path(), &offline)), ["1.02", "£1,384.50", "66.7%", "16.50"]);
}

#[test]
fn a_page_that_is_none_stops_its_own_figures_only() {
    let server = Server::start(|_, _, stream| reply(stream, "200 OK", "", "<html>Sorry</html>"));
    let Some(folder) = project(Some(&server.host())) else { return };
    let output = kpi(folder.path(), &RUN);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let missing: Vec<bool> =
        run["results"].as_array().unwrap().iter().map(|r| r["value"]["display"].is_null()).collect();
    assert_eq!(missing, [false, true, true, false], "{}", said(&output));
}
