//! `greffe export …`: the packages that answer a person, built from files, verified and opened.

mod agreement;
mod attachments;
mod build;
mod csv_rows;
mod folder;
mod json_rows;
mod key;
mod letter;
mod open;
mod read;
mod redactions;
mod request;
mod rows;
mod sources;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

pub(crate) use rows::RowFault;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answers a request for access or portability out of files
    #[command(after_help = build::EXAMPLE)]
    Build(build::Options),
    /// Whether a package is the one that left, and what is missing in it
    #[command(after_help = verify::EXAMPLE)]
    Verify(verify::Options),
    /// Unpacks a package that is intact
    #[command(after_help = open::EXAMPLE)]
    Open(open::Options),
}

pub(crate) fn run(command: &Command) -> ExitCode {
    match command {
        Command::Build(options) => build::run(options),
        Command::Verify(options) => verify::run(options),
        Command::Open(options) => open::run(options),
    }
}
