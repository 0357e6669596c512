//! By when a request is due: what happened to it, given to the calendar.

use chrono::NaiveDate;
use greffe_calendar::{
    Calendar, CalendarError, RequestDeadline, RequestReadings, SubjectRequest, Suspension,
};

use super::{Event, Request, Right};

/// The days by which an answer is due, inclusive. `strict` is the promise to keep, `lenient` the latest defensible reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DueDates {
    /// The day by which every reading of the law is kept.
    pub strict: NaiveDate,
    /// The last day that some reading of the law allows.
    pub lenient: NaiveDate,
}

impl From<&RequestReadings> for DueDates {
    fn from(readings: &RequestReadings) -> Self {
        Self {
            strict: readings.strict().last_day(),
            lenient: readings.lenient().last_day(),
        }
    }
}

impl Request {
    /// When the answer is due (Art. 12(3)), with every reading and its steps, from the receipt and the events so far. Of several rights that are open it
    /// is the day of the one that is due first: see [`deadline_of`](Self::deadline_of). Once none is, it is the day of those that were answered last.
    ///
    /// # Errors
    /// Where the calendar does not know the days.
    pub fn deadline(&self, calendar: &Calendar) -> Result<RequestDeadline, CalendarError> {
        self.soonest(self.rights_due(), calendar)
    }

    /// The same without a withdrawal of consent, which no extension prolongs; `None` where nothing else is due.
    pub(crate) fn extended_deadline(
        &self,
        calendar: &Calendar,
    ) -> Result<Option<RequestDeadline>, CalendarError> {
        let rights = self.rights_due().filter(|right| right.can_be_extended());
        let rights: Vec<_> = rights.collect();
        if rights.is_empty() {
            return Ok(None);
        }
        self.soonest(rights, calendar).map(Some)
    }

    /// The first of the days on which these rights are due; the clock stands still if it does for all of them.
    fn soonest(
        &self,
        rights: impl IntoIterator<Item = Right>,
        calendar: &Calendar,
    ) -> Result<RequestDeadline, CalendarError> {
        let days = |deadline: &RequestDeadline| {
            let due = deadline.readings().map(DueDates::from);
            due.map(|due| (due.strict, due.lenient))
        };
        let mut soonest: Option<RequestDeadline> = None;
        for right in rights {
            let deadline = self.deadline_of(right, calendar)?;
            let is_sooner = match (days(&deadline), soonest.as_ref().and_then(days)) {
                (Some(this), Some(known)) => this < known,
                (this, None) => this.is_some(),
                (None, Some(_)) => false,
            };
            if is_sooner || soonest.is_none() {
                soonest = Some(deadline);
            }
        }
        // A request asks for something.
        soonest.map_or_else(|| self.deadline_of(Right::Access, calendar), Ok)
    }

    /// When the answer to that right is due. One request may have several days: the question what a person wants to see stops the clock for access
    /// only (recital 63), and an extension prolongs the answer to Art. 15 to 22, so not a withdrawal of consent.
    ///
    /// ```
    /// use greffe_calendar::{Calendar, Place};
    /// use greffe_export::{Request, Right, SuspensionReason};
    ///
    /// let france = Calendar::of(Place::France);
    /// let mut request = Request::received("R-2026-17".parse()?, Right::Access, "2026-03-02".parse()?).also(Right::Erasure);
    /// request.suspend("2026-03-03".parse::<chrono::NaiveDate>()?, SuspensionReason::Clarification)?;
    /// assert!(request.deadline_of(Right::Access, &france)?.readings().is_none());
    /// assert!(request.deadline_of(Right::Erasure, &france)?.readings().is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the calendar does not know the days.
    pub fn deadline_of(
        &self,
        right: Right,
        calendar: &Calendar,
    ) -> Result<RequestDeadline, CalendarError> {
        let request = self.for_calendar(right)?;
        match right.can_be_extended() {
            true => request.response_due(calendar),
            false => request.refusal_due(calendar),
        }
    }

    /// When the person must know that a right, or a part of it, is refused: it is never extended (Art. 12(4); EDPB 01/2022 §191).
    pub(super) fn refusal_deadline_of(
        &self,
        right: Right,
        calendar: &Calendar,
    ) -> Result<RequestDeadline, CalendarError> {
        self.for_calendar(right)?.refusal_due(calendar)
    }

    /// When a refusal is due (Art. 12(4)): it is never extended.
    ///
    /// # Errors
    /// Where the calendar does not know the days.
    pub fn refusal_deadline(&self, calendar: &Calendar) -> Result<RequestDeadline, CalendarError> {
        self.for_calendar(self.due_first())?.refusal_due(calendar)
    }

    /// Sets the due dates to what the calendar finds. While the clock stands still they stay as they are.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use greffe_calendar::{Calendar, Place};
    /// use greffe_export::{Request, Right};
    ///
    /// let received = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    /// let mut request = Request::received("R-2026-17".parse()?, Right::Access, received);
    /// request.reckon(&Calendar::of(Place::France))?;
    /// assert_eq!(request.due().unwrap().strict.to_string(), "2026-04-02");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where the calendar does not know the days.
    pub fn reckon(&mut self, calendar: &Calendar) -> Result<RequestDeadline, CalendarError> {
        let deadline = self.deadline(calendar)?;
        if let Some(readings) = deadline.readings() {
            self.due = Some(readings.into());
        }
        Ok(deadline)
    }

    /// By when an extension must be announced to the person with its reasons (Art. 12(3)): within the first month, as the clock runs for the rights that
    /// it prolongs. A withdrawal of consent is none of them.
    ///
    /// # Errors
    /// Where the calendar does not know the days.
    pub fn extension_to_announce(
        &self,
        calendar: &Calendar,
    ) -> Result<RequestDeadline, CalendarError> {
        self.for_calendar(self.extended_first())?
            .extension_to_announce(calendar)
    }

    fn for_calendar(&self, right: Right) -> Result<SubjectRequest, CalendarError> {
        let mut request = SubjectRequest::received(self.received);
        if let Some(posted) = self.posted {
            request = request.posted(posted)?;
        }
        let mut asked = None;
        for (index, entry) in self.log.iter().enumerate() {
            match entry.event {
                Event::Suspended(reason) if self.stop_counts(index, reason, right) => {
                    asked = Some(entry.on);
                }
                // Whoever is scoped is identified and was understood, and what is gathered needs no question: the stop is over, said or not.
                Event::Resumed | Event::Reached(_) => {
                    if let Some(asked) = asked.take() {
                        request = request.suspended(Suspension::new(asked, Some(entry.on))?)?;
                    }
                }
                Event::Extended(_) => request = request.extended_on(entry.on)?,
                _ => {}
            }
        }
        match asked {
            Some(asked) => request.suspended(Suspension::new(asked, None)?),
            None => Ok(request),
        }
    }
}
