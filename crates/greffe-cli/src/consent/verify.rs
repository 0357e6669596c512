//! `greffe consent verify --events FILE [--head LINK] [--kept LINK] [--policy FILE]`

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
pub(crate) const EXAMPLE: &str = "Example: greffe consent verify --events ledger.jsonl --head \"$(cat head.txt)\"\n\
    Keep the head elsewhere: only it shows lines taken off the end, or a chain that was computed anew.\n\
    With --kept, a head of an earlier day is looked for in the chain, and the erasures recorded since are told apart.\n\
    What was forgotten is counted: covered by the record of an erasure further down, or not, and then its line is named.\n\
    With --policy or --register, publications of notices are held against the policy and the consents too.\n\
    Exit status 1: the chain is broken, and the first line that does not follow is named; or the kept link is not in it; or something was forgotten without a record; \
    or publications do not agree.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The chained ledger, one JSON object a line; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
    /// The link that the chain has to end with, 64 hexadecimal digits
    #[arg(long, value_name = "LINK", value_parser = link)]
    head: Option<Link>,
    /// A link that the chain ended with on an earlier day, and that has to be in it still
    #[arg(long, value_name = "LINK", value_parser = link)]
    kept: Option<Link>,
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
            Ok(ledger) => match self.kept.map(|kept| line_of(&ledger, kept)) {
                Some(None) => self.lost(),
                Some(Some(line)) => self.whole(&ledger, policy.as_ref(), Some(line)),
                None => self.whole(&ledger, policy.as_ref(), None),
            },
            Err(why) => self.broken(&why),
        })
    }

    /// What is found where the chain is unbroken; `kept` is the line up to which it was kept.
    fn whole(&self, ledger: &Ledger, policy: Option<&Policy>, kept: Option<usize>) -> Answer {
        let lang = self.output.lang();
        let (events, head) = (
            ledger.len().saturating_sub(ledger.erasures().count()),
            ledger.head(),
        );
        let ahead = ledger.quarantined().count();
        let mut words = lang.pick(
            format!("Chaîne intacte\u{a0}: {events} événement(s), dont {ahead} daté(s) après leur enregistrement\u{a0}; fin {head}"),
            format!("Unbroken: {events} event(s), {ahead} of them dated after their recording; head {head}"),
        );
        let mut json = json!({
            "verified": true, "events": events, "dated_ahead": ahead, "head": head.to_string(),
        });
        let unrecorded = ledger.audit_forgetting();
        self.tell_forgotten(ledger, &unrecorded, &mut words, &mut json);
        if let Some(line) = kept {
            self.tell_since(ledger, line, &mut words, &mut json);
        }
        let findings = policy.map_or_else(Vec::new, |policy| policy.audit_notices(ledger));
        for finding in &findings {
            words.push('\n');
            words.push_str(&finding.in_language(lang));
        }
        let found: Vec<_> = findings
            .iter()
            .map(|finding| shown(finding, lang))
            .collect();
        if let (Some(json), Some(_)) = (json.as_object_mut(), policy) {
            json.insert("notices".to_owned(), found.into());
        }
        match findings.is_empty() && unrecorded.is_empty() {
            true => Answer::new(words, json),
            false => Answer::undetermined(words, json),
        }
    }

    /// How much was forgotten, by which records, and what without one.
    fn tell_forgotten(
        &self,
        ledger: &Ledger,
        unrecorded: &[LedgerError],
        words: &mut String,
        json: &mut Value,
    ) {
        let lang = self.output.lang();
        let (forgotten, uncovered) = (ledger.forgotten(), unrecorded.len());
        let (covered, erasures) = (
            forgotten.saturating_sub(uncovered),
            ledger.erasures().count(),
        );
        if forgotten > 0 {
            words.push('\n');
            words.push_str(&lang.pick(
                format!("Oubliés\u{a0}: {forgotten} événement(s), dont {covered} d’après {erasures} trace(s) d’effacement et {uncovered} sans trace"),
                format!("Forgotten: {forgotten} event(s), {covered} of them by {erasures} erasure record(s), {uncovered} without a record"),
            ));
        }
        for finding in unrecorded {
            words.push('\n');
            words.push_str(&finding.in_language(lang));
        }
        let found: Vec<_> = unrecorded
            .iter()
            .map(|finding| {
                json!({
                    "line": finding.line(),
                    "fault": code(finding.fault()),
                    "message": finding.in_language(lang),
                })
            })
            .collect();
        let records: Vec<_> = ledger
            .erasures()
            .map(|(line, record, _)| {
                json!({
                    "line": line,
                    "recorded": record.erasure().at().to_rfc3339(),
                    "decision": record.erasure().decision().as_str(),
                    "erased": record.positions().collect::<Vec<_>>(),
                })
            })
            .collect();
        if let Some(json) = json.as_object_mut() {
            json.insert("forgotten".to_owned(), forgotten.into());
            json.insert("covered".to_owned(), covered.into());
            json.insert("uncovered".to_owned(), uncovered.into());
            json.insert("erasures".to_owned(), records.into());
            json.insert("findings".to_owned(), found.into());
        }
    }

    /// What was appended after the line of the link that was kept.
    fn tell_since(&self, ledger: &Ledger, line: usize, words: &mut String, json: &mut Value) {
        let appended = ledger.len().saturating_sub(line);
        let since = ledger.erasures().filter(|(record, ..)| *record > line);
        let lines: Vec<usize> = since.map(|(record, ..)| record).collect();
        let records = lines.len();
        words.push('\n');
        words.push_str(&self.output.lang().pick(
            format!("Maillon conservé\u{a0}: ligne {line}\u{a0}; depuis, {appended} ligne(s), dont {records} trace(s) d’effacement"),
            format!("Kept link: line {line}; {appended} line(s) since, {records} of them erasure record(s)"),
        ));
        if let Some(json) = json.as_object_mut() {
            let kept = json!({ "line": line, "appended_since": appended, "erasures_since": lines });
            json.insert("kept".to_owned(), kept);
        }
    }

    fn lost(&self) -> Answer {
        let json = json!({ "verified": false, "line": null, "fault": "kept_link_missing" });
        Answer::undetermined(LOST.in_language(self.output.lang()).to_owned(), json)
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
        LedgerFault::Forgotten => "forgotten",
        LedgerFault::NoErasureRecord => "no_erasure_record",
        LedgerFault::NotErased => "not_erased",
        LedgerFault::ErasureOfNoEvent => "erasure_of_no_event",
        LedgerFault::DuplicateKey(_) => "duplicate_key",
        LedgerFault::Contradiction(_) => "contradiction",
        LedgerFault::Fields(_) => "fields",
        _ => "unreadable",
    }
}

/// The line that ends with the link; 0 for that of an empty chain.
fn line_of(ledger: &Ledger, kept: Link) -> Option<usize> {
    let links = std::iter::once(Link::GENESIS).chain(ledger.chain().map(|(_, link)| *link));
    links
        .zip(0..)
        .find_map(|(link, line)| (link == kept).then_some(line))
}

fn link(text: &str) -> Result<Link, Reason> {
    text.parse().map_err(|_| HEX.into())
}

const LOST: Words = Words::new(
    "le maillon conservé n’est pas dans la chaîne\u{a0}: ce qui le précède a été modifié, déplacé ou retiré",
    "the link that was kept is not in the chain: something before it was changed, moved or taken out",
);
const HEX: Words = Words::new(
    "on attend 64 chiffres hexadécimaux en minuscules",
    "64 lower-case hexadecimal digits are expected",
);
