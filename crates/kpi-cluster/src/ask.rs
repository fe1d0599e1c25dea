//! Asks a scheduler, and says what is the matter where there is no answer.

use crate::cells;
use crate::{LOST_AFTER_SECONDS, runtime};
use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::error::DataFusionError;
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use kpi_data::{Cluster, Row, Trouble};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use url::Url;

/// A statement is put so often before it is given up: an executor may go with cells that nobody has fetched yet.
const TRIES: usize = 3;

/// How long a scheduler may take to say whether it has executors.
const PATIENCE: Duration = Duration::from_secs(5);

/// A scheduler somewhere.
#[derive(Debug)]
pub struct Remote {
    host: String,
    port: u16,
    name: String,
}

/// Why a statement has no answer.
enum Failed {
    /// The scheduler does not answer, for this reason.
    Unreached(String),
    NoExecutors,
    /// What the engine says.
    Refused(String),
}

impl Remote {
    /// The scheduler at `HOST:PORT`.
    pub fn new(host: &str, port: u16) -> Self {
        Self { host: host.to_owned(), port, name: format!("{host}:{port}") }
    }

    /// That there are executors, as the scheduler's own probe tells it.
    async fn executors(&self) -> Result<(), Failed> {
        let unreached = |error: std::io::Error| Failed::Unreached(error.to_string());
        let asked = async {
            let mut stream = TcpStream::connect((self.host.trim_matches(['[', ']']), self.port)).await?;
            let request = format!("GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.name);
            stream.write_all(request.as_bytes()).await?;
            let mut said = Vec::new();
            stream.read_to_end(&mut said).await?;
            Ok(String::from_utf8_lossy(&said).into_owned())
        };
        let said = match timeout(PATIENCE, asked).await {
            Ok(said) => said.map_err(unreached)?,
            Err(_) => return Err(Failed::Unreached(format!("no answer within {} s", PATIENCE.as_secs()))),
        };
        match said.split(' ').nth(1) {
            Some("200") => Ok(()),
            Some("503") => Err(Failed::NoExecutors),
            _ => Err(Failed::Unreached("what listens there is no scheduler".to_owned())),
        }
    }

    /// Returns when the cluster has been without executors, or without its scheduler, for too long to go on.
    async fn lost(&self) -> Failed {
        let mut well = Instant::now();
        loop {
            sleep(Duration::from_secs(1)).await;
            match self.executors().await {
                Ok(()) => well = Instant::now(),
                Err(failed) if well.elapsed() > Duration::from_secs(2 * LOST_AFTER_SECONDS) => return failed,
                Err(_) => {}
            }
        }
    }

    async fn context(&self, files: &[PathBuf]) -> Result<SessionContext, Failed> {
        let config = SessionConfig::new_with_ballista().with_target_partitions(parts(files));
        let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
        let address = format!("df://{}", self.name);
        let context = SessionContext::remote_with_state(&address, state).await.map_err(refused)?;
        let mut urls = Vec::with_capacity(files.len());
        for file in files {
            let url = Url::from_file_path(file)
                .map_err(|()| Failed::Refused(format!("{} is no path of a file", file.display())))?;
            urls.push(ListingTableUrl::parse(url).map_err(refused)?);
        }
        let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("");
        let config = ListingTableConfig::new_with_multi_paths(urls).with_listing_options(options);
        let config = config.infer_schema(&context.state()).await.map_err(refused)?;
        let table = ListingTable::try_new(config).map_err(refused)?;
        context.register_table("records", Arc::new(table)).map_err(refused)?;
        Ok(context)
    }

    async fn answered(&self, context: &SessionContext, statement: &str) -> Result<Vec<Row>, Failed> {
        let work = async {
            let frame = context.sql(statement).await.map_err(refused)?;
            let batches = frame.collect().await.map_err(refused)?;
            cells::rows(&batches).map_err(Failed::Refused)
        };
        tokio::select! {
            answered = work => answered,
            lost = self.lost() => Err(lost),
        }
    }

    async fn all(&self, files: &[PathBuf], statements: &[String]) -> Result<Vec<Row>, Failed> {
        self.executors().await?;
        let context = self.context(files).await?;
        let mut rows = Vec::new();
        for statement in statements {
            let mut tries = 0;
            rows.extend(loop {
                tries += 1;
                match self.answered(&context, statement).await {
                    // Whether it was an executor that went is not said; whether one is left can be asked.
                    Err(Failed::Refused(_)) if tries < TRIES => self.executors().await?,
                    answered => break answered?,
                }
            });
        }
        Ok(rows)
    }
}

/// How many parts the work is cut into: enough that all executors have some, and that one that is lost takes little
/// with it.
fn parts(files: &[PathBuf]) -> usize {
    const BYTES_EACH: u64 = 32 << 20;
    let bytes: u64 = files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|file| file.len()).sum();
    usize::try_from(bytes / BYTES_EACH).unwrap_or(usize::MAX).clamp(8, 512)
}

fn refused(error: DataFusionError) -> Failed {
    Failed::Refused(error.to_string())
}

impl Cluster for Remote {
    fn name(&self) -> &str {
        &self.name
    }

    fn rows(&self, files: &[PathBuf], statements: &[String]) -> Result<Vec<Row>, Trouble> {
        let runtime = runtime().map_err(|error| self.trouble(Failed::Unreached(error.to_string())))?;
        let answered = runtime.block_on(async {
            // On a thread of the runtime, whose stack is large enough for deep plans.
            let remote = Self::new(&self.host, self.port);
            let (files, statements) = (files.to_vec(), statements.to_vec());
            tokio::spawn(async move { remote.all(&files, &statements).await }).await
        });
        runtime.shutdown_background();
        match answered {
            Ok(answered) => answered.map_err(|failed| self.trouble(failed)),
            Err(error) => Err(self.trouble(Failed::Refused(error.to_string()))),
        }
    }
}

impl Remote {
    fn trouble(&self, failed: Failed) -> Trouble {
        let (message, note, help) = match failed {
            Failed::Unreached(why) => (
                format!("the cluster {} cannot be reached", self.name),
                Some(why),
                format!(
                    "start its scheduler: `kpi cluster scheduler --bind {}`; without `--cluster`, kpi counts by itself",
                    self.name
                ),
            ),
            Failed::NoExecutors => (
                format!("the cluster {} has no executor", self.name),
                None,
                format!("start one or more: `kpi cluster executor --scheduler {}`", self.name),
            ),
            Failed::Refused(why) => (
                format!("the cluster {} could not count", self.name),
                Some(brief(&why)),
                "see that its machines are well, run the same kpi and have the files under the same path".to_owned(),
            ),
        };
        Trouble { message, notes: note.into_iter().map(|why| format!("it says: {why}")).collect(), help: vec![help] }
    }
}

/// The first of what the engine says, which may go on for pages.
fn brief(said: &str) -> String {
    const LONGEST: usize = 400;
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(&line)),
        None => line,
    }
}
