//! The process that shares the work out.

use crate::{LOST_AFTER_SECONDS, runtime};
use ballista_core::error::BallistaError;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::{create_scheduler, start_grpc_service_with_listener};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Runs a scheduler until the process ends. `ready` hears where it listens.
pub fn schedule(bind: SocketAddr, ready: impl FnOnce(SocketAddr)) -> Result<(), String> {
    let runtime = runtime().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let listener = TcpListener::bind(bind).await.map_err(|error| format!("cannot listen on {bind}: {error}"))?;
        let bound = listener.local_addr().map_err(|error| error.to_string())?;
        served(listener, bound, ready).await.map_err(|error| error.to_string())
    })
}

async fn served(listener: TcpListener, bound: SocketAddr, ready: impl FnOnce(SocketAddr)) -> Result<(), BallistaError> {
    let config = SchedulerConfig {
        bind_host: bound.ip().to_string(),
        external_host: bound.ip().to_string(),
        bind_port: bound.port(),
        task_distribution: TaskDistributionPolicy::RoundRobin,
        executor_timeout_seconds: LOST_AFTER_SECONDS,
        expire_dead_executor_interval_seconds: 1,
        no_executors_grace_period_seconds: LOST_AFTER_SECONDS,
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let scheduler = create_scheduler::<LogicalPlanNode, PhysicalPlanNode>(cluster, Arc::new(config)).await?;
    ready(bound);
    start_grpc_service_with_listener(listener, scheduler).await
}
