//! The 72 hours of Art. 33(1) GDPR.

use chrono::{DateTime, Days, FixedOffset, TimeDelta, Utc};
use greffe_calendar::{Calendar, CalendarError, Explained, Tz, zone};
use greffe_terms::Lang;

use super::role::concerns_as_controller;
use crate::{Breach, NotificationDuty, Register};

/// By when the authority must know. Each is the instant from which the notice is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationDeadline {
    strict: Explained<DateTime<Utc>>,
    regulation: Explained<DateTime<Utc>>,
}

impl NotificationDeadline {
    /// 72 elapsed hours from awareness: the promise to keep.
    #[must_use]
    pub const fn strict(&self) -> &Explained<DateTime<Utc>> {
        &self.strict
    }

    /// 72 hours from the next full hour, Regulation 1182/71, Art. 3(1) and 3(2).
    #[must_use]
    pub const fn regulation(&self) -> &Explained<DateTime<Utc>> {
        &self.regulation
    }
}

/// By when the authority must be notified of a breach of which the controller became aware at this instant, on the clocks of `zone`.
///
/// The disputed reading with two working days (Art. 3(5)) needs the holidays of a place: [`greffe_calendar::Breach`] has it.
///
/// ```
/// use greffe_register::breach::notification_deadline;
///
/// let aware = chrono::DateTime::parse_from_rfc3339("2020-12-22T12:17:00+01:00")?;
/// let due = notification_deadline(aware, greffe_calendar::Tz::Europe__Paris)?;
/// assert_eq!(due.strict().value().to_rfc3339(), "2020-12-25T11:17:00+00:00");
/// assert_eq!(due.regulation().value().to_rfc3339(), "2020-12-25T12:00:00+00:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`CalendarError::NoStatutoryPeriod`] before 25 May 2018; [`CalendarError::OutOfRange`] beyond the calendar.
pub fn notification_deadline(
    aware: DateTime<FixedOffset>,
    zone: Tz,
) -> Result<NotificationDeadline, CalendarError> {
    let aware = aware.with_timezone(&Utc);
    let day = zone::date_of(zone, aware);
    let around = (
        day.checked_sub_days(Days::new(7)),
        day.checked_add_days(Days::new(14)),
    );
    let (Some(first), Some(last)) = around else {
        return Err(CalendarError::OutOfRange);
    };
    // No holiday moves these two readings.
    let no_holidays = Calendar::custom(first, last)?;
    let due = greffe_calendar::Breach::aware_at(aware, zone).notification_due(&no_holidays)?;
    Ok(NotificationDeadline {
        strict: due.strict().clone(),
        regulation: due.regulation().clone(),
    })
}

/// How the notification stands, by the strict reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotificationStatus {
    /// The record does not say when the organisation became aware, or says an instant still to come: nothing can be counted.
    Undetermined,
    /// The organisation decided, with its reason, that no risk is likely.
    NotOwed,
    /// The organisation is a processor: no hours are counted, its controllers are told without undue delay (33(2)).
    Processor,
    /// So much time is left.
    Left(TimeDelta),
    /// Not notified, and late by so much.
    Overdue(TimeDelta),
    /// Notified in time.
    InTime,
    /// Notified, late by so much.
    Late(TimeDelta),
    /// Notified; whether in time is not known, for the record does not say when the organisation became aware.
    Notified,
}

/// How the notification of this breach stands at `now`.
///
/// # Errors
/// As for [`notification_deadline`].
pub fn notification_status(
    register: &Register,
    breach: &Breach,
    now: DateTime<Utc>,
) -> Result<NotificationStatus, CalendarError> {
    let notified = breach.notified.map(|at| at.with_timezone(&Utc));
    let notified = notified.filter(|at| *at <= now);
    if notified.is_none() {
        if !concerns_as_controller(register, breach) {
            return Ok(NotificationStatus::Processor);
        }
        if is_ruled_out(breach) {
            return Ok(NotificationStatus::NotOwed);
        }
    }
    let Some(aware) = breach.aware.filter(|aware| *aware <= now) else {
        return Ok(match notified {
            Some(_) => NotificationStatus::Notified,
            None => NotificationStatus::Undetermined,
        });
    };
    let due = *notification_deadline(aware, register.zone())?
        .strict()
        .value();
    Ok(match notified {
        Some(at) if at < due => NotificationStatus::InTime,
        Some(at) => NotificationStatus::Late(at - due),
        None if now < due => NotificationStatus::Left(due - now),
        None => NotificationStatus::Overdue(now - due),
    })
}

/// Whether the organisation decided that no risk is likely. Without its reason the decision cannot be shown (Art. 5(2)) and stops no clock.
pub(super) fn is_ruled_out(breach: &Breach) -> bool {
    breach.notification == Some(NotificationDuty::NotRequired)
        && breach.notification_reason.is_some()
}

impl NotificationStatus {
    /// For a person: `il reste 12 h 30 min pour notifier la violation à l’autorité`.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> String {
        let (fr, en) = match self {
            Self::Undetermined => (
                "délai indéterminé\u{a0}: la prise de connaissance n’est pas datée",
                "time undetermined: no instant of awareness",
            ),
            Self::NotOwed => (
                "notification non requise, motif donné",
                "no notification required, reason given",
            ),
            Self::Processor => (
                "sous-traitant\u{a0}: la violation est notifiée à ses clients dans les meilleurs délais",
                "processor: its clients are told without undue delay",
            ),
            Self::InTime => (
                "violation notifiée à temps à l’autorité",
                "authority notified in time",
            ),
            Self::Notified => (
                "violation notifiée à l’autorité\u{a0}; on ne sait si c’est à temps",
                "authority notified; whether in time is not known",
            ),
            Self::Left(left) => {
                let left = length(left, lang);
                return lang.pick(
                    format!("il reste {left} pour notifier la violation à l’autorité"),
                    format!("{left} left to notify the authority"),
                );
            }
            Self::Overdue(by) => {
                let by = length(by, lang);
                return lang.pick(
                    format!("violation non notifiée à l’autorité, retard de {by}"),
                    format!("authority not notified, late by {by}"),
                );
            }
            Self::Late(by) => {
                let by = length(by, lang);
                return lang.pick(
                    format!("violation notifiée à l’autorité avec un retard de {by}"),
                    format!("authority notified late by {by}"),
                );
            }
        };
        lang.pick(fr, en).to_owned()
    }
}

/// Hours and minutes up to three days; days and hours above.
fn length(length: TimeDelta, lang: Lang) -> String {
    let (hours, minutes) = (length.num_hours(), length.num_minutes() % 60);
    if hours <= 72 {
        return format!("{hours} h {minutes:02} min");
    }
    let (days, hours) = (hours / 24, hours % 24);
    lang.pick(format!("{days} j {hours} h"), format!("{days} d {hours} h"))
}
