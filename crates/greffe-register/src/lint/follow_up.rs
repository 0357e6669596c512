//! Requests that came in, and what is planned for platforms.

use chrono::NaiveDate;
use greffe_calendar::{Calendar, Place, RequestReadings, SubjectRequest, Suspension};
use greffe_document::Words;

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{Platform, RequestLogEntry, RequestOutcome};

pub(super) const GROUP: Group = Group {
    checks: &[
        &NOTHING_PLANNED,
        &PLAN_OVERDUE,
        &ANSWERED_LATE,
        &EXTENDED_LATE,
        &REFUSED_WITHOUT_REASON,
        &OVERDUE,
        &OUTCOME_UNKNOWN,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let (register, today) = (judged.register, judged.today);
    for (index, entry) in register.request_log().items().iter().enumerate() {
        let at = At::key("request").labelled(index, &entry.id);
        times(entry, today, &at, found);
        let refused = matches!(
            entry.outcome,
            Some(RequestOutcome::Refused | RequestOutcome::Partly)
        );
        if refused && entry.reason.is_none() {
            found.push(Finding::new(
                &REFUSED_WITHOUT_REASON,
                at.clone().then("reason"),
            ));
        }
        if entry.answered.is_some() && entry.outcome.is_none() {
            found.push(Finding::new(&OUTCOME_UNKNOWN, at.then("outcome")));
        }
    }
    for (index, platform) in register.platforms().iter().enumerate() {
        let at = At::key("platform").item(index);
        platform_plan(platform, today, &at, found);
    }
}

/// The times of Art. 12(3), by every reading of the law: what is late by the latest one is an error, what is late by the strict one a warning.
fn times(entry: &RequestLogEntry, today: Option<NaiveDate>, at: &At, found: &mut Vec<Finding>) {
    // Holidays of another country are not known: the place only moves the lenient readings.
    let calendar = Calendar::of(Place::France);
    let Some(request) = suspended(entry) else {
        return;
    };
    let announced = entry.extended.map(|day| request.clone().extended_on(day));
    if let Some(day) = entry.extended
        && let Ok(due) = request.extension_to_announce(&calendar)
        && let Some(readings) = due.readings()
    {
        late(
            day,
            readings,
            &EXTENDED_LATE,
            at.clone().then("extended"),
            found,
        );
    }
    // The answer to a request that was withdrawn is owed to nobody.
    if entry.outcome == Some(RequestOutcome::Withdrawn) {
        return;
    }
    let (check, day) = match (entry.answered, today) {
        (Some(day), _) => (&ANSWERED_LATE, day),
        (None, Some(today)) => (&OVERDUE, today),
        (None, None) => return,
    };
    // What is refused must be told within the month, which nothing extends, Art. 12(4).
    let refusal = request.refusal_due(&calendar);
    let request = match announced {
        None => request,
        Some(Ok(extended)) => extended,
        // An announcement before the receipt is a fault of the file.
        Some(Err(_)) => return,
    };
    let due = match entry.outcome {
        Some(RequestOutcome::Refused) => refusal.clone(),
        _ => request.response_due(&calendar),
    };
    let at = at.clone().then("answered");
    let known = found.len();
    if let Ok(due) = due
        && let Some(readings) = due.readings()
    {
        late(day, readings, check, at.clone(), found);
    }
    // Of a request that was met in part, whether the extension covers what was refused of it is open.
    if entry.outcome == Some(RequestOutcome::Partly)
        && found.len() == known
        && let Ok(due) = refusal
        && let Some(readings) = due.readings()
        && day > readings.lenient().last_day()
    {
        found.push(Finding::new(check, at).warning_if(true));
    }
}

/// The request with the times at which the clock stood still; none where they contradict each other.
fn suspended(entry: &RequestLogEntry) -> Option<SubjectRequest> {
    let mut request = SubjectRequest::received(entry.received);
    for stop in &entry.suspended {
        let stop = Suspension::new(stop.asked, stop.answered).ok()?;
        request = request.suspended(stop).ok()?;
    }
    Some(request)
}

fn late(
    day: NaiveDate,
    readings: &RequestReadings,
    check: &'static Check,
    at: At,
    found: &mut Vec<Finding>,
) {
    if day <= readings.strict().last_day() {
        return;
    }
    let disputed = day <= readings.lenient().last_day();
    found.push(Finding::new(check, at).warning_if(disputed));
}

fn platform_plan(platform: &Platform, today: Option<NaiveDate>, at: &At, found: &mut Vec<Finding>) {
    let falls_short = platform.compliance.is_some_and(|share| share < 100);
    if falls_short && platform.action.is_none() {
        found.push(Finding::new(&NOTHING_PLANNED, at.clone().then("action")));
    }
    let passed = platform
        .due
        .zip(today)
        .is_some_and(|(due, today)| due < today);
    if falls_short && passed {
        found.push(Finding::new(&PLAN_OVERDUE, at.clone().then("due")));
    }
}

static NOTHING_PLANNED: Check = Check::new(
    "GRF-R182",
    Severity::Warning,
    "GDPR 24(1)",
    Words::new(
        "la plateforme n’est pas entièrement conforme et rien n’est prévu",
        "the platform does not conform entirely and nothing is planned",
    ),
    Words::new("indiquez `action`", "tell `action`"),
);
static PLAN_OVERDUE: Check = Check::new(
    "GRF-R183",
    Severity::Warning,
    "GDPR 24(1)",
    Words::new(
        "l’action prévue sur la plateforme n’est pas faite à son échéance",
        "what was planned for the platform is past its day",
    ),
    Words::new(
        "faites-la, ou fixez une autre échéance",
        "do it, or set another day",
    ),
)
.needing_the_day();
static ANSWERED_LATE: Check = Check::new(
    "GRF-R184",
    Severity::Error,
    "GDPR 12(3)",
    Words::new(
        "la demande a reçu sa réponse hors délai",
        "the request was answered late",
    ),
    Words::new(
        "notez-en la cause, et prolongez à temps la prochaine fois",
        "note the cause, and prolong in time the next time",
    ),
);
static EXTENDED_LATE: Check = Check::new(
    "GRF-R185",
    Severity::Error,
    "GDPR 12(3)",
    Words::new(
        "la prolongation a été annoncée après le premier mois",
        "the extension was announced after the first month",
    ),
    Words::new(
        "sans annonce à temps, le délai reste d’un mois",
        "without an announcement in time, the time stays one month",
    ),
);
static REFUSED_WITHOUT_REASON: Check = Check::new(
    "GRF-R186",
    Severity::Warning,
    "GDPR 12(4)",
    Words::new(
        "le motif du refus n’est pas indiqué",
        "the reason of the refusal is not told",
    ),
    Words::new(
        "indiquez `reason`\u{a0}; la personne doit connaître ce motif et ses recours, devant l’autorité et le juge",
        "tell `reason`; the person must learn of it, of the complaint to the authority and of the judicial remedy",
    ),
);
static OVERDUE: Check = Check::new(
    "GRF-R187",
    Severity::Error,
    "GDPR 12(3)",
    Words::new(
        "la demande reste sans réponse après le délai",
        "the request is unanswered past its time",
    ),
    Words::new(
        "répondez sans tarder\u{a0}; à défaut de suite, dites les motifs et les recours (art. 12(4))",
        "answer at once; where no action is taken, tell the reasons and the remedies (Art. 12(4))",
    ),
)
.needing_the_day();
static OUTCOME_UNKNOWN: Check = Check::new(
    "GRF-R188",
    Severity::Info,
    "GDPR 5(2)",
    Words::new(
        "on ne sait pas ce que la réponse a été",
        "it is not known what the answer was",
    ),
    Words::new("indiquez `outcome`", "tell `outcome`"),
);
