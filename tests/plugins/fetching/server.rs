//! A server on this machine that answers as a test says, well or badly.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

pub struct Server {
    pub port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers each request, given its head and how many came before it, by writing to the connection.
    pub fn start(answer: impl Fn(&str, usize, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answer, kept) = (Arc::new(answer), Arc::clone(&seen));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let (answer, kept) = (Arc::clone(&answer), Arc::clone(&kept));
                std::thread::spawn(move || {
                    let head = head(&mut stream);
                    let before = {
                        let mut kept = kept.lock().expect("the list");
                        kept.push(head.clone());
                        kept.len() - 1
                    };
                    answer(&head, before, &mut stream);
                });
            }
        });
        Self { port, seen }
    }

    /// One that always says the same.
    pub fn saying(body: &'static str) -> Self {
        Self::start(move |_, _, stream| reply(stream, "200 OK", "", body))
    }

    pub fn host(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The heads of all requests so far.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("the list").clone()
    }
}

fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// A whole answer. `headers` are lines that end as HTTP has it.
pub fn reply(stream: &mut TcpStream, status: &str, headers: &str, body: &str) {
    let text =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}", body.len());
    // Whoever asked may have gone.
    let _gone = stream.write_all(text.as_bytes());
}
