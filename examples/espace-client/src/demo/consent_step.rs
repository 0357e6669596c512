//! Asks for a consent, takes it, withdraws it, and shows each decision with its reason.

use chrono::{DateTime, TimeDelta, Utc};
use greffe::consent::{Act, Consent, Event, EventId, Kind, PersonKey, Provenance, Question, Scope};
use greffe::register::Register;
use greffe::terms::PurposeId;
use greffe_sqlx::Backend;

use super::page::{Page, say};
use crate::consents::{self, Asked, asked, notice_shown};
use crate::error::HostError;
use crate::home::Home;

/// Runs the scene for one person and leaves the ledger.
pub(super) async fn run<C: Backend>(
    db: &mut C,
    register: &Register,
    person: [u8; 16],
    now: DateTime<Utc>,
    home: &Home,
    page: &mut Page,
) -> Result<(), HostError> {
    page.step(
        "Un consentement, demandé, donné, retiré",
        "A consent, asked, given, withdrawn",
    );
    let Asked {
        policy,
        purpose,
        is_of_register,
    } = asked(register)?;
    if is_of_register {
        say!(
            page,
            "Finalité du registre\u{a0}: {id}.",
            "Purpose of the register: {id}.",
            id = purpose,
        );
    } else {
        say!(
            page,
            "Aucune finalité du registre ne repose sur le consentement\u{a0}; la scène prend celle du service\u{a0}: {id}.",
            "No purpose of the register rests on consent; the scene takes the service's own: {id}.",
            id = purpose,
        );
    }
    let person = PersonKey::from_bytes(person);
    let channel = register
        .purpose(&purpose)
        .and_then(|purpose| purpose.channels.first().copied());
    let topic = Question::about(purpose.as_str());
    let question = channel
        .map_or(topic, |channel| topic.by(channel))
        .for_person(person);

    let mut scene = Scene {
        person,
        purpose: purpose.clone(),
        db,
        number: 0,
    };
    let minutes = |minutes| now - TimeDelta::minutes(minutes);
    scene
        .record(
            minutes(60),
            Provenance::Operator,
            Kind::Requested {
                purposes: Scope::only([purpose.clone()]),
            },
        )
        .await?;
    let asked = policy.decide_over(&scene.events().await?, question, minutes(50), minutes(50));
    scene
        .record(
            minutes(40),
            Provenance::Person,
            Kind::Given(Consent::new(
                Act::TickedBox,
                notice_shown()?,
                [purpose.clone()],
            )),
        )
        .await?;
    scene
        .record(
            minutes(39),
            Provenance::Person,
            Kind::Confirmed {
                act: Act::PressedButton,
                purposes: Scope::only([purpose.clone()]),
            },
        )
        .await?;
    let given = policy.decide_over(&scene.events().await?, question, minutes(30), minutes(30));
    scene
        .record(
            minutes(20),
            Provenance::Person,
            Kind::Withdrawn {
                purposes: Scope::only([purpose.clone()]),
            },
        )
        .await?;
    let withdrawn = policy.decide_over(&scene.events().await?, question, now, now);

    let lang = page.lang();
    for (fr, en, decision) in [
        ("Demandé, sans réponse", "Asked, not answered", &asked),
        ("Case cochée", "Box ticked", &given),
        ("Retiré", "Withdrawn", &withdrawn),
    ] {
        page.line(&format!(
            "{} → {}",
            lang.pick(fr, en),
            decision.explain(lang)
        ));
    }
    if asked.is_allowed() || !given.is_allowed() || withdrawn.is_allowed() {
        return Err(HostError::Defect);
    }
    let then = policy.decide_over(&scene.events().await?, question, minutes(30), now);
    if then.outcome() != given.outcome() {
        return Err(HostError::Defect);
    }
    let count = consents::keep_outside(db, home).await?;
    if !consents::ledger(db)?.verify().await?.is_sound() {
        return Err(HostError::Defect);
    }
    say!(
        page,
        "Rejouée pour l’instant d’alors, la décision est la même\u{a0}; le journal (consents.jsonl) est enchaîné par empreinte et vérifié\u{a0}: \
         {count} événements, sans nom ni adresse.",
        "Replayed for that instant the decision is the same; the ledger (consents.jsonl) is chained by hash and verified: {count} \
         events, without name or address.",
        count = count,
    );
    Ok(())
}

struct Scene<'c, C> {
    person: PersonKey,
    purpose: PurposeId,
    db: &'c mut C,
    number: u8,
}

impl<C: Backend> Scene<'_, C> {
    /// What decides for the person.
    async fn events(&mut self) -> Result<Vec<Event>, HostError> {
        let mut ledger = consents::ledger(self.db)?;
        Ok(ledger.events_that_decide(self.person).await?)
    }

    async fn record(
        &mut self,
        at: DateTime<Utc>,
        by: Provenance,
        kind: Kind,
    ) -> Result<(), HostError> {
        self.number += 1;
        let mut id = [0; 16];
        for (octet, source) in id.iter_mut().zip(self.purpose.as_str().bytes()) {
            *octet = source;
        }
        if let Some(last) = id.last_mut() {
            *last = self.number;
        }
        let event = Event::new(EventId::from_bytes(id), self.person, (at, at), by, kind)
            .map_err(|error| HostError::refused("consent", &error))?;
        consents::record(self.db, &event).await
    }
}
