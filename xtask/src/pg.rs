//! A private PostgreSQL for tests: own folder, own port, gone afterwards.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::command::{Outcome, must_succeed};

/// Starts the server, runs `command` with `DATABASE_URL` set, stops the server. Without a command it waits for a line on standard input.
pub(crate) fn run(command: &[String]) -> Outcome {
    if let Some((program, arguments)) = command.split_first() {
        return beside(Command::new(program).args(arguments));
    }
    let server = Server::start()?;
    println!("DATABASE_URL={}", server.url);
    println!("Press Enter to stop the server.");
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    drop(server);
    read.map(drop).map_err(|e| e.to_string())
}

/// Runs a command beside a server of its own.
pub(crate) fn beside(command: &mut Command) -> Outcome {
    let server = Server::start()?;
    let outcome = must_succeed(command.env("DATABASE_URL", &server.url));
    drop(server);
    outcome
}

struct Server {
    bin: PathBuf,
    folder: PathBuf,
    url: String,
}

impl Server {
    fn start() -> Result<Self, String> {
        let bin = binaries()?;
        let folder = std::env::temp_dir().join(format!("greffe-pg-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        if is_root() {
            must_succeed(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let port = free_port()?;
        let server = Self {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            bin,
            folder,
        };
        let data = server.folder.join("data");
        let mut initdb = server.program("initdb");
        initdb.arg("-D").arg(&data).args([
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]);
        must_succeed(initdb.args(["--no-sync"]).stdout(Stdio::null()))?;
        let options = format!(
            "-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c fsync=off",
            server.folder.display()
        );
        let mut start = server.program("pg_ctl");
        start
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(server.folder.join("log"))
            .args(["-o", &options]);
        must_succeed(start.args(["-w", "start"]).stdout(Stdio::null()))?;
        Ok(server)
    }

    /// A program of the server. It refuses to run as root, so there it runs as the user `postgres`.
    fn program(&self, name: &str) -> Command {
        let path = self.bin.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let mut stop = self.program("pg_ctl");
        stop.arg("-D")
            .arg(&data)
            .args(["-m", "immediate", "-w", "stop"]);
        if let Err(why) = must_succeed(stop.stdout(Stdio::null())) {
            eprintln!("{why}");
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {error}", self.folder.display());
        }
    }
}

/// The newest server that Debian's packages installed.
fn binaries() -> Result<PathBuf, String> {
    let installed = Path::new("/usr/lib/postgresql");
    let versions = std::fs::read_dir(installed).map_err(|_| {
        "no PostgreSQL server: `apt-get install postgresql` provides one".to_owned()
    })?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter_map(|path| Some((path.file_name()?.to_str()?.parse().ok()?, path.join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    found.sort();
    found
        .pop()
        .map(|(_, bin)| bin)
        .ok_or_else(|| "no PostgreSQL server is installed".to_owned())
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|e| e.to_string())?;
    listener
        .local_addr()
        .map(|address| address.port())
        .map_err(|e| e.to_string())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}
