//! The month for answering a person (GDPR 12(3) and 12(4)), with everything that stops or prolongs it.
//!
//! EDPB Guidelines 01/2022 (version 2.1) count it so: from receipt through an official channel, and a suspension while the person is
//! asked (para. 159), by Regulation 1182/71 (para. 160), to the next working day (para. 161).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use greffe_terms::{Citation, Lang};

use crate::{Calendar, CalendarError, Trace};

mod reckoning;

/// A request of a person: access, rectification, erasure, restriction, portability or objection (GDPR 15 to 22).
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::{Calendar, Place, RequestDeadline, SubjectRequest};
///
/// let received = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
/// let request = SubjectRequest::received(received).extended();
/// let RequestDeadline::Due(readings) = request.response_due(&Calendar::of(Place::France))? else {
///     panic!("nothing suspends it");
/// };
/// assert_eq!(readings.strict().last_day().to_string(), "2026-04-28");
/// assert_eq!(readings.lenient().last_day().to_string(), "2026-05-04");
/// # Ok::<(), greffe_calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRequest {
    received: NaiveDate,
    posted: Option<NaiveDate>,
    /// In order, each once: there may be many, and neither their order nor their number changes anything.
    suspensions: BTreeSet<Suspension>,
    extension: Extension,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extension {
    None,
    InTime,
    On(NaiveDate),
}

/// A time during which the clock stands still, because the controller asked the person who they are (on reasonable doubt) or what
/// they want (on a large amount of data), and asked without undue delay (EDPB 01/2022 §159). In order of the question, then of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suspension {
    asked: NaiveDate,
    answered: Option<NaiveDate>,
}

/// When a request is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestDeadline {
    /// On a day, which the readings of the law do not agree on.
    Due(RequestReadings),
    /// The clock stands still until the person answers. A question asked after the strict date stops nothing.
    Suspended {
        /// The day on which the person was asked.
        since: NaiveDate,
    },
}

/// The readings of one deadline, the earliest first. They may be one and the same day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestReadings {
    strict: Reading,
    between: Vec<Reading>,
    lenient: Reading,
}

/// One reading of a deadline: how it counts, the last day it gives, and the steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    method: Method,
    last_day: NaiveDate,
    /// The last day on which a question to the person still stops the clock.
    stops_through: NaiveDate,
    trace: Trace,
}

/// How a reading counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Method {
    /// Each period from the unmoved end of the one before it; suspended days are added; moved once, at the end, over the
    /// holidays of the whole country.
    MovedOnce,
    /// Response and extension as one period from receipt, suspended days added, moved over the holidays of the place.
    SinglePeriod,
    /// Each period from the moved end of the one before it, anew from the person's answer, over the holidays of the place.
    MovedEachTime,
}

impl SubjectRequest {
    /// A request that reached the controller on this day, by whatever way and in whatever department.
    #[must_use]
    pub const fn received(received: NaiveDate) -> Self {
        Self {
            received,
            posted: None,
            suspensions: BTreeSet::new(),
            extension: Extension::None,
        }
    }

    /// The postmark's day, for an organisation that promised to count from it. A postmark proves posting, not receipt: without
    /// such a promise leave it out.
    ///
    /// # Errors
    /// [`CalendarError::OutOfOrder`] if it lies after the receipt.
    pub fn posted(mut self, posted: NaiveDate) -> Result<Self, CalendarError> {
        if posted > self.received {
            return Err(CalendarError::OutOfOrder);
        }
        self.posted = Some(posted);
        Ok(self)
    }

    /// Adds a time during which the clock stands still. Times that overlap count once.
    ///
    /// # Errors
    /// [`CalendarError::OutOfOrder`] if the person was asked before the receipt.
    pub fn suspended(mut self, suspension: Suspension) -> Result<Self, CalendarError> {
        if suspension.asked < self.received {
            return Err(CalendarError::OutOfOrder);
        }
        self.suspensions.insert(suspension);
        Ok(self)
    }

    /// Extended by two further months, announced in time and with its reasons.
    #[must_use]
    pub const fn extended(mut self) -> Self {
        self.extension = Extension::InTime;
        self
    }

    /// Extended by two further months, announced with its reasons on this day. Too late, it has no effect.
    ///
    /// # Errors
    /// [`CalendarError::OutOfOrder`] if it was announced before the receipt.
    pub fn extended_on(mut self, announced: NaiveDate) -> Result<Self, CalendarError> {
        if announced < self.received {
            return Err(CalendarError::OutOfOrder);
        }
        self.extension = Extension::On(announced);
        Ok(self)
    }

    /// The last day for the answer. `calendar` is the one of the place where the answer is given; the strict reading takes only
    /// the holidays of the whole country.
    ///
    /// # Errors
    /// [`CalendarError::NoStatutoryPeriod`] for a request before 25 May 2018; [`CalendarError::HolidaysUnknown`] if `calendar` does
    /// not know the days; [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn response_due(&self, calendar: &Calendar) -> Result<RequestDeadline, CalendarError> {
        reckoning::response(self, calendar)
    }

    /// The last day for announcing an extension with its reasons: within the first month, as each reading of the answer counts
    /// it. The strict one counts on from the month's unmoved end, so that an announcement on the working day after it comes too
    /// late there: the strict day here may be a Saturday.
    ///
    /// ```
    /// use greffe_calendar::{Calendar, Place, SubjectRequest};
    ///
    /// let request = SubjectRequest::received("2026-01-31".parse().unwrap());
    /// let due = request.extension_to_announce(&Calendar::of(Place::France))?;
    /// let readings = due.readings().unwrap();
    /// assert_eq!(readings.strict().last_day().to_string(), "2026-02-28");
    /// assert_eq!(readings.lenient().last_day().to_string(), "2026-03-02");
    /// # Ok::<(), greffe_calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// As for [`SubjectRequest::response_due`].
    pub fn extension_to_announce(
        &self,
        calendar: &Calendar,
    ) -> Result<RequestDeadline, CalendarError> {
        reckoning::announcement(self, calendar)
    }

    /// The last day for telling the person that the request is refused, and why (GDPR 12(4)). It is never extended.
    ///
    /// # Errors
    /// As for [`SubjectRequest::response_due`].
    pub fn refusal_due(&self, calendar: &Calendar) -> Result<RequestDeadline, CalendarError> {
        reckoning::refusal(self, calendar)
    }
}

impl Suspension {
    /// The person was asked on one day, and answered on another or has not answered yet. The clock stands still from the first
    /// day to the second: as many days as lie between them.
    ///
    /// # Errors
    /// [`CalendarError::OutOfOrder`] if the answer lies before the question.
    pub fn new(asked: NaiveDate, answered: Option<NaiveDate>) -> Result<Self, CalendarError> {
        if answered.is_some_and(|answered| answered < asked) {
            return Err(CalendarError::OutOfOrder);
        }
        Ok(Self { asked, answered })
    }
}

impl RequestDeadline {
    /// The readings; `None` while the clock stands still.
    #[must_use]
    pub const fn readings(&self) -> Option<&RequestReadings> {
        match self {
            Self::Due(readings) => Some(readings),
            Self::Suspended { .. } => None,
        }
    }
}

impl RequestReadings {
    /// The earliest reading: the promise to keep.
    #[must_use]
    pub const fn strict(&self) -> &Reading {
        &self.strict
    }

    /// The latest reading that can be argued.
    #[must_use]
    pub const fn lenient(&self) -> &Reading {
        &self.lenient
    }

    /// Every reading, the earliest first.
    pub fn all(&self) -> impl Iterator<Item = &Reading> {
        std::iter::once(&self.strict)
            .chain(&self.between)
            .chain(std::iter::once(&self.lenient))
    }
}

impl Reading {
    /// How it counts.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The last day; the answer is late from the next day on.
    #[must_use]
    pub const fn last_day(&self) -> NaiveDate {
        self.last_day
    }

    /// The steps with their articles.
    #[must_use]
    pub const fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The articles applied.
    #[must_use]
    pub fn citations(&self) -> Vec<&Citation> {
        self.trace.citations()
    }
}

impl Method {
    /// The code in what programs read, such as `moved_once`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MovedOnce => "moved_once",
            Self::SinglePeriod => "single_period",
            Self::MovedEachTime => "moved_each_time",
        }
    }

    /// The method in words.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::MovedOnce => (
                "délais enchaînés, un seul report à la fin",
                "one period after the other, moved once at the end",
            ),
            Self::SinglePeriod => (
                "un seul délai depuis la réception",
                "a single period from receipt",
            ),
            Self::MovedEachTime => (
                "report à chaque délai, nouveau délai après chaque réponse",
                "moved at each period's end, anew after each answer",
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}
