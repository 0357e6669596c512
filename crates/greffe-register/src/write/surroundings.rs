//! What surrounds the processing activities, as JSON.

use greffe_calendar::FiscalYear;

use super::contract;
use super::object::{Json, ToJson};
use crate::{
    BackupSeries, CollectionMode, CollectionNotice, Dpo, Establishment, FiscalYearTerms, Lifetime,
    Organisation, Representative, RequestTerms, Site, Tracker,
};

impl ToJson for Organisation {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with("public_authority", &self.public_authority)
            .with("address", &self.address)
            .with("website", &self.website)
            .with("contact", &self.contact)
            .with("dpo", &self.dpo)
            .with("dpo_note", &self.dpo_note)
            .with("representative", &self.representative)
            .with_optional_code("country", self.country)
            .with("establishments", &self.establishments)
            .with_code("zone", self.zone)
            .with("fiscal_year", &self.fiscal_year)
            .with("certifications", &self.certifications)
            .with("location", &self.location);
        Some(object)
    }
}

impl ToJson for Dpo {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_optional_code("kind", self.kind)
            .with("name", &self.name)
            .with("contact", &self.contact)
            .with("designated", &self.designated);
        Some(object)
    }
}

impl ToJson for Representative {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with_optional_code("country", self.country)
            .with("contact", &self.contact);
        Some(object)
    }
}

impl ToJson for Establishment {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with("address", &self.address)
            .with_optional_code("country", self.country)
            .with("note", &self.note);
        Some(object)
    }
}

impl ToJson for FiscalYearTerms {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_code("end", self.end)
            .with_optional_code("previous_end", self.previous_end)
            .with("exceptional", &self.exceptional);
        Some(object)
    }
}

impl ToJson for FiscalYear {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_json("start", Some(Json::Date(self.start())))
            .with_json("end", Some(Json::Date(self.end())));
        Some(object)
    }
}

impl ToJson for RequestTerms {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with_codes("rights", &self.rights)
            .with("delay", &self.delay)
            .with_optional_code("counted_from", self.counted_from)
            .with_codes("channels", &self.channels)
            .with_optional_code("identity_document", self.identity_document)
            .with("contact", &self.contact)
            .with_json("contacts", contract::contacts(&self.contacts));
        Some(object)
    }
}

/// A table by name.
pub(super) fn backups(series: &[BackupSeries]) -> Option<Json<'_>> {
    if series.is_empty() {
        return None;
    }
    let object = series.iter().fold(Json::object(), |object, series| {
        let terms = Json::object()
            .with("every", &series.every)
            .with("keep", &series.keep);
        object.with_json(&series.name, Some(terms))
    });
    Some(object)
}

impl ToJson for CollectionNotice {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("id", &self.id)
            .with("version", &self.version)
            .with("published", &self.published)
            .with_codes("purposes", &self.purposes)
            .with("place", &self.place)
            .with("url", &self.url)
            .with("wording", &self.wording);
        Some(object)
    }
}

impl ToJson for Site {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with_optional_code("trackers", self.says_no_tracker.then_some("none"))
            .with("refuse_as_easy", &self.refuse_as_easy);
        Some(object)
    }
}

impl ToJson for Tracker {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("site", &self.site)
            .with("name", &self.name)
            .with_code("storage", self.storage)
            .with_optional_code("party", self.party)
            .with("provider", &self.provider)
            .with("keys", &self.keys)
            .with("purposes", &self.purposes)
            .with_optional_code("consent", self.consent)
            .with("exemption", &self.exemption)
            .with("lifetime", &self.lifetime)
            .with_flag("active", self.active, true);
        Some(object)
    }
}

impl ToJson for Lifetime {
    fn json(&self) -> Option<Json<'_>> {
        match self {
            Self::Session => Some(Json::Text("session".into())),
            Self::Fixed(period) => period.json(),
            Self::Set { default, by } => {
                let object = Json::object()
                    .with("default", default)
                    .with_code("set_by", by);
                Some(object)
            }
        }
    }
}

impl ToJson for CollectionMode {
    fn json(&self) -> Option<Json<'_>> {
        let object = Json::object()
            .with("name", &self.name)
            .with("cookie", &self.cookie)
            .with("local_storage", &self.local_storage)
            .with_optional_code("consent", self.consent)
            .with("collects", &self.collects)
            .with("modules", &self.modules)
            .with("probabilistic", &self.probabilistic)
            .with("exemption", &self.exemption);
        Some(object)
    }
}
