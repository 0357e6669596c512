//! A user's shell: the command with its arguments and standard input, and what came back.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Something personal that must never come back.
pub(crate) const MARKER: &str = "FR7630006000011234567890189";

pub(crate) fn greffe(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_greffe"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments ends without reading.
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap_or_default();
    child.wait_with_output().unwrap()
}

/// The words of one line, as a shell splits them.
pub(crate) fn line(line: &str) -> Output {
    greffe(&line.split_whitespace().collect::<Vec<_>>(), "")
}

/// The one JSON line that came back, which must end with `status`.
#[track_caller]
pub(crate) fn json(output: &Output, status: i32) -> Value {
    let said = text(&output.stdout);
    assert_eq!(
        output.status.code(),
        Some(status),
        "{said}{}",
        text(&output.stderr)
    );
    assert_eq!(said.matches('\n').count(), 1, "one line: {said}");
    serde_json::from_str(&said).unwrap()
}

/// What came back for people, which must end with `status`.
#[track_caller]
pub(crate) fn words(output: &Output, status: i32) -> String {
    assert_eq!(
        output.status.code(),
        Some(status),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
