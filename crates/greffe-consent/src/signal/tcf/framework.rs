//! What the framework fixed, with the day from which it holds. A new version of it is a new row here.
//!
//! Sources: IAB Tech Lab, *Transparency and Consent String with Global Vendor & CMP List Formats*, versions 2.0 (August 2019) to 2.3
//! (April 2025), below "the specification"; IAB Europe, *TCF v2.3 transition* (19 June 2025). Known as of 26 November 2026; version 2.4 of
//! May 2026 changed the vendor list only.

use chrono::NaiveDate;

/// From which day of a string's last update a number holds.
pub(super) struct Row {
    since: NaiveDate,
    number: u8,
}

const fn row(year: i32, month: u32, day: u32, number: u8) -> Row {
    let since = match NaiveDate::from_ymd_opt(year, month, day) {
        Some(since) => since,
        None => NaiveDate::MIN,
    };
    Row { since, number }
}

/// The oldest policy version that strings may go by. The specification, "Managing conflicting string versions": after 30 September 2023
/// a string with a policy version below 4 is invalid. Below 2 lies TCF 1.
const OLDEST_POLICY: [Row; 2] = [row(2019, 8, 21, 2), row(2023, 10, 1, 4)];

/// The newest policy version known here: 5, of TCF 2.3. What a later one means is not known, and what is not known is no grant.
pub(super) const NEWEST_POLICY: u8 = 5;

/// Whether the segment of disclosed vendors is mandatory (0 or 1). IAB Europe, *TCF v2.3 transition*: strings made after 28 February 2026
/// without it are invalid, those made before stay valid until they are replaced. On which side the day itself lies is left open: here on
/// the strict one.
const DISCLOSURE: [Row; 1] = [row(2026, 2, 28, 1)];

/// How many purposes there are: 11 since TCF 2.2 (the specification, version of May 2023), 10 before. The field has room for 24.
pub(super) const LAST_PURPOSE: u8 = 11;

/// The last purpose that the fields of purposes have a bit for.
pub(super) const LAST_PURPOSE_BIT: u8 = 24;

/// The purposes that legitimate interests never serve: 1 (reading and writing a terminal) by the policies from the start, 3 to 6
/// (profiles, personalised advertising and content) since TCF 2.2. Strings of before have no say: on a day on which this is read, the
/// framework no longer knows the basis.
pub(super) const CONSENT_ONLY: [u8; 5] = [1, 3, 4, 5, 6];

/// Whether a purpose of the framework is served by consent alone.
pub(crate) fn needs_consent(purpose: u8) -> bool {
    CONSENT_ONLY.contains(&purpose)
}

/// The purpose of reading and writing a terminal, which a publisher may leave out of its dialogue.
pub(crate) const TERMINAL: u8 = 1;

/// The oldest policy version for strings last updated on `day`.
pub(super) fn oldest_policy(day: NaiveDate) -> u8 {
    on(&OLDEST_POLICY, day).unwrap_or(2)
}

/// Whether strings last updated on `day` have to say which vendors were disclosed.
pub(super) fn disclosure_is_mandatory(day: NaiveDate) -> bool {
    on(&DISCLOSURE, day).is_some()
}

fn on(rows: &[Row], day: NaiveDate) -> Option<u8> {
    let row = rows.iter().rev().find(|row| row.since <= day)?;
    Some(row.number)
}
