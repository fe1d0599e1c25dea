//! What is answered at which address.

use super::live::{Live, Shown};
use super::what_if::{self, Question};
use crate::publish::{file_name, volume_of};
use axum::Router;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use kpi_report::html::Site;
use kpi_report::model::Report;
use kpi_report::words::Language;
use kpi_report::{File, csvw};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

const SCRIPT: &str = include_str!("live.js");
const STYLE: &str = include_str!("live.css");
/// A page that waits for a change asks again after so long, so that a browser that went away is not waited for.
const PATIENCE: Duration = Duration::from_secs(25);

pub fn routes(live: Arc<Live>) -> Router {
    Router::new()
        .route("/_kpi/live.js", get(|| async { typed("text/javascript; charset=utf-8", SCRIPT.into()) }))
        .route("/_kpi/live.css", get(|| async { typed("text/css; charset=utf-8", STYLE.into()) }))
        .route("/_kpi/state", get(state))
        .route("/_kpi/scales", get(scales))
        .route("/_kpi/what-if", get(asked))
        .fallback(get(page))
        .layer(from_fn(own_pages_only))
        .with_state(live)
}

/// A page of elsewhere that points a name of its own at this machine would read what is not published.
async fn own_pages_only(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "kpi serve answers to localhost only\n").into_response()
    }
}

#[derive(Serialize)]
struct StateJson {
    version: u64,
    findings: Vec<super::found::Finding>,
    trouble: Option<String>,
}

#[derive(serde::Deserialize)]
struct Since {
    version: Option<u64>,
}

/// Answers at once to a page that has seen less than there is, else when something changes.
async fn state(State(live): State<Arc<Live>>, Query(since): Query<Since>) -> Json<StateJson> {
    let mut changes = live.changes();
    if let Some(seen) = since.version {
        let newer = changes.wait_for(|version| *version > seen);
        // Nothing new in all this time is an answer too.
        let _ = tokio::time::timeout(PATIENCE, newer).await;
    }
    let version = *changes.borrow();
    let now = live.now();
    Json(StateJson { version, findings: now.findings.to_vec(), trouble: now.trouble })
}

#[derive(serde::Deserialize)]
struct Of {
    indicator: String,
}

async fn scales(State(live): State<Arc<Live>>, Query(of): Query<Of>) -> Response {
    let now = live.now();
    match now.shown.as_deref().and_then(|shown| what_if::scales(shown, &of.indicator)) {
        Some(scales) => Json(scales).into_response(),
        None => (StatusCode::NOT_FOUND, "there is no such indicator\n").into_response(),
    }
}

async fn asked(State(live): State<Arc<Live>>, Query(question): Query<Question>) -> Response {
    let Some(shown) = live.now().shown else {
        return (StatusCode::CONFLICT, "there is no report yet\n").into_response();
    };
    match tokio::task::spawn_blocking(move || what_if::answer(&shown, &question)).await {
        Ok(Ok(answer)) => Json(answer).into_response(),
        Ok(Err(why)) => (StatusCode::BAD_REQUEST, why).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn page(State(live): State<Arc<Live>>, request: Request) -> Response {
    let path = decoded(request.uri().path().trim_start_matches('/'));
    match tokio::task::spawn_blocking(move || found(&live, &path)).await {
        Ok(response) => response,
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn found(live: &Live, path: &str) -> Response {
    let now = live.now();
    let Some(shown) = now.shown.as_deref() else {
        return typed("text/html; charset=utf-8", with_script(EMPTY).into());
    };
    let (language, within) = split(shown, path);
    let Some((_, report, prepared)) = shown.reports.iter().find(|(of, ..)| *of == language) else {
        return missing();
    };
    let within =
        if within.is_empty() || within.ends_with('/') { format!("{within}index.html") } else { within.to_owned() };
    let site = Site::new(report, prepared, &shown.publication.pages, shown.publication.about.brand.theme);
    if let Some(page) = site.page(&within) {
        return match page {
            Ok(text) => typed("text/html; charset=utf-8", with_script(&text).into()),
            Err(faults) => {
                let told: Vec<String> = faults.iter().map(|fault| told(shown, fault)).collect();
                typed("text/html; charset=utf-8", with_script(&refused(&told)).into())
            }
        };
    }
    let files = site.assets().into_iter().chain(csvw::files(report));
    let file = match files.into_iter().find(|file| file.path == within) {
        Some(file) => Ok(Some(file)),
        None => made(shown, report, &within),
    };
    match file {
        Ok(Some(file)) => typed(kind(&file.path), file.bytes),
        Ok(None) => missing(),
        Err(why) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{within} cannot be made: {why}\n")).into_response(),
    }
}

/// What takes longer to make is made when it is asked for.
fn made(shown: &Shown, report: &Report, path: &str) -> Result<Option<File>, String> {
    let name = file_name(report);
    let bytes = if path == format!("{name}.xlsx") {
        Some(kpi_report::workbook::workbook(report).map_err(|error| error.to_string())?)
    } else {
        volume_of(report, &shown.publication, shown.produced, (&name, path))?
    };
    Ok(bytes.map(|bytes| File { path: path.to_owned(), bytes }))
}

/// The language of an address, and the rest of it.
fn split<'p>(shown: &Shown, path: &'p str) -> (Language, &'p str) {
    let first = shown.reports.first().map_or(Language::English, |(language, ..)| *language);
    let tag = path.split('/').next().unwrap_or_default();
    match Language::from_tag(tag) {
        Some(language) if language != first => {
            (language, path.get(tag.len()..).unwrap_or_default().trim_start_matches('/'))
        }
        _ => (first, path),
    }
}

fn told(shown: &Shown, fault: &kpi_core::Diagnostic) -> String {
    let place = fault.labels.iter().find_map(|label| match &label.place {
        kpi_core::diagnostic::Place::Rule(span) => Some(shown.sources.place(*span)),
        kpi_core::diagnostic::Place::Data(_) => None,
    });
    format!("{}{}", place.map(|place| format!("{place}: ")).unwrap_or_default(), fault.message)
}

const EMPTY: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>kpi</title></head><body><main><h1>There is no \
report yet</h1><p>What is in the way stands below; the report appears when it is mended.</p></main></body></html>";

fn refused(told: &[String]) -> String {
    let items: String = told.iter().map(|told| format!("<li>{}</li>", escaped(told))).collect();
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>kpi</title></head><body><main>\
         <h1>This page cannot be made</h1><ul>{items}</ul></main></body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What only a report in the making has stands at its end.
fn with_script(page: &str) -> String {
    let own = "<link rel=\"stylesheet\" href=\"/_kpi/live.css\"><script src=\"/_kpi/live.js\" defer></script>";
    match page.rsplit_once("</body>") {
        Some((before, after)) => format!("{before}{own}</body>{after}"),
        None => format!("{page}{own}"),
    }
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "there is no such page\n").into_response()
}

fn typed(kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (headers, Body::from(bytes)).into_response()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        Some("pdf") => "application/pdf",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// `%20` and the like.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, behind @ ..] = rest {
        let hex = behind.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match (first, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
