//! Requests of people: received with their deadline, and held from the purge until they are answered.

use chrono::NaiveDate;
use greffe::calendar::{Calendar, Place};
use greffe::export::{Evidence, Request, Right};
use greffe::retention::HoldReason;
use greffe_sqlx::Backend;

use crate::error::HostError;
use crate::retention::{hold, lift};

/// A request for access and portability that came on that day, with its deadline (GDPR Art. 12(3)). From then on, what was asked for must not vanish
/// before the answer.
pub(crate) async fn receive<C: Backend>(
    db: &mut C,
    customer: i64,
    id: &str,
    received: NaiveDate,
) -> Result<Request, HostError> {
    let id = id.parse().map_err(|_| HostError::Defect)?;
    let mut request = Request::received(id, Right::Access, received)
        .also(Right::Portability)
        .with_evidence(Evidence::Form);
    request
        .reckon(&Calendar::of(Place::France))
        .map_err(|error| refused(&error))?;
    hold(db, customer, HoldReason::AccessRequest, received).await?;
    Ok(request)
}

/// What was asked for is to be collected now.
pub(crate) fn begin(request: &mut Request, today: NaiveDate) -> Result<(), HostError> {
    request.scope(today).map_err(|error| refused(&error))?;
    request.collect(today).map_err(|error| refused(&error))
}

/// Everything was given: the request is closed, and its hold ends with today.
pub(crate) async fn close<C: Backend>(
    db: &mut C,
    customer: i64,
    request: &mut Request,
    today: NaiveDate,
) -> Result<(), HostError> {
    for right in [Right::Access, Right::Portability] {
        request
            .grant(right, today)
            .map_err(|error| refused(&error))?;
    }
    lift(db, customer, HoldReason::AccessRequest, today).await?;
    Ok(())
}

/// A refusal of the request's own rules.
pub(crate) fn refused(error: &dyn std::error::Error) -> HostError {
    HostError::refused("request", error)
}
