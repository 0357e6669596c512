//! `greffe consent decide --policy FILE --events FILE --purpose ID --at INSTANT`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use greffe::calendar::{DateTime, Utc};
use greffe::consent::{
    AgeOfConsent, Decision, Event, Ledger, PersonKey, Policy, Question, Topic, VendorId,
};
use greffe::document::Words;
use greffe::terms::Channel;
use serde_json::{Map, Value, json};

use super::source::{Terms, context, ledger};
use crate::option_value;
use crate::output::{Answer, Format, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe consent decide --policy consent.toml --events events.jsonl --purpose newsletter --channel email --at 2026-11-26T10:00:00+01:00\n\
    Events are JSON lines, chained or bare; `-` reads standard input. Without --person the file must hold the events of one person.\n\
    What is not in --context is unknown, and where a rule depends on it the unknown denies.\n\
    Exit status 0 whatever the answer, unless --exit-code: then 1 where it is denied.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    terms: Terms,
    /// The events, one JSON object a line
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
    /// The purpose, by its whole id
    #[arg(long, value_name = "ID")]
    purpose: String,
    /// By which channel the person would be reached
    #[arg(long, value_parser = channels())]
    channel: Option<Channel>,
    /// The vendor that would process, by its number
    #[arg(long, value_name = "NUMBER")]
    vendor: Option<u16>,
    /// What is known of the person beyond the events; TOML, or JSON where the name ends in .json
    #[arg(long, value_name = "FILE")]
    context: Option<PathBuf>,
    /// The person's pseudonym, 32 hexadecimal digits
    #[arg(long, value_name = "ID", value_parser = person)]
    person: Option<PersonKey>,
    /// The instant that is asked about, with its offset
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    at: DateTime<Utc>,
    /// Only what was recorded until this instant counts; --at unless told
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    known_at: Option<DateTime<Utc>>,
    /// Exit status 1 where it is denied
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    output: Output,
}

/// Decides, or says what cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    match options.decision() {
        Ok((decision, policy, ledger)) => {
            let status = options
                .output
                .give(Ok(options.shown(&decision, &policy, &ledger)));
            if options.exit_code && !decision.is_allowed() {
                return ExitCode::from(1);
            }
            status
        }
        Err(why) => options.output.give(Err(why)),
    }
}

impl Options {
    fn known_at(&self) -> DateTime<Utc> {
        self.known_at.unwrap_or(self.at)
    }

    fn decision(&self) -> Result<(Decision, Policy, Ledger), Refusal> {
        let policy = self.terms.open()?;
        let ledger = ledger(&self.events)?;
        let person = match self.person {
            Some(person) => person,
            None => only_person(&ledger).ok_or_else(|| Refusal::of("--person", SEVERAL))?,
        };
        let known = self.context.as_deref().map(context).transpose()?;
        let mut question = self.topic().for_person(person);
        if let Some(known) = &known {
            question = question.in_context(known);
        }
        let decision = policy.decide_as_known(&ledger, question, self.at, self.known_at());
        Ok((decision, policy, ledger))
    }

    fn topic(&self) -> Topic<'_> {
        let mut topic = Question::about(&self.purpose);
        if let Some(channel) = self.channel {
            topic = topic.by(channel);
        }
        if let Some(vendor) = self.vendor {
            topic = topic.through(VendorId::new(vendor));
        }
        topic
    }

    fn shown(&self, decision: &Decision, policy: &Policy, ledger: &Ledger) -> Answer {
        let lang = self.output.lang();
        let explanation = decision.explain(lang);
        let record = decision.record(self.topic(), self.at, self.known_at());
        let record = record.found_in(ledger).by_policy(policy.digest());
        let json = match self.output.format() {
            Format::Text => Value::Null,
            Format::Json => {
                let instant =
                    |instant: DateTime<Utc>| instant.with_timezone(&policy.zone()).to_rfc3339();
                // What is filed of a decision, and what whoever asks here may see beyond.
                let filed: Result<Map<_, _>, _> = serde_json::from_str(&record.to_json());
                let mut keys = filed.unwrap_or_default();
                for (key, value) in [
                    ("purpose", json!(self.purpose)),
                    ("at", json!(instant(self.at))),
                    ("known_at", json!(instant(self.known_at()))),
                    (
                        "event",
                        json!(decision.deciding_event().map(|id| id.to_string())),
                    ),
                    (
                        "ages_of_consent",
                        decision.ages_of_consent().map(age).collect(),
                    ),
                    ("next_change", json!(decision.next_change().map(instant))),
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

pub(super) fn channels() -> impl TypedValueParser<Value = Channel> {
    let codes: Vec<_> = Channel::ALL.iter().map(|channel| channel.code()).collect();
    PossibleValuesParser::new(codes).try_map(|code| {
        code.parse::<Channel>()
            .map_err(|_| crate::refusal::Reason::from(CHANNEL))
    })
}

const SEVERAL: Words = Words::new(
    "les événements sont de plusieurs personnes : dites laquelle",
    "the events are of several persons: say which",
);
pub(super) const HEX: Words = Words::new(
    "on attend 32 chiffres hexadécimaux en minuscules",
    "32 lower-case hexadecimal digits are expected",
);
const CHANNEL: Words = Words::new("on attend un canal", "a channel is expected");
