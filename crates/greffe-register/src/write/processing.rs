//! Processing activities as JSON.

use greffe_terms::{Citation, LegalBasis};

use super::object::{Json, ToJson, own_words};
use crate::{
    Campaign, ConsentTerms, DataEntry, HeldIn, Measure, Measures, Processing, Purpose, Recipient,
    Recipients, Retention, Right, SealedField, SensitiveData, Status, Subject, SubjectKind,
    Transfer, Who,
};

impl ToJson for Processing {
    fn json(&self) -> Option<Json<'_>> {
        // `active` is the default.
        let status = (self.status != Status::Active).then_some(self.status);
        let object = Json::object()
            .with_code("ref", &self.reference)
            .with("name", &self.name)
            .with("author", &self.author)
            .with("version", &self.version)
            .with_optional_code("role", self.role)
            .with_optional_code("status", status)
            .with("created", &self.created)
            .with("updated", &self.updated)
            .with("reviewed", &self.reviewed)
            .with("next_review", &self.next_review)
            .with("responsible", &self.responsible)
            .with("software", &self.software)
            .with("joint_controllers", &self.joint_controllers)
            .with("clients", &self.clients)
            .with("instructions", &self.instructions)
            .with("end_of_services", &self.end_of_services)
            .with("client_duties", &self.client_duties)
            .with("client_advice", &self.client_advice)
            .with("subjects", &self.subjects)
            .with("purpose", &self.purposes)
            .with("data", &self.data)
            .with("recipients", &self.recipients)
            .with("transfers", &self.transfers)
            .with("sensitive", &self.sensitive)
            .with("sensitive_note", &self.sensitive_note)
            .with_codes("not_processed", &self.not_processed)
            .with("automated_decisions", &self.automated_decisions)
            .with("rights", &self.rights)
            .with("rights_note", &self.rights_note)
            .with_json("measures", measures(&self.measures))
            .with("storage", &self.storage)
            .with("source", &self.source)
            .with("dpia", &self.dpia)
            .with("documents", &self.documents)
            .with_flag("public", self.public, true);
        Some(object)
    }
}

/// A category of which nothing more is said is its name alone.
impl ToJson for Subject {
    fn json(&self) -> Option<Json<'_>> {
        if (self.estimate, self.vulnerable, &self.note) == (None, None, &None) {
            return self.who.json();
        }
        let object = Json::object()
            .with("who", &self.who)
            .with("estimate", &self.estimate)
            .with("vulnerable", &self.vulnerable)
            .with("note", &self.note);
        Some(object)
    }
}

impl ToJson for Who {
    fn json(&self) -> Option<Json<'_>> {
        match self {
            Self::Kind(kind) => Some(Json::Text(kind.code().into())),
            Self::Other(text) => own_words::<SubjectKind>(text),
        }
    }
}

impl ToJson for Right {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Text(self.code().into()))
    }
}

impl ToJson for Purpose {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_code("id", &self.id)
            .with("name", &self.name)
            .with_flag("subordinate", self.subordinate, false)
            .with("basis", &self.basis)
            .with("justification", &self.justification)
            .with("balancing", &self.balancing)
            .with("law", &self.law)
            .with_flag("marketing", self.marketing, false)
            .with_codes("channels", &self.channels)
            .with("consent", &self.consent);
        Some(object)
    }
}

impl ToJson for LegalBasis {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Text(self.code().into()))
    }
}

impl ToJson for Citation {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Text(self.as_str().into()))
    }
}

impl ToJson for ConsentTerms {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("validity", &self.validity)
            .with_flag("double_opt_in", self.double_opt_in, false)
            .with("minimum_notice", &self.minimum_notice)
            .with("withdrawal", &self.withdrawal)
            .with("campaign", &self.campaign);
        Some(object)
    }
}

impl ToJson for Campaign {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("asked", &self.asked)
            .with("deadline", &self.deadline)
            .with_code("if_silent", self.if_silent);
        Some(object)
    }
}

impl ToJson for DataEntry {
    fn json(&self) -> Option<Json<'_>> {
        // The category's code is the default.
        let id = (self.id != self.category.code()).then_some(&self.id);
        let object = Json::object()
            .with_code("category", self.category)
            .with_optional_code("id", id)
            .with("detail", &self.detail)
            .with("fields", &self.fields)
            .with("sealed", &self.sealed)
            .with("held_in", &self.held_in)
            .with("records", &self.records)
            .with("source", &self.source)
            .with("mandatory", &self.mandatory)
            .with("caveat", &self.caveat)
            .with("retention", &self.retention);
        Some(object)
    }
}

impl ToJson for Retention {
    fn json(&self) -> Option<Json<'_>> {
        match self {
            Self::Unknown => None,
            Self::Unstated => Some(Json::Text("unstated".into())),
            Self::Rule(rule) => Some(Json::Rule(rule)),
        }
    }
}

impl ToJson for SealedField {
    fn json(&self) -> Option<Json<'_>> {
        if self.field == self.kind.code() {
            return self.field.json();
        }
        let object = Json::object()
            .with("field", &self.field)
            .with_code("type", self.kind);
        Some(object)
    }
}

impl ToJson for HeldIn {
    fn json(&self) -> Option<Json<'_>> {
        match self {
            Self::Unknown => None,
            Self::Elsewhere => Some(Json::Text("elsewhere".into())),
            Self::Labels(labels) => labels.json(),
        }
    }
}

impl ToJson for crate::DataSource {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Text(self.code().into()))
    }
}

impl ToJson for Recipients {
    fn json(&self) -> Option<Json<'_>> {
        if self.is_unknown() {
            return None;
        }
        let object = self
            .by_kind()
            .fold(Json::object(), |object, (kind, recipients)| {
                object.with(kind.code(), recipients)
            });
        Some(object)
    }
}

impl ToJson for Recipient {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with("what", &self.what)
            .with("how_often", &self.how_often)
            .with_optional_code("country", self.country)
            .with("contract", &self.contract)
            .with("note", &self.note);
        Some(object)
    }
}

impl ToJson for Transfer {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("recipient", &self.recipient)
            .with_optional_code("country", self.country)
            .with(
                "international_organisation",
                &self.international_organisation,
            )
            .with_optional_code("tool", self.tool)
            .with("document", &self.document)
            .with("assessment", &self.assessment)
            .with("authority_told", &self.authority_told)
            .with("persons_told", &self.persons_told);
        Some(object)
    }
}

impl ToJson for SensitiveData {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_code("category", self.category)
            .with_optional_code("condition", self.condition);
        Some(object)
    }
}

fn measures(measures: &Measures) -> Option<Json<'_>> {
    if measures.is_empty() {
        return None;
    }
    let object = measures
        .iter()
        .fold(Json::object(), |object, (family, measure)| match measure {
            Measure::Stated => object.with_json(family.code(), Some(Json::Flag(true))),
            Measure::Detailed(texts) => object.with(family.code(), texts),
        });
    Some(object)
}
