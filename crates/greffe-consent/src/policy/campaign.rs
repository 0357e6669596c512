//! Campaigns that ask for consent anew.

use chrono::{DateTime, NaiveDate, Utc};
use greffe_calendar::{CalendarError, Tz, zone};

/// A campaign that asks persons for their consent again: who stays silent is taken off (recital 32 GDPR).
///
/// Until the deadline an older consent still holds; after it only one given since the question does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Campaign {
    asked: NaiveDate,
    deadline: NaiveDate,
}

impl Campaign {
    /// Asked on the day `asked`, to be answered until the end of the day `deadline`, both in the policy's zone.
    #[must_use]
    pub const fn new(asked: NaiveDate, deadline: NaiveDate) -> Self {
        Self { asked, deadline }
    }

    /// The day of the question.
    #[must_use]
    pub const fn asked(&self) -> NaiveDate {
        self.asked
    }

    /// The last day for an answer.
    #[must_use]
    pub const fn deadline(&self) -> NaiveDate {
        self.deadline
    }
}

/// A campaign on the time line: `[asked, closed)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CampaignSpan {
    pub(crate) asked: DateTime<Utc>,
    pub(crate) closed: DateTime<Utc>,
}

impl CampaignSpan {
    pub(super) fn of(campaign: Campaign, zone: Tz) -> Result<Self, CalendarError> {
        let after = campaign
            .deadline
            .succ_opt()
            .ok_or(CalendarError::OutOfRange)?;
        let span = Self {
            asked: zone::start_of_day(zone, campaign.asked)?,
            closed: zone::start_of_day(zone, after)?,
        };
        if span.asked < span.closed {
            Ok(span)
        } else {
            Err(CalendarError::OutOfOrder)
        }
    }
}
