//! The `greffe` command. Exit status: 0 fine, 1 ran to the end with findings or without an answer, 2 usage or unusable input.

mod aside;
mod bounded;
mod clock;
mod completions;
mod consent;
mod deadline;
mod export;
mod field;
mod help;
mod input;
mod key;
mod keyring_option;
mod language;
mod manual;
mod option_value;
mod output;
mod progress;
mod refusal;
mod register;
mod retention;
mod usage;
mod whole_file;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use greffe::terms::Lang;

use crate::language::Language;

#[derive(Parser)]
#[command(
    name = "greffe",
    version,
    about = "The GDPR promises of a register, from a shell",
    after_help = "Example: greffe register check --lang fr register.toml\n\
        Exit status: 0 fine; 1 ran to the end with findings, or without an answer; 2 usage, or unusable input. What each command means by 1 is in its --help."
)]
struct Arguments {
    /// Language of the messages
    #[arg(long, value_enum, default_value = "en", global = true)]
    lang: Language,
    #[command(flatten)]
    quietness: progress::Quietness,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Legal time: when a period ends, and by which articles
    #[command(subcommand)]
    Deadline(DeadlineCommand),
    /// Retention: which records may go, why, and what another rule would change
    #[command(subcommand)]
    Retention(RetentionCommand),
    /// Consent: what may be done, by the events of a ledger
    #[command(subcommand)]
    Consent(consent::Command),
    /// Export: the packages that answer a person, built, verified and opened
    #[command(subcommand)]
    Export(export::Command),
    /// The register of processing activities
    #[command(subcommand)]
    Register(register::Command),
    /// Keyring files: the keys of encrypted fields
    #[command(subcommand)]
    Key(key::Command),
    /// Encrypted fields: values and tokens of a column, line by line
    #[command(subcommand)]
    Field(field::Command),
    /// The script by which a shell completes commands and options
    #[command(after_help = completions::EXAMPLE)]
    Completions(completions::Options),
    /// The manual pages
    #[command(after_help = manual::EXAMPLE)]
    Manual(manual::Options),
}

#[derive(Subcommand)]
enum DeadlineCommand {
    /// When a period ends
    #[command(after_help = deadline::period::EXAMPLE)]
    Period(deadline::period::Options),
    /// By when a person must be answered (GDPR 12)
    #[command(after_help = deadline::request::EXAMPLE)]
    Request(deadline::request::Options),
    /// By when the authority must be told of a breach (GDPR 33)
    #[command(after_help = deadline::breach::EXAMPLE)]
    Breach(deadline::breach::Options),
    /// In which fiscal year a day falls
    #[command(after_help = deadline::fiscal_year::EXAMPLE)]
    FiscalYear(deadline::fiscal_year::Options),
}

#[derive(Subcommand)]
enum RetentionCommand {
    /// Which records may be disposed of
    #[command(after_help = retention::due::EXAMPLE)]
    Due(retention::due::Options),
    /// Why each record stays or goes
    #[command(after_help = retention::explain::EXAMPLE)]
    Explain(retention::explain::Options),
    /// A dry run, and the plan that a purge executes
    #[command(after_help = retention::plan::EXAMPLE)]
    Plan(retention::plan::Options),
    /// The addresses of a register's rules
    #[command(after_help = retention::rules::EXAMPLE)]
    Rules(retention::rules::Options),
    /// What another register or policy would change
    #[command(after_help = retention::simulate::EXAMPLE)]
    Simulate(retention::simulate::Options),
}

fn main() -> ExitCode {
    let parsed = command(usage::lang()).try_get_matches();
    let arguments = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return usage::refuse(&error),
    };
    arguments.quietness.settle();
    let status = run(arguments.command, arguments.lang);
    progress::clear();
    status
}

/// The command with its help in that language.
fn command(lang: Lang) -> clap::Command {
    match lang {
        Lang::Fr => help::in_french(Arguments::command()),
        Lang::En => Arguments::command(),
    }
}

fn run(command: Command, lang: Language) -> ExitCode {
    match command {
        Command::Deadline(DeadlineCommand::Period(options)) => deadline::period::run(&options),
        Command::Deadline(DeadlineCommand::Request(options)) => deadline::request::run(&options),
        Command::Deadline(DeadlineCommand::Breach(options)) => deadline::breach::run(&options),
        Command::Deadline(DeadlineCommand::FiscalYear(options)) => {
            deadline::fiscal_year::run(&options)
        }
        Command::Retention(RetentionCommand::Due(options)) => retention::due::run(&options),
        Command::Retention(RetentionCommand::Explain(options)) => retention::explain::run(&options),
        Command::Retention(RetentionCommand::Plan(options)) => retention::plan::run(&options),
        Command::Retention(RetentionCommand::Rules(options)) => retention::rules::run(&options),
        Command::Retention(RetentionCommand::Simulate(options)) => {
            retention::simulate::run(&options)
        }
        Command::Consent(command) => consent::run(&command),
        Command::Export(command) => export::run(&command),
        Command::Register(command) => register::run(&command),
        Command::Key(command) => key::run(&command),
        Command::Field(command) => field::run(&command),
        Command::Completions(options) => completions::run(&options, self::command(lang.into())),
        Command::Manual(options) => manual::run(&options, self::command(lang.into()), lang.into()),
    }
}
