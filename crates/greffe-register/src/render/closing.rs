//! When fiscal years close, in words.

use chrono::NaiveDate;
use greffe_calendar::{Closing, Month, date_in_words};
use greffe_terms::Lang;

/// `31 décembre`, `the last day of February`, `le samedi le plus proche de la fin de janvier`.
///
/// A kind of closing that comes new reads as it is written, until it has words here.
pub(super) fn in_words(closing: Closing, lang: Lang) -> String {
    words(closing, lang).unwrap_or_else(|| closing.to_string())
}

fn words(closing: Closing, lang: Lang) -> Option<String> {
    let month = |month: Month| Spoken::of(NaiveDate::from_ymd_opt(2000, month.number(), 2)?, lang);
    // 3 January 2000 is a Monday.
    let weekday = |weekday: chrono::Weekday| {
        let day = 3 + weekday.num_days_from_monday();
        Spoken::of(NaiveDate::from_ymd_opt(2000, 1, day)?, lang)
    };
    let words = match (closing, lang) {
        // Of a leap year, for a closing on 29 February.
        (Closing::Day(day), _) => {
            let spoken = Spoken::of(day.in_year(2000).ok()?, lang)?;
            format!("{} {}", spoken.day, spoken.month)
        }
        (Closing::EndOf(m), Lang::Fr) => format!("le dernier jour {}", of_month(&month(m)?)),
        (Closing::EndOf(m), Lang::En) => format!("the last day of {}", month(m)?.month),
        (Closing::LastWeekday(w, m), Lang::Fr) => {
            format!(
                "le dernier {} {}",
                weekday(w)?.weekday,
                of_month(&month(m)?)
            )
        }
        (Closing::LastWeekday(w, m), Lang::En) => {
            format!("the last {} of {}", weekday(w)?.weekday, month(m)?.month)
        }
        (Closing::NearestWeekday(w, m), Lang::Fr) => format!(
            "le {} le plus proche de la fin {}",
            weekday(w)?.weekday,
            of_month(&month(m)?)
        ),
        (Closing::NearestWeekday(w, m), Lang::En) => format!(
            "the {} nearest to the end of {}",
            weekday(w)?.weekday,
            month(m)?.month
        ),
        _ => return None,
    };
    Some(words)
}

/// A date in words, taken apart.
struct Spoken {
    weekday: String,
    day: String,
    month: String,
}

impl Spoken {
    fn of(date: NaiveDate, lang: Lang) -> Option<Self> {
        let words = date_in_words(date, lang);
        // Weekday, day, month and year in both languages.
        let mut words = words.split(' ').map(str::to_owned);
        Some(Self {
            weekday: words.next()?,
            day: words.next()?,
            month: words.next()?,
        })
    }
}

/// `de février`, `d’août`.
fn of_month(spoken: &Spoken) -> String {
    if spoken.month.starts_with(['a', 'o']) {
        format!("d’{}", spoken.month)
    } else {
        format!("de {}", spoken.month)
    }
}
