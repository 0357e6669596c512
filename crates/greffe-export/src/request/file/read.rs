//! From JSON to a request: first everything that is wrong with the keys and values, then the steps.

use std::str::FromStr;

use chrono::NaiveDate;
use greffe_document::{Document, Faults, Node, TableReader, Words};
use greffe_terms::{Citation, Text};

use super::{FORMAT, RequestFileError};
use crate::request::code::Coded;
use crate::request::{
    Asker, ClockPolicy, DueDates, ErasureGround, Event, Evidence, ExtensionReason, Fee, FeeGround,
    FieldName, Forwarding, IdentityQuestion, NoticeResult, ObjectionGround, Occurred, Particulars,
    Power, Refusal, Request, RequestId, RestrictionGround, Right, State, SuspensionReason,
    Transmission, WithdrawnConsent,
};

pub(super) fn request(document: &Document) -> Result<Request, RequestFileError> {
    let read = |root: &Node, faults: &mut Faults| file(root, faults);
    let (mut request, due, events) = document
        .read_row_with(A_REQUEST, read)
        .map_err(RequestFileError::Faults)?;
    let nodes = document.root().child("events").and_then(Node::items);
    for (node, (at, event)) in nodes.unwrap_or_default().iter().zip(events) {
        request
            .apply(at, event)
            .map_err(|error| RequestFileError::Step {
                place: document.place_of(node),
                error,
            })?;
    }
    request.due = due;
    Ok(request)
}

type File = (Request, Option<DueDates>, Vec<(Occurred, Event)>);

fn file(root: &Node, faults: &mut Faults) -> Option<File> {
    let mut table = TableReader::open(root, faults)?;
    let format = table.required("format", faults);
    if let Some(node) = format
        && node.as_text() != Some(FORMAT)
    {
        faults.invalid::<()>(node, THIS_FORMAT);
    }
    let id: Option<RequestId> = table
        .required("id", faults)
        .and_then(|node| node.parse(AN_ID, faults));
    let rights = table.required("rights", faults);
    let rights = rights.and_then(|node| asked(node, faults));
    let received = day(&mut table, "received", faults);
    let posted_node = table.optional("posted");
    let posted = posted_node.and_then(|node| node.date(faults));
    let evidence: Option<Evidence> = optional_code(&mut table, "evidence", faults);
    let asker: Option<Asker> = code(&mut table, "asker", faults);
    let clock: Option<ClockPolicy> = code(&mut table, "clock", faults);
    let due = table.optional("due").and_then(|node| due(node, faults));
    let events = table.required("events", faults);
    let events = events.map(|node| node.list_of(faults, event));
    table.finish(faults);

    let (received, rights) = (received?, rights?);
    let (first, others) = rights.split_first()?;
    let mut request = Request::received(id?, *first, received)
        .asked_by(asker?)
        .counted_by(clock?);
    for right in others {
        request = request.also(*right);
    }
    request.evidence = evidence;
    if let (Some(node), Some(posted)) = (posted_node, posted) {
        if posted > received {
            return faults.contradiction(node, POSTED_AFTER);
        }
        request.posted = Some(posted);
    }
    Some((request, due, events?))
}

fn asked(node: &Node, faults: &mut Faults) -> Option<Vec<Right>> {
    let rights = node.list_of(faults, coded::<Right>);
    let mut sorted = rights.clone();
    sorted.sort_unstable();
    sorted.dedup();
    if node.items().is_some_and(<[Node]>::is_empty) || sorted.len() != rights.len() {
        return faults.invalid(node, SOME_RIGHTS);
    }
    Some(rights)
}

fn due(node: &Node, faults: &mut Faults) -> Option<DueDates> {
    let mut table = TableReader::open(node, faults)?;
    let strict = day(&mut table, "strict", faults);
    let lenient = day(&mut table, "lenient", faults);
    table.finish(faults);
    let (strict, lenient) = (strict?, lenient?);
    if lenient < strict {
        return faults.contradiction(node, LENIENT_BEFORE);
    }
    Some(DueDates { strict, lenient })
}

fn event(node: &Node, faults: &mut Faults) -> Option<(Occurred, Event)> {
    let mut table = TableReader::open(node, faults)?;
    let on = day(&mut table, "on", faults);
    let evidence = optional_code(&mut table, "evidence", faults);
    let kind = table.required("event", faults);
    let event = match kind {
        Some(kind) => content(kind, &mut table, faults),
        // Without its kind nobody knows which keys belong to it.
        None => return None,
    };
    if event.is_some() {
        table.finish(faults);
    }
    Some((Occurred { on: on?, evidence }, event?))
}

fn content(kind: &Node, table: &mut TableReader<'_>, faults: &mut Faults) -> Option<Event> {
    Some(match kind.text(faults)? {
        "reached" => Event::Reached(code::<State>(table, "state", faults)?),
        "specified" => Event::Specified(specified(table, faults)?),
        "power_shown" => power(table, faults)?,
        "identity_asked" => {
            let means = code(table, "means", faults);
            let doubt = optional_code(table, "doubt", faults);
            Event::IdentityAsked(IdentityQuestion {
                means: means?,
                doubt,
            })
        }
        "identity_copy_deleted" => Event::IdentityCopyDeleted,
        "granted" => Event::Granted(code(table, "right", faults)?),
        "partly_granted" => {
            let (right, refusals) = refused(table, faults)?;
            Event::PartlyGranted(right, refusals)
        }
        "refused" => {
            let (right, refusals) = refused(table, faults)?;
            Event::Refused(right, refusals)
        }
        "withdrawn" => Event::Withdrawn(optional_code(table, "right", faults)),
        "fee_announced" => {
            let right = code(table, "right", faults);
            let fee = fee(table, faults);
            Event::FeeAnnounced(right?, fee?)
        }
        "fee_agreed" => Event::FeeAgreed(code(table, "right", faults)?),
        "fee_waived" => Event::FeeWaived(code(table, "right", faults)?),
        "extended" => Event::Extended(code::<ExtensionReason>(table, "reason", faults)?),
        "suspended" => Event::Suspended(code::<SuspensionReason>(table, "reason", faults)?),
        "resumed" => Event::Resumed,
        "forwarded" => Event::Forwarded(code::<Forwarding>(table, "to", faults)?),
        "recipients_named" => {
            let right = code(table, "right", faults);
            let names = table.required("recipients", faults);
            let names = names.map(|node| node.list_of(faults, text));
            Event::RecipientsNamed(right?, names?)
        }
        "recipient_noticed" => {
            let right = code(table, "right", faults);
            let place = table.required("place", faults);
            let place = place.and_then(|node| node.number::<usize>(faults));
            let result = code::<NoticeResult>(table, "result", faults);
            Event::RecipientNoticed(right?, place?, result?)
        }
        "recipients_asked" => Event::RecipientsAsked,
        "recipients_disclosed" => Event::RecipientsDisclosed,
        _ => return faults.invalid(kind, AN_EVENT),
    })
}

fn power(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<Event> {
    let evidence = code(table, "document", faults);
    let may_receive = table.required("may_receive", faults);
    let may_receive = may_receive.and_then(|node| node.boolean(faults));
    let valid_until = table.optional("until").and_then(|node| node.date(faults));
    Some(Event::PowerShown(Power {
        evidence: evidence?,
        valid_until,
        may_receive: may_receive?,
    }))
}

fn specified(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<Particulars> {
    let right = code::<Right>(table, "right", faults);
    let node = table.required("particulars", faults);
    let (right, node) = (right?, node?);
    Some(match right {
        Right::WithdrawConsent => Particulars::Consent(match node.as_text() {
            Some("every") => WithdrawnConsent::Every,
            _ => WithdrawnConsent::For(each(node, A_PURPOSE, faults)),
        }),
        Right::Rectification => {
            Particulars::Rectification(each::<FieldName>(node, A_FIELD, faults))
        }
        Right::Erasure => Particulars::Erasure(coded::<ErasureGround>(node, faults)?),
        Right::Restriction => Particulars::Restriction(coded::<RestrictionGround>(node, faults)?),
        Right::Portability => Particulars::Portability(coded::<Transmission>(node, faults)?),
        Right::Objection => Particulars::Objection(coded::<ObjectionGround>(node, faults)?),
        Right::Access => return faults.contradiction(node, NO_PARTICULARS),
    })
}

fn refused(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<(Right, Vec<Refusal>)> {
    let right = code::<Right>(table, "right", faults);
    let refusals = table.required("refusals", faults);
    let refusals = refusals.map(|node| node.list_of(faults, refusal));
    let (right, refusals) = (right?, refusals?);
    let refusals = refusals.into_iter();
    Some((right, refusals.map(|one| one.of_right(right)).collect()))
}

fn refusal(node: &Node, faults: &mut Faults) -> Option<Refusal> {
    let mut table = TableReader::open(node, faults)?;
    let reason = code(&mut table, "reason", faults);
    let explanation = table.required("explanation", faults);
    let explanation = explanation.and_then(|node| text(node, faults));
    let demonstration = table.optional("demonstration");
    let demonstration = demonstration.and_then(|node| text(node, faults));
    let about = table.optional("about").and_then(|node| text(node, faults));
    let until = table.optional("kept_until");
    let until = until.and_then(|node| node.date(faults));
    let citations = table.required("citations", faults);
    let citations = citations
        .map(|node| node.list_of(faults, |law, faults| law.text(faults).map(Citation::new)));
    table.finish(faults);
    let mut refusal = Refusal::new(reason?, explanation?);
    refusal.demonstration = demonstration;
    refusal.about = about;
    refusal.kept_until = until;
    Some(citations?.into_iter().fold(refusal, Refusal::citing))
}

fn fee(table: &mut TableReader<'_>, faults: &mut Faults) -> Option<Fee> {
    let ground = code::<FeeGround>(table, "ground", faults);
    let cents = table.required("cents", faults);
    let cents = cents.and_then(|node| node.number::<u32>(faults));
    let mut words = |key, faults: &mut Faults| {
        let node = table.required(key, faults)?;
        text(node, faults)
    };
    let (explanation, costs) = (words("explanation", faults), words("costs", faults));
    let demonstration = table.optional("demonstration");
    let demonstration = demonstration.and_then(|node| text(node, faults));
    let mut fee = Fee::new(ground?, cents?, explanation?, costs?);
    fee.demonstration = demonstration;
    Some(fee)
}

fn text(node: &Node, faults: &mut Faults) -> Option<Text> {
    let mut table = TableReader::open(node, faults)?;
    let mut given = |key| {
        let node = table.optional(key)?;
        node.text(faults).map(str::to_owned)
    };
    let (fr, en) = (given("fr"), given("en"));
    table.finish(faults);
    Text::new(fr, en).or_else(|| faults.invalid(node, A_TEXT))
}

fn day(table: &mut TableReader<'_>, key: &'static str, faults: &mut Faults) -> Option<NaiveDate> {
    table
        .required(key, faults)
        .and_then(|node| node.date(faults))
}

fn code<T: Coded>(
    table: &mut TableReader<'_>,
    key: &'static str,
    faults: &mut Faults,
) -> Option<T> {
    let node = table.required(key, faults)?;
    coded(node, faults)
}

fn optional_code<T: Coded>(
    table: &mut TableReader<'_>,
    key: &'static str,
    faults: &mut Faults,
) -> Option<T> {
    let node = table.optional(key)?;
    coded(node, faults)
}

fn coded<T: Coded>(node: &Node, faults: &mut Faults) -> Option<T> {
    T::of_code(node.text(faults)?).or_else(|| faults.invalid(node, T::EXPECTED))
}

fn each<T: FromStr>(node: &Node, expected: Words, faults: &mut Faults) -> Vec<T> {
    node.list_of(faults, |item, faults| item.parse(expected, faults))
}

const A_REQUEST: Words = Words::new("une demande", "a request");
const THIS_FORMAT: Words = Words::new("`greffe-request-1`", "`greffe-request-1`");
const AN_ID: Words = Words::new(
    "un identifiant de 1 à 64 caractères parmi A-Z a-z 0-9 _ . -",
    "an id of 1 to 64 of A-Z a-z 0-9 _ . -",
);
const SOME_RIGHTS: Words = Words::new(
    "une liste de droits, chacun une fois",
    "a list of rights, each of them once",
);
const A_PURPOSE: Words = Words::new("l’identifiant d’une finalité", "the id of a purpose");
const A_FIELD: Words = Words::new("le nom d’un champ", "the name of a field");
const A_TEXT: Words = Words::new(
    "un texte en français (`fr`), en anglais (`en`) ou dans les deux",
    "a text in French (`fr`), in English (`en`) or in both",
);
const AN_EVENT: Words = Words::new("un événement de la liste", "an event of the list");
const NO_PARTICULARS: Words = Words::new(
    "l’accès porte sur toutes les données et n’a pas de précisions",
    "access is to all data and has no particulars",
);
const LENIENT_BEFORE: Words = Words::new(
    "l’échéance la plus tardive précède l’échéance stricte",
    "the lenient day is before the strict one",
);
const POSTED_AFTER: Words = Words::new(
    "le cachet de la poste est postérieur à la réception",
    "the postmark is later than the receipt",
);
