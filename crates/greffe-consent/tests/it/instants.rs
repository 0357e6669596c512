//! Instants are kept to the microsecond, as databases keep them.

use chrono::{DateTime, TimeDelta, Utc};
use greffe_consent::*;
use proptest::prelude::*;

use crate::fixture::{at, event, event_id, id, person};

fn given(
    occurred: DateTime<Utc>,
    recorded: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> Result<Event, EventError> {
    let shown = NoticeShown::new("letter".parse().unwrap(), 1);
    let consent = Consent::new(Act::TickedBox, shown, [id("newsletter")]).expiring(expires);
    Event::new(
        event_id(1),
        person(),
        (occurred, recorded),
        Provenance::Person,
        Kind::Given(consent),
    )
}

/// What a column of whole microseconds since 1970 gives back.
fn stored(instant: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(instant.timestamp_micros()).unwrap()
}

#[test]
fn a_chain_of_an_earlier_version_with_nanoseconds_verifies_and_is_told_apart() {
    let line = event(1, "refused tag 2026-03-03T10:00:00Z").to_json_line();
    let line = line.replace("10:00:00Z", "10:00:00.123456789Z");
    let read = Event::from_json_line(&line).unwrap();
    assert_eq!(read.to_json_line(), line);
    assert!(read.has_finer_instants());
    // Computed with Python's hashlib over the line with nanoseconds.
    let link = "aa6a0d7a3b4c4e9dce8bc93a226b1fb3ae0a844fec5e2810e89ba3be9d0877b6";
    assert_eq!(Link::GENESIS.then(&read).to_string(), link);
    let chained = format!(
        "{},\"link\":\"{link}\"}}\n",
        line.strip_suffix('}').unwrap()
    );
    let ledger = Ledger::from_json_lines(&chained).unwrap();
    assert_eq!(ledger.to_json_lines(), chained);
    // Built anew from columns it is another event, and the chain says so.
    let cut = (stored(read.occurred()), stored(read.recorded()));
    let built = Event::new(
        read.id(),
        read.person(),
        cut,
        read.provenance(),
        read.kind().clone(),
    )
    .unwrap();
    assert!(!built.has_finer_instants());
    let error = Ledger::from_entries([(built, ledger.head())]).unwrap_err();
    assert_eq!((error.line(), error.fault()), (1, &LedgerFault::BrokenLink));
}

#[test]
fn a_consent_that_ends_within_its_own_microsecond_is_none() {
    let at = at("2026-03-01T10:00:00.000001Z");
    let within = at + TimeDelta::nanoseconds(999);
    assert_eq!(
        given(at, at, within),
        Err(EventError::ExpiresBeforeItOccurred)
    );
    assert!(given(at, at, at + TimeDelta::nanoseconds(1_000)).is_ok());
    let leap: DateTime<Utc> = "2016-12-31T23:59:60.5Z".parse().unwrap();
    assert_eq!(given(leap, leap, at), Err(EventError::InstantOutOfRange));
}

/// Around 1970, where cutting towards zero would go the other way, and around today.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (prop_oneof![
        -3_000_000_000_i64..3_000_000_000,
        1_772_359_200_000_000_000_i64..1_772_359_200_000_009_999
    ])
    .prop_map(DateTime::from_timestamp_nanos)
}

proptest! {
    #[test]
    fn an_event_survives_a_round_trip_through_microseconds(
        occurred in instants(), recorded in instants(), lasts in 1_000_i64..5_000_000,
    ) {
        let event = given(occurred, recorded, occurred + TimeDelta::nanoseconds(lasts)).unwrap();
        let expires = event.kind().consent().unwrap().expires().unwrap();
        let back = given(stored(event.occurred()), stored(event.recorded()), stored(expires)).unwrap();
        prop_assert_eq!(&back, &event);
        prop_assert_eq!(back.content_digest(), event.content_digest());
        prop_assert_eq!(Event::from_json_line(&event.to_json_line()).unwrap(), back);
        prop_assert!(!event.has_finer_instants());
        for (cut, whole) in [(event.occurred(), occurred), (event.recorded(), recorded)] {
            prop_assert!((TimeDelta::zero()..TimeDelta::microseconds(1)).contains(&(whole - cut)));
        }
    }

    #[test]
    fn cutting_never_turns_the_order_round(one in instants(), other in instants()) {
        let cut = |instant| given(instant, instant, instant + TimeDelta::days(1)).unwrap().occurred();
        prop_assert!(one.cmp(&other) == cut(one).cmp(&cut(other)) || cut(one) == cut(other));
    }
}

#[test]
fn an_instant_of_more_digits_than_a_nanosecond_has_is_refused_and_not_cut() {
    let line = event(1, "refused tag 2026-03-03T10:00:00Z").to_json_line();
    let with = |digits: &str| line.replace("10:00:00Z", &format!("10:00:00.{digits}Z"));
    assert!(Event::from_json_line(&with("123456789")).is_ok());
    let error = Event::from_json_line(&with("1234567891")).unwrap_err();
    assert_eq!(error.field(), Some("occurred"));
    let record = |digits: &str| {
        format!(
            "{{\"erased\":[1],\"recorded\":\"2026-11-26T10:00:00.{digits}Z\",\"decision\":\"r/1\"}}"
        )
    };
    assert!(Entry::from_json_line(&record("123456")).is_ok());
    for finer in ["123456789", "1234560001", "1234560000000001"] {
        let error = Entry::from_json_line(&record(finer)).unwrap_err();
        assert_eq!(error.field(), Some("recorded"), "{finer}");
    }
    let given = event(
        2,
        "given swap 2026-03-01T10:00:00Z expires=2026-04-01T00:00:00Z",
    );
    let ends = given
        .to_json_line()
        .replace("2026-04-01T00:00:00Z", "2026-04-01T00:00:00.0000000001Z");
    assert_eq!(
        Event::from_json_line(&ends).unwrap_err().field(),
        Some("expires")
    );
}

/// The same event with its instants cut, as it comes out of columns.
fn cut(event: &Event) -> Event {
    let times = (stored(event.occurred()), stored(event.recorded()));
    let (id, person) = (event.id(), event.person());
    Event::new(id, person, times, event.provenance(), event.kind().clone()).unwrap()
}

#[test]
fn no_answer_depends_on_what_stands_below_the_microsecond() {
    let policy = crate::fixture::policy();
    let finer = |number, text: &str| {
        let line = event(number, text).to_json_line();
        Event::from_json_line(&line.replace(".123456Z", ".123456789Z")).unwrap()
    };
    let given = "given swap 2026-03-01T10:00:00Z";
    for events in [
        // The refusal of a device that is linked, and one of the account itself.
        vec![
            finer(1, given),
            finer(2, "refused swap 2026-03-02T10:00:00Z person=8"),
            finer(3, "device_linked - 2026-03-03T10:00:00.123456Z device=8"),
        ],
        vec![
            finer(1, given),
            finer(2, "refused swap 2026-03-03T10:00:00.123456Z"),
        ],
        vec![finer(1, "given swap 2026-03-03T10:00:00.123456Z")],
    ] {
        let whole: Vec<Event> = events.iter().map(cut).collect();
        assert_ne!(whole, events);
        for instant in [
            "2026-03-03T10:00:00.123455Z",
            "2026-03-03T10:00:00.123456Z",
            "2026-03-03T10:00:00.123456500Z",
            "2026-03-03T10:00:00.123457Z",
        ] {
            let decide = |events: &[Event]| {
                let question = crate::fixture::ask("swap");
                policy.decide_over(events, question, at(instant), at(instant))
            };
            assert_eq!(decide(&events), decide(&whole), "{instant}");
            assert_eq!(decide(&events).next_change(), decide(&whole).next_change());
        }
    }
}
