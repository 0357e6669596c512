//! Instants of keys: seconds since 1970-01-01 UTC, shown as days.

use std::time::{SystemTime, UNIX_EPOCH};

use greffe::calendar::{DateTime, Utc};
use greffe::document::Words;
use greffe::terms::Lang;

use crate::option_value::printable;
use crate::refusal::Refusal;

/// The instant that was told, or now, as seconds since 1970-01-01 UTC.
pub(super) fn seconds(told: Option<DateTime<Utc>>) -> Result<u64, Refusal> {
    match told {
        Some(instant) => {
            u64::try_from(instant.timestamp()).map_err(|_| Refusal::of("--at", BEFORE_1970))
        }
        // Only a command may look up the time: the crates are told.
        None => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map(|elapsed| elapsed.as_secs())
            .map_err(|_| Refusal::of("--at", NO_CLOCK)),
    }
}

/// The day in UTC, `YYYY-MM-DD`; nothing for what no calendar holds.
pub(super) fn day(seconds: u64) -> Option<String> {
    let instant = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
    Some(printable(instant.date_naive()).ok()?.to_string())
}

/// As [`day`], for people.
pub(super) fn day_in_words(seconds: u64, lang: Lang) -> String {
    day(seconds).unwrap_or_else(|| {
        let beyond = ("au-delà du calendrier", "beyond the calendar");
        lang.pick(beyond.0, beyond.1).to_owned()
    })
}

const BEFORE_1970: Words = Words::new(
    "on attend un instant à partir du 1970-01-01",
    "an instant from 1970-01-01 on is expected",
);
const NO_CLOCK: Words = Words::new(
    "l’horloge de cette machine est avant 1970\u{a0}: donnez l’instant",
    "this machine's clock stands before 1970: tell the instant",
);
