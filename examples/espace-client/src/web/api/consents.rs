//! Consents, for programs.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use greffe_sqlx::Backend;
use serde::{Deserialize, Serialize};

use crate::web::consents::{self, Choice, Standing};
use crate::web::language::Spoken;
use crate::web::refusal::Refusal;
use crate::web::service::Shared;
use crate::web::stores;
use crate::web::visitor::{Caller, Writing};

/// How every purpose stands.
pub(crate) async fn list<C: Backend>(
    State(service): State<Shared<C>>,
    Caller(person): Caller,
    Spoken(lang): Spoken,
) -> Result<Json<Vec<Standing>>, Refusal> {
    let mut db = service.connection().await?;
    let known = stores::choices_of::<C>(&mut db, person.key).await?;
    Ok(Json(consents::standings(&service, person, &known, lang)))
}

/// What is chosen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chosen {
    choice: String,
}

/// What was recorded.
#[derive(Serialize)]
pub(crate) struct Recorded {
    event: String,
}

/// Records a choice.
pub(crate) async fn choose<C: Backend>(
    State(service): State<Shared<C>>,
    Writing(person): Writing,
    Spoken(lang): Spoken,
    Path(purpose): Path<String>,
    Json(chosen): Json<Chosen>,
) -> Result<(StatusCode, Json<Recorded>), Refusal> {
    let choice = Choice::of_code(&chosen.choice).ok_or(Refusal::Impossible("choice"))?;
    let mut db = service.connection().await?;
    let chosen = (purpose.as_str(), choice);
    let id = consents::choose::<C>(&service, &mut db, person, chosen, lang).await?;
    let event = id.to_string();
    Ok((StatusCode::CREATED, Json(Recorded { event })))
}

/// The receipt of one event of the person's.
pub(crate) async fn receipt<C: Backend>(
    State(service): State<Shared<C>>,
    Caller(person): Caller,
    Spoken(lang): Spoken,
    Path(event): Path<String>,
) -> Result<Response, Refusal> {
    let mut db = service.connection().await?;
    let text = consents::receipt::<C>(&service, &mut db, person, &event, lang).await?;
    Ok(([(CONTENT_TYPE, "application/ld+json")], text).into_response())
}
