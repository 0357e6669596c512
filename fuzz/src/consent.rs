//! The ledger and the decision.

use chrono::{DateTime, Utc};
use greffe::calendar::{Period, zone};
use greffe::consent::receipt::{Receipt, ReceiptPart, kantara};
use greffe::consent::{
    Act, Consent, Decision, Event, EventId, ImportedState, Kind, Ledger, Notice, NoticeShown,
    ObjectionTo, PersonKey, Policy, Prevailing, Provenance, Purpose, Question, Scope,
};
use greffe::terms::{Channel, LegalBasis, PurposeId};

use crate::choices::Choices;
use crate::marker::{assert_silent, marked};

const PURPOSES: [&str; 6] = [
    "newsletter",
    "club",
    "offers",
    "invoice",
    "statistics",
    "unheard-of",
];

/// A ledger comes back out of its lines, and no decision depends on the order in which events arrived.
///
/// An input that begins with `{` is JSON lines, chained or bare; any other is choices that become events.
pub fn ledger(data: &[u8]) {
    let (ledger, mut choices) = if data.first() == Some(&b'{') {
        let Ok(text) = std::str::from_utf8(data) else {
            return;
        };
        let Some(ledger) = of_lines(text) else {
            return;
        };
        (ledger, Choices::new(data.get(60..).unwrap_or(&[])))
    } else {
        let mut choices = Choices::new(data);
        (of_choices(&mut choices), choices)
    };
    comes_back(&ledger);
    let now = choices.instant();
    let person = ledger
        .entries()
        .next()
        .map_or(person(0), |(event, _)| event.person());
    let policy = policy();
    for purpose in PURPOSES {
        for topic in [
            Question::about(purpose),
            Question::about(purpose).by(Channel::Email),
        ] {
            is_independent_of_order(&policy, &ledger, topic.for_person(person), now);
        }
    }
}

fn of_lines(text: &str) -> Option<Ledger> {
    for refused in [
        Ledger::from_json_lines(&marked(text)),
        Ledger::from_event_lines(&marked(text)),
    ] {
        if let Err(error) = refused {
            assert_silent(&error);
        }
    }
    let chained = Ledger::from_json_lines(text);
    let bare = Ledger::from_event_lines(text);
    assert!(
        chained.is_err() || bare.is_err(),
        "a line is chained or not"
    );
    chained.or(bare).ok()
}

fn comes_back(ledger: &Ledger) {
    let lines = ledger.to_json_lines();
    let again =
        Ledger::from_json_lines_up_to(&lines, ledger.head()).expect("what was written is read");
    assert_eq!(again.to_json_lines(), lines);
    assert!(again.entries().eq(ledger.entries()));
    let mut shorter: Vec<_> = lines.lines().collect();
    if shorter.len() > 1 {
        shorter.remove(0);
        assert!(
            Ledger::from_json_lines(&shorter.join("\n")).is_err(),
            "a missing line is not noticed"
        );
    }
    for (event, _) in ledger.entries() {
        assert_eq!(
            Event::from_json_line(&event.to_json_line()).as_ref(),
            Ok(event)
        );
    }
}

fn is_independent_of_order(
    policy: &Policy,
    ledger: &Ledger,
    question: Question<'_>,
    now: DateTime<Utc>,
) {
    let decision = policy.decide(ledger, question, now);
    let mut reversed = Ledger::new();
    let mut events: Vec<_> = ledger.entries().map(|(event, _)| event.clone()).collect();
    events.reverse();
    events.extend(events.clone());
    for event in &events {
        reversed.append(event.clone()).expect("the same events");
    }
    assert_eq!(
        policy.decide(&reversed, question, now),
        decision,
        "the order of arrival matters"
    );
    assert_eq!(policy.decide_over(&events, question, now, now), decision);
    assert_eq!(decision.is_allowed(), decision.failures().next().is_none());
    if let Some(change) = decision.next_change() {
        assert!(change > now);
        let then = policy.decide_as_known(ledger, question, change, now);
        assert_ne!(
            answer(&then),
            answer(&decision),
            "nothing changed at {change}"
        );
    }
    let given = decision.deciding_event();
    assert!(given.is_none() || events.iter().any(|event| Some(event.id()) == given));
}

fn answer(decision: &Decision) -> impl PartialEq + std::fmt::Debug {
    (
        decision.outcome(),
        decision.reason(),
        decision.basis(),
        decision.action(),
    )
}

fn of_choices(choices: &mut Choices<'_>) -> Ledger {
    let mut ledger = Ledger::new();
    for number in 0..choices.byte() % 12 {
        if let Some(event) = event(number, choices) {
            // Ids differ, so that nothing is refused.
            ledger.append(event).expect("a new id");
        }
    }
    ledger
}

fn event(number: u8, choices: &mut Choices<'_>) -> Option<Event> {
    let occurred = choices.instant();
    let recorded = choices.maybe(Choices::instant).unwrap_or(occurred);
    let provenance = *choices.one_of(Provenance::ALL);
    let kind = kind(choices);
    // Ids do not follow the order of arrival.
    let id = EventId::from_bytes([number.wrapping_mul(89); 16]);
    Event::new(id, person(0), (occurred, recorded), provenance, kind).ok()
}

fn kind(choices: &mut Choices<'_>) -> Kind {
    let purposes = scope(choices);
    match choices.byte() % 13 {
        0 => Kind::Requested { purposes },
        1 | 2 => Kind::Given(consent(choices)),
        3 => Kind::Renewed(consent(choices)),
        4 => Kind::Refused { purposes },
        5 => Kind::Withdrawn { purposes },
        6 => Kind::Confirmed {
            act: *choices.one_of(Act::ALL),
            purposes,
        },
        7 => Kind::Expired { purposes },
        8 => Kind::Objected {
            to: *choices.one_of(ObjectionTo::ALL),
            purposes,
        },
        9 => Kind::GroundsDecided {
            prevails: *choices.one_of(Prevailing::ALL),
            purposes,
        },
        10 => Kind::Restricted { purposes },
        11 => Kind::Unrestricted { purposes },
        _ if choices.yes() => Kind::SaleRecorded {
            refusal_offered: choices.yes(),
            purposes,
        },
        _ => Kind::Imported {
            state: *choices.one_of(ImportedState::ALL),
            purposes,
        },
    }
}

fn consent(choices: &mut Choices<'_>) -> Consent {
    let shown = NoticeShown::new(
        "letter".parse().expect("a notice"),
        u32::from(choices.byte() % 3),
    );
    let consent = Consent::new(*choices.one_of(Act::ALL), shown, [purpose(choices)]);
    match choices.maybe(Choices::instant) {
        Some(end) => consent.expiring(end),
        None => consent,
    }
}

fn scope(choices: &mut Choices<'_>) -> Scope {
    if choices.byte() % 7 == 6 {
        return Scope::All;
    }
    Scope::only([purpose(choices), purpose(choices)])
}

fn purpose(choices: &mut Choices<'_>) -> PurposeId {
    id(choices.one_of::<&str>(&PURPOSES))
}

fn id(text: &str) -> PurposeId {
    text.parse().expect("an id")
}

const fn person(number: u8) -> PersonKey {
    PersonKey::from_bytes([number; 16])
}

fn policy() -> Policy {
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    let notice = |version| {
        Notice::new(
            "letter".parse().expect("a notice"),
            version,
            ["newsletter", "club", "offers"].map(id),
        )
    };
    Policy::in_zone(zone::parse("Europe/Paris").expect("a zone"))
        .purpose(
            consent("newsletter")
                .marketing()
                .channels([Channel::Email])
                .validity(Period::months(6)),
        )
        .purpose(consent("club").marketing().double_opt_in())
        .purpose(
            Purpose::new(id("offers"), [LegalBasis::LegitimateInterests])
                .marketing()
                .soft_opt_in(),
        )
        .purpose(Purpose::new(id("invoice"), [LegalBasis::Contract]))
        .purpose(Purpose::new(
            id("statistics"),
            [LegalBasis::LegitimateInterests],
        ))
        .notice(notice(1))
        .notice(notice(2))
        .build()
        .expect("a policy")
}

/// A receipt is read or refused without being repeated, and what is read comes back; what another system's receipt states opens nothing.
pub fn receipt(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let unmapped = |_: &str| "newsletter".parse().ok();
    for text in [text, &marked(text)] {
        if let Err(error) = Receipt::from_json_ld(text.as_bytes()) {
            assert_silent(&error);
        }
        if let Err(error) = kantara::read(text.as_bytes(), unmapped) {
            assert_silent(&error);
        }
    }
    if let Ok(receipt) = Receipt::from_json_ld(data) {
        let again = Receipt::from_json_ld(receipt.to_json_ld().as_bytes());
        assert_eq!(again.as_ref(), Ok(&receipt));
        assert!(receipt.verify(&Ledger::new()).is_err());
        let mut ledger = Ledger::new();
        ledger
            .append(receipt.event().clone())
            .expect("the first event");
        let differs = receipt.verify(&ledger).err();
        assert!(differs.is_none_or(|differs| differs.parts() == [ReceiptPart::Link]));
    }
    if let Ok(stated) = kantara::read(data, unmapped) {
        let given = stated.given();
        if let Ok(event) = stated.into_event(EventId::from_bytes([1; 16]), person(0), given) {
            let question = Question::about("newsletter").for_person(person(0));
            let decision = policy().decide_over([&event], question, given, given);
            assert!(!decision.is_allowed());
        }
    }
}
