//! What the record of a breach says.

use chrono::{DateTime, FixedOffset};
use greffe_document::Words;
use greffe_terms::{Lang, Text};

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::breach::{
    NotificationItem, SeverityLevel, concerns_as_controller, notification_contents, severity,
};
use crate::{Breach, BreachEnd, Register};

pub(super) const GROUP: Group = Group {
    checks: &[
        &AWARE_UNKNOWN,
        &AWARE_BEFORE_START,
        &NOTIFIED_BEFORE_AWARE,
        &END_BEFORE_START,
        &NATURE_MISSING,
        &EXTENT_MISSING,
        &EFFECTS_MISSING,
        &MEASURES_MISSING,
        &GRAVITY_UNKNOWN,
        &SEVERITY_CONTRADICTS,
        &PROCESSING_UNKNOWN,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    for (index, breach) in register.breaches().items().iter().enumerate() {
        let at = At::breach(index, breach);
        // Documenting a breach is the controller's duty.
        let is_owed = concerns_as_controller(register, breach);
        let times = check_times(breach).into_iter().flatten();
        found.extend(times.map(|(check, key)| {
            let finding = Finding::new(check, at.clone().then(key));
            finding.warning_if(!is_owed && *check == AWARE_UNKNOWN)
        }));
        if is_owed {
            found.extend(missing(register, breach, &at));
            found.extend(contradiction(breach, &at));
        }
    }
}

fn check_times(breach: &Breach) -> [Option<(&'static Check, &'static str)>; 5] {
    let end = match breach.end {
        Some(BreachEnd::At(at)) => Some(at),
        Some(BreachEnd::Ongoing) | None => None,
    };
    let is_before = |first: Option<DateTime<FixedOffset>>, then: Option<DateTime<FixedOffset>>| {
        first.zip(then).is_some_and(|(first, then)| first < then)
    };
    [
        breach.aware.is_none().then_some((&AWARE_UNKNOWN, "aware")),
        is_before(breach.aware, breach.start).then_some((&AWARE_BEFORE_START, "aware")),
        is_before(breach.notified, breach.aware).then_some((&NOTIFIED_BEFORE_AWARE, "notified")),
        is_before(end, breach.start).then_some((&END_BEFORE_START, "end")),
        breach
            .processings
            .is_empty()
            .then_some((&PROCESSING_UNKNOWN, "processings")),
    ]
}

/// The facts, the effects and the measures of Art. 33(5), the numbers and categories of Art. 33(3)(a), the gravity.
fn missing(register: &Register, breach: &Breach, at: &At) -> Vec<Finding> {
    let contents = notification_contents(register, breach);
    let mut found: Vec<_> = contents
        .missing()
        .filter_map(|item| {
            let at = at.clone().then(item.code());
            match item {
                NotificationItem::Nature => Some(Finding::new(&NATURE_MISSING, at)),
                NotificationItem::Consequences => Some(Finding::new(&EFFECTS_MISSING, at)),
                NotificationItem::Measures => Some(Finding::new(&MEASURES_MISSING, at)),
                NotificationItem::People
                | NotificationItem::Persons
                | NotificationItem::Data
                | NotificationItem::Records => {
                    let [fr, en] = Lang::ALL.map(|lang| Some(item.label(lang).to_owned()));
                    let finding = Finding::new(&EXTENT_MISSING, at);
                    Some(match Text::new(fr, en) {
                        Some(detail) => finding.with_detail(detail),
                        None => finding,
                    })
                }
                // The register's contact has a check of its own.
                NotificationItem::Contact => None,
            }
        })
        .collect();
    // ENISA’s method alone may say that the risk is high, never that it is not.
    let scored = breach.severity.as_ref().map(severity);
    let is_high = scored.is_some_and(|scored| scored.at_least().is_high());
    if breach.gravity.is_none() && !is_high {
        found.push(Finding::new(&GRAVITY_UNKNOWN, at.clone().then("gravity")));
    }
    found
}

/// Where ENISA's method and the stated gravity disagree on whether the risk is high.
fn contradiction(breach: &Breach, at: &At) -> Option<Finding> {
    let (gravity, inputs) = breach.gravity.zip(breach.severity.as_ref())?;
    let severity = severity(inputs);
    let level = if gravity.is_high() {
        Some(severity.at_most()).filter(|level| !level.is_high())
    } else {
        Some(severity.at_least()).filter(|level| level.is_high())
    }?;
    let at = at.clone().then("severity");
    let detail = Text::new(Some(words(level, Lang::Fr)), Some(words(level, Lang::En)))?;
    Some(Finding::new(&SEVERITY_CONTRADICTS, at).with_detail(detail))
}

fn words(level: SeverityLevel, lang: Lang) -> String {
    level.label(lang).to_owned()
}

static AWARE_UNKNOWN: Check = Check::under_two(
    "GRF-R139",
    Severity::Error,
    ["GDPR 33(1)", "GDPR 33(5)"],
    Words::new(
        "la prise de connaissance n’est pas datée\u{a0}: aucun délai ne peut être compté",
        "the instant of awareness is not stated: no time can be counted",
    ),
    Words::new(
        "indiquez `aware` avec son décalage",
        "tell `aware` with its offset",
    ),
);
static AWARE_BEFORE_START: Check = Check::new(
    "GRF-R140",
    Severity::Error,
    "GDPR 33(5)",
    Words::new(
        "la prise de connaissance précède le début de la violation",
        "awareness comes before the breach began",
    ),
    Words::new("corrigez `start` ou `aware`", "correct `start` or `aware`"),
);
static NOTIFIED_BEFORE_AWARE: Check = Check::new(
    "GRF-R141",
    Severity::Error,
    "GDPR 33(5)",
    Words::new(
        "la notification précède la prise de connaissance",
        "the notification comes before awareness",
    ),
    Words::new(
        "corrigez `aware` ou `notified`",
        "correct `aware` or `notified`",
    ),
);
static END_BEFORE_START: Check = Check::new(
    "GRF-R142",
    Severity::Error,
    "GDPR 33(5)",
    Words::new(
        "la violation finit avant de commencer",
        "the breach ends before it begins",
    ),
    Words::new("corrigez `start` ou `end`", "correct `start` or `end`"),
);
static NATURE_MISSING: Check = Check::under_two(
    "GRF-R143",
    Severity::Error,
    ["GDPR 33(5)", "GDPR 33(3)(a)"],
    Words::new(
        "la nature de la violation manque",
        "the nature of the breach is missing",
    ),
    Words::new(
        "indiquez `nature`\u{a0}: confidentialité, intégrité, disponibilité",
        "tell `nature`: confidentiality, integrity, availability",
    ),
);
static EXTENT_MISSING: Check = Check::new(
    "GRF-R144",
    Severity::Warning,
    "GDPR 33(3)(a)",
    Words::new(
        "l’étendue de la violation n’est pas dite",
        "the extent of the breach is not told",
    ),
    Words::new(
        "indiquez-la, ou `not_determined` (pour `data`, `unknown`) si elle a été cherchée",
        "tell it, or `not_determined` (for `data`, `unknown`) where it was looked for",
    ),
);
static EFFECTS_MISSING: Check = Check::under_two(
    "GRF-R145",
    Severity::Error,
    ["GDPR 33(5)", "GDPR 33(3)(c)"],
    Words::new(
        "les conséquences de la violation manquent",
        "the effects of the breach are missing",
    ),
    Words::new(
        "indiquez `consequences` ou `impacts`",
        "tell `consequences` or `impacts`",
    ),
);
static MEASURES_MISSING: Check = Check::under_two(
    "GRF-R146",
    Severity::Error,
    ["GDPR 33(5)", "GDPR 33(3)(d)"],
    Words::new(
        "les mesures prises ou proposées manquent",
        "the measures taken or proposed are missing",
    ),
    Words::new("indiquez `measures`", "tell `measures`"),
);
static GRAVITY_UNKNOWN: Check = Check::under_two(
    "GRF-R147",
    Severity::Warning,
    ["GDPR 33(1)", "GDPR 34(1)"],
    Words::new(
        "la gravité n’est pas évaluée\u{a0}: on ne sait qui doit être informé",
        "the gravity is not assessed: who must be told is not known",
    ),
    Words::new("indiquez `gravity`", "tell `gravity`"),
);
static SEVERITY_CONTRADICTS: Check = Check::new(
    "GRF-R148",
    Severity::Info,
    "ENISA 2013",
    Words::new(
        "la gravité indiquée diffère de celle que donne la méthode de l’ENISA",
        "the stated gravity differs from what ENISA’s method gives",
    ),
    Words::new(
        "revoyez `gravity` ou `severity`",
        "look again at `gravity` or `severity`",
    ),
);
static PROCESSING_UNKNOWN: Check = Check::new(
    "GRF-R149",
    Severity::Info,
    "GDPR 33(5)",
    Words::new(
        "on ne sait quels traitements la violation concerne",
        "which processing activities the breach concerns is not told",
    ),
    Words::new(
        "citez leurs références dans `processings`",
        "name their references in `processings`",
    ),
);
