//! `greffe consent …`: what may be done, by the events of a ledger.

mod asked;
mod audience;
mod decide;
mod pseudonyms;
mod receipt;
mod source;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Who of many may be reached for a purpose, and why the others may not
    #[command(after_help = audience::EXAMPLE)]
    Audience(audience::Options),
    /// May a person's data be used for a purpose, at an instant, by what was known then?
    #[command(after_help = decide::EXAMPLE)]
    Decide(decide::Options),
    /// One event as a person receives it, or a receipt held against the ledger
    #[command(after_help = receipt::EXAMPLE)]
    Receipt(receipt::Options),
    /// Whether a ledger's chain is unbroken, and where it breaks
    #[command(after_help = verify::EXAMPLE)]
    Verify(verify::Options),
}

pub(crate) fn run(command: &Command) -> ExitCode {
    match command {
        Command::Audience(options) => audience::run(options),
        Command::Decide(options) => decide::run(options),
        Command::Receipt(options) => receipt::run(options),
        Command::Verify(options) => verify::run(options),
    }
}
