//! By when a request is to be answered: by the law, and by what the register promises.

use greffe_calendar::{Calendar, CalendarError, NaiveDate, RequestDeadline};
use greffe_export::{DueDates, Event, Request, Right};
use greffe_register::{CountedFrom, Register};

/// By when a request is to be answered, by the law and by the register's promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestDue {
    law: RequestDeadline,
    promise: Promise,
}

/// What the register promises to whoever uses their rights (`requests.delay`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Promise {
    /// The register names no delay: the law's counts alone.
    Unstated,
    /// An answer by the end of this day. It is not moved from a holiday, and no question to the person puts it off: the register promises neither.
    By(NaiveDate),
    /// The register counts from the postmark, and the request does not say its day.
    PostmarkUnknown,
    /// An extension was announced while the promise could still be kept, and prolongs the answer to all that is due: the law's days count alone. It prolongs no
    /// withdrawal of consent (Art. 7(3), 12(3) GDPR), for which the promise stands.
    Extended,
}

impl RequestDue {
    /// When the law wants it, with every reading.
    #[must_use]
    pub const fn law(&self) -> &RequestDeadline {
        &self.law
    }

    /// What the register promises.
    #[must_use]
    pub const fn promise(&self) -> Promise {
        self.promise
    }

    /// The days to note in the request ([`Request::due_by`]): the strict one is the earlier of the law's and of the promise. `None` while the law's
    /// clock stands still.
    #[must_use]
    pub fn due_dates(&self) -> Option<DueDates> {
        let mut due = DueDates::from(self.law.readings()?);
        if let Promise::By(day) = self.promise {
            due.strict = due.strict.min(day);
        }
        Some(due)
    }
}

pub(crate) fn of(
    register: &Register,
    request: &Request,
    calendar: &Calendar,
) -> Result<RequestDue, CalendarError> {
    let law = request.deadline(calendar)?;
    let promise = promise(register, request)?;
    Ok(RequestDue { law, promise })
}

fn promise(register: &Register, request: &Request) -> Result<Promise, CalendarError> {
    let Some(terms) = register.requests() else {
        return Ok(Promise::Unstated);
    };
    let Some(delay) = terms.delay else {
        return Ok(Promise::Unstated);
    };
    let from = match terms.counted_from {
        Some(CountedFrom::Postmark) => request.posted(),
        // What the register does not say is as the law has it: the receipt, Art. 12(3).
        Some(CountedFrom::Receipt) | None => Some(request.received_on()),
        Some(_) => None,
    };
    let Some(from) = from else {
        return Ok(Promise::PostmarkUnknown);
    };
    let day = delay.add_to_date(from)?;
    // Announced later, it comes after the promise was broken.
    let mut log = request.log().iter();
    let in_time = log.any(|entry| matches!(entry.event, Event::Extended(_)) && entry.on <= day);
    let mut due = request.rights_due();
    Ok(if in_time && due.all(Right::can_be_extended) {
        Promise::Extended
    } else {
        Promise::By(day)
    })
}
