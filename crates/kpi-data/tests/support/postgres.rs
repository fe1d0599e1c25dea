//! A PostgreSQL server of a test's own, in a folder of its own, reached by a socket in it.

use postgres::{Client, NoTls};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub struct Server {
    folder: TempDir,
    process: Child,
}

/// The folder of `initdb` and `postgres`: on the path, where `pg_config` says, or where Debian puts them.
fn programs() -> Option<PathBuf> {
    let holds = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let told = Command::new("pg_config").arg("--bindir").output().ok();
    let told = told.and_then(|told| String::from_utf8(told.stdout).ok()).map(|told| PathBuf::from(told.trim()));
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut all: Vec<PathBuf> = std::env::split_paths(&path).chain(told).collect();
    all.extend(debian.map(|version| version.path().join("bin")));
    all.into_iter().find(holds)
}

/// A server must not run as root: then it runs as a user who may do nothing else.
fn user() -> Option<(u32, u32)> {
    let me = Command::new("id").arg("-u").output().unwrap();
    if String::from_utf8(me.stdout).unwrap().trim() != "0" {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let of = |name: &str| {
        let line = users.lines().find(|line| line.starts_with(&format!("{name}:")))?;
        let mut parts = line.split(':').skip(2);
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    of("postgres").or_else(|| of("nobody"))
}

fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("LC_ALL", "C.UTF-8").env_remove("PGDATA").stdin(Stdio::null());
    if let Some((user, group)) = user() {
        command.uid(user).gid(group).current_dir("/");
    }
    command
}

impl Server {
    /// Nothing, with a word about it, where PostgreSQL is not installed; in CI that is a failure.
    pub fn start(settings: &[&str]) -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os("CI").is_none(), "PostgreSQL is not installed: apt-get install postgresql");
            eprintln!("skipped: PostgreSQL is not installed");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let home = folder.path().join("server");
        std::fs::create_dir(&home).unwrap();
        std::fs::set_permissions(&home, std::fs::Permissions::from_mode(0o700)).unwrap();
        if let Some((user, group)) = user() {
            chown(&home, Some(user), Some(group)).unwrap();
        }
        let data = home.join("data");
        let made = command(&programs.join("initdb"))
            .args(["--auth=trust", "--username=kpi", "--encoding=UTF8", "--no-sync", "--pgdata"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let mut server = command(&programs.join("postgres"));
        server.arg("-D").arg(&data).arg("-k").arg(&home);
        for setting in
            ["listen_addresses=", "fsync=off", "shared_buffers=128MB", "log_line_prefix=%p "].iter().chain(settings)
        {
            server.arg("-c").arg(setting);
        }
        let process = server.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let server = Self { folder, process };
        let limit = Instant::now() + Duration::from_secs(60);
        while server.try_client().is_err() {
            assert!(Instant::now() < limit, "the server does not start: {}", server.log());
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(server)
    }

    pub fn url(&self) -> String {
        format!("host={} user=kpi dbname=postgres", self.folder.path().join("server").display())
    }

    fn try_client(&self) -> Result<Client, postgres::Error> {
        Client::connect(&self.url(), NoTls)
    }

    pub fn client(&self) -> Client {
        self.try_client().unwrap()
    }

    /// What the server wrote to its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// Ends at once, as when the machine loses power.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
