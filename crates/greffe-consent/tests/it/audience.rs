//! The packed ledger and the audience: the same rules as one decision at a time, over millions.

use chrono::{DateTime, TimeDelta, Utc};
use greffe_calendar::Period;
use greffe_consent::*;
use greffe_terms::{Channel, Lang, LegalBasis};

use crate::fixture::{at, day, event_id, id, ledger_of, notice};

/// Every way of asking many gives what asking one by one gives, for everybody in the events and for a stranger.
pub(crate) fn agrees(
    policy: &Policy,
    events: &[Event],
    topic: Topic<'_>,
    context: Option<&PersonContext>,
    (t, k): (DateTime<Utc>, DateTime<Utc>),
) {
    let ledger = ledger_of(events);
    let packed = PackedLedger::try_from(&ledger).unwrap();
    let audience = policy.audience_as_known(&packed, topic, t, k);
    let Ok(audience) = audience else {
        assert!(policy.purpose(topic.purpose()).is_none());
        return;
    };
    let mut persons: Vec<PersonKey> = events.iter().map(Event::person).collect();
    persons.push(PersonKey::from_bytes([250; 16]));
    let expected = |person| {
        let question = topic.for_person(person);
        let question = match context {
            Some(context) => question.in_context(context),
            None => question,
        };
        let decision = policy.decide_as_known(&ledger, question, t, k);
        decision.verdict()
    };
    // With repetitions, as the rows of a table may come; backwards, and in order.
    for is_sorted in [false, true] {
        match is_sorted {
            false => persons.reverse(),
            true => persons.sort_unstable(),
        }
        let found: Vec<(PersonKey, Verdict)> = match context {
            Some(context) => audience
                .among_known(persons.iter().map(|person| (*person, context)))
                .collect(),
            None => audience.among(persons.iter().copied()).collect(),
        };
        assert_eq!(found.len(), persons.len());
        for (person, verdict) in found {
            assert_eq!(verdict, expected(person));
            let direct = match context {
                Some(context) => audience.judge_in(packed.history(person), context),
                None => audience.judge(packed.history(person)),
            };
            assert_eq!(direct, verdict);
        }
    }
    if context.is_none() {
        for (person, verdict) in audience.everybody() {
            assert_eq!(verdict, expected(person));
        }
        let mut accounts = persons;
        accounts.sort_unstable();
        accounts.dedup();
        let rows = accounts.iter().flat_map(|account| {
            let history = ledger.events_that_decide(*account);
            let events = history.map(|event| Ok::<_, ()>((*account, Some(event.clone()))));
            [Ok((*account, None))].into_iter().chain(events)
        });
        for answer in policy.audience_of_stream(rows, topic, t, k).unwrap() {
            let (person, verdict) = answer.unwrap();
            assert_eq!(verdict, expected(person));
        }
    }
}

fn policy() -> Policy {
    let builder = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris").unwrap());
    builder
        .purpose(
            Purpose::new(id("newsletter"), [LegalBasis::Consent])
                .marketing()
                .channels([Channel::Email]),
        )
        .notice(notice("signup", 2, &["newsletter"]))
        .build()
        .unwrap()
}

fn key(number: u8) -> PersonKey {
    PersonKey::from_bytes([number; 16])
}

fn event(number: u8, who: u8, when: &str, kind: Kind) -> Event {
    let sources = [Provenance::Person, Provenance::Operator, Provenance::Signal];
    let mut events = sources.into_iter().filter_map(|source| {
        Event::new(
            event_id(number),
            key(who),
            (at(when), at(when)),
            source,
            kind.clone(),
        )
        .ok()
    });
    events.next().unwrap()
}

fn given() -> Kind {
    let shown = NoticeShown::new("signup".parse().unwrap(), 2);
    Kind::Given(Consent::new(Act::TickedBox, shown, [id("newsletter")]))
}

fn refused() -> Kind {
    Kind::Refused {
        purposes: Scope::only([id("newsletter")]),
    }
}

fn letter() -> Topic<'static> {
    Question::about("newsletter").by(Channel::Email)
}

#[test]
fn a_ledger_comes_out_of_its_packed_form_in_reading_order() {
    let events = [
        event(1, 2, "2026-03-02T10:00:00Z", refused()),
        event(2, 1, "2026-03-01T10:00:00Z", given()),
        event(3, 2, "2026-03-01T10:00:00Z", given()),
        event(4, 3, "2026-03-01T10:00:00Z", given()),
    ];
    let mut ledger = Ledger::new();
    for event in &events {
        ledger.append(event.clone()).unwrap();
    }
    let packed = PackedLedger::try_from(&ledger).unwrap();
    assert_eq!((packed.len(), packed.distinct_contents()), (4, 2));
    for who in 0..5 {
        let unpacked: Vec<Event> = packed.history(key(who)).events().collect();
        assert_eq!(
            unpacked.iter().collect::<Vec<_>>(),
            ledger.history(key(who)).collect::<Vec<_>>()
        );
        assert_eq!(packed.history(key(who)).len(), unpacked.len());
        assert_eq!(packed.history(key(who)).is_empty(), unpacked.is_empty());
        assert_eq!(packed.history(key(who)).person(), key(who));
    }
    let persons: Vec<PersonKey> = packed.histories().map(|history| history.person()).collect();
    assert_eq!(persons, [key(1), key(2), key(3)]);
    let twice = PackedLedger::pack(events.iter().chain(&events).cloned()).unwrap();
    assert_eq!(twice.len(), 4);
    assert!(!twice.is_empty());
}

#[test]
fn a_packed_event_shows_nothing_and_takes_less_than_64_bytes() {
    let packed = PackedLedger::pack([event(1, 7, "2026-03-01T10:00:00Z", given())]).unwrap();
    assert_eq!(
        format!("{packed:?}"),
        "PackedLedger { events: 1, contents: 1, .. }"
    );
    assert_eq!(format!("{:?}", packed.history(key(7))), "History(1 events)");
    let policy = policy();
    let audience = policy
        .audience(&packed, letter(), at("2026-03-01T10:00:00Z"))
        .unwrap();
    assert!(!format!("{audience:?}").contains("0707"));
}

#[test]
fn everybody_gets_an_answer_with_its_reason_and_the_reasons_are_counted() {
    let packed = PackedLedger::pack([
        event(1, 1, "2026-03-01T10:00:00Z", given()),
        event(2, 2, "2026-03-01T10:00:00Z", given()),
        event(3, 2, "2026-03-02T10:00:00Z", refused()),
    ])
    .unwrap();
    let policy = policy();
    let audience = policy
        .audience(&packed, letter(), at("2026-03-03T10:00:00Z"))
        .unwrap();
    let mut totals: Totals = audience.everybody().map(|(_, verdict)| verdict).collect();
    totals.extend(audience.among([key(9)]).map(|(_, verdict)| verdict));
    totals.extend(audience.among([key(1)]).map(|(_, verdict)| verdict));
    assert_eq!((totals.kept(), totals.dropped()), (2, 2));
    assert_eq!((totals.to_remove(), totals.to_erase()), (0, 0));
    let reasons: Vec<(Reason, u64)> = totals.by_reason().collect();
    let expected = [
        (Reason::Refused, 1),
        (Reason::NoConsent, 1),
        (Reason::ConsentGiven, 2),
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn who_has_to_be_taken_off_or_erased_is_counted() {
    let events = |numbers: [u8; 2], who, kinds: [Kind; 2]| {
        let [first, second] = kinds;
        [
            event(numbers[0], who, "2026-03-01T10:00:00Z", first),
            event(numbers[1], who, "2026-03-02T10:00:00Z", second),
        ]
    };
    let purposes = || Scope::only([id("care")]);
    let objected = || Kind::Objected {
        to: ObjectionTo::Other,
        purposes: purposes(),
    };
    let upheld = || Kind::GroundsDecided {
        prevails: Prevailing::Person,
        purposes: purposes(),
    };
    let packed = PackedLedger::pack(
        [[1, 2], [3, 4], [5, 6]]
            .into_iter()
            .zip(1..)
            .flat_map(|(numbers, who)| events(numbers, who, [objected(), upheld()])),
    )
    .unwrap();
    let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris").unwrap())
        .purpose(Purpose::new(id("care"), [LegalBasis::LegitimateInterests]))
        .build()
        .unwrap();
    let now = at("2026-03-03T10:00:00Z");
    let audience = policy.audience(&packed, Question::about("care"), now);
    let audience = audience.unwrap();
    let totals: Totals = audience.everybody().map(|(_, verdict)| verdict).collect();
    assert_eq!((totals.kept(), totals.dropped()), (0, 3));
    assert_eq!((totals.to_remove(), totals.to_erase()), (0, 3));
    let (_, verdict) = audience.everybody().next().unwrap();
    assert_eq!(verdict.action(), Some(Action::Erase));
    assert_eq!((verdict.basis(), verdict.special_condition()), (None, None));
}

#[test]
fn a_purpose_that_the_policy_does_not_have_is_an_error_and_no_audience_of_nobody() {
    let packed = PackedLedger::pack([event(1, 1, "2026-03-01T10:00:00Z", given())]).unwrap();
    let (policy, t) = (policy(), at("2026-03-03T10:00:00Z"));
    let error = policy
        .audience(&packed, Question::about("newletter"), t)
        .unwrap_err();
    assert_eq!(error.meant(), Some(&id("newsletter")));
    let said = "the policy does not know this purpose; did you mean `newsletter`?";
    assert_eq!(error.to_string(), said);
    let french =
        "la politique ne connaît pas cette finalité\u{a0}; vouliez-vous dire `newsletter`\u{a0}?";
    assert_eq!(error.in_language(Lang::Fr), french);
    let rows: [Row; 0] = [];
    let error = policy
        .audience_of_stream(rows, Question::about("profiling"), t, t)
        .unwrap_err();
    assert_eq!(
        error.in_language(Lang::En),
        "the policy does not know this purpose"
    );
    let empty = PackedLedger::pack([]).unwrap();
    let nobody = policy.audience(&empty, letter(), t).unwrap();
    assert_eq!(nobody.everybody().count(), 0);
}

#[test]
fn what_lies_ahead_or_was_not_known_yet_does_not_count() {
    let late = Event::new(
        event_id(3),
        key(1),
        (at("2026-03-02T10:00:00Z"), at("2026-03-05T10:00:00Z")),
        Provenance::Person,
        refused(),
    );
    let events = [event(1, 1, "2026-03-01T10:00:00Z", given()), late.unwrap()];
    let packed = PackedLedger::pack(events).unwrap();
    let policy = policy();
    let reason = |t: &str, k: &str| {
        let audience = policy
            .audience_as_known(&packed, letter(), at(t), at(k))
            .unwrap();
        audience.judge(packed.history(key(1))).reason()
    };
    assert_eq!(
        reason("2026-03-03T10:00:00Z", "2026-03-03T10:00:00Z"),
        Reason::ConsentGiven
    );
    assert_eq!(
        reason("2026-03-03T10:00:00Z", "2026-03-05T10:00:00Z"),
        Reason::Refused
    );
    assert_eq!(
        reason("2026-03-02T09:59:59Z", "2026-03-05T10:00:00Z"),
        Reason::ConsentGiven
    );
    assert_eq!(
        reason("2026-02-28T10:00:00Z", "2026-03-05T10:00:00Z"),
        Reason::NoConsent
    );
}

#[test]
fn a_linked_device_is_found_in_the_packed_ledger() {
    let policy = policy();
    let link = Kind::DeviceLinked {
        device: key(8),
        authenticated: true,
        informed: true,
    };
    let packed = PackedLedger::pack([
        event(1, 8, "2026-03-01T10:00:00Z", given()),
        event(2, 1, "2026-03-02T10:00:00Z", link),
    ])
    .unwrap();
    let audience = policy
        .audience(&packed, letter(), at("2026-03-03T10:00:00Z"))
        .unwrap();
    assert_eq!(
        audience.judge(packed.history(key(1))).reason(),
        Reason::ConsentGiven
    );
}

#[test]
fn links_of_several_devices_are_told_apart() {
    let policy = policy();
    let link = |device| Kind::DeviceLinked {
        device: key(device),
        authenticated: true,
        informed: true,
    };
    let at_ten = "2026-03-01T10:00:00Z";
    let at_eleven = "2026-03-01T11:00:00Z";
    // Two devices of one account each, and between them one that two share.
    let packed = PackedLedger::pack([
        event(1, 100, at_ten, given()),
        event(2, 101, at_ten, given()),
        event(3, 102, at_ten, given()),
        event(4, 1, at_eleven, link(100)),
        event(5, 2, at_eleven, link(101)),
        event(6, 3, at_eleven, link(101)),
        event(7, 4, at_eleven, link(102)),
    ])
    .unwrap();
    let audience = policy
        .audience(&packed, letter(), at("2026-03-03T10:00:00Z"))
        .unwrap();
    let allowed = |account| audience.judge(packed.history(key(account))).is_allowed();
    assert_eq!([1, 2, 3, 4].map(allowed), [true, false, false, true]);
    assert!(!packed.is_empty());
    assert!(PackedLedger::pack([]).unwrap().is_empty());
}

type Row = Result<(PersonKey, Option<Event>), &'static str>;

fn answers(rows: Vec<Row>) -> Vec<Result<(PersonKey, Reason), StreamError<&'static str>>> {
    let t = at("2026-03-03T10:00:00Z");
    let policy = policy();
    let answers = policy.audience_of_stream(rows, letter(), t, t).unwrap();
    answers
        .map(|answer| answer.map(|(person, verdict)| (person, verdict.reason())))
        .collect()
}

fn row(number: u8, who: u8, kind: Kind) -> Row {
    let event = event(number, who, "2026-03-01T10:00:00Z", kind);
    Ok((key(who), Some(event)))
}

#[test]
fn nobody_is_allowed_by_half_a_history() {
    // The rows that the source lost could be the refusal of 1 or of 2.
    let rows = vec![
        row(1, 1, given()),
        Err("gone"),
        row(2, 2, given()),
        row(3, 3, given()),
    ];
    let expected = [
        Err(StreamError::Source("gone")),
        Ok((key(3), Reason::ConsentGiven)),
    ];
    assert_eq!(answers(rows), expected);
    let rows = vec![
        row(1, 1, given()),
        Err("gone"),
        Err("gone"),
        row(2, 1, given()),
    ];
    assert_eq!(
        answers(rows),
        [
            Err(StreamError::Source("gone")),
            Err(StreamError::Source("gone"))
        ]
    );
}

#[test]
fn every_row_counts_towards_the_place_of_one_out_of_order() {
    let rows = vec![
        row(1, 2, given()),
        row(2, 2, refused()),
        row(3, 2, given()),
        row(4, 1, given()),
    ];
    let expected = [
        Ok((key(2), Reason::Refused)),
        Err(StreamError::OutOfOrder(4)),
    ];
    assert_eq!(answers(rows), expected);
}

#[test]
fn who_let_a_campaign_pass_is_counted_as_to_be_removed() {
    let silent: Vec<Event> = [1, 2]
        .map(|who| {
            let asked = Scope::only([id("almanac")]);
            let kind = Kind::Requested { purposes: asked };
            event(who, who, "2026-03-02T10:00:00Z", kind)
        })
        .into();
    let packed = PackedLedger::pack(silent).unwrap();
    let policy = crate::fixture::policy();
    let now = at("2026-04-02T10:00:00Z");
    let audience = policy.audience(&packed, Question::about("almanac"), now);
    let totals: Totals = audience
        .unwrap()
        .everybody()
        .map(|(_, verdict)| verdict)
        .collect();
    assert_eq!((totals.to_remove(), totals.to_erase()), (2, 0));
}

#[test]
fn rows_out_of_order_end_the_stream_with_an_error() {
    let rows = vec![row(1, 2, given()), row(2, 1, given()), row(3, 3, refused())];
    let expected = [
        Ok((key(2), Reason::ConsentGiven)),
        Err(StreamError::OutOfOrder(2)),
    ];
    assert_eq!(answers(rows), expected);
    let said =
        "row 2 belongs before the rows ahead of it: order the rows by the bytes of the pseudonyms";
    assert_eq!(StreamError::<()>::OutOfOrder(2).to_string(), said);
}

#[test]
fn who_has_no_row_with_an_event_gets_an_answer_too() {
    let rows = vec![row(1, 1, given()), Ok((key(2), None)), row(3, 3, refused())];
    let expected = [
        Ok((key(1), Reason::ConsentGiven)),
        Ok((key(2), Reason::NoConsent)),
        Ok((key(3), Reason::Refused)),
    ];
    assert_eq!(answers(rows), expected);
}

#[test]
fn a_stream_asks_what_the_caller_knows_of_each_person() {
    let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris").unwrap())
        .purpose(Purpose::new(id("newsletter"), [LegalBasis::Consent]).offered_to_children())
        .notice(notice("signup", 2, &["newsletter"]))
        .build()
        .unwrap();
    let t = at("2026-03-03T10:00:00Z");
    let answers = policy.audience_of_stream(
        vec![row(1, 1, given()), row(2, 2, given())],
        Question::about("newsletter"),
        t,
        t,
    );
    let adult = PersonContext::new()
        .born(day("1990-01-01"))
        .residing_in("FR".parse().unwrap());
    let answers = answers
        .unwrap()
        .knowing(|person| (person == key(1)).then(|| adult.clone()));
    let reasons: Vec<Reason> = answers.map(|answer| answer.unwrap().1.reason()).collect();
    assert_eq!(reasons, [Reason::ConsentGiven, Reason::AgeUnknown]);
}

/// A year of days on which a consent of six months was given, asked about at the hours around its end: the audience, which looks at the
/// calendar only where the answer is not plain, against the calendar.
#[test]
fn a_consent_ends_at_the_same_instant_for_one_and_for_many() {
    for (zone, period) in [
        ("Europe/Paris", Period::months(6)),
        ("Pacific/Apia", Period::years(2)),
        ("America/Asuncion", Period::days(30)),
        ("Pacific/Kiritimati", Period::months(1)),
    ] {
        let policy = Policy::in_zone(greffe_calendar::zone::parse(zone).unwrap())
            .purpose(Purpose::new(id("newsletter"), [LegalBasis::Consent]).validity(period))
            .notice(notice("signup", 2, &["newsletter"]))
            .build()
            .unwrap();
        for day in 0..366 {
            // Samoa had no 30 December 2011.
            let when = at("2011-02-01T09:30:00Z") + TimeDelta::days(day);
            let given = Event::new(
                event_id(1),
                key(1),
                (when, when),
                Provenance::Person,
                given(),
            )
            .unwrap();
            let mut ledger = Ledger::new();
            ledger.append(given).unwrap();
            let packed = PackedLedger::try_from(&ledger).unwrap();
            let question = Question::about("newsletter").for_person(key(1));
            let end = policy
                .decide(&ledger, question, when)
                .next_change()
                .unwrap();
            for (t, reason) in [
                (end - TimeDelta::nanoseconds(1), Reason::ConsentGiven),
                (end, Reason::Expired),
                (end - TimeDelta::days(9), Reason::ConsentGiven),
                (end + TimeDelta::days(9), Reason::Expired),
            ] {
                let audience = policy
                    .audience(&packed, Question::about("newsletter"), t)
                    .unwrap();
                assert_eq!(
                    audience.judge(packed.history(key(1))).reason(),
                    reason,
                    "{zone} {when} {t}"
                );
            }
        }
    }
}
