//! The 72 hours for telling the authority of a breach of personal data (GDPR 33).

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use greffe_terms::Citation;

use crate::calendar::preceding;
use crate::convention::regulation;
use crate::trace::{Action, Record};
use crate::{Calendar, CalendarError, Explained, Moment, Trace, statutory_period, zone};

/// A breach of which a controller is aware.
///
/// A processor has no 72 hours: it tells its controller without undue delay ([`Breach::PROCESSOR`]).
///
/// ```
/// use greffe_calendar::{Breach, Calendar, Place, zone};
///
/// let paris = zone::parse("Europe/Paris")?;
/// let aware = "2020-12-22T12:17:00+01:00".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
/// let due = Breach::aware_at(aware, paris).notification_due(&Calendar::of(Place::France))?;
/// assert_eq!(due.strict().value().to_rfc3339(), "2020-12-25T11:17:00+00:00");
/// assert_eq!(due.regulation().value().to_rfc3339(), "2020-12-25T12:00:00+00:00");
/// assert_eq!(due.lenient(), due.regulation());
/// # Ok::<(), greffe_calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    aware: DateTime<Utc>,
    zone: Tz,
}

/// The readings of when the authority must have been told. Each is the instant from which the notification is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachDeadline {
    strict: Explained<DateTime<Utc>>,
    regulation: Explained<DateTime<Utc>>,
    lenient: Explained<DateTime<Utc>>,
}

impl Breach {
    /// What binds a processor: to tell its controller without undue delay, with no number of hours.
    pub const PROCESSOR: Citation = Citation::from_static("GDPR 33(2)");

    /// A breach of which the controller, whose clocks are those of `zone`, became aware at this instant.
    #[must_use]
    pub const fn aware_at(aware: DateTime<Utc>, zone: Tz) -> Self {
        Self { aware, zone }
    }

    /// When the authority must have been told, in the three readings.
    ///
    /// # Errors
    /// [`CalendarError::NoStatutoryPeriod`] before 25 May 2018; [`CalendarError::HolidaysUnknown`] if `calendar` does not know the
    /// days; [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn notification_due(&self, calendar: &Calendar) -> Result<BreachDeadline, CalendarError> {
        let Self { aware, zone } = *self;
        let day = zone::date_of(zone, aware);
        let (law, period) = statutory_period("breach_notification", day)?;

        let mut trace = Trace::default();
        let end = period.add_to_instant(aware, zone)?;
        trace.note_cited(|| (Action::RunsFrom, Moment::of(aware, zone)), None);
        trace.note_cited(
            || (Action::Elapsed(period), Moment::of(end, zone)),
            Some(law.citation().clone()),
        );
        let strict = Explained::new(end, trace);

        let mut trace = Trace::default();
        trace.note_cited(
            || (Action::RunsFrom, Moment::of(aware, zone)),
            Some(law.citation().clone()),
        );
        let end = regulation::hours(aware, period, zone, &mut trace)?;
        let regulation = Explained::new(end, trace);

        let lenient = self.with_two_working_days(&regulation, calendar)?;
        Ok(BreachDeadline {
            strict,
            regulation,
            lenient,
        })
    }

    /// Art. 3(5) of Regulation 1182/71: a period of two days or more holds at least two working days. Whether 72 hours are such a
    /// period is disputed.
    fn with_two_working_days(
        &self,
        regulation: &Explained<DateTime<Utc>>,
        calendar: &Calendar,
    ) -> Result<Explained<DateTime<Utc>>, CalendarError> {
        let start = zone::local_time(
            self.zone,
            regulation::next_full_hour(self.aware, self.zone)?,
        );
        // Hours that begin at midnight begin with the twenty-fourth hour of the day before, and end with that of the second
        // working day, which would otherwise not lie in the period at all.
        let at_midnight = start.time() == NaiveTime::MIN;
        let eve = if at_midnight {
            preceding(start.date())?
        } else {
            start.date()
        };
        let second = calendar.working_day_after(calendar.working_day_after(eve)?)?;
        let end = if at_midnight {
            zone::end_of_day(self.zone, second)?
        } else {
            zone::first_instant_of(self.zone, second.and_time(start.time()))?
        };
        if end <= *regulation.value() {
            return Ok(regulation.clone());
        }
        let mut trace = regulation.trace().clone();
        trace.note(
            || (Action::TwoWorkingDaysForHours, Moment::of(end, self.zone)),
            regulation::TWO_WORKING_DAYS,
        );
        Ok(Explained::new(end, trace))
    }
}

impl BreachDeadline {
    /// 72 elapsed hours from the instant of awareness: the promise to keep.
    #[must_use]
    pub const fn strict(&self) -> &Explained<DateTime<Utc>> {
        &self.strict
    }

    /// 72 hours from the next full hour (Regulation 1182/71, Art. 3(1) and 3(2)).
    #[must_use]
    pub const fn regulation(&self) -> &Explained<DateTime<Utc>> {
        &self.regulation
    }

    /// The same hour on the second following working day, where that is later (Art. 3(5); disputed).
    #[must_use]
    pub const fn lenient(&self) -> &Explained<DateTime<Utc>> {
        &self.lenient
    }
}
