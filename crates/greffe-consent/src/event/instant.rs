//! How finely an event's instants are kept.

use chrono::{DateTime, Datelike, SubsecRound, Timelike, Utc};

use crate::{Consent, Event};

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
