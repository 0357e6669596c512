//! `serve` as an operator runs it: over real connections, told to stop by a signal, watched by its log and its metrics.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use greffe_sqlx::{Backend as _, Statement};
use serde_json::Value;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

use crate::registers_folder;

/// A running service, killed where a test ends before it did.
struct Served {
    child: Child,
    address: String,
    operator: String,
    tokens: Vec<String>,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    /// The demo on free ports, with a token for customers 1 and 2.
    fn start(more: &[&str]) -> Self {
        let register = registers_folder().join("hosting.toml");
        let mut command = Command::new(env!("CARGO_BIN_EXE_espace-client"));
        command
            .args([
                "serve", "--demo", "--people", "20", "--token", "1", "--token", "2",
            ])
            .args(["--listen", "127.0.0.1:0", "--register"])
            .arg(register)
            .args(more)
            .env_remove("DATABASE_URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let out = child.stdout.as_mut().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let started: Value = serde_json::from_str(&line).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let host = |value: &Value| text(value).trim_start_matches("http://").to_owned();
        Self {
            child,
            address: host(&started["address"]),
            operator: host(&started["operator"]),
            tokens: ["1", "2"]
                .map(|customer| text(&started["tokens"][customer]))
                .to_vec(),
        }
    }

    /// Sends a request as it is and reads all that comes.
    fn ask(&self, request: &str) -> String {
        ask(&self.address, request)
    }

    fn get(&self, path: &str, token: &str) -> String {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n",
            self.address
        ))
    }

    fn post(&self, path: &str, kind: &str, more: &str, body: &str) -> String {
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{more}Connection: close\r\n\r\n{body}",
            self.address,
            body.len()
        ))
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }

    /// What the process logged, once it has ended.
    fn ended(mut self) -> (std::process::ExitStatus, String) {
        let deadline = Instant::now() + Duration::from_secs(60);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        };
        let mut log = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut log).unwrap();
        (status, log)
    }
}

fn ask(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // A server that closes early resets the connection once it was told all.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// What the fictional customer 1 told, out of their package.
fn personal_values(package: &str) -> Vec<String> {
    let mut values = Vec::new();
    for word in package.split(|c: char| !(c.is_alphanumeric() || "@.+-_".contains(c))) {
        let is_iban = word.len() == 27 && word.starts_with("FR");
        if is_iban || (word.contains('@') && word.ends_with(".example")) || word.starts_with("+336")
        {
            values.push(word.to_owned());
        }
    }
    values.sort();
    values.dedup();
    values
}

/// Every file of the archive in an answer.
fn unpacked(answer: &[u8]) -> String {
    let at = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap()
        + 4;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&answer[at..])).unwrap();
    let mut all = Vec::new();
    for index in 0..archive.len() {
        std::io::copy(&mut archive.by_index(index).unwrap(), &mut all).unwrap();
    }
    String::from_utf8_lossy(&all).into_owned()
}

#[test]
fn a_whole_session_leaves_nothing_personal_in_the_log_or_in_the_metrics() {
    let served = Served::start(&["--log", "debug"]);
    let token = served.tokens[0].clone();
    let bearer = format!("Authorization: Bearer {token}\r\n");

    let login = served.post("/fr/login", FORM, "", &format!("token={token}"));
    let cookie = login.split("set-cookie: ").nth(1).unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let with_cookie = format!("Cookie: {cookie}\r\n");
    let page = served.ask(&format!(
        "GET /fr/consents HTTP/1.1\r\nHost: x\r\n{with_cookie}Connection: close\r\n\r\n"
    ));
    let secret = page.split("name=\"form\" value=\"").nth(1).unwrap();
    let secret = secret.split('"').next().unwrap().to_owned();
    let form = format!("form={secret}&purpose=newsletter&choice=give");
    assert!(
        served
            .post("/fr/consents", FORM, &with_cookie, &form)
            .contains(" 303 ")
    );
    let asked = served.post("/api/v1/requests", JSON, &bearer, "{\"right\":\"access\"}");
    assert!(asked.contains(" 201 "), "{asked}");
    let id = asked.split("\"id\":\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    served.get(&format!("/api/v1/requests/{id}"), &token);

    let mut stream = TcpStream::connect(&served.address).unwrap();
    let request =
        format!("POST /api/v1/exports HTTP/1.1\r\nHost: x\r\n{bearer}Connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut package = Vec::new();
    stream.read_to_end(&mut package).unwrap();
    let values = personal_values(&unpacked(&package));
    assert!(
        values.len() >= 3,
        "the package holds an IBAN, a mailbox and a telephone: {values:?}"
    );

    // What goes wrong is logged too, and with what it went wrong is not.
    for value in &values {
        served.get(&format!("/fr/{value}"), &token);
        served.get(&format!("/fr/consents?who={value}"), &token);
        served.get("/api/v1/consents", value);
        served.post("/fr/login", FORM, "", &format!("token={value}"));
        served.post(
            "/api/v1/requests",
            JSON,
            &bearer,
            &format!("{{\"right\":\"{value}\"}}"),
        );
        served.ask(&format!("GET /fr HTTP/1.1\r\nHost: {value}\r\nUser-Agent: {value}\r\nReferer: {value}\r\nX-Request-Id: {value}\r\nConnection: close\r\n\r\n"));
        served.ask(&format!("{value} /{value} HTTP/9.9\r\n\r\n"));
    }
    let metrics = ask(
        &served.operator,
        "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    assert!(metrics.contains("espace_client_logins_total{outcome=\"opened\"} 1"));
    let hidden = served.get("/metrics", &token);
    assert!(hidden.contains(" 404 "), "the public does not see them");
    served.signal("-TERM");
    let (status, log) = served.ended();
    assert!(status.success());
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let routes: Vec<_> = lines
        .iter()
        .filter_map(|line| line["route"].as_str())
        .collect();
    for route in [
        "/{lang}/consents",
        "/api/v1/requests/{id}",
        "/api/v1/exports",
        "none",
    ] {
        assert!(routes.contains(&route), "{route}");
    }
    let session = cookie.split_once('=').unwrap().1.to_owned();
    let secrets = [token, session, secret, id, "127.0.0.1".to_owned()];
    for value in values.iter().chain(&secrets) {
        assert!(!log.contains(value), "the log holds {value}");
        assert!(!metrics.contains(value), "the metrics hold {value}");
    }
}

#[test]
fn a_request_that_cannot_be_read_is_logged_without_its_id() {
    let home = tempfile::tempdir().unwrap();
    let served = Served::start(&["--home", home.path().to_str().unwrap()]);
    let token = served.tokens[0].clone();
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let asked = served.post("/api/v1/requests", JSON, &bearer, "{\"right\":\"access\"}");
    let id = asked.split("\"id\":\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    runtime.block_on(async {
        let file = std::fs::read_dir(home.path()).unwrap();
        let mut file = file.map(|entry| entry.unwrap().path());
        let file = file.find(|path| path.extension().is_some_and(|end| end == "sqlite"));
        let options = SqliteConnectOptions::new().filename(file.unwrap());
        let mut db = options.connect().await.unwrap();
        let spoilt = Statement::new("UPDATE greffe_requests SET request = $1");
        assert_eq!(db.execute(spoilt.bind(&b"{"[..])).await.unwrap(), 1);
    });
    served.get("/api/v1/requests", &token);
    served.get(&format!("/api/v1/requests/{id}"), &token);
    served.post("/api/v1/exports", JSON, &bearer, "");
    served.signal("-TERM");
    let (_, log) = served.ended();
    assert!(log.contains("a request cannot be read"), "{log}");
    assert!(!log.contains(&id), "{log}");
}

#[test]
fn a_download_that_runs_is_ended_and_nobody_new_is_let_in() {
    let served = Served::start(&["--grace", "20"]);
    let token = &served.tokens[0];
    let mut stream = TcpStream::connect(&served.address).unwrap();
    let request = format!(
        "POST /api/v1/exports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut first = [0; 512];
    let began = stream.read(&mut first).unwrap();
    assert!(began > 0);
    served.signal("-TERM");
    std::thread::sleep(Duration::from_millis(300));
    assert!(TcpStream::connect(&served.address).is_err(), "nobody new");
    let mut rest = first[..began].to_vec();
    stream.read_to_end(&mut rest).unwrap();
    assert!(unpacked(&rest).contains("FR"), "the package came whole");
    let (status, log) = served.ended();
    assert!(status.success());
    assert!(log.contains("\"whole\":true"), "{log}");
}

#[test]
fn a_client_that_never_ends_does_not_keep_the_process() {
    for signal in ["-TERM", "-INT"] {
        let served = Served::start(&["--grace", "1"]);
        let mut stream = TcpStream::connect(&served.address).unwrap();
        // The head of a request and a body that never comes.
        stream
            .write_all(b"POST /fr/login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nto")
            .unwrap();
        std::thread::sleep(Duration::from_millis(200));
        let told = Instant::now();
        served.signal(signal);
        let (status, log) = served.ended();
        assert!(status.success());
        assert!(log.contains("\"whole\":false"), "{log}");
        assert!(told.elapsed() < Duration::from_secs(15));
    }
}

#[test]
fn a_head_that_is_too_large_or_never_ends_is_cut_off() {
    let served = Served::start(&[]);
    let large = format!(
        "GET /fr HTTP/1.1\r\nHost: x\r\nX-Large: {}\r\n\r\n",
        "a".repeat(64 * 1_024)
    );
    let answer = served.ask(&large);
    assert!(answer.is_empty() || answer.contains(" 431 "), "{answer}");
    let slow = served.ask("GET /fr HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    assert!(slow.is_empty() || slow.contains(" 408 "), "{slow}");
    assert!(served.get("/health/live", "x").contains("live"));
}

#[test]
fn a_body_that_never_ends_is_cut_off() {
    let served = Served::start(&[]);
    let mut stream = TcpStream::connect(&served.address).unwrap();
    let longer_than_any_request = Some(Duration::from_secs(45));
    stream.set_read_timeout(longer_than_any_request).unwrap();
    stream
        .write_all(b"POST /fr/login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nto")
        .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.contains(" 408 "), "{answer}");
    assert!(served.get("/health/live", "x").contains("live"));
}

#[test]
fn a_service_over_a_database_without_tables_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::File::create(folder.path().join("espace-client.sqlite")).unwrap();
    let register = registers_folder().join("hosting.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_espace-client"))
        .args(["serve", "--listen", "127.0.0.1:0", "--home"])
        .arg(folder.path())
        .arg("--register")
        .arg(register)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("espace-client migrate"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_token_made_by_the_operator_opens_an_account_of_a_service_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_str().unwrap();
    let served = Served::start(&["--home", home]);
    let register = registers_folder().join("hosting.toml");
    let token = |customer: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_espace-client"));
        command
            .args([
                "token",
                "--home",
                home,
                "--customer",
                customer,
                "--register",
            ])
            .arg(&register)
            .env_remove("DATABASE_URL");
        command.output().unwrap()
    };
    let made = token("7");
    assert!(made.status.success());
    let made = String::from_utf8(made.stdout).unwrap();
    assert!(
        served
            .get("/api/v1/consents", made.trim())
            .contains(" 200 ")
    );
    assert_eq!(token("9999").status.code(), Some(2), "no such customer");
}
