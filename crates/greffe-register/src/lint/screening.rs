//! Whether screenings for impact assessments agree with the records that they concern.

use std::collections::{HashMap, HashSet};

use greffe_document::Words;
use greffe_terms::{DataCategory, ProcessingRef};

use super::at::At;
use super::wording::{self, MINORS, MONITORING, PATIENTS};
use super::{Check, Finding, Group, Judged, Severity};
use crate::model::CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT;
use crate::{DpiaCriterion, DpiaScreening, Processing, Register, Stated, Status, SubjectKind, Who};

pub(super) const GROUP: Group = Group {
    checks: &[&CRITERION_DENIED, &CRITERIA_UNSCREENED, &REVIEW_OVERDUE],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    let links = Links::of(register);
    for (index, dpia) in register.dpias().iter().enumerate() {
        let told: HashSet<_> = links.records(dpia).flat_map(criteria_of).collect();
        let denied = |criterion: &DpiaCriterion| {
            let answer = dpia.criterion(*criterion);
            told.contains(criterion) && answer.is_some_and(|answer| answer.met == Some(false))
        };
        let denied: Vec<_> = DpiaCriterion::ALL.iter().copied().filter(denied).collect();
        if !denied.is_empty() {
            let at = At::dpia(index, dpia).then("criteria");
            found.push(naming(Finding::new(&CRITERION_DENIED, at), &denied));
        }
        let due = dpia.next_review.zip(judged.today);
        if due.is_some_and(|(due, today)| due < today) && !links.is_over(dpia) {
            let at = At::dpia(index, dpia).then("next_review");
            found.push(Finding::new(&REVIEW_OVERDUE, at));
        }
    }
    let mut dpias = register.dpias().iter();
    // A screening that tells no record may concern any.
    if dpias.any(|dpia| links.records(dpia).next().is_none()) {
        return;
    }
    for (index, processing) in register.processings().iter().enumerate() {
        let is_open = matches!(processing.dpia, Stated::Unknown | Stated::None);
        // Sensitive data without a screening have a check of their own.
        let is_owed = processing.status != Status::Archived
            && !processing.is_processor_record()
            && processing.sensitive.items().is_empty();
        if !is_open || !is_owed || links.screened.contains(&processing.reference) {
            continue;
        }
        let criteria = criteria_of(processing);
        if criteria.len() >= CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT {
            let at = At::processing(index, processing).then("dpia");
            found.push(naming(Finding::new(&CRITERIA_UNSCREENED, at), &criteria));
        }
    }
}

/// Which records a screening concerns, whichever of the two names the other.
struct Links<'r> {
    by_reference: HashMap<&'r ProcessingRef, &'r Processing>,
    by_screening: HashMap<&'r str, Vec<&'r Processing>>,
    /// Records that screenings name.
    screened: HashSet<&'r ProcessingRef>,
}

impl<'r> Links<'r> {
    fn of(register: &'r Register) -> Self {
        let mut by_screening: HashMap<_, Vec<_>> = HashMap::new();
        for processing in register.processings() {
            if let Some(id) = processing.dpia.known() {
                by_screening
                    .entry(id.as_str())
                    .or_default()
                    .push(processing);
            }
        }
        let processings = register.processings().iter();
        let dpias = register.dpias().iter();
        Self {
            by_reference: processings.map(|one| (&one.reference, one)).collect(),
            by_screening,
            screened: dpias.flat_map(|dpia| &dpia.processings).collect(),
        }
    }

    fn records(&self, dpia: &'r DpiaScreening) -> impl Iterator<Item = &'r Processing> {
        let named = dpia.processings.iter();
        let named = named.filter_map(|reference| self.by_reference.get(reference));
        let naming = dpia.id.as_deref().and_then(|id| self.by_screening.get(id));
        named.chain(naming.into_iter().flatten()).copied()
    }

    /// Whether all that the screening concerns is archived.
    fn is_over(&self, dpia: &'r DpiaScreening) -> bool {
        let mut records = self.records(dpia).peekable();
        records.peek().is_some() && records.all(|record| record.status == Status::Archived)
    }
}

/// The criteria that a record meets by what it says itself. What only a judgement can tell, such as a large scale, is not among them.
fn criteria_of(processing: &Processing) -> Vec<DpiaCriterion> {
    let located = processing
        .data
        .iter()
        .any(|entry| entry.category == DataCategory::Location);
    let employees = processing.concerns(SubjectKind::Employees);
    let watched = processing.purposes.iter().any(|purpose| {
        let mut texts = purpose.name.iter().chain(&purpose.justification);
        texts.any(|text| wording::affirms(text, MONITORING))
    });
    [
        (
            DpiaCriterion::AutomatedDecision,
            !processing.automated_decisions.items().is_empty(),
        ),
        // Where employees are followed they are watched, whatever for.
        (DpiaCriterion::Monitoring, employees && (located || watched)),
        // The guidelines count location among the highly personal data.
        (
            DpiaCriterion::SensitiveData,
            located || !processing.sensitive.items().is_empty(),
        ),
        (
            DpiaCriterion::Vulnerable,
            employees || has_vulnerable(processing),
        ),
    ]
    .into_iter()
    .filter_map(|(criterion, is_met)| is_met.then_some(criterion))
    .collect()
}

/// Persons who are said to be vulnerable, or whose words name children or patients.
fn has_vulnerable(processing: &Processing) -> bool {
    let mut subjects = processing.subjects.items().iter();
    subjects.any(|subject| match (subject.vulnerable, &subject.who) {
        (Some(said), _) => said,
        (None, Who::Other(words)) => {
            wording::affirms(words, MINORS) || wording::affirms(words, PATIENTS)
        }
        (None, Who::Kind(_)) => false,
    })
}

fn naming(finding: Finding, criteria: &[DpiaCriterion]) -> Finding {
    finding.with_words(|lang| {
        let names = criteria.iter();
        let names: Vec<_> = names
            .map(|criterion| format!("{} ({})", criterion.label(lang), criterion.code()))
            .collect();
        names.join(", ")
    })
}

// Warnings both: the criteria go by what the record says, some of it by words, and a reason may set them aside.
static CRITERION_DENIED: Check = Check::under_two(
    "GRF-R111",
    Severity::Warning,
    ["GDPR 35(1)", "WP29 248"],
    Words::new(
        "l’examen écarte un critère que remplit un traitement qu’il concerne, d’après sa fiche",
        "the screening denies a criterion that a processing which it concerns meets, by its record",
    ),
    Words::new(
        "corrigez la réponse ou la fiche\u{a0}; salariés, enfants et patients sont des personnes vulnérables, la localisation est à caractère hautement personnel",
        "mend the answer or the record; employees, children and patients are vulnerable persons, location is highly personal",
    ),
);
static CRITERIA_UNSCREENED: Check = Check::under_two(
    "GRF-R112",
    Severity::Warning,
    ["GDPR 35(1)", "WP29 248"],
    Words::new(
        "la fiche remplit deux critères ou plus et la nécessité d’une analyse d’impact n’a pas été examinée",
        "the record meets two criteria or more and the need for an impact assessment was never screened",
    ),
    Words::new(
        "ajoutez une [[dpia]] et nommez-la dans `dpia`",
        "add a [[dpia]] and name it in `dpia`",
    ),
);
static REVIEW_OVERDUE: Check = Check::new(
    "GRF-R115",
    Severity::Warning,
    "GDPR 35(11)",
    Words::new(
        "la date prévue pour la revue de l’analyse d’impact, ou de son examen préalable, est passée",
        "the day on which the impact assessment, or the screening for it, was to be reviewed has passed",
    ),
    Words::new(
        "voyez si le traitement s’y conforme et si le risque a changé, puis indiquez le prochain `next_review`",
        "see whether the processing keeps to it and whether the risk has changed, then tell the next `next_review`",
    ),
)
.needing_the_day();
