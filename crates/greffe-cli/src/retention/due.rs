//! `greffe retention due --register FILE [--facts FILE]`: which records may go, line by line.

use std::process::ExitCode;

use clap::Args;
use greffe::register::Register;
use greffe::retention::{Record, Verdict};
use serde_json::Value;

use super::code;
use super::source::Source;
use super::tally::Tally;
use crate::output::{Format, Output, Stream, complain};
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
    /// The rule for lines that do not name one, such as FAC-01/economic
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
    match options.answer() {
        Ok(tally) => {
            complain(&tally.in_language(options.output.lang()));
            tally.status()
        }
        Err(refusal) => options
            .output
            .refuse(&refusal.in_language(options.output.lang())),
    }
}

impl Options {
    fn answer(&self) -> Result<Tally, Refusal> {
        let register = self.source.register()?;
        if let Some(address) = &self.rule {
            register
                .retention(address)
                .map_err(|why| Refusal::of("--rule", why))?;
        }
        let day = self.source.day(&register)?;
        let mut lines = self.source.lines(&register)?;
        let mut out = Stream::new();
        let mut tally = Tally::default();
        let lang = self.output.lang();
        while let Some(line) = lines.next()? {
            let record = match line.record {
                Ok(record) => record,
                Err(why) => {
                    tally.bad_line(line.number, &why, lang);
                    continue;
                }
            };
            match address_of(&record, self.rule.as_deref(), &register) {
                Ok((address, rule)) => {
                    let verdict = rule.evaluate(record.facts(), register.fiscal_years(), day);
                    tally.verdict(verdict.kind());
                    if self.all || verdict.may_dispose() {
                        out.line(&self.shown(&record, address, &verdict));
                    }
                }
                Err(why) => tally.refused(line.number, &why.in_language(lang), lang),
            }
        }
        out.finish();
        Ok(tally)
    }

    fn shown(&self, record: &Record, address: &str, verdict: &Verdict) -> String {
        match self.output.format() {
            Format::Json => Value::Object(code::object(record.key(), address, verdict)).to_string(),
            Format::Text => {
                let key = serde_json::json!(record.key());
                let words = verdict.in_words(self.output.lang());
                format!("{key}\t{address}\t{words}")
            }
        }
    }
}

/// The rule that governs a record: the one that its line names, else the one that was asked for.
pub(super) fn address_of<'a>(
    record: &'a Record,
    asked: Option<&'a str>,
    register: &'a Register,
) -> Result<(&'a str, &'a greffe::retention::Rule), crate::refusal::Reason> {
    let address = record.rule().or(asked).ok_or(NO_RULE)?;
    Ok((address, register.retention(address)?))
}

const NO_RULE: greffe::document::Words = greffe::document::Words::new(
    "la ligne ne nomme pas de règle, et --rule n'en donne pas",
    "the line names no rule, and --rule gives none",
);
