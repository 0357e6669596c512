//! The ledger and the decision.

use chrono::{DateTime, Utc};
use greffe::calendar::{Period, zone};
use greffe::consent::receipt::{Receipt, ReceiptPart, kantara};
use greffe::consent::signal::{Signal, TcChoices};
use greffe::consent::{
    Act, Authorisation, Consent, Decision, Entry, Erasure, Event, EventId, Evidence, GpcMeaning,
    ImportedState, Kind, Ledger, Notice, NoticeShown, ObjectionTo, PackedLedger, PersonContext,
    PersonKey, Policy, Prevailing, Provenance, Purpose, Question, SaleKind, Scope, Topic, Vendor,
    VendorId, WordingDigest,
};
use greffe::terms::{Channel, LegalBasis, PurposeId};

use crate::choices::Choices;
use crate::marker::{assert_silent, marked};

const PURPOSES: [&str; 8] = [
    "games",
    "ads",
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
    forgetting_is_recorded(&ledger);
    let now = choices.instant();
    let person = ledger
        .entries()
        .next()
        .map_or(person(0), |(event, _)| event.person());
    let (policy, child) = (policy(), child());
    for purpose in PURPOSES {
        for topic in [
            Question::about(purpose),
            Question::about(purpose).by(Channel::Email),
            Question::about(purpose).through(VendorId::new(1)),
        ] {
            let question = topic.for_person(person);
            is_independent_of_order(&policy, &ledger, question, now);
            is_independent_of_order(&policy, &ledger, question.in_context(&child), now);
            many_are_answered_as_one(&policy, &ledger, topic, now);
        }
    }
    publications_decide_nothing(&policy, &ledger);
}

/// An audience says of everybody what a decision says.
fn many_are_answered_as_one(
    policy: &Policy,
    ledger: &Ledger,
    topic: Topic<'_>,
    now: DateTime<Utc>,
) {
    let packed = PackedLedger::try_from(ledger).expect("few contents");
    let Ok(audience) = policy.audience(&packed, topic, now) else {
        assert!(policy.purpose(topic.purpose()).is_none());
        return;
    };
    for (person, verdict) in audience.everybody() {
        let decision = policy.decide(ledger, topic.for_person(person), now);
        assert_eq!(
            verdict,
            decision.verdict(),
            "one of many is answered otherwise"
        );
    }
}

/// The last instant that an event of the ledger speaks of.
fn ledger_end(ledger: &Ledger) -> DateTime<Utc> {
    let instants = ledger.entries().map(|(event, _)| event.recorded());
    instants.max().unwrap_or_default()
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

/// What is forgotten is covered by a record, what is taken out beside it is found where it stood, and rows are the ledger.
fn forgetting_is_recorded(ledger: &Ledger) {
    let rows = ledger.chain().map(|(entry, link)| {
        let line = entry.to_json_line();
        let entry = Entry::from_json_line(&line).expect("a row that was written");
        (entry, *link)
    });
    let again = Ledger::from_entries(rows).expect("the rows of a ledger");
    assert_eq!(again.to_json_lines(), ledger.to_json_lines());
    let Some((first, _)) = ledger.entries().next() else {
        return;
    };
    let proof = ledger.proof(first.id()).expect("an event of the ledger");
    assert!(proof.shows(first, ledger.head()));
    let decision = "requests/1".parse().expect("a reference");
    let erasure = Erasure::new(first.recorded(), decision).expect("an instant of an event");
    let (mut after, before) = (ledger.clone(), ledger.uncovered_lines().count());
    assert!(after.forget(first.person(), &erasure) > 0);
    assert_eq!(after.history(first.person()).count(), 0);
    assert_eq!(after.uncovered_lines().count(), before);
    assert!(after.extends(ledger.head()));
    comes_back(&after);
    let Some((left, _)) = after.entries().next() else {
        return;
    };
    let position = after.position(left.id()).expect("an event of the ledger");
    let taken = after.chain().zip(1..).map(|((entry, link), number)| {
        let entry = match number == position {
            true => Entry::Forgotten(entry.content_digest()),
            false => entry.clone(),
        };
        (entry, *link)
    });
    let taken = Ledger::from_entries(taken).expect("the chain follows");
    assert_eq!(taken.head(), after.head());
    assert!(taken.uncovered_lines().any(|line| line == position));
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

/// Publications are audited alike in whatever order they came, and only what somebody recorded is found.
fn publications_decide_nothing(policy: &Policy, ledger: &Ledger) {
    let events = || ledger.entries().map(|(event, _)| event);
    let mut reversed = Ledger::new();
    for event in events().collect::<Vec<_>>().into_iter().rev() {
        reversed.append(event.clone()).expect("the same events");
    }
    let findings = policy.audit_notices(ledger);
    assert_eq!(policy.audit_notices(&reversed), findings);
    let is_published = |event: &Event| event.kind().is_about_nobody();
    assert!(findings.is_empty() || events().any(is_published));
    for finding in findings {
        let event = finding.event();
        assert!(event.is_none_or(|id| ledger.entry(id).is_some()));
    }
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
    // Mostly the account's, some of one of its two devices.
    let whose = person((choices.byte() % 8).saturating_sub(5));
    Event::new(id, whose, (occurred, recorded), provenance, kind).ok()
}

fn kind(choices: &mut Choices<'_>) -> Kind {
    let purposes = scope(choices);
    match choices.byte() % 20 {
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
        12 => Kind::ParentAuthorised(
            Authorisation::new(consent(choices), *choices.one_of(Evidence::ALL))
                .by_holder(choices.byte() % 3),
        ),
        13 => Kind::VendorsRefused {
            vendors: vendors(choices).collect(),
            purposes,
        },
        14 => Kind::SignalReceived(Signal::GlobalPrivacyControl(choices.yes())),
        15 => Kind::SignalReceived(Signal::Tc(string(choices))),
        16 => Kind::DeviceLinked {
            device: person(1 + choices.byte() % 2),
            authenticated: choices.yes(),
            informed: choices.yes(),
        },
        17 => Kind::Died,
        18 => Kind::NoticePublished(published(choices)),
        _ if choices.yes() => Kind::SaleRecorded {
            refusal_offered: choices.yes(),
            sale: *choices.one_of(SaleKind::ALL),
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
    let consent = match choices.maybe(vendors) {
        Some(vendors) => consent.to_vendors(vendors),
        None => consent,
    };
    match choices.maybe(Choices::instant) {
        Some(end) => consent.expiring(end),
        None => consent,
    }
}

fn published(choices: &mut Choices<'_>) -> NoticeShown {
    let notice = *choices.one_of(&["letter", "poster"]);
    let version = u32::from(choices.byte() % 4);
    let shown = NoticeShown::new(notice.parse().expect("a notice"), version);
    match choices.yes() {
        true => shown.worded(WordingDigest::of("Oui")),
        false => shown,
    }
}

/// One to three of the numbers 0 to 3.
fn vendors(choices: &mut Choices<'_>) -> impl Iterator<Item = VendorId> + use<> {
    let numbers = [choices.byte(), choices.byte(), choices.byte()];
    numbers.map(|n| VendorId::new(u16::from(n % 4))).into_iter()
}

fn string(choices: &mut Choices<'_>) -> TcChoices {
    let string = TcChoices::new(choices.day())
        .granting(choices.yes().then_some(4))
        .not_objecting(choices.yes().then_some(7));
    let string = string.vendors(vendors(choices));
    let string = string.vendors_not_objected(vendors(choices));
    string.disclosing(vendors(choices))
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

/// A child for some of the years that choices reach.
fn child() -> PersonContext {
    let born = "2008-02-29".parse().expect("a day");
    let france = "FR".parse().expect("a country");
    PersonContext::new()
        .born(born)
        .residing_in(france)
        .with_holders(1)
}

fn policy() -> Policy {
    let consent = |name: &str| Purpose::new(id(name), [LegalBasis::Consent]);
    let notice = |version| {
        Notice::new(
            "letter".parse().expect("a notice"),
            version,
            ["newsletter", "club", "offers", "games", "ads"].map(id),
        )
        .worded(WordingDigest::of("Oui, la lettre."))
        .disclosing([1, 2].map(VendorId::new))
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
        .purpose(consent("games").offered_to_children())
        .purpose(consent("ads").closed_by_gpc(GpcMeaning::Refusal).tcf(4))
        .tcf_notice(NoticeShown::new("letter".parse().expect("a notice"), 1))
        .vendor(Vendor::new(VendorId::new(1)).having(id("ads"), LegalBasis::Consent))
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
        let (id, head) = (receipt.event().id(), ledger.head());
        let proof = ledger.proof(id).expect("the event of the ledger");
        let is_first = receipt.link() == head;
        assert_eq!(receipt.verify_proof(&proof, head).is_ok(), is_first);
        let told = receipt.as_of(&policy(), &ledger, ledger_end(&ledger));
        let again = Receipt::from_json_ld(told.to_json_ld().as_bytes());
        assert_eq!(again.as_ref(), Ok(&told));
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
