//! What surrounds the processing activities, as JSON.

use greffe_calendar::FiscalYear;
use serde_json::Value;

use super::object::{Json, Object};
use crate::read::CRITERIA;
use crate::{
    BackupSeries, Breach, CollectionMode, CollectionNotice, Dpo, DpiaScreening, FiscalYearTerms,
    Lifetime, Organisation, RequestTerms, SecurityAssessment, Site, Tracker,
};

impl Json for Organisation {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("name", &self.name)
            .with("address", &self.address)
            .with("website", &self.website)
            .with("contact", &self.contact)
            .with("dpo", &self.dpo)
            .with_code("zone", self.zone)
            .with("fiscal_year", &self.fiscal_year)
            .with("certifications", &self.certifications)
            .with("location", &self.location);
        Some(object.value())
    }
}

impl Json for Dpo {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with_code("kind", self.kind)
            .with("contact", &self.contact);
        Some(object.value())
    }
}

impl Json for FiscalYearTerms {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with_code("end", self.end)
            .with("previous_end", &self.previous_end.map(|end| end.to_string()))
            .with("exceptional", &self.exceptional);
        Some(object.value())
    }
}

impl Json for FiscalYear {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("start", &self.start())
            .with("end", &self.end());
        Some(object.value())
    }
}

impl Json for RequestTerms {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with_codes("rights", &self.rights)
            .with("delay", &self.delay)
            .with("counted_from", &self.counted_from.map(|from| from.code().to_owned()))
            .with_codes("channels", &self.channels)
            .with("identity_document", &self.identity_document.map(|when| when.code().to_owned()))
            .with("contact", &self.contact);
        Some(object.value())
    }
}

/// A table by name.
pub(super) fn backups(series: &[BackupSeries]) -> Option<Value> {
    if series.is_empty() {
        return None;
    }
    let object = series.iter().fold(Object::default(), |object, series| {
        let terms = Object::default()
            .with("every", &series.every)
            .with("keep", &series.keep);
        object.with(&series.name, &terms.value())
    });
    Some(object.value())
}

impl Json for CollectionNotice {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("id", &self.id)
            .with("version", &self.version)
            .with("published", &self.published)
            .with_codes("purposes", &self.purposes)
            .with("place", &self.place)
            .with("wording", &self.wording);
        Some(object.value())
    }
}

impl Json for Site {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("name", &self.name)
            .with("trackers", &self.says_no_tracker.then(|| "none".to_owned()));
        Some(object.value())
    }
}

impl Json for Tracker {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("site", &self.site)
            .with("name", &self.name)
            .with_code("storage", self.storage)
            .with("party", &self.party.map(|party| party.code().to_owned()))
            .with("provider", &self.provider)
            .with("keys", &self.keys)
            .with("purposes", &self.purposes)
            .with("consent", &self.consent.map(|need| need.code().to_owned()))
            .with("exemption", &self.exemption)
            .with("lifetime", &self.lifetime)
            .with("active", &(!self.active).then_some(false));
        Some(object.value())
    }
}

impl Json for Lifetime {
    fn json(&self) -> Option<Value> {
        match self {
            Self::Session => Some(Value::from("session")),
            Self::Fixed(period) => period.json(),
            Self::Set { default, by } => {
                let object = Object::default()
                    .with("default", default)
                    .with_code("set_by", by);
                Some(object.value())
            }
        }
    }
}

impl Json for CollectionMode {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("name", &self.name)
            .with("cookie", &self.cookie)
            .with("local_storage", &self.local_storage)
            .with("consent", &self.consent.map(|need| need.code().to_owned()))
            .with("collects", &self.collects)
            .with("modules", &self.modules)
            .with("probabilistic", &self.probabilistic)
            .with("exemption", &self.exemption);
        Some(object.value())
    }
}

impl Json for SecurityAssessment {
    fn json(&self) -> Option<Value> {
        let sheets: Vec<Value> = self
            .sheets
            .iter()
            .map(|sheet| sheet.iter().map(|status| Value::from(status.code())).collect())
            .collect();
        let object = Object::default()
            .with("framework", &self.framework)
            .with("assessed", &self.assessed)
            .with("sheets", &sheets);
        Some(object.value())
    }
}

impl Json for Breach {
    fn json(&self) -> Option<Value> {
        let object = Object::default()
            .with("id", &self.id)
            .with_codes("nature", &self.nature)
            .with("aware", &self.aware)
            .with("notified", &self.notified)
            .with("persons", &self.persons)
            .with("records", &self.records)
            .with("consequences", &self.consequences)
            .with("measures", &self.measures);
        Some(object.value())
    }
}

impl Json for DpiaScreening {
    fn json(&self) -> Option<Value> {
        let criteria = CRITERIA
            .iter()
            .zip(&self.criteria)
            .fold(Object::default(), |object, (key, met)| object.with(key, met));
        let object = Object::default()
            .with("scope", &self.scope)
            .with("decision", &self.decision.map(|decision| decision.code().to_owned()))
            .with("rationale", &self.rationale)
            .with("decided", &self.decided)
            .with("criteria", &criteria.value());
        Some(object.value())
    }
}
