//! The need for an impact assessment, Art. 35 GDPR.

use std::collections::HashSet;

use greffe_document::Words;
use greffe_terms::{Lang, ProcessingRef, Text};

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::model::CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT;
use crate::{
    Criterion, DpiaDecision, DpiaOutcome, DpiaReason, DpiaScreening, Processing, Register, Stated,
    Status,
};

pub(super) const GROUP: Group = Group {
    checks: &[
        &UNDECIDED,
        &HALF_SCREENED,
        &LISTED_UNDECIDED,
        &LISTED_REFUSED,
        &EXEMPTION_OUTRANKED,
        &EXEMPTION_UNEXPLAINED,
        &ADVICE_MISSING,
        &CRITERION_WITHOUT_REASON,
        &REQUIRED_AND_NOT_DONE,
        &SENSITIVE_UNSCREENED,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    let links = Links::of(register);
    for (index, dpia) in register.dpias().iter().enumerate() {
        let at = At::dpia(index, dpia);
        decision(dpia, &at, found);
        if has_officer(register) && advice_is_missing(dpia) {
            found.push(Finding::new(&ADVICE_MISSING, at.clone().then("advice")));
        }
        if dpia.criteria.iter().any(lacks_reason) {
            let at = at.clone().then("criteria");
            found.push(Finding::new(&CRITERION_WITHOUT_REASON, at));
        }
        // Without a day nothing shows that the decision is more than a note of what is to come, unless what it concerns runs.
        let runs = links.runs_already(dpia);
        let is_dated = dpia.decided.is_some();
        if dpia.decision == Some(DpiaDecision::Required) && (is_dated || runs) {
            let finding = Finding::new(&REQUIRED_AND_NOT_DONE, at.then("decision"));
            found.push(finding.warning_if(!is_dated).info_if(!runs));
        }
    }
    unscreened(register, &links, found);
}

fn decision(dpia: &DpiaScreening, at: &At, found: &mut Vec<Finding>) {
    let decision_at = || at.clone().then("decision");
    let is_refused = dpia.decision == Some(DpiaDecision::NotRequired);
    let suggested = dpia.suggested();
    let listed = suggested.reasons.iter().find_map(|reason| match reason {
        DpiaReason::OnRequiredList(case) => Some(*case),
        _ => None,
    });
    if !dpia.required_list.items().is_empty() && !dpia.exempt_list.items().is_empty() {
        let at = at.clone().then("exempt_list");
        found.push(Finding::new(&EXEMPTION_OUTRANKED, at));
    }
    if let Some(case) = listed {
        let check = match dpia.decision {
            None => &LISTED_UNDECIDED,
            Some(DpiaDecision::NotRequired) => &LISTED_REFUSED,
            Some(DpiaDecision::Required | DpiaDecision::Done) => return,
        };
        let words = |lang| Some(case.label(lang).to_owned());
        let finding = Finding::new(check, decision_at());
        found.push(match Text::new(words(Lang::Fr), words(Lang::En)) {
            Some(case) => finding.with_detail(case),
            None => finding,
        });
        return;
    }
    // A named case of the other list stands for reasons and criteria alike.
    let is_exempt = !dpia.exempt_list.items().is_empty();
    let calls_for_one = dpia.criteria_met() >= CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT;
    let is_reasoned = dpia.rationale.is_some() || is_exempt;
    let is_open = dpia.decision.is_none() && suggested.outcome == DpiaOutcome::Required;
    if is_open || (is_refused && calls_for_one && !is_reasoned) {
        found.push(Finding::new(&UNDECIDED, decision_at()));
    } else if is_refused && !is_reasoned {
        let at = at.clone().then("rationale");
        found.push(Finding::new(&EXEMPTION_UNEXPLAINED, at));
    }
    if is_refused && !is_exempt && dpia.criteria_open() > 0 {
        let at = at.clone().then("criteria");
        found.push(Finding::new(&HALF_SCREENED, at));
    }
}

/// Whether an officer is designated, so that advice can be asked for.
fn has_officer(register: &Register) -> bool {
    register.organisation().dpo.known().is_some()
}

/// The advice is owed when an assessment is carried out.
fn advice_is_missing(dpia: &DpiaScreening) -> bool {
    dpia.decision == Some(DpiaDecision::Done)
        && matches!(dpia.advice, Stated::Unknown | Stated::None)
}

fn lacks_reason(criterion: &Criterion) -> bool {
    criterion.met.is_some() && criterion.why.is_none()
}

/// Which records and screenings name one another: sets, for a register may hold thousands of both.
struct Links<'r> {
    /// Ids that records name.
    named: HashSet<&'r str>,
    /// Ids that active records name.
    named_by_active: HashSet<&'r str>,
    /// Active records.
    active: HashSet<&'r ProcessingRef>,
    /// Records that screenings name.
    screened: HashSet<&'r ProcessingRef>,
}

impl<'r> Links<'r> {
    fn of(register: &'r Register) -> Self {
        let processings = register.processings().iter();
        let active = || {
            let processings = processings.clone();
            processings.filter(|processing| processing.status == Status::Active)
        };
        let named = |processing: &'r Processing| processing.dpia.known().map(String::as_str);
        Self {
            named: processings.clone().filter_map(named).collect(),
            named_by_active: active().filter_map(named).collect(),
            active: active().map(|processing| &processing.reference).collect(),
            screened: register
                .dpias()
                .iter()
                .flat_map(|dpia| &dpia.processings)
                .collect(),
        }
    }

    /// Whether a processing that the screening concerns is active: the assessment is owed before.
    fn runs_already(&self, dpia: &DpiaScreening) -> bool {
        let mut processings = dpia.processings.iter();
        processings.any(|reference| self.active.contains(reference))
            || is_among(&self.named_by_active, dpia)
    }

    /// Whether the screening tells in no way which records it concerns, so that it may concern any.
    fn concerns_any(&self, dpia: &DpiaScreening) -> bool {
        dpia.processings.is_empty() && !is_among(&self.named, dpia)
    }
}

fn is_among(ids: &HashSet<&str>, dpia: &DpiaScreening) -> bool {
    dpia.id.as_deref().is_some_and(|id| ids.contains(id))
}

/// Records with sensitive data that no screening concerns.
fn unscreened(register: &Register, links: &Links<'_>, found: &mut Vec<Finding>) {
    let mut dpias = register.dpias().iter();
    if dpias.any(|dpia| links.concerns_any(dpia)) {
        return;
    }
    for (index, processing) in register.processings().iter().enumerate() {
        let is_open = matches!(processing.dpia, Stated::Unknown | Stated::None);
        let is_screened = links.screened.contains(&processing.reference);
        if is_open && !is_screened && calls_for_screening(processing) {
            let at = At::processing(index, processing).then("dpia");
            found.push(Finding::new(&SENSITIVE_UNSCREENED, at));
        }
    }
}

/// A controller's record that says that it holds sensitive data. The assessment of a processor's record is its controllers' matter.
fn calls_for_screening(processing: &Processing) -> bool {
    !processing.is_processor_record()
        && processing.status != Status::Archived
        && !processing.sensitive.items().is_empty()
}

static UNDECIDED: Check = Check::new(
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
static HALF_SCREENED: Check = Check::new(
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
static LISTED_UNDECIDED: Check = Check::under_two(
    "GRF-R122",
    Severity::Warning,
    ["GDPR 35(4)", "CNIL 2018-327"],
    Words::new(
        "l’opération est sur la liste de celles qui exigent une analyse d’impact, et rien n’est décidé",
        "the operation is on the list of those that need an impact assessment, and nothing is decided",
    ),
    Words::new(
        "décidez `required`, ou `done` si elle est faite",
        "decide `required`, or `done` where it was made",
    ),
);
static LISTED_REFUSED: Check = Check::under_two(
    "GRF-R123",
    Severity::Error,
    ["GDPR 35(4)", "CNIL 2018-327"],
    Words::new(
        "l’analyse d’impact est écartée alors que l’opération est sur la liste de celles qui en exigent une",
        "the impact assessment is ruled out although the operation is on the list of those that need one",
    ),
    Words::new(
        "décidez `required`\u{a0}; cette liste l’emporte sur les critères et sur les dispenses",
        "decide `required`; this list goes before the criteria and before exemptions",
    ),
);
static EXEMPTION_OUTRANKED: Check = Check::under_two(
    "GRF-R124",
    Severity::Warning,
    ["GDPR 35(5)", "CNIL 2019-118"],
    Words::new(
        "une dispense est invoquée alors que l’opération est aussi sur la liste de celles qui exigent une analyse d’impact",
        "an exemption is claimed although the operation is also on the list of those that need an impact assessment",
    ),
    Words::new(
        "ôtez la dispense, ou séparez les opérations en deux examens ([[dpia]])",
        "drop the exemption, or split the operations into two screenings",
    ),
);
static EXEMPTION_UNEXPLAINED: Check = Check::under_two(
    "GRF-R125",
    Severity::Warning,
    ["GDPR 35(1)", "GDPR 5(2)"],
    Words::new(
        "l’analyse d’impact est écartée sans motif ni cas de dispense",
        "the impact assessment is ruled out without a reason or a case of exemption",
    ),
    Words::new(
        "dites pourquoi dans `rationale`, ou nommez le cas dans `exempt_list`",
        "tell why in `rationale`, or name the case in `exempt_list`",
    ),
);
static ADVICE_MISSING: Check = Check::new(
    "GRF-R126",
    Severity::Warning,
    "GDPR 35(2)",
    Words::new(
        "l’analyse d’impact est faite sans que figure l’avis du délégué à la protection des données",
        "the impact assessment was made and the data-protection officer’s advice does not appear",
    ),
    Words::new(
        "indiquez `advice` et `advised`",
        "tell `advice` and `advised`",
    ),
);
static CRITERION_WITHOUT_REASON: Check = Check::under_two(
    "GRF-R127",
    Severity::Info,
    ["GDPR 5(2)", "GDPR 35(1)"],
    Words::new(
        "un critère est tranché sans motif",
        "a criterion is answered without a reason",
    ),
    Words::new(
        "écrivez `{ met = …, why = \"…\" }`",
        "write `{ met = …, why = \"…\" }`",
    ),
);
static REQUIRED_AND_NOT_DONE: Check = Check::new(
    "GRF-R128",
    Severity::Error,
    "GDPR 35(1)",
    Words::new(
        "l’analyse d’impact a été jugée nécessaire et n’apparaît pas comme faite\u{a0}; elle est due avant le traitement",
        "the impact assessment was found necessary and does not appear as made; it is owed before the processing",
    ),
    Words::new(
        "faites-la, puis décidez `done` et citez-la dans `document`",
        "make it, then decide `done` and name it in `document`",
    ),
);
static SENSITIVE_UNSCREENED: Check = Check::under_two(
    "GRF-R129",
    Severity::Warning,
    ["GDPR 35(1)", "GDPR 35(3)(b)"],
    Words::new(
        "le traitement porte sur des données sensibles et la nécessité d’une analyse d’impact n’a pas été examinée",
        "the processing holds sensitive data and the need for an impact assessment was never screened",
    ),
    Words::new(
        "ajoutez une [[dpia]] et nommez-la dans `dpia`",
        "add a [[dpia]] and name it in `dpia`",
    ),
);
