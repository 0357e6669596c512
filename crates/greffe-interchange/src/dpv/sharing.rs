//! Who receives the data of a process, and transfers to other countries.

use greffe_terms::TransferTool;
use serde_json::{Value, json};

use super::graph::{Node, Parts};
use super::seen::{NAMES, Read, Record, Seen, country, one_label, one_text, unknown};
use super::terms;

pub(super) fn recipients(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
    let mut by_kind: Vec<(&str, Vec<Value>)> = Vec::new();
    for property in [
        "dpv:hasRecipient",
        "dpv:hasRecipientThirdParty",
        "dpv:hasDataProcessor",
    ] {
        for mut node in parts.nodes(property)? {
            if seen.is_organisation(&node) {
                if property == "dpv:hasDataProcessor" {
                    seen.role(parts, property, record, "processor");
                } else {
                    parts.unplaced(property, json!(node.node.id), ITSELF, &mut seen.unplaced);
                }
                node.finish_elsewhere(&mut seen.unplaced);
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
    let Some(name) = one_text(node, NAMES, seen)? else {
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

pub(super) fn transfers(parts: &mut Parts<'_>, seen: &mut Seen, record: &mut Record) -> Read {
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

const ITSELF: (&str, &str) = (
    "l’organisme lui-même n’est pas un destinataire de ses données",
    "the organisation itself is no recipient of its own data",
);
