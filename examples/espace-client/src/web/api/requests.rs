//! Requests, for programs.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use greffe::export::{ObjectionGround, Right};
use greffe_sqlx::Backend;

use crate::web::language::Spoken;
use crate::web::refusal::Refusal;
use crate::web::rights::{self, Asked, Standing};
use crate::web::service::Shared;
use crate::web::stores;
use crate::web::visitor::{Caller, Writing};

/// Every request of the person.
pub(crate) async fn list<C: Backend>(
    State(service): State<Shared<C>>,
    Caller(person): Caller,
    Spoken(lang): Spoken,
) -> Result<Json<Vec<Standing>>, Refusal> {
    let mut db = service.connection().await?;
    let requests = stores::requests_of::<C>(&mut db, person.key).await?;
    let standings = requests
        .iter()
        .map(|request| rights::standing(request, lang));
    Ok(Json(standings.collect()))
}

/// One request of the person's.
pub(crate) async fn show<C: Backend>(
    State(service): State<Shared<C>>,
    Caller(person): Caller,
    Spoken(lang): Spoken,
    Path(id): Path<String>,
) -> Result<Json<Standing>, Refusal> {
    let mut db = service.connection().await?;
    let requests = stores::requests_of::<C>(&mut db, person.key).await?;
    let found = requests.iter().find(|request| request.id().as_str() == id);
    let request = found.ok_or(Refusal::NotFound)?;
    Ok(Json(rights::standing(request, lang)))
}

/// Records a request.
pub(crate) async fn ask<C: Backend>(
    State(service): State<Shared<C>>,
    Writing(person): Writing,
    Spoken(lang): Spoken,
    Json(asked): Json<Asked>,
) -> Result<(StatusCode, Json<Standing>), Refusal> {
    let mut db = service.connection().await?;
    let request = rights::receive::<C>(&service, &mut db, person, &asked).await?;
    Ok((StatusCode::CREATED, Json(rights::standing(&request, lang))))
}

/// Records an objection to direct marketing.
pub(crate) async fn object<C: Backend>(
    State(service): State<Shared<C>>,
    Writing(person): Writing,
    Spoken(lang): Spoken,
) -> Result<(StatusCode, Json<Standing>), Refusal> {
    let asked = Asked {
        right: Right::Objection.code().to_owned(),
        ground: Some(ObjectionGround::Marketing.code().to_owned()),
        about: Vec::new(),
    };
    let mut db = service.connection().await?;
    let request = rights::receive::<C>(&service, &mut db, person, &asked).await?;
    Ok((StatusCode::CREATED, Json(rights::standing(&request, lang))))
}
