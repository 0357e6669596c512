//! From a `dpv:Process` to a record.

use greffe_register::SubjectKind;
use greffe_terms::{LegalBasis, ProcessingRef, PurposeId, TransferTool};
use serde_json::{Map, Value, json};

use super::graph::{Node, ONE_TOO_MANY, Parts};
use super::read::{UNKNOWN, kept_of};
use super::record::{PURPOSE, SUBJECT};
use super::write::ORGANISATION;
use super::{data, terms};
use crate::bridge::{Kept, Parts as KeptParts, Unplaced};
use crate::loss::words;
use crate::{ImportError, ImportLimits, Loss, LossKind};

/// What was seen on the way.
pub(super) struct Seen {
    /// Whether Greffe's own properties are read.
    pub(super) extensions: bool,
    pub(super) limits: ImportLimits,
    pub(super) unplaced: Vec<Unplaced>,
    pub(super) reshaped: Vec<Loss>,
    processes: usize,
}

pub(super) type Record = Map<String, Value>;
pub(super) type Read<T = ()> = Result<T, ImportError>;

impl Seen {
    pub(super) const fn new(extensions: bool, limits: ImportLimits) -> Self {
        Self {
            extensions,
            limits,
            unplaced: Vec::new(),
            reshaped: Vec::new(),
            processes: 0,
        }
    }

    pub(super) fn put(&self, object: &mut Record, key: &str, value: Option<Value>) {
        let says_something = |value: &Value| value.as_array().is_none_or(|items| !items.is_empty());
        if let Some(value) = value.filter(says_something) {
            object.insert(key.to_owned(), value);
        }
    }

    /// The same where the document may hold several and the register has a place for one.
    pub(super) fn put_once(
        &mut self,
        parts: &Parts<'_>,
        property: &str,
        object: &mut Record,
        key: &str,
        value: Option<Value>,
    ) {
        match value {
            Some(value) if object.contains_key(key) => {
                parts.unplaced(property, value, ONE_TOO_MANY, &mut self.unplaced);
            }
            value => self.put(object, key, value),
        }
    }

    /// What is stated to be absent, under keys such as `transfers` or `recipients.external`. A value that stands there goes first.
    pub(super) fn absences(&self, parts: &mut Parts<'_>, object: &mut Record) -> Read {
        for (property, word) in [
            ("greffe:none", "none"),
            ("greffe:notApplicable", "not_applicable"),
        ] {
            for key in parts.literals(property)? {
                if !self.extensions {
                    continue;
                }
                let (table, key) = key.text.split_once('.').unwrap_or(("", &key.text));
                let object = if table.is_empty() {
                    Some(&mut *object)
                } else {
                    let table = object.entry(table).or_insert_with(|| json!({}));
                    table.as_object_mut()
                };
                if let Some(object) = object {
                    object.entry(key).or_insert_with(|| json!(word));
                }
            }
        }
        Ok(())
    }
}

/// Reads a process.
pub(super) fn process(
    mut parts: Parts<'_>,
    kept: &mut Option<Kept>,
    seen: &mut Seen,
) -> Read<Value> {
    seen.processes += 1;
    let mut record = Record::new();
    reference(&mut parts, seen, &mut record)?;
    let name = parts.text("rdfs:label")?.or(parts.text("dct:title")?);
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

pub(super) fn unknown(parts: &Parts<'_>, property: &str, seen: &mut Seen) {
    let terms: Vec<_> = parts.node.terms().collect();
    parts.unplaced(property, json!(terms), UNKNOWN, &mut seen.unplaced);
}

fn is_organisation(parts: &Parts<'_>) -> bool {
    parts.node.id.as_deref() == Some(ORGANISATION)
}

/// The organisation's role; other controllers than itself are the clients of a processor.
fn parties(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut clients = Vec::new();
    for mut controller in parts.nodes("dpv:hasDataController")? {
        if is_organisation(&controller) {
            record.insert("role".to_owned(), json!("controller"));
        } else {
            clients.extend(controller.text("dpv:hasName")?);
            controller.finish(&mut seen.unplaced);
        }
    }
    for group in parts.nodes("dpv:hasJointDataControllers")? {
        if is_organisation(&group) {
            record.insert("role".to_owned(), json!("joint_controller"));
        } else {
            unknown(&group, "dpv:hasJointDataControllers", seen);
        }
    }
    seen.put(record, "clients", Some(Value::Array(clients)));
    Ok(())
}

/// The texts of the nodes that a property leads to.
fn labels(
    parts: &mut Parts<'_>,
    property: &'static str,
    name: &'static str,
    seen: &mut Seen,
) -> Read<Value> {
    let mut texts = Vec::new();
    for mut node in parts.nodes(property)? {
        match node.text(name)? {
            Some(text) => texts.push(text),
            None => unknown(&node, property, seen),
        }
        node.finish(&mut seen.unplaced);
    }
    Ok(Value::Array(texts))
}

fn subjects(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut subjects = Vec::new();
    for mut subject in parts.nodes("dpv:hasDataSubject")? {
        let own = subject
            .node
            .id
            .as_deref()
            .and_then(|id| id.strip_prefix(SUBJECT));
        let kind = own
            .and_then(|code| code.parse::<SubjectKind>().ok())
            .or_else(|| subject.node.terms().find_map(terms::read_subject));
        let label = subject.text("rdfs:label")?;
        match (kind, label) {
            (Some(kind), label) => {
                subjects.push(json!(kind.code()));
                if let Some(label) = label.filter(|_| own.is_none()) {
                    subject.unplaced("rdfs:label", label, ONE_TOO_MANY, &mut seen.unplaced);
                }
            }
            (None, Some(label)) => subjects.push(label),
            // A term that the register has no word for stands under its own name.
            (None, None) => match subject
                .node
                .terms()
                .find_map(|term| term.strip_prefix("dpv:"))
            {
                Some(term) => subjects.push(json!(term)),
                None => unknown(&subject, "dpv:hasDataSubject", seen),
            },
        }
        subject.finish(&mut seen.unplaced);
    }
    seen.put(record, "subjects", Some(Value::Array(subjects)));
    Ok(())
}

fn purposes(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut purposes: Vec<Record> = Vec::new();
    for (index, mut node) in parts.nodes("dpv:hasPurpose")?.into_iter().enumerate() {
        let mut purpose = Record::new();
        let id = node.node.id.as_deref();
        let own = id.and_then(|id| id.strip_prefix(PURPOSE));
        let last = id.and_then(|id| id.rsplit([':', '/', '#']).next());
        let known = own.or(last).filter(|id| id.parse::<PurposeId>().is_ok());
        let id = known.map_or_else(|| format!("purpose-{}", index + 1), ToOwned::to_owned);
        purpose.insert("id".to_owned(), json!(id));
        let name = node.text("rdfs:label")?;
        seen.put(&mut purpose, "name", name);
        let bases = bases(&mut node, seen)?;
        seen.put(&mut purpose, "basis", Some(bases));
        let justification = node.text("dpv:hasJustification")?;
        seen.put(&mut purpose, "justification", justification);
        let law = labels(&mut node, "dpv:hasApplicableLaw", "rdfs:label", seen)?;
        seen.put(&mut purpose, "law", Some(law));
        for kind in &node.node.types {
            if !matches!(kind.as_str(), "dpv:Purpose" | "dpv:DirectMarketing")
                && kind.starts_with("dpv:")
            {
                node.unplaced("@type", json!(kind), UNKNOWN, &mut seen.unplaced);
            }
        }
        if node.node.terms().any(|term| term == "dpv:DirectMarketing") {
            purpose.insert("marketing".to_owned(), json!(true));
        }
        seen.absences(&mut node, &mut purpose)?;
        node.finish(&mut seen.unplaced);
        purposes.push(purpose);
    }
    // Bases at the process are those of its purposes, where no purpose says anything of its own.
    let of_process = bases(parts, seen)?;
    let said = purposes.iter().any(|purpose| purpose.contains_key("basis"));
    if !said && of_process.as_array().is_some_and(|bases| !bases.is_empty()) {
        if purposes.is_empty() {
            parts.unplaced(
                "dpv:hasLegalBasis",
                of_process.clone(),
                OF_A_PURPOSE,
                &mut seen.unplaced,
            );
        }
        for purpose in &mut purposes {
            purpose.insert("basis".to_owned(), of_process.clone());
        }
    }
    let purposes = purposes.into_iter().map(Value::Object).collect();
    seen.put(record, "purpose", Some(Value::Array(purposes)));
    Ok(())
}

fn bases(parts: &mut Parts<'_>, seen: &mut Seen) -> Read<Value> {
    let mut bases = Vec::new();
    for basis in parts.nodes("dpv:hasLegalBasis")? {
        let known = basis.node.terms().find_map(|term| {
            // `A6-1-f-controller` is one of those of Art. 6(1)(f).
            LegalBasis::ALL
                .iter()
                .find(|known| is_or_narrower(term, &terms::legal_basis(**known)))
        });
        match known {
            Some(known) => {
                bases.push(json!(known.code()));
                let exact = terms::legal_basis(*known);
                for term in basis.node.terms().filter(|term| *term != exact) {
                    basis.unplaced("@id", json!(term), NARROWER, &mut seen.unplaced);
                }
            }
            None => unknown(&basis, "dpv:hasLegalBasis", seen),
        }
    }
    Ok(Value::Array(bases))
}

fn is_or_narrower(term: &str, known: &str) -> bool {
    term.strip_prefix(known)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn recipients(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut by_kind: Vec<(&str, Vec<Value>)> = Vec::new();
    for property in [
        "dpv:hasRecipient",
        "dpv:hasRecipientThirdParty",
        "dpv:hasDataProcessor",
    ] {
        for mut node in parts.nodes(property)? {
            if is_organisation(&node) {
                if property == "dpv:hasDataProcessor" {
                    record.insert("role".to_owned(), json!("processor"));
                }
                continue;
            }
            let kind = kind_of(property, node.node, seen.extensions);
            match recipient(&mut node, seen)? {
                Some(recipient) => match by_kind.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, list)) => list.push(recipient),
                    None => by_kind.push((kind, vec![recipient])),
                },
                None => unknown(&node, property, seen),
            }
            node.finish(&mut seen.unplaced);
        }
    }
    if !by_kind.is_empty() {
        let recipients: Record = by_kind
            .into_iter()
            .map(|(kind, list)| (kind.to_owned(), Value::Array(list)))
            .collect();
        record.insert("recipients".to_owned(), Value::Object(recipients));
    }
    Ok(())
}

fn kind_of(property: &str, node: &Node<'_>, extensions: bool) -> &'static str {
    match property {
        "dpv:hasDataProcessor" => "processor",
        _ if extensions && node.is_a("greffe:Internal") => "internal",
        _ if extensions && node.is_a("greffe:Partner") => "partner",
        _ if extensions && node.is_a("greffe:ThirdCountry") => "third_country",
        _ => "external",
    }
}

fn recipient(node: &mut Parts<'_>, seen: &mut Seen) -> Read<Option<Value>> {
    let Some(name) = node.text("dpv:hasName")?.or(node.text("rdfs:label")?) else {
        return Ok(None);
    };
    let mut recipient = Record::from_iter([("name".to_owned(), name)]);
    let what = node.text("dct:description")?;
    seen.put(&mut recipient, "what", what);
    let how_often = one_label(node, "dpv:hasFrequency", seen)?;
    seen.put(&mut recipient, "how_often", how_often);
    for property in ["dpv:hasCountry", "dpv:hasThirdCountry"] {
        country(node, property, &mut recipient, seen)?;
    }
    let note = node.text("rdfs:comment")?;
    seen.put(&mut recipient, "note", note);
    Ok(Some(Value::Object(recipient)))
}

fn one_label(node: &mut Parts<'_>, property: &'static str, seen: &mut Seen) -> Read<Option<Value>> {
    let Value::Array(found) = labels(node, property, "rdfs:label", seen)? else {
        return Ok(None);
    };
    let mut found = found.into_iter();
    let first = found.next();
    for other in found {
        node.unplaced(property, other, ONE_TOO_MANY, &mut seen.unplaced);
    }
    Ok(first)
}

fn country(
    node: &mut Parts<'_>,
    property: &'static str,
    object: &mut Record,
    seen: &mut Seen,
) -> Read {
    for term in data::terms_of(node, property)? {
        let code = term
            .strip_prefix("loc:")
            .filter(|code| code.parse::<greffe_register::Country>().is_ok());
        match code {
            Some(code) => seen.put_once(node, property, object, "country", Some(json!(code))),
            None => node.unplaced(property, json!(term), UNKNOWN, &mut seen.unplaced),
        }
    }
    Ok(())
}

fn transfers(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut transfers = Vec::new();
    for mut node in parts.nodes("dpv:hasDataImporter")? {
        let mut transfer = Record::new();
        let name = node.text("dpv:hasName")?;
        seen.put(&mut transfer, "recipient", name);
        country(&mut node, "dpv:hasThirdCountry", &mut transfer, seen)?;
        for basis in node.nodes("dpv:hasLegalBasis")? {
            let known = basis.node.terms().find_map(|term| {
                TransferTool::ALL
                    .iter()
                    .find(|known| terms::transfer_tool(**known) == term)
            });
            match known {
                Some(tool) => seen.put_once(
                    &basis,
                    "@id",
                    &mut transfer,
                    "tool",
                    Some(json!(tool.code())),
                ),
                None => unknown(&basis, "dpv:hasLegalBasis", seen),
            }
        }
        let document = node.text("dct:source")?;
        seen.put(&mut transfer, "document", document);
        let assessment = one_label(&mut node, "dpv:hasAssessment", seen)?;
        seen.put(&mut transfer, "assessment", assessment);
        node.finish(&mut seen.unplaced);
        transfers.push(Value::Object(transfer));
    }
    seen.put(record, "transfers", Some(Value::Array(transfers)));
    Ok(())
}

fn measures(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut measures = Record::new();
    for mut node in parts.nodes("dpv:hasTechnicalOrganisationalMeasure")? {
        let family = node.node.terms().find_map(terms::read_measure);
        let label = node.text("rdfs:label")?;
        let foreign = node
            .node
            .terms()
            .find_map(|term| term.strip_prefix("dpv:"))
            .map(|term| json!(term));
        match (family, label) {
            (Some(family), None) => {
                measures.entry(family.code()).or_insert(json!(true));
            }
            // A measure that no family is known for stands among the others, under its own name if it has no other.
            (family, label) => match label.or(foreign.clone()) {
                Some(text) => {
                    if let Some(term) = foreign.filter(|term| family.is_none() && *term != text) {
                        node.unplaced("@type", term, UNKNOWN, &mut seen.unplaced);
                    }
                    let key = family.map_or("other", greffe_terms::MeasureFamily::code);
                    let list = measures.entry(key).or_insert_with(|| json!([]));
                    if list.is_boolean() {
                        *list = json!([]);
                    }
                    if let Some(list) = list.as_array_mut() {
                        list.push(text);
                    }
                }
                None => unknown(&node, "dpv:hasTechnicalOrganisationalMeasure", seen),
            },
        }
        node.finish(&mut seen.unplaced);
    }
    if !measures.is_empty() {
        record.insert("measures".to_owned(), Value::Object(measures));
    }
    Ok(())
}

const OF_A_PURPOSE: (&str, &str) = (
    "une base légale est celle d’une finalité, et le traitement n’en nomme pas",
    "a legal basis is that of a purpose, and the process names none",
);
pub(super) const NARROWER: (&str, &str) = (
    "un terme plus étroit que celui que le registre connaît",
    "a narrower term than the one that the register knows",
);
