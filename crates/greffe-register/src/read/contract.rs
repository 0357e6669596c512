//! `[[contract]]`.

use std::collections::BTreeMap;

use greffe_document::{Faults, Node, Value, Words};

use super::fields::Fields;
use super::{Links, value};
use crate::{Authorisation, Clause, ClauseState, Contract, ContractForm, PartyRole, SubProcessor};

pub(super) fn read(node: &Node, links: &mut Links<'_>, faults: &mut Faults) -> Option<Contract> {
    let mut fields = Fields::open(node, faults)?;
    let id = fields.required("id", |node, faults| read_id(node, links, faults));
    let party = fields.required("party", value::text);
    let party_is = fields.required("party_is", |node, faults| {
        node.parse(PartyRole::EXPECTED, faults)
    });
    let country = fields.optional("country", value::country);
    let subject = fields.text("subject");
    let duration = fields.text("duration");
    let data = fields.text("data");
    let subjects = fields.text("subjects");
    let clauses = fields.optional("clauses", read_clauses);
    let infringing_instruction_alert = fields.boolean("infringing_instruction_alert");
    let authorisation = fields.code("authorisation", Authorisation::EXPECTED);
    let flow_down = fields.boolean("flow_down");
    let form = fields.code("form", ContractForm::EXPECTED);
    let signed = fields.date("signed");
    let expires = fields.stated("expires", Node::date);
    let sub_processors = fields.stated_list("sub_processors", read_sub_processor);
    let processings = fields.list("processings", |node, faults| links.processing(node, faults));
    let document = fields.text("document");
    let note = fields.text("note");
    fields.finish();
    Some(Contract {
        id: id?,
        party: party?,
        party_is: party_is?,
        country,
        subject,
        duration,
        data,
        subjects,
        clauses: clauses.unwrap_or_default(),
        infringing_instruction_alert,
        authorisation,
        flow_down,
        form,
        signed,
        expires,
        sub_processors,
        processings,
        document,
        note,
    })
}

fn read_id(node: &Node, links: &mut Links<'_>, faults: &mut Faults) -> Option<String> {
    let id = value::identifier(node, faults)?;
    if !links.read_contracts.insert(id.clone()) {
        return faults.contradiction(node, DUPLICATE_ID);
    }
    Some(id)
}

fn read_clauses(node: &Node, faults: &mut Faults) -> Option<BTreeMap<Clause, ClauseState>> {
    let mut fields = Fields::open(node, faults)?;
    let mut clauses = BTreeMap::new();
    for &clause in Clause::ALL {
        if let Some(state) = fields.optional(clause.code(), read_state) {
            clauses.insert(clause, state);
        }
    }
    fields.finish();
    Some(clauses)
}

fn read_state(node: &Node, faults: &mut Faults) -> Option<ClauseState> {
    match node.value() {
        Value::Boolean(true) => Some(ClauseState::Present),
        Value::Boolean(false) => Some(ClauseState::Missing),
        Value::String(_) | Value::Table(_) => value::text(node, faults).map(ClauseState::Described),
        _ => faults.wrong_type(node, STATE),
    }
}

fn read_sub_processor(node: &Node, faults: &mut Faults) -> Option<SubProcessor> {
    if node.child("name").is_none() {
        return value::text(node, faults).map(|name| SubProcessor {
            name,
            country: None,
            what: None,
            authorised: None,
            bound: None,
        });
    }
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let country = fields.optional("country", value::country);
    let what = fields.text("what");
    let authorised = fields.date("authorised");
    let bound = fields.boolean("bound");
    fields.finish();
    Some(SubProcessor {
        name: name?,
        country,
        what,
        authorised,
        bound,
    })
}

const STATE: Words = Words::new("`true`, `false` ou un texte", "`true`, `false` or a text");
const DUPLICATE_ID: Words = Words::new(
    "un autre contrat porte déjà cet identifiant",
    "another contract has this id already",
);
