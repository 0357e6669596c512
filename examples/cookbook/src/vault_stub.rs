//! A key service for tests: as much of Vault's Transit engine as a keyring asks for, over HTTP/1.1 on a free port of this machine.
//!
//! `POST /v1/transit/encrypt/<key>` and `…/decrypt/<key>` with `X-Vault-Token`, answered as
//! <https://developer.hashicorp.com/vault/api-docs/secret/transit> says; and [`Mood`]s in which a service is not well.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use data_encoding::BASE64;
use greffe::cipher::{DataKey, KeyWrapper as _, MemoryWrapper};
use serde_json::{Value, json};

/// How the service feels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It answers.
    Fine,
    /// So many times it answers 503 (sealed, in Vault's words), then it is fine.
    Unavailable(usize),
    /// It answers after this time.
    Slow(Duration),
    /// Its answers break off in the middle of the JSON, with a length that says so.
    Truncated,
    /// What it unwraps has 16 octets.
    ShortKey,
    /// It sends whoever asks to another address.
    Redirect(String),
}

/// A running service; it stops when it is dropped.
#[derive(Debug)]
pub struct VaultStub {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl VaultStub {
    /// Starts one that accepts this token. All of them wrap with the same key, so that one reads what another wrapped.
    ///
    /// # Errors
    /// Where no port can be had.
    pub fn start(token: &str, mood: Mood) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let (asked, stopped) = (
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicBool::new(false)),
        );
        let service = Service {
            token: token.to_owned(),
            mood,
            wrapper: MemoryWrapper::new("stub", &[9; 32]),
        };
        let (counted, stop) = (Arc::clone(&asked), Arc::clone(&stopped));
        let thread = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                let number = counted.fetch_add(1, Ordering::SeqCst);
                // Whoever asked may have gone away: that is the client's affair.
                let _ = service.serve(&stream, number);
            }
        });
        Ok(Self {
            address,
            asked,
            stopped,
            thread: Some(thread),
        })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How often it was asked.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for VaultStub {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for the next one.
        if TcpStream::connect(self.address).is_ok()
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

struct Service {
    token: String,
    mood: Mood,
    wrapper: MemoryWrapper,
}

impl Service {
    fn serve(&self, mut stream: &TcpStream, number: usize) -> io::Result<()> {
        let request = Request::read(stream)?;
        let (status, body) = match &self.mood {
            Mood::Unavailable(times) if number < *times => {
                (503, json!({"errors": ["Vault is sealed"]}))
            }
            Mood::Redirect(_) => (307, json!({})),
            _ => self.answer(&request),
        };
        let location = match &self.mood {
            Mood::Redirect(to) => format!("Location: {to}{}\r\n", request.path),
            _ => String::new(),
        };
        if let Mood::Slow(time) = self.mood {
            thread::sleep(time);
        }
        let mut body = body.to_string();
        if self.mood == Mood::Truncated {
            body.truncate(body.len() / 2);
        }
        write!(
            stream,
            "HTTP/1.1 {status} Stub\r\nContent-Type: application/json\r\n{location}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    }

    fn answer(&self, request: &Request) -> (u16, Value) {
        if request.token != self.token {
            return (403, json!({"errors": ["permission denied"]}));
        }
        let (wrap, unwrap) = ("/v1/transit/encrypt/greffe", "/v1/transit/decrypt/greffe");
        let done = match request.path.as_str() {
            path if path == wrap => self.wrap(&request.body),
            path if path == unwrap => self.unwrap(&request.body),
            _ => return (404, json!({"errors": []})),
        };
        match done {
            Some(data) => (200, json!({ "data": data })),
            None => (400, json!({"errors": ["invalid request"]})),
        }
    }

    fn wrap(&self, body: &Value) -> Option<Value> {
        let plaintext = BASE64.decode(body["plaintext"].as_str()?.as_bytes()).ok()?;
        let key = DataKey::from_bytes(plaintext.as_slice().try_into().ok()?);
        let wrapped = self.wrapper.wrap(&key).ok()?;
        Some(
            json!({"ciphertext": format!("vault:v1:{}", BASE64.encode(&wrapped)), "key_version": 1}),
        )
    }

    fn unwrap(&self, body: &Value) -> Option<Value> {
        let ciphertext = body["ciphertext"].as_str()?.strip_prefix("vault:v1:")?;
        let key = self
            .wrapper
            .unwrap(&BASE64.decode(ciphertext.as_bytes()).ok()?)
            .ok()?;
        let octets = if self.mood == Mood::ShortKey {
            key.expose().first_chunk::<16>()?.as_slice()
        } else {
            key.expose()
        };
        Some(json!({"plaintext": BASE64.encode(octets)}))
    }
}

/// A request, as far as the service looks at it.
struct Request {
    path: String,
    token: String,
    body: Value,
}

impl Request {
    fn read(stream: &TcpStream) -> io::Result<Self> {
        // A client that says nothing must not keep the thread for ever.
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        let mut stream = BufReader::new(stream.take(64 * 1024));
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let (mut token, mut length) = (String::new(), 0);
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "x-vault-token" => value.trim().clone_into(&mut token),
                "content-length" => length = value.trim().parse().unwrap_or(0),
                _ => {}
            }
        }
        let mut body = Vec::new();
        stream.take(length).read_to_end(&mut body)?;
        let body = serde_json::from_slice(&body).unwrap_or_default();
        Ok(Self { path, token, body })
    }
}
