//! Laws that hold for every history.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use greffe_consent::signal::Signal;
use greffe_consent::*;
use greffe_terms::{Channel, PurposeId};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::fixture::{answer, at, event_id, id, ledger_of, person, policy};
use crate::reference::{self, PURPOSES};
use crate::{audience, newer_kinds};

/// Days and nights around the campaign, the clock changes and six months later; few, so that ties are frequent.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (0..26_i64).prop_map(|n| {
        at("2026-01-31T23:00:00Z") + TimeDelta::hours(n * 15 * 24) + TimeDelta::minutes(n % 3)
    })
}

fn times() -> impl Strategy<Value = (DateTime<Utc>, DateTime<Utc>)> {
    let delay = select(vec![0_i64, 0, 0, 5, 400, 5000, -5, -5000]);
    (instants(), delay).prop_map(|(occurred, hours)| (occurred, occurred + TimeDelta::hours(hours)))
}

/// Three levels, the widest first.
const TREE: [&str; 3] = ["research", "research-panel", "research-panel-diary"];

type Names = &'static [&'static str];

fn purposes(among: Names) -> impl Strategy<Value = Vec<PurposeId>> {
    subsequence(among.to_vec(), 1..=among.len().min(3))
        .prop_map(|names| names.into_iter().map(id).collect())
}

fn scopes(among: Names) -> impl Strategy<Value = Scope> {
    prop_oneof![1 => Just(Scope::All), 6 => purposes(among).prop_map(Scope::only)]
}

fn consents(among: Names) -> impl Strategy<Value = Consent> {
    let act = select(vec![
        Act::TickedBox,
        Act::TickedBox,
        Act::Signed,
        Act::LeftPreTicked,
    ]);
    let notice = select(vec![
        ("letter", 1),
        ("letter", 1),
        ("account", 1),
        ("account", 2),
        ("site", 1),
        ("site", 9),
        ("panel", 1),
        ("panel", 2),
        ("panel", 3),
    ]);
    let end = prop_oneof![3 => Just(None), 1 => instants().prop_map(Some)];
    (act, notice, purposes(among), end).prop_map(|(act, (name, version), purposes, end)| {
        let consent = Consent::new(
            act,
            NoticeShown::new(name.parse().unwrap(), version),
            purposes,
        );
        match end {
            Some(end) => consent.expiring(end),
            None => consent,
        }
    })
}

fn closing_kinds(among: Names) -> impl Strategy<Value = Kind> {
    let to = select(ObjectionTo::ALL.to_vec());
    prop_oneof![
        scopes(among).prop_map(|purposes| Kind::Withdrawn { purposes }),
        scopes(among).prop_map(|purposes| Kind::Refused { purposes }),
        scopes(among).prop_map(|purposes| Kind::Expired { purposes }),
        scopes(among).prop_map(|purposes| Kind::Restricted { purposes }),
        (to, scopes(among)).prop_map(|(to, purposes)| Kind::Objected { to, purposes }),
        scopes(among).prop_map(|purposes| Kind::GroundsDecided {
            prevails: Prevailing::Person,
            purposes
        }),
        scopes(among).prop_map(|purposes| Kind::Imported {
            state: ImportedState::Denied,
            purposes
        }),
    ]
}

fn kinds(among: Names) -> impl Strategy<Value = Kind> {
    let act = select(vec![Act::PressedButton, Act::OpenedLink]);
    prop_oneof![
        6 => consents(among).prop_map(Kind::Given),
        2 => consents(among).prop_map(Kind::Renewed),
        2 => (act, scopes(among)).prop_map(|(act, purposes)| Kind::Confirmed { act, purposes }),
        1 => scopes(among).prop_map(|purposes| Kind::Requested { purposes }),
        1 => scopes(among).prop_map(|purposes| Kind::Unrestricted { purposes }),
        1 => scopes(among).prop_map(|purposes| Kind::GroundsDecided { prevails: Prevailing::Controller, purposes }),
        1 => scopes(among).prop_map(|purposes| Kind::Imported { state: ImportedState::Granted, purposes }),
        1 => (any::<bool>(), select(SaleKind::ALL.to_vec()), scopes(among))
            .prop_map(|(refusal_offered, sale, purposes)| Kind::SaleRecorded { refusal_offered, sale, purposes }),
        1 => newer_kinds::publications(),
        4 => closing_kinds(among),
    ]
}

/// The event, unless the parts contradict one another; the kind then picks a provenance that fits.
fn event(number: u8, times: (DateTime<Utc>, DateTime<Utc>), kind: Kind) -> Option<Event> {
    event_of(person(), number, times, kind)
}

fn event_of(
    whose: PersonKey,
    number: u8,
    times: (DateTime<Utc>, DateTime<Utc>),
    kind: Kind,
) -> Option<Event> {
    let sources = [
        Provenance::Person,
        Provenance::Operator,
        Provenance::Import,
        Provenance::Parent,
        Provenance::Signal,
    ];
    let mut events = sources
        .into_iter()
        .filter_map(|source| Event::new(event_id(number), whose, times, source, kind.clone()).ok());
    events.next()
}

fn histories(among: Names, len: Range<usize>) -> impl Strategy<Value = Vec<Event>> {
    // Ids are dealt in an order of their own, so that they do not follow the order of arrival.
    vec((times(), kinds(among)), len).prop_map(|parts| {
        let parts = parts.into_iter().enumerate();
        parts
            .filter_map(|(n, (times, kind))| event((n as u8).wrapping_mul(89), times, kind))
            .collect()
    })
}

/// Histories of every kind, of the person and of two devices.
fn whole_histories() -> impl Strategy<Value = Vec<Event>> {
    let whose = select(vec![7_u8, 7, 7, 7, 8, 9]);
    let kinds = prop_oneof![kinds(&PURPOSES), newer_kinds::kinds(instants())];
    vec((whose, times(), kinds), 0..12).prop_map(|parts| {
        let parts = parts.into_iter().enumerate();
        let parts = parts.filter_map(|(n, (whose, times, kind))| {
            let whose = PersonKey::from_bytes([whose; 16]);
            event_of(whose, (n as u8).wrapping_mul(89), times, kind)
        });
        parts.collect()
    })
}

/// A purpose of the policy that has the newer kinds too, a channel, a vendor, and whether it is known that the person is a child.
type Asked = (&'static str, Option<Channel>, Option<VendorId>, bool);

fn whole_questions() -> impl Strategy<Value = Asked> {
    let channels = vec![None, None, Some(Channel::Email), Some(Channel::Call)];
    let purposes = select(newer_kinds::purposes());
    (
        purposes,
        select(channels),
        newer_kinds::vendors(),
        any::<bool>(),
    )
}

fn topic((purpose, channel, vendor, _): Asked) -> Topic<'static> {
    let topic = Question::about(purpose);
    let topic = channel.map_or(topic, |channel| topic.by(channel));
    vendor.map_or(topic, |vendor| topic.through(vendor))
}

fn whole_question(asked: Asked, child: &PersonContext) -> Question<'_> {
    let question = topic(asked).for_person(person());
    if asked.3 {
        question.in_context(child)
    } else {
        question
    }
}

fn questions() -> impl Strategy<Value = (&'static str, Option<Channel>)> {
    let channels = [
        None,
        None,
        Some(Channel::Email),
        Some(Channel::Post),
        Some(Channel::Call),
        Some(Channel::Fax),
    ];
    (select(PURPOSES.to_vec()), select(channels.to_vec()))
}

fn question((purpose, channel): (&'static str, Option<Channel>)) -> Question<'static> {
    let topic = Question::about(purpose);
    match channel {
        Some(channel) => topic.by(channel).for_person(person()),
        None => topic.for_person(person()),
    }
}

/// Whether the event can say something of that instant: a string reaches back to the beginning of its day, and no further.
fn reaches(event: &Event, t: DateTime<Utc>) -> bool {
    let from = match event.kind() {
        Kind::SignalReceived(Signal::Tc(choices)) => {
            let start = choices.day().and_time(chrono::NaiveTime::MIN).and_utc();
            start.min(event.occurred()).min(event.recorded())
        }
        // What they mean may close, and closes when it is known.
        Kind::SignalReceived(_) | Kind::DeviceLinked { .. } => {
            event.occurred().min(event.recorded())
        }
        _ => reference::since(event),
    };
    from <= t
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(700))]

    #[test]
    fn a_naive_evaluator_written_from_the_table_agrees(
        events in histories(&PURPOSES, 0..12), asked in questions(), t in instants(), k in instants(),
    ) {
        agrees_with_the_table(&events, asked, (t, k))?;
    }

    #[test]
    fn it_agrees_where_all_is_said_of_one_tree(
        events in histories(&TREE, 0..12), purpose in select(TREE.to_vec()), t in instants(), k in instants(),
    ) {
        agrees_with_the_table(&events, (purpose, None), (t, k))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn it_agrees_over_more_events_than_a_word_has_bits(
        events in prop_oneof![histories(&PURPOSES, 64..140), histories(&TREE, 64..140)],
        asked in questions(), t in instants(), k in instants(),
    ) {
        agrees_with_the_table(&events, asked, (t, k))?;
        audience::agrees(&policy(), &events, topic((asked.0, asked.1, None, false)), None, (t, k));
    }
}

fn agrees_with_the_table(
    events: &[Event],
    asked: (&'static str, Option<Channel>),
    (t, k): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), TestCaseError> {
    let decision = policy().decide_as_known(&ledger_of(events), question(asked), t, k);
    let naive = reference::decide(events, asked.0, asked.1, t, k);
    let found = reference::Answer {
        outcome: decision.outcome(),
        basis: decision.basis(),
        action: decision.action(),
    };
    prop_assert_eq!(found, naive);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_order_of_arrival_never_matters(
        (events, shuffled) in whole_histories().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        cut in 0..12_usize, asked in whole_questions(), t in instants(), k in instants(),
    ) {
        let (policy, child) = (newer_kinds::policy(), newer_kinds::child());
        let decision = policy.decide_as_known(&ledger_of(&events), whole_question(asked, &child), t, k);
        prop_assert_eq!(policy.decide_as_known(&ledger_of(&shuffled), whole_question(asked, &child), t, k), decision);
        // In two batches that overlap: what is delivered twice counts once.
        let cut = cut.min(events.len());
        let batches: Vec<_> = shuffled[..cut].iter().chain(&shuffled[cut / 2..]).cloned().collect();
        prop_assert_eq!(policy.decide_as_known(&ledger_of(&batches), whole_question(asked, &child), t, k), decision);
        prop_assert_eq!(policy.decide_over(&batches, whole_question(asked, &child), t, k), decision);
    }

    #[test]
    fn a_closing_event_never_opens_anything(
        events in whole_histories(), kind in prop_oneof![closing_kinds(&PURPOSES), newer_kinds::closing_kinds()], when in times(), asked in whole_questions(), t in instants(), k in instants(),
    ) {
        let (policy, child) = (newer_kinds::policy(), newer_kinds::child());
        let before = policy.decide_as_known(&ledger_of(&events), whole_question(asked, &child), t, k);
        let mut more = events;
        more.extend(event(255, when, kind));
        let after = policy.decide_as_known(&ledger_of(&more), whole_question(asked, &child), t, k);
        prop_assert!(before.is_allowed() || !after.is_allowed(), "{:?} then {:?}", before, after);
    }

    #[test]
    fn of_a_consent_and_a_withdrawal_at_one_instant_the_withdrawal_counts(
        given in consents(&PURPOSES), when in instants(), ids in (0..9_u8, 10..19_u8), swap in any::<bool>(), asked in questions(),
        later in 0..9000_i64,
    ) {
        let ids = if swap { (ids.1, ids.0) } else { ids };
        let purposes = given.purposes().clone();
        let events: Vec<_> = [(ids.0, Kind::Given(given)), (ids.1, Kind::Withdrawn { purposes })]
            .into_iter()
            .filter_map(|(number, kind)| event(number, (when, when), kind))
            .collect();
        let t = when + TimeDelta::hours(later);
        let consented = policy().decide(&ledger_of(&events), question(asked), t).basis();
        prop_assert_ne!(consented, Some(greffe_terms::LegalBasis::Consent));
    }

    #[test]
    fn looking_back_is_the_same_as_forgetting_what_came_later(
        events in whole_histories(), asked in whole_questions(), t in instants(), k in instants(),
    ) {
        let (policy, child) = (newer_kinds::policy(), newer_kinds::child());
        let decision = policy.decide_as_known(&ledger_of(&events), whole_question(asked, &child), t, k);
        let known: Vec<_> = events.iter().filter(|e| e.recorded() <= k).cloned().collect();
        prop_assert_eq!(policy.decide_as_known(&ledger_of(&known), whole_question(asked, &child), t, k), decision);
        let occurred: Vec<_> = known.into_iter().filter(|event| reaches(event, t)).collect();
        let truncated = policy.decide_as_known(&ledger_of(&occurred), whole_question(asked, &child), t, k);
        prop_assert_eq!(answer(&truncated), answer(&decision));
        prop_assert_eq!(truncated.deciding_event(), decision.deciding_event());
    }

    #[test]
    fn the_answer_changes_at_next_change_and_nowhere_earlier(
        events in whole_histories(), asked in whole_questions(), t in instants(), k in instants(),
        samples in vec(0.0..1.0_f64, 12),
    ) {
        let (policy, child) = (newer_kinds::policy(), newer_kinds::child());
        let ledger = ledger_of(&events);
        let ask = |t| policy.decide_as_known(&ledger, whole_question(asked, &child), t, k);
        let decision = ask(t);
        let horizon = at("2028-01-01T00:00:00Z");
        let end = decision.next_change().unwrap_or(horizon);
        prop_assert!(end > t);
        if decision.next_change().is_some() {
            prop_assert_ne!(answer(&ask(end)), answer(&decision));
        }
        let mut between: Vec<_> = samples.iter().map(|part| t + (end - t) / 1000 * (part * 1000.0) as i32).collect();
        between.push(end - TimeDelta::nanoseconds(1));
        between.extend(events.iter().map(Event::occurred));
        // Every midnight in Paris, winter and summer, and of UTC.
        between.extend((0..700).flat_map(|d| {
            let day = at("2026-01-31T22:00:00Z") + TimeDelta::days(d);
            [day, day + TimeDelta::hours(1), day + TimeDelta::hours(2)]
        }));
        for instant in between.into_iter().filter(|instant| (t..end).contains(instant)) {
            prop_assert_eq!(answer(&ask(instant)), answer(&decision), "at {}", instant);
        }
    }

    #[test]
    fn a_ledger_comes_back_from_its_lines(events in whole_histories()) {
        let ledger = ledger_of(&events);
        let lines = ledger.to_json_lines();
        let back = Ledger::from_json_lines_up_to(&lines, ledger.head()).unwrap();
        prop_assert!(back.entries().eq(ledger.entries()));
        prop_assert_eq!(back.to_json_lines(), lines);
    }

    #[test]
    fn many_are_answered_as_one(events in whole_histories(), asked in whole_questions(), t in instants(), k in instants()) {
        let child = newer_kinds::child();
        let known = asked.3.then_some(&child);
        audience::agrees(&newer_kinds::policy(), &events, topic(asked), known, (t, k));
    }
}
