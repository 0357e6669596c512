//! R0: two times per event. What occurred until the instant asked about and was recorded until then counts; the order is that of
//! [`Event::reading_order`], never that of arrival. Sources: Art. 5(2) and 7(1) GDPR; that ties go to the restrictive event is ours.

use chrono::{DateTime, Utc};

use crate::Event;

/// The events that were recorded until `known_at`.
pub(super) fn known<'e>(
    history: impl Iterator<Item = &'e Event>,
    known_at: DateTime<Utc>,
) -> Vec<&'e Event> {
    history
        .filter(|event| event.recorded() <= known_at)
        .collect()
}

/// Those of them that had occurred at `at`: the beginning of the list, for it is in order.
pub(super) fn until<'a>(known: &'a [&'a Event], at: DateTime<Utc>) -> &'a [&'a Event] {
    let count = known.partition_point(|event| event.occurred() <= at);
    known.get(..count).unwrap_or(known)
}

/// An event that was dated in the future when it was recorded is quarantined: it may close, it never opens.
pub(super) fn may_open(event: &Event) -> bool {
    !event.is_dated_ahead()
}
