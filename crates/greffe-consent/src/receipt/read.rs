//! A receipt out of JSON-LD: what it says is read, derived anew, and held against the text.

use chrono::{DateTime, Utc};
use greffe_document::{Document, Limits, Node};
use greffe_terms::LegalBasis;

use super::{ConsentState, Controller, PurposeLine, Receipt, ReceiptError, terms};
use crate::{Event, Kind, Scope};

/// The largest receipt, in bytes: far beyond any event's.
const LARGEST: usize = 256 << 10;

const PROCESS: &str = "dpv:hasRecordOfActivity.dpv:hasProcess";

impl Receipt {
    /// Reads a receipt as [`Receipt::to_json_ld`] writes it; spaces and the order of keys are free.
    ///
    /// # Errors
    /// [`ReceiptError`] where a field is missing, or where a part contradicts what the rest says, with its place. Whether the event is
    /// the ledger's is for [`Receipt::verify`] to tell.
    pub fn from_json_ld(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let theirs = document(bytes)?;
        let receipt = receipt(&theirs)?;
        if terms::status(receipt.event.kind()).is_none() {
            return Err(ReceiptError::NotOfConsent);
        }
        if !are_of_event(&receipt.purposes, &receipt.event) {
            return Err(ReceiptError::Contradiction(PROCESS.to_owned()));
        }
        let ours = document(receipt.to_json_ld().as_bytes())?;
        match first_difference(ours.root(), theirs.root()) {
            None => Ok(receipt),
            Some(path) => Err(ReceiptError::Contradiction(path)),
        }
    }
}

pub(super) fn document(bytes: &[u8]) -> Result<Document, ReceiptError> {
    let mut limits = Limits::default();
    limits.bytes = LARGEST;
    Document::from_json_bytes(bytes, limits).map_err(|_| ReceiptError::Unreadable)
}

fn receipt(document: &Document) -> Result<Receipt, ReceiptError> {
    const LINE: &str = "dpv:hasRecordOfActivity.greffe:line";
    const LINK: &str = "dpv:hasRecordOfActivity.greffe:link";
    const LANGUAGE: &str = "dct:language";
    let line = text(document, LINE)?;
    const AS_OF: &str = "dpv:hasRecordOfActivity.greffe:asOf";
    let processes = document.find(PROCESS).and_then(Node::items);
    let purposes: Option<Vec<PurposeLine>> =
        processes.and_then(|items| items.iter().map(purpose).collect());
    let as_of = match document.find(AS_OF) {
        Some(node) => Some(instant(node).ok_or(ReceiptError::Field(AS_OF))?),
        None => None,
    };
    let mut receipt = Receipt {
        event: Event::from_json_line(line).map_err(|_| ReceiptError::Field(LINE))?,
        link: parsed(document, LINK)?,
        purposes: purposes.ok_or(ReceiptError::Field(PROCESS))?,
        controller: controller(document)?,
        lang: parsed(document, LANGUAGE)?,
        told_at: as_of,
    };
    let recorded = receipt.event.recorded();
    let is_consent = receipt.event.kind().consent().is_some();
    if is_consent && as_of.is_none() {
        // Without an instant the states are those at the recording, and where none is told the consent was given.
        receipt.told_at = Some(recorded);
        for line in &mut receipt.purposes {
            line.state.get_or_insert(ConsentState::Given);
        }
    }
    let mut states = receipt.purposes.iter().map(|line| line.state.is_some());
    match states.all(|told| told == is_consent)
        && receipt
            .told_at
            .is_none_or(|at| is_consent && at >= recorded)
    {
        true => Ok(receipt),
        false => Err(ReceiptError::Field(AS_OF)),
    }
}

fn controller(document: &Document) -> Result<Controller, ReceiptError> {
    let controller = Controller::new(
        text(
            document,
            "dpv:hasRecordOfActivity.dpv:hasDataController.dpv:hasName",
        )?,
        text(
            document,
            "dpv:hasRecordOfActivity.dpv:hasDataController.dpv:hasContact",
        )?,
        text(
            document,
            "dpv:hasRecordOfActivity.dpv:hasConsentControl.dpv:hasContact",
        )?,
    );
    let address = document.find("dpv:hasRecordOfActivity.dpv:hasDataController.dpv:hasAddress");
    Ok(match address.and_then(Node::as_text) {
        Some(address) => controller.at_address(address),
        None => controller,
    })
}

fn purpose(process: &Node) -> Option<PurposeLine> {
    let purpose = process.child("dpv:hasPurpose")?;
    let kinds = purpose.child("@type")?.items()?;
    let bases = process.child("dpv:hasLegalBasis")?.items()?;
    let bases: Option<Vec<LegalBasis>> = bases
        .iter()
        .map(|basis| terms::basis_of(basis.child("@id")?.as_text()?))
        .collect();
    let ends = match process.child("dct:valid") {
        Some(ends) => Some(instant(ends)?),
        None => None,
    };
    let state = match process.child("greffe:state") {
        Some(told) => Some(told.child("dct:identifier")?.as_text()?.parse().ok()?),
        None => None,
    };
    let by_signal = match process.child("greffe:meaning") {
        Some(meaning) => Some(meaning.child("dct:identifier")?.as_text()?.parse().ok()?),
        None => None,
    };
    Some(PurposeLine {
        id: purpose.child("dct:identifier")?.as_text()?.parse().ok()?,
        marketing: kinds
            .iter()
            .any(|kind| kind.as_text() == Some("dpv:DirectMarketing")),
        bases: bases?,
        ends,
        by_signal,
        state,
    })
}

/// Whether the processes are those of the event: each purpose that it names and no other, each once; an end only where it is a consent, and none
/// later than that of the act; a meaning only where it is a signal.
fn are_of_event(lines: &[PurposeLine], event: &Event) -> bool {
    let kind = event.kind();
    let is_signal = matches!(kind, Kind::SignalReceived(_));
    let ids = || lines.iter().map(|line| &line.id);
    let named = match kind.purposes() {
        // Which ones are closed by a signal, or meant with all others, the policy says.
        _ if is_signal => !lines.is_empty(),
        Scope::All => true,
        Scope::Only(purposes) => ids().eq(purposes),
    };
    let end_fits = |end: Option<DateTime<Utc>>| match (kind.consent(), end) {
        (None, end) => end.is_none(),
        (Some(consent), end) => consent
            .expires()
            .is_none_or(|last| end.is_some_and(|end| end <= last)),
    };
    let fits = |line: &PurposeLine| line.by_signal.is_some() == is_signal && end_fits(line.ends);
    named && ids().is_sorted_by(|one, next| one < next) && lines.iter().all(fits)
}

fn instant(node: &Node) -> Option<DateTime<Utc>> {
    node.child("@value")?.as_text()?.parse().ok()
}

fn text<'d>(document: &'d Document, path: &'static str) -> Result<&'d str, ReceiptError> {
    let text = document.find(path).and_then(Node::as_text);
    text.ok_or(ReceiptError::Field(path))
}

fn parsed<T: std::str::FromStr>(
    document: &Document,
    path: &'static str,
) -> Result<T, ReceiptError> {
    let text = text(document, path)?;
    text.parse().map_err(|_| ReceiptError::Field(path))
}

/// The path of the first value of `ours` that `theirs` lacks or has otherwise, or of a table or list of which `theirs` has more. Only keys of
/// ours are in it.
fn first_difference(ours: &Node, theirs: &Node) -> Option<String> {
    if let (Some(our), Some(their)) = (ours.entries(), theirs.entries()) {
        let inner = our.iter().find_map(|entry| {
            let path = match theirs.child(entry.key()) {
                Some(theirs) => first_difference(entry.node(), theirs)?,
                None => String::new(),
            };
            Some(below(entry.key(), &path))
        });
        return inner.or_else(|| (our.len() != their.len()).then(String::new));
    }
    if let (Some(our), Some(their)) = (ours.items(), theirs.items()) {
        let mut pairs = our.iter().zip(their).zip(1..);
        let inner = pairs.find_map(|((our, their), number)| {
            let path = first_difference(our, their)?;
            Some(below(&format!("[{number}]"), &path))
        });
        return inner.or_else(|| (our.len() != their.len()).then(String::new));
    }
    (ours.value() != theirs.value()).then(String::new)
}

/// A path such as `dpv:hasProcess[1].dct:valid`.
fn below(step: &str, path: &str) -> String {
    if path.is_empty() || path.starts_with('[') {
        format!("{step}{path}")
    } else {
        format!("{step}.{path}")
    }
}
