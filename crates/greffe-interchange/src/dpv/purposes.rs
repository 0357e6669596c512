//! Purposes of a process, with their legal bases.

use greffe_terms::{LegalBasis, PurposeId};
use serde_json::{Value, json};

use super::graph::Parts;
use super::read::UNKNOWN;
use super::record::PURPOSE;
use super::seen::{NARROWER, Read, Record, Seen, labels, unknown};
use super::terms;

pub(super) fn purposes(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
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
    for basis in of_process.as_array().into_iter().flatten() {
        let of_purpose = |purpose: &Record| {
            let bases = purpose.get("basis").and_then(Value::as_array);
            bases.is_some_and(|bases| bases.contains(basis))
        };
        let why = match (said, purposes.is_empty()) {
            (false, true) => OF_A_PURPOSE,
            (true, _) if !purposes.iter().any(of_purpose) => OF_NO_PURPOSE,
            _ => continue,
        };
        parts.unplaced("dpv:hasLegalBasis", basis.clone(), why, &mut seen.unplaced);
    }
    if !said && of_process.as_array().is_some_and(|bases| !bases.is_empty()) {
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
                // Each once: what a process repeats would be repeated by each of its purposes.
                let code = json!(known.code());
                if !bases.contains(&code) {
                    bases.push(code);
                }
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

const OF_A_PURPOSE: (&str, &str) = (
    "une base légale est celle d’une finalité, et le traitement n’en nomme pas",
    "a legal basis is that of a purpose, and the process names none",
);
const OF_NO_PURPOSE: (&str, &str) = (
    "une base légale est celle d’une finalité, et ce n’est celle d’aucune qui en nomme une",
    "a legal basis is that of a purpose, and of those that name one it is none’s",
);
