//! Decides a consent: may this person be written to, for this purpose, now? With the reason, when the answer changes, and the past.
//!
//! `cargo run -p cookbook --bin decide_a_consent`

use std::error::Error;

use greffe::RegisterExt as _;
use greffe::calendar::{DateTime, Utc};
use greffe::consent::{
    Act, Consent, Event, EventId, Kind, Ledger, NoticeShown, PersonKey, Policy, Provenance,
    PseudonymSecret, Question, SaleKind, Scope, WordingDigest,
};
use greffe::register::Register;
use greffe::terms::{Channel, Lang};

/// Read at start in a service: `std::fs::read_to_string("register.toml")`.
const REGISTER: &str = include_str!("../../register.toml");
/// What stood beside the box that the person ticked: the words of the register's notice.
const WORDS: &str =
    "Oui, je veux la lettre mensuelle par courriel. Je peux me désabonner à tout moment.";

/// The register says the purposes, their bases and how long a consent holds. That customers may refuse offers when they order, as the
/// soft opt-in wants, the register cannot know: the service says so.
fn policy() -> Result<Policy, Box<dyn Error>> {
    let terms = Register::from_toml(REGISTER)?.consent_terms()?;
    for gap in terms.gaps() {
        eprintln!("the register leaves open: {}", gap.in_language(Lang::En));
    }
    let terms = terms.amended("offers", |purpose| purpose.soft_opt_in())?;
    Ok(terms.into_builder().build()?)
}

/// What happened, when it happened and when the service heard of it. In a service the id is random (`getrandom::fill`): it salts the chain.
fn record(
    ledger: &mut Ledger,
    person: PersonKey,
    (occurred, recorded): (&str, &str),
    by: Provenance,
    kind: Kind,
) -> Result<(), Box<dyn Error>> {
    let id = EventId::from_bytes([u8::try_from(ledger.len())?; 16]);
    let when = (occurred.parse()?, recorded.parse()?);
    ledger.append(Event::new(id, person, when, by, kind)?)?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let policy = policy()?;
    // The ledger knows pseudonyms only. The secret lies with the other keys, apart from the database.
    let person = PseudonymSecret::from_bytes([7; 32]).person(b"customer 4711");
    let mut ledger = Ledger::new();

    let sale = Kind::SaleRecorded {
        refusal_offered: true,
        sale: SaleKind::Paid,
        purposes: Scope::only(["offers".parse()?]),
    };
    let ordered = "2026-03-02T18:20:00+01:00";
    record(
        &mut ledger,
        person,
        (ordered, ordered),
        Provenance::Operator,
        sale,
    )?;
    let shown = NoticeShown::new("order-form".parse()?, 1).worded(WordingDigest::of(WORDS));
    let ticked = Consent::new(Act::TickedBox, shown, ["newsletter".parse()?]);
    let given = "2026-03-10T09:00:00+01:00";
    record(
        &mut ledger,
        person,
        (given, given),
        Provenance::Person,
        Kind::Given(ticked),
    )?;
    // Written on 1 June, opened in the post room on the 5th.
    let letter = ("2026-06-01T12:00:00+02:00", "2026-06-05T08:30:00+02:00");
    let purposes = Scope::only(["newsletter".parse()?]);
    record(
        &mut ledger,
        person,
        letter,
        Provenance::Person,
        Kind::Withdrawn { purposes },
    )?;

    let ask = |purpose, at: &str| -> Result<(), Box<dyn Error>> {
        let question = Question::about(purpose)
            .by(Channel::Email)
            .for_person(person);
        let at: DateTime<Utc> = at.parse()?;
        let decision = policy.decide(&ledger, question, at);
        println!(
            "{} {purpose}: {}",
            at.date_naive(),
            decision.explain(Lang::En)
        );
        // Until then the answer may be kept: nothing but a new event changes it.
        if let Some(change) = decision.next_change() {
            println!("  asked again at {change}");
        }
        Ok(())
    };
    for (purpose, at) in [
        ("offers", "2026-03-01T10:00:00Z"),
        ("offers", "2026-03-03T10:00:00Z"),
        ("newsletter", "2026-03-03T10:00:00Z"),
        ("newsletter", "2026-04-01T10:00:00Z"),
        ("newsletter", "2026-06-10T10:00:00Z"),
        ("offers", "2026-06-10T10:00:00Z"),
        ("invoicing", "2026-06-10T10:00:00Z"),
    ] {
        ask(purpose, at)?;
    }

    // A letter went out on 3 June, after the withdrawal and before anybody could know of it.
    let question = Question::about("newsletter")
        .by(Channel::Email)
        .for_person(person);
    let sent = "2026-06-03T06:00:00Z".parse()?;
    for (told, known) in [
        ("known then", "2026-06-03T06:00:00Z"),
        ("known now", "2026-11-26T10:00:00Z"),
    ] {
        let decision = policy.decide_as_known(&ledger, question, sent, known.parse()?);
        println!("3 June, {told}: {}", decision.explain(Lang::En));
    }
    println!(
        "{} events, chained: {}",
        ledger.len(),
        Ledger::from_json_lines(&ledger.to_json_lines())?.head() == ledger.head()
    );
    Ok(())
}
