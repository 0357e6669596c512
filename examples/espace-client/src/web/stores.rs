//! The stores of consents and of requests, as this service uses them: always by the person, never by an id alone.

use greffe::consent::{Event, EventId, Link, PersonKey};
use greffe::export::Request;
use greffe_sqlx::Backend;

use super::refusal::Refusal;

pub(crate) async fn events_of<C: Backend>(_db: &mut C, _person: PersonKey) -> Result<Vec<Event>, Refusal> { Err(Refusal::Defect) }
pub(crate) async fn record<C: Backend>(_db: &mut C, _event: Event) -> Result<(), Refusal> { Err(Refusal::Defect) }
pub(crate) async fn links_of<C: Backend>(_db: &mut C, _person: PersonKey, _id: EventId) -> Result<Option<(Link, Event, Link)>, Refusal> { Err(Refusal::Defect) }
pub(crate) async fn requests_of<C: Backend>(_db: &mut C, _person: PersonKey) -> Result<Vec<Request>, Refusal> { Err(Refusal::Defect) }
pub(crate) async fn keep<C: Backend>(_db: &mut C, _person: PersonKey, _request: &Request) -> Result<(), Refusal> { Err(Refusal::Defect) }
