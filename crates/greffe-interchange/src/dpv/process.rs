//! From a `dpv:Process` to a record.

use greffe_register::SubjectKind;
use greffe_terms::ProcessingRef;
use serde_json::{Value, json};

use super::graph::{ONE_TOO_MANY, Parts};
use super::measures::measures;
use super::purposes::purposes;
use super::read::kept_of;
use super::record::SUBJECT;
use super::seen::{NAMES, Read, Record, Seen, labels, one_text, other_classes, unknown};
use super::sharing::{recipients, transfers};
use super::{data, terms};
use crate::bridge::{Kept, Parts as KeptParts};
use crate::loss::words;
use crate::{Loss, LossKind};

/// Reads a process.
pub(super) fn process(
    mut parts: Parts<'_>,
    kept: &mut Option<Kept>,
    seen: &mut Seen,
) -> Read<Value> {
    seen.processes += 1;
    let mut record = Record::new();
    reference(&mut parts, seen, &mut record)?;
    let name = one_text(&mut parts, ["rdfs:label", "dct:title"], seen)?;
    let named = name.is_some();
    let name = name.or_else(|| record.get("ref").cloned());
    seen.put(&mut record, "name", name);
    if !named {
        let place = format!(
            "processing[{}].name",
            record
                .get("ref")
                .and_then(Value::as_str)
                .unwrap_or_default()
        );
        seen.reshaped.push(Loss::new(
            LossKind::Assumed,
            place,
            words(
                "le traitement n’a pas de libellé",
                "the process has no label",
            ),
        ));
    }
    for status in parts.nodes("dpv:hasActivityStatus")? {
        match status.node.terms().find_map(terms::read_status) {
            // Active goes without saying.
            Some(greffe_register::Status::Active) => {}
            Some(status) => seen.put_once(
                &parts,
                "dpv:hasActivityStatus",
                &mut record,
                "status",
                Some(json!(status.code())),
            ),
            None => unknown(&status, "dpv:hasActivityStatus", seen),
        }
    }
    for (key, property) in [("created", "dct:created"), ("updated", "dct:modified")] {
        if let Some(day) = parts.line(property)? {
            seen.put(&mut record, key, Some(json!(day)));
        }
    }
    parties(&mut parts, seen, &mut record)?;
    for (key, property, name) in [
        ("responsible", "dpv:hasResponsibleEntity", "dpv:hasName"),
        ("source", "dpv:hasDataSource", "rdfs:label"),
    ] {
        for mut text in parts.nodes(property)? {
            let words = text.stated(name)?;
            seen.put_once(&text, name, &mut record, key, words);
            text.finish(&mut seen.unplaced);
        }
    }
    for mut place in parts.nodes("dpv:hasStorageCondition")? {
        let words = place.stated("rdfs:label")?;
        seen.put_once(&place, "rdfs:label", &mut record, "storage", words);
        place.finish(&mut seen.unplaced);
    }
    let software = labels(
        &mut parts,
        "dpv:isImplementedUsingTechnology",
        "rdfs:label",
        seen,
    )?;
    seen.put(&mut record, "software", Some(software));
    subjects(&mut parts, seen, &mut record)?;
    purposes(&mut parts, seen, &mut record)?;
    data::personal_data(&mut parts, seen, &mut record)?;
    recipients(&mut parts, seen, &mut record)?;
    transfers(&mut parts, seen, &mut record)?;
    measures(&mut parts, seen, &mut record)?;
    seen.absences(&mut parts, &mut record)?;
    if let Some(text) = parts.line("greffe:record")?.filter(|_| seen.extensions) {
        let place = format!("{}.greffe:record", parts.node.place);
        kept_of(kept, place, seen.limits.kept).take(text, KeptParts::take_record)?;
    }
    parts.finish(&mut seen.unplaced);
    Ok(Value::Object(record))
}

/// `dpv:hasIdentifier`, or the last part of the node's name; else a number.
fn reference(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let given = parts.line("dpv:hasIdentifier")?;
    let of_name = parts
        .node
        .id
        .as_deref()
        .and_then(|id| id.rsplit([':', '/', '#']).next());
    let known = given
        .or(of_name)
        .filter(|id| id.parse::<ProcessingRef>().is_ok());
    let reference = known.map_or_else(|| format!("process-{}", seen.processes), ToOwned::to_owned);
    if known.is_none() {
        seen.reshaped.push(Loss::new(
            LossKind::Reshaped,
            parts.node.place.clone(),
            words(
                "le nœud n’a pas d’identifiant qui puisse être une référence de registre : un numéro le remplace",
                "the node has no identifier that could be a reference of a register: a number takes its place",
            ),
        ));
    }
    record.insert("ref".to_owned(), json!(reference));
    Ok(())
}

/// The organisation's role; other controllers than itself are the clients of a processor.
fn parties(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut clients = Vec::new();
    for mut controller in parts.nodes(CONTROLLER)? {
        if seen.is_organisation(&controller) {
            seen.role(parts, CONTROLLER, record, "controller");
            controller.finish_elsewhere(&mut seen.unplaced);
            continue;
        }
        match one_text(&mut controller, NAMES, seen)? {
            Some(name) => clients.push(name),
            None => unknown(&controller, CONTROLLER, seen),
        }
        controller.finish(&mut seen.unplaced);
    }
    for group in parts.nodes(JOINT_CONTROLLERS)? {
        if seen.is_organisation(&group) {
            seen.role(parts, JOINT_CONTROLLERS, record, "joint_controller");
            group.finish_elsewhere(&mut seen.unplaced);
        } else {
            unknown(&group, JOINT_CONTROLLERS, seen);
        }
    }
    seen.put(record, "clients", Some(Value::Array(clients)));
    Ok(())
}

const CONTROLLER: &str = "dpv:hasDataController";
const JOINT_CONTROLLERS: &str = "dpv:hasJointDataControllers";

fn subjects(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut subjects = Vec::new();
    for mut node in parts.nodes("dpv:hasDataSubject")? {
        match subject(&mut node, seen)? {
            Some(subject) => subjects.push(subject),
            None => unknown(&node, "dpv:hasDataSubject", seen),
        }
        node.finish(&mut seen.unplaced);
    }
    seen.put(record, "subjects", Some(Value::Array(subjects)));
    Ok(())
}

/// A kind of persons, or what they are called; a term that the register has no word for stands under its own name.
fn subject(node: &mut Parts<'_>, seen: &mut Seen) -> Read<Option<Value>> {
    let label = node.text("rdfs:label")?;
    let node = &*node;
    let own = node.node.id.as_deref();
    let own = own.and_then(|id| id.strip_prefix(SUBJECT));
    let kind = own
        .and_then(|code| code.parse::<SubjectKind>().ok())
        .or_else(|| node.node.terms().find_map(terms::read_subject));
    let of_dpv = || node.node.terms().filter(|term| term.starts_with("dpv:"));
    let narrow = of_dpv().find(|term| *term != DATA_SUBJECT);
    let foreign = narrow.or_else(|| of_dpv().next());
    let (subject, taken) = match (kind, label) {
        (Some(kind), label) => {
            if let Some(label) = label.filter(|_| own.is_none()) {
                node.unplaced("rdfs:label", label, ONE_TOO_MANY, &mut seen.unplaced);
            }
            (Some(json!(kind.code())), None)
        }
        (None, Some(label)) => (Some(label), None),
        (None, None) => {
            let name = foreign.and_then(|term| term.strip_prefix("dpv:"));
            (name.map(|name| json!(name)), foreign)
        }
    };
    let is_read = |term: &str| {
        let is_kind = kind.is_some() && terms::read_subject(term) == kind;
        term == DATA_SUBJECT || is_kind || taken == Some(term)
    };
    if subject.is_some() {
        other_classes(node, is_read, seen);
    }
    Ok(subject)
}

/// The class of any person; with nothing narrower beside it, it says no more.
const DATA_SUBJECT: &str = "dpv:DataSubject";
