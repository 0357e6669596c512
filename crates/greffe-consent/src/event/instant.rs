//! An instant as events keep it: whole microseconds, and of a text what it says beyond.

use chrono::{DateTime, Datelike, SubsecRound, TimeDelta, Timelike, Utc};

use crate::{Consent, Event};

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

    /// So many nanoseconds later.
    pub(crate) fn and(self, nanoseconds: u16) -> DateTime<Utc> {
        let instant = self.utc();
        match nanoseconds {
            0 => instant,
            more => instant
                .checked_add_signed(TimeDelta::nanoseconds(more.into()))
                .unwrap_or(instant),
        }
    }
}

/// What a text says of an event's instants below the microsecond, in nanoseconds: of when it occurred and of when it was recorded. No rule looks at it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Finer {
    pub(crate) occurred: u16,
    pub(crate) recorded: u16,
}

impl Finer {
    pub(crate) fn of(occurred: DateTime<Utc>, recorded: DateTime<Utc>) -> Self {
        let below = |instant: DateTime<Utc>| u16::try_from(instant.nanosecond() % 1_000);
        Self {
            occurred: below(occurred).unwrap_or_default(),
            recorded: below(recorded).unwrap_or_default(),
        }
    }
}

/// RFC 3339 writes four-digit years, and a leap second would have two places in the order.
pub(crate) fn is_writable(instant: DateTime<Utc>) -> bool {
    (0..=9999).contains(&instant.year()) && instant.nanosecond() < 1_000_000_000
}

/// The last whole microsecond that is not after the instant.
pub(crate) fn to_microseconds(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.trunc_subsecs(6)
}

impl Event {
    /// Whether some instant of it is finer than a microsecond. Only a text says so, such as a file of an earlier version: read, it keeps
    /// its instants, for the chain was taken of them. Keep such an event as a line; columns that hold microseconds give it another digest,
    /// and the chain breaks there.
    ///
    /// ```
    /// use greffe_consent::{Event, EventId, Kind, PersonKey, Provenance, Scope};
    ///
    /// let at = "2026-03-01T10:00:00.123456789Z".parse()?;
    /// let died = |at| Event::new(EventId::from_bytes([1; 16]), PersonKey::from_bytes([7; 16]), (at, at), Provenance::Operator, Kind::Died);
    /// let event = died(at)?;
    /// assert_eq!(event.occurred(), "2026-03-01T10:00:00.123456Z".parse::<chrono::DateTime<chrono::Utc>>()?);
    /// assert_eq!(died(event.occurred())?.content_digest(), event.content_digest());
    ///
    /// let earlier = event.to_json_line().replace("123456Z", "123456789Z");
    /// assert!(Event::from_json_line(&earlier)?.has_finer_instants() && !event.has_finer_instants());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn has_finer_instants(&self) -> bool {
        let ends = self.kind().consent().and_then(Consent::expires);
        [Some(self.occurred()), Some(self.recorded()), ends]
            .into_iter()
            .flatten()
            .any(|instant| to_microseconds(instant) != instant)
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
