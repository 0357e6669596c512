//! `greffe register …`: the register of processing activities.

mod check;
mod convert;
mod diff;
mod render;
mod schema;

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use greffe::document::Document;
use greffe::register::Register;
use greffe::terms::Lang;

use crate::input::{self, Unusable};
use crate::output::complain;
use crate::refusal::at;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Reads registers and says what is wrong and what is missing
    #[command(after_help = check::EXAMPLE)]
    Check(check::Options),
    /// Reads or writes a register in another format, and says what that format cannot carry
    #[command(after_help = convert::EXAMPLE)]
    Convert(convert::Options),
    /// What changed from one version to the next, in legal terms
    #[command(after_help = diff::EXAMPLE)]
    Diff(diff::Options),
    /// Renders a register for people: a page, Markdown, a table
    #[command(after_help = render::EXAMPLE)]
    Render(render::Options),
    /// Prints the JSON Schema of the register file
    #[command(after_help = schema::EXAMPLE)]
    Schema,
}

pub(crate) fn run(command: &Command) -> ExitCode {
    match command {
        Command::Check(options) => check::run(options),
        Command::Convert(options) => convert::run(options),
        Command::Diff(options) => diff::run(options),
        Command::Render(options) => render::run(options),
        Command::Schema => schema::run(),
    }
}

/// A register with the document that gives its findings their lines.
fn read(file: &Path, json_input: bool) -> Result<(Document, Register), Unusable> {
    let document = input::document(file, json_input)?;
    let register = Register::from_document(&document)?;
    Ok((document, register))
}

/// The same where nothing goes on without it: what is wrong goes to standard error, and the exit status is 2.
fn read_or_refuse(file: &Path, json_input: bool, lang: Lang) -> Result<Register, ExitCode> {
    read(file, json_input)
        .map(|(_, register)| register)
        .map_err(|why| refuse(file, &why.in_language(lang), lang))
}

/// Says what is wrong with a file: exit status 2.
fn refuse(file: &Path, why: &str, lang: Lang) -> ExitCode {
    complain(&at(&file.display().to_string(), why, lang));
    ExitCode::from(2)
}
