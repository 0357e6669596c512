//! What is far larger or deeper than any person's history: refused, or answered in time that grows with its size and not with its square.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use greffe_calendar::zone;
use greffe_consent::receipt::{ConsentState, Controller, Receipt};
use greffe_consent::signal::tcf::{Restriction, TcString};
use greffe_consent::signal::{Signal, TcChoices};
use greffe_consent::*;
use greffe_terms::{Channel, Lang, LegalBasis};

use crate::fixture::{at, day, erasure, event_id, id, notice, person};
use crate::tcf_encoder::{Draft, Vendors};

/// As many events as no history has; squared they take minutes, also on a fast machine.
const MANY: u32 = 30_000;

/// Far more than any of these needs on a slow machine, and far less than a square of events.
const PATIENCE: Duration = Duration::from_secs(60);

fn policy() -> Policy {
    let purposes = ["plain", "double", "kids", "adverts"];
    Policy::in_zone(zone::parse("Europe/Paris").unwrap())
        .purpose(Purpose::new(id("plain"), [LegalBasis::Consent]).validity("P6M".parse().unwrap()))
        .purpose(Purpose::new(id("double"), [LegalBasis::Consent]).double_opt_in())
        .purpose(Purpose::new(id("kids"), [LegalBasis::Consent]).offered_to_children())
        .purpose(Purpose::new(id("adverts"), [LegalBasis::Consent]).tcf(4))
        .purpose(Purpose::new(id("contract"), [LegalBasis::Contract]))
        .purpose(Purpose::new(id("stats"), [LegalBasis::LegitimateInterests]))
        .purpose(Purpose::new(id("care"), [LegalBasis::LegitimateInterests]).marketing())
        .notice(notice("letter", 1, &purposes))
        .vendor(Vendor::new(VendorId::new(9)).having(id("stats"), LegalBasis::LegitimateInterests))
        .tcf_notice(NoticeShown::new("letter".parse().unwrap(), 1))
        .build()
        .unwrap()
}

fn consent(purpose: &str) -> Consent {
    let shown = NoticeShown::new("letter".parse().unwrap(), 1);
    Consent::new(Act::TickedBox, shown, [id(purpose)])
}

fn minute(number: u32) -> DateTime<Utc> {
    at("2024-01-01T00:00:00Z") + TimeDelta::minutes(number.into())
}

fn id_of(number: u32) -> EventId {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    EventId::from_bytes(bytes)
}

fn one(number: u32, who: PersonKey, provenance: Provenance, kind: Kind) -> Event {
    let when = (minute(number), minute(number));
    Event::new(id_of(number), who, when, provenance, kind).unwrap()
}

fn many(provenance: Provenance, kind: impl Fn(u32) -> Kind) -> Vec<Event> {
    (0..MANY)
        .map(|number| one(number, person(), provenance, kind(number)))
        .collect()
}

#[track_caller]
fn answer(events: &[Event], question: Question<'_>, now: DateTime<Utc>) -> Decision {
    let begun = Instant::now();
    let decision = policy().decide_over(events, question, now, at("2030-01-01T00:00:00Z"));
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    decision
}

#[test]
fn a_history_of_consents_that_lack_something_is_answered() {
    let given = |purpose: &'static str| many(Provenance::Person, |_| Kind::Given(consent(purpose)));
    let now = at("2024-06-01T10:00:00Z");
    let child = PersonContext::new()
        .born(day("2009-02-01"))
        .residing_in(CountryCode::FRANCE)
        .with_holders(1);
    let ask = |purpose| {
        Question::about(purpose)
            .for_person(person())
            .in_context(&child)
    };
    let unconfirmed = answer(&given("double"), ask("double"), now);
    assert_eq!(unconfirmed.reason(), Reason::NotConfirmed);
    let as_child = answer(&given("kids"), ask("kids"), now);
    assert_eq!(as_child.reason(), Reason::OwnConsentDue);
    let undisclosed = Question::about("stats")
        .through(VendorId::new(9))
        .for_person(person());
    let undisclosed = answer(&given("plain"), undisclosed, now);
    assert_eq!(undisclosed.reason(), Reason::VendorNotDisclosed);
}

#[test]
fn a_history_of_ends_that_never_come_is_answered() {
    let now = at("2024-06-01T10:00:00Z");
    let mut events = many(Provenance::Person, |number| {
        Kind::Given(consent("double").expiring(minute(MANY * 10 + number)))
    });
    let ask = |purpose| Question::about(purpose).for_person(person());
    assert_eq!(answer(&events, ask("double"), now).next_change(), None);
    events.push(one(
        MANY,
        person(),
        Provenance::Person,
        Kind::Given(consent("plain")),
    ));
    let plain = answer(&events, ask("plain"), now);
    assert_eq!(plain.next_change(), Some(at("2024-07-20T22:00:00Z")));
    // And asked of the past, where all of them are still to occur.
    let renewed = many(Provenance::Person, |_| Kind::Renewed(consent("kids")));
    let past = answer(&renewed, ask("plain"), minute(0));
    assert_eq!(
        (past.reason(), past.next_change()),
        (Reason::NoConsent, None)
    );
}

#[test]
fn a_history_of_refusals_and_strings_is_answered() {
    let now = at("2024-06-01T10:00:00Z");
    let ask = |purpose| Question::about(purpose).for_person(person());
    let withdrawn = many(Provenance::Person, |_| Kind::Withdrawn {
        purposes: Scope::only([id("contract")]),
    });
    assert_eq!(
        answer(&withdrawn, ask("contract"), now).reason(),
        Reason::OtherBasis
    );
    let strings = many(Provenance::Signal, |number| {
        let choices = TcChoices::new(minute(number).date_naive()).granting([4]);
        Kind::SignalReceived(Signal::Tc(choices))
    });
    assert_eq!(
        answer(&strings, ask("adverts"), now).reason(),
        Reason::ConsentGiven
    );
}

/// What an account holds many of.
type Held = (Provenance, Kind);

/// Rights chosen on a device, as many log-ins after them, and what the account held before, all of it linked at last.
fn device_linked_at_every_log_in(many: u32, right: &Kind, held: &Held) -> Vec<Event> {
    let device = PersonKey::from_bytes([8; 16]);
    let (first, second) = (many / 3, many / 3 * 2);
    let linked = Kind::DeviceLinked {
        device,
        authenticated: true,
        informed: true,
    };
    let event = |number| match number {
        _ if number < first => one(number, person(), held.0, held.1.clone()),
        _ if number < second => one(number, device, Provenance::Person, right.clone()),
        _ => one(number, person(), Provenance::Operator, linked.clone()),
    };
    (0..many).map(event).collect()
}

#[test]
fn a_device_linked_at_every_log_in_is_merged() {
    let (stats, care) = (|| Scope::only([id("stats")]), || Scope::only([id("care")]));
    let (objected, decided) = (
        |to, purposes| Kind::Objected { to, purposes },
        |prevails| Kind::GroundsDecided {
            prevails,
            purposes: stats(),
        },
    );
    let restricted = || Kind::Restricted { purposes: stats() };
    let lifted = || Kind::Unrestricted { purposes: stats() };
    let day = TcChoices::new(minute(0).date_naive()).granting([4]);
    let string = Kind::SignalReceived(Signal::Tc(day));
    for (right, held, purpose, reason) in [
        (
            objected(ObjectionTo::Marketing, Scope::All),
            (Provenance::Signal, string),
            "care",
            Reason::MarketingObjection,
        ),
        (
            objected(ObjectionTo::Marketing, care()),
            (Provenance::Person, objected(ObjectionTo::Marketing, care())),
            "care",
            Reason::MarketingObjection,
        ),
        (
            restricted(),
            (Provenance::Operator, lifted()),
            "stats",
            Reason::Restricted,
        ),
        (
            restricted(),
            (Provenance::Person, restricted()),
            "stats",
            Reason::Restricted,
        ),
        (
            objected(ObjectionTo::Other, stats()),
            (Provenance::Operator, decided(Prevailing::Controller)),
            "stats",
            Reason::ObjectionPending,
        ),
    ] {
        let question = Question::about(purpose)
            .by(Channel::Post)
            .for_person(person());
        let seconds = |many| {
            let events = device_linked_at_every_log_in(many, &right, &held);
            let begun = Instant::now();
            let decision = answer(&events, question, at("2024-06-01T10:00:00Z"));
            assert_eq!(decision.reason(), reason);
            begun.elapsed().as_secs_f64()
        };
        // Nine times as many take some ten times as long; with a look at every event for every right it is eighty.
        let is_linear = (0..5).any(|_| seconds(MANY) < 30.0 * seconds(MANY / 9));
        assert!(is_linear, "{purpose}, {:?}", held.0);
    }
}

/// What a child did on a device, of which nothing counts: boxes that were left ticked, each confirmed.
#[test]
fn a_device_of_confirmations_that_confirm_nothing_is_merged() {
    let device = PersonKey::from_bytes([8; 16]);
    let child = PersonContext::new()
        .born(day("2014-02-01"))
        .residing_in(CountryCode::FRANCE)
        .with_holders(1);
    let shown = || NoticeShown::new("letter".parse().unwrap(), 1);
    let kind = |number| match number % 2 {
        0 => Kind::Given(Consent::new(Act::LeftPreTicked, shown(), [id("kids")])),
        _ => Kind::Confirmed {
            act: Act::PressedButton,
            purposes: Scope::only([id("kids")]),
        },
    };
    let seconds = |many: u32| {
        let chosen = (0..many).map(|number| one(number, device, Provenance::Person, kind(number)));
        let linked = Kind::DeviceLinked {
            device,
            authenticated: true,
            informed: true,
        };
        let link = one(many, person(), Provenance::Operator, linked);
        let events: Vec<Event> = chosen.chain([link]).collect();
        let question = Question::about("kids")
            .for_person(person())
            .in_context(&child);
        let begun = Instant::now();
        let decision = answer(&events, question, at("2024-06-01T10:00:00Z"));
        assert_eq!(decision.reason(), Reason::NoConsent);
        begun.elapsed().as_secs_f64()
    };
    // Nine times as many take some ten times as long; with a look at every confirmation for every consent it is eighty.
    assert!((0..5).any(|_| seconds(5_400) < 30.0 * seconds(600)));
}

#[test]
fn an_account_linked_at_every_log_in_is_forgotten() {
    let device = PersonKey::from_bytes([8; 16]);
    let linked = |_| Kind::DeviceLinked {
        device,
        authenticated: true,
        informed: true,
    };
    let begun = Instant::now();
    let rows = many(Provenance::Operator, linked).into_iter();
    let rows = rows.scan(Link::GENESIS, |link, event| {
        *link = link.then(&event);
        Some((event, *link))
    });
    let mut ledger = Ledger::from_entries(rows).unwrap();
    let other = PersonKey::from_bytes([9; 16]);
    ledger
        .append(one(MANY, other, Provenance::Operator, linked(0)))
        .unwrap();
    let (made, begun) = (begun.elapsed(), Instant::now());
    let forgotten = ledger.forget_account(person(), &erasure());
    // About half of what it takes to make them; a look at every link for every link took eight times that.
    assert!(
        begun.elapsed() < made * 2,
        "{:?} after {made:?}",
        begun.elapsed()
    );
    assert_eq!(forgotten.events(), MANY as usize);
    // The link of the other account stays, and the device is no longer shared.
    assert_eq!(forgotten.shared_devices(), [device]);
    let forgotten = ledger.forget_account(other, &erasure());
    assert_eq!(
        (forgotten.events(), forgotten.shared_devices()),
        (1, &[][..])
    );
}

#[test]
fn a_history_of_objections_still_to_come_is_answered() {
    let objected = |_| Kind::Objected {
        to: ObjectionTo::Other,
        purposes: Scope::only([id("stats")]),
    };
    let events = many(Provenance::Person, objected);
    let question = Question::about("stats").for_person(person());
    let first = answer(&events, question, minute(0));
    assert_eq!(
        (first.reason(), first.next_change()),
        (Reason::ObjectionPending, None)
    );
}

#[test]
fn the_receipt_of_a_renewal_after_thousands_of_steps_is_made() {
    let policy = policy();
    let purposes = || Scope::only([id("double")]);
    let mut events = many(Provenance::Person, |number| match number % 2 {
        0 => Kind::Confirmed {
            act: Act::PressedButton,
            purposes: purposes(),
        },
        _ => Kind::Withdrawn {
            purposes: purposes(),
        },
    });
    let renewed = one(
        MANY,
        person(),
        Provenance::Person,
        Kind::Renewed(consent("double")),
    );
    let shop = Controller::new("Librairie du Pont", "x", "y");
    let state = |events: &[Event]| {
        let before = Link::GENESIS;
        let row = (before, &renewed, before.then(&renewed));
        let begun = Instant::now();
        let receipt = Receipt::of_row(&policy, row, events, &shop, Lang::Fr).unwrap();
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
        receipt.state_of(&id("double"))
    };
    assert_eq!(state(&events), Some(ConsentState::AwaitsConfirmation));
    events.pop();
    assert_eq!(state(&events), Some(ConsentState::Given));
}

#[test]
fn a_string_that_restricts_every_vendor_thousands_of_times_is_read_and_too_large_for_an_event() {
    let everybody = Vendors {
        ids: (1..=u16::MAX).collect(),
        as_ranges: true,
        least_maximum: 0,
    };
    let mut draft = Draft::accepted("2026-03-11", &[1], &[]);
    (draft.vendors, draft.disclosed) = (everybody.clone(), Some(everybody.clone()));
    for purpose in 1..=24 {
        for restriction in Restriction::ALL {
            draft
                .restrictions
                .insert((purpose, *restriction), everybody.ids.clone());
        }
    }
    let tc = TcString::parse(&draft.text()).unwrap();
    let begun = Instant::now();
    let choices = TcChoices::try_from(&tc).unwrap();
    assert!(begun.elapsed() < PATIENCE);
    let restricted = choices.restriction(24, VendorId::new(u16::MAX));
    assert_eq!(restricted, Some(Restriction::NotAllowed));
    let received = |choices| {
        let when = at("2026-03-11T10:00:00Z");
        let kind = Kind::SignalReceived(Signal::Tc(choices));
        Event::new(
            event_id(1),
            person(),
            (when, when),
            Provenance::Signal,
            kind,
        )
    };
    assert_eq!(received(choices), Err(EventError::TooLarge));
    // As many vendors as the list has, all of them restricted for four purposes, are no attack.
    let listed: Vec<u16> = (1..=1_200).collect();
    let mut draft = Draft::accepted("2026-03-11", &[1, 2, 3, 4], &listed);
    for purpose in 3..=6 {
        let ids = listed.iter().copied().collect();
        draft
            .restrictions
            .insert((purpose, Restriction::RequireConsent), ids);
    }
    let tc = TcString::parse(&draft.text()).unwrap();
    let usual = received(TcChoices::try_from(&tc).unwrap()).unwrap();
    assert_eq!(Event::from_json_line(&usual.to_json_line()), Ok(usual));
}

/// The most of something that an event can name: its line is the longest that is read, and one more is too large.
fn longest(named: &dyn Fn(u32) -> Result<Event, EventError>, more: u32) -> u32 {
    let counts: Vec<u32> = (1..more).collect();
    let most = counts[counts.partition_point(|count| named(*count).is_ok()) - 1];
    assert_eq!(named(most + 1), Err(EventError::TooLarge));
    let mut ledger = Ledger::new();
    ledger.append(named(most).unwrap()).unwrap();
    let back = Ledger::from_json_lines_up_to(&ledger.to_json_lines(), ledger.head());
    assert_eq!(back.unwrap().len(), 1);
    most
}

#[test]
fn whatever_is_an_event_can_be_read_out_of_a_ledger() {
    let refused = |count: u32| {
        let purposes = Scope::only((0..count).map(|number| id(&format!("{number:064}"))));
        let when = (minute(1), minute(1));
        Event::new(
            event_id(1),
            person(),
            when,
            Provenance::Person,
            Kind::Refused { purposes },
        )
    };
    assert!(longest(&refused, 10_000) > 3_900);
    // The same of whatever else an event may name many of.
    let ids = |count: u32| (10_000..10_000 + count).map(|id| VendorId::new(id as u16));
    let one = |kind, provenance| {
        let when = (minute(1), minute(1));
        Event::new(event_id(1), person(), when, provenance, kind)
    };
    let vendors = |count| {
        let kind = Kind::VendorsRefused {
            vendors: ids(count).collect(),
            purposes: Scope::only([id("care")]),
        };
        one(kind, Provenance::Person)
    };
    assert!(longest(&vendors, 55_000) > 42_000);
    let given = |count| {
        let given = Kind::Given(consent("plain").to_vendors(ids(count)));
        one(given, Provenance::Person)
    };
    assert!(longest(&given, 55_000) > 42_000);
    let day = minute(0).date_naive();
    type Of = fn(TcChoices, Vec<VendorId>) -> TcChoices;
    let lists: [(Of, u32); 3] = [
        (|choices, ids| choices.vendors(ids), 42_000),
        (|choices, ids| choices.vendors_not_objected(ids), 42_000),
        (|choices, ids| choices.disclosing(ids), 42_000),
    ];
    let restricted = |count| {
        let choices = TcChoices::new(day).granting([4]);
        let choices = ids(count).fold(choices, |choices, vendor| {
            choices.restricting(24, vendor, Restriction::RequireLegitimateInterests)
        });
        one(
            Kind::SignalReceived(Signal::Tc(choices)),
            Provenance::Signal,
        )
    };
    assert!(longest(&restricted, 10_000) > 6_000);
    for (list, least) in lists {
        let string = |count| {
            let choices = list(TcChoices::new(day).granting([4]), ids(count).collect());
            one(
                Kind::SignalReceived(Signal::Tc(choices)),
                Provenance::Signal,
            )
        };
        assert!(longest(&string, 55_000) > least);
    }
    // A day that no line can hold.
    let choices = TcChoices::new(chrono::NaiveDate::MAX);
    let kind = Kind::SignalReceived(Signal::Tc(choices));
    let event = Event::new(
        event_id(1),
        person(),
        (minute(1), minute(1)),
        Provenance::Signal,
        kind,
    );
    assert_eq!(event, Err(EventError::InstantOutOfRange));
}

#[test]
fn a_tree_of_purposes_has_an_end_and_modes_are_named() {
    let build = |depth: u32| {
        let level = |number: u32| Purpose::new(id(&format!("p{number}")), [LegalBasis::Contract]);
        let builder = Policy::in_zone(zone::parse("Europe/Paris").unwrap()).purpose(level(0));
        (1..=depth)
            .fold(builder, |builder, number| {
                builder.purpose(level(number).child_of(id(&format!("p{}", number - 1))))
            })
            .build()
    };
    assert!(build(64).is_ok());
    assert!(matches!(build(65), Err(PolicyError::TooDeep(_))));
    assert!(matches!(build(5_000), Err(PolicyError::TooDeep(_))));
    let with = |mode: Mode| {
        Policy::in_zone(zone::parse("Europe/Paris").unwrap())
            .purpose(Purpose::new(id("x"), [LegalBasis::Contract]))
            .mode(mode)
            .build()
    };
    for name in ["", "Mme Müller", "a\nb", "\u{1b}[2J", &"x".repeat(65)] {
        let error = with(Mode::new(name, id("x"))).unwrap_err();
        assert_eq!(error, PolicyError::ModeName(1));
        for lang in [greffe_terms::Lang::Fr, greffe_terms::Lang::En] {
            let said = format!("{} {error:?}", error.in_language(lang));
            assert!(
                !said.contains("Müller") && !said.contains('\u{1b}'),
                "{said}"
            );
        }
        let error = with(Mode::new("a", id("x")).falling_back_to(name)).unwrap_err();
        assert_eq!(error, PolicyError::ModeName(1));
    }
    // A long way down is no circle, and the way back up is one.
    let chain = |last: Option<&str>| {
        let builder = Policy::in_zone(zone::parse("Europe/Paris").unwrap())
            .purpose(Purpose::new(id("x"), [LegalBasis::Contract]));
        let mode = |number: u32| Mode::new(&format!("m{number}"), id("x"));
        let builder = (0..5_000).fold(builder, |builder, number| {
            builder.mode(mode(number).falling_back_to(&format!("m{}", number + 1)))
        });
        let end = mode(5_000);
        let end = match last {
            Some(name) => end.falling_back_to(name),
            None => end,
        };
        builder.mode(end).build()
    };
    assert!(chain(None).is_ok());
    assert_eq!(chain(Some("m7")), Err(PolicyError::ModeCycle("m7".into())));
}

#[test]
fn lines_of_one_person_that_come_backwards_are_put_in_order() {
    let lines: String = (0..3_000)
        .rev()
        .map(|number| {
            let kind = Kind::Refused {
                purposes: Scope::All,
            };
            one(number, person(), Provenance::Person, kind).to_json_line() + "\n"
        })
        .collect();
    let mut ledger = Ledger::from_event_lines(&lines).unwrap();
    assert!(ledger.history(person()).map(Event::occurred).is_sorted());
    let mut one_by_one = Ledger::new();
    for (event, _) in ledger.entries() {
        one_by_one.append(event.clone()).unwrap();
    }
    assert!(one_by_one.history(person()).eq(ledger.history(person())));
    assert_eq!(one_by_one.head(), ledger.head());
    assert!(
        ledger.forget_event(id_of(1_500), &erasure())
            && !ledger.forget_event(id_of(1_500), &erasure())
    );
    assert_eq!(ledger.history(person()).count(), 2_999);
    assert!(
        ledger
            .history(person())
            .all(|event| event.id() != id_of(1_500))
    );
}
