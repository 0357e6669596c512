//! `greffe field …`: values of one column, one a line on standard input, results one a line on standard output, in the same order.
//!
//! A bad line leaves an empty line, so that the others keep their place, and is named by its number on standard error.

mod audit;
pub(crate) mod bad_line;
pub(crate) mod column;
mod index;
pub(crate) mod lines;
mod mask;
mod open;
mod persons;
mod rotate;
mod seal;
mod suites;
mod typed;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// What a stored column tells who has no key: tokens on standard input, counts in the answer
    #[command(after_help = audit::EXAMPLE)]
    Audit(column::Options),
    /// The index tokens of values: what stands beside a sealed column
    #[command(after_help = index::EXAMPLE)]
    Index(index::Options),
    /// Every token that a value may have in the column, separated by tabs: what to search for
    #[command(after_help = index::LOOKUP_EXAMPLE)]
    Lookup(index::Options),
    /// What may be shown of values, or of the values in tokens
    #[command(after_help = mask::EXAMPLE)]
    Mask(column::Options),
    /// The values in tokens
    #[command(after_help = open::EXAMPLE)]
    Open(column::Options),
    /// Tokens as they would be sealed today: those of an older key, form or padding are sealed anew
    #[command(after_help = rotate::EXAMPLE)]
    Rotate(column::Options),
    /// The tokens of values
    #[command(after_help = seal::EXAMPLE)]
    Seal(column::Options),
}

pub(crate) fn run(command: &Command) -> ExitCode {
    match command {
        Command::Audit(options) => audit::run(options),
        Command::Index(options) => index::run(options),
        Command::Lookup(options) => index::lookup(options),
        Command::Mask(options) => mask::run(options),
        Command::Open(options) => open::run(options),
        Command::Rotate(options) => rotate::run(options),
        Command::Seal(options) => seal::run(options),
    }
}
