//! Working days and holidays of the place where an act is done.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::{CalendarError, Closed, Holiday, MonthDay, Place};

/// The days that count as holidays where an act is done (Regulation 1182/71, Art. 2): a place's, one's own, or both.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::{Calendar, Place};
///
/// let alsace = Calendar::of(Place::AlsaceMoselle { good_friday: false });
/// let saint_stephen = NaiveDate::from_ymd_opt(2024, 12, 26).unwrap();
/// assert!(!alsace.is_working_day(saint_stephen)?);
/// assert!(Calendar::of(Place::France).is_working_day(saint_stephen)?);
/// # Ok::<(), greffe_calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    base: Base,
    dated: Vec<(NaiveDate, Holiday)>,
    yearly: Vec<(MonthDay, Holiday)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Place(Place),
    /// Weekends, and the days added, known from the first to the last date.
    Own(NaiveDate, NaiveDate),
}

impl Calendar {
    /// The holidays of `place`.
    #[must_use]
    pub const fn of(place: Place) -> Self {
        Self::with_base(Base::Place(place))
    }

    /// A calendar of one's own, which has weekends and the days added to it, and answers only from `first` to `last`.
    ///
    /// # Errors
    /// [`CalendarError::OutOfOrder`] if `last` lies before `first`.
    pub fn custom(first: NaiveDate, last: NaiveDate) -> Result<Self, CalendarError> {
        if last < first {
            return Err(CalendarError::OutOfOrder);
        }
        Ok(Self::with_base(Base::Own(first, last)))
    }

    const fn with_base(base: Base) -> Self {
        Self {
            base,
            dated: Vec::new(),
            yearly: Vec::new(),
        }
    }

    /// Adds one date.
    #[must_use]
    pub fn with_holiday(mut self, date: NaiveDate, holiday: Holiday) -> Self {
        self.dated.push((date, holiday));
        self
    }

    /// Adds the same day of every year. 29 February is a holiday in leap years only.
    #[must_use]
    pub fn with_yearly(mut self, day: MonthDay, holiday: Holiday) -> Self {
        self.yearly.push((day, holiday));
        self
    }

    /// The calendar with only what holds in the whole country. A calendar of one's own has nothing narrower.
    #[must_use]
    pub fn national(&self) -> Self {
        match self.base {
            Base::Place(place) => Self::of(place.national()),
            Base::Own(..) => self.clone(),
        }
    }

    /// The holiday on `date`, weekend or not.
    ///
    /// # Errors
    /// [`CalendarError::HolidaysUnknown`] outside the years that the calendar knows.
    pub fn holiday_on(&self, date: NaiveDate) -> Result<Option<Holiday>, CalendarError> {
        let of_place = match self.base {
            Base::Place(place) => place.holiday_on(date)?,
            Base::Own(first, last) if (first..=last).contains(&date) => None,
            Base::Own(..) => return Err(CalendarError::HolidaysUnknown),
        };
        let dated = || self.dated.iter().find(|(day, _)| *day == date);
        let yearly = || self.yearly.iter().find(|(day, _)| day.is(date));
        Ok(of_place
            .or_else(|| dated().map(|(_, holiday)| holiday.clone()))
            .or_else(|| yearly().map(|(_, holiday)| holiday.clone())))
    }

    /// Why `date` is no working day; `None` if it is one.
    ///
    /// # Errors
    /// [`CalendarError::HolidaysUnknown`] outside the years that the calendar knows.
    pub fn closed_on(&self, date: NaiveDate) -> Result<Option<Closed>, CalendarError> {
        Ok(match date.weekday() {
            Weekday::Sat => Some(Closed::Saturday),
            Weekday::Sun => Some(Closed::Sunday),
            _ => self.holiday_on(date)?.map(Closed::Holiday),
        })
    }

    /// Whether `date` is neither Saturday, Sunday nor holiday (Regulation 1182/71, Art. 2(2)).
    ///
    /// # Errors
    /// [`CalendarError::HolidaysUnknown`] outside the years that the calendar knows.
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, CalendarError> {
        Ok(self.closed_on(date)?.is_none())
    }

    /// `date` itself if it is a working day, otherwise the next one.
    ///
    /// # Errors
    /// [`CalendarError::HolidaysUnknown`] if the search leaves the years that the calendar knows.
    pub fn working_day_from(&self, date: NaiveDate) -> Result<NaiveDate, CalendarError> {
        let mut day = date;
        while !self.is_working_day(day)? {
            day = following(day)?;
        }
        Ok(day)
    }

    /// The first working day after `date`.
    ///
    /// # Errors
    /// [`CalendarError::HolidaysUnknown`] if the search leaves the years that the calendar knows.
    pub fn working_day_after(&self, date: NaiveDate) -> Result<NaiveDate, CalendarError> {
        self.working_day_from(following(date)?)
    }

    /// The last working day before `date`.
    ///
    /// # Errors
    /// [`CalendarError::HolidaysUnknown`] if the search leaves the years that the calendar knows.
    pub fn working_day_before(&self, date: NaiveDate) -> Result<NaiveDate, CalendarError> {
        let mut day = preceding(date)?;
        while !self.is_working_day(day)? {
            day = preceding(day)?;
        }
        Ok(day)
    }
}

impl From<Place> for Calendar {
    fn from(place: Place) -> Self {
        Self::of(place)
    }
}

pub(crate) fn following(date: NaiveDate) -> Result<NaiveDate, CalendarError> {
    date.checked_add_days(Days::new(1))
        .ok_or(CalendarError::OutOfRange)
}

pub(crate) fn preceding(date: NaiveDate) -> Result<NaiveDate, CalendarError> {
    date.checked_sub_days(Days::new(1))
        .ok_or(CalendarError::OutOfRange)
}
