//! `greffe key …`: keyring files. No command prints key material, but the one that is named for it.

mod check;
mod create;
mod moment;
mod show;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Makes a keyring of one new random key
    #[command(after_help = create::EXAMPLE)]
    Create(create::Options),
    /// Opens a keyring and shows the check value of each key, to compare with an escrowed one
    #[command(after_help = check::EXAMPLE)]
    Check(check::Options),
    /// The keys of a keyring with their states, without key material
    #[command(after_help = show::EXAMPLE)]
    Show(show::Options),
}

pub(crate) fn run(command: &Command) -> ExitCode {
    match command {
        Command::Check(options) => options.output.give(check::run(options)),
        Command::Create(options) => options.output.give(create::run(options)),
        Command::Show(options) => options.output.give(show::run(options)),
    }
}
