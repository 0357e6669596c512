//! Days for people, from seconds: the one piece of calendar that a report needs, without a clock and without a calendar crate.

/// Seconds of a day.
const DAY: u64 = 86_400;
/// The last day that has four digits for its year, 9999-12-31, counted from 1970-01-01.
const LAST: u64 = 2_932_896;

/// The first day in UTC that begins at this instant or after it, `YYYY-MM-DD`: never earlier than the instant itself. Nothing after 9999.
pub(super) fn first_whole_day(seconds: u64) -> Option<String> {
    let days = seconds.div_ceil(DAY);
    (days <= LAST).then(|| {
        let (year, month, day) = civil_from_days(days);
        format!("{year:04}-{month:02}-{day:02}")
    })
}

/// The day in UTC in which this instant lies, `YYYY-MM-DD`. Nothing after 9999.
pub(super) fn day_of(seconds: u64) -> Option<String> {
    first_whole_day(seconds - seconds % DAY)
}

/// Year, month and day of a day counted from 1970-01-01 in the proleptic Gregorian calendar.
///
/// Years are counted from March, so that the leap day is the last of its year; 400 years are 146 097 days (H. Hinnant,
/// "chrono-compatible low-level date algorithms", `civil_from_days`).
const fn civil_from_days(days: u64) -> (u64, u64, u64) {
    // From 0000-03-01.
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    if month_from_march < 10 {
        (era * 400 + year, month_from_march + 3, day)
    } else {
        (era * 400 + year + 1, month_from_march - 9, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted day by day, as a calendar on the wall is read.
    #[test]
    fn every_day_is_followed_by_the_next_one() {
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for days in 0..=LAST {
            assert_eq!(civil_from_days(days), (year, month, day), "{days}");
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            day += 1;
            if day > length {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
        assert_eq!((year, month, day), (10_000, 1, 1));
    }

    #[test]
    fn an_instant_lies_in_the_day_that_has_begun() {
        let day = |seconds| day_of(seconds).unwrap();
        assert_eq!(day(1_749_945_599), "2025-06-14");
        assert_eq!(day(1_749_945_600), "2025-06-15");
        assert_eq!(day(LAST * DAY + DAY - 1), "9999-12-31");
        assert_eq!(day_of(u64::MAX), None);
    }

    #[test]
    fn a_day_that_has_begun_is_not_told() {
        let day = |seconds| first_whole_day(seconds).unwrap();
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(1), "1970-01-02");
        // 2025-06-15T00:00:00Z and the second after it.
        assert_eq!(day(1_749_945_600), "2025-06-15");
        assert_eq!(day(1_749_945_601), "2025-06-16");
        assert_eq!(day(LAST * DAY), "9999-12-31");
        assert_eq!(first_whole_day(LAST * DAY + 1), None);
        assert_eq!(first_whole_day(u64::MAX), None);
    }
}
