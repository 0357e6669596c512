//! `[requests]` and `[backups]`.

use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::{Links, value};
use crate::{
    BackupSeries, CountedFrom, IdentityDocument, RequestChannel, RequestLogEntry, RequestOutcome,
    RequestSuspension, RequestTerms, Right, RightContact,
};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<RequestTerms> {
    let mut fields = Fields::open(node, faults)?;
    let terms = RequestTerms {
        rights: fields.codes("rights", Right::EXPECTED),
        delay: fields.period("delay"),
        counted_from: fields.code("counted_from", CountedFrom::EXPECTED),
        channels: fields.codes("channels", RequestChannel::EXPECTED),
        identity_document: fields.code("identity_document", IdentityDocument::EXPECTED),
        contact: fields.text("contact"),
        contacts: fields
            .optional("contacts", read_contacts)
            .unwrap_or_default(),
    };
    fields.finish();
    Some(terms)
}

fn read_contacts(node: &Node, faults: &mut Faults) -> Option<Vec<RightContact>> {
    let mut fields = Fields::open(node, faults)?;
    let mut contacts = Vec::new();
    for &right in Right::ALL {
        let contact = fields.text(right.code());
        contacts.extend(contact.map(|contact| RightContact { right, contact }));
    }
    fields.finish();
    Some(contacts)
}

/// One request that came in.
pub(super) fn read_entry(
    node: &Node,
    links: &mut Links<'_>,
    faults: &mut Faults,
) -> Option<RequestLogEntry> {
    let mut fields = Fields::open(node, faults)?;
    let id = fields.required("id", |node, faults| {
        let id = value::identifier(node, faults)?;
        match links.requests.insert(id.clone()) {
            true => Some(id),
            false => faults.contradiction(node, DUPLICATE_REQUEST),
        }
    });
    let received = fields.required("received", Node::date);
    let rights = fields.codes("rights", Right::EXPECTED);
    let channel = fields.code("channel", RequestChannel::EXPECTED);
    let suspended = fields.list("suspended", read_suspension);
    let extended = fields.date("extended");
    let answered = fields.date("answered");
    let outcome = fields.code("outcome", RequestOutcome::EXPECTED);
    let reason = fields.text("reason");
    fields.finish();
    let received = received?;
    for (key, day) in [("extended", extended), ("answered", answered)] {
        if day.is_some_and(|day| day < received) {
            return faults.contradiction(node.child(key).unwrap_or(node), BEFORE_IT_CAME);
        }
    }
    if suspended.iter().any(|stop| stop.asked < received) {
        return faults.contradiction(node.child("suspended").unwrap_or(node), BEFORE_IT_CAME);
    }
    Some(RequestLogEntry {
        id: id?,
        received,
        rights,
        channel,
        suspended,
        extended,
        answered,
        outcome,
        reason,
    })
}

fn read_suspension(node: &Node, faults: &mut Faults) -> Option<RequestSuspension> {
    let mut fields = Fields::open(node, faults)?;
    let asked = fields.required("asked", Node::date);
    let answered = fields.date("answered");
    fields.finish();
    let asked = asked?;
    if answered.is_some_and(|day| day < asked) {
        return faults.contradiction(node.child("answered").unwrap_or(node), BEFORE_THE_QUESTION);
    }
    Some(RequestSuspension { asked, answered })
}

/// Series by name, in the order of the file.
pub(super) fn read_backups(node: &Node, faults: &mut Faults) -> Option<Vec<BackupSeries>> {
    let Some(entries) = node.entries() else {
        Fields::open(node, faults)?;
        return None;
    };
    let mut series = Vec::with_capacity(entries.len());
    for entry in entries {
        if !is_series_name(entry.key()) {
            faults.invalid::<()>(entry.node(), value::IDENTIFIER);
        }
        let Some(mut fields) = Fields::open(entry.node(), faults) else {
            continue;
        };
        series.push(BackupSeries {
            name: entry.key().to_owned(),
            every: fields.period("every"),
            keep: fields.period("keep"),
        });
        fields.finish();
    }
    Some(series)
}

fn is_series_name(key: &str) -> bool {
    key.parse::<greffe_terms::EventKind>().is_ok()
}

const DUPLICATE_REQUEST: Words = Words::new(
    "une autre demande porte déjà ce numéro",
    "another request has this number already",
);
const BEFORE_THE_QUESTION: Words = Words::new(
    "ce jour précède celui de la question",
    "the day lies before that of the question",
);
const BEFORE_IT_CAME: Words = Words::new(
    "ce jour précède la réception de la demande",
    "the day lies before the request came in",
);
