//! The 72 hours, the contents of a notification, and the persons.

use chrono::{DateTime, Utc};
use greffe_register::breach::{
    NotificationItem, NotificationPoint, NotificationStatus, PersonsNoticeOutcome,
    PersonsNoticeReason, notification_contents, notification_deadline, notification_status,
    persons_notice,
};
use greffe_register::{BreachGravity, BreachWaiver, Register};
use greffe_terms::Lang;
use proptest::prelude::*;

use super::generated::registers;

fn register(breach: &str) -> Register {
    let text = format!(
        "organisation = {{ name = \"A\" }}\nprocessing = [{{ ref = \"P\", name = \"P\", role = \"processor\" }}]\n[[breach]]\nid = \"b\"\n{breach}"
    );
    Register::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().unwrap()
}

fn status(breach: &str, now: &str) -> NotificationStatus {
    let register = register(breach);
    notification_status(&register, &register.breaches().items()[0], at(now)).unwrap()
}

const AWARE: &str = "aware = 2026-03-02T10:17:00+01:00\n";

#[test]
fn the_hours_are_those_of_the_calendar() {
    let aware = DateTime::parse_from_rfc3339("2026-03-27T18:30:00+01:00").unwrap();
    let due = notification_deadline(aware, greffe_calendar::Tz::Europe__Paris).unwrap();
    // The clocks change on 29 March: hours elapse, they are not read off the wall.
    assert_eq!(*due.strict().value(), at("2026-03-30T17:30:00Z"));
    assert_eq!(*due.regulation().value(), at("2026-03-30T18:00:00Z"));
    let article = due.strict().trace().citations();
    assert!(article.iter().any(|law| law.as_str() == "GDPR 33(1)"));
}

#[test]
fn before_the_regulation_there_are_no_hours() {
    let aware = DateTime::parse_from_rfc3339("2018-05-24T10:00:00+02:00").unwrap();
    assert!(notification_deadline(aware, greffe_calendar::Tz::Europe__Paris).is_err());
}

#[test]
fn the_clock_runs_until_the_authority_knows() {
    for (breach, now, fr, en) in [
        (
            AWARE.to_owned(),
            "2026-03-02T09:17:00Z",
            "il reste 72 h 00 min pour notifier la violation à l’autorité",
            "72 h 00 min left to notify the authority",
        ),
        (
            AWARE.to_owned(),
            "2026-03-05T09:16:00Z",
            "il reste 0 h 01 min pour notifier la violation à l’autorité",
            "0 h 01 min left to notify the authority",
        ),
        (
            AWARE.to_owned(),
            "2026-03-05T11:20:00Z",
            "violation non notifiée à l’autorité, retard de 2 h 03 min",
            "authority not notified, late by 2 h 03 min",
        ),
        (
            AWARE.to_owned(),
            "2026-03-15T10:17:00Z",
            "violation non notifiée à l’autorité, retard de 10 j 1 h",
            "authority not notified, late by 10 d 1 h",
        ),
        (
            format!("{AWARE}notified = 2026-03-05T10:16:59+01:00"),
            "2026-04-01T00:00:00Z",
            "violation notifiée à temps à l’autorité",
            "authority notified in time",
        ),
        (
            format!("{AWARE}notified = 2026-03-05T11:17:00+01:00"),
            "2026-04-01T00:00:00Z",
            "violation notifiée à l’autorité avec un retard de 1 h 00 min",
            "authority notified late by 1 h 00 min",
        ),
        (
            String::new(),
            "2026-04-01T00:00:00Z",
            "délai indéterminé\u{a0}: la prise de connaissance n’est pas datée",
            "time undetermined: no instant of awareness",
        ),
        (
            "notified = 2026-03-05T10:16:59+01:00".to_owned(),
            "2026-04-01T00:00:00Z",
            "violation notifiée à l’autorité\u{a0}; on ne sait si c’est à temps",
            "authority notified; whether in time is not known",
        ),
        (
            format!(
                "{AWARE}notification = \"not_required\"\nnotification_reason = \"Sealed sheets\""
            ),
            "2026-04-01T00:00:00Z",
            "notification non requise, motif donné",
            "no notification required, reason given",
        ),
        (
            format!("{AWARE}processings = [\"P\"]"),
            "2026-04-01T00:00:00Z",
            "sous-traitant\u{a0}: la violation est notifiée à ses clients dans les meilleurs délais",
            "processor: its clients are told without undue delay",
        ),
    ] {
        let status = status(&breach, now);
        assert_eq!(status.in_words(Lang::Fr), fr, "{breach}");
        assert_eq!(status.in_words(Lang::En), en, "{breach}");
    }
}

#[test]
fn a_decision_without_its_reason_stops_no_clock() {
    let breach = format!("{AWARE}notification = \"not_required\"");
    assert!(matches!(
        status(&breach, "2026-03-06T00:00:00Z"),
        NotificationStatus::Overdue(_)
    ));
}

#[test]
fn what_comes_after_the_instant_is_not_known_at_it() {
    let breach = format!("{AWARE}notified = 2026-03-07T00:00:00Z");
    assert!(matches!(
        status(&breach, "2026-03-06T00:00:00Z"),
        NotificationStatus::Overdue(_)
    ));
    assert_eq!(
        status(AWARE, "2026-03-01T00:00:00Z"),
        NotificationStatus::Undetermined
    );
}

#[test]
fn the_contents_are_those_of_the_article() {
    let missing = |organisation: &str, breach: &str| {
        let text = format!("organisation = {{ {organisation} }}\n[[breach]]\nid = \"b\"\n{breach}");
        let register = Register::from_toml(&text).unwrap();
        let contents = notification_contents(&register, &register.breaches().items()[0]);
        let missing: Vec<_> = contents.missing().collect();
        assert_eq!(missing.is_empty(), contents.is_complete());
        assert_eq!(contents.items().count(), NotificationItem::ALL.len());
        missing
    };
    assert_eq!(missing("name = \"A\"", ""), NotificationItem::ALL);
    let all = "nature = [\"availability\"]\npersons = 3\npeople = [\"patient\"]\nrecords = \"not_determined\"\ndata = \"none\"\nconsequences = \"Delay\"\nmeasures = \"Copies\"";
    let officer = "name = \"A\", dpo = { kind = \"external\", contact = \"dpo@a.example\" }";
    assert_eq!(missing(officer, all), []);
    assert_eq!(missing("name = \"A\", contact = \"a@a.example\"", all), []);
    assert_eq!(
        missing("name = \"A\", dpo = \"none\", contact = \"none\"", all),
        [NotificationItem::Contact]
    );
    let points: Vec<_> = NotificationItem::ALL
        .iter()
        .map(|item| item.point().code())
        .collect();
    assert_eq!(
        points,
        [
            "33(3)(a)", "33(3)(a)", "33(3)(a)", "33(3)(a)", "33(3)(a)", "33(3)(b)", "33(3)(c)",
            "33(3)(d)"
        ]
    );
    assert_eq!(NotificationPoint::ALL.len(), 4);
}

const HIGH: &str = "severity = { context = 4, identification = \"maximum\" }\n";
const LOW: &str = "severity = { context = 1, identification = \"negligible\", confidentiality = \"no_evidence\", integrity = \"no_use\", availability = \"restored\", malicious = false }\n";
const OPEN: &str = "severity = { context = 2, identification = \"maximum\" }\n";

#[test]
fn the_persons_are_told_where_the_risk_is_high() {
    use PersonsNoticeOutcome::{NotRequired, Required, Undetermined, Waived};
    let waiver = |rest: &str| {
        format!(
            "gravity = \"maximum\"\ncommunication = {{ told = \"no\", waiver = \"unintelligible\"{rest} }}"
        )
    };
    for (breach, outcome) in [
        (String::new(), Undetermined),
        (OPEN.to_owned(), Undetermined),
        (format!("{OPEN}gravity = \"limited\""), Undetermined),
        (format!("{OPEN}gravity = \"important\""), Required),
        (format!("{HIGH}gravity = \"negligible\""), Required),
        (HIGH.to_owned(), Required),
        // The method does not weigh how likely it is.
        (LOW.to_owned(), Undetermined),
        (format!("{LOW}gravity = \"limited\""), NotRequired),
        (format!("{LOW}gravity = \"important\""), Required),
        ("gravity = \"negligible\"".to_owned(), NotRequired),
        ("gravity = \"limited\"".to_owned(), NotRequired),
        ("gravity = \"important\"".to_owned(), Required),
        (waiver(", reason = \"Sealed under a key of ours\""), Waived),
        (waiver(""), Required),
        // A waiver waives what is not done.
        (
            "gravity = \"maximum\"\ncommunication = { told = \"yes\", waiver = \"unintelligible\", reason = \"Sealed\" }".to_owned(),
            Required,
        ),
        (
            "communication = { told = \"no\", waiver = \"unintelligible\", reason = \"Sealed\" }".to_owned(),
            Undetermined,
        ),
    ] {
        let register = register(&breach);
        let decision = persons_notice(&register.breaches().items()[0]);
        assert_eq!(decision.outcome(), outcome, "{breach}");
        assert!(!decision.reasons().is_empty(), "{breach}");
    }
}

#[test]
fn a_decision_says_why_in_both_languages() {
    let words = |breach: &str| {
        let register = register(breach);
        let decision = persons_notice(&register.breaches().items()[0]);
        Lang::ALL.map(|lang| decision.in_words(lang))
    };
    assert_eq!(
        words(&format!("{HIGH}gravity = \"limited\"")),
        [
            "les personnes doivent être informées\u{a0}: gravité limitée\u{a0}; gravité selon l’ENISA très élevée",
            "the persons must be told: gravity limited; ENISA severity very high",
        ]
    );
    assert_eq!(
        words(""),
        [
            "on ne sait si les personnes doivent être informées\u{a0}: gravité non évaluée",
            "whether the persons must be told is undetermined: gravity not assessed",
        ]
    );
    assert_eq!(
        words(
            "gravity = \"maximum\"\ncommunication = { told = \"no\", waiver = \"disproportionate\", reason = \"No address\" }"
        ),
        [
            "la communication individuelle aux personnes n’est pas requise\u{a0}: gravité maximale\u{a0}; efforts disproportionnés, art. 34(3)(c)\u{a0}; \
             communication publique à faire, aucun moyen indiqué",
            "telling the persons one by one is not required: gravity maximum; disproportionate effort, Art. 34(3)(c); \
             a public communication is owed, no means named",
        ]
    );
    assert_eq!(
        words(
            "gravity = \"important\"\ncommunication = { told = \"no\", waiver = \"risk_removed\" }"
        ),
        [
            "les personnes doivent être informées\u{a0}: gravité importante\u{a0}; risque élevé écarté depuis, art. 34(3)(b), sans motif",
            "the persons must be told: gravity significant; high risk removed since, Art. 34(3)(b), without its reason",
        ]
    );
    assert_eq!(
        words(OPEN)[1],
        "whether the persons must be told is undetermined: ENISA severity undetermined; gravity not assessed"
    );
}

#[test]
fn reasons_can_be_matched() {
    let register = register(
        "gravity = \"important\"\ncommunication = { told = \"no\", waiver = \"risk_removed\", reason = \"Came back unopened\" }",
    );
    let decision = persons_notice(&register.breaches().items()[0]);
    assert_eq!(
        decision.reasons(),
        [
            PersonsNoticeReason::Gravity(BreachGravity::Important),
            PersonsNoticeReason::Waiver(BreachWaiver::RiskRemoved),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn missing_input_never_spares_the_persons(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        for breach in register.breaches().items() {
            let mut stripped = breach.clone();
            stripped.gravity = None;
            stripped.severity = None;
            let outcome = persons_notice(&stripped).outcome();
            prop_assert_eq!(outcome, PersonsNoticeOutcome::Undetermined);
        }
    }

    #[test]
    fn a_graver_breach_never_spares_whom_a_lighter_one_does_not(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        for breach in register.breaches().items() {
            let mut graver = breach.clone();
            graver.gravity = Some(BreachGravity::Maximum);
            let outcome = persons_notice(&graver).outcome();
            prop_assert!(matches!(outcome, PersonsNoticeOutcome::Required | PersonsNoticeOutcome::Waived));
        }
    }
}
