//! A scheduler and executors, each a process of its own on this machine.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take that a test waits for.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Machine {
    process: Child,
    said: Arc<Mutex<String>>,
}

impl Machine {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_kpi"))
            .args(["cluster", "--verbose"])
            .args(arguments)
            .env("NO_COLOR", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("kpi starts");
        let said = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(process.stderr.take().expect("its errors are read"));
        let heard = Arc::clone(&said);
        thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let mut heard = heard.lock().expect("no thread stopped");
                heard.push_str(&line);
                heard.push('\n');
            }
        });
        Self { process, said }
    }

    /// All that it said so far.
    pub fn said(&self) -> String {
        self.said.lock().expect("no thread stopped").clone()
    }

    pub fn wait_for(&mut self, word: &str) -> String {
        let began = Instant::now();
        loop {
            let said = self.said();
            if let Some(line) = said.lines().find(|line| line.contains(word)) {
                return line.to_owned();
            }
            let ended = self.process.try_wait().expect("a process");
            assert!(ended.is_none() && began.elapsed() < PATIENCE, "no `{word}`: {ended:?}\n{said}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Without a chance to say good-bye.
    pub fn kill(&mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it ends");
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // It may have ended already, which is as well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub struct Machines {
    pub scheduler: Machine,
    pub executors: Vec<Machine>,
    address: String,
}

impl Machines {
    pub fn start(executors: usize) -> Self {
        let mut scheduler = Machine::start(&["scheduler", "--bind", "127.0.0.1:0"]);
        let line = scheduler.wait_for("scheduler on ");
        let address = line.rsplit(' ').next().expect("an address").to_owned();
        let mut executors: Vec<Machine> =
            (0..executors).map(|_| Machine::start(&["executor", "--scheduler", &address, "--cores", "1"])).collect();
        for executor in &mut executors {
            executor.wait_for("executor on ");
        }
        let began = Instant::now();
        while scheduler.said().matches("Received register executor").count() < executors.len() {
            assert!(began.elapsed() < PATIENCE, "{}", scheduler.said());
            thread::sleep(Duration::from_millis(50));
        }
        Self { scheduler, executors, address }
    }

    /// Where the scheduler is.
    pub fn scheduler(&self) -> String {
        self.address.clone()
    }
}

impl Drop for Machines {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("scheduler:\n{}", self.scheduler.said());
            self.executors.iter().for_each(|executor| eprintln!("executor:\n{}", executor.said()));
        }
    }
}

/// A port at which nobody listens.
pub fn unused_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
