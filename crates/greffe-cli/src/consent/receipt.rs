//! `greffe consent receipt …`: one event as a person receives it, or a receipt held against the ledger.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use greffe::calendar::{DateTime, Utc};
use greffe::consent::receipt::{Controller, Receipt, ReceiptDiffers};
use greffe::consent::{EventId, Policy};
use greffe::document::Words;
use serde_json::json;

use super::asked::HEX;
use super::source::{Events, Sources};
use crate::input;
use crate::option_value;
use crate::output::{Answer, Output, complain, print};
use crate::refusal::{Reason, Refusal, at};

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe consent receipt --policy consent.toml --events ledger.jsonl --event 0123456789abcdef0123456789abcdef \\\n\
    \x20   --controller \"Atelier Hélianthe\" --contact donnees@helianthe.example --withdrawal https://helianthe.example/choices\n\
    Prints JSON-LD in the shape of ISO/IEC TS 27560, with the state of the consent when it was recorded; --as-of tells a later one.\n\
    With --check FILE a receipt is read and held against ledger, policy and controller.\n\
    Of bare events, without links, standard error warns that no chain was verified.\n\
    Exit status: 0; 1 where the receipt differs; 2 where the options or a file cannot be used, or the event is not there.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    sources: Sources,
    /// The event that the receipt is of, 32 hexadecimal digits
    #[arg(long, value_name = "ID", value_parser = event, required_unless_present = "check")]
    event: Option<EventId>,
    /// The controller's name
    #[arg(long, value_name = "NAME")]
    controller: String,
    /// Where the controller is reached
    #[arg(long, value_name = "TEXT")]
    contact: String,
    /// How consent is withdrawn: the address of a page, or words
    #[arg(long, value_name = "TEXT")]
    withdrawal: String,
    /// The controller's postal address
    #[arg(long, value_name = "TEXT")]
    address: Option<String>,
    /// Tell what had become of the consent at this instant, as known then
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant, conflicts_with = "check")]
    as_of: Option<DateTime<Utc>>,
    /// A receipt to hold against the ledger, in the place of writing one
    #[arg(long, value_name = "FILE", conflicts_with = "event")]
    check: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

/// Writes or checks, or says what cannot be used.
pub(crate) fn run(options: &Options) -> ExitCode {
    match options.check {
        Some(_) => options.output.give(options.checked()),
        None => match options.written() {
            Ok(receipt) => {
                print(&format!("{receipt}\n"));
                ExitCode::SUCCESS
            }
            Err(why) => options.output.give(Err(why)),
        },
    }
}

impl Options {
    fn controller(&self) -> Controller {
        let controller = Controller::new(&*self.controller, &*self.contact, &*self.withdrawal);
        match &self.address {
            Some(address) => controller.at_address(address),
            None => controller,
        }
    }

    /// The rules and the events, with a warning where no chain vouches for these.
    fn open(&self, check: Option<&Path>) -> Result<(Policy, Events), Refusal> {
        let (rules, events) = self.sources.open(("--check", check))?;
        let lang = self.output.lang();
        if !events.chained && !events.ledger.is_empty() {
            complain(&at(&self.sources.events(), BARE.in_language(lang), lang));
        }
        self.sources.complain_of_taken_out(&events.ledger, lang);
        Ok((rules.policy, events))
    }

    fn written(&self) -> Result<String, Refusal> {
        let (policy, events) = self.open(None)?;
        let ledger = events.ledger;
        let refused = |why: Reason| Refusal::of("--event", why);
        let event = self.event.ok_or_else(|| refused(HEX.into()))?;
        let (found, _) = ledger.entry(event).ok_or_else(|| refused(UNKNOWN.into()))?;
        let (person, controller) = (found.person(), self.controller());
        let lang = self.output.lang();
        let receipt = Receipt::of(&policy, &ledger, person, event, &controller, lang);
        let receipt = receipt.map_err(|why| refused(why.into()))?;
        let receipt = match self.as_of {
            Some(at) => receipt.as_of(&policy, &ledger, at),
            None => receipt,
        };
        Ok(receipt.to_json_ld())
    }

    fn checked(&self) -> Result<Answer, Refusal> {
        let file = self.check.clone().unwrap_or_default();
        let refused = |why: Reason| Refusal::of(file.display().to_string(), why);
        let (policy, events) = self.open(Some(&file))?;
        let octets = input::octets(&file).map_err(|why| refused(why.into()))?;
        let receipt = Receipt::from_json_ld(&octets).map_err(|why| refused(why.into()))?;
        Ok(
            match receipt.verify_with(&policy, &events.ledger, &self.controller()) {
                Ok(()) => self.agrees(&receipt, events.chained),
                Err(why) => self.differs(&why, events.chained),
            },
        )
    }

    fn agrees(&self, receipt: &Receipt, chained: bool) -> Answer {
        let (event, link) = (receipt.event().id(), receipt.link());
        let words = self.output.lang().pick(
            format!("Le reçu de l’événement {event} s’accorde avec le registre des consentements."),
            format!("The receipt of event {event} agrees with the ledger."),
        );
        let json = json!({
            "agrees": true, "event": event.to_string(), "link": link.to_string(), "chain_verified": chained,
        });
        Answer::new(words, json)
    }

    fn differs(&self, why: &ReceiptDiffers, chained: bool) -> Answer {
        let parts: Vec<_> = why.parts().iter().map(|part| part.code()).collect();
        let json = json!({ "agrees": false, "differs": parts, "chain_verified": chained });
        Answer::undetermined(why.in_language(self.output.lang()), json)
    }
}

fn event(text: &str) -> Result<EventId, Reason> {
    text.parse().map_err(|_| HEX.into())
}

const BARE: Words = Words::new(
    "attention\u{a0}: événements sans chaîne\u{a0}; aucune n’est vérifiée, et le lien du reçu est celui d’une chaîne calculée à l’instant",
    "warning: events without a chain; none is verified, and the receipt’s link is that of a chain computed just now",
);
const UNKNOWN: Words = Words::new(
    "le registre des consentements n’a pas cet événement",
    "the ledger has no such event",
);
