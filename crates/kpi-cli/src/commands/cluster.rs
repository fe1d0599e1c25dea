//! `kpi cluster`

use crate::args::{Cluster, ClusterCommand};
use crate::failure::{Failure, Outcome};
use crate::output::Terminal;
use kpi_core::Diagnostic;
use kpi_core::codes::data::NO_CLUSTER;

#[cfg(feature = "cluster")]
pub fn run(args: &Cluster, terminal: &Terminal) -> Outcome {
    use crate::failure::Exit;

    kpi_cluster::show(terminal.verbose);
    let ready = |what: &str, at: std::net::SocketAddr| terminal.mention(&format!("{what} on {at}"));
    let ended = match &args.command {
        ClusterCommand::Scheduler(args) => kpi_cluster::schedule(args.bind, |at| ready("scheduler", at)),
        ClusterCommand::Executor(args) => {
            let executor = kpi_cluster::Executor {
                scheduler_host: args.scheduler.host.clone(),
                scheduler_port: args.scheduler.port,
                bind: args.bind,
                host: args.host.clone(),
                port: args.port,
                cores: args.cores.map(usize::from),
                work_dir: args.work_dir.clone(),
            };
            kpi_cluster::execute(&executor, |at| ready("executor", at))
        }
    };
    match ended {
        Ok(()) => Ok(Exit::Clean),
        Err(why) => Err(Failure::new(
            Diagnostic::new(NO_CLUSTER, why)
                .help("see that the scheduler is there, that the address is this machine's and that the port is free"),
        )),
    }
}

#[cfg(not(feature = "cluster"))]
pub fn run(args: &Cluster, _: &Terminal) -> Outcome {
    let what = match args.command {
        ClusterCommand::Scheduler(_) => "a scheduler",
        ClusterCommand::Executor(_) => "an executor",
    };
    let message = format!("{}, so it is not {what}", crate::cluster::WITHOUT);
    Err(Failure::new(Diagnostic::new(NO_CLUSTER, message).help(crate::cluster::BUILD)))
}
