//! What is done without anybody asking: sessions and tokens that ended are deleted, files of requests that were answered long ago too, limits of who
//! has gone are forgotten.

use std::time::Duration;

use chrono::NaiveDate;
use greffe::register::Register;
use greffe::retention::{OwnRecord, Rule};
use greffe_sqlx::{Backend, RequestStore};

use super::refusal::Refusal;
use super::service::Shared;
use super::sessions;

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// Goes on until it is dropped.
pub(crate) async fn keep_tidy<C: Backend>(service: Shared<C>) {
    let mut times = tokio::time::interval(EVERY);
    let mut requests_looked_at = None;
    loop {
        times.tick().await;
        service.limits.forget_idle();
        let Ok(mut db) = service.connection().await else {
            continue;
        };
        let (now, settings) = (service.now(), &service.settings);
        if let Err(error) = sessions::forget_ended::<C>(&mut db, now, settings).await {
            tracing::warn!(%error, "what ended was not deleted");
        }
        // A file falls due with a day: to look once a day is enough.
        let today = service.today();
        if requests_looked_at != Some(today) {
            match forget_answered::<C>(&mut db, &service.register, today).await {
                Ok(erased) => {
                    requests_looked_at = Some(today);
                    tracing::info!(erased, "files of requests that were due");
                }
                Err(_) => tracing::warn!("files of requests that were due were not deleted"),
            }
        }
    }
}

/// Erases the files of requests that were closed so long ago that the register lets them go; how many.
pub(crate) async fn forget_answered<C: Backend>(
    db: &mut C,
    register: &Register,
    today: NaiveDate,
) -> Result<u64, Refusal> {
    let own = OwnRecord::RequestFile.rule(today);
    let own = own.map_err(|_| Refusal::Defect)?;
    let rule = rule_of_requests(register).unwrap_or(&own);
    let mut store = RequestStore::new(db);
    let done = store.erase_expired(rule, today, |_| false).await?;
    if !done.damaged.is_empty() {
        let damaged = done.damaged.len();
        tracing::error!(damaged, "requests cannot be read, and stay");
    }
    Ok(done.erased)
}

/// The register's rule for the store that the copy of a person's data calls `requests`.
fn rule_of_requests(register: &Register) -> Option<&Rule> {
    let of_requests = |labels: &[String]| labels.iter().any(|label| label == "requests");
    register
        .rules()
        .find(|(_, _, entry, _)| of_requests(entry.held_in.labels()))
        .and_then(|(_, _, entry, _)| entry.retention.rule())
}
