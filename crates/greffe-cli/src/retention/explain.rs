//! `greffe retention explain --register FILE [--facts FILE]`: why each record stays or goes, step by step.

use std::process::ExitCode;

use clap::Args;
use greffe::calendar::NaiveDate;
use greffe::register::Register;
use greffe::retention::{Record, Rule};
use greffe::terms::Citation;
use serde_json::{Value, json};

use super::code;
use super::due::address_of;
use super::source::Source;
use super::tally::Tally;
use crate::output::{Format, Output, Stream, complain};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: echo '{\"key\":1,\"events\":{\"last_operation\":\"2026-02-01\"}}' | greffe retention explain --register register.toml --rule FAC-01/economic --at 2026-11-23\n\
    Prints for each record the rule, the events, the arithmetic, the sources and the verdict, and when it will change by itself.\n\
    Exit status 1: a line could not be read (its number is on standard error), or a record is undetermined.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    source: Source,
    /// The rule for lines that do not name one, such as FAC-01/economic
    #[arg(long, value_name = "ADDRESS")]
    rule: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// Explains line by line, or says what cannot be used.
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
                    out.line(&self.shown(&record, address, rule, &register, day));
                }
                Err(why) => tally.refused(line.number, &why.in_language(lang), lang),
            }
        }
        out.finish();
        Ok(tally)
    }

    fn shown(
        &self,
        record: &Record,
        address: &str,
        rule: &Rule,
        register: &Register,
        day: NaiveDate,
    ) -> String {
        let lang = self.output.lang();
        let years = register.fiscal_years();
        let why = rule.explain(record.facts(), years, day);
        let change = rule.next_change(record.facts(), years, day);
        match self.output.format() {
            Format::Json => {
                let mut object = code::object(record.key(), address, &why.verdict());
                let citations = why.citations();
                let citations: Vec<_> = citations.iter().map(Citation::as_str).collect();
                object.insert("explanation".to_owned(), json!(why.lines(lang)));
                object.insert("citations".to_owned(), json!(citations));
                let change = change.map(|day| day.to_string());
                object.insert("next_change".to_owned(), json!(change));
                Value::Object(object).to_string()
            }
            Format::Text => {
                let key = json!(record.key());
                let mut text = format!("{key}\t{address}\n");
                for line in why.in_language(lang).lines() {
                    text.push_str("  ");
                    text.push_str(line);
                    text.push('\n');
                }
                let change = match change {
                    Some(day) => {
                        let day = greffe::calendar::date_in_words(day, lang);
                        lang.pick(
                            format!("  Prochain changement : {day}."),
                            format!("  Next change: {day}."),
                        )
                    }
                    None => lang
                        .pick(
                            "  Aucun changement sans fait nouveau.",
                            "  No change without a new fact.",
                        )
                        .to_owned(),
                };
                text.push_str(&change);
                text
            }
        }
    }
}
