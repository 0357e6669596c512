//! What is done without anybody asking: sessions and tokens that ended are deleted, limits of who has gone are forgotten.

use std::time::Duration;

use greffe_sqlx::Backend;

use super::service::Shared;
use super::sessions;

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// Goes on until it is dropped.
pub(crate) async fn keep_tidy<C: Backend>(service: Shared<C>) {
    let mut times = tokio::time::interval(EVERY);
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
    }
}
