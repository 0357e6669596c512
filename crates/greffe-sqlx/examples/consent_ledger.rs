//! A consent from the form to its end: recorded, decided, proved, withdrawn, forgotten, and the chain verified against a head that was kept.
//!
//! `cargo run -p greffe-sqlx --features sqlite,consent --example consent_ledger`

use std::error::Error;

use greffe_consent::receipt::Controller;
use greffe_consent::{
    Act, Consent, Erasure, Event, EventId, Kind, Notice, NoticeShown, PersonKey, Policy,
    Provenance, Purpose, Question, Scope,
};
use greffe_sqlx::{Backend as _, ConsentStore, LedgerName, migrate};
use greffe_terms::{Channel, Lang, LegalBasis};
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    for line in story().await? {
        println!("{line}");
    }
    Ok(())
}

/// What happens, and what there is to say of it.
pub(crate) async fn story() -> Result<Vec<String>, Box<dyn Error>> {
    let mut said = Vec::new();
    let mut db = SqliteConnectOptions::new()
        .in_memory(true)
        .connect()
        .await?;
    said.push(format!(
        "{} scripts made the tables.",
        migrate(&mut db).await?
    ));

    // In a service: RegisterExt::consent_policy, and PseudonymSecret::person of the account's key.
    let paris = greffe_calendar::zone::parse("Europe/Paris")?;
    let newsletter = Purpose::new("newsletter".parse()?, [LegalBasis::Consent]).marketing();
    let policy = Policy::in_zone(paris)
        .purpose(newsletter.channels([Channel::Email]))
        .notice(Notice::new("sign-up".parse()?, 1, ["newsletter".parse()?]))
        .build()?;
    let person = PersonKey::from_bytes([7; 16]);
    let shop: LedgerName = "shop".parse()?;

    // 1. The form and the consent on it are stored together, or neither is.
    db.script("CREATE TABLE forms (id INTEGER PRIMARY KEY, page TEXT NOT NULL) STRICT")
        .await?;
    let at = "2026-03-01T10:00:00Z".parse()?;
    let shown = NoticeShown::new("sign-up".parse()?, 1);
    let consent = Consent::new(Act::TickedBox, shown, ["newsletter".parse()?]);
    let given = Event::new(
        EventId::from_bytes([1; 16]),
        person,
        (at, at),
        Provenance::Person,
        Kind::Given(consent),
    )?;
    db.begin_writing().await?;
    db.script("INSERT INTO forms (page) VALUES ('sign-up')")
        .await?;
    let appended = ConsentStore::within(&mut db, shop.clone())
        .append(&given)
        .await?;
    db.commit().await?;
    said.push(format!(
        "The consent stands at position {}.",
        appended.position
    ));

    // 2. A decision needs the person's rows alone.
    let mut ledger = ConsentStore::new(&mut db, shop);
    let now = "2026-03-02T10:00:00Z".parse()?;
    let question = Question::about("newsletter")
        .by(Channel::Email)
        .for_person(person);
    let events = ledger.events_that_decide(person).await?;
    let decision = policy.decide_over(&events, question, now, now);
    said.push(format!(
        "The newsletter may go: {}.",
        decision.reason().code()
    ));

    // 3. What the person keeps.
    let controller = Controller::new(
        "Librairie du Pont",
        "vie-privee@librairie.example",
        "https://librairie.example/choix",
    );
    let receipt = ledger
        .receipt(&policy, (person, given.id()), &controller, Lang::En)
        .await?;
    said.push(format!(
        "The receipt holds {} bytes.",
        receipt.to_json_ld().len()
    ));

    // 4. Withdrawn.
    let at = "2026-04-01T10:00:00Z".parse()?;
    let withdrawn = Kind::Withdrawn {
        purposes: Scope::only(["newsletter".parse()?]),
    };
    let withdrawn = Event::new(
        EventId::from_bytes([2; 16]),
        person,
        (at, at),
        Provenance::Person,
        withdrawn,
    )?;
    ledger.append(&withdrawn).await?;
    let events = ledger.events_that_decide(person).await?;
    let decision = policy.decide_over(&events, question, at, at);
    said.push(format!("And no longer: {}.", decision.reason().code()));
    // Outside the database, where nobody who can write it can write too.
    let kept = ledger.head().await?;

    // 5. Forgotten: the chain verifies, and goes on from the head that was kept.
    let erasure = Erasure::new(
        "2026-11-26T10:00:00Z".parse()?,
        "requests/2026-014".parse()?,
    )?;
    let forgotten = ledger.forget_account(person, &erasure).await?;
    said.push(format!("{} events are forgotten.", forgotten.events()));
    let report = ledger.verify().await?;
    let extends = ledger.extends(kept.link).await?;
    said.push(format!(
        "{} entries, sound: {}, going on from the head that was kept: {extends}.",
        report.length(),
        report.is_sound()
    ));
    Ok(said)
}
