//! How long disposed data live on in backups.

use chrono::NaiveDate;
use greffe_calendar::CalendarError;

use crate::Rule;
use crate::evaluate::kept_through;

impl Rule {
    /// The last day on which a backup may still hold data that are disposed of on `disposed`: the day after is that of their complete
    /// disappearance. A copy may be taken on the very day of the disposal. `None` where the rule does not say how long backups live.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use greffe_retention::Rule;
    ///
    /// let rule = Rule::from_toml(r#"
    ///     within = "P3M"
    ///     after = "contract_end"
    ///     backups = { weekly = "P1825D", hourly = "P1W" }
    /// "#)?;
    /// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    /// assert_eq!(rule.in_backups_until(day(2026, 6, 30))?, Some(day(2031, 6, 29)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn in_backups_until(
        &self,
        disposed: NaiveDate,
    ) -> Result<Option<NaiveDate>, CalendarError> {
        let mut last = None;
        for (_, keep) in self.backups() {
            last = last.max(Some(kept_through(disposed, keep)?));
        }
        Ok(last)
    }
}
