//! A person's consents: how each stands and why, and what they chose.

use chrono::{DateTime, TimeDelta, Utc};
use greffe::calendar::zone::date_of;
use greffe::consent::receipt::Controller;
use greffe::consent::{
    Act, Consent, Decision, Event, EventId, Kind, ObjectionTo, Provenance, Reason, Scope,
};
use greffe::terms::Lang;
use greffe_sqlx::Backend;
use serde::Serialize;

use super::dialogue::Asked;
use super::refusal::Refusal;
use super::service::Service;
use super::sessions::Person;
use super::stores::{self, Choices};

/// What somebody can choose of a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// To agree.
    Give,
    /// To say no.
    Refuse,
    /// To take an agreement back.
    Withdraw,
    /// The second step where the register asks for two.
    Confirm,
}

impl Choice {
    /// The stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Give => "give",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
            Self::Confirm => "confirm",
        }
    }

    /// The choice of this code.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        [Self::Give, Self::Refuse, Self::Withdraw, Self::Confirm]
            .into_iter()
            .find(|choice| choice.code() == code)
    }

    /// What the button says.
    pub(crate) fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Give => lang.pick("J’accepte", "I agree"),
            Self::Refuse => lang.pick("Je refuse", "I refuse"),
            Self::Withdraw => lang.pick("Je retire mon accord", "I withdraw my agreement"),
            Self::Confirm => lang.pick("Je confirme", "I confirm"),
        }
    }
}

/// How one purpose stands for one person.
#[derive(Serialize)]
pub(crate) struct Standing {
    /// The purpose's id.
    pub(crate) purpose: String,
    /// Its name.
    pub(crate) name: String,
    /// What the person is asked.
    pub(crate) words: String,
    /// Whether it is direct marketing.
    pub(crate) marketing: bool,
    /// Whether it may be done now.
    pub(crate) allowed: bool,
    /// Why, as a code.
    pub(crate) reason: &'static str,
    /// Why, in words.
    pub(crate) reason_in_words: &'static str,
    /// When what decided happened.
    pub(crate) since: Option<DateTime<Utc>>,
    /// The first instant at which the answer will be another, by what is known.
    pub(crate) until: Option<DateTime<Utc>>,
    /// What can be chosen.
    pub(crate) choices: Vec<&'static str>,
    /// What happened, the newest first.
    pub(crate) history: Vec<Happened>,
}

/// One event of a person's.
#[derive(Serialize)]
pub(crate) struct Happened {
    /// Its id, which is that of its receipt.
    pub(crate) event: String,
    /// Its kind.
    pub(crate) kind: &'static str,
    /// When it occurred.
    pub(crate) occurred: DateTime<Utc>,
    /// Whether there is a receipt: an objection is no choice about consent.
    pub(crate) has_receipt: bool,
}

/// How every purpose stands for this person.
pub(crate) fn standings<C: Backend>(
    service: &Service<C>,
    person: Person,
    known: &Choices,
    lang: Lang,
) -> Vec<Standing> {
    let asked = service.dialogue.asked().iter();
    asked
        .map(|asked| standing(service, asked, person, known, lang))
        .collect()
}

fn standing<C: Backend>(
    service: &Service<C>,
    asked: &Asked,
    person: Person,
    known: &Choices,
    lang: Lang,
) -> Standing {
    let decision = decided(service, asked, person, (&known.deciding, service.now()));
    let deciding = decision.deciding_event();
    let since = known
        .shown
        .iter()
        .find(|event| Some(event.id()) == deciding);
    let mut history: Vec<_> = known
        .shown
        .iter()
        .filter(|event| concerns(event, asked))
        .map(|event| Happened {
            event: event.id().to_string(),
            kind: event.kind().code(),
            occurred: event.occurred(),
            has_receipt: has_receipt(event.kind()),
        })
        .collect();
    history.sort_by_key(|happened| std::cmp::Reverse(happened.occurred));
    Standing {
        purpose: asked.id.as_str().to_owned(),
        name: asked.name.in_language(lang).to_owned(),
        words: asked.words(lang).to_owned(),
        marketing: asked.is_marketing,
        allowed: decision.is_allowed(),
        reason: decision.reason().code(),
        reason_in_words: decision.reason().label(lang),
        since: since.map(Event::occurred),
        until: decision.next_change(),
        choices: choices(&decision)
            .iter()
            .map(|choice| choice.code())
            .collect(),
        history,
    }
}

fn decided<C: Backend>(
    service: &Service<C>,
    asked: &Asked,
    person: Person,
    (events, now): (&[Event], DateTime<Utc>),
) -> Decision {
    let question = asked.question(person.key);
    service
        .dialogue
        .policy
        .decide_over(events, question, now, now)
}

fn concerns(event: &Event, asked: &Asked) -> bool {
    match event.kind().purposes() {
        Scope::All => asked.is_marketing || !matches!(event.kind(), Kind::Objected { .. }),
        Scope::Only(purposes) => purposes.contains(&asked.id),
    }
}

const fn has_receipt(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Requested { .. }
            | Kind::Given(_)
            | Kind::Renewed(_)
            | Kind::Confirmed { .. }
            | Kind::Refused { .. }
            | Kind::Withdrawn { .. }
            | Kind::Expired { .. }
    )
}

/// What can be chosen from here. To refuse is offered wherever to agree is, and an agreement that holds can be taken back.
fn choices(decision: &Decision) -> &'static [Choice] {
    match decision.reason() {
        _ if decision.is_allowed() => &[Choice::Withdraw],
        Reason::NotConfirmed => &[Choice::Confirm, Choice::Withdraw],
        Reason::Refused | Reason::Withdrawn | Reason::MarketingObjection => &[Choice::Give],
        _ => &[Choice::Give, Choice::Refuse],
    }
}

/// Records a choice. Only what was offered can be chosen: a form from yesterday does not withdraw what was refused since.
pub(crate) async fn choose<C: Backend>(
    service: &Service<C>,
    db: &mut C,
    person: Person,
    (purpose, choice): (&str, Choice),
    lang: Lang,
) -> Result<EventId, Refusal> {
    let asked = service.dialogue.find(purpose).ok_or(Refusal::NotFound)?;
    let id = stores::together!(
        db,
        choose_within(service, db, person, (asked, choice), lang)
    )?;
    service.metrics.choice(choice.code());
    Ok(id)
}

async fn choose_within<C: Backend>(
    service: &Service<C>,
    db: &mut C,
    person: Person,
    (asked, choice): (&Asked, Choice),
    lang: Lang,
) -> Result<EventId, Refusal> {
    let events = stores::deciding_within(db, person.key).await?;
    let now = after(&events, service.now());
    if !choices(&decided(service, asked, person, (&events, now))).contains(&choice) {
        return Err(Refusal::Conflict);
    }
    let only = || Scope::only([asked.id.clone()]);
    let kind = match choice {
        Choice::Give => Kind::Given(Consent::new(
            Act::PressedButton,
            asked.shown(lang).clone(),
            [asked.id.clone()],
        )),
        Choice::Refuse => Kind::Refused { purposes: only() },
        Choice::Withdraw => Kind::Withdrawn { purposes: only() },
        Choice::Confirm => Kind::Confirmed {
            act: Act::PressedButton,
            purposes: only(),
        },
    };
    record_at(service, db, person, (kind, now)).await
}

/// How far the clocks of two machines may be apart.
const APART: TimeDelta = TimeDelta::minutes(10);

/// Now, and after all that the person did before: where another machine, whose clock is ahead, took their agreement, or this one's was set back, what
/// they take back a moment later is later.
fn after(events: &[Event], now: DateTime<Utc>) -> DateTime<Utc> {
    let done = events.iter().map(Event::occurred);
    let last = done.filter(|at| *at <= now + APART).max();
    last.map_or(now, |last| now.max(last + TimeDelta::microseconds(1)))
}

/// An objection to direct marketing, which needs no reason and which nothing outweighs (Art. 21(2) and (3) GDPR).
pub(crate) const fn objection_to_marketing() -> Kind {
    Kind::Objected {
        to: ObjectionTo::Marketing,
        purposes: Scope::All,
    }
}

/// Appends what the person did, inside a transaction.
pub(crate) async fn record_within<C: Backend>(
    service: &Service<C>,
    db: &mut C,
    person: Person,
    kind: Kind,
) -> Result<EventId, Refusal> {
    let events = stores::deciding_within(db, person.key).await?;
    let now = after(&events, service.now());
    record_at(service, db, person, (kind, now)).await
}

async fn record_at<C: Backend>(
    service: &Service<C>,
    db: &mut C,
    person: Person,
    (kind, now): (Kind, DateTime<Utc>),
) -> Result<EventId, Refusal> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(|_| Refusal::Defect)?;
    let id = EventId::from_bytes(id);
    let event = Event::new(id, person.key, (now, now), Provenance::Person, kind);
    let event = event.map_err(|_| Refusal::Defect)?;
    // A slip of this program in a form would show here: better no event than a consent that proves nothing.
    if !service.dialogue.policy.doubts_about(&event).is_empty() {
        tracing::error!("an event of the privacy centre is in doubt");
        return Err(Refusal::Defect);
    }
    stores::record_within(db, &event).await?;
    Ok(id)
}

/// The receipt of one event of this person, and of nobody else.
pub(crate) async fn receipt<C: Backend>(
    service: &Service<C>,
    db: &mut C,
    person: Person,
    event: &str,
    lang: Lang,
) -> Result<String, Refusal> {
    let id: EventId = event.parse().map_err(|_| Refusal::NotFound)?;
    let contact = service.public.contact(lang).unwrap_or_default();
    let way = lang.pick(
        "dans l’espace de confidentialité, page «\u{a0}Mes consentements\u{a0}»",
        "in the privacy centre, page “My consents”",
    );
    let controller = Controller::new(service.public.name(lang), contact, way);
    let policy = &service.dialogue.policy;
    let receipt = stores::receipt(db, policy, (person.key, id), &controller, lang).await?;
    Ok(receipt.to_json_ld())
}

/// The day of an instant, in words, where the register's organisation is.
pub(crate) fn day<C: Backend>(service: &Service<C>, instant: DateTime<Utc>, lang: Lang) -> String {
    let day = date_of(service.register.zone(), instant);
    greffe::calendar::date_in_words(day, lang)
}

/// An instant to the second, in words, where the register's organisation is: of two choices of a day, which was the last one matters.
pub(crate) fn moment<C: Backend>(
    service: &Service<C>,
    instant: DateTime<Utc>,
    lang: Lang,
) -> String {
    let there = instant.with_timezone(&service.register.zone());
    greffe::calendar::instant_in_words(there, lang)
}

/// Words with a capital at their beginning.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
