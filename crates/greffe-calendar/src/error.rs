//! What can go wrong with dates. No variant holds a date or a text: dates of people are personal.

use greffe_terms::Lang;

/// Why a date, a period or a calendar could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// A text is not an ISO 8601 period of years, months, weeks, days, hours and minutes.
    #[error("not an ISO 8601 period such as `P10Y`, `P1M` or `PT72H`")]
    InvalidPeriod,
    /// A number of a period is larger than the calendar can count.
    #[error("the period is longer than the calendar can count")]
    PeriodTooLong,
    /// A date or an instant lies outside the years that the calendar can count.
    #[error("the result lies outside the calendar")]
    OutOfRange,
    /// A period with hours or minutes was added to a date, which has neither.
    #[error("a period with hours or minutes needs an instant, not a date")]
    TimeOnDate,
    /// A name is not in the IANA time zone database.
    #[error("not an IANA time zone such as `Europe/Paris`")]
    UnknownZone,
    /// A text names no place whose holidays are known.
    #[error("not a known place such as `fr` or `fr-alsace-moselle`")]
    UnknownPlace,
    /// A text names no convention.
    #[error("not a known convention: `retention`, `eec-1182-71` or `fr-cpc`")]
    UnknownConvention,
    /// The holidays of the place are not known for the day that is needed.
    #[error("the holidays of the place are not known for that day")]
    HolidaysUnknown,
    /// The convention has no rule for such a period, or for counting it backwards.
    #[error("the convention has no rule for such a period")]
    NotCovered,
    /// A text is not a day of the year.
    #[error("not a month and day such as `12-31`")]
    InvalidMonthDay,
    /// A text is not a closing of fiscal years.
    #[error(
        "not a closing such as `12-31`, `02-end`, `last-saturday-of-08` or `saturday-nearest-end-of-01`"
    )]
    InvalidClosing,
    /// A text is not a fiscal year.
    #[error("not a fiscal year such as `2025-01-01/2026-06-30`")]
    InvalidFiscalYear,
    /// An interval ends before it begins, or events come in an order that cannot be.
    #[error("a date lies before the one that it must follow")]
    OutOfOrder,
    /// No fiscal year covers the days just before this row of the table.
    #[error("the table of fiscal years has a gap before row {row}")]
    FiscalGap {
        /// The row in order of dates, counted from 1; one past the last when the regular years do not follow the table.
        row: usize,
    },
    /// Two fiscal years cover the same day.
    #[error("the fiscal year in row {row} begins before the one before it ends")]
    FiscalOverlap {
        /// The later row in order of dates, counted from 1.
        row: usize,
    },
    /// No number of the law was in force on the day of the event.
    #[error("no statutory period was in force on that day")]
    NoStatutoryPeriod,
}

impl CalendarError {
    /// The message for a person.
    ///
    /// ```
    /// use greffe_calendar::CalendarError;
    /// use greffe_terms::Lang;
    ///
    /// let error = CalendarError::FiscalGap { row: 2 };
    /// assert_eq!(error.in_language(Lang::Fr), "la table des exercices a un trou avant la ligne 2");
    /// ```
    #[must_use]
    pub fn in_language(self, lang: Lang) -> String {
        let french = match self {
            _ if lang == Lang::En => return self.to_string(),
            Self::InvalidPeriod => {
                "ce n’est pas une durée ISO 8601 telle que `P10Y`, `P1M` ou `PT72H`"
            }
            Self::PeriodTooLong => "la durée est plus longue que ce que le calendrier peut compter",
            Self::OutOfRange => "le résultat sort du calendrier",
            Self::TimeOnDate => {
                "une durée en heures ou en minutes se compte depuis un instant, non depuis une date"
            }
            Self::UnknownZone => "ce n’est pas un fuseau IANA tel que `Europe/Paris`",
            Self::UnknownPlace => "ce n’est pas un lieu connu tel que `fr` ou `fr-alsace-moselle`",
            Self::UnknownConvention => {
                "ce n’est pas une convention connue\u{a0}: `retention`, `eec-1182-71` ou `fr-cpc`"
            }
            Self::HolidaysUnknown => "les jours fériés du lieu ne sont pas connus pour ce jour-là",
            Self::NotCovered => "la convention n’a pas de règle pour une telle durée",
            Self::InvalidMonthDay => "ce n’est pas un mois et un jour tels que `12-31`",
            Self::InvalidClosing => {
                "ce n’est pas une clôture telle que `12-31`, `02-end`, `last-saturday-of-08` ou `saturday-nearest-end-of-01`"
            }
            Self::InvalidFiscalYear => {
                "ce n’est pas un exercice comptable tel que `2025-01-01/2026-06-30`"
            }
            Self::OutOfOrder => "une date précède celle qu’elle doit suivre",
            Self::FiscalGap { row } => {
                return format!("la table des exercices a un trou avant la ligne {row}");
            }
            Self::FiscalOverlap { row } => {
                return format!(
                    "l’exercice de la ligne {row} commence avant la fin de celui qui le précède"
                );
            }
            Self::NoStatutoryPeriod => "aucun délai légal n’était en vigueur ce jour-là",
        };
        french.to_owned()
    }
}
