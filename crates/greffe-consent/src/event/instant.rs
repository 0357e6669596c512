//! An instant as events keep it.

use chrono::{DateTime, Utc};

/// Whole microseconds since 1970, UTC: what databases keep, and two of them compare in one step.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Instant(i64);

impl Instant {
    pub(crate) const MIN: Self = Self::of(DateTime::<Utc>::MIN_UTC);
    pub(crate) const MAX: Self = Self::of(DateTime::<Utc>::MAX_UTC);

    /// The last one that is not after `instant`: what occurred until the one occurred until the other.
    pub(crate) const fn of(instant: DateTime<Utc>) -> Self {
        Self(instant.timestamp_micros())
    }

    pub(crate) const fn utc(self) -> DateTime<Utc> {
        match DateTime::from_timestamp_micros(self.0) {
            Some(instant) => instant,
            // None is outside, for each was made of one that is inside.
            None => DateTime::<Utc>::MAX_UTC,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_instant_is_cut_to_the_microsecond_before_on_either_side_of_1970() {
        for (finer, cut) in [
            (
                "2026-03-01T10:00:00.123456789Z",
                "2026-03-01T10:00:00.123456Z",
            ),
            (
                "1969-12-31T23:59:59.999999999Z",
                "1969-12-31T23:59:59.999999Z",
            ),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ] {
            let instant = Instant::of(finer.parse().unwrap());
            assert_eq!(instant.utc(), cut.parse::<DateTime<Utc>>().unwrap());
        }
        assert!(Instant::MIN < Instant::of(DateTime::UNIX_EPOCH));
        assert!(Instant::of(DateTime::UNIX_EPOCH) < Instant::MAX);
    }
}
