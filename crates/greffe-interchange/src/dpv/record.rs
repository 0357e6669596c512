//! A record as a `dpv:Process`.

use greffe_register::{
    Country, DataEntry, Measure, Processing, Purpose, Recipient, Retention, SensitiveData, Stated,
    Subject, Transfer, Who,
};
use greffe_retention::Rule;
use greffe_terms::{Lang, RecipientKind, Role, SensitiveCategory, Text};
use serde_json::{Value, json};

use super::terms;
use super::write::{NodeObject, ORGANISATION, label_in_both, labelled, literals, reference};

/// The name of a record's node.
pub(super) fn id(record: &Processing) -> String {
    format!("urn:greffe:processing:{}", record.reference)
}

/// The process of a record.
pub(super) fn process(record: &Processing) -> NodeObject {
    let date = |day: Option<chrono::NaiveDate>| {
        day.map(|day| json!({ "@value": day.to_string(), "@type": "xsd:date" }))
    };
    let entity = |text: &Text| labelled("dpv:Organisation", "dpv:hasName", text);
    let each = |kind: &'static str, property: &'static str| {
        move |texts: &Vec<Text>| {
            texts
                .iter()
                .map(|text| labelled(kind, property, text))
                .collect()
        }
    };
    let mut node = NodeObject::of("dpv:Process");
    node.with("@id", Some(json!(id(record))))
        .with("dpv:hasIdentifier", Some(json!(record.reference)))
        .text("rdfs:label", Some(&record.name))
        .with(
            "dpv:hasActivityStatus",
            terms::status(record.status).map(reference),
        )
        .with("dct:created", date(record.created))
        .with("dct:modified", date(record.updated))
        .stated(
            "responsible",
            &record.responsible,
            "dpv:hasResponsibleEntity",
            entity,
        )
        .stated(
            "software",
            &record.software,
            "dpv:isImplementedUsingTechnology",
            each("dpv:Technology", "rdfs:label"),
        )
        .stated(
            "subjects",
            &record.subjects,
            "dpv:hasDataSubject",
            |subjects| subjects.iter().map(subject).collect(),
        )
        .stated("source", &record.source, "dpv:hasDataSource", |text| {
            labelled("dpv:DataSource", "rdfs:label", text)
        })
        .stated(
            "storage",
            &record.storage,
            "dpv:hasStorageCondition",
            |text| labelled("dpv:StorageLocation", "rdfs:label", text),
        )
        .stated(
            "transfers",
            &record.transfers,
            "dpv:hasDataImporter",
            |transfers| transfers.iter().map(transfer).collect(),
        )
        .with(
            "dpv:hasPurpose",
            Some(record.purposes.iter().map(purpose).collect()),
        )
        .with("dpv:hasLegalBasis", Some(bases(record)))
        .with(
            "dpv:hasTechnicalOrganisationalMeasure",
            Some(measures(record)),
        );
    parties(record, &mut node);
    recipients(record, &mut node);
    data(record, &mut node);
    node
}

/// Who the organisation is in it, and for a processor whose data they are.
fn parties(record: &Processing, node: &mut NodeObject) {
    let property = match record.role {
        Some(Role::Controller) => "dpv:hasDataController",
        Some(Role::JointController) => "dpv:hasJointDataControllers",
        Some(Role::Processor) => "dpv:hasDataProcessor",
        _ => "",
    };
    if !property.is_empty() {
        node.with(property, Some(reference(ORGANISATION)));
    }
    if record.role == Some(Role::Processor) {
        node.stated(
            "clients",
            &record.clients,
            "dpv:hasDataController",
            |clients| {
                clients
                    .iter()
                    .map(|client| labelled("dpv:DataController", "dpv:hasName", &client.name))
                    .collect()
            },
        );
    }
}

fn subject(subject: &Subject) -> Value {
    match &subject.who {
        Who::Kind(kind) => match terms::subject(*kind) {
            Some(term) => reference(term),
            None => {
                let mut node = NodeObject::of("dpv:DataSubject");
                node.with("@id", Some(json!(format!("{SUBJECT}{}", kind.code()))))
                    .with("rdfs:label", Some(label_in_both(|lang| kind.label(lang))));
                node.value()
            }
        },
        Who::Other(text) => labelled("dpv:DataSubject", "rdfs:label", text),
        _ => NodeObject::of("dpv:DataSubject").value(),
    }
}

fn purpose(purpose: &Purpose) -> Value {
    let kinds = if purpose.marketing {
        json!(["dpv:Purpose", "dpv:DirectMarketing"])
    } else {
        json!("dpv:Purpose")
    };
    let mut node = NodeObject::default();
    node.with("@id", Some(json!(format!("{PURPOSE}{}", purpose.id))))
        .with("@type", Some(kinds))
        .text("rdfs:label", purpose.name.as_ref())
        .stated("basis", &purpose.basis, "dpv:hasLegalBasis", |bases| {
            bases
                .iter()
                .map(|basis| reference(&terms::legal_basis(*basis)))
                .collect()
        })
        .text("dpv:hasJustification", purpose.justification.as_ref());
    let law = purpose.law.iter().map(|law| labelled_law(law.as_str()));
    node.with("dpv:hasApplicableLaw", Some(law.collect()));
    node.value()
}

fn labelled_law(citation: &str) -> Value {
    json!({ "rdfs:label": { "@value": citation } })
}

/// Every legal basis of the record's purposes, for readers who look for it at the process.
fn bases(record: &Processing) -> Value {
    let mut bases: Vec<_> = record
        .purposes
        .iter()
        .flat_map(|purpose| purpose.basis.items())
        .map(|basis| terms::legal_basis(*basis))
        .collect();
    bases.sort_unstable();
    bases.dedup();
    bases.iter().map(|basis| reference(basis)).collect()
}

fn data(record: &Processing, node: &mut NodeObject) {
    let entries = record.data.iter().map(|entry| data_entry(record, entry));
    let mut nodes: Vec<_> = entries.collect();
    match &record.sensitive {
        Stated::Known(sensitive) => nodes.extend(sensitive.iter().map(sensitive_data)),
        absent => {
            node.stated("sensitive", absent, "dpv:hasPersonalData", |_| Value::Null);
        }
    }
    node.with("dpv:hasPersonalData", Some(Value::Array(nodes)));
}

fn data_entry(record: &Processing, entry: &DataEntry) -> Value {
    let kinds: Vec<_> = [
        Some(terms::PERSONAL_DATA),
        terms::data(entry.category),
        entry
            .source
            .known()
            .and_then(|source| terms::source(*source)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut node = NodeObject::default();
    node.with(
        "@id",
        Some(json!(format!("{DATA}{}/{}", record.reference, entry.id))),
    )
    .with("@type", Some(json!(kinds)))
    .stated("detail", &entry.detail, "rdfs:label", literals)
    .with(
        "greffe:field",
        Some(
            entry
                .fields
                .iter()
                .map(|field| json!({ "@value": field }))
                .collect(),
        ),
    );
    let source = entry.source.known().copied();
    if source.and_then(terms::source).is_none() {
        // What has no class of its own comes from a third party.
        node.stated("source", &entry.source, "dpv:hasDataSource", |_| {
            reference("dpv:ThirdPartyDataSource")
        });
    }
    let necessity = entry.mandatory.map(|mandatory| {
        if mandatory {
            "dpv:Required"
        } else {
            "dpv:Optional"
        }
    });
    node.with("dpv:hasNecessity", necessity.map(reference))
        .with("dpv:hasStorageCondition", retention(&entry.retention));
    node.value()
}

/// The periods of a rule as durations, its words, and the rule itself.
fn retention(retention: &Retention) -> Option<Value> {
    let mut node = NodeObject::of("dpv:StorageDuration");
    match retention {
        Retention::Unknown => return None,
        Retention::Unstated => {
            node.with(
                "dpv:hasDuration",
                Some(reference("dpv:IndeterminateDuration")),
            );
        }
        Retention::Rule(rule) => {
            let written = serde_json::to_string(rule).unwrap_or_default();
            node.with("dpv:hasDuration", Some(durations(rule)))
                .text("rdfs:label", words(rule).as_ref())
                .with("greffe:rule", Some(json!(written)));
        }
    }
    Some(node.value())
}

/// What a rule says, in both languages.
pub(super) fn words(rule: &Rule) -> Option<Text> {
    let [fr, en] = Lang::ALL.map(|lang| Some(rule.in_words(lang)));
    Text::new(fr, en)
}

/// The lengths that the stages of a rule name, as durations of XML Schema, which has no weeks.
pub(super) fn durations(rule: &Rule) -> Value {
    let rule = serde_json::to_value(rule).unwrap_or_default();
    let stages = match rule.get("stages").and_then(Value::as_array) {
        Some(stages) => stages.as_slice(),
        None => std::slice::from_ref(&rule),
    };
    stages
        .iter()
        .flat_map(|stage| [stage.get("keep"), stage.get("within")])
        .flatten()
        .filter_map(Value::as_str)
        .filter(|period| period.starts_with('P'))
        .map(|period| json!({ "@value": without_weeks(period), "@type": "xsd:duration" }))
        .collect()
}

fn without_weeks(period: &str) -> String {
    let weeks = period
        .strip_prefix('P')
        .and_then(|rest| rest.strip_suffix('W'))
        .and_then(|weeks| weeks.parse::<u64>().ok());
    weeks.map_or_else(
        || period.to_owned(),
        |weeks| format!("P{}D", weeks.saturating_mul(7)),
    )
}

fn sensitive_data(data: &SensitiveData) -> Value {
    let class = match data.category {
        // Art. 10 data are no special category of Art. 9.
        SensitiveCategory::Offence => terms::SENSITIVE_DATA,
        _ => terms::SPECIAL,
    };
    let kinds: Vec<_> = [Some(class), terms::sensitive(data.category)]
        .into_iter()
        .flatten()
        .collect();
    let mut node = NodeObject::default();
    let condition = data
        .condition
        .map(|condition| reference(&terms::condition(condition)));
    node.with("@type", Some(json!(kinds)))
        .with("dpv:hasLegalBasis", condition);
    node.value()
}

/// A partner and a recipient in a third country are third parties to DPV, a department is a recipient: classes of our own tell them apart.
fn recipients(record: &Processing, node: &mut NodeObject) {
    let mut others = Vec::new();
    for (kind, stated) in record.recipients.by_kind() {
        let key = format!("recipients.{}", kind.code());
        let nodes: Vec<_> = stated
            .items()
            .iter()
            .map(|recipient| recipient_of(kind, recipient))
            .collect();
        match (kind, stated) {
            (RecipientKind::Internal, Stated::Known(_)) => {
                node.with("dpv:hasRecipient", Some(Value::Array(nodes)));
            }
            (RecipientKind::Processor, Stated::Known(_)) => {
                let organisation = node.0.remove("dpv:hasDataProcessor");
                let all = organisation.into_iter().chain(nodes).collect();
                node.with("dpv:hasDataProcessor", Some(Value::Array(all)));
            }
            (_, Stated::Known(_)) => others.extend(nodes),
            (_, absent) => {
                node.stated(&key, absent, "dpv:hasRecipient", |_| Value::Null);
            }
        }
    }
    node.with("dpv:hasRecipientThirdParty", Some(Value::Array(others)));
}

fn recipient_of(kind: RecipientKind, recipient: &Recipient) -> Value {
    let (kinds, place) = match kind {
        RecipientKind::Internal => (
            json!(["dpv:Recipient", "greffe:Internal"]),
            "dpv:hasCountry",
        ),
        RecipientKind::Processor => (json!(["dpv:DataProcessor"]), "dpv:hasCountry"),
        RecipientKind::Partner => (
            json!(["dpv:ThirdParty", "greffe:Partner"]),
            "dpv:hasCountry",
        ),
        RecipientKind::ThirdCountry => (
            json!(["dpv:ThirdParty", "greffe:ThirdCountry"]),
            "dpv:hasThirdCountry",
        ),
        _ => (json!(["dpv:ThirdParty"]), "dpv:hasCountry"),
    };
    let mut node = NodeObject::default();
    node.with("@type", Some(kinds))
        .text("dpv:hasName", Some(&recipient.name))
        .text("dct:description", recipient.what.as_ref())
        .with(
            "dpv:hasFrequency",
            recipient.how_often.as_ref().map(unnamed),
        )
        .with(place, recipient.country.map(country))
        .text("rdfs:comment", recipient.note.as_ref());
    node.value()
}

fn transfer(transfer: &Transfer) -> Value {
    let mut node = NodeObject::of("dpv:DataImporter");
    node.text("dpv:hasName", transfer.recipient.as_ref())
        .with("dpv:hasThirdCountry", transfer.country.map(country))
        .with(
            "dpv:hasLegalBasis",
            transfer
                .tool
                .map(|tool| reference(&terms::transfer_tool(tool))),
        )
        .with("dct:source", transfer.document.as_ref().map(literals))
        .with(
            "dpv:hasAssessment",
            transfer.assessment.as_ref().map(unnamed),
        );
    node.value()
}

fn country(country: Country) -> Value {
    reference(&format!("loc:{country}"))
}

fn unnamed(text: &Text) -> Value {
    let mut node = NodeObject::default();
    node.text("rdfs:label", Some(text));
    node.value()
}

/// A family stated without detail is a measure without a label.
fn measures(record: &Processing) -> Value {
    record
        .measures
        .iter()
        .flat_map(|(family, measure)| {
            let class = terms::measure(*family);
            match measure {
                Measure::Stated => vec![NodeObject::of(class).value()],
                Measure::Detailed(texts) => texts
                    .iter()
                    .map(|text| labelled(class, "rdfs:label", text))
                    .collect(),
            }
        })
        .collect()
}

/// What stands before the code of a kind of data subject that DPV has no term for.
pub(super) const SUBJECT: &str = "urn:greffe:subject:";
/// What stands before a purpose's id.
pub(super) const PURPOSE: &str = "urn:greffe:purpose:";
/// What stands before a record's reference and a data entry's id.
pub(super) const DATA: &str = "urn:greffe:data:";
