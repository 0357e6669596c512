//! Breaches, as JSON.

use std::fmt::Display;
use std::str::FromStr;

use super::object::{Json, ToJson, own_words};
use crate::{
    Affected, ApproximateNumber, Breach, BreachCommunication, BreachEnd, BreachProcedure,
    FurtherNotice, PersonsList, SeverityInputs,
};

impl ToJson for Breach {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("id", &self.id)
            .with_optional_code("role", self.role)
            .with_codes("processings", &self.processings)
            .with_codes("nature", &self.nature)
            .with_optional_code("origin", self.origin)
            .with_optional_code("cause", self.cause)
            .with("start", &self.start)
            .with("end", &self.end)
            .with("aware", &self.aware)
            .with("discovered", &self.discovered)
            .with("persons", &self.persons)
            .with("people", &self.people)
            .with("records", &self.records)
            .with("data", &self.data)
            .with("consequences", &self.consequences)
            .with_codes("impacts", &self.impacts)
            .with("measures", &self.measures)
            .with_optional_code("gravity", self.gravity)
            .with("severity", &self.severity)
            .with("notified", &self.notified)
            .with("authority", &self.authority)
            .with_optional_code("notification", self.notification)
            .with("notification_reason", &self.notification_reason)
            .with("delay_reason", &self.delay_reason)
            .with("further_notices", &self.further_notices)
            .with("communication", &self.communication)
            .with("persons_list", &self.persons_list)
            .with("processors", &self.processors)
            .with("told_by_processor", &self.told_by_processor)
            .with("clients_told", &self.clients_told);
        Some(object)
    }
}

impl ToJson for BreachProcedure {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("authority", &self.authority)
            .with("portal", &self.portal)
            .with("authority_within", &self.authority_within)
            .with("alert", &self.alert)
            .with_optional_code("persons", self.persons)
            .with_optional_code("clients", self.clients)
            .with("clients_within", &self.clients_within)
            .with("clients_receive", &self.clients_receive);
        Some(object)
    }
}

impl ToJson for BreachEnd {
    fn json(&self) -> Option<Json<'_>> {
        match self {
            Self::Ongoing => Some(Json::Text("ongoing".into())),
            Self::At(instant) => instant.json(),
        }
    }
}

impl ToJson for ApproximateNumber {
    fn json(&self) -> Option<Json<'_>> {
        match self {
            Self::About(number) => number.json(),
            Self::NotDetermined => Some(Json::Text("not_determined".into())),
        }
    }
}

impl<T: Display + FromStr> ToJson for Affected<T> {
    fn json(&self) -> Option<Json<'_>> {
        match self {
            Self::Listed(code) => Some(Json::Text(code.to_string().into())),
            Self::Other(text) => own_words::<T>(text),
        }
    }
}

impl ToJson for SeverityInputs {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_json("context", self.context.map(|n| Json::Number(n.into())))
            .with_optional_code("data", self.data)
            .with("context_reason", &self.context_reason)
            .with_optional_code("identification", self.identification)
            .with_optional_code("confidentiality", self.confidentiality)
            .with_optional_code("integrity", self.integrity)
            .with_optional_code("availability", self.availability)
            .with("malicious", &self.malicious)
            .with("unintelligible", &self.unintelligible);
        Some(object)
    }
}

impl ToJson for FurtherNotice {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object().with("at", &self.at).with("what", &self.what);
        Some(object)
    }
}

impl ToJson for BreachCommunication {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_code("told", self.told)
            .with("at", &self.at)
            .with("means", &self.means)
            .with_optional_code("waiver", self.waiver)
            .with("reason", &self.reason);
        Some(object)
    }
}

impl ToJson for PersonsList {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("place", &self.place)
            .with("readers", &self.readers);
        Some(object)
    }
}
