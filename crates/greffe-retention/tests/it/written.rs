//! How facts are written, and that they read back as the same facts.

use greffe_calendar::{Tz, zone};
use greffe_document::{Document, Faults};
use greffe_retention::{
    Contract, Event, Facts, Hold, HoldReason, Occurrence, OccurrenceId, Record, RowKey,
};
use greffe_terms::Lang;

use crate::day;

fn paris() -> Tz {
    zone::parse("Europe/Paris").unwrap()
}

fn read(text: &str) -> Option<Facts> {
    let document = Document::from_json(text).unwrap();
    let mut faults = Faults::new();
    let facts = Facts::read(document.root(), paris(), &mut faults);
    assert_eq!(facts.is_none(), faults.iter().next().is_some(), "{text}");
    facts
}

/// Each part by itself, as it stands in a line.
#[test]
fn every_part_of_the_facts_is_written_in_its_form_and_reads_back() {
    let (a, b) = ("2026-01-01", "2026-02-01");
    let id = OccurrenceId::new;
    let recorded = || Occurrence::new(Event::Recorded, day(a));
    let period = |text: &str| text.parse().unwrap();
    let new = Facts::new;
    for (facts, written) in [
        (new(), r#"{}"#),
        (
            new().on(Event::Recorded, day(a)),
            r#"{"events":{"recorded":"2026-01-01"}}"#,
        ),
        (
            new()
                .on(Event::Recorded, day(a))
                .on(Event::Recorded, day(b)),
            r#"{"events":{"recorded":["2026-01-01","2026-02-01"]}}"#,
        ),
        (
            new().with(
                recorded()
                    .id_is(id("s1"))
                    .recorded_on(day(b))
                    .from_source("crm"),
            ),
            r#"{"events":[{"event":"recorded","on":"2026-01-01","statement":"s1","recorded":"2026-02-01","source":"crm"}]}"#,
        ),
        (
            new()
                .with(recorded().correcting(id("s1")))
                .with(Occurrence::deletion(Event::Recorded, id("s2"))),
            r#"{"events":[{"event":"recorded","on":"2026-01-01","corrects":"s1"},{"event":"recorded","strikes_out":"s2"}]}"#,
        ),
        (
            new().with(recorded().by_a_program()),
            r#"{"events":[{"event":"recorded","on":"2026-01-01","by_a_program":true}]}"#,
        ),
        (
            new().open(Event::RelationEnd),
            r#"{"open":["relation_end"]}"#,
        ),
        (
            new().never(Event::Dispute).never(Event::Outranked),
            r#"{"never":["dispute","outranked"]}"#,
        ),
        (
            new().inapplicable(Event::SessionEnd),
            r#"{"inapplicable":["session_end"]}"#,
        ),
        (
            new().contract(Contract::new(day(a)).ends(day(b)).recorded_on(day(a))),
            r#"{"contracts":[{"begins":"2026-01-01","ends":"2026-02-01","recorded":"2026-01-01"}]}"#,
        ),
        (
            new()
                .set_period("customer", period("P90D"))
                .set_period("contract", period("P1Y")),
            r#"{"periods":{"customer":"P90D","contract":"P1Y"}}"#,
        ),
        (
            new().setting("collecting", true).setting("sharing", false),
            r#"{"settings":{"collecting":true,"sharing":false}}"#,
        ),
        (
            new().hold(
                Hold::new(HoldReason::AccuracyContested, day(a))
                    .until(day(b))
                    .person_informed(day(b)),
            ),
            r#"{"holds":[{"reason":"accuracy_contested","from":"2026-01-01","until":"2026-02-01","informed":"2026-02-01"}]}"#,
        ),
        (
            new().extended_until(day(b)),
            r#"{"extended_until":"2026-02-01"}"#,
        ),
        (new().outranked_on(day(b)), r#"{"outranked":"2026-02-01"}"#),
        (new().among_the_newest(), r#"{"among_the_newest":true}"#),
    ] {
        assert_eq!(serde_json::to_string(&facts).unwrap(), written);
        assert_eq!(read(written), Some(facts.clone()), "{written}");
        // In a line the same stands beside the key.
        let line = Record::new("a", facts.clone()).governed_by("A/b").to_json();
        let beside = written.strip_prefix('{').unwrap();
        let comma = if beside == "}" { "" } else { "," };
        assert_eq!(line, format!(r#"{{"key":"a","rule":"A/b"{comma}{beside}"#));
        let back = Record::from_json(&line, paris()).unwrap();
        assert_eq!((back.facts(), back.rule()), (&facts, Some("A/b")));
        assert_eq!(back.into_parts(), ("a".into(), facts));
    }
    assert_eq!(read(r#"{"open": 3}"#), None);
    assert_eq!(read(r#"{"holds": [{}]}"#), None);
}

/// A table has each name once: the last that was said of it counts.
#[test]
fn of_what_is_set_twice_the_last_is_written() {
    let facts = Facts::new()
        .setting("collecting", true)
        .setting("sharing", true)
        .setting("collecting", false);
    let written = serde_json::to_string(&facts).unwrap();
    assert_eq!(
        written,
        r#"{"settings":{"sharing":true,"collecting":false}}"#
    );
}

#[test]
fn an_occurrence_gives_back_what_was_said_of_it() {
    let id = OccurrenceId::new("s2");
    let all = Occurrence::new(Event::Recorded, day("2026-01-01"))
        .id_is(id.clone())
        .recorded_on(day("2026-02-01"))
        .from_source("crm");
    assert_eq!((all.event(), all.source()), (&Event::Recorded, Some("crm")));
    assert_eq!(
        (all.id(), all.recorded()),
        (Some(&id), Some(day("2026-02-01")))
    );
    let bare = Occurrence::new(Event::Recorded, day("2026-01-01"));
    assert_eq!(
        (bare.source(), bare.id(), bare.recorded()),
        (None, None, None)
    );
}

/// TOML has days and instants of its own.
#[test]
fn days_and_instants_of_toml_are_days() {
    let document = Document::from_toml(
        "key = 1\nextended_until = 2026-06-15\nevents = { recorded = 2026-01-01, collected = 2026-06-30T22:30:00Z }",
    );
    let record = Record::from_document(&document.unwrap(), paris()).unwrap();
    let expected = Facts::new()
        .on(Event::Recorded, day("2026-01-01"))
        .on(Event::Collected, day("2026-07-01"))
        .extended_until(day("2026-06-15"));
    assert_eq!(record.facts(), &expected);
}

#[test]
fn a_key_of_bytes_says_nothing_but_its_bytes() {
    let read = |text: &str| serde_json::from_str::<RowKey>(text).ok();
    let bytes = RowKey::from(vec![0x00, 0xff]);
    assert_eq!(read(r#"{"bytes":"00ff"}"#), Some(bytes.clone()));
    assert_eq!(
        serde_json::to_string(&bytes).unwrap(),
        r#"{"bytes":"00ff"}"#
    );
    for other in [
        r#"{"bytes":"00ff","more":1}"#,
        r#"{"bytes":"00f"}"#,
        r#"{"bytes":"00FF"}"#,
        "{}",
    ] {
        assert_eq!(read(other), None, "{other}");
    }
}

#[test]
fn every_fault_of_a_line_is_said_in_both_languages() {
    for (text, french) in [
        (r#"{"key": 1.5}"#, "la clé d’une ligne"),
        (r#"{"key": 1"#, "JSON"),
    ] {
        let fault = Record::from_json(text, paris()).unwrap_err();
        assert_eq!(fault.in_language(Lang::En), fault.to_string());
        let said = fault.in_language(Lang::Fr);
        assert!(said.contains(french) && said != fault.to_string(), "{said}");
    }
}
