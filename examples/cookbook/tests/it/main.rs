//! The programs as a reader runs them: what they print, how they end, and what they say when something is wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod clean_register;
mod existing_column;
mod linting;
mod nightly_purge;
mod programs;
mod readme;
mod vault;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository's folder, in which the README's commands are typed.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A program of the cookbook by its name.
fn program(name: &str) -> Command {
    let path = match name {
        "answer_a_request" => env!("CARGO_BIN_EXE_answer_a_request"),
        "compute_a_date" => env!("CARGO_BIN_EXE_compute_a_date"),
        "decide_a_consent" => env!("CARGO_BIN_EXE_decide_a_consent"),
        "encrypt_existing_column" => env!("CARGO_BIN_EXE_encrypt_existing_column"),
        "export_a_person" => env!("CARGO_BIN_EXE_export_a_person"),
        "lint_in_ci" => env!("CARGO_BIN_EXE_lint_in_ci"),
        "nightly_purge" => env!("CARGO_BIN_EXE_nightly_purge"),
        "seal_a_column" => env!("CARGO_BIN_EXE_seal_a_column"),
        "vault_keys" => env!("CARGO_BIN_EXE_vault_keys"),
        other => panic!("no program {other}"),
    };
    let mut command = Command::new(path);
    // The tests may run in GitHub Actions themselves.
    command.current_dir(root()).env_remove("GITHUB_ACTIONS");
    command
}

fn run(name: &str, arguments: &[&str]) -> Output {
    program(name).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
