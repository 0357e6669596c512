//! Laws of rules R7, R12, R13 and R14 that hold for every history.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use greffe_calendar::zone;
use greffe_consent::signal::tcf::Restriction;
use greffe_consent::signal::{Signal, TcChoices};
use greffe_consent::*;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

use crate::audience;
use crate::fixture::{answer, at, day, erasure, event_id, id, ledger_of, person};
use crate::reference;
use crate::who::builder;
use crate::who_reference::{self, Child};

pub(crate) const PURPOSES: [&str; 3] = ["games", "ads", "measure"];

/// Nine days around the birthdays below; few instants, so that ties are frequent.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (0..30_i64).prop_map(|n| at("2026-02-27T22:00:00Z") + TimeDelta::hours(n * 8))
}

fn times() -> impl Strategy<Value = (DateTime<Utc>, DateTime<Utc>)> {
    let delay = select(vec![0_i64, 0, 0, 8, 40, -8]);
    (instants(), delay).prop_map(|(occurred, hours)| (occurred, occurred + TimeDelta::hours(hours)))
}

fn scopes() -> impl Strategy<Value = Scope> {
    let named = select(PURPOSES.to_vec()).prop_map(|name| Scope::only([id(name)]));
    prop_oneof![1 => Just(Scope::All), 4 => named]
}

fn vendors() -> impl Strategy<Value = Vec<VendorId>> {
    btree_set(1..7_u16, 1..5).prop_map(|numbers| numbers.into_iter().map(VendorId::new).collect())
}

fn consents() -> impl Strategy<Value = Consent> {
    let what = select(vec![
        ("games", "kids"),
        ("games", "kids"),
        ("ads", "cmp"),
        ("ads", "cmp"),
        ("ads", "kids"),
    ]);
    let end = prop_oneof![3 => Just(None), 1 => instants().prop_map(Some)];
    let chosen = prop_oneof![2 => Just(None), 1 => vendors().prop_map(Some)];
    (what, end, chosen).prop_map(|((purpose, notice), end, chosen)| {
        let shown = NoticeShown::new(notice.parse().unwrap(), 1);
        let mut consent = Consent::new(Act::TickedBox, shown, [id(purpose)]);
        if let Some(end) = end {
            consent = consent.expiring(end);
        }
        match chosen {
            Some(vendors) => consent.to_vendors(vendors),
            None => consent,
        }
    })
}

fn strings() -> impl Strategy<Value = TcChoices> {
    let flags = (any::<bool>(), any::<bool>(), 0..8_u8);
    (0..10_u64, flags, vendors(), vendors(), vendors()).prop_map(
        |(days, (ads, measure, restrict), consented, not_objected, disclosed)| {
            let first = day("2026-02-26");
            let choices = TcChoices::new(first + chrono::Days::new(days))
                .granting(ads.then_some(4))
                .not_objecting(measure.then_some(7))
                .vendors(consented)
                .vendors_not_objected(not_objected)
                .disclosing(disclosed);
            match restrict {
                0 => choices.restricting(4, VendorId::new(1), Restriction::NotAllowed),
                1 => choices.restricting(7, VendorId::new(2), Restriction::NotAllowed),
                _ => choices,
            }
        },
    )
}

fn closing_kinds() -> impl Strategy<Value = Kind> {
    let to = select(ObjectionTo::ALL.to_vec());
    prop_oneof![
        scopes().prop_map(|purposes| Kind::Withdrawn { purposes }),
        scopes().prop_map(|purposes| Kind::Refused { purposes }),
        (to, scopes()).prop_map(|(to, purposes)| Kind::Objected { to, purposes }),
        (vendors(), scopes()).prop_map(|(vendors, purposes)| Kind::VendorsRefused {
            vendors: vendors.into_iter().collect(),
            purposes
        }),
        Just(Kind::SignalReceived(Signal::GlobalPrivacyControl(true))),
        Just(Kind::Died),
    ]
}

/// Those that the second evaluator does not know, too.
fn any_closing_kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        4 => closing_kinds(),
        1 => scopes().prop_map(|purposes| Kind::Restricted { purposes }),
        1 => scopes().prop_map(|purposes| Kind::Expired { purposes }),
        1 => scopes().prop_map(|purposes| Kind::GroundsDecided { prevails: Prevailing::Person, purposes }),
        1 => scopes().prop_map(|purposes| Kind::Imported { state: ImportedState::Denied, purposes }),
    ]
}

fn kinds() -> impl Strategy<Value = Kind> {
    let device = (select(vec![8_u8, 9]), any::<bool>(), any::<bool>());
    let games = || Scope::only([id("games")]);
    prop_oneof![
        6 => consents().prop_map(Kind::Given),
        3 => (consents(), 1..3_u8).prop_map(|(consent, holder)| {
            Kind::ParentAuthorised(Authorisation::new(consent, Evidence::InPerson).by_holder(holder))
        }),
        1 => Just(()).prop_map(move |()| Kind::Confirmed { act: Act::PressedButton, purposes: games() }),
        2 => strings().prop_map(|choices| Kind::SignalReceived(Signal::Tc(choices))),
        1 => Just(Kind::SignalReceived(Signal::GlobalPrivacyControl(false))),
        2 => device.prop_map(|(device, known, told)| Kind::DeviceLinked {
            device: PersonKey::from_bytes([device; 16]),
            authenticated: known || told,
            informed: told,
        }),
        3 => closing_kinds().prop_filter("death is rare", |kind| *kind != Kind::Died),
    ]
}

fn event(number: u8, who: u8, times: (DateTime<Utc>, DateTime<Utc>), kind: Kind) -> Option<Event> {
    let sources = [
        Provenance::Person,
        Provenance::Parent,
        Provenance::Signal,
        Provenance::Operator,
    ];
    let whose = PersonKey::from_bytes([who; 16]);
    let mut events = sources
        .into_iter()
        .filter_map(|source| Event::new(event_id(number), whose, times, source, kind.clone()).ok());
    events.next()
}

fn histories() -> impl Strategy<Value = Vec<Event>> {
    let whose = select(vec![7_u8, 7, 7, 8, 9]);
    vec((whose, times(), kinds()), 0..12).prop_map(|parts| {
        let parts = parts.into_iter().enumerate();
        parts
            .filter_map(|(n, (who, times, kind))| {
                event((n as u8).wrapping_mul(89), who, times, kind)
            })
            .collect()
    })
}

/// Devices that are used, linked and used again, by one account or by two; restrictions and grounds are decided now and then.
fn linked_histories(kinds: impl Strategy<Value = Kind>) -> impl Strategy<Value = Vec<Event>> {
    let device = || select(vec![8_u8, 8, 9]);
    let valid = || {
        select(vec![
            (true, true),
            (true, true),
            (true, true),
            (true, false),
        ])
    };
    let link = (select(vec![7_u8, 7, 7, 7, 6]), device(), valid()).prop_map(
        |(who, device, (authenticated, informed))| {
            let device = PersonKey::from_bytes([device; 16]);
            (
                who,
                Kind::DeviceLinked {
                    device,
                    authenticated,
                    informed,
                },
            )
        },
    );
    let used = (select(vec![7_u8, 7, 8, 8, 9]), kinds);
    let step = prop_oneof![1 => link, 3 => used];
    vec((times(), step), 2..14).prop_map(|parts| {
        let parts = parts.into_iter().enumerate();
        parts
            .filter_map(|(n, (times, (who, kind)))| {
                event((n as u8).wrapping_mul(89), who, times, kind)
            })
            .collect()
    })
}

fn ads() -> impl Strategy<Value = Kind> {
    let end = prop_oneof![3 => Just(None), 1 => instants().prop_map(Some)];
    let chosen = prop_oneof![2 => Just(None), 1 => vendors().prop_map(Some)];
    let given = (end, chosen).prop_map(|(end, chosen)| {
        let shown = NoticeShown::new("cmp".parse().unwrap(), 1);
        let mut consent = Consent::new(Act::TickedBox, shown, [id("ads")]);
        if let Some(end) = end {
            consent = consent.expiring(end);
        }
        Kind::Given(match chosen {
            Some(vendors) => consent.to_vendors(vendors),
            None => consent,
        })
    });
    prop_oneof![
        5 => given,
        1 => strings().prop_map(|choices| Kind::SignalReceived(Signal::Tc(choices))),
        3 => closing_kinds().prop_filter("death is rare", |kind| *kind != Kind::Died),
    ]
}

/// What the second evaluator does not know, too.
fn all_kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        4 => ads(),
        2 => kinds(),
        1 => any_closing_kind(),
        1 => scopes().prop_map(|purposes| Kind::Unrestricted { purposes }),
        1 => scopes().prop_map(|purposes| Kind::GroundsDecided { prevails: Prevailing::Controller, purposes }),
    ]
}

fn any_histories() -> impl Strategy<Value = Vec<Event>> {
    prop_oneof![histories(), linked_histories(all_kinds())]
}

fn children() -> impl Strategy<Value = Child> {
    let born = select(vec![
        Some("2011-03-04"),
        Some("2010-03-05"),
        Some("2012-03-06"),
        Some("2012-02-29"),
        Some("1990-01-01"),
        None,
    ]);
    let residence = select(vec![
        Some("FR"),
        Some("FR"),
        Some("DE"),
        Some("ES"),
        Some("CH"),
        None,
    ]);
    let established = select(vec![None, None, Some("DE"), Some("FR")]);
    let holders = select(vec![None, Some(1), Some(1), Some(2)]);
    (
        born,
        residence,
        established,
        holders,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(born, residence, established, holders, any_holder, outlasts)| Child {
                born: born.map(|born| born.parse::<NaiveDate>().unwrap()),
                residence,
                established: established.filter(|country| Some(*country) != residence),
                holders,
                any_holder,
                outlasts,
            },
        )
}

fn questions() -> impl Strategy<Value = (&'static str, Option<VendorId>)> {
    let vendor = prop_oneof![2 => Just(None), 1 => (1..8_u16).prop_map(|n| Some(VendorId::new(n)))];
    (select(PURPOSES.to_vec()), vendor).prop_map(|(purpose, vendor)| match purpose {
        "games" => (purpose, None),
        _ => (purpose, vendor),
    })
}

/// Strings, consents and refusals of few vendors, of which one is asked about.
fn of_few_vendors() -> impl Strategy<Value = (Vec<Event>, (&'static str, Option<VendorId>))> {
    let few = || {
        btree_set(1..4_u16, 1..4)
            .prop_map(|some| some.into_iter().map(VendorId::new).collect::<Vec<_>>())
    };
    let string = (0..10_u64, few(), few(), few(), any::<bool>()).prop_map(
        |(days, chosen, kept, shown, measure)| {
            let choices = TcChoices::new(day("2026-02-26") + chrono::Days::new(days));
            let choices = choices
                .granting([4])
                .not_objecting(measure.then_some(7))
                .vendors(chosen);
            Kind::SignalReceived(Signal::Tc(
                choices.vendors_not_objected(kept).disclosing(shown),
            ))
        },
    );
    let refused = (few(), select(vec!["ads", "measure"])).prop_map(|(vendors, purpose)| {
        Kind::VendorsRefused {
            vendors: vendors.into_iter().collect(),
            purposes: Scope::only([id(purpose)]),
        }
    });
    let kinds = prop_oneof![4 => string, 2 => ads(), 2 => refused];
    let asked = (select(vec!["ads", "measure"]), 1..4_u16);
    let asked = asked.prop_map(|(purpose, vendor)| (purpose, Some(VendorId::new(vendor))));
    (linked_histories(kinds), asked)
}

/// Two instants of which the later ones come more often: when most has occurred, and most is known.
fn asked_at() -> impl Strategy<Value = (DateTime<Utc>, DateTime<Utc>)> {
    let late = || Just(at("2026-03-10T22:00:00Z"));
    (
        prop_oneof![2 => instants(), 1 => late()],
        prop_oneof![1 => instants(), 2 => late()],
    )
}

fn worlds() -> impl Strategy<Value = (Child, LinkConflict)> {
    (children(), select(LinkConflict::ALL.to_vec()))
}

fn policy((child, links): (Child, LinkConflict)) -> Policy {
    let mut builder = builder()
        .link_conflict(links)
        .authorisation_outlasts_childhood(child.outlasts)
        .holders(if child.any_holder {
            Holders::Any
        } else {
            Holders::All
        });
    if let Some(country) = child.established {
        builder = builder.established_in(country.parse().unwrap());
    }
    builder.build().unwrap()
}

fn context(child: Child) -> PersonContext {
    let mut context = PersonContext::new().in_zone(zone::parse("Europe/Paris").unwrap());
    if let Some(born) = child.born {
        context = context.born(born);
    }
    if let Some(country) = child.residence {
        context = context.residing_in(country.parse().unwrap());
    }
    match child.holders {
        Some(holders) => context.with_holders(holders),
        None => context,
    }
}

fn question<'c>(
    (purpose, vendor): (&'static str, Option<VendorId>),
    told: &'c PersonContext,
) -> Question<'c> {
    let topic = Question::about(purpose);
    let topic = vendor.map_or(topic, |vendor| topic.through(vendor));
    topic.for_person(person()).in_context(told)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn a_naive_evaluator_written_from_the_table_agrees(
        (events, asked) in prop_oneof![
            3 => (prop_oneof![histories(), linked_histories(ads()), linked_histories(kinds())], questions()),
            1 => of_few_vendors(),
        ],
        world in worlds(), (t, k) in asked_at(),
    ) {
        let told = context(world.0);
        let decision = policy(world).decide_as_known(&ledger_of(&events), question(asked, &told), t, k);
        let naive = who_reference::is_allowed(&events, asked, world, t, k);
        prop_assert_eq!(decision.is_allowed(), naive, "{:?}\n{}", decision, ledger_of(&events).to_json_lines());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_order_of_arrival_never_matters(
        (events, shuffled) in any_histories().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        asked in questions(), world in worlds(), t in instants(), k in instants(),
    ) {
        let (policy, told) = (policy(world), context(world.0));
        let decision = policy.decide_as_known(&ledger_of(&events), question(asked, &told), t, k);
        prop_assert_eq!(policy.decide_as_known(&ledger_of(&shuffled), question(asked, &told), t, k), decision);
        let twice: Vec<_> = shuffled.iter().chain(&events).collect();
        prop_assert_eq!(policy.decide_over(twice, question(asked, &told), t, k), decision);
    }

    #[test]
    fn a_closing_event_of_the_account_or_a_device_never_opens_anything(
        events in any_histories(), kind in any_closing_kind(), who in select(vec![7_u8, 8, 9]), when in times(),
        asked in questions(), world in worlds(), t in instants(), k in instants(),
    ) {
        let (policy, told) = (policy(world), context(world.0));
        let before = policy.decide_as_known(&ledger_of(&events), question(asked, &told), t, k);
        let mut more = events;
        more.extend(event(255, who, when, kind));
        let after = policy.decide_as_known(&ledger_of(&more), question(asked, &told), t, k);
        prop_assert!(before.is_allowed() || !after.is_allowed(), "{:?} then {:?}", before, after);
    }

    #[test]
    fn looking_back_is_the_same_as_forgetting_what_came_later(
        events in any_histories(), asked in questions(), world in worlds(), t in instants(), k in instants(),
    ) {
        let (policy, told) = (policy(world), context(world.0));
        let decision = policy.decide_as_known(&ledger_of(&events), question(asked, &told), t, k);
        let known: Vec<_> = events.iter().filter(|e| e.recorded() <= k).cloned().collect();
        prop_assert_eq!(policy.decide_as_known(&ledger_of(&known), question(asked, &told), t, k), decision);
        // Strings reach back to the beginning of their day, and no further.
        let reaches = |e: &Event| match e.kind() {
            Kind::SignalReceived(Signal::Tc(choices)) => {
                let day = choices.day().and_time(chrono::NaiveTime::MIN).and_utc();
                day.min(e.occurred()).min(e.recorded()) <= t
            }
            // What they mean may close, and closes when it is known.
            Kind::SignalReceived(_) | Kind::DeviceLinked { .. } => e.occurred().min(e.recorded()) <= t,
            _ => reference::since(e) <= t,
        };
        let occurred: Vec<_> = known.into_iter().filter(reaches).collect();
        let truncated = policy.decide_as_known(&ledger_of(&occurred), question(asked, &told), t, k);
        prop_assert_eq!(answer(&truncated), answer(&decision));
    }

    #[test]
    fn the_answer_changes_at_next_change_and_nowhere_earlier(
        events in any_histories(), asked in questions(), world in worlds(), t in instants(), k in instants(),
    ) {
        let (policy, told) = (policy(world), context(world.0));
        let ledger = ledger_of(&events);
        let ask = |t| policy.decide_as_known(&ledger, question(asked, &told), t, k);
        let decision = ask(t);
        let end = decision.next_change().unwrap_or_else(|| at("2026-03-20T00:00:00Z"));
        prop_assert!(end > t);
        if decision.next_change().is_some() {
            prop_assert_ne!(answer(&ask(end)), answer(&decision));
        }
        let mut between = vec![end - TimeDelta::nanoseconds(1)];
        between.extend((0..500).map(|hours| t + TimeDelta::hours(hours)));
        between.extend((0..25).map(|days| at("2026-02-26T23:59:59.999999999Z") + TimeDelta::days(days)));
        for instant in between.into_iter().filter(|instant| (t..end).contains(instant)) {
            prop_assert_eq!(answer(&ask(instant)), answer(&decision), "at {}", instant);
        }
    }

    #[test]
    fn a_forgotten_person_is_decided_as_nobody(
        events in any_histories(), asked in questions(), world in worlds(), t in instants(),
    ) {
        let (policy, told) = (policy(world), context(world.0));
        let mut ledger = ledger_of(&events);
        let head = ledger.head();
        ledger.forget(person(), &erasure());
        let nobody = policy.decide(&Ledger::new(), question(asked, &told), t);
        prop_assert_eq!(policy.decide(&ledger, question(asked, &told), t), nobody);
        let back = Ledger::from_json_lines_up_to(&ledger.to_json_lines(), ledger.head()).unwrap();
        prop_assert!(back.extends(head) && back.audit_forgetting().is_empty());
    }

    #[test]
    fn a_signal_never_opens_what_is_closed_and_comes_back_from_its_line(
        events in any_histories(), choices in strings(), when in times(), asked in questions(), world in worlds(), t in instants(),
    ) {
        let (policy, told) = (policy(world), context(world.0));
        let string = event(255, 7, when, Kind::SignalReceived(Signal::Tc(choices))).unwrap();
        let back = Event::from_json_line(&string.to_json_line());
        prop_assert_eq!(back.as_ref(), Ok(&string));
        let closed = event(254, 7, (t, t), Kind::Refused { purposes: Scope::All }).unwrap();
        let mut more = events;
        more.push(closed);
        more.push(string);
        let after = policy.decide(&ledger_of(&more), question(asked, &told), t);
        prop_assert!(asked.0 == "measure" || !after.is_allowed(), "{:?}", after);
    }

    #[test]
    fn many_are_answered_as_one(
        events in any_histories(), asked in questions(), world in worlds(), told in any::<bool>(), t in instants(), k in instants(),
    ) {
        let topic = Question::about(asked.0);
        let topic = asked.1.map_or(topic, |vendor| topic.through(vendor));
        let context = context(world.0);
        audience::agrees(&policy(world), &events, topic, told.then_some(&context), (t, k));
    }

    #[test]
    fn a_link_changes_nothing_before_it(
        events in any_histories(), device in select(vec![8_u8, 9]), who in select(vec![6_u8, 7]), when in times(),
        asked in questions(), world in worlds(), t in instants(), k in instants(),
    ) {
        let (policy, told) = (policy(world), context(world.0));
        let device = PersonKey::from_bytes([device; 16]);
        let link = Kind::DeviceLinked { device, authenticated: true, informed: true };
        let before = policy.decide_as_known(&ledger_of(&events), question(asked, &told), t, k);
        let mut more = events;
        more.extend(event(255, who, when, link));
        let after = policy.decide_as_known(&ledger_of(&more), question(asked, &told), t, k);
        if t < when.0 {
            prop_assert_eq!(answer(&after), answer(&before));
        }
        if who == 6 {
            prop_assert!(before.is_allowed() || !after.is_allowed(), "{:?} then {:?}", before, after);
        }
    }

    #[test]
    fn no_link_opens_what_was_withdrawn_in_the_account_after_every_consent(
        events in any_histories(), device in select(vec![8_u8, 9]), asked in questions(), world in worlds(), t in instants(),
    ) {
        let (policy, told) = (policy(world), context(world.0));
        let mut past: Vec<_> = events
            .into_iter()
            .filter(|event| event.occurred().max(event.recorded()) <= t)
            .collect();
        let purposes = Scope::only([id(asked.0)]);
        past.extend(event(254, 7, (t, t), Kind::Withdrawn { purposes }));
        let device = PersonKey::from_bytes([device; 16]);
        let then = t + TimeDelta::hours(1);
        let link = Kind::DeviceLinked { device, authenticated: true, informed: true };
        past.extend(event(255, 7, (then, then), link));
        let after = policy.decide(&ledger_of(&past), question(asked, &told), then + TimeDelta::hours(1));
        prop_assert!(!after.is_allowed(), "{:?}", after);
    }
}
