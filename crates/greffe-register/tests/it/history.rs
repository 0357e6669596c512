//! A register over time.

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;
use greffe_register::{History, HistoryError, LookupError, Register, Retention, Status};
use greffe_retention::{Event, Facts, Lengthening, Verdict};
use greffe_terms::Lang;
use proptest::prelude::*;

use super::generated::registers;
use super::mutated::register;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn with(record: &str) -> Register {
    Register::from_toml(&format!("organisation = {{ name = \"A\" }}\n{record}")).unwrap()
}

fn keeping(role: &str, retention: &str) -> Register {
    with(&format!(
        "[[processing]]\nref = \"A\"\nname = \"A\"\n{role}\ndata = [{{ category = \"economic\", {retention} }}]"
    ))
}

fn rule(keep: &str) -> String {
    format!("retention = {{ keep = \"{keep}\", after = \"recorded\" }}")
}

fn history<const N: usize>(versions: [(&str, Register); N]) -> History {
    History::new(versions.map(|(date, register)| (day(date), register))).unwrap()
}

#[test]
fn a_version_is_in_force_until_the_day_before_the_next() {
    let history = history([
        ("2024-01-01", with("")),
        ("2025-01-01", keeping("", &rule("P1Y"))),
    ]);
    assert!(history.at(day("2023-12-31")).is_none());
    assert!(
        history
            .at(day("2024-01-01"))
            .unwrap()
            .processings()
            .is_empty()
    );
    assert!(
        history
            .at(day("2024-12-31"))
            .unwrap()
            .processings()
            .is_empty()
    );
    assert_eq!(
        history.at(day("2025-01-01")).unwrap().processings().len(),
        1
    );
    assert_eq!(
        history.at(day("2099-01-01")).unwrap().processings().len(),
        1
    );
    assert_eq!(format!("{history:?}"), "[2024-01-01, 2025-01-01]");
    assert!(History::new([]).unwrap().at(day("2024-01-01")).is_none());
}

#[test]
fn what_changed_between_two_days() {
    let history = history([
        ("2024-01-01", keeping("", &rule("P1Y"))),
        ("2025-01-01", keeping("", &rule("P2Y"))),
        ("2026-01-01", keeping("", &rule("P3Y"))),
    ]);
    let kinds = |from, to| {
        let changes = history.changes_between(day(from), day(to)).unwrap();
        changes
            .iter()
            .map(|change| change.kind().code())
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds("2024-06-01", "2026-06-01"), ["retention_longer"]);
    assert_eq!(kinds("2026-06-01", "2024-06-01"), ["retention_shorter"]);
    assert!(kinds("2024-01-01", "2024-12-31").is_empty());
    let days: Vec<_> = history
        .changes()
        .map(|(day, changes)| (day.to_string(), changes.len()))
        .collect();
    assert_eq!(
        days,
        [("2025-01-01".to_owned(), 1), ("2026-01-01".to_owned(), 1)]
    );
    let error = history
        .changes_between(day("2023-12-31"), day("2024-01-01"))
        .unwrap_err();
    assert_eq!(
        error,
        HistoryError::NoVersion {
            day: day("2023-12-31")
        }
    );
    assert_eq!(
        error.in_language(Lang::En),
        "no version was in force on 31 December 2023"
    );
    assert_eq!(
        error.in_language(Lang::Fr),
        "aucune version n’était en vigueur le 31 décembre 2023"
    );
}

#[test]
fn versions_that_make_no_history() {
    let new =
        |dates: &[&str]| History::new(dates.iter().map(|date| (day(date), with("")))).unwrap_err();
    let error = new(&["2024-01-01", "2024-02-01", "2024-02-01"]);
    assert_eq!(error, HistoryError::SameDay { position: 3 });
    assert_eq!(
        error.to_string(),
        "version 3 takes effect on the same day as the one before it"
    );
    assert_eq!(
        error.in_language(Lang::Fr),
        "la version 3 prend effet le même jour que la précédente"
    );
    let error = new(&["2024-02-01", "2024-01-01"]);
    assert_eq!(error, HistoryError::OutOfOrder { position: 2 });
    assert_eq!(
        error.in_language(Lang::Fr),
        "la version 2 prend effet avant la précédente"
    );
}

#[test]
fn versions_that_date_and_name_themselves() {
    let version = |lines: &str| with(&format!("version = {{ {lines} }}"));
    let first = || version("number = \"1\", date = 2024-01-01, previous = \"none\"");
    let of = |second: &str| History::of_dated([first(), version(second)]);
    let history = of("number = \"2\", date = 2025-01-01, previous = \"1\"").unwrap();
    assert_eq!(
        history
            .at(day("2025-01-01"))
            .unwrap()
            .version()
            .unwrap()
            .number,
        "2"
    );
    assert!(of("number = \"2\", date = 2025-01-01").is_ok());
    for (second, error, fr) in [
        (
            "number = \"2\"",
            HistoryError::Undated { position: 2 },
            "la version 2 ne dit pas depuis quel jour elle est en vigueur",
        ),
        (
            "number = \"3\", date = 2025-01-01, previous = \"2\"",
            HistoryError::BrokenChain { position: 2 },
            "la version 2 ne nomme pas la précédente comme telle",
        ),
        (
            "number = \"2\", date = 2025-01-01, previous = \"none\"",
            HistoryError::BrokenChain { position: 2 },
            "la version 2 ne nomme pas la précédente comme telle",
        ),
        (
            "number = \"2\", date = 2024-01-01, previous = \"1\"",
            HistoryError::SameDay { position: 2 },
            "la version 2 prend effet le même jour que la précédente",
        ),
    ] {
        let found = of(second).unwrap_err();
        assert_eq!(found, error);
        assert_eq!(found.in_language(Lang::Fr), fr);
    }
    assert_eq!(
        History::of_dated([with("")]).unwrap_err(),
        HistoryError::Undated { position: 1 }
    );
}

#[test]
fn the_life_of_a_rule() {
    let history = history([
        ("2023-01-01", with("")),
        ("2024-01-01", keeping("", "")),
        ("2024-06-01", keeping("", &rule("P1Y"))),
        ("2024-09-01", keeping("", &rule("P1Y"))),
        ("2025-01-01", keeping("", &rule("P2Y"))),
        ("2026-01-01", keeping("", "retention = \"unstated\"")),
    ]);
    let timeline = history.timeline("A/economic").unwrap();
    assert_eq!(
        timeline.in_language(Lang::Fr),
        "du 1er janvier 2023 au 31 décembre 2023\u{a0}: pas au registre\n\
         du 1er janvier 2024 au 31 mai 2024\u{a0}: non renseigné\n\
         du 1er juin 2024 au 31 décembre 2024\u{a0}: 1 an à compter de l’enregistrement\n\
         du 1er janvier 2025 au 31 décembre 2025\u{a0}: 2 ans à compter de l’enregistrement\n\
         depuis le 1er janvier 2026\u{a0}: durée non précisée"
    );
    let last = timeline.iter().last().unwrap();
    assert_eq!(
        (last.until, last.retention),
        (None, Some(&Retention::Unstated))
    );
    assert_eq!(
        history.timeline("B/economic").unwrap_err(),
        LookupError::UnknownProcessing
    );
    assert_eq!(
        history.timeline("A/identity").unwrap_err(),
        LookupError::UnknownEntry
    );
    assert_eq!(
        history.timeline("A").unwrap_err(),
        LookupError::InvalidAddress
    );
}

#[test]
fn the_life_of_a_record() {
    let status = |status: &str| keeping(&format!("status = \"{status}\""), "");
    let history = history([
        ("2024-01-01", status("draft")),
        ("2024-02-01", status("active")),
        ("2024-03-01", status("active")),
        ("2025-01-01", status("archived")),
        ("2026-01-01", with("")),
    ]);
    let spans = history.record_timeline("A").unwrap();
    let spans: Vec<_> = spans
        .iter()
        .map(|span| (span.from.to_string(), span.status))
        .collect();
    assert_eq!(
        spans,
        [
            ("2024-01-01".to_owned(), Some(Status::Draft)),
            ("2024-02-01".to_owned(), Some(Status::Active)),
            ("2025-01-01".to_owned(), Some(Status::Archived)),
            ("2026-01-01".to_owned(), None),
        ]
    );
    assert_eq!(
        history.record_timeline("B").unwrap_err(),
        LookupError::UnknownProcessing
    );
}

/// The example of greffe-retention: kept 25 days, then 90; what a controller had promised holds, what a processor is told changes.
#[test]
fn the_versions_of_a_rule_decide_on_a_record() {
    let versions = |role: &str| {
        history([
            ("2026-01-01", keeping(role, &rule("P25D"))),
            ("2026-05-30", keeping(role, &rule("P90D"))),
        ])
    };
    let years = FiscalYears::regular("12-31".parse().unwrap());
    let facts = Facts::new().on(Event::Recorded, day("2026-05-10"));
    for (role, lengthening, until) in [
        (
            "role = \"controller\"",
            Lengthening::DataCollectedLater,
            "2026-06-04",
        ),
        (
            "role = \"processor\"",
            Lengthening::AsInstructed,
            "2026-08-08",
        ),
        ("", Lengthening::DataCollectedLater, "2026-06-04"),
    ] {
        let policy = versions(role).policy("A/economic").unwrap();
        assert_eq!(policy.lengthening(), lengthening);
        let verdict = policy.evaluate(&facts, &years, day("2026-06-01"));
        assert_eq!(verdict, Verdict::Keep { until: day(until) });
    }
    let policy = versions("")
        .policy_with("A/economic", Lengthening::AsInstructed)
        .unwrap();
    assert_eq!(policy.lengthening(), Lengthening::AsInstructed);
}

#[test]
fn a_rule_that_the_register_no_longer_has_makes_no_policy() {
    let ends = history([
        ("2024-01-01", with("")),
        ("2024-06-01", keeping("", &rule("P1Y"))),
        ("2025-01-01", keeping("", "")),
    ]);
    let error = ends.policy("A/economic").unwrap_err();
    assert_eq!(
        error,
        HistoryError::NoRule {
            day: day("2025-01-01")
        }
    );
    assert_eq!(
        error.in_language(Lang::En),
        "from 1 January 2025 on the register does not say how long these data are kept"
    );
    assert_eq!(
        error.in_language(Lang::Fr),
        "à partir du 1er janvier 2025, le registre ne dit plus combien de temps ces données sont conservées"
    );
    let never = history([("2024-01-01", keeping("", "retention = \"unstated\""))]);
    assert_eq!(
        never.policy("A/economic").unwrap_err(),
        HistoryError::Lookup(LookupError::NoRule)
    );
    assert_eq!(
        never.policy("B/economic").unwrap_err(),
        HistoryError::Lookup(LookupError::UnknownProcessing)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Spans follow one another without a gap, and each says what the register in force says on every one of its days.
    #[test]
    fn a_timeline_is_what_the_version_in_force_says(documents in prop::collection::vec(registers(), 1..4), gap in 1_i64..400) {
        let versions = documents.iter().enumerate().map(|(n, document)| {
            let days = chrono::Days::new(u64::try_from(gap).unwrap() * u64::try_from(n).unwrap());
            (day("2024-01-01") + days, register(document))
        });
        let history = History::new(versions).unwrap();
        for (_, register) in history.versions() {
            for (address, ..) in register.rules() {
                let timeline = history.timeline(&address.to_string()).unwrap();
                let spans: Vec<_> = timeline.iter().collect();
                prop_assert_eq!(spans[0].from, day("2024-01-01"));
                prop_assert_eq!(spans.last().unwrap().until, None);
                for pair in spans.windows(2) {
                    prop_assert_eq!(pair[0].until.unwrap().succ_opt().unwrap(), pair[1].from);
                    prop_assert!(pair[0].retention != pair[1].retention);
                }
                for span in &spans {
                    for on in [span.from, span.until.unwrap_or(span.from)] {
                        let entry = history.at(on).unwrap().entry(&address).ok();
                        prop_assert!(entry.map(|entry| &entry.retention) == span.retention);
                    }
                }
            }
        }
    }
}
