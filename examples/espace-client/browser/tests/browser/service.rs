//! `espace-client serve`, as a process of its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// Those who can log in.
const CUSTOMERS: [&str; 2] = ["7", "8"];

/// A service with synthetic people, stopped when it goes out of scope.
pub(crate) struct Service {
    process: Child,
    /// Where it listens, without a slash at the end.
    pub(crate) address: String,
    /// One token a customer, in the order asked.
    pub(crate) tokens: Vec<String>,
    _home: tempfile::TempDir,
}

impl Service {
    /// Starts it in a folder of its own and waits until it says where it listens.
    pub(crate) fn start() -> Self {
        let program = std::env::var_os("ESPACE_CLIENT")
            .expect("ESPACE_CLIENT: run through `cargo xtask web`");
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(program);
        command.args([
            "serve",
            "--demo",
            "--people",
            "40",
            "--listen",
            "127.0.0.1:0",
            "--home",
        ]);
        command.arg(home.path().join("home"));
        for customer in CUSTOMERS {
            command.args(["--token", customer]);
        }
        // The register is found from the project's folder.
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.."));
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        let Ok(said) = serde_json::from_str::<Value>(&first) else {
            process.kill().unwrap();
            let mut log = String::new();
            process
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut log)
                .unwrap();
            panic!("the service said `{first}`\n{log}");
        };
        // Whoever does not read the log stops the service once the pipe is full.
        let mut log = process.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self {
            process,
            address: said["address"]
                .as_str()
                .unwrap()
                .trim_end_matches('/')
                .to_owned(),
            tokens: CUSTOMERS
                .iter()
                .map(|customer| said["tokens"][customer].as_str().unwrap().to_owned())
                .collect(),
            _home: home,
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
