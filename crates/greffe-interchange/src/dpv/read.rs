//! From nodes to a register.

use greffe_document::Words;
use serde_json::{Map, Value, json};

use super::graph::{Graph, Node, Parts};
use super::process::process;
use super::seen::{NAMES, Seen, one_text};
use super::terms;
use super::write::ORGANISATION;
use crate::bridge::{Kept, Parts as KeptParts, Reading, distinct_purposes};
use crate::loss::{shown, words};
use crate::{ImportError, ImportLimits, Loss, LossKind};

/// Reads a document; without `extensions` as a reader does that knows the terms of DPV alone.
pub(super) fn read(
    document: &Value,
    extensions: bool,
    limits: ImportLimits,
) -> Result<Reading, ImportError> {
    let graph = Graph::read(document, limits.readings)?;
    let organisation = organisation_of(&graph);
    let records = graph.nodes.iter().filter(|node| is_process(node)).count();
    limits.check_records(records)?;
    if organisation.is_none() && records == 0 {
        return Err(ImportError::OtherContent { expected: NOT_DPV });
    }
    let mut seen = Seen::new(extensions, limits, organisation);
    let mut register = Map::new();
    let mut kept = None;
    let mut processes = Vec::new();
    if let Some(mut parts) = organisation.and_then(|index| graph.enter(index)) {
        organisation_node(&mut parts, &mut register, &mut kept, &mut seen)?;
        parts.finish(&mut seen.unplaced);
    }
    for (index, node) in graph.nodes.iter().enumerate() {
        if let Some(parts) = is_process(node).then(|| graph.enter(index)).flatten() {
            processes.push(process(parts, &mut kept, &mut seen)?);
        }
    }
    for node in graph.unseen() {
        Parts::of(&graph, node).unplaced("@type", json!(node.types), NEITHER, &mut seen.unplaced);
    }
    for key in &graph.beside {
        seen.unplaced.push(crate::bridge::Unplaced {
            place: shown(key).to_owned(),
            value: document.get(key).cloned().unwrap_or_default(),
            why: NEITHER,
        });
    }
    graph.within_budget()?;
    if !register.contains_key("organisation") {
        seen.reshaped.push(assumed(
            "organisation.name",
            "le document ne dit pas qui tient le registre",
            "the document does not say who keeps the register",
        ));
        register.insert("organisation".to_owned(), json!({ "name": "?" }));
    }
    for place in distinct_purposes(&mut processes) {
        seen.reshaped.push(Loss::new(
            LossKind::Reshaped,
            place,
            words(
                "une autre finalité du même nom dit autre chose : un numéro les distingue",
                "another purpose of the same name says otherwise: a number tells them apart",
            ),
        ));
    }
    if !processes.is_empty() {
        register.insert("processing".to_owned(), Value::Array(processes));
    }
    Ok(Reading {
        register: Value::Object(register),
        kept,
        unplaced: seen.unplaced,
        reshaped: seen.reshaped,
    })
}

/// The organisation of Greffe's own documents, or the first one there is.
fn organisation_of(graph: &Graph<'_>) -> Option<usize> {
    let is_own = |node: &Node<'_>| node.id.as_deref() == Some(ORGANISATION);
    let is_one = |node: &Node<'_>| {
        ["dpv:Organisation", "dpv:DataController", "dpv:LegalEntity"]
            .iter()
            .any(|class| node.is_a(class))
    };
    let own = graph.nodes.iter().position(is_own);
    own.or_else(|| graph.nodes.iter().position(is_one))
}

fn is_process(node: &Node<'_>) -> bool {
    [
        "dpv:Process",
        "dpv:PersonalDataProcess",
        "dpv:PersonalDataHandling",
    ]
    .iter()
    .any(|class| node.is_a(class))
}

fn assumed(place: &str, fr: &str, en: &str) -> Loss {
    Loss::new(LossKind::Assumed, place.to_owned(), words(fr, en))
}

fn organisation_node(
    parts: &mut Parts<'_>,
    register: &mut Map<String, Value>,
    kept: &mut Option<Kept>,
    seen: &mut Seen,
) -> Result<(), ImportError> {
    let mut organisation = Map::new();
    let name = one_text(parts, NAMES, seen)?;
    if name.is_none() {
        seen.reshaped.push(assumed(
            "organisation.name",
            "l’organisme n’a pas de nom",
            "the organisation has no name",
        ));
    }
    organisation.insert("name".to_owned(), name.unwrap_or_else(|| json!("?")));
    for (key, property) in [
        ("address", "dpv:hasAddress"),
        ("contact", "dpv:hasContact"),
        ("website", "rdfs:seeAlso"),
    ] {
        seen.put(&mut organisation, key, parts.stated(property)?);
    }
    for mut place in parts.nodes("dpv:hasLocation")? {
        let words = place.stated("rdfs:label")?;
        seen.put_once(&place, "rdfs:label", &mut organisation, "location", words);
        place.finish(&mut seen.unplaced);
    }
    for mut officer in parts.nodes("dpv:hasDataProtectionOfficer")? {
        let mut dpo = Map::new();
        seen.put(&mut dpo, "contact", officer.stated("dpv:hasContact")?);
        seen.absences(&mut officer, &mut dpo)?;
        // DPV does not say whether an officer is of the house: then it stays unknown.
        let kind = match seen.extensions {
            true if officer.node.is_a("greffe:External") => Some("external"),
            true if officer.node.is_a("greffe:Internal") => Some("internal"),
            _ => None,
        };
        seen.put(&mut dpo, "kind", kind.map(|kind| json!(kind)));
        seen.put_once(
            &officer,
            "dpv:hasContact",
            &mut organisation,
            "dpo",
            Some(Value::Object(dpo)),
        );
        officer.finish(&mut seen.unplaced);
    }
    seen.absences(parts, &mut organisation)?;
    let mut rights = Vec::new();
    for right in parts.nodes("dpv:hasRight")? {
        match right.node.terms().find_map(terms::read_right) {
            Some(right) => rights.push(right.code()),
            None => right.unplaced(
                "dpv:hasRight",
                json!(right.node.id),
                UNKNOWN,
                &mut seen.unplaced,
            ),
        }
    }
    if !rights.is_empty() {
        register.insert("requests".to_owned(), json!({ "rights": rights }));
    }
    parts.nodes("dpv:hasProcess")?;
    if let Some(rest) = parts.line("greffe:register")?.filter(|_| seen.extensions) {
        let place = format!("{}.greffe:register", parts.node.place);
        kept_of(kept, place, seen.limits.kept).take(rest, KeptParts::take_rest)?;
    }
    register.insert("organisation".to_owned(), Value::Object(organisation));
    Ok(())
}

pub(super) fn kept_of(kept: &mut Option<Kept>, place: String, limit: usize) -> &mut Kept {
    kept.get_or_insert_with(|| Kept::within(limit)).at(place)
}

const NOT_DPV: Words = Words::new(
    "ni `dpv:Process`, ni organisme\u{a0}: ce n’est pas un registre en DPV",
    "no `dpv:Process` and no organisation: it is no register in DPV",
);
const NEITHER: (&str, &str) = (
    "ni l’organisme, ni un traitement, ni une partie de l’un d’eux",
    "neither the organisation nor a process, nor a part of these",
);

/// What a term is that no list of ours has.
pub(super) const UNKNOWN: (&str, &str) = (
    "aucun des termes de DPV que le registre connaisse",
    "none of the terms of DPV that the register knows",
);
