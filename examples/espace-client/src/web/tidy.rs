//! What is done without anybody asking: sessions and tokens that ended are deleted, limits of who has gone are forgotten, and once a day goes what the
//! nightly purge too erases of the service's own records, for a service whose purge does not run keeps its promises all the same.

use std::time::Duration;

use greffe_sqlx::Backend;

use super::service::Shared;
use super::sessions;
use crate::error::HostError;
use crate::retention::forget_own;

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// Goes on until it is dropped.
pub(crate) async fn keep_tidy<C: Backend>(service: Shared<C>) {
    let mut times = tokio::time::interval(EVERY);
    let mut own_records_looked_at = None;
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
        if own_records_looked_at == Some(today) {
            continue;
        }
        let (register, home) = (&*service.register, &service.home);
        match forget_own::<C>(&mut db, (register, home), (today, now)).await {
            Ok(gone) => {
                own_records_looked_at = Some(today);
                tracing::info!(
                    requests = gone.requests,
                    consents = gone.consents,
                    holds = gone.holds,
                    "own records that were due"
                );
                if gone.requests_damaged > 0 {
                    tracing::error!(
                        damaged = gone.requests_damaged,
                        "requests cannot be read, and stay"
                    );
                }
            }
            Err(HostError::Restored) => {
                own_records_looked_at = Some(today);
                tracing::error!("the database is older than what was kept outside it");
            }
            Err(_) => tracing::warn!(
                "own records that were due were not all deleted, or are still kept outside"
            ),
        }
    }
}
