//! `greffe retention explain --register FILE [--facts FILE]`: why each record stays or goes, step by step.

use std::process::ExitCode;

use clap::Args;
use greffe::retention::{Explanation, Verdict};
use greffe::terms::Citation;
use serde_json::{Value, json};

use super::code;
use super::session::{self, Governed};
use super::source::Source;
use super::tally::Tally;
use crate::output::{Format, Output, Stream};
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
    /// Only records of this rule, such as FAC-01/economic: lines that name it, and lines that name none
    #[arg(long, value_name = "ADDRESS")]
    rule: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// Explains line by line, or says what cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    session::end(options.output, options.answer())
}

impl Options {
    fn answer(&self) -> Result<Tally, Refusal> {
        let mut session = self.source.open(&self.rule, self.output.lang())?;
        let mut out = Stream::new();
        session.each(self.rule.as_deref(), |governed| {
            let verdict = governed.verdict();
            if let Some(why) = governed.explanation() {
                out.line(&self.shown(governed, &verdict, &why));
            }
            Ok(verdict.kind())
        })?;
        out.finish();
        Ok(session.tally)
    }

    fn shown(&self, governed: Governed<'_>, verdict: &Verdict, why: &Explanation<'_>) -> String {
        let lang = self.output.lang();
        let (key, address) = (governed.record.key(), governed.address);
        let change = governed.next_change();
        match self.output.format() {
            Format::Json => {
                let mut object = code::object(key, address, verdict);
                let citations = why.citations();
                let citations: Vec<_> = citations.iter().map(Citation::as_str).collect();
                object.insert("explanation".to_owned(), json!(why.lines(lang)));
                object.insert("citations".to_owned(), json!(citations));
                let readers = why.readers().iter().map(|r| r.in_language(lang));
                let readers: Vec<_> = readers.collect();
                object.insert("readers".to_owned(), json!(readers));
                let change = change.map(|day| day.to_string());
                object.insert("next_change".to_owned(), json!(change));
                Value::Object(object).to_string()
            }
            Format::Text => {
                let mut text = format!("{}\t{address}\n", json!(key));
                for line in why.in_language(lang).lines() {
                    text.push_str("  ");
                    text.push_str(line);
                    text.push('\n');
                }
                let change = match change {
                    Some(day) => {
                        let day = greffe::calendar::date_in_words(day, lang);
                        lang.pick(
                            format!("  Prochain changement\u{a0}: {day}."),
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
