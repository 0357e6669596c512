//! The security assessment and screenings for impact assessments, as JSON.

use super::object::{Json, ToJson};
use crate::{
    Criterion, DpiaCriterion, DpiaExemptCase, DpiaRequiredCase, DpiaScreening, SecurityAssessment,
    SecurityMeasure,
};

impl ToJson for SecurityAssessment {
    fn json(&self) -> Option<Json<'_>> {
        let sheets = self.sheets.iter().map(|sheet| measures(sheet)).collect();
        let object = Json::object()
            .with("framework", &self.framework)
            .with("assessed", &self.assessed)
            .with_json("sheets", Some(Json::List(sheets)));
        Some(object)
    }
}

/// A sheet without a measure is written as well: those behind it keep their numbers.
fn measures(sheet: &[SecurityMeasure]) -> Json<'_> {
    Json::List(sheet.iter().filter_map(ToJson::json).collect())
}

/// A measure of which nothing but the status is told is that status.
impl ToJson for SecurityMeasure {
    fn json(&self) -> Option<Json<'_>> {
        if self.is_bare() {
            return Some(Json::Text(self.status.code().into()));
        }
        let object = Json::object()
            .with_code("status", self.status)
            .with("evidence", &self.evidence)
            .with("owner", &self.owner)
            .with("due", &self.due)
            .with("note", &self.note);
        Some(object)
    }
}

impl ToJson for DpiaScreening {
    fn json(&self) -> Option<Json<'_>> {
        let answers = DpiaCriterion::ALL.iter().zip(&self.criteria);
        let criteria = answers.fold(Json::object(), |object, (criterion, answer)| {
            object.with(criterion.code(), answer)
        });
        let object = Json::object()
            .with("id", &self.id)
            .with("scope", &self.scope)
            .with_codes("processings", &self.processings)
            .with("required_list", &self.required_list)
            .with("exempt_list", &self.exempt_list)
            .with_json("criteria", Some(criteria))
            .with_optional_code("decision", self.decision)
            .with("rationale", &self.rationale)
            .with("decided", &self.decided)
            .with("advice", &self.advice)
            .with("advised", &self.advised)
            .with("views", &self.views)
            .with("consultation", &self.consultation)
            .with("document", &self.document)
            .with("next_review", &self.next_review);
        Some(object)
    }
}

/// A criterion without a reason is the bare answer; without either it is left out.
impl ToJson for Criterion {
    fn json(&self) -> Option<Json<'_>> {
        match &self.why {
            None => self.met.json(),
            Some(why) => Some(Json::object().with("met", &self.met).with("why", why)),
        }
    }
}

impl ToJson for DpiaRequiredCase {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Text(self.code().into()))
    }
}

impl ToJson for DpiaExemptCase {
    fn json(&self) -> Option<Json<'_>> {
        Some(Json::Text(self.code().into()))
    }
}
