//! Arguments that cannot be used: exit status 2, the option that is wrong, never its value.

use proptest::prelude::*;

use crate::shell::{MARKER, greffe, json, line, text};

const PERIOD: &str = "deadline period --convention retention";

#[test]
fn what_is_wrong_is_said_with_its_option_in_both_languages() {
    for (arguments, en, fr) in [
        (
            format!("{PERIOD} --add P1M --from 2026-02-30"),
            "--from: a day that exists is expected",
            "--from\u{a0}: on attend un jour qui existe",
        ),
        (
            format!("{PERIOD} --add P1M --from {MARKER}"),
            "--from: a day YYYY-MM-DD or an RFC 3339 instant",
            "--from\u{a0}: on attend un jour AAAA-MM-JJ ou un instant",
        ),
        (
            format!("{PERIOD} --add P1M --from 2026-01-31T12:00"),
            "--from: a time without an offset could be several instants",
            "--from\u{a0}: une heure sans décalage peut être plusieurs instants",
        ),
        (
            format!("{PERIOD} --from 2026-01-31 --add {MARKER}"),
            "--add: not an ISO 8601 period",
            "--add\u{a0}: ce n’est pas une durée ISO 8601",
        ),
        (
            format!("{PERIOD} --from 2026-01-31 --add P99999Y"),
            "--add: the result lies outside the calendar",
            "--add\u{a0}: le résultat sort du calendrier",
        ),
        (
            format!("{PERIOD} --from 2026-01-31 --add P99999999999Y"),
            "--add: the period is longer than the calendar can count",
            "--add\u{a0}: la durée est plus longue",
        ),
        (
            format!("{PERIOD} --from 2026-01-31 --add PT72H"),
            "--add: a period with hours or minutes needs an instant",
            "--add\u{a0}: une durée en heures ou en minutes se compte depuis un instant",
        ),
        (
            format!("{PERIOD} --from 2026-01-31 --add P1M --zone {MARKER}"),
            "--zone: not an IANA time zone",
            "--zone\u{a0}: ce n’est pas un fuseau IANA",
        ),
        (
            format!("{PERIOD} --from 2026-01-31 --add P1M --place {MARKER}"),
            "--place: one of fr, fr-alsace-moselle,",
            "--place\u{a0}: on attend l’une des valeurs fr, fr-alsace-moselle,",
        ),
        (
            format!("deadline period --from 2026-01-31 --add P1M --convention {MARKER}"),
            "--convention: one of retention, eec-1182-71, fr-cpc is expected",
            "--convention\u{a0}: on attend l’une des valeurs retention, eec-1182-71, fr-cpc",
        ),
        (
            "deadline period --from 2026-01-31 --add P1M --convention eec-1182-71 --place eu-institutions".to_owned(),
            "--place: the holidays of the place are not known for that day",
            "--place\u{a0}: les jours fériés du lieu ne sont pas connus",
        ),
        (
            "deadline period --from 2026-01-31T12:00:00Z --add PT2H --convention fr-cpc".to_owned(),
            "--add: the convention has no rule for such a period",
            "--add\u{a0}: la convention n’a pas de règle",
        ),
        (
            "deadline period --from 2026-01-31 --add P1M".to_owned(),
            "missing: --convention",
            "il manque --convention",
        ),
        (
            format!("{PERIOD} --add P1M --add P1M --from 2026-01-31"),
            "--add: given twice",
            "--add\u{a0}: donné deux fois",
        ),
        (
            format!("{PERIOD} --from 2026-01-31 --add"),
            "--add: a value is expected",
            "--add\u{a0}: on attend une valeur",
        ),
        (
            format!("{PERIOD} --form 2026-01-31 --add P1M"),
            "an argument is not known; did you mean --from?",
            "un argument n’est pas connu\u{a0}; vouliez-vous dire --from\u{a0}?",
        ),
        (
            format!("deadline {MARKER}"),
            "the command is not known",
            "la commande n’est pas connue",
        ),
        (
            format!("deadline request --received {MARKER}"),
            "--received: a day that exists is expected",
            "--received\u{a0}: on attend un jour qui existe",
        ),
        (
            "deadline request --received 2018-05-24".to_owned(),
            "--received: no statutory period was in force on that day",
            "--received\u{a0}: aucun délai légal n’était en vigueur",
        ),
        (
            format!("deadline request --received 2026-06-01 --suspended 2026-06-05-{MARKER}"),
            "--suspended: FROM..TO is expected",
            "--suspended\u{a0}: on attend DE..À",
        ),
        (
            "deadline request --received 2026-06-01 --suspended 2026-06-05..2026-06-04".to_owned(),
            "--suspended: a date lies before the one that it must follow",
            "--suspended\u{a0}: une date précède celle qu’elle doit suivre",
        ),
        (
            "deadline request --received 2026-06-01 --suspended 2026-05-05..".to_owned(),
            "--suspended: a date lies before the one that it must follow",
            "--suspended\u{a0}: une date précède celle qu’elle doit suivre",
        ),
        (
            "deadline request --received 2026-06-01 --postmark 2026-06-02".to_owned(),
            "--postmark: a date lies before",
            "--postmark\u{a0}: une date précède",
        ),
        (
            "deadline request --received 2026-06-01 --extended-on 2026-05-02".to_owned(),
            "--extended-on: a date lies before",
            "--extended-on\u{a0}: une date précède",
        ),
        (
            "deadline request --received 2026-06-01 --extended --extended-on 2026-06-02".to_owned(),
            "--extended: cannot be given with --extended-on",
            "--extended\u{a0}: ne se combine pas avec --extended-on",
        ),
        (
            "deadline breach --aware 2020-12-22T12:17:00".to_owned(),
            "--aware: a time without an offset could be several instants",
            "--aware\u{a0}: une heure sans décalage peut être plusieurs instants",
        ),
        (
            "deadline breach --aware 2020-12-22".to_owned(),
            "--aware: an RFC 3339 instant",
            "--aware\u{a0}: on attend un instant RFC 3339",
        ),
        (
            "deadline breach --aware 2018-05-24T12:00:00Z".to_owned(),
            "--aware: no statutory period was in force on that day",
            "--aware\u{a0}: aucun délai légal n’était en vigueur",
        ),
        (
            format!("deadline fiscal-year --calendar - --date {MARKER}"),
            "--date: a day that exists is expected",
            "--date\u{a0}: on attend un jour qui existe",
        ),
    ] {
        for (lang, start) in [("en", en), ("fr", fr)] {
            let output = line(&format!("{arguments} --lang {lang}"));
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
            assert!(said.starts_with(start), "{arguments}: {said}");
            assert!(!said.contains(MARKER), "{said}");
            assert!(output.stdout.is_empty(), "{arguments}");
        }
    }
}

#[test]
fn a_program_reads_json_even_where_the_arguments_are_wrong() {
    let output = line(&format!("{PERIOD} --add P1M --from {MARKER} --format json"));
    let said = json(&output, 2)["error"].as_str().unwrap().to_owned();
    assert!(
        said.starts_with("--from: ") && !said.contains(MARKER),
        "{said}"
    );
    let output = line(&format!(
        "{PERIOD} --from 2026-01-31 --add P99999Y --format=json --lang=fr"
    ));
    assert_eq!(
        json(&output, 2)["error"],
        "--add\u{a0}: le résultat sort du calendrier"
    );
}

const KNOWN: &[&str] = &[
    "deadline",
    "register",
    "period",
    "request",
    "breach",
    "fiscal-year",
    "check",
    "--from",
    "--add",
    "--convention",
    "--place",
    "--zone",
    "--received",
    "--extended",
    "--extended-on",
    "--refused",
    "--suspended",
    "--postmark",
    "--aware",
    "--calendar",
    "--date",
    "--json-input",
    "--format",
    "--lang",
    "json",
    "text",
    "fr",
    "en",
    "-",
    "--",
    "retention",
    "eec-1182-71",
    "fr-cpc",
    "eu-institutions",
    "fr-alsace-moselle",
    "P1M",
    "PT72H",
    "P0D",
    "P4294967295Y",
    "P4294967295D",
    "PT4294967295H",
    "0000-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-01-31",
    "2020-12-22T12:17:00+01:00",
    "9999-12-31T23:59:59-12:00",
    "0000-01-01T00:00:00+14:00",
    "2026-06-01..",
    "2026-06-01..2026-06-09",
    "..",
    "Europe/Paris",
    "Pacific/Apia",
];

/// Pieces of command lines, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => proptest::sample::select(KNOWN).prop_map(str::to_owned),
        1 => "[ -~]{0,12}",
    ]
}

/// A whole command with values of every kind.
fn command() -> impl Strategy<Value = Vec<String>> {
    let date = prop_oneof![
        (0_u32..10_000, 1_u32..13, 1_u32..32).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}")),
        (2018_u32..2030, 1_u32..13, 1_u32..29, 0_u32..24)
            .prop_map(|(y, m, d, h)| format!("{y}-{m:02}-{d:02}T{h:02}:30:00+01:00")),
    ];
    let period = (0_u32..12_000, 0_u32..40, proptest::bool::ANY).prop_map(|(n, days, hours)| {
        if hours {
            format!("PT{n}H")
        } else {
            format!("P{n}M{days}D")
        }
    });
    let convention = proptest::sample::select(&["retention", "eec-1182-71", "fr-cpc"][..]);
    prop_oneof![
        (date.clone(), period, convention).prop_map(|(from, add, convention)| {
            [
                "deadline",
                "period",
                "--from",
                &from,
                "--add",
                &add,
                "--convention",
                convention,
            ]
            .map(str::to_owned)
            .to_vec()
        }),
        (date.clone(), date.clone(), date.clone()).prop_map(|(received, asked, answered)| {
            let suspended = format!("{asked}..{answered}");
            [
                "deadline",
                "request",
                "--received",
                &received,
                "--extended",
                "--suspended",
                &suspended,
            ]
            .map(str::to_owned)
            .to_vec()
        }),
        date.prop_map(|aware| ["deadline", "breach", "--aware", &aware]
            .map(str::to_owned)
            .to_vec()),
        proptest::collection::vec(piece(), 0..12),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Whatever is typed, the command ends with 0, 1 or 2 and says something; nothing panics.
    #[test]
    fn any_arguments_end_with_a_status(arguments in command()) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = greffe(&arguments, "end = \"12-31\"\n");
        prop_assert!(matches!(output.status.code(), Some(0..=2)), "{:?}", arguments);
        let said = text(&output.stdout) + &text(&output.stderr);
        prop_assert!(!said.is_empty() && !said.contains("panicked"), "{:?}: {}", arguments, said);
    }

    /// Wherever something personal is typed, it does not come back, except as the name of a file.
    #[test]
    fn no_argument_comes_back(mut arguments in proptest::collection::vec(piece(), 1..8), at in 0_usize..8) {
        prop_assume!(!arguments.iter().any(|argument| argument == "check" || argument == "--calendar"));
        arguments.insert(at.min(arguments.len()), MARKER.to_owned());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = greffe(&arguments, "");
        let said = text(&output.stdout) + &text(&output.stderr);
        prop_assert!(!said.contains(MARKER), "{:?}: {}", arguments, said);
    }
}
