//! The `greffe` command. Exit status: 0 fine, 1 ran to the end with findings, 2 usage or unusable input.

mod register_check;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "greffe",
    version,
    about = "The GDPR promises of a register, from a shell"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The register of processing activities
    #[command(subcommand)]
    Register(RegisterCommand),
}

#[derive(Subcommand)]
enum RegisterCommand {
    /// Reads registers and says what is wrong and what is missing
    #[command(after_help = register_check::EXAMPLE)]
    Check(register_check::Options),
}

fn main() -> ExitCode {
    let Command::Register(RegisterCommand::Check(options)) = Arguments::parse().command;
    register_check::run(&options)
}
