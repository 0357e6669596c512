//! `greffe consent audience --policy FILE --events FILE --purpose ID --at INSTANT`: who of many may be reached.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use greffe::consent::{Action, PackedLedger, PersonKey, Totals, Verdict};
use greffe::document::Words;
use greffe::terms::Lang;
use serde_json::{Value, json};

use super::asked::Asked;
use super::pseudonyms::Pseudonyms;
use crate::output::{Format, Output, Stream, reader_is_gone, remark};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe consent audience --policy consent.toml --events events.jsonl --purpose newsletter --channel email --at 2026-11-26T10:00:00+01:00 --persons list.txt > kept.tsv\n\
    Prints who may be reached, one a line: everybody in the events, or the pseudonyms of --persons in their order. --all prints the others too, each with its reason.\n\
    How many were kept and dropped, and why, is on standard error; --totals prints that alone.\n\
    Exit status: 0, also where nobody is kept; 1 where a line of --persons is no pseudonym (its number is on standard error, the others are answered); 2 where the options or a file cannot be used.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    asked: Asked,
    /// Only these, one pseudonym of 32 hexadecimal digits a line; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    persons: Option<PathBuf>,
    /// Prints who may not be reached too
    #[arg(long)]
    all: bool,
    /// Prints nothing but how many, and why
    #[arg(long, conflicts_with = "all")]
    totals: bool,
    #[command(flatten)]
    output: Output,
}

/// Answers person by person, or says what cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.end(options.answer())
}

impl Options {
    fn answer(&self) -> Result<ExitCode, Refusal> {
        let lang = self.output.lang();
        let (asked, sources) = (&self.asked, &self.asked.sources);
        let (rules, events) = sources.open(("--persons", self.persons.as_deref()))?;
        sources.complain_of_taken_out(&events.ledger, lang);
        let packed = PackedLedger::try_from(&events.ledger)
            .map_err(|_| Refusal::of(sources.events(), TOO_MANY))?;
        let persons = self.persons.as_deref();
        let mut persons = persons
            .map(|file| Pseudonyms::open(file, lang))
            .transpose()?;
        let policy = &rules.policy;
        let audience = policy.audience_as_known(&packed, asked.topic(), asked.at, asked.known_at());
        let audience = audience.map_err(|why| Refusal::of("--purpose", why));
        // Said in any case: a purpose may be unknown for a gap.
        sources.complain_of(&rules.gaps_of(&asked.purpose).unwrap_or_default(), lang);
        let audience = audience?;
        let mut answers = Answers {
            out: Stream::new(),
            totals: Totals::default(),
            options: self,
        };
        match &mut persons {
            Some(persons) => audience.among(persons).for_each(|row| answers.row(row)),
            None => audience
                .everybody()
                .take_while(|_| !reader_is_gone())
                .for_each(|row| answers.row(row)),
        }
        answers.end();
        let bad = persons.map_or(Ok(0), Pseudonyms::end)?;
        Ok(ExitCode::from(u8::from(bad > 0)))
    }
}

/// The answers as they come out.
struct Answers<'a> {
    out: Stream,
    totals: Totals,
    options: &'a Options,
}

impl Answers<'_> {
    fn row(&mut self, (person, verdict): (PersonKey, Verdict)) {
        self.totals.count(verdict);
        if self.options.totals || !(self.options.all || verdict.is_allowed()) {
            return;
        }
        let lang = self.options.output.lang();
        let (outcome, reason) = (verdict.outcome().code(), verdict.reason());
        self.out.line(&match self.options.output.format() {
            Format::Text => format!("{}\t{outcome}\t{}", person.to_hex(), reason.label(lang)),
            Format::Json => json!({
                "person": person.to_hex(),
                "outcome": outcome,
                "reason": reason.code(),
                "rule": verdict.rule().id(),
                "action": verdict.action().map(Action::code),
            })
            .to_string(),
        });
    }

    fn end(mut self) {
        let lang = self.options.output.lang();
        if !self.options.totals {
            remark(&in_words(&self.totals, lang));
        } else if self.options.output.format() == Format::Json {
            self.out.line(&in_json(&self.totals).to_string());
        } else {
            self.out.line(&in_words(&self.totals, lang));
        }
        self.out.finish();
    }
}

fn in_json(totals: &Totals) -> Value {
    let reasons = totals.by_reason().map(|(reason, count)| {
        json!({ "reason": reason.code(), "rule": reason.rule().id(), "count": count })
    });
    json!({
        "kept": totals.kept(),
        "dropped": totals.dropped(),
        "to_remove": totals.to_remove(),
        "to_erase": totals.to_erase(),
        "reasons": reasons.collect::<Vec<_>>(),
    })
}

fn in_words(totals: &Totals, lang: Lang) -> String {
    let colon = lang.pick("\u{a0}: ", ": ");
    let mut lines = vec![
        format!("{}{colon}{}", lang.pick("retenues", "kept"), totals.kept()),
        format!(
            "{}{colon}{}",
            lang.pick("écartées", "dropped"),
            totals.dropped()
        ),
    ];
    let further = [
        (
            totals.to_remove(),
            lang.pick("à retirer de la liste", "to be taken off the list"),
        ),
        (totals.to_erase(), lang.pick("à effacer", "to be erased")),
    ];
    for (count, label) in further.into_iter().filter(|(count, _)| *count > 0) {
        lines.push(format!("{label}{colon}{count}"));
    }
    for (reason, count) in totals.by_reason() {
        let (rule, label) = (reason.rule(), reason.label(lang));
        lines.push(format!("  {rule}  {label}{colon}{count}"));
    }
    lines.join("\n")
}

const TOO_MANY: Words = Words::new(
    "les événements disent trop de choses différentes",
    "the events say too many different things",
);
