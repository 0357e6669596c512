//! The stores of consents and of requests, as this service uses them: always by the person, never by an id alone.

use greffe::consent::receipt::{Controller, Receipt};
use greffe::consent::{Event, EventId, PersonKey, Policy};
use greffe::export::Request;
use greffe::terms::Lang;
use greffe_sqlx::{
    Backend, ConsentStore, ConsentStoreError, RequestStore, RequestStoreError, SubjectKey,
};

use super::refusal::Refusal;

/// The name of the service's ledger.
const LEDGER: &str = "espace-client";

fn ledger<C: Backend>(db: &mut C) -> Result<ConsentStore<'_, C>, Refusal> {
    let name = LEDGER.parse().map_err(|_| Refusal::Defect)?;
    Ok(ConsentStore::new(db, name))
}

fn ledger_within<C: Backend>(db: &mut C) -> Result<ConsentStore<'_, C>, Refusal> {
    let name = LEDGER.parse().map_err(|_| Refusal::Defect)?;
    Ok(ConsentStore::within(db, name))
}

/// What is known of a person's choices.
pub(crate) struct Choices {
    /// What decides.
    pub(crate) deciding: Vec<Event>,
    /// What the person may see: of a device that others share too, what others chose decides and is not theirs to see.
    pub(crate) shown: Vec<Event>,
}

/// The choices of this person.
pub(crate) async fn choices_of<C: Backend>(
    db: &mut C,
    person: PersonKey,
) -> Result<Choices, Refusal> {
    let mut ledger = ledger(db)?;
    Ok(Choices {
        deciding: ledger.events_that_decide(person).await?,
        shown: ledger.history_of(person).await?,
    })
}

/// What decides for this person, inside a transaction.
pub(crate) async fn deciding_within<C: Backend>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<Event>, Refusal> {
    Ok(ledger_within(db)?.events_that_decide(person).await?)
}

/// Appends an event, inside a transaction.
pub(crate) async fn record_within<C: Backend>(db: &mut C, event: &Event) -> Result<(), Refusal> {
    ledger_within(db)?.append(event).await?;
    Ok(())
}

/// The receipt of an event of this person's.
pub(crate) async fn receipt<C: Backend>(
    db: &mut C,
    policy: &Policy,
    event: (PersonKey, EventId),
    controller: &Controller,
    lang: Lang,
) -> Result<Receipt, Refusal> {
    Ok(ledger(db)?.receipt(policy, event, controller, lang).await?)
}

/// The requests of this person, the newest first. One that cannot be read is logged, and the others are shown.
pub(crate) async fn requests_of<C: Backend>(
    db: &mut C,
    person: PersonKey,
) -> Result<Vec<Request>, Refusal> {
    let found = RequestStore::new(db).of_person(subject(person)).await?;
    let mut requests = Vec::new();
    for stored in found {
        match stored {
            Ok(stored) => requests.push(stored.request().clone()),
            Err(damaged) => {
                tracing::error!(fault = %damaged.fault(), "a request cannot be read");
            }
        }
    }
    // Of one day in the order of their ids, which are random: any order will do as long as it stays.
    requests.sort_by_key(|request| std::cmp::Reverse(request.received_on()));
    Ok(requests)
}

/// Stores a new request, inside a transaction.
pub(crate) async fn keep_within<C: Backend>(
    db: &mut C,
    person: PersonKey,
    request: &Request,
) -> Result<(), Refusal> {
    let mut store = RequestStore::new(db);
    store.insert(subject(person), request.clone()).await?;
    Ok(())
}

/// The key of a person's requests is that of their choices.
fn subject(person: PersonKey) -> SubjectKey {
    SubjectKey::from_bytes(*person.as_bytes())
}

/// Does all of it in one transaction, or nothing.
macro_rules! together {
    ($db:expr, $body:expr) => {{
        $db.begin_writing().await?;
        let done: Result<_, Refusal> = $body.await;
        match done {
            Ok(done) => {
                $db.commit().await?;
                Ok(done)
            }
            Err(refusal) => {
                // The first refusal says more than one of the way back.
                let _ = $db.rollback().await;
                Err(refusal)
            }
        }
    }};
}
pub(crate) use together;

impl From<ConsentStoreError> for Refusal {
    fn from(error: ConsentStoreError) -> Self {
        match error {
            ConsentStoreError::Store(error) => error.into(),
            // No such event of this person, or none that has a receipt.
            ConsentStoreError::Receipt(_) => Self::NotFound,
            _ => {
                // Its texts name positions and nothing else.
                tracing::error!(%error, "the ledger refused");
                Self::Defect
            }
        }
    }
}

impl From<RequestStoreError> for Refusal {
    fn from(error: RequestStoreError) -> Self {
        if let RequestStoreError::Store(error) = error {
            return error.into();
        }
        let fault = crate::requests::fault_of(&error);
        tracing::error!(%fault, "the store of requests refused");
        Self::Defect
    }
}
