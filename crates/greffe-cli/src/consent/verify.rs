//! `greffe consent verify --events FILE [--head LINK] [--policy FILE]`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use greffe::consent::{Ledger, LedgerError, LedgerFault, Link, NoticeFinding, Policy};
use greffe::document::Words;
use greffe::terms::Lang;
use serde_json::{Value, json};

use super::source::{MaybeTerms, text};
use crate::output::{Answer, Output};
use crate::refusal::{Reason, Refusal};

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe consent verify --events ledger.jsonl --head 5f2d…\n\
    Keep the head elsewhere: only it shows lines taken off the end, or a chain that was computed anew.\n\
    With --policy or --register, publications of notices are held against the policy and the consents too.\n\
    Exit status 1: the chain is broken, and the first line that does not follow is named; or publications do not agree.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The chained ledger, one JSON object a line; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
    /// The link that the chain has to end with, 64 hexadecimal digits
    #[arg(long, value_name = "LINK", value_parser = link)]
    head: Option<Link>,
    #[command(flatten)]
    terms: MaybeTerms,
    #[command(flatten)]
    output: Output,
}

/// Verifies, or says what cannot be read.
pub(crate) fn run(options: &Options) -> ExitCode {
    options.output.give(options.answer())
}

impl Options {
    fn answer(&self) -> Result<Answer, Refusal> {
        let policy = self.terms.open()?;
        let text = text(&self.events)?;
        let ledger = match self.head {
            Some(head) => Ledger::from_json_lines_up_to(&text, head),
            None => Ledger::from_json_lines(&text),
        };
        Ok(match ledger {
            Ok(ledger) => self.whole(&ledger, policy.as_ref()),
            Err(why) => self.broken(&why),
        })
    }

    fn whole(&self, ledger: &Ledger, policy: Option<&Policy>) -> Answer {
        let lang = self.output.lang();
        let (events, head) = (ledger.len(), ledger.head());
        let ahead = ledger.quarantined().count();
        let mut words = lang.pick(
            format!("Chaîne intacte\u{a0}: {events} événement(s), dont {ahead} daté(s) après leur enregistrement\u{a0}; fin {head}"),
            format!("Unbroken: {events} event(s), {ahead} of them dated after their recording; head {head}"),
        );
        let mut json = json!({
            "verified": true, "events": events, "dated_ahead": ahead, "head": head.to_string(),
        });
        let Some(policy) = policy else {
            return Answer::new(words, json);
        };
        let findings = policy.audit_notices(ledger);
        for finding in &findings {
            words.push('\n');
            words.push_str(&finding.in_language(lang));
        }
        let found: Vec<_> = findings
            .iter()
            .map(|finding| shown(finding, lang))
            .collect();
        if let Some(json) = json.as_object_mut() {
            json.insert("notices".to_owned(), found.into());
        }
        match findings.is_empty() {
            true => Answer::new(words, json),
            false => Answer::undetermined(words, json),
        }
    }

    fn broken(&self, why: &LedgerError) -> Answer {
        let json = json!({ "verified": false, "line": why.line(), "fault": code(why.fault()) });
        Answer::undetermined(why.in_language(self.output.lang()), json)
    }
}

fn shown(finding: &NoticeFinding, lang: Lang) -> Value {
    json!({
        "fault": finding.fault().code(),
        "notice": finding.notice().as_str(),
        "version": finding.version(),
        "event": finding.event().map(|event| event.to_string()),
        "message": finding.in_language(lang),
    })
}

const fn code(fault: &LedgerFault) -> &'static str {
    match fault {
        LedgerFault::BrokenLink => "broken_link",
        LedgerFault::WrongHead => "wrong_head",
        LedgerFault::IdTaken => "id_taken",
        LedgerFault::DuplicateKey(_) => "duplicate_key",
        LedgerFault::Contradiction(_) => "contradiction",
        LedgerFault::Fields(_) => "fields",
        _ => "unreadable",
    }
}

fn link(text: &str) -> Result<Link, Reason> {
    text.parse().map_err(|_| HEX.into())
}

const HEX: Words = Words::new(
    "on attend 64 chiffres hexadécimaux en minuscules",
    "64 lower-case hexadecimal digits are expected",
);
