//! Days of records, and records that are drafts or archived.

use chrono::{Months, NaiveDate};
use greffe_document::Words;

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{Processing, Retention, Status};

pub(super) const GROUP: Group = Group {
    checks: &[
        &REVIEW_BEFORE_RECORD,
        &REVIEW_OVERDUE,
        &NO_REVIEW_PLANNED,
        &DAY_AHEAD,
        &DRAFT_HOLDS_DATA,
        &ARCHIVED_WITHOUT_LIMIT,
    ],
    run,
};

/// No text sets how often a record is to be reviewed (Art. 24(1): where necessary). A year is this program's choice.
const MONTHS_WITHOUT_REVIEW: Months = Months::new(12);

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    for (index, processing) in judged.register.processings().iter().enumerate() {
        let at = At::processing(index, processing);
        if let Some(key) = review_out_of_order(processing) {
            found.push(Finding::new(&REVIEW_BEFORE_RECORD, at.clone().then(key)));
        }
        if let Some(today) = judged.today {
            let noted = on_the_day(processing, today);
            found.extend(noted.map(|(check, key)| Finding::new(check, at.clone().then(key))));
        }
        let held = processing.data.iter().enumerate();
        let held = held.filter(|(_, entry)| !entry.held_in.labels().is_empty());
        for (index, entry) in held {
            let at = at.entry(index, entry);
            let has_limit = matches!(entry.retention, Retention::Rule(_));
            match processing.status {
                Status::Draft => found.push(Finding::new(&DRAFT_HOLDS_DATA, at.then("held_in"))),
                Status::Archived if !has_limit => {
                    found.push(Finding::new(&ARCHIVED_WITHOUT_LIMIT, at.then("retention")));
                }
                Status::Archived | Status::Active => {}
            }
        }
    }
}

/// The key of a review that lies before what it reviews, or before the review that it follows.
fn review_out_of_order(processing: &Processing) -> Option<&'static str> {
    let is_before =
        |a: Option<NaiveDate>, b: Option<NaiveDate>| a.zip(b).is_some_and(|(a, b)| a < b);
    if is_before(processing.reviewed, processing.created) {
        return Some("reviewed");
    }
    is_before(processing.next_review, processing.reviewed).then_some("next_review")
}

fn on_the_day(
    processing: &Processing,
    today: NaiveDate,
) -> impl Iterator<Item = (&'static Check, &'static str)> {
    let runs = processing.status != Status::Archived;
    let overdue = processing.next_review.is_some_and(|due| due < today);
    let last = processing.updated.max(processing.reviewed);
    let is_old = last
        .and_then(|last| last.checked_add_months(MONTHS_WITHOUT_REVIEW))
        .is_some_and(|until| until < today);
    let planless = processing.next_review.is_none() && is_old;
    let ahead = [
        ("created", processing.created),
        ("updated", processing.updated),
        ("reviewed", processing.reviewed),
    ];
    let ahead = ahead
        .into_iter()
        .filter(move |(_, day)| day.is_some_and(|day| day > today));
    [
        (runs && overdue).then_some((&REVIEW_OVERDUE, "next_review")),
        (runs && planless).then_some((&NO_REVIEW_PLANNED, "next_review")),
    ]
    .into_iter()
    .flatten()
    .chain(ahead.map(|(key, _)| (&DAY_AHEAD, key)))
}

static REVIEW_BEFORE_RECORD: Check = Check::new(
    "GRF-R007",
    Severity::Error,
    "GDPR 5(2)",
    Words::new(
        "la revue précède ce qu’elle devait suivre\u{a0}: la création de la fiche, ou la revue d’avant",
        "the review lies before what it should follow: the record’s creation, or the review before it",
    ),
    Words::new("corrigez l’une des dates", "mend one of the dates"),
);
static REVIEW_OVERDUE: Check = Check::new(
    "GRF-R015",
    Severity::Warning,
    "GDPR 24(1)",
    Words::new(
        "la date prévue pour la revue de la fiche est passée",
        "the day on which the record was to be reviewed has passed",
    ),
    Words::new(
        "relisez la fiche, puis indiquez `reviewed` et le prochain `next_review`",
        "review the record, then tell `reviewed` and the next `next_review`",
    ),
)
.needing_the_day();
static NO_REVIEW_PLANNED: Check = Check::new(
    "GRF-R016",
    Severity::Info,
    "GDPR 24(1)",
    Words::new(
        "la fiche n’a pas été revue depuis plus d’un an et aucune revue n’est prévue",
        "the record was not reviewed for more than a year and no review is planned",
    ),
    Words::new(
        "relisez la fiche, et indiquez `next_review`",
        "review the record, and tell `next_review`",
    ),
)
.needing_the_day();
// A warning: where the record is kept the day may have come already.
static DAY_AHEAD: Check = Check::new(
    "GRF-R017",
    Severity::Warning,
    "GDPR 5(2)",
    Words::new(
        "la fiche porte une date qui n’est pas encore venue",
        "the record bears a day that has not come yet",
    ),
    Words::new(
        "corrigez la date\u{a0}; une revue à venir se note dans `next_review`",
        "mend the day; a review to come is noted in `next_review`",
    ),
)
.needing_the_day();
static DRAFT_HOLDS_DATA: Check = Check::new(
    "GRF-R018",
    Severity::Warning,
    "GDPR 30(1)",
    Words::new(
        "la fiche n’est qu’un projet, et un service détient déjà ces données",
        "the record is a draft, and a service holds these data already",
    ),
    Words::new(
        "achevez la fiche et passez `status` à `active`, ou ôtez `held_in` si rien n’est encore traité",
        "finish the record and set `status` to `active`, or take `held_in` out while nothing is processed",
    ),
);
static ARCHIVED_WITHOUT_LIMIT: Check = Check::new(
    "GRF-R019",
    Severity::Warning,
    "GDPR 5(1)(e)",
    Words::new(
        "le traitement est archivé, et ces données restent détenues sans durée",
        "the processing is archived, and these data are still held without a limit",
    ),
    Words::new(
        "donnez-leur une règle `retention`, ou effacez-les et ôtez `held_in`",
        "give them a `retention` rule, or erase them and take `held_in` out",
    ),
);
