//! `greffe retention due --register FILE [--facts FILE]`: which records may go, line by line.

use std::process::ExitCode;

use clap::Args;
use greffe::retention::Verdict;
use serde_json::{Value, json};

use super::code;
use super::session::{self, Governed};
use super::source::Source;
use super::tally::Tally;
use crate::output::{Format, Output, Stream};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe retention due --register register.toml --rule LOG-01/connection --facts logs.jsonl --format json\n\
    A line is a record: {\"key\": 17, \"events\": {\"recorded\": \"2025-11-22\"}}; greffe-retention's FACTS.md has the whole form.\n\
    Prints the records that may be disposed of, all with --all. Nothing is deleted.\n\
    Exit status 1: a line could not be read (its number is on standard error), or a record is undetermined.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    source: Source,
    /// Only records of this rule, such as FAC-01/economic: lines that name it, and lines that name none
    #[arg(long, value_name = "ADDRESS")]
    rule: Option<String>,
    /// Prints every record with its verdict, not only those that may go
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

/// Answers line by line, or says what cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    session::end(options.output, options.answer())
}

impl Options {
    fn answer(&self) -> Result<Tally, Refusal> {
        let mut session = self.source.open(&self.rule, self.output.lang())?;
        let mut out = Stream::new();
        session.each(self.rule.as_deref(), |governed| {
            let verdict = governed.verdict();
            if self.all || verdict.may_dispose() {
                out.line(&self.shown(governed, &verdict));
            }
            Ok(verdict.kind())
        })?;
        out.finish();
        Ok(session.tally)
    }

    fn shown(&self, governed: Governed<'_>, verdict: &Verdict) -> String {
        let (key, address) = (governed.record.key(), governed.address);
        match self.output.format() {
            Format::Json => Value::Object(code::object(key, address, verdict)).to_string(),
            Format::Text => {
                let words = verdict.in_words(self.output.lang());
                format!("{}\t{address}\t{words}", json!(key))
            }
        }
    }
}
