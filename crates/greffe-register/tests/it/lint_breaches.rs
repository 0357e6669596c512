//! Every check of breaches, with a register that triggers it and one that does not.

use greffe_register::Register;
use greffe_register::lint::Severity;
use greffe_terms::Lang;

use super::lint::{CLEAN, lint};

/// A breach of which everything is told, in time.
const BREACH: &str = r#"
[[breach]]
id = "b"
processings = ["A"]
nature = ["confidentiality"]
start = 2026-03-01T08:00:00+01:00
end = 2026-03-02T08:00:00+01:00
aware = 2026-03-02T10:17:00+01:00
persons = 40
people = ["customer"]
records = "not_determined"
data = ["contact"]
consequences = "Unwanted letters"
measures = "Access closed"
gravity = "important"
severity = { context = 3, identification = "maximum", confidentiality = "known_recipients", integrity = "no_use", availability = "restored", malicious = false }
notified = 2026-03-04T10:17:00+01:00
communication = { told = "yes", at = 2026-03-05T09:00:00+01:00, means = "Letter" }
processors = ["Hostel"]
told_by_processor = 2026-03-02T10:17:00+01:00
"#;

const COMMUNICATION: &str =
    "communication = { told = \"yes\", at = 2026-03-05T09:00:00+01:00, means = \"Letter\" }";

/// The breach above with one thing changed finds this, at this path.
pub(super) const TRIGGERS: &[(&str, &str, &str, &str)] = &[
    (
        "GRF-R130",
        "notified = 2026-03-04T10:17:00+01:00",
        "notified = 2026-03-05T12:00:00+01:00",
        "breach[b].delay_reason",
    ),
    (
        "GRF-R131",
        "notified = 2026-03-04T10:17:00+01:00\n",
        "",
        "breach[b].notified",
    ),
    (
        "GRF-R131",
        "notified = 2026-03-04T10:17:00+01:00\n",
        "notification = \"required\"\n",
        "breach[b].notified",
    ),
    (
        "GRF-R132",
        "notified = 2026-03-04T10:17:00+01:00\n",
        "notification = \"not_required\"\n",
        "breach[b].notification_reason",
    ),
    (
        "GRF-R116",
        "notified = 2026-03-04T10:17:00+01:00\n",
        "notification = \"not_required\"\nnotification_reason = \"unlikely\"\n",
        "breach[b].notification",
    ),
    ("GRF-R133", COMMUNICATION, "", "breach[b].communication"),
    (
        "GRF-R133",
        COMMUNICATION,
        "communication = { told = \"no\", reason = \"Too many\" }",
        "breach[b].communication",
    ),
    (
        "GRF-R134",
        COMMUNICATION,
        "communication = { told = \"no\", waiver = \"unintelligible\" }",
        "breach[b].communication.reason",
    ),
    (
        "GRF-R135",
        COMMUNICATION,
        "communication = { told = \"no\", waiver = \"disproportionate\", reason = \"No address is known\" }",
        "breach[b].communication.means",
    ),
    (
        "GRF-R136",
        COMMUNICATION,
        "communication = { told = \"yes\", means = \"Letter\" }",
        "breach[b].communication",
    ),
    (
        "GRF-R136",
        COMMUNICATION,
        "communication = { told = \"yes\", at = 2026-03-05T09:00:00+01:00 }",
        "breach[b].communication",
    ),
    (
        "GRF-R137",
        "processings = [\"A\"]",
        "processings = [\"A\"]\nrole = \"processor\"",
        "breach[b].clients_told",
    ),
    (
        "GRF-R138",
        "told_by_processor = 2026-03-02T10:17:00+01:00",
        "told_by_processor = 2026-03-02T10:16:59+01:00",
        "breach[b].aware",
    ),
    (
        "GRF-R139",
        "aware = 2026-03-02T10:17:00+01:00\n",
        "",
        "breach[b].aware",
    ),
    (
        "GRF-R140",
        "start = 2026-03-01T08:00:00+01:00\nend = 2026-03-02T08:00:00+01:00",
        "start = 2026-03-02T10:18:00+01:00\nend = \"ongoing\"",
        "breach[b].aware",
    ),
    (
        "GRF-R141",
        "notified = 2026-03-04T10:17:00+01:00",
        "notified = 2026-03-02T09:16:00+00:00",
        "breach[b].notified",
    ),
    (
        "GRF-R142",
        "end = 2026-03-02T08:00:00+01:00",
        "end = 2026-03-01T07:59:00+01:00",
        "breach[b].end",
    ),
    (
        "GRF-R143",
        "nature = [\"confidentiality\"]\n",
        "",
        "breach[b].nature",
    ),
    ("GRF-R144", "persons = 40\n", "", "breach[b].persons"),
    (
        "GRF-R144",
        "people = [\"customer\"]\n",
        "",
        "breach[b].people",
    ),
    (
        "GRF-R144",
        "records = \"not_determined\"\n",
        "",
        "breach[b].records",
    ),
    ("GRF-R144", "data = [\"contact\"]\n", "", "breach[b].data"),
    (
        "GRF-R145",
        "consequences = \"Unwanted letters\"\n",
        "",
        "breach[b].consequences",
    ),
    (
        "GRF-R146",
        "measures = \"Access closed\"\n",
        "",
        "breach[b].measures",
    ),
    (
        "GRF-R147",
        "gravity = \"important\"\nseverity = { context = 3, identification = \"maximum\", confidentiality = \"known_recipients\", integrity = \"no_use\", availability = \"restored\", malicious = false }\n",
        "",
        "breach[b].gravity",
    ),
    (
        "GRF-R148",
        "gravity = \"important\"",
        "gravity = \"limited\"",
        "breach[b].severity",
    ),
    (
        "GRF-R148",
        "severity = { context = 3",
        "severity = { context = 1",
        "breach[b].severity",
    ),
    (
        "GRF-R149",
        "processings = [\"A\"]\n",
        "",
        "breach[b].processings",
    ),
];

fn register(breach: &str) -> String {
    let clean = CLEAN.replace("breaches = \"none\"\n", "");
    format!("{clean}{breach}")
}

fn changed(from: &str, to: &str) -> String {
    assert_eq!(BREACH.matches(from).count(), 1, "{from:?} stands once");
    register(&BREACH.replace(from, to))
}

#[test]
fn a_breach_that_was_told_whole_and_in_time_has_no_finding() {
    assert_eq!(lint(&register(BREACH)), []);
}

#[test]
fn one_change_triggers_one_check() {
    for (id, from, to, path) in TRIGGERS {
        let found = lint(&changed(from, to));
        assert_eq!(found, [(*id, (*path).to_owned())], "{from:?} to {to:?}");
    }
}

#[test]
fn what_is_explained_is_not_found() {
    let late = "notified = 2026-03-09T12:00:00+01:00\ndelay_reason = \"The extent was not known\"";
    for (from, to) in [
        ("notified = 2026-03-04T10:17:00+01:00", late),
        (
            "notified = 2026-03-04T10:17:00+01:00",
            "notified = 2026-03-04T10:17:00+01:00\nnotification = \"required\"\nnotification_reason = \"Files\"",
        ),
        (
            COMMUNICATION,
            "communication = { told = \"no\", waiver = \"risk_removed\", reason = \"The letter came back unopened\" }",
        ),
        (
            COMMUNICATION,
            "communication = { told = \"no\", waiver = \"disproportionate\", reason = \"No address is known\", means = \"A notice in the newspaper\" }",
        ),
        (COMMUNICATION, "communication = { told = \"soon\" }"),
        ("end = 2026-03-02T08:00:00+01:00", "end = \"ongoing\""),
        ("persons = 40", "persons = \"not_determined\""),
        ("people = [\"customer\"]", "people = [\"Schools\"]"),
        (
            "consequences = \"Unwanted letters\"",
            "impacts = [\"fraud\"]",
        ),
        (
            "processings = [\"A\"]",
            "processings = [\"A\"]\nrole = \"processor\"\nclients_told = 2026-03-02T11:00:00+01:00",
        ),
    ] {
        assert_eq!(lint(&changed(from, to)), [], "{to}");
    }
}

#[test]
fn persons_are_not_asked_for_where_the_risk_is_not_high() {
    let limited = BREACH
        .replace("gravity = \"important\"", "gravity = \"limited\"")
        .replace("severity = { context = 3", "severity = { context = 1")
        .replace(COMMUNICATION, "");
    assert_eq!(lint(&register(&limited)), []);
    let unassessed = limited
        .replace("gravity = \"limited\"\n", "")
        .replace("identification = \"maximum\", ", "");
    // ENISA’s inputs leave the level low, and say nothing of how likely it is.
    let not_assessed = [("GRF-R147", "breach[b].gravity".to_owned())];
    assert_eq!(lint(&register(&unassessed)), not_assessed);
    let open = unassessed.replace("context = 1, ", "");
    assert_eq!(lint(&register(&open)), not_assessed);
}

#[test]
fn the_role_follows_from_the_records_concerned() {
    let processor = "[[processing]]\nref = \"B\"\nname = \"B\"\nrole = \"processor\"\nclients = [{ name = \"C\", contact = \"c@c.example\" }]\ninstructions = \"I\"\nend_of_services = { fate = \"delete\" }\nupdated = 2024-01-01\ntransfers = \"none\"\nmeasures = { access = true }\n";
    let at_both = BREACH.replace("processings = [\"A\"]", "processings = [\"A\", \"B\"]");
    let at_one = BREACH
        .replace("processings = [\"A\"]", "processings = [\"B\"]")
        .replace("gravity = \"important\"\n", "");
    let clients = [("GRF-R137", "breach[b].clients_told".to_owned())];
    assert_eq!(lint(&register(&format!("{processor}{at_both}"))), clients);
    // What a processor does not document, its controllers do.
    assert_eq!(lint(&register(&format!("{processor}{at_one}"))), clients);
}

fn severity_and_message(text: &str, id: &str) -> (Severity, [String; 2]) {
    let findings = Register::from_toml(text).unwrap().lint();
    let found = findings.iter().find(|f| f.check().id() == id).unwrap();
    (found.severity(), Lang::ALL.map(|lang| found.message(lang)))
}

#[test]
fn less_than_an_hour_late_is_disputed() {
    let notified = "notified = 2026-03-04T10:17:00+01:00";
    let severity = |at: &str| severity_and_message(&changed(notified, at), "GRF-R130").0;
    // 72 hours end on 5 March at 10:17, from the next full hour at 11:00.
    assert_eq!(
        lint(&changed(notified, "notified = 2026-03-05T10:16:59+01:00")),
        []
    );
    assert_eq!(
        severity("notified = 2026-03-05T10:59:59+01:00"),
        Severity::Warning
    );
    assert_eq!(
        severity("notified = 2026-03-05T11:00:00+01:00"),
        Severity::Error
    );
}

#[test]
fn silence_is_a_warning_while_no_day_is_given() {
    let silent = changed("notified = 2026-03-04T10:17:00+01:00\n", "");
    assert_eq!(
        severity_and_message(&silent, "GRF-R131").0,
        Severity::Warning
    );
}

#[test]
fn findings_say_what_is_missing_and_what_contradicts() {
    let (_, [fr, en]) = severity_and_message(&changed("data = [\"contact\"]\n", ""), "GRF-R144");
    assert_eq!(
        fr,
        "l’étendue de la violation n’est pas dite\u{a0}: catégories de données"
    );
    assert_eq!(
        en,
        "the extent of the breach is not told: categories of data"
    );
    let text = changed("gravity = \"important\"", "gravity = \"limited\"");
    let (_, [fr, en]) = severity_and_message(&text, "GRF-R148");
    assert!(fr.ends_with("la méthode de l’ENISA\u{a0}: élevée"), "{fr}");
    assert!(en.ends_with("what ENISA’s method gives: high"), "{en}");
}

/// With the day the strict 72 hours are counted; without it nobody knows whether they have passed.
#[test]
fn a_breach_that_is_not_notified_is_late_by_the_day_only() {
    let text = register(&BREACH.replace("notified = 2026-03-04T10:17:00+01:00\n", ""));
    let register = Register::from_toml(&text).unwrap();
    let found = |day: Option<&str>| {
        let findings = day.map_or_else(
            || register.lint(),
            |day| register.lint_at(day.parse().unwrap()),
        );
        let found = findings
            .iter()
            .find(|finding| finding.check().id() == "GRF-R131");
        found.map(|finding| finding.severity())
    };
    assert_eq!(found(None), Some(Severity::Warning));
    // Aware on 2 March at 10:17: the hours end on the 5th at 10:17.
    assert_eq!(found(Some("2026-03-05")), None);
    assert_eq!(found(Some("2026-03-06")), Some(Severity::Error));
}

/// Art. 33(1) sets aside the notification where a risk is unlikely; Art. 34(1) has the persons told where it is high. It cannot be both.
#[test]
fn a_risk_is_not_both_unlikely_and_high() {
    const SEVERITY: &str = "severity = { context = 3, identification = \"maximum\", confidentiality = \"known_recipients\", integrity = \"no_use\", availability = \"restored\", malicious = false }\n";
    const WAIVED: &str =
        "communication = { told = \"no\", waiver = \"unintelligible\", reason = \"Sealed\" }";
    let ruled_out = BREACH.replace(
        "notified = 2026-03-04T10:17:00+01:00\n",
        "notification = \"not_required\"\nnotification_reason = \"The sheet was sealed\"\n",
    );
    let found = |breach: &str| {
        let findings = Register::from_toml(&register(breach)).unwrap().lint();
        let mut found = findings.iter().filter(|one| one.check().id() == "GRF-R116");
        found.next().map(greffe_register::lint::Finding::severity)
    };
    let of = |gravity: &str, severity: &str, communication: &str| {
        found(
            &ruled_out
                .replace("gravity = \"important\"\n", gravity)
                .replace(SEVERITY, severity)
                .replace(COMMUNICATION, communication),
        )
    };
    let low = &SEVERITY.replace("context = 3", "context = 1");
    for (gravity, severity, communication, expected) in [
        (
            "gravity = \"maximum\"\n",
            "",
            COMMUNICATION,
            Some(Severity::Error),
        ),
        (
            "gravity = \"important\"\n",
            low,
            COMMUNICATION,
            Some(Severity::Error),
        ),
        ("gravity = \"limited\"\n", low, COMMUNICATION, None),
        ("gravity = \"limited\"\n", "", COMMUNICATION, None),
        // ENISA’s method does not weigh how likely it is.
        (
            "gravity = \"limited\"\n",
            SEVERITY,
            COMMUNICATION,
            Some(Severity::Warning),
        ),
        ("", SEVERITY, COMMUNICATION, Some(Severity::Warning)),
        ("", low, COMMUNICATION, None),
        ("", "", COMMUNICATION, None),
        // Nor does the gravity of what could be read, where nobody can read it.
        (
            "gravity = \"maximum\"\n",
            "",
            WAIVED,
            Some(Severity::Warning),
        ),
    ] {
        assert_eq!(
            of(gravity, severity, communication),
            expected,
            "{gravity}{severity}{communication}"
        );
    }
    // Without its reason the decision is no decision yet, and has a check of its own.
    let unreasoned = ruled_out.replace("notification_reason = \"The sheet was sealed\"\n", "");
    assert_eq!(found(&unreasoned), None);
    assert_eq!(found(&ruled_out.replace("not_required", "required")), None);
    assert_eq!(
        found(&ruled_out.replace("processings = [\"A\"]", "role = \"processor\"")),
        None
    );
}

/// A plan that is still one once the hours have passed tells nobody anything: Art. 34(1), without undue delay.
#[test]
fn persons_who_are_to_be_told_soon_are_not_told_for_ever() {
    let found = |breach: &str, day: Option<&str>| {
        let register = Register::from_toml(&register(breach)).unwrap();
        let findings = day.map_or_else(
            || register.lint(),
            |day| register.lint_at(day.parse().unwrap()),
        );
        let mut found = findings.iter().filter(|one| one.check().id() == "GRF-R133");
        found.next().map(greffe_register::lint::Finding::severity)
    };
    let told = |communication: &str| BREACH.replace(COMMUNICATION, communication);
    let soon = &told("communication = { told = \"soon\" }");
    // Aware on 2 March at 10:17: the hours end on the 5th at 10:17.
    assert_eq!(found(soon, None), None);
    assert_eq!(found(soon, Some("2026-03-05")), None);
    assert_eq!(found(soon, Some("2026-03-06")), Some(Severity::Warning));
    let unaware = soon.replace("aware = 2026-03-02T10:17:00+01:00\n", "");
    assert_eq!(found(&unaware, Some("2030-01-01")), None);
    let silent = &told("communication = { told = \"no\" }");
    for day in [None, Some("2026-03-05"), Some("2030-01-01")] {
        assert_eq!(found(silent, day), Some(Severity::Error), "{day:?}");
        assert_eq!(found(BREACH, day), None, "{day:?}");
    }
    let limited = soon
        .replace("gravity = \"important\"", "gravity = \"limited\"")
        .replace("context = 3", "context = 1");
    assert_eq!(found(&limited, Some("2030-01-01")), None);
}

/// What is dated after the day has not been done.
#[test]
fn a_notification_still_to_come_is_none() {
    let found = |notified: &str, day: Option<&str>| {
        let breach = BREACH.replace(
            "notified = 2026-03-04T10:17:00+01:00",
            &format!("delay_reason = \"Inquiry\"\nnotified = {notified}"),
        );
        let register = Register::from_toml(&register(&breach)).unwrap();
        let findings = day.map_or_else(
            || register.lint(),
            |day| register.lint_at(day.parse().unwrap()),
        );
        let mut found = findings.iter().filter(|one| one.check().id() == "GRF-R131");
        found.next().map(greffe_register::lint::Finding::severity)
    };
    let december = "2026-12-01T23:30:00+01:00";
    // The hours have not passed yet.
    assert_eq!(found(december, Some("2026-03-05")), None);
    assert_eq!(found(december, Some("2026-03-06")), Some(Severity::Error));
    assert_eq!(found(december, Some("2026-11-30")), Some(Severity::Error));
    // The day itself counts whole, in the zone of the register.
    assert_eq!(found(december, Some("2026-12-01")), None);
    assert_eq!(
        found("2026-12-01T23:30:00+00:00", Some("2026-12-01")),
        Some(Severity::Error)
    );
    assert_eq!(found("2026-12-01T23:30:00+00:00", Some("2026-12-02")), None);
    assert_eq!(found(december, None), None);
}
