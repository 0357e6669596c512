//! JSON lines back into events: strictly, and without repeating what they say.

use chrono::{DateTime, Utc};
use greffe_document::{Document, DocumentError, Faults, Limits, Node, TableReader, Words};
use greffe_terms::PurposeId;

use super::read_signal::{signal, vendors};
use super::{ContentDigest, Entry, Erasure, ErasureRecord, LONGEST_LINE, LedgerError, Link};
use crate::{
    Authorisation, Consent, Event, EventError, Evidence, ImportedState, Kind, NoticeShown,
    ObjectionTo, Prevailing, SaleKind, Scope,
};

/// The lines of a text with their numbers from 1. Only the line feed ends a line; an empty line is refused by the reader.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let lines = (!text.is_empty()).then(|| text.split('\n'));
    lines
        .into_iter()
        .flatten()
        .zip(1..)
        .map(|(line, number)| (number, line))
}

/// What is read: an entry with its link, an entry without one, or an event without one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Chained,
    Entry,
    Event,
}

/// One line; with its link where lines are chained, without one where they are not.
pub(super) fn line(
    number: usize,
    text: &str,
    form: Form,
) -> Result<(Entry, Option<Link>), LedgerError> {
    let mut limits = Limits::default();
    limits.bytes = LONGEST_LINE;
    let document = Document::from_json_bytes(text.as_bytes(), limits)
        .map_err(|error| LedgerError::unreadable(number, column(&error), &error))?;
    let has = |key| form != Form::Event && document.root().child(key).is_some();
    let chained = form == Form::Chained;
    let faulty = |report| LedgerError::fields(number, report);
    if has("content") {
        let read = document.read_row_with(A_FORGOTTEN_EVENT, |root, faults| {
            forgotten(root, chained, faults)
        });
        let (content, link) = read.map_err(faulty)?;
        return Ok((Entry::Forgotten(content), link));
    }
    if has("erased") {
        let read =
            document.read_row_with(AN_ERASURE, |root, faults| erasure(root, chained, faults));
        let (record, link) = read.map_err(faulty)?;
        return Ok((Entry::Erasure(record), link));
    }
    let read = document.read_row_with(AN_EVENT, |root, faults| event(root, chained, faults));
    let (event, link) = read.map_err(faulty)?;
    let event = event.map_err(|contradiction| LedgerError::contradiction(number, contradiction))?;
    Ok((Entry::Event(event), link))
}

fn forgotten(
    root: &Node,
    chained: bool,
    faults: &mut Faults,
) -> Option<(ContentDigest, Option<Link>)> {
    let mut table = TableReader::open(root, faults)?;
    let content = required(&mut table, "content", HEX_64, faults);
    let link = link(&mut table, chained, faults);
    table.finish(faults);
    Some((content?, link?))
}

fn erasure(
    root: &Node,
    chained: bool,
    faults: &mut Faults,
) -> Option<(ErasureRecord, Option<Link>)> {
    let mut table = TableReader::open(root, faults)?;
    let list = table.required("erased", faults);
    let positions = list.and_then(|node| positions(node, faults));
    let recorded = table.required("recorded", faults);
    let at = recorded.and_then(|node| {
        let at = utc(node, faults)?;
        match crate::event::to_microseconds(at) == at {
            true => Some(at),
            false => faults.invalid(node, MICROSECONDS),
        }
    });
    let decision = required(&mut table, "decision", DECISION, faults);
    let link = link(&mut table, chained, faults);
    table.finish(faults);
    let (at, decision, positions) = (at?, decision?, positions?);
    let record = Erasure::new(at, decision)
        .and_then(|erasure| ErasureRecord::new(erasure, positions))
        .ok();
    // What is wrong beyond the fields is wrong with the list or with the instant; the list was looked at.
    match record {
        Some(record) => Some((record, link?)),
        None => faults.invalid(root, AN_ERASURE),
    }
}

/// Positions from 1, ascending, so that one record has one text.
fn positions(node: &Node, faults: &mut Faults) -> Option<Vec<usize>> {
    let count = node.list(faults)?.len();
    let positions: Vec<usize> = node.list_of(faults, |item, faults| item.number(faults));
    let ascends = positions.is_sorted_by(|one, next| one < next);
    let right = (1..=ErasureRecord::MOST).contains(&count) && !positions.contains(&0);
    match positions.len() == count && ascends && right {
        true => Some(positions),
        false => faults.invalid(node, POSITIONS),
    }
}

/// The outer `None`: it is missing or malformed. The inner one: lines have none.
fn link(table: &mut TableReader<'_>, chained: bool, faults: &mut Faults) -> Option<Option<Link>> {
    match chained {
        true => required(table, "link", HEX_64, faults).map(Some),
        false => Some(None),
    }
}

fn column(error: &DocumentError) -> usize {
    match error {
        DocumentError::Syntax { column, .. }
        | DocumentError::DuplicateKey { column, .. }
        | DocumentError::NumberTooLarge { column, .. } => *column,
        _ => 1,
    }
}

type Read = (Result<Event, EventError>, Option<Link>);

fn event(root: &Node, chained: bool, faults: &mut Faults) -> Option<Read> {
    let mut table = TableReader::open(root, faults)?;
    let id = required(&mut table, "id", HEX_32, faults);
    let person = required(&mut table, "person", HEX_32, faults);
    let occurred = instant(&mut table, "occurred", faults);
    let recorded = instant(&mut table, "recorded", faults);
    let provenance = required(&mut table, "provenance", PROVENANCE, faults);
    let code = table.required("kind", faults);
    let names_purposes = !matches!(
        code.and_then(Node::as_text),
        Some("signal_received" | "device_linked" | "died" | "notice_published")
    );
    let purposes = match names_purposes {
        true => table.required("purposes", faults),
        false => None,
    };
    let purposes = purposes.and_then(|node| scope(node, faults));
    // A table whose kind is unknown has no known keys either: only the kind is reported.
    let kind = kind(&mut table, code?, purposes, faults)?;
    let link = link(&mut table, chained, faults);
    table.finish(faults);
    let event = Event::as_written(id?, person?, (occurred?, recorded?), provenance?, kind?);
    Some((event, link?))
}

/// The outer `None`: the kind is unknown. The inner one: something of it is missing.
fn kind(
    table: &mut TableReader<'_>,
    code: &Node,
    purposes: Option<Scope>,
    faults: &mut Faults,
) -> Option<Option<Kind>> {
    let kind = match code.text(faults)? {
        "requested" => purposes.map(|purposes| Kind::Requested { purposes }),
        "given" => consent(table, purposes, faults).map(Kind::Given),
        "renewed" => consent(table, purposes, faults).map(Kind::Renewed),
        "refused" => purposes.map(|purposes| Kind::Refused { purposes }),
        "withdrawn" => purposes.map(|purposes| Kind::Withdrawn { purposes }),
        "expired" => purposes.map(|purposes| Kind::Expired { purposes }),
        "restricted" => purposes.map(|purposes| Kind::Restricted { purposes }),
        "unrestricted" => purposes.map(|purposes| Kind::Unrestricted { purposes }),
        "confirmed" => required(table, "act", ACT, faults)
            .zip(purposes)
            .map(|(act, purposes)| Kind::Confirmed { act, purposes }),
        "objected" => required::<ObjectionTo>(table, "to", OBJECTION, faults)
            .zip(purposes)
            .map(|(to, purposes)| Kind::Objected { to, purposes }),
        "grounds_decided" => required::<Prevailing>(table, "for", PREVAILING, faults)
            .zip(purposes)
            .map(|(prevails, purposes)| Kind::GroundsDecided { prevails, purposes }),
        "imported" => required::<ImportedState>(table, "state", STATE, faults)
            .zip(purposes)
            .map(|(state, purposes)| Kind::Imported { state, purposes }),
        "sale_recorded" => {
            let refusal_offered = table.required("refusal_offered", faults);
            let refusal_offered = refusal_offered.and_then(|node| node.boolean(faults));
            let sale = required::<SaleKind>(table, "sale", SALE, faults);
            let parts = refusal_offered.zip(sale).zip(purposes);
            parts.map(|((refusal_offered, sale), purposes)| Kind::SaleRecorded {
                refusal_offered,
                sale,
                purposes,
            })
        }
        "parent_authorised" => {
            let evidence = required::<Evidence>(table, "evidence", EVIDENCE, faults);
            let holder = table.required("holder", faults);
            let holder = holder.and_then(|node| node.number::<u8>(faults));
            let parts = consent(table, purposes, faults).zip(evidence).zip(holder);
            parts.map(|((consent, evidence), holder)| {
                Kind::ParentAuthorised(Authorisation::new(consent, evidence).by_holder(holder))
            })
        }
        "died" => Some(Kind::Died),
        "vendors_refused" => vendors(table, "vendors", faults)
            .zip(purposes)
            .map(|(vendors, purposes)| Kind::VendorsRefused { vendors, purposes }),
        "notice_published" => notice(table, faults).map(Kind::NoticePublished),
        "signal_received" => signal(table, faults).map(Kind::SignalReceived),
        "device_linked" => {
            let device = required(table, "device", HEX_32, faults);
            let authenticated = table.required("authenticated", faults);
            let authenticated = authenticated.and_then(|node| node.boolean(faults));
            let informed = table.required("informed", faults);
            let informed = informed.and_then(|node| node.boolean(faults));
            let parts = device.zip(authenticated).zip(informed);
            parts.map(|((device, authenticated), informed)| Kind::DeviceLinked {
                device,
                authenticated,
                informed,
            })
        }
        _ => return faults.invalid(code, KIND),
    };
    Some(kind)
}

fn consent(
    table: &mut TableReader<'_>,
    purposes: Option<Scope>,
    faults: &mut Faults,
) -> Option<Consent> {
    let act = required(table, "act", ACT, faults);
    let shown = notice(table, faults);
    let expires = table.optional("expires");
    let expires = expires.map(|node| utc(node, faults));
    let chosen = table
        .has("vendors")
        .then(|| vendors(table, "vendors", faults));
    let Scope::Only(purposes) = purposes? else {
        return table
            .optional("purposes")
            .and_then(|node| faults.invalid(node, LIST));
    };
    let mut consent = Consent::new(act?, shown?, purposes);
    if let Some(expires) = expires {
        consent = consent.expiring(expires?);
    }
    Some(match chosen {
        Some(vendors) => consent.to_vendors(vendors?),
        None => consent,
    })
}

fn notice(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<NoticeShown> {
    let notice = required(table, "notice", IDENTIFIER, faults);
    let version = table.required("version", faults);
    let version = version.and_then(|node| node.number::<u32>(faults));
    let wording = table.optional("wording");
    let wording = wording.map(|node| node.parse(HEX_64, faults));
    let shown = NoticeShown::new(notice?, version?);
    Some(match wording {
        Some(wording) => shown.worded(wording?),
        None => shown,
    })
}

/// `"all"`, or a list of ids in which none stands twice.
fn scope(node: &Node, faults: &mut Faults) -> Option<Scope> {
    if node.as_text() == Some("all") {
        return Some(Scope::All);
    }
    let Some(items) = node.items() else {
        return faults.wrong_type(node, SCOPE);
    };
    let ids: Vec<PurposeId> = node.list_of(faults, |item, faults| item.parse(IDENTIFIER, faults));
    let scope = Scope::only(ids);
    match &scope {
        Scope::Only(purposes) if purposes.len() == items.len() => Some(scope),
        _ => faults.invalid(node, SCOPE),
    }
}

fn required<T: std::str::FromStr>(
    table: &mut TableReader<'_>,
    key: &'static str,
    expected: Words,
    faults: &mut Faults,
) -> Option<T> {
    let node = table.required(key, faults)?;
    node.parse(expected, faults)
}

fn instant(
    table: &mut TableReader<'_>,
    key: &'static str,
    faults: &mut Faults,
) -> Option<DateTime<Utc>> {
    let node = table.required(key, faults)?;
    utc(node, faults)
}

/// Digits beyond the ninth would be cut, and two lines be one event.
fn utc(node: &Node, faults: &mut Faults) -> Option<DateTime<Utc>> {
    let instant = node.instant(faults)?;
    let fraction = node.as_text().and_then(|text| text.split_once('.'));
    let digits = fraction.map_or(0, |(_, rest)| {
        rest.bytes().take_while(u8::is_ascii_digit).count()
    });
    match digits <= 9 {
        true => Some(instant.with_timezone(&Utc)),
        false => faults.invalid(node, NANOSECONDS),
    }
}

const AN_EVENT: Words = Words::new("un événement", "an event");
const AN_ERASURE: Words = Words::new("la trace d’un effacement", "the record of an erasure");
const DECISION: Words = Words::new(
    "la référence d’une décision\u{a0}: 1 à 64 caractères parmi A-Z a-z 0-9 _ . - /",
    "the reference of a decision: 1 to 64 of A-Z a-z 0-9 _ . - /",
);
const MICROSECONDS: Words = Words::new(
    "un instant à la microseconde près",
    "an instant in whole microseconds",
);
const NANOSECONDS: Words = Words::new(
    "un instant à la nanoseconde près",
    "an instant in whole nanoseconds",
);
const POSITIONS: Words = Words::new(
    "une liste croissante de positions à partir de 1",
    "an ascending list of positions from 1",
);
const A_FORGOTTEN_EVENT: Words = Words::new("un événement oublié", "a forgotten event");
const HEX_32: Words = Words::new(
    "32 chiffres hexadécimaux en minuscules",
    "32 lower-case hexadecimal digits",
);
const HEX_64: Words = Words::new(
    "64 chiffres hexadécimaux en minuscules",
    "64 lower-case hexadecimal digits",
);
const IDENTIFIER: Words = Words::new("un identifiant", "an identifier");
const LIST: Words = Words::new("une liste de finalités", "a list of purposes");
const SCOPE: Words = Words::new(
    "«\u{a0}all\u{a0}» ou une liste d’identifiants sans doublon",
    "`all` or a list of identifiers, each once",
);
const KIND: Words = Words::new("une sorte d’événement", "a kind of event");
const PROVENANCE: Words = Words::new(
    "person, parent, import, signal, operator, guardian, proxy ou heir",
    "person, parent, import, signal, operator, guardian, proxy or heir",
);
const EVIDENCE: Words = Words::new(
    "une preuve de vérification de la liste",
    "an evidence of verification of the list",
);
const ACT: Words = Words::new("un acte de la liste", "an act of the list");
const OBJECTION: Words = Words::new("marketing ou other", "marketing or other");
const PREVAILING: Words = Words::new("controller ou person", "controller or person");
const SALE: Words = Words::new("paid ou free_account", "paid or free_account");
const STATE: Words = Words::new("granted ou denied", "granted or denied");
