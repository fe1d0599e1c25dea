//! `kpi serve`: the report live, on this machine only.

mod found;
mod live;
mod pages;
mod watch;
mod what_if;

use crate::args::report::Serve;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::project::find;
use kpi_core::Diagnostic;
use kpi_core::codes::project::UNKNOWN_ARGUMENT;
use live::Live;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

pub fn run(args: &Serve, terminal: &Terminal) -> Outcome {
    let root = find(args.project.as_deref())?;
    let live = Arc::new(Live::new(root.clone(), args.period.clone(), args.offline));
    live.rebuild();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| Failure::internal(format!("the server cannot be started: {error}")))?;
    // Nobody but this machine: a report in the making is not published.
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
            let message = format!("nothing can be served at port {}: {error}", args.port);
            Failure::new(Diagnostic::new(UNKNOWN_ARGUMENT, message).help("name another one: `--port 8081`"))
        })?;
        let at = listener.local_addr().map_or(address, |at| at);
        let _watcher = watch::watch(&root, live.clone())?;
        terminal.mention(&format!("{} at http://{at}/ (stop with Ctrl+C)", root.display()));
        if let Some(told) = live.told() {
            terminal.mention(&told);
        }
        let served = axum::serve(listener, pages::routes(live)).await;
        served.map_err(|error| Failure::internal(format!("the server stopped: {error}")))
    })?;
    Ok(Exit::Clean)
}
