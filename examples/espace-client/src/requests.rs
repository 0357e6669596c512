//! Requests of people: received with their deadline, kept, and held from the purge until they are answered.

use chrono::NaiveDate;
use greffe::calendar::{Calendar, Place};
use greffe::export::{Evidence, Request, Right, State, TransitionError};
use greffe::retention::HoldReason;
use greffe_sqlx::{Backend, RequestStore, RequestStoreError, StoredRequest, SubjectKey};

use crate::error::HostError;
use crate::retention::{hold, lift};

/// A request for access and portability that came on that day, with its deadline (GDPR Art. 12(3)). From then on, what was asked for must not vanish
/// before the answer: the request and its hold are written together.
pub(crate) async fn receive<C: Backend>(
    db: &mut C,
    customer: i64,
    id: &str,
    received: NaiveDate,
) -> Result<StoredRequest, HostError> {
    let id = id.parse().map_err(|_| HostError::Defect)?;
    let mut request = Request::received(id, Right::Access, received)
        .also(Right::Portability)
        .with_evidence(Evidence::Form);
    request
        .reckon(&Calendar::of(Place::France))
        .map_err(|error| refused(&error))?;
    db.begin_writing().await?;
    match keep(db, customer, request, received).await {
        Ok(stored) => {
            db.commit().await?;
            Ok(stored)
        }
        Err(error) => {
            // The first error says more than one of the way back.
            let _ = db.rollback().await;
            Err(error)
        }
    }
}

async fn keep<C: Backend>(
    db: &mut C,
    customer: i64,
    request: Request,
    received: NaiveDate,
) -> Result<StoredRequest, HostError> {
    let person = crate::customers::pseudonym(db, customer).await?;
    let person = SubjectKey::from_bytes(person.ok_or(HostError::Defect)?);
    let stored = RequestStore::new(db).insert(person, request).await?;
    hold(db, customer, HoldReason::AccessRequest, received).await?;
    Ok(stored)
}

/// Takes steps of a request and keeps it as it then stands.
pub(crate) async fn advance<C: Backend>(
    db: &mut C,
    stored: &mut StoredRequest,
    steps: impl FnOnce(&mut Request) -> Result<(), TransitionError>,
) -> Result<(), HostError> {
    steps(stored.request_mut()).map_err(|error| refused(&error))?;
    Ok(RequestStore::new(db).save(stored).await?)
}

/// Everything was given: the request is closed today, and `last` is the last day of its own hold; both or neither. Those of other requests go on.
pub(crate) async fn close<C: Backend>(
    db: &mut C,
    customer: i64,
    stored: &mut StoredRequest,
    (today, last): (NaiveDate, NaiveDate),
) -> Result<(), HostError> {
    db.begin_writing().await?;
    match grant_and_lift(db, customer, stored, (today, last)).await {
        Ok(()) => Ok(db.commit().await?),
        Err(error) => {
            // The first error says more than one of the way back.
            let _ = db.rollback().await;
            Err(error)
        }
    }
}

async fn grant_and_lift<C: Backend>(
    db: &mut C,
    customer: i64,
    stored: &mut StoredRequest,
    (today, last): (NaiveDate, NaiveDate),
) -> Result<(), HostError> {
    let granted = |request: &mut Request| {
        if request.state() == State::Collected {
            request.review(today)?;
        }
        let copies: Vec<Right> = request
            .rights()
            .filter(|right| right.wants_copy() && request.outcome(*right).is_none())
            .collect();
        copies
            .into_iter()
            .try_for_each(|right| request.grant(right, today))
    };
    advance(db, stored, granted).await?;
    let held = (HoldReason::AccessRequest, stored.request().received_on());
    lift(db, customer, held, last).await?;
    Ok(())
}

/// The request of this number, which is received now where it is not there yet, with its data being collected unless it is closed.
pub(crate) async fn resume<C: Backend>(
    db: &mut C,
    customer: i64,
    id: &str,
    today: NaiveDate,
) -> Result<StoredRequest, HostError> {
    let known = id.parse().map_err(|error| refused(&error))?;
    let person = crate::customers::pseudonym(db, customer).await?;
    let person = SubjectKey::from_bytes(person.ok_or(HostError::NoCustomer)?);
    let mut stored = match RequestStore::new(db).load(&known).await? {
        Some(stored) if stored.person() == person => stored,
        Some(_) => return Err(refused(&RequestStoreError::IdTaken)),
        None => receive(db, customer, id, today).await?,
    };
    let collected = |request: &mut Request| {
        if request.state() == State::Received {
            request.scope(today)?;
        }
        if request.state() == State::Scoped {
            request.collect(today)?;
        }
        Ok(())
    };
    if !stored.request().state().is_final() {
        advance(db, &mut stored, collected).await?;
    }
    Ok(stored)
}

fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("request", error)
}

/// What is wrong with a stored request, which is not named: no log holds an id of a request.
pub(crate) fn fault_of(error: &RequestStoreError) -> &(dyn std::error::Error + 'static) {
    match error {
        RequestStoreError::Damaged(damaged) => damaged.fault(),
        error => error,
    }
}

impl From<RequestStoreError> for HostError {
    fn from(error: RequestStoreError) -> Self {
        match error {
            RequestStoreError::Store(error) => Self::Store(error),
            error => refused(fault_of(&error)),
        }
    }
}
