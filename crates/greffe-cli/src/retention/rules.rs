//! `greffe retention rules --register FILE`: the addresses of a register's rules, and what they say.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::source::register;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe retention rules --register register.toml --lang fr\n\
    The addresses are what --rule takes.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The register; TOML, or JSON where the name ends in .json
    #[arg(long, value_name = "FILE")]
    register: PathBuf,
    #[command(flatten)]
    output: Output,
}

/// Lists, or says what is wrong with the file.
pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.give(options.answer())
}

impl Options {
    fn answer(&self) -> Result<Answer, Refusal> {
        let register = register(&self.register, [])?;
        let lang = self.output.lang();
        let unstated = lang.pick("aucune durée indiquée", "no period is stated");
        let (mut lines, mut objects) = (Vec::new(), Vec::new());
        for (address, _, _, rule) in register.rules() {
            let words = rule.map(|rule| rule.in_words(lang));
            let shown = words.as_deref().unwrap_or(unstated);
            lines.push(format!("{address}\t{shown}"));
            objects.push(json!({ "rule": address.to_string(), "text": words }));
        }
        Ok(Answer::new(lines.join("\n"), json!({ "rules": objects })))
    }
}
