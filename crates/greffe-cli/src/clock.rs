//! What day it is. Only a command may look: the crates are told.

use std::time::{SystemTime, UNIX_EPOCH};

use greffe::calendar::{DateTime, NaiveDate, Utc, zone};
use greffe::register::Register;

use crate::refusal::Refusal;

/// Today in the register's zone.
pub(crate) fn today(register: &Register) -> Result<NaiveDate, Refusal> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let seconds = elapsed.and_then(|elapsed| i64::try_from(elapsed.as_secs()).ok());
    let now: Option<DateTime<Utc>> = seconds.and_then(|s| DateTime::from_timestamp(s, 0));
    let today = now.map(|now| zone::date_of(register.zone(), now));
    today.ok_or_else(|| Refusal::of("--at", NO_CLOCK))
}

const NO_CLOCK: greffe::document::Words = greffe::document::Words::new(
    "l’horloge ne donne pas de date\u{a0}: indiquez le jour",
    "the clock gives no date: say the day",
);
