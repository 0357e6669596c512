use greffe::RegisterExt;
use greffe::consent::{
    Act, Consent, Event, EventId, Kind, Ledger, Notice, NoticeShown, PersonKey, Policy, Provenance,
    Question,
};
use greffe::register::Register;
use proptest::prelude::*;

pub(crate) const PERSON: [u8; 16] = [7; 16];

pub(crate) fn policy(text: &str) -> Policy {
    let register = Register::from_toml(text).unwrap_or_else(|error| panic!("{error}"));
    register.consent_policy().unwrap().build().unwrap()
}

pub(crate) fn at(instant: &str) -> chrono::DateTime<chrono::Utc> {
    instant.parse().unwrap()
}

fn given(purpose: &str, version: u32, when: &str) -> Ledger {
    let mut ledger = Ledger::new();
    let shown = NoticeShown::new("form".parse().unwrap(), version);
    let consent = Consent::new(Act::TickedBox, shown, [purpose.parse().unwrap()]);
    let event = Event::new(
        EventId::from_bytes([1; 16]),
        PersonKey::from_bytes(PERSON),
        (at(when), at(when)),
        Provenance::Person,
        Kind::Given(consent),
    );
    ledger.append(event.unwrap()).unwrap();
    ledger
}

pub(crate) fn code(policy: &Policy, ledger: &Ledger, purpose: &str, when: &str) -> &'static str {
    policy
        .decide(
            ledger,
            Question::about(purpose).for_person(PersonKey::from_bytes(PERSON)),
            at(when),
        )
        .reason()
        .code()
}

const NEWSLETTER: &str = r#"
    organisation = { name = "Atelier Hélianthe" }
    [[processing]]
    ref = "NWS-01"
    name = "Newsletter"
    [[processing.purpose]]
    id = "newsletter"
    basis = "consent"
    consent = { validity = "P6M", minimum_notice = 2 }
    [[notice]]
    id = "form"
    version = 1
    purposes = ["newsletter"]
    [[notice]]
    id = "form"
    version = 2
    purposes = ["newsletter"]
"#;

#[test]
fn validity_and_minimum_notice_of_the_register_decide() {
    let policy = policy(NEWSLETTER);
    let old = given("newsletter", 1, "2026-03-01T10:00:00Z");
    assert_eq!(
        code(&policy, &old, "newsletter", "2026-04-01T10:00:00Z"),
        "notice_outdated"
    );
    let new = given("newsletter", 2, "2026-03-01T10:00:00Z");
    assert_eq!(
        code(&policy, &new, "newsletter", "2026-08-31T21:59:59Z"),
        "consent_given"
    );
    // 1 March + 6 months: over at midnight in Paris, which is 22:00 UTC in summer.
    assert_eq!(
        code(&policy, &new, "newsletter", "2026-08-31T22:00:00Z"),
        "expired"
    );
}

#[test]
fn a_campaign_of_the_register_ends_in_removal() {
    let policy = policy(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "NWS-01"
        name = "Newsletter"
        [[processing.purpose]]
        id = "newsletter"
        basis = "consent"
        consent = { campaign = { asked = 2026-03-01, deadline = 2026-04-01, if_silent = "remove" } }
        "#,
    );
    let person = PersonKey::from_bytes(PERSON);
    let mut ledger = Ledger::new();
    let asked = Event::new(
        EventId::from_bytes([2; 16]),
        person,
        (at("2026-03-01T09:00:00Z"), at("2026-03-01T09:00:00Z")),
        Provenance::Operator,
        Kind::Requested {
            purposes: greffe::consent::Scope::only(["newsletter".parse().unwrap()]),
        },
    );
    ledger.append(asked.unwrap()).unwrap();
    let question = Question::about("newsletter").for_person(person);
    let before = policy.decide(&ledger, question, at("2026-03-31T12:00:00Z"));
    assert_eq!((before.reason().code(), before.action()), ("silence", None));
    let after = policy.decide(&ledger, question, at("2026-04-02T12:00:00Z"));
    assert_eq!(after.action(), Some(greffe::consent::Action::Remove));
}

#[test]
fn the_builder_takes_the_service_s_own_notice() {
    let register = Register::from_toml(
        "organisation = { name = \"A\" }\n[[processing]]\nref = \"A\"\nname = \"N\"\npurpose = [{ id = \"news\", basis = \"consent\" }]",
    )
    .unwrap();
    let own = Notice::new("form".parse().unwrap(), 1, ["news".parse().unwrap()]);
    let policy = register
        .consent_policy()
        .unwrap()
        .notice(own)
        .build()
        .unwrap();
    let ledger = given("news", 1, "2026-03-01T10:00:00Z");
    assert_eq!(
        code(&policy, &ledger, "news", "2026-03-02T10:00:00Z"),
        "consent_given"
    );
}

proptest! {
    /// Without any event nothing that rests on consent is allowed, and nothing without a basis.
    #[test]
    fn an_empty_ledger_opens_nothing_that_needs_consent(bases in prop::collection::vec(prop::option::of(0usize..6), 1..5)) {
        let mut text = "organisation = { name = \"Atelier Hélianthe\" }\n".to_owned();
        for (index, basis) in bases.iter().enumerate() {
            let basis = basis.map(|b| format!(", basis = \"{}\"", greffe::terms::LegalBasis::ALL[b].code())).unwrap_or_default();
            text.push_str(&format!("[[processing]]\nref = \"P{index}\"\nname = \"p\"\npurpose = [{{ id = \"purpose-{index}\"{basis} }}]\n"));
        }
        let policy = policy(&text);
        for (index, basis) in bases.iter().enumerate() {
            let purpose = format!("purpose-{index}");
            let question = Question::about(&purpose).for_person(PersonKey::from_bytes(PERSON));
            let decision = policy.decide(&Ledger::new(), question, at("2026-01-01T00:00:00Z"));
            // The first basis in the list is consent.
            let expected = basis.is_some_and(|basis| basis > 0);
            prop_assert_eq!(decision.is_allowed(), expected, "{:?}", decision.reason());
        }
    }
}
