//! `greffe consent decide --policy FILE --events FILE --purpose ID --at INSTANT`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use greffe::Gap;
use greffe::calendar::{DateTime, Utc};
use greffe::consent::{AgeOfConsent, Decision, Event, Ledger, PersonKey};
use greffe::document::Words;
use greffe::terms::Lang;
use serde_json::{Map, Value, json};

use super::asked::{Asked, HEX};
use super::source::{Rules, context};
use crate::output::{Answer, Format, Output, complain};
use crate::refusal::{Refusal, at};

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe consent decide --policy consent.toml --events events.jsonl --purpose newsletter --channel email --person 000102030405060708090a0b0c0d0e0f --at 2026-11-26T10:00:00+01:00\n\
    Events are JSON lines, chained or bare; `-` reads standard input. Without --person the file must hold the events of one person.\n\
    What is not in --context is unknown, and where a rule depends on it the unknown denies.\n\
    With --register, what the register leaves open of the purpose is on standard error, and in JSON under `gaps`.\n\
    Exit status: 0 whatever the answer, or with --exit-code 0 where it is allowed or nothing is to be asked and 1 where it is denied; 2 where the options or a file cannot be used.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    asked: Asked,
    /// What is known of the person beyond the events; TOML, or JSON where the name ends in .json
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// The person's pseudonym, 32 hexadecimal digits
    #[arg(long, value_name = "ID", value_parser = person)]
    person: Option<PersonKey>,
    /// Exit status 1 where it is denied
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    output: Output,
}

/// Decides, or says what cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    match options.decision() {
        Ok((decision, rules, ledger)) => {
            let shown = options.shown(&decision, &rules, &ledger);
            let status = options.output.give(Ok(shown));
            if options.exit_code && !decision.is_allowed() {
                return ExitCode::from(1);
            }
            status
        }
        Err(why) => options.output.give(Err(why)),
    }
}

impl Options {
    fn decision(&self) -> Result<(Decision, Rules, Ledger), Refusal> {
        let (asked, context_file) = (&self.asked, self.context.as_deref());
        let (rules, events) = asked.sources.open(("--context", context_file))?;
        let ledger = events.ledger;
        let person = match self.person {
            Some(person) => person,
            None => only_person(&ledger).ok_or_else(|| Refusal::of("--person", SEVERAL))?,
        };
        let known = context_file.map(context).transpose()?;
        let mut question = asked.topic().for_person(person);
        if let Some(known) = &known {
            question = question.in_context(known);
        }
        let policy = &rules.policy;
        let decision = policy.decide_as_known(&ledger, question, asked.at, asked.known_at());
        Ok((decision, rules, ledger))
    }

    fn shown(&self, decision: &Decision, rules: &Rules, ledger: &Ledger) -> Answer {
        let (asked, lang) = (&self.asked, self.output.lang());
        let gaps = rules.gaps_of(&asked.purpose);
        let sources = &asked.sources;
        sources.complain_of_taken_out(ledger, lang);
        sources.complain_of(gaps.as_deref().unwrap_or_default(), lang);
        if let Err(unknown) = rules.policy.known_purpose(&asked.purpose) {
            complain(&at("--purpose", &unknown.in_language(lang), lang));
        }
        let explanation = decision.explain(lang);
        let record = decision.record(asked.topic(), asked.at, asked.known_at());
        let record = record.found_in(ledger).by_policy(rules.policy.digest());
        let json = match self.output.format() {
            Format::Text => Value::Null,
            Format::Json => {
                let zone = rules.policy.zone();
                let instant = |instant: DateTime<Utc>| instant.with_timezone(&zone).to_rfc3339();
                let gaps = gaps.map(|gaps| gaps.into_iter().map(|gap| left_open(gap, lang)));
                // What is filed of a decision, and what whoever asks here may see beyond.
                let filed: Result<Map<_, _>, _> = serde_json::from_str(&record.to_json());
                let mut keys = filed.unwrap_or_default();
                let event = decision.deciding_event().map(|id| id.to_string());
                for (key, value) in [
                    ("purpose", json!(asked.purpose)),
                    ("at", json!(instant(asked.at))),
                    ("known_at", json!(instant(asked.known_at()))),
                    ("event", json!(event)),
                    (
                        "ages_of_consent",
                        decision.ages_of_consent().map(age).collect(),
                    ),
                    ("next_change", json!(decision.next_change().map(instant))),
                    ("gaps", json!(gaps.map(Iterator::collect::<Vec<_>>))),
                    ("explanation", json!(explanation)),
                ] {
                    keys.insert(key.to_owned(), value);
                }
                Value::Object(keys)
            }
        };
        Answer::new(explanation, json)
    }
}

fn age(age: AgeOfConsent) -> Value {
    json!({ "country": age.country().as_str(), "age": age.age() })
}

fn left_open(gap: &Gap, lang: Lang) -> Value {
    json!({
        "gap": gap.kind().code(),
        "place": gap.place(),
        "purpose": gap.purpose().map(|purpose| purpose.as_str()),
        "message": gap.kind().label(lang),
    })
}

/// The person of whom all events are; of no events, nobody in particular. What is about nobody has no person.
fn only_person(ledger: &Ledger) -> Option<PersonKey> {
    let events = ledger.entries().map(|(event, _)| event);
    let events = events.filter(|event| !event.kind().is_about_nobody());
    let mut persons = events.map(Event::person);
    let first = persons.next().unwrap_or(PersonKey::from_bytes([0; 16]));
    persons.all(|other| other == first).then_some(first)
}

fn person(text: &str) -> Result<PersonKey, crate::refusal::Reason> {
    text.parse().map_err(|_| HEX.into())
}

const SEVERAL: Words = Words::new(
    "les événements sont de plusieurs personnes\u{a0}: dites laquelle",
    "the events are of several persons: say which",
);
