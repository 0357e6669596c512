//! Lengths of time as law and contracts write them.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use greffe_terms::Lang;

use crate::{CalendarError, zone};

mod text;

use text::Unit;

/// A length of time in years, months, weeks, days, hours and minutes, kept as it was written: `P5Y` and `P1825D` differ.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::Period;
///
/// let month: Period = "P1M".parse()?;
/// let received = NaiveDate::from_ymd_opt(2026, 8, 31).unwrap();
/// assert_eq!(month.add_to_date(received)?, NaiveDate::from_ymd_opt(2026, 9, 30).unwrap());
/// # Ok::<(), greffe_calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Period {
    years: u32,
    months: u32,
    weeks: u32,
    days: u32,
    hours: u32,
    minutes: u32,
}

impl Period {
    /// No time at all: `P0D`.
    pub const ZERO: Self = Self {
        years: 0,
        months: 0,
        weeks: 0,
        days: 0,
        hours: 0,
        minutes: 0,
    };

    /// `n` years.
    #[must_use]
    pub const fn years(n: u32) -> Self {
        Self {
            years: n,
            ..Self::ZERO
        }
    }

    /// `n` months.
    #[must_use]
    pub const fn months(n: u32) -> Self {
        Self {
            months: n,
            ..Self::ZERO
        }
    }

    /// `n` weeks.
    #[must_use]
    pub const fn weeks(n: u32) -> Self {
        Self {
            weeks: n,
            ..Self::ZERO
        }
    }

    /// `n` days.
    #[must_use]
    pub const fn days(n: u32) -> Self {
        Self {
            days: n,
            ..Self::ZERO
        }
    }

    /// `n` hours.
    #[must_use]
    pub const fn hours(n: u32) -> Self {
        Self {
            hours: n,
            ..Self::ZERO
        }
    }

    /// `n` minutes.
    #[must_use]
    pub const fn minutes(n: u32) -> Self {
        Self {
            minutes: n,
            ..Self::ZERO
        }
    }

    /// Whether no time passes.
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        !self.has_months() && self.weeks == 0 && self.days == 0 && !self.has_time()
    }

    /// Whether hours or minutes are part of it, so that it needs an instant to start from.
    #[must_use]
    pub const fn has_time(&self) -> bool {
        self.hours != 0 || self.minutes != 0
    }

    /// Whether years, months, weeks or days are part of it.
    #[must_use]
    pub const fn has_calendar(&self) -> bool {
        self.has_months() || self.weeks != 0 || self.days != 0
    }

    /// Whether years or months, whose length varies, are part of it.
    #[must_use]
    pub const fn has_months(&self) -> bool {
        self.years != 0 || self.months != 0
    }

    pub(crate) const fn has_minutes(&self) -> bool {
        self.minutes != 0
    }

    pub(crate) const fn is_in_days(&self) -> bool {
        !self.has_months() && self.weeks == 0
    }

    /// The date reached from `date`: years and months in one step, clamped to the month's last day, then weeks and days.
    ///
    /// # Errors
    /// [`CalendarError::TimeOnDate`] if the period has hours or minutes, [`CalendarError::PeriodTooLong`] or
    /// [`CalendarError::OutOfRange`] if the result cannot be counted.
    #[inline]
    pub fn add_to_date(&self, date: NaiveDate) -> Result<NaiveDate, CalendarError> {
        if self.has_time() {
            return Err(CalendarError::TimeOnDate);
        }
        self.add_calendar_part(date)
    }

    /// The period in months and in days, in which it is added to a date; `None` if it has hours or minutes, or is too long to be counted.
    ///
    /// For whoever adds the same period to dates by the million: take it apart once.
    #[must_use]
    pub fn in_months_and_days(&self) -> Option<(Months, Days)> {
        let months = self.whole_months().ok()?;
        (!self.has_time()).then(|| (months, self.whole_days()))
    }

    /// The fewest and the most days that the period can take, wherever it begins: `P6M` takes 168 to 186. `None` if it has hours or minutes.
    ///
    /// Bounds, not the nearest ones: whoever asks of millions of dates whether a period is over needs the calendar only between them.
    ///
    /// ```
    /// use greffe_calendar::Period;
    ///
    /// assert_eq!(Period::months(6).bounds_in_days(), Some((168, 186)));
    /// assert_eq!(Period::hours(72).bounds_in_days(), None);
    /// ```
    #[must_use]
    pub fn bounds_in_days(&self) -> Option<(u64, u64)> {
        let of = |year: u64, month: u64| {
            u64::from(self.years) * year
                + u64::from(self.months) * month
                + u64::from(self.weeks) * 7
                + u64::from(self.days)
        };
        (!self.has_time()).then(|| (of(365, 28), of(366, 31)))
    }

    /// The date reached backwards from `date`: years and months in one step, clamped to the month's last day, then weeks and days.
    ///
    /// # Errors
    /// As for [`Period::add_to_date`].
    pub fn subtract_from_date(&self, date: NaiveDate) -> Result<NaiveDate, CalendarError> {
        if self.has_time() {
            return Err(CalendarError::TimeOnDate);
        }
        let date = date
            .checked_sub_months(self.whole_months()?)
            .ok_or(CalendarError::OutOfRange)?;
        date.checked_sub_days(self.whole_days())
            .ok_or(CalendarError::OutOfRange)
    }

    /// Both lengths as one period, unit by unit: one month and two months are three months.
    ///
    /// # Errors
    /// [`CalendarError::PeriodTooLong`] if a unit overflows.
    pub fn plus(&self, other: Self) -> Result<Self, CalendarError> {
        let mut sum = *self;
        for (n, unit) in other.parts() {
            let part = sum.part_mut(unit);
            *part = part.checked_add(n).ok_or(CalendarError::PeriodTooLong)?;
        }
        Ok(sum)
    }

    /// The instant reached from `instant`: years to days on the calendar of `zone` at the same time of day, then elapsed hours
    /// and minutes.
    ///
    /// A local time that the clocks skip becomes the instant of the jump; one that comes twice, its first passage.
    ///
    /// # Errors
    /// [`CalendarError::PeriodTooLong`] or [`CalendarError::OutOfRange`] if the result cannot be counted.
    pub fn add_to_instant(
        &self,
        instant: DateTime<Utc>,
        zone: Tz,
    ) -> Result<DateTime<Utc>, CalendarError> {
        // Through local time only where a day has to be counted: the second pass of a repeated hour must stay the second.
        let moved = if self.has_calendar() {
            let local = zone::local_time(zone, instant);
            let date = self.add_calendar_part(local.date())?;
            zone::first_instant_of(zone, date.and_time(local.time()))?
        } else {
            instant
        };
        let minutes = i64::from(self.hours) * 60 + i64::from(self.minutes);
        moved
            .checked_add_signed(TimeDelta::minutes(minutes))
            .ok_or(CalendarError::OutOfRange)
    }

    /// The period in words: `10 ans`, `1 month`, `72 heures`, `1 year and 6 months`.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let mut words: Vec<String> = self
            .parts()
            .into_iter()
            .filter(|(n, _)| *n != 0)
            .map(|(n, unit)| format!("{n} {}", unit.word(n, lang)))
            .collect();
        let Some(last) = words.pop() else {
            return format!("0 {}", Unit::Day.word(0, lang));
        };
        if words.is_empty() {
            return last;
        }
        format!("{} {} {last}", words.join(", "), lang.pick("et", "and"))
    }

    /// Whether adding the years and months to `date` meets a month that has no such day.
    pub(crate) fn clamps(&self, date: NaiveDate) -> bool {
        let reached = self.months_alone().add_calendar_part(date);
        reached.is_ok_and(|reached| reached.day() != date.day())
    }

    /// Whether taking the years and months from `date` meets a month that has no such day.
    pub(crate) fn clamps_backwards(&self, date: NaiveDate) -> bool {
        let reached = self.months_alone().subtract_from_date(date);
        reached.is_ok_and(|reached| reached.day() != date.day())
    }

    const fn months_alone(&self) -> Self {
        Self {
            years: self.years,
            months: self.months,
            ..Self::ZERO
        }
    }

    #[inline]
    fn add_calendar_part(&self, date: NaiveDate) -> Result<NaiveDate, CalendarError> {
        let months = self.whole_months()?;
        let date = if months.as_u32() == 0 {
            date
        } else {
            date.checked_add_months(months)
                .ok_or(CalendarError::OutOfRange)?
        };
        let days = self.whole_days();
        if days == Days::new(0) {
            return Ok(date);
        }
        date.checked_add_days(days).ok_or(CalendarError::OutOfRange)
    }

    #[inline]
    fn whole_months(&self) -> Result<Months, CalendarError> {
        self.years
            .checked_mul(12)
            .and_then(|months| months.checked_add(self.months))
            .map(Months::new)
            .ok_or(CalendarError::PeriodTooLong)
    }

    fn whole_days(&self) -> Days {
        Days::new(u64::from(self.weeks) * 7 + u64::from(self.days))
    }

    const fn parts(&self) -> [(u32, Unit); 6] {
        [
            (self.years, Unit::Year),
            (self.months, Unit::Month),
            (self.weeks, Unit::Week),
            (self.days, Unit::Day),
            (self.hours, Unit::Hour),
            (self.minutes, Unit::Minute),
        ]
    }

    fn part_mut(&mut self, unit: Unit) -> &mut u32 {
        match unit {
            Unit::Year => &mut self.years,
            Unit::Month => &mut self.months,
            Unit::Week => &mut self.weeks,
            Unit::Day => &mut self.days,
            Unit::Hour => &mut self.hours,
            Unit::Minute => &mut self.minutes,
        }
    }
}
