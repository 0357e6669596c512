//! Contracts, clients, systems and requests as JSON.

use std::collections::BTreeMap;

use super::object::{Json, ToJson};
use crate::{
    Application, AutomatedDecision, Clause, ClauseState, Client, Contract, EndOfServices,
    JointController, LinkedDocument, Platform, RequestLogEntry, RequestSuspension, RightContact,
    SubProcessor,
};

impl ToJson for Contract {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("id", &self.id)
            .with("party", &self.party)
            .with_code("party_is", self.party_is)
            .with_optional_code("country", self.country)
            .with("subject", &self.subject)
            .with("duration", &self.duration)
            .with("data", &self.data)
            .with("subjects", &self.subjects)
            .with_json("clauses", clauses(&self.clauses))
            .with(
                "infringing_instruction_alert",
                &self.infringing_instruction_alert,
            )
            .with_optional_code("authorisation", self.authorisation)
            .with("flow_down", &self.flow_down)
            .with_optional_code("form", self.form)
            .with("signed", &self.signed)
            .with("expires", &self.expires)
            .with("sub_processors", &self.sub_processors)
            .with_codes("processings", &self.processings)
            .with("document", &self.document)
            .with("note", &self.note);
        Some(object)
    }
}

fn clauses(clauses: &BTreeMap<Clause, ClauseState>) -> Option<Json<'_>> {
    if clauses.is_empty() {
        return None;
    }
    let object = clauses
        .iter()
        .fold(Json::object(), |object, (clause, state)| {
            let state = match state {
                ClauseState::Present => Some(Json::Flag(true)),
                ClauseState::Missing => Some(Json::Flag(false)),
                ClauseState::Described(text) => text.json(),
            };
            object.with_json(clause.code(), state)
        });
    Some(object)
}

impl ToJson for SubProcessor {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with_optional_code("country", self.country)
            .with("what", &self.what)
            .with("authorised", &self.authorised)
            .with("bound", &self.bound);
        Some(object)
    }
}

impl ToJson for Client {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with_flag("category", self.is_category, false)
            .with("contact", &self.contact)
            .with("representative", &self.representative)
            .with("dpo", &self.dpo)
            .with("record", &self.record);
        Some(object)
    }
}

impl ToJson for JointController {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with("contact", &self.contact)
            .with("arrangement", &self.arrangement)
            .with("essence_available", &self.essence_available);
        Some(object)
    }
}

impl ToJson for EndOfServices {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_code("fate", self.fate)
            .with("within", &self.within)
            .with("extensible", &self.extensible)
            .with("note", &self.note);
        Some(object)
    }
}

impl ToJson for AutomatedDecision {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("what", &self.what)
            .with("logic", &self.logic)
            .with("consequences", &self.consequences)
            .with_optional_code("ground", self.ground)
            .with("human_review", &self.human_review);
        Some(object)
    }
}

impl ToJson for LinkedDocument {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("title", &self.title)
            .with("place", &self.place)
            .with("dated", &self.dated)
            .with_flag("internal", self.internal, true);
        Some(object)
    }
}

impl ToJson for Application {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with("what", &self.what)
            .with("provider", &self.provider)
            .with("hosting", &self.hosting)
            .with_codes("processings", &self.processings);
        Some(object)
    }
}

impl ToJson for Platform {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with("compliance", &self.compliance)
            .with("assessed", &self.assessed)
            .with("action", &self.action)
            .with("due", &self.due)
            .with("note", &self.note);
        Some(object)
    }
}

impl ToJson for RequestLogEntry {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("id", &self.id)
            .with("received", &self.received)
            .with_codes("rights", &self.rights)
            .with_optional_code("channel", self.channel)
            .with("suspended", &self.suspended)
            .with("extended", &self.extended)
            .with("answered", &self.answered)
            .with_optional_code("outcome", self.outcome)
            .with("reason", &self.reason);
        Some(object)
    }
}

impl ToJson for RequestSuspension {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("asked", &self.asked)
            .with("answered", &self.answered);
        Some(object)
    }
}

/// A table by right.
pub(super) fn contacts(contacts: &[RightContact]) -> Option<Json<'_>> {
    if contacts.is_empty() {
        return None;
    }
    let object = contacts.iter().fold(Json::object(), |object, found| {
        object.with(found.right.code(), &found.contact)
    });
    Some(object)
}
