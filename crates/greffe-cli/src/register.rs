//! `greffe register …`: the register of processing activities.

mod check;
mod render;
mod schema;

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use greffe::document::Document;
use greffe::register::Register;

use crate::input::{self, Unusable};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Reads registers and says what is wrong and what is missing
    #[command(after_help = check::EXAMPLE)]
    Check(check::Options),
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
