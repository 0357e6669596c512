//! Processing activities as JSON.

use greffe_terms::{Citation, LegalBasis};
use serde_json::Value;

use super::object::{Json, Object};
use crate::{
    Campaign, ConsentTerms, DataEntry, HeldIn, Measure, Measures, Processing, Purpose, Recipient,
    Recipients, Retention, SealedField, SensitiveData, Stated, Status, Subject, Transfer,
};

impl Json for Processing {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with_code("ref", &self.reference)
            .with("name", &self.name)
            .with("role", &self.role.map(|role| role.code().to_owned()))
            .with("status", &status(self.status))
            .with("created", &self.created)
            .with("updated", &self.updated)
            .with("reviewed", &self.reviewed)
            .with("next_review", &self.next_review)
            .with("responsible", &self.responsible)
            .with("software", &self.software)
            .with("clients", &self.clients)
            .with("subjects", &self.subjects)
            .with("purpose", &self.purposes)
            .with("data", &self.data)
            .with("recipients", &self.recipients)
            .with("transfers", &self.transfers)
            .with("sensitive", &self.sensitive)
            .with("sensitive_note", &self.sensitive_note)
            .with_codes("not_processed", &self.not_processed)
            .with("measures", &measures(&self.measures))
            .with("storage", &self.storage)
            .with("source", &self.source)
            .with("public", &(!self.public).then_some(false));
        Some(object.value())
    }
}

/// `active` is the default.
fn status(status: Status) -> Option<String> {
    (status != Status::Active).then(|| status.code().to_owned())
}

impl Json for Subject {
    fn json(&self) -> Option<Value> {
        match self {
            Self::Kind(kind) => Some(Value::from(kind.code())),
            Self::Other(text) => text.json(),
        }
    }
}

impl Json for Purpose {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with_code("id", &self.id)
            .with("name", &self.name)
            .with("basis", &bases(&self.basis))
            .with("justification", &self.justification)
            .with("law", &self.law)
            .with_flag("marketing", self.marketing)
            .with_codes("channels", &self.channels)
            .with("consent", &self.consent);
        Some(object.value())
    }
}

fn bases(basis: &Stated<Vec<LegalBasis>>) -> Stated<Vec<String>> {
    match basis {
        Stated::Unknown => Stated::Unknown,
        Stated::None => Stated::None,
        Stated::NotApplicable => Stated::NotApplicable,
        Stated::Known(bases) => Stated::Known(bases.iter().map(ToString::to_string).collect()),
    }
}

impl Json for Citation {
    fn json(&self) -> Option<Value> {
        Some(Value::from(self.as_str()))
    }
}

impl Json for ConsentTerms {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("validity", &self.validity)
            .with_flag("double_opt_in", self.double_opt_in)
            .with("minimum_notice", &self.minimum_notice)
            .with("withdrawal", &self.withdrawal)
            .with("campaign", &self.campaign);
        Some(object.value())
    }
}

impl Json for Campaign {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("asked", &self.asked)
            .with("deadline", &self.deadline)
            .with_code("if_silent", self.if_silent);
        Some(object.value())
    }
}

impl Json for DataEntry {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with_code("category", self.category)
            .with("id", &(self.id != self.category.code()).then(|| self.id.clone()))
            .with("detail", &self.detail)
            .with("fields", &self.fields)
            .with("sealed", &self.sealed)
            .with("held_in", &self.held_in)
            .with("source", &self.source)
            .with("mandatory", &self.mandatory)
            .with("retention", &self.retention);
        Some(object.value())
    }
}

impl Json for Retention {
    fn json(&self) -> Option<Value> {
        match self {
            Self::Unknown => None,
            Self::Unstated => Some(Value::from("unstated")),
            // A rule is a map with text keys, which JSON always takes.
            Self::Rule(rule) => serde_json::to_value(rule).ok(),
        }
    }
}

impl Json for SealedField {
    fn json(&self) -> Option<Value> {
        if self.field == self.kind.code() {
            return self.field.json();
        }
        let object = Object::default()
            .with("field", &self.field)
            .with_code("type", self.kind);
        Some(object.value())
    }
}

impl Json for HeldIn {
    fn json(&self) -> Option<Value> {
        match self {
            Self::Unknown => None,
            Self::Elsewhere => Some(Value::from("elsewhere")),
            Self::Labels(labels) => labels.json(),
        }
    }
}

impl Json for crate::DataSource {
    fn json(&self) -> Option<Value> {
        Some(Value::from(self.code()))
    }
}

impl Json for Recipients {
    fn json(&self) -> Option<Value> {
        if self.is_unknown() {
            return None;
        }
        let object = self
            .by_kind()
            .fold(Object::default(), |object, (kind, recipients)| {
                object.with(kind.code(), recipients)
            });
        Some(object.value())
    }
}

impl Json for Recipient {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("name", &self.name)
            .with("what", &self.what)
            .with("how_often", &self.how_often)
            .with("country", &self.country.map(|country| country.to_string()))
            .with("note", &self.note);
        Some(object.value())
    }
}

impl Json for Transfer {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("recipient", &self.recipient)
            .with("country", &self.country.map(|country| country.to_string()))
            .with("tool", &self.tool.map(|tool| tool.code().to_owned()))
            .with("document", &self.document)
            .with("assessment", &self.assessment);
        Some(object.value())
    }
}

impl Json for SensitiveData {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with_code("category", self.category)
            .with("condition", &self.condition.map(|condition| condition.code().to_owned()));
        Some(object.value())
    }
}

fn measures(measures: &Measures) -> Option<Value> {
    if measures.is_empty() {
        return None;
    }
    let object = measures
        .iter()
        .fold(Object::default(), |object, (family, measure)| match measure {
            Measure::Stated => object.with(family.code(), &true),
            Measure::Detailed(texts) => object.with(family.code(), texts),
        });
    Some(object.value())
}
