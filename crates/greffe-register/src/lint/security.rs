//! Security measures and the need for an impact assessment.

use greffe_document::Words;

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{DpiaDecision, MeasureStatus};

pub(super) const GROUP: Group = Group {
    checks: &[
        &MEASURES_MISSING,
        &MEASURE_BLANK,
        &BREACHES_UNKNOWN,
        &DPIA_UNDECIDED,
        &DPIA_HALF_SCREENED,
    ],
    run,
};

/// The guidelines WP248 rev.01 (III.B.a) call for an assessment where two criteria are met, in most cases.
const CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT: usize = 2;

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    for (index, processing) in register.processings().iter().enumerate() {
        if processing.measures.is_empty() {
            let at = At::processing(index, processing).then("measures");
            found.push(Finding::new(&MEASURES_MISSING, at));
        }
    }
    let sheets = register
        .security()
        .map_or(&[][..], |security| &security.sheets);
    for (index, sheet) in sheets.iter().enumerate() {
        let at = At::key("security").then("sheets").item(index);
        let measures = sheet.iter().enumerate();
        let blank = measures.filter(|(_, status)| **status == MeasureStatus::Blank);
        found.extend(blank.map(|(index, _)| Finding::new(&MEASURE_BLANK, at.clone().item(index))));
    }
    if register.breaches().is_unknown() {
        found.push(Finding::new(&BREACHES_UNKNOWN, At::key("breaches")));
    }
    for (index, dpia) in register.dpias().iter().enumerate() {
        let calls_for_one = dpia.criteria_met() >= CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT;
        let decided = match dpia.decision {
            Some(DpiaDecision::Required | DpiaDecision::Done) => true,
            Some(DpiaDecision::NotRequired) => dpia.rationale.is_some(),
            None => false,
        };
        if calls_for_one && !decided {
            let at = At::key("dpia").item(index).then("decision");
            found.push(Finding::new(&DPIA_UNDECIDED, at));
        }
        let all_answered = dpia.criteria_answered() == dpia.criteria.len();
        if dpia.decision == Some(DpiaDecision::NotRequired) && !all_answered {
            let at = At::key("dpia").item(index).then("criteria");
            found.push(Finding::new(&DPIA_HALF_SCREENED, at));
        }
    }
}

static MEASURES_MISSING: Check = Check::new(
    "GRF-R100",
    Severity::Info,
    "GDPR 30(1)(g)",
    Words::new(
        "les mesures de sécurité ne sont pas décrites",
        "security measures are not described",
    ),
    Words::new("indiquez `measures`", "tell `measures`"),
);
static MEASURE_BLANK: Check = Check::new(
    "GRF-R101",
    Severity::Warning,
    "GDPR 32(1)",
    Words::new(
        "l’état de la mesure de sécurité n’est pas renseigné",
        "the state of the security measure is blank",
    ),
    Words::new(
        "indiquez où elle en est, ou `not_applicable`",
        "tell how far it is, or `not_applicable`",
    ),
);
static BREACHES_UNKNOWN: Check = Check::new(
    "GRF-R110",
    Severity::Info,
    "GDPR 33(5)",
    Words::new(
        "le registre des violations n’est ni tenu ni déclaré vide",
        "the register of breaches is neither kept nor declared empty",
    ),
    Words::new(
        "ajoutez [[breach]], ou `breaches = \"none\"`",
        "add [[breach]], or `breaches = \"none\"`",
    ),
);
static DPIA_UNDECIDED: Check = Check::new(
    "GRF-R120",
    Severity::Warning,
    "GDPR 35(1)",
    Words::new(
        "deux critères ou plus sont remplis et aucune décision motivée n’est prise sur l’analyse d’impact",
        "two criteria or more are met and no reasoned decision is taken on the impact assessment",
    ),
    Words::new(
        "décidez `required`, ou motivez `not_required` dans `rationale`",
        "decide `required`, or give the reason for `not_required` in `rationale`",
    ),
);
static DPIA_HALF_SCREENED: Check = Check::new(
    "GRF-R121",
    Severity::Warning,
    "GDPR 35(1)",
    Words::new(
        "l’analyse d’impact est écartée sans que les neuf critères aient été examinés",
        "the impact assessment is ruled out while not all nine criteria were examined",
    ),
    Words::new(
        "répondez à chacun de `c1` à `c9`",
        "answer each of `c1` to `c9`",
    ),
);
