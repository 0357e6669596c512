//! Facts as lines of JSON.

use greffe_calendar::{Tz, zone};
use greffe_retention::{
    Contract, Event, Facts, Hold, HoldReason, Occurrence, OccurrenceId, Record,
};
use greffe_terms::Lang;
use proptest::prelude::*;

use crate::random::{date, facts, fiscal_years, rule};
use crate::{day, line, rule as written, years};

fn paris() -> Tz {
    zone::parse("Europe/Paris").unwrap()
}

fn read(text: &str) -> Record {
    Record::from_json(text, paris()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: &str) -> String {
    Record::from_json(text, paris())
        .expect_err(text)
        .to_string()
}

#[test]
fn every_line_of_the_documentation_reads() {
    let page = include_str!("../../FACTS.md");
    let mut examples = page.split("```json\n").skip(1);
    let block = |part: Option<&str>| part.unwrap().split("```").next().unwrap().to_owned();
    let lines = block(examples.next());
    assert_eq!(lines.lines().map(read).count(), 3);
    let statements = read(&block(examples.next()));
    assert_eq!(statements.facts().occurrences().len(), 4);
    assert!(examples.next().is_none());
    for reason in greffe_retention::HoldReason::ALL {
        assert!(page.contains(reason.code()), "{reason:?}");
    }
}

#[test]
fn an_instant_is_the_local_day_of_the_zone() {
    let late = read(r#"{"key": 1, "events": {"recorded": "2026-06-30T22:30:00Z"}}"#);
    assert_eq!(
        late.facts(),
        &Facts::new().on(Event::Recorded, day("2026-07-01"))
    );
    let utc = Record::from_json(
        r#"{"key": 1, "events": {"recorded": "2026-06-30T22:30:00Z"}}"#,
        Tz::UTC,
    );
    assert_eq!(
        utc.unwrap().facts(),
        &Facts::new().on(Event::Recorded, day("2026-06-30"))
    );
}

#[test]
fn what_is_said_arrives() {
    let record = read(
        r#"{"key": {"bytes": "00ff"}, "rule": "A/b", "events": [
            {"event": "contract_end", "on": "2026-03-31", "statement": "s1", "recorded": "2026-01-05", "source": "crm"},
            {"event": "contract_end", "on": "2026-03-13", "corrects": "s1"},
            {"event": "called", "strikes_out": "s9"},
            {"event": "called", "on": "2026-05-10", "by_a_program": true}],
            "open": ["relation_end"], "never": ["dispute"], "inapplicable": ["session_end"],
            "contracts": [{"begins": "2018-01-01", "ends": "2020-12-31", "recorded": "2018-01-02"}],
            "periods": {"customer": "P90D"}, "settings": {"content_collected": false},
            "extended_until": "2026-06-15", "among_the_newest": true}"#,
    );
    let (wrong, called) = (OccurrenceId::new("s1"), "called".parse::<Event>().unwrap());
    let expected = Facts::new()
        .with(
            Occurrence::new(Event::ContractEnd, day("2026-03-31"))
                .id_is(wrong.clone())
                .recorded_on(day("2026-01-05"))
                .from_source("crm"),
        )
        .with(Occurrence::new(Event::ContractEnd, day("2026-03-13")).correcting(wrong))
        .with(Occurrence::deletion(
            called.clone(),
            OccurrenceId::new("s9"),
        ))
        .with(Occurrence::new(called, day("2026-05-10")).by_a_program())
        .open(Event::RelationEnd)
        .never(Event::Dispute)
        .inapplicable(Event::SessionEnd)
        .contract(
            Contract::new(day("2018-01-01"))
                .ends(day("2020-12-31"))
                .recorded_on(day("2018-01-02")),
        )
        .set_period("customer", "P90D".parse().unwrap())
        .setting("content_collected", false)
        .extended_until(day("2026-06-15"))
        .among_the_newest();
    assert_eq!(record.facts(), &expected);
    assert_eq!(record.key(), &vec![0x00, 0xff].into());
    assert_eq!(record.rule(), Some("A/b"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (text, expected) in [
        (r#"{"events": {}}"#, "document: the key `key` is missing"),
        (
            r#"{"key": 1.5}"#,
            "/key: `key`: the key of a row: a whole number, a text or { bytes } is expected",
        ),
        (
            r#"{"key": 1, "event": {}}"#,
            "/event: `event`: unknown key `event`; did you mean `events`?",
        ),
        (
            r#"{"key": 1, "events": {"recorded": "2026-02-30"}}"#,
            "/events/recorded: `events.recorded`: a date YYYY-MM-DD is expected",
        ),
        (
            r#"{"key": 1, "events": {"recorded": "2026-02-01T10:00:00"}}"#,
            "/events/recorded: `events.recorded`: an RFC 3339 instant with its offset is expected",
        ),
        (
            r#"{"key": 1, "events": {"recorded": 20260201}}"#,
            "/events/recorded: `events.recorded`: a date YYYY-MM-DD, or an RFC 3339 instant with its offset is expected",
        ),
        (
            r#"{"key": 1, "events": "x"}"#,
            "/events: `events`: a table of events and their days, or a list is expected",
        ),
        (
            r#"{"key": 1, "events": [{"event": "called"}]}"#,
            "/events/0: `events[1]`: a statement has `on`, alone or with `corrects`, or else `strikes_out`",
        ),
        (
            r#"{"key": 1, "holds": [{"reason": "because", "from": "2026-01-01"}]}"#,
            "/holds/0/reason: `holds[1].reason`: a reason for a hold such as `dispute` is expected",
        ),
        (
            r#"{"key": 1, "holds": [{"reason": "dispute", "from": "2026-01-02", "until": "2026-01-01"}]}"#,
            "/holds/0/until: `holds[1].until`: the end comes before the beginning",
        ),
        (
            r#"{"key": 1, "holds": [{"reason": "dispute", "from": "2026-01-02", "informed": "2026-01-01"}]}"#,
            "/holds/0/informed: `holds[1].informed`: the person was told before the hold began",
        ),
        (
            r#"{"key": 1, "contracts": [{"begins": "2026-01-02", "ends": "2026-01-01"}]}"#,
            "/contracts/0/ends: `contracts[1].ends`: the end comes before the beginning",
        ),
        (
            r#"{"key": 1, "periods": {"customer": "90 days"}}"#,
            "/periods/customer: `periods.customer`: an ISO 8601 period such as `P90D` is expected",
        ),
        (
            r#"{"key": 1, "settings": {"on": "yes"}}"#,
            "/settings/on: `settings.on`: true or false is expected",
        ),
        (
            r#"{"key": 1, "outranked": "2026-01-01", "among_the_newest": true}"#,
            "/among_the_newest: `among_the_newest`: `outranked` and `among_the_newest` exclude each other",
        ),
        (r#"{"key": 1"#, "line 1, column 9: not valid JSON"),
    ] {
        assert_eq!(refused(text), expected, "{text}");
        let french = Record::from_json(text, paris())
            .unwrap_err()
            .in_language(Lang::Fr);
        assert_ne!(french, expected);
    }
}

#[test]
fn no_error_repeats_a_value() {
    const MARKER: &str = "marie.dupont@example.org";
    for text in [
        format!(r#"{{"key": ["{MARKER}"]}}"#),
        format!(r#"{{"key": 1, "{MARKER}": 2}}"#),
        format!(r#"{{"key": 1, "events": {{"{MARKER}": "x"}}}}"#),
        format!(r#"{{"key": 1, "events": {{"recorded": "{MARKER}"}}}}"#),
        format!(
            r#"{{"key": 1, "events": [{{"event": "called", "statement": "{MARKER}", "on": 3}}]}}"#
        ),
        format!(r#"{{"key": 1, "events": [{{"event": "{MARKER}"}}]}}"#),
        format!(r#"{{"key": 1, "open": ["{MARKER}"]}}"#),
        format!(r#"{{"key": 1, "periods": {{"{MARKER}": "{MARKER}"}}}}"#),
        format!(r#"{{"key": 1, "holds": [{{"reason": "{MARKER}", "from": "{MARKER}"}}]}}"#),
        r#"{"key": 1, "holds": [{"id": "marie.dupont"}]}"#.into(),
        r#"{"key": 1, "contracts": [{"ref": "dupont-1985", "ends": 3}]}"#.into(),
        format!(r#"{{"key": "{MARKER}", "extended_until": "{MARKER}""#),
    ] {
        let error = Record::from_json(&text, paris()).expect_err(&text);
        let shown = format!("{error} {error:?} {}", error.in_language(Lang::Fr));
        assert!(!shown.contains("dupont"), "{shown}");
    }
    let read = read(&format!(
        r#"{{"key": "{MARKER}", "events": [{{"event": "called", "on": "2026-01-01", "statement": "{MARKER}"}}]}}"#
    ));
    assert!(!format!("{read:?}").contains("dupont"), "{read:?}");
}

#[test]
fn null_says_as_little_as_a_key_that_is_not_there() {
    let nulls = read(
        r#"{"key": 1, "rule": null, "events": {"recorded": "2026-01-01", "session_end": null}, "open": null, "contracts": null,
            "periods": {"customer": null}, "settings": {"on": null}, "holds": null, "extended_until": null, "outranked": null}"#,
    );
    assert_eq!(
        nulls.facts(),
        &Facts::new().on(Event::Recorded, day("2026-01-01"))
    );
    assert_eq!(nulls.rule(), None);
    assert!(refused(r#"{"key": null}"#).contains("the key of a row"));
}

#[test]
fn the_key_of_a_bad_line_is_found_where_there_is_one() {
    let bad = r#"{"key": 7, "holds": [{"reason": "because"}]}"#;
    assert!(Record::from_json(bad, paris()).is_err());
    assert_eq!(Record::key_in(bad), Some(7.into()));
    assert_eq!(Record::key_in("{\"key\": 7"), None);
    assert_eq!(Record::key_in("[]"), None);
    let key = Record::key_in(r#"{"key": "a"}"#).unwrap();
    assert_eq!((key.as_text(), key.as_integer()), (Some("a"), None));
}

#[test]
fn a_hold_may_begin_end_and_be_told_of_on_one_day() {
    let told = read(
        r#"{"key": 1, "holds": [{"reason": "objection_pending", "from": "2026-01-02", "until": "2026-01-02", "informed": "2026-01-02"}]}"#,
    );
    let hold = Hold::new(HoldReason::ObjectionPending, day("2026-01-02"));
    let hold = hold
        .until(day("2026-01-02"))
        .person_informed(day("2026-01-02"));
    assert_eq!(told.facts(), &Facts::new().hold(hold));
}

#[test]
fn what_is_not_said_is_unknown() {
    let rule = written(r#"{ keep = "P1Y", after = "recorded" }"#);
    let nothing = read(r#"{"key": 1}"#);
    let verdict = rule.evaluate(nothing.facts(), &years("12-31"), day("2026-11-23"));
    assert_eq!(line(&verdict), "undetermined event recorded");
}

proptest! {
    #![proptest_config(crate::cases(600))]

    #[test]
    fn what_is_written_reads_back_as_the_same_facts(
        facts in facts(), rule in rule(), years in fiscal_years(), as_of in date(), key in any::<i64>(),
    ) {
        let record = Record::new(key, facts.clone()).governed_by("A/b");
        let text = serde_json::to_string(&record).unwrap();
        let back = Record::from_json(&text, paris()).unwrap();
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), text);
        prop_assert_eq!(back.key(), record.key());
        prop_assert_eq!(
            rule.evaluate(back.facts(), &years, as_of),
            rule.evaluate(&facts, &years, as_of)
        );
    }

    #[test]
    fn any_text_reads_or_is_refused(text in "[\\PC]{0,60}") {
        let _ = Record::from_json(&text, paris());
    }
}

#[test]
fn a_day_is_ten_characters_and_can_be_written_again() {
    let read = |day: &str| {
        let line = format!(r#"{{"key": 1, "events": {{"recorded": "{day}"}}}}"#);
        Record::from_json(&line, paris())
    };
    for day in [
        "-026-04-02",
        "+026-04-02",
        "2026- 4- 2",
        "2026-4-002",
        " 2026-04-2",
        "2026-04-2",
        "2026-02-30",
        "0000-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59Z",
    ] {
        assert!(read(day).is_err(), "{day}");
    }
    for day in ["0000-01-01", "9999-12-31", "9999-12-31T12:00:00Z"] {
        let record = read(day).unwrap();
        let written = serde_json::to_string(&record).unwrap();
        let again = Record::from_json(&written, Tz::UTC).unwrap();
        assert_eq!(again.facts(), record.facts(), "{day}");
    }
}
