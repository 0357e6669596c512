//! `greffe key …`: keyring files. No command prints key material, but the one option that is named for it.

mod add;
mod check;
mod create;
mod destroy;
mod discard;
mod export;
mod import;
mod key_id;
mod moment;
mod promote;
mod reactivate;
mod reseal;
mod retire;
mod rotate;
mod show;
mod subject;

pub(crate) use self::key_id::key_id;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Adds a new random key, standby: it opens, and seals nothing yet
    #[command(after_help = add::EXAMPLE)]
    Add(add::Options),
    /// Opens a keyring and shows the check value of each key, to compare with an escrowed one
    #[command(after_help = check::EXAMPLE)]
    Check(check::Options),
    /// Makes a keyring of one new random key
    #[command(after_help = create::EXAMPLE, visible_alias = "new")]
    Create(create::Options),
    /// Removes a retired key once the last backup of its rows has expired
    #[command(after_help = destroy::EXAMPLE)]
    Destroy(destroy::Options),
    /// Removes a standby key that was never promoted
    #[command(after_help = discard::EXAMPLE)]
    Discard(discard::Options),
    /// Writes the keyring into a second file under another key-encryption key: an escrow
    #[command(after_help = export::EXAMPLE)]
    Export(export::Options),
    /// Takes an escrow back into a new keyring file
    #[command(after_help = import::EXAMPLE)]
    Import(import::Options),
    /// Makes a standby key primary once every instance has loaded it
    #[command(after_help = promote::EXAMPLE)]
    Promote(promote::Options),
    /// Makes a retired key active again, for rows that came back from a backup
    #[command(after_help = reactivate::EXAMPLE)]
    Reactivate(reactivate::Options),
    /// Seals the file under another key-encryption key; no key changes
    #[command(after_help = reseal::EXAMPLE)]
    Reseal(reseal::Options),
    /// Makes an active key retired once nothing is left under it
    #[command(after_help = retire::EXAMPLE)]
    Retire(retire::Options),
    /// Takes the next step of a rotation: adds a standby key, or promotes the one that is there
    #[command(after_help = rotate::EXAMPLE)]
    Rotate(rotate::Options),
    /// The keys of a keyring with their states, without key material
    #[command(after_help = show::EXAMPLE, visible_alias = "list")]
    Show(show::Options),
    /// Keys of persons, wrapped under the keyring, line by line
    #[command(after_help = subject::EXAMPLE)]
    Subject(subject::Options),
}

pub(crate) fn run(command: &Command) -> ExitCode {
    match command {
        Command::Add(options) => options.output.give(add::run(options)),
        Command::Check(options) => options.output.give(check::run(options)),
        Command::Create(options) => options.output.give(create::run(options)),
        Command::Destroy(options) => options.output.give(destroy::run(options)),
        Command::Discard(options) => options.output.give(discard::run(options)),
        Command::Export(options) => options.output.give(export::run(options)),
        Command::Import(options) => options.output.give(import::run(options)),
        Command::Promote(options) => options.output.give(promote::run(options)),
        Command::Reactivate(options) => options.output.give(reactivate::run(options)),
        Command::Reseal(options) => options.output.give(reseal::run(options)),
        Command::Retire(options) => options.output.give(retire::run(options)),
        Command::Rotate(options) => options.output.give(rotate::run(options)),
        Command::Show(options) => options.output.give(show::run(options)),
        Command::Subject(options) => subject::run(options),
    }
}
