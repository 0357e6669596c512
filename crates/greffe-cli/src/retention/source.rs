//! The register, the facts, the day: what every `greffe retention` command is asked with.

use std::path::{Path, PathBuf};

use clap::Args;
use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::retention::Policy;
use greffe::terms::Lang;

use super::lines::Lines;
use super::session::Session;
use super::tally::Tally;
use crate::clock::today;
use crate::input;
use crate::option_value;
use crate::refusal::Refusal;

/// Where rules and facts come from.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// The register whose rules run; TOML, or JSON where the name ends in .json
    #[arg(long, value_name = "FILE")]
    register: PathBuf,
    /// The records with their facts, one JSON object a line; `-` reads standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    facts: PathBuf,
    /// A policy with its versions, in the place of the register's rule for --rule; TOML, or JSON where the name ends in .json
    #[arg(long, value_name = "FILE", requires = "rule")]
    policy: Option<PathBuf>,
    /// The local day for which the question is put; today in the register's zone unless told
    #[arg(long, value_name = "DATE", value_parser = option_value::day)]
    at: Option<NaiveDate>,
}

impl Source {
    /// Opens the register and the facts. The rules that were asked for must be in the register.
    pub(super) fn open<'r>(
        &self,
        rules: impl IntoIterator<Item = &'r String>,
        lang: Lang,
    ) -> Result<Session, Refusal> {
        if self.register.as_os_str() == "-" && self.facts.as_os_str() == "-" {
            return Err(Refusal::of("--facts", ONE_INPUT));
        }
        let register = register(&self.register, rules)?;
        // Only a command may look up the day: the crates are told.
        let day = self.at.map_or_else(|| today(&register), Ok)?;
        Ok(Session {
            lines: Lines::open(&self.facts, register.zone())?,
            register,
            policy: self.policy.as_deref().map(policy).transpose()?,
            day,
            tally: Tally::default(),
            lang,
        })
    }
}

/// A register that has the rules that were asked for.
pub(super) fn register<'r>(
    file: &Path,
    rules: impl IntoIterator<Item = &'r String>,
) -> Result<Register, Refusal> {
    let refused = |why| Refusal::of(file.display().to_string(), why);
    let document = input::document(file, false).map_err(refused)?;
    let register = Register::from_document(&document).map_err(input::Unusable::from);
    let register = register.map_err(refused)?;
    for address in rules {
        register
            .retention(address)
            .map_err(|why| Refusal::of(format!("--rule, {}", file.display()), why))?;
    }
    Ok(register)
}

/// A policy out of a file.
pub(super) fn policy(file: &Path) -> Result<Policy, Refusal> {
    let refused = |why| Refusal::of(file.display().to_string(), why);
    let document = input::document(file, false).map_err(refused)?;
    Policy::from_document(&document).map_err(|error| Refusal::of(file.display().to_string(), error))
}

const ONE_INPUT: greffe::document::Words = greffe::document::Words::new(
    "l’entrée standard est déjà le registre",
    "standard input is the register already",
);
