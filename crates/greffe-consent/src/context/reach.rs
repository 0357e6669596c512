//! What the caller knows of reaching a person: as whom they act, where they are, what calls there were.

use chrono::{DateTime, Utc};
use greffe_calendar::Tz;

use super::PersonContext;

/// Rule R5's part of the context. `None` is unknown; a fact that is told is never taken for another.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Reach {
    pub(crate) zone: Option<Tz>,
    pub(crate) professional: Option<bool>,
    pub(crate) informed: Option<bool>,
    pub(crate) contract: Option<bool>,
    pub(crate) list: Option<ListCheck>,
    pub(crate) calls: Option<Vec<DateTime<Utc>>>,
    pub(crate) refusals: Vec<DateTime<Utc>>,
    pub(crate) suppressed: Option<bool>,
}

/// A look into the list of those who oppose calls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListCheck {
    pub(crate) checked: DateTime<Utc>,
    pub(crate) listed: bool,
}

impl PersonContext {
    /// The zone of the person's clocks: consumers are called by their own time (C. conso. D223-9).
    #[must_use]
    pub fn in_zone(mut self, zone: Tz) -> Self {
        self.reach.zone = Some(zone);
        self
    }

    /// Whether the contact that would be used stands on the suppression list ([`SuppressionList`](crate::SuppressionList)): marketing is then
    /// denied as objected to, whatever the events say, until the host takes it off for a new opt-in.
    #[must_use]
    pub const fn on_suppression_list(mut self, listed: bool) -> Self {
        self.reach.suppressed = Some(listed);
        self
    }

    /// Whether the person is reached as a professional, at a professional address. Unknown is a consumer.
    #[must_use]
    pub const fn acting_as_professional(mut self, professional: bool) -> Self {
        self.reach.professional = Some(professional);
        self
    }

    /// Whether the person was told, when the address or number was collected, that it would serve marketing, and could refuse there and
    /// then.
    #[must_use]
    pub const fn told_of_marketing(mut self, told: bool) -> Self {
        self.reach.informed = Some(told);
        self
    }

    /// Whether a contract with the person is being performed to which the purpose asked about relates
    /// ([`Purpose::related_to_contract`](crate::Purpose::related_to_contract)). A contract about something else is none:
    /// an account with the bank lifts no ban on offers of insulation.
    #[must_use]
    pub const fn with_ongoing_contract(mut self, ongoing: bool) -> Self {
        self.reach.contract = Some(ongoing);
        self
    }

    /// When the number was last checked against the list of opposition to calls (Bloctel, until 10 August 2026), and whether it is on it.
    #[must_use]
    pub const fn opposition_list(mut self, checked: DateTime<Utc>, listed: bool) -> Self {
        self.reach.list = Some(ListCheck { checked, listed });
        self
    }

    /// Every marketing call of this controller to the person in the last thirty days or more, answered or not, by others on its behalf
    /// too. An empty list says that there was none.
    #[must_use]
    pub fn calls_made(mut self, calls: impl IntoIterator<Item = DateTime<Utc>>) -> Self {
        self.reach.calls.get_or_insert_default().extend(calls);
        self
    }

    /// When the person refused in a call. Refusals of the ledger need not be told again.
    #[must_use]
    pub fn refused_calls(mut self, refusals: impl IntoIterator<Item = DateTime<Utc>>) -> Self {
        self.reach.refusals.extend(refusals);
        self
    }
}
