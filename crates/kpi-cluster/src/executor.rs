//! The process that reads files and counts.

use crate::{HEARTBEAT_SECONDS, runtime};
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// How long an executor waits for its scheduler.
const SCHEDULER_WITHIN: Duration = Duration::from_secs(10);

/// How an executor is to run.
#[derive(Debug, Clone)]
pub struct Executor {
    pub scheduler_host: String,
    pub scheduler_port: u16,
    /// The address it listens on.
    pub bind: IpAddr,
    /// What the others call this machine, if not the address it is seen to come from.
    pub host: Option<String>,
    /// Where results are fetched from it; 0 for any free port.
    pub port: u16,
    /// How many parts it counts at a time; `None`: as many as there are processors.
    pub cores: Option<usize>,
    /// For cells on their way from one executor to another; `None`: a folder that goes with the process.
    pub work_dir: Option<PathBuf>,
}

/// Runs an executor until it is told to end. `ready` hears where it listens.
pub fn execute(executor: &Executor, ready: impl FnOnce(SocketAddr)) -> Result<(), String> {
    let runtime = runtime().map_err(|error| error.to_string())?;
    let folder = match &executor.work_dir {
        Some(_) => None,
        None => Some(tempfile::Builder::new().prefix("kpi-executor").tempdir().map_err(|error| error.to_string())?),
    };
    let work_dir = match (&executor.work_dir, &folder) {
        (Some(named), _) => {
            std::fs::create_dir_all(named).map_err(|error| format!("{} cannot be made: {error}", named.display()))?;
            named.clone()
        }
        (None, Some(folder)) => folder.path().to_owned(),
        (None, None) => std::env::temp_dir(),
    };
    wait_for(&executor.scheduler_host, executor.scheduler_port)?;
    let port = free(executor.bind, executor.port)?;
    let grpc_port = free(executor.bind, 0)?;
    let mut config = ExecutorProcessConfig {
        bind_host: executor.bind.to_string(),
        external_host: executor.host.clone(),
        port,
        grpc_port,
        scheduler_host: executor.scheduler_host.clone(),
        scheduler_port: executor.scheduler_port,
        // Ballista's own waiting has no end.
        scheduler_connect_timeout_seconds: 0,
        work_dir: Some(work_dir.display().to_string()),
        executor_heartbeat_interval_seconds: HEARTBEAT_SECONDS,
        // What is fetched is fetched at once; what nobody fetched for an hour belongs to a run that was given up.
        job_data_ttl_seconds: 3600,
        job_data_clean_up_interval_seconds: 600,
        ..ExecutorProcessConfig::default()
    };
    if let Some(cores) = executor.cores {
        config.vcores = cores;
    }
    ready(SocketAddr::new(executor.bind, port));
    runtime.block_on(start_executor_process(Arc::new(config))).map_err(|error| error.to_string())
}

/// A scheduler that is started at the same time may take a moment.
fn wait_for(host: &str, port: u16) -> Result<(), String> {
    let began = Instant::now();
    loop {
        match TcpStream::connect((host.trim_matches(['[', ']']), port)) {
            Ok(_) => return Ok(()),
            Err(error) if began.elapsed() > SCHEDULER_WITHIN => {
                return Err(format!("the scheduler {host}:{port} cannot be reached: {error}"));
            }
            Err(_) => thread::sleep(Duration::from_millis(200)),
        }
    }
}

/// The port, if it can be listened on, or any that can. Ballista would end without a word of why.
fn free(bind: IpAddr, port: u16) -> Result<u16, String> {
    let wanted = SocketAddr::new(bind, port);
    let listener = TcpListener::bind(wanted).map_err(|error| format!("cannot listen on {wanted}: {error}"))?;
    listener.local_addr().map(|bound| bound.port()).map_err(|error| error.to_string())
}
