//! `greffe consent receipt …`: one event as a person receives it, or a receipt held against the ledger.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use greffe::consent::EventId;
use greffe::consent::receipt::{Controller, Receipt, ReceiptDiffers};
use greffe::document::Words;
use serde_json::json;

use super::source::{Terms, ledger};
use crate::input;
use crate::output::{Answer, Output, print};
use crate::refusal::{Reason, Refusal};

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe consent receipt --policy consent.toml --events ledger.jsonl --event 0123456789abcdef0123456789abcdef \\\n\
    \x20   --controller \"Atelier Hélianthe\" --contact donnees@helianthe.example --withdrawal https://helianthe.example/choices\n\
    Prints JSON-LD in the shape of ISO/IEC TS 27560. With --check FILE a receipt is read and held against ledger, policy and controller:\n\
    exit status 1 where it differs.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    terms: Terms,
    /// The ledger, one JSON object a line
    #[arg(long, value_name = "FILE")]
    events: PathBuf,
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

    fn written(&self) -> Result<String, Refusal> {
        let (policy, ledger) = (self.terms.open()?, ledger(&self.events)?);
        let refused = |why: Reason| Refusal::of("--event", why);
        let event = self.event.ok_or_else(|| refused(HEX.into()))?;
        let (found, _) = ledger.entry(event).ok_or_else(|| refused(UNKNOWN.into()))?;
        let (person, controller) = (found.person(), self.controller());
        let lang = self.output.lang();
        let receipt = Receipt::of(&policy, &ledger, person, event, &controller, lang);
        let receipt = receipt.map_err(|why| refused(why.into()))?;
        Ok(receipt.to_json_ld())
    }

    fn checked(&self) -> Result<Answer, Refusal> {
        let file = self.check.clone().unwrap_or_default();
        let refused = |why: Reason| Refusal::of(file.display().to_string(), why);
        let (policy, ledger) = (self.terms.open()?, ledger(&self.events)?);
        let octets = input::octets(&file).map_err(|why| refused(why.into()))?;
        let receipt = Receipt::from_json_ld(&octets).map_err(|why| refused(why.into()))?;
        Ok(
            match receipt.verify_with(&policy, &ledger, &self.controller()) {
                Ok(()) => self.agrees(&receipt),
                Err(why) => self.differs(&why),
            },
        )
    }

    fn agrees(&self, receipt: &Receipt) -> Answer {
        let (event, link) = (receipt.event().id(), receipt.link());
        let words = self.output.lang().pick(
            format!("Le reçu de l’événement {event} s’accorde avec le registre des consentements."),
            format!("The receipt of event {event} agrees with the ledger."),
        );
        let json = json!({ "agrees": true, "event": event.to_string(), "link": link.to_string() });
        Answer::new(words, json)
    }

    fn differs(&self, why: &ReceiptDiffers) -> Answer {
        let parts: Vec<_> = why.parts().iter().map(|part| part.code()).collect();
        let json = json!({ "agrees": false, "differs": parts });
        Answer::undetermined(why.in_language(self.output.lang()), json)
    }
}

fn event(text: &str) -> Result<EventId, Reason> {
    text.parse().map_err(|_| HEX.into())
}

const HEX: Words = Words::new(
    "on attend 32 chiffres hexadécimaux en minuscules",
    "32 lower-case hexadecimal digits are expected",
);
const UNKNOWN: Words = Words::new(
    "le registre des consentements n’a pas cet événement",
    "the ledger has no such event",
);
