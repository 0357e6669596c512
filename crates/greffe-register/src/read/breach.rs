//! `[[breach]]` and `[breach_procedure]`.

use std::str::FromStr;

use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::{Links, value};
use crate::{
    Affected, ApproximateNumber, AvailabilityLoss, Breach, BreachCause, BreachCommunication,
    BreachContext, BreachData, BreachEnd, BreachGravity, BreachImpact, BreachNature, BreachOrigin,
    BreachPeople, BreachProcedure, BreachWaiver, ClientsTold, ConfidentialityLoss, FurtherNotice,
    Identification, IntegrityLoss, NotificationDuty, PersonsList, PersonsTold, PersonsToldWhen,
    SeverityInputs,
};

pub(super) fn read(node: &Node, links: &mut Links<'_>, faults: &mut Faults) -> Option<Breach> {
    let mut fields = Fields::open(node, faults)?;
    let id = fields.required("id", |node, faults| {
        let id = value::identifier(node, faults)?;
        if !links.breaches.insert(id.clone()) {
            return faults.contradiction(node, DUPLICATE_BREACH);
        }
        Some(id)
    });
    let breach = Breach {
        id: id.unwrap_or_default(),
        role: fields.code("role", value::ROLE),
        processings: fields.list("processings", |node, faults| links.processing(node, faults)),
        nature: fields.codes("nature", BreachNature::EXPECTED),
        origin: fields.code("origin", BreachOrigin::EXPECTED),
        cause: fields.code("cause", BreachCause::EXPECTED),
        start: fields.instant("start"),
        end: fields.optional("end", read_end),
        aware: fields.instant("aware"),
        discovered: fields.text("discovered"),
        persons: fields.optional("persons", read_number),
        people: fields.stated_list("people", read_affected::<BreachPeople>),
        records: fields.optional("records", read_number),
        data: fields.stated_list("data", read_affected::<BreachData>),
        consequences: fields.text("consequences"),
        impacts: fields.codes("impacts", BreachImpact::EXPECTED),
        measures: fields.text("measures"),
        gravity: fields.code("gravity", BreachGravity::EXPECTED),
        severity: fields.optional("severity", read_severity),
        notified: fields.instant("notified"),
        authority: fields.text("authority"),
        notification: fields.code("notification", NotificationDuty::EXPECTED),
        notification_reason: fields.text("notification_reason"),
        delay_reason: fields.text("delay_reason"),
        further_notices: fields.list("further_notices", read_further_notice),
        communication: fields.optional("communication", read_communication),
        persons_list: fields.optional("persons_list", read_persons_list),
        processors: fields.list("processors", value::text),
        told_by_processor: fields.instant("told_by_processor"),
        clients_told: fields.instant("clients_told"),
    };
    fields.finish();
    // Without an id there is a fault already.
    (!breach.id.is_empty()).then_some(breach)
}

pub(super) fn read_procedure(node: &Node, faults: &mut Faults) -> Option<BreachProcedure> {
    let mut fields = Fields::open(node, faults)?;
    let procedure = BreachProcedure {
        authority: fields.text("authority"),
        portal: fields.text("portal"),
        authority_within: fields.period("authority_within"),
        alert: fields.text("alert"),
        persons: fields.code("persons", PersonsToldWhen::EXPECTED),
        clients: fields.code("clients", ClientsTold::EXPECTED),
        clients_within: fields.period("clients_within"),
        clients_receive: fields.list("clients_receive", value::text),
    };
    fields.finish();
    Some(procedure)
}

fn read_end(node: &Node, faults: &mut Faults) -> Option<BreachEnd> {
    match node.as_text() {
        Some("ongoing") => Some(BreachEnd::Ongoing),
        _ => node.instant(faults).map(BreachEnd::At),
    }
}

fn read_number(node: &Node, faults: &mut Faults) -> Option<ApproximateNumber> {
    match node.as_text() {
        Some("not_determined") => Some(ApproximateNumber::NotDetermined),
        Some(_) => faults.invalid(node, NUMBER),
        None => node.number(faults).map(ApproximateNumber::About),
    }
}

/// A text that is a code of the list is that code.
fn read_affected<T: FromStr>(node: &Node, faults: &mut Faults) -> Option<Affected<T>> {
    if let Some(listed) = node.as_text().and_then(|text| text.parse().ok()) {
        return Some(Affected::Listed(listed));
    }
    value::text(node, faults).map(Affected::Other)
}

fn read_severity(node: &Node, faults: &mut Faults) -> Option<SeverityInputs> {
    let mut fields = Fields::open(node, faults)?;
    let inputs = SeverityInputs {
        context: fields.optional("context", read_context),
        data: fields.code("data", BreachContext::EXPECTED),
        context_reason: fields.text("context_reason"),
        identification: fields.code("identification", Identification::EXPECTED),
        confidentiality: fields.code("confidentiality", ConfidentialityLoss::EXPECTED),
        integrity: fields.code("integrity", IntegrityLoss::EXPECTED),
        availability: fields.code("availability", AvailabilityLoss::EXPECTED),
        malicious: fields.boolean("malicious"),
        unintelligible: fields.boolean("unintelligible"),
    };
    fields.finish();
    Some(inputs)
}

fn read_context(node: &Node, faults: &mut Faults) -> Option<u8> {
    match node.integer(faults)? {
        score @ 1..=4 => u8::try_from(score).ok(),
        _ => faults.invalid(node, CONTEXT),
    }
}

fn read_further_notice(node: &Node, faults: &mut Faults) -> Option<FurtherNotice> {
    let mut fields = Fields::open(node, faults)?;
    let at = fields.required("at", Node::instant);
    let what = fields.text("what");
    fields.finish();
    Some(FurtherNotice { at: at?, what })
}

fn read_communication(node: &Node, faults: &mut Faults) -> Option<BreachCommunication> {
    let mut fields = Fields::open(node, faults)?;
    let told = fields.required("told", |node, faults| {
        node.parse(PersonsTold::EXPECTED, faults)
    });
    let at = fields.instant("at");
    let means = fields.text("means");
    let waiver = fields.code("waiver", BreachWaiver::EXPECTED);
    let reason = fields.text("reason");
    fields.finish();
    Some(BreachCommunication {
        told: told?,
        at,
        means,
        waiver,
        reason,
    })
}

fn read_persons_list(node: &Node, faults: &mut Faults) -> Option<PersonsList> {
    let mut fields = Fields::open(node, faults)?;
    let place = fields.required("place", value::text);
    let readers = fields.list("readers", value::text);
    fields.finish();
    Some(PersonsList {
        place: place?,
        readers,
    })
}

const DUPLICATE_BREACH: Words = Words::new(
    "une autre violation porte déjà cet identifiant",
    "another breach has this id already",
);
const NUMBER: Words = Words::new(
    "un entier, ou \"not_determined\"",
    "an integer, or \"not_determined\"",
);
const CONTEXT: Words = Words::new("un entier de 1 à 4", "an integer from 1 to 4");
