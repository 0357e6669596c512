//! `[[dpia]]`, and the link to it.

use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::{Links, value};
use crate::{
    Criterion, DpiaCriterion, DpiaDecision, DpiaExemptCase, DpiaRequiredCase, DpiaScreening,
};

/// What a record says in `dpia`: the id of one of the file's screenings.
pub(super) fn read_link(node: &Node, links: &Links<'_>, faults: &mut Faults) -> Option<String> {
    let id = value::identifier(node, faults)?;
    if links.dpias.contains(&id) {
        Some(id)
    } else {
        faults.contradiction(node, UNKNOWN_DPIA)
    }
}

pub(super) fn read(
    node: &Node,
    links: &mut Links<'_>,
    faults: &mut Faults,
) -> Option<DpiaScreening> {
    let mut fields = Fields::open(node, faults)?;
    let id = fields.optional("id", |node, faults| read_id(node, links, faults));
    let scope = fields.required("scope", value::text);
    let processings = fields.list("processings", |node, faults| links.processing(node, faults));
    let required_list = fields.stated_list("required_list", |node, faults| {
        node.parse(DpiaRequiredCase::EXPECTED, faults)
    });
    let exempt_list = fields.stated_list("exempt_list", |node, faults| {
        node.parse(DpiaExemptCase::EXPECTED, faults)
    });
    let criteria = fields.optional("criteria", read_criteria);
    let decision = fields.code("decision", DpiaDecision::EXPECTED);
    let rationale = fields.text("rationale");
    let decided = fields.date("decided");
    let advice = fields.stated_text("advice");
    let advised = fields.date("advised");
    let views = fields.stated_text("views");
    let consultation = fields.stated_text("consultation");
    let document = fields.text("document");
    let next_review = fields.date("next_review");
    fields.finish();
    Some(DpiaScreening {
        id,
        scope: scope?,
        processings,
        required_list,
        exempt_list,
        criteria: criteria.unwrap_or_default(),
        decision,
        rationale,
        decided,
        advice,
        advised,
        views,
        consultation,
        document,
        next_review,
    })
}

fn read_id(node: &Node, links: &mut Links<'_>, faults: &mut Faults) -> Option<String> {
    let id = value::identifier(node, faults)?;
    // A record could not name it: there these words say that there is none.
    if matches!(id.as_str(), "none" | "not_applicable") {
        return faults.invalid(node, NO_ABSENCE);
    }
    if !links.dpias_read.insert(id.clone()) {
        return faults.contradiction(node, DUPLICATE_DPIA);
    }
    Some(id)
}

fn read_criteria(node: &Node, faults: &mut Faults) -> Option<[Criterion; 9]> {
    let mut fields = Fields::open(node, faults)?;
    let mut criteria = <[Criterion; 9]>::default();
    for (criterion, answer) in DpiaCriterion::ALL.iter().zip(&mut criteria) {
        if let Some(read) = fields.optional(criterion.code(), read_criterion) {
            *answer = read;
        }
    }
    fields.finish();
    Some(criteria)
}

/// `true`, `false`, or a table with the reason; without `met` the answer is not known, and the reason says why.
fn read_criterion(node: &Node, faults: &mut Faults) -> Option<Criterion> {
    match (node.value(), node.entries()) {
        (greffe_document::Value::Boolean(met), _) => Some(Criterion {
            met: Some(*met),
            why: None,
        }),
        (_, Some([])) | (_, None) => faults.wrong_type(node, CRITERION),
        (_, Some(_)) => {
            let mut fields = Fields::open(node, faults)?;
            let met = fields.boolean("met");
            let why = fields.text("why");
            fields.finish();
            Some(Criterion { met, why })
        }
    }
}

const CRITERION: Words = Words::new(
    "`true`, `false` ou une table { met, why }",
    "`true`, `false` or a table { met, why }",
);
const NO_ABSENCE: Words = Words::new(
    "un identifiant autre que `none` et `not_applicable`",
    "an identifier other than `none` and `not_applicable`",
);
const DUPLICATE_DPIA: Words = Words::new(
    "une autre analyse d’impact porte déjà cet identifiant",
    "another screening has this id already",
);
const UNKNOWN_DPIA: Words = Words::new(
    "aucune analyse d’impact n’a cet identifiant",
    "no screening has this id",
);
