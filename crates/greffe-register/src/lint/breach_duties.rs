//! Who must be told of a breach, and by when.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use greffe_calendar::zone;
use greffe_document::Words;

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::breach::{
    NotificationStatus, PersonsNoticeOutcome, concerns_as_controller, concerns_as_processor,
    notification_deadline, notification_status, persons_notice,
};
use crate::{Breach, BreachGravity, BreachWaiver, NotificationDuty, PersonsTold, Register};

pub(super) const GROUP: Group = Group {
    checks: &[
        &LATE_WITHOUT_REASON,
        &NOT_NOTIFIED,
        &NO_RISK_UNREASONED,
        &NO_RISK_AND_HIGH,
        &PERSONS_NOT_TOLD,
        &WAIVER_UNREASONED,
        &PUBLIC_NOT_TOLD,
        &PERSONS_TOLD_HOW,
        &CLIENTS_NOT_TOLD,
        &AWARE_AFTER_PROCESSOR,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    for (index, breach) in register.breaches().items().iter().enumerate() {
        let at = At::breach(index, breach);
        if concerns_as_controller(register, breach) {
            found.extend(late(register, breach, &at));
            found.extend(not_notified(register, breach, &at, judged.today));
            found.extend(contradiction(breach, &at));
            found.extend(told_too_late(register, breach, &at, judged.today));
            let noted = check_persons(breach).into_iter().flatten();
            found.extend(noted.map(|(check, key)| {
                let at = at.clone().then("communication");
                Finding::new(
                    check,
                    key.map_or_else(|| at.clone(), |key| at.clone().then(key)),
                )
            }));
            found.extend(
                check_record(breach)
                    .into_iter()
                    .flatten()
                    .map(|(check, key)| Finding::new(check, at.clone().then(key))),
            );
        }
        if concerns_as_processor(register, breach) && breach.clients_told.is_none() {
            found.push(Finding::new(&CLIENTS_NOT_TOLD, at.then("clients_told")));
        }
    }
}

/// Past the strict reading it is noted; past the longer one, by which the hours run from the next full hour, it is an error.
fn late(register: &Register, breach: &Breach, at: &At) -> Option<Finding> {
    let notified = breach.notified?.with_timezone(&Utc);
    let due = notification_deadline(breach.aware?, register.zone()).ok()?;
    let is_late = notified >= *due.strict().value();
    if !is_late || breach.delay_reason.is_some() {
        return None;
    }
    let disputed = notified < *due.regulation().value();
    let at = at.clone().then("delay_reason");
    Some(Finding::new(&LATE_WITHOUT_REASON, at).warning_if(disputed))
}

/// Silence towards the authority. Without a day nobody knows whether the hours have passed: a warning.
fn not_notified(
    register: &Register,
    breach: &Breach,
    at: &At,
    today: Option<NaiveDate>,
) -> Option<Finding> {
    let ruled_out = breach.notification == Some(NotificationDuty::NotRequired);
    // What is dated after the day is a plan.
    let is_past = |at: &DateTime<FixedOffset>| {
        let day = zone::date_of(register.zone(), at.with_timezone(&Utc));
        today.is_none_or(|today| day <= today)
    };
    if breach.aware.is_none() || breach.notified.as_ref().is_some_and(is_past) || ruled_out {
        return None;
    }
    if let Some(today) = today {
        let morning = zone::start_of_day(register.zone(), today).ok()?;
        let status = notification_status(register, breach, morning).ok()?;
        if !matches!(status, NotificationStatus::Overdue(_)) {
            return None;
        }
    }
    let at = at.clone().then("notified");
    Some(Finding::new(&NOT_NOTIFIED, at).warning_if(today.is_none()))
}

/// A risk that is called unlikely and high. It may be both in words where it is ENISA's method that says so, or nobody can read the data: a warning.
fn contradiction(breach: &Breach, at: &At) -> Option<Finding> {
    let ruled_out = breach.notification == Some(NotificationDuty::NotRequired)
        && breach.notification_reason.is_some();
    let outcome = persons_notice(breach).outcome();
    let is_waived = outcome == PersonsNoticeOutcome::Waived;
    if !ruled_out || !(is_waived || outcome == PersonsNoticeOutcome::Required) {
        return None;
    }
    let is_said = breach.gravity.is_some_and(BreachGravity::is_high) && !is_waived;
    let at = at.clone().then("notification");
    Some(Finding::new(&NO_RISK_AND_HIGH, at).warning_if(!is_said))
}

/// Persons who are to be told soon, once the hours for the authority have passed. Art. 34(1) counts none: a warning.
fn told_too_late(
    register: &Register,
    breach: &Breach,
    at: &At,
    today: Option<NaiveDate>,
) -> Option<Finding> {
    let told = breach.communication.as_ref()?;
    let is_planned = told.told == PersonsTold::Soon && told.waiver.is_none();
    let due = notification_deadline(breach.aware?, register.zone()).ok()?;
    let morning = zone::start_of_day(register.zone(), today?).ok()?;
    let is_late = is_planned && *due.strict().value() <= morning;
    let required = persons_notice(breach).outcome() == PersonsNoticeOutcome::Required;
    let at = at.clone().then("communication");
    (is_late && required).then(|| Finding::new(&PERSONS_NOT_TOLD, at).warning_if(true))
}

/// What is wrong with the communication to the persons, and the key in it.
fn check_persons(breach: &Breach) -> [Option<(&'static Check, Option<&'static str>)>; 4] {
    let told = breach.communication.as_ref();
    let (status, waiver) = (
        told.map(|told| told.told),
        told.and_then(|told| told.waiver),
    );
    let is_silent = matches!(status, None | Some(PersonsTold::No)) && waiver.is_none();
    let required = persons_notice(breach).outcome() == PersonsNoticeOutcome::Required;
    let unreasoned = waiver.is_some() && told.is_some_and(|told| told.reason.is_none());
    let no_public_notice = waiver == Some(BreachWaiver::Disproportionate)
        && told.is_some_and(|told| told.means.is_none());
    let is_vague = status == Some(PersonsTold::Yes)
        && told.is_some_and(|told| told.at.is_none() || told.means.is_none());
    [
        (required && is_silent).then_some((&PERSONS_NOT_TOLD, None)),
        unreasoned.then_some((&WAIVER_UNREASONED, Some("reason"))),
        no_public_notice.then_some((&PUBLIC_NOT_TOLD, Some("means"))),
        is_vague.then_some((&PERSONS_TOLD_HOW, None)),
    ]
}

/// What is wrong with the rest, and its key.
fn check_record(breach: &Breach) -> [Option<(&'static Check, &'static str)>; 2] {
    let no_risk = breach.notification == Some(NotificationDuty::NotRequired);
    let unreasoned = no_risk && breach.notification_reason.is_none();
    let times = breach.aware.zip(breach.told_by_processor);
    let aware_late = times.is_some_and(|(aware, told)| aware > told);
    [
        unreasoned.then_some((&NO_RISK_UNREASONED, "notification_reason")),
        aware_late.then_some((&AWARE_AFTER_PROCESSOR, "aware")),
    ]
}

static LATE_WITHOUT_REASON: Check = Check::new(
    "GRF-R130",
    Severity::Error,
    "GDPR 33(1)",
    Words::new(
        "la violation a été notifiée à l’autorité plus de 72 heures après la prise de connaissance, sans motif du retard",
        "the breach was notified to the authority more than 72 hours after awareness, without reasons for the delay",
    ),
    Words::new(
        "donnez les motifs dans `delay_reason`",
        "give the reasons in `delay_reason`",
    ),
);
static NOT_NOTIFIED: Check = Check::under_two(
    "GRF-R131",
    Severity::Error,
    ["GDPR 33(1)", "GDPR 33(5)"],
    Words::new(
        "la violation n’est pas notifiée à l’autorité, et rien ne dit qu’elle n’avait pas à l’être",
        "the breach is not notified to the authority, and nothing says that it need not be",
    ),
    Words::new(
        "notifiez-la, ou écrivez `notification = \"not_required\"` avec son motif si un risque est improbable",
        "notify, or write `notification = \"not_required\"` with its reason where a risk is unlikely",
    ),
);
static NO_RISK_UNREASONED: Check = Check::under_two(
    "GRF-R132",
    Severity::Error,
    ["GDPR 33(1)", "GDPR 33(5)"],
    Words::new(
        "la notification est écartée sans dire pourquoi un risque est improbable",
        "the notification is ruled out without saying why a risk is unlikely",
    ),
    Words::new(
        "donnez le motif dans `notification_reason`",
        "give the reason in `notification_reason`",
    ),
);
static NO_RISK_AND_HIGH: Check = Check::under_two(
    "GRF-R116",
    Severity::Error,
    ["GDPR 33(1)", "GDPR 34(1)"],
    Words::new(
        "la notification est écartée comme si un risque était improbable, et le risque est dit élevé",
        "the notification is ruled out as if a risk were unlikely, and the risk is said to be high",
    ),
    Words::new(
        "notifiez la violation à l’autorité, ou revoyez `gravity` et `severity`",
        "notify the authority of the breach, or look again at `gravity` and `severity`",
    ),
);
static PERSONS_NOT_TOLD: Check = Check::new(
    "GRF-R133",
    Severity::Error,
    "GDPR 34(1)",
    Words::new(
        "le risque est élevé, les personnes ne sont pas informées et aucun cas de l’art. 34(3) n’est invoqué",
        "the risk is high, the persons are not told, and no case of Art. 34(3) is given",
    ),
    Words::new(
        "informez-les dans les meilleurs délais, ou indiquez `waiver` avec `reason`",
        "tell them without undue delay, or give `waiver` with `reason`",
    ),
);
static WAIVER_UNREASONED: Check = Check::under_two(
    "GRF-R134",
    Severity::Warning,
    ["GDPR 34(3)", "GDPR 5(2)"],
    Words::new(
        "un cas de l’art. 34(3) est invoqué sans motif",
        "a case of Art. 34(3) is given without its reason",
    ),
    Words::new(
        "dites dans `reason` ce qui le fonde",
        "say in `reason` what it rests on",
    ),
);
static PUBLIC_NOT_TOLD: Check = Check::new(
    "GRF-R135",
    Severity::Error,
    "GDPR 34(3)(c)",
    Words::new(
        "les efforts sont dits disproportionnés et aucune communication publique n’est indiquée",
        "the effort is called disproportionate and no public communication is named",
    ),
    Words::new(
        "indiquez dans `means` comment le public est informé",
        "name in `means` how the public is told",
    ),
);
static PERSONS_TOLD_HOW: Check = Check::under_two(
    "GRF-R136",
    Severity::Info,
    ["GDPR 34(1)", "GDPR 5(2)"],
    Words::new(
        "les personnes sont dites informées sans la date ou le moyen",
        "the persons are said to be told, without when or by what means",
    ),
    Words::new("indiquez `at` et `means`", "tell `at` and `means`"),
);
static CLIENTS_NOT_TOLD: Check = Check::new(
    "GRF-R137",
    Severity::Warning,
    "GDPR 33(2)",
    Words::new(
        "rien ne dit que l’organisme, sous-traitant, a notifié la violation aux responsables du traitement",
        "nothing says that the organisation, a processor, notified the breach to the controllers",
    ),
    Words::new(
        "notifiez-la-leur dans les meilleurs délais, et datez cet avis dans `clients_told`",
        "tell them without undue delay, and date it in `clients_told`",
    ),
);
static AWARE_AFTER_PROCESSOR: Check = Check::under_two(
    "GRF-R138",
    Severity::Warning,
    ["EDPB 09/2022 II.A.4", "GDPR 33(1)"],
    Words::new(
        "la prise de connaissance est datée après l’avis du sous-traitant",
        "awareness is dated after the processor’s notice",
    ),
    Words::new(
        "comptez les 72 heures à partir de l’instant où le sous-traitant vous a avisé",
        "count the 72 hours from the instant at which the processor told you",
    ),
);
