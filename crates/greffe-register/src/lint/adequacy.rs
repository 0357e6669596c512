//! Countries to which data may go, as dated data.

use greffe_terms::{Citation, DatedTable, Lang, Text};

use super::wording::{self, PATENT_ORGANISATION};
use crate::{Country, Transfer};

/// An adequacy decision of the Commission, Art. 45 GDPR or Art. 25(6) of Directive 95/46/EC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adequacy {
    place: &'static str,
    since: &'static str,
    until: Option<&'static str>,
    ended: Option<&'static str>,
    covers_part: bool,
    decision: Citation,
    is_confirmed: bool,
    scope: (&'static str, &'static str),
}

impl Adequacy {
    /// ISO 3166-1 alpha-2, or the letters of an international organisation (`EPO`).
    #[must_use]
    pub const fn country(&self) -> &'static str {
        self.place
    }

    /// The day of the decision, ISO 8601.
    #[must_use]
    pub const fn since(&self) -> &'static str {
        self.since
    }

    /// The last day on which it holds, for a decision that ends by itself, ISO 8601.
    #[must_use]
    pub const fn until(&self) -> Option<&'static str> {
        self.until
    }

    /// The day on which a court annulled it, ISO 8601: no transfer rests on it from that day on.
    #[must_use]
    pub const fn ended(&self) -> Option<&'static str> {
        self.ended
    }

    /// Whether it covers some transfers to the country only, such as those to certified recipients.
    #[must_use]
    pub const fn covers_part(&self) -> bool {
        self.covers_part
    }

    /// The decision.
    #[must_use]
    pub const fn decision(&self) -> &Citation {
        &self.decision
    }

    /// Whom it covers, in a line.
    #[must_use]
    pub const fn scope(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.scope.0,
            Lang::En => self.scope.1,
        }
    }

    /// Whether its number was found in a source; else it was written from memory and wants a look.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        self.is_confirmed
    }

    /// Whether it holds on this day (ISO 8601).
    #[must_use]
    pub fn holds_on(&self, day: &str) -> bool {
        self.since <= day
            && self.until.is_none_or(|last| day <= last)
            && self.ended.is_none_or(|ended| day < ended)
    }
}

/// The decision for a country, in the list as of [`adequacy_list_as_of`].
#[must_use]
pub fn adequacy_of(country: Country) -> Option<Adequacy> {
    adequacy_on(country, adequacy_list_as_of())
}

/// The decision for a country that held on a day (ISO 8601), as far as the list knows.
///
/// ```
/// use greffe_register::lint;
///
/// # fn main() -> Result<(), greffe_register::UnknownCode> {
/// let states = "US".parse()?;
/// let on = |day| lint::adequacy_on(states, day).map(|found| found.decision().to_string());
/// assert_eq!(on("2019-01-01").as_deref(), Some("(EU) 2016/1250"));
/// assert_eq!(on("2021-01-01"), None);
/// assert_eq!(on("2026-01-01").as_deref(), Some("(EU) 2023/1795"));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn adequacy_on(country: Country, day: &str) -> Option<Adequacy> {
    decision_for(country.as_str(), day)
}

fn decision_for(place: &str, day: &str) -> Option<Adequacy> {
    // A row is taken apart where it is of the place only: a register asks for thousands of transfers.
    TABLE
        .lines()
        .filter(|line| line.starts_with(place))
        .filter_map(decision)
        .filter(|decision| decision.place == place && decision.holds_on(day))
        // A decision may be renewed before its last day.
        .max_by_key(|decision| decision.since)
}

/// The country by which a transfer is judged. An international organisation has none, wherever its seat is: Art. 44 and 45(1) name it beside countries.
pub(crate) fn judged_country(transfer: &Transfer) -> Option<Country> {
    transfer
        .country
        .filter(|_| transfer.international_organisation != Some(true))
}

/// The decision that covers a transfer, in the list as of [`adequacy_list_as_of`]: that of its country, or of the organisation that it names.
pub(super) fn adequacy_for(transfer: &Transfer) -> Option<Adequacy> {
    if transfer.international_organisation == Some(true) {
        return adequacy_of_organisation(transfer.recipient.as_ref()?);
    }
    transfer.country.and_then(adequacy_of)
}

/// One organisation has a decision so far; its office is its organ.
fn adequacy_of_organisation(name: &Text) -> Option<Adequacy> {
    let is_named = wording::mentions(name, PATENT_ORGANISATION)
        || wording::has_one_word_of(name, &["epo", "oeb"]);
    let decision = || decision_for("EPO", adequacy_list_as_of());
    is_named.then(decision).flatten()
}

/// Every decision of the list, also those that ended, by place and day.
pub fn adequacy_decisions() -> impl Iterator<Item = Adequacy> {
    TABLE.lines().filter_map(decision)
}

/// The day up to which the list of decisions is known, ISO 8601.
#[must_use]
pub fn adequacy_list_as_of() -> &'static str {
    TABLE.as_of()
}

/// The table with its day and its sources.
#[must_use]
pub const fn adequacy_table() -> DatedTable {
    TABLE
}

/// Whether a country is in the European Economic Area, where no transfer takes place.
pub(crate) fn is_in_the_area(country: Country) -> bool {
    AREA.contains(&country.as_str())
}

fn decision(line: &'static str) -> Option<Adequacy> {
    let [place, since, until, ended, scope, number, checked, fr, en] = DatedTable::cells(line)?;
    let stated = |cell: &'static str| (cell != "-").then_some(cell);
    Some(Adequacy {
        place,
        since,
        until: stated(until),
        ended: stated(ended),
        covers_part: scope == "part",
        decision: Citation::from_static(number),
        is_confirmed: checked == "confirmed",
        scope: (fr, en),
    })
}

const TABLE: DatedTable = DatedTable::new(include_str!("../../data/adequacy.tsv"));

// The 27 member states since 1 February 2020, with Iceland, Liechtenstein and Norway (Joint Committee decision 154/2018). ISO 3166-1 has codes of
// their own for regions of the Union: Guadeloupe, Guyane, Martinique, Mayotte, La Réunion and Saint-Martin (TFEU 349, 355(1)), and Åland
// (TFEU 355(4)). The countries and territories of TFEU 355(2), such as New Caledonia, are not in the Union.
const AREA: &[&str] = &[
    "AT", "AX", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GF", "GP", "GR", "HR",
    "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MF", "MQ", "MT", "NL", "NO", "PL", "PT", "RE",
    "RO", "SE", "SI", "SK", "YT",
];
