//! What an operator decides.

use std::num::NonZeroU32;
use std::time::Duration;

use chrono::{Days, TimeDelta};
use governor::Quota;

/// How the service runs. [`Settings::default`] is for a machine of one's own; in earnest a proxy stands before it and ends TLS.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Whether people reach the service by TLS: cookies are `__Host-` and `Secure`, and HSTS is sent.
    pub(crate) tls: bool,
    /// Whether the last address of `X-Forwarded-For` is that of the client. Only where a proxy of one's own writes it: anybody else could lie.
    pub(crate) forwarded_for: bool,
    /// After how long without a request a session ends.
    pub(crate) idle: TimeDelta,
    /// After how long it ends whatever happens.
    pub(crate) session_life: TimeDelta,
    /// How long a request may take, its download left aside.
    pub(crate) request_time: Duration,
    /// How long a client may not read on before its download ends.
    pub(crate) stall: Duration,
    /// For how many days after its package was sent a request that is closed holds the purge: a download may break off with its last octets, and can then be
    /// asked for again. Decided on 2026-11-28.
    pub(crate) held_after_sending: Days,
    /// How many export packages are made or sent at the same time.
    pub(crate) exports: usize,
    /// How often.
    pub(crate) rates: Rates,
}

/// How often an address or a person may do something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates {
    /// Anything, by address.
    pub(crate) requests: Quota,
    /// Logins tried, by address; tokens of the API that open nothing too.
    pub(crate) logins: Quota,
    /// Choices and requests written, by person.
    pub(crate) writes: Quota,
    /// Export packages made, by person.
    pub(crate) exports: Quota,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tls: false,
            forwarded_for: false,
            idle: TimeDelta::minutes(30),
            session_life: TimeDelta::hours(12),
            request_time: Duration::from_secs(30),
            stall: Duration::from_secs(30),
            held_after_sending: Days::new(7),
            exports: 4,
            rates: Rates::default(),
        }
    }
}

impl Default for Rates {
    fn default() -> Self {
        Self::times(NonZeroU32::MIN)
    }
}

impl Rates {
    /// So many times what is meant for people.
    pub(crate) fn times(factor: NonZeroU32) -> Self {
        let times = |number: u32| count(number.saturating_mul(factor.get()));
        Self {
            requests: Quota::per_minute(times(600)),
            logins: Quota::per_minute(times(10)),
            writes: Quota::per_minute(times(60)),
            exports: Quota::per_hour(times(20)),
        }
    }
}

/// A number that is at least one.
pub(crate) const fn count(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}
