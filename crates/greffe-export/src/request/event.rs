//! What happens to a request, each with its day.

use chrono::NaiveDate;

use super::{Right, State};

/// An event and its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedEvent {
    /// The day.
    pub on: NaiveDate,
    /// What happened.
    pub event: Event,
}

impl DatedEvent {
    pub(crate) const fn new(on: NaiveDate, event: Event) -> Self {
        Self { on, event }
    }
}

/// What can happen to a request. Extension, suspension and forwarding are events, not ends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The request reached a state.
    Reached(State),
    /// A right was granted.
    Granted(Right),
    /// A right was refused; the request's outcome has the reason.
    Refused(Right),
    /// The time to answer was extended.
    Extended(ExtensionReason),
    /// The clock was stopped.
    Suspended(SuspensionReason),
    /// The clock runs again.
    Resumed,
    /// A processor handed the request to its controller.
    Forwarded,
}

/// Why the time to answer may be extended (Art. 12(3)): nothing else counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExtensionReason {
    /// The request is complex.
    Complexity,
    /// The same person made many requests.
    Number,
}

/// Why the clock may be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SuspensionReason {
    /// Reasonable doubt about identity (Art. 12(6)).
    Identity,
    /// The person was asked to say what they want to see (recital 63).
    Clarification,
}
