//! Laws of rules R4, R5 and R9 that hold for every history and every context.

use chrono::{DateTime, TimeDelta, Utc};
use greffe_calendar::zone;
use greffe_consent::*;
use greffe_terms::Channel;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::audience;
use crate::fixture::{answer, at, event_id, id, ledger_of, person};
use crate::reach::policy;
use crate::reach_reference::{Facts, PURPOSES, may};

/// Hours of 2026 and of the beginning of 2027, the edges of the calling hours often among them.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    let hours = select(vec![0_i64, 7, 8, 9, 10, 11, 12, 13, 17, 18, 19, 22, 23]);
    let seconds = select(vec![0_i64, 0, 1, 1799, 3599]);
    (0..400_i64, hours, seconds).prop_map(|(days, hours, seconds)| {
        at("2026-02-01T00:00:00Z")
            + TimeDelta::days(days)
            + TimeDelta::hours(hours)
            + TimeDelta::seconds(seconds)
    })
}

/// Days around the change of the law, where most of the rules meet.
fn summer() -> impl Strategy<Value = DateTime<Utc>> {
    prop_oneof![2 => instants(), 3 => (0..80_i64, 0..24_i64).prop_map(|(days, hours)| {
        at("2026-07-15T00:00:00Z") + TimeDelta::days(days) + TimeDelta::hours(hours)
    })]
}

fn scopes() -> impl Strategy<Value = Scope> {
    let some = subsequence(PURPOSES.to_vec(), 1..3);
    prop_oneof![
        1 => Just(Scope::All),
        8 => some.prop_map(|names| Scope::only(names.into_iter().map(id)))
    ]
}

fn consents() -> impl Strategy<Value = Kind> {
    let act = select(vec![
        Act::TickedBox,
        Act::TickedBox,
        Act::Signed,
        Act::Said,
        Act::LeftPreTicked,
    ]);
    let words = option::of(select(vec!["statement", "other"]));
    let named = prop_oneof![
        2 => subsequence(PURPOSES.to_vec(), 1..3),
        1 => Just(PURPOSES.to_vec()),
        1 => Just(vec!["wellness"]),
    ];
    let notice = select(vec!["letter", "letter", "letter", "clinic", "other"]);
    (act, notice, words, named).prop_map(|(act, notice, words, named)| {
        let mut shown = NoticeShown::new(notice.parse().unwrap(), 1);
        if let Some(words) = words {
            shown = shown.worded(WordingDigest::of(words));
        }
        Kind::Given(Consent::new(act, shown, named.into_iter().map(id)))
    })
}

fn closing() -> impl Strategy<Value = Kind> {
    prop_oneof![
        2 => scopes().prop_map(|purposes| Kind::Withdrawn { purposes }),
        2 => scopes().prop_map(|purposes| Kind::Refused { purposes }),
        1 => (select(ObjectionTo::ALL.to_vec()), scopes())
            .prop_map(|(to, purposes)| Kind::Objected { to, purposes }),
    ]
}

fn event(number: u8, when: DateTime<Utc>, kind: Kind) -> Event {
    Event::new(
        event_id(number),
        person(),
        (when, when),
        Provenance::Person,
        kind,
    )
    .unwrap()
}

fn histories() -> impl Strategy<Value = Vec<Event>> {
    let kinds = prop_oneof![3 => consents(), 1 => closing()];
    vec((summer(), kinds), 0..7).prop_map(|parts| {
        let parts = parts.into_iter().enumerate();
        parts
            .map(|(n, (when, kind))| event((n as u8).wrapping_mul(89), when, kind))
            .collect()
    })
}

fn facts() -> impl Strategy<Value = Facts> {
    let zones = [
        "Europe/Paris",
        "Europe/Paris",
        "Indian/Reunion",
        "America/Cayenne",
        "Pacific/Noumea",
    ];
    let zone = select(zones.to_vec()).prop_map(|name| zone::parse(name).unwrap());
    let yes = || option::weighted(0.8, any::<bool>());
    // Calls in a row, so that four of them often fall into thirty days.
    let calls = (summer(), vec(0..20_i64, 0..7)).prop_map(|(first, gaps)| {
        let mut at = first;
        let mut later = |days: i64| {
            at += TimeDelta::days(days);
            at
        };
        gaps.into_iter().map(&mut later).collect::<Vec<_>>()
    });
    (
        option::weighted(0.9, zone),
        yes(),
        yes(),
        yes(),
        option::weighted(0.7, (summer(), any::<bool>())),
        option::weighted(0.9, calls),
        vec(summer(), 0..2),
    )
        .prop_map(
            |(zone, professional, told, contract, list, calls, refusals)| Facts {
                zone,
                professional,
                told,
                contract,
                list,
                calls,
                refusals,
            },
        )
}

type Asked = (&'static str, Option<Channel>);

fn questions() -> impl Strategy<Value = Asked> {
    let channels = select(vec![
        None,
        Some(Channel::Call),
        Some(Channel::Call),
        Some(Channel::Call),
        Some(Channel::Email),
        Some(Channel::Fax),
    ]);
    (select(PURPOSES.to_vec()), channels)
}

fn question<'c>((purpose, channel): Asked, context: &'c PersonContext) -> Question<'c> {
    let topic = Question::about(purpose);
    let topic = channel.map_or(topic, |channel| topic.by(channel));
    topic.for_person(person()).in_context(context)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_naive_evaluator_written_from_the_table_agrees(
        events in histories(), facts in facts(), asked in questions(), t in summer(),
    ) {
        let context = facts.context();
        let decision = policy().decide(&ledger_of(&events), question(asked, &context), t);
        prop_assert_eq!(decision.is_allowed(), may(&events, &facts, asked.0, asked.1, t), "{:?}", decision);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_order_of_arrival_never_matters(
        (events, shuffled) in histories().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        facts in facts(), asked in questions(), t in summer(),
    ) {
        let (policy, context) = (policy(), facts.context());
        let decision = policy.decide(&ledger_of(&events), question(asked, &context), t);
        prop_assert_eq!(policy.decide(&ledger_of(&shuffled), question(asked, &context), t), decision);
    }

    #[test]
    fn looking_back_is_the_same_as_forgetting_what_came_later(
        events in histories(), facts in facts(), asked in questions(), t in summer(),
    ) {
        let (policy, context) = (policy(), facts.context());
        let decision = policy.decide(&ledger_of(&events), question(asked, &context), t);
        let past: Vec<_> = events.into_iter().filter(|event| event.occurred() <= t).collect();
        let truncated = policy.decide(&ledger_of(&past), question(asked, &context), t);
        prop_assert_eq!(answer(&truncated), answer(&decision));
    }

    #[test]
    fn a_closing_event_a_call_or_a_refusal_never_opens_anything(
        events in histories(), kind in closing(), when in summer(), facts in facts(), asked in questions(), t in summer(),
    ) {
        let (policy, context) = (policy(), facts.context());
        let before = policy.decide(&ledger_of(&events), question(asked, &context), t);
        let called = facts.calls.clone().map_or_else(|| context.clone(), |_| context.clone().calls_made([when]));
        let refused = context.clone().refused_calls([when]);
        let mut more = events.clone();
        more.push(event(255, when, kind));
        for (events, context) in [(&more, &context), (&events, &called), (&events, &refused)] {
            let after = policy.decide(&ledger_of(events), question(asked, context), t);
            prop_assert!(before.is_allowed() || !after.is_allowed(), "{:?} then {:?}", before, after);
        }
    }

    #[test]
    fn without_a_consent_of_its_own_no_terminal_is_read(
        events in histories(), facts in facts(), purpose in select(vec!["opening", "tracking", "numbers"]),
        channel in questions(), t in summer(),
    ) {
        let asked = (purpose, channel.1);
        let context = facts.context();
        let decision = policy().decide(&ledger_of(&events), question(asked, &context), t);
        let named = events.iter().any(|event| {
            event.kind().consent().is_some_and(|consent| consent.purposes().names(&id(asked.0)))
        });
        prop_assert!(named || !decision.is_allowed());
        if decision.is_allowed() {
            prop_assert_eq!(decision.basis(), Some(greffe_terms::LegalBasis::Consent));
        }
    }

    #[test]
    fn what_is_not_told_never_opens(
        events in histories(), facts in facts(), asked in questions(), t in summer(),
    ) {
        let (policy, context, silent) = (policy(), facts.context(), PersonContext::new());
        let told = policy.decide(&ledger_of(&events), question(asked, &context), t);
        let untold = policy.decide(&ledger_of(&events), question(asked, &silent), t);
        let is_call = asked.1 == Some(Channel::Call) && is_marketing(asked.0);
        prop_assert!(!untold.is_allowed() || (told.is_allowed() && !is_call), "{:?} told {:?}", untold, told);
    }
}

fn is_marketing(purpose: &str) -> bool {
    policy().purpose(purpose).unwrap().is_marketing()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_answer_changes_at_next_change_and_nowhere_earlier(
        events in histories(), facts in facts(), asked in questions(), t in summer(), samples in vec(0..9600_i64, 20),
    ) {
        let (policy, ledger, context) = (policy(), ledger_of(&events), facts.context());
        let known = at("2030-01-01T00:00:00Z");
        let ask = |t| policy.decide_as_known(&ledger, question(asked, &context), t, known);
        let decision = ask(t);
        let end = decision.next_change().unwrap_or_else(|| t + TimeDelta::days(400));
        prop_assert!(end > t);
        if decision.next_change().is_some() {
            prop_assert_ne!(answer(&ask(end)), answer(&decision));
        }
        let hour = t - TimeDelta::seconds(t.timestamp() % 3600);
        // Every hour of the first week, then some, and the edges of the last day.
        let hours = (0..168).chain(samples).map(|hours| hour + TimeDelta::hours(hours));
        let last = (1..30).map(|hours| end - TimeDelta::hours(hours));
        let instants = hours.chain(last).chain([end - TimeDelta::nanoseconds(1)]).chain(events.iter().map(Event::occurred));
        for instant in instants.filter(|instant| (t..end).contains(instant)) {
            prop_assert_eq!(answer(&ask(instant)), answer(&decision), "at {}", instant);
        }
    }

    #[test]
    fn many_are_answered_as_one(events in histories(), facts in facts(), asked in questions(), t in summer(), k in summer()) {
        let topic = Question::about(asked.0);
        let topic = asked.1.map_or(topic, |channel| topic.by(channel));
        audience::agrees(&policy(), &events, topic, Some(&facts.context()), (t, k));
    }
}
