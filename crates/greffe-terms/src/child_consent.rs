//! From which age a child consents alone, Art. 8(1) GDPR.

use crate::{Citation, DatedTable};

/// From which age a child consents alone to services of the information society that are offered to it directly, in one country.
///
/// The age binds where consent is the basis (Art. 6(1)(a)). Below it the holder of parental responsibility consents, or in France
/// the holder together with the child (loi 78-17, art. 45).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildConsentAge {
    country: &'static str,
    age: u8,
    since: &'static str,
    provision: Citation,
    is_confirmed: bool,
}

impl ChildConsentAge {
    /// ISO 3166-1 alpha-2.
    #[must_use]
    pub const fn country(&self) -> &'static str {
        self.country
    }

    /// The age in years, 13 to 16.
    #[must_use]
    pub const fn age(&self) -> u8 {
        self.age
    }

    /// The first day on which it applies (ISO 8601).
    #[must_use]
    pub const fn since(&self) -> &'static str {
        self.since
    }

    /// The national provision, with the country's letters before a foreign act; `GDPR 8(1)` where the country provides no lower age.
    #[must_use]
    pub const fn provision(&self) -> &Citation {
        &self.provision
    }

    /// Whether a source that the file names gives the row; an unconfirmed one wants a look at the act before anybody relies on it.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        self.is_confirmed
    }
}

/// The age in a country of the European Economic Area (two capital letters) on a day (ISO 8601, which sorts as text); `None` for
/// another country or a day before its first row.
///
/// ```
/// use greffe_terms::child_consent;
///
/// let age = |country, day| child_consent::age_in(country, day).map(|row| row.age());
/// assert_eq!(age("FR", "2026-01-01"), Some(15));
/// assert_eq!(age("DE", "2026-01-01"), Some(16));
/// assert_eq!((age("DK", "2023-12-31"), age("DK", "2024-01-01")), (Some(13), Some(15)));
/// assert_eq!(age("CH", "2026-01-01"), None);
/// ```
#[must_use]
pub fn age_in(country: &str, day: &str) -> Option<ChildConsentAge> {
    ages()
        .filter(|row| row.country == country && row.since <= day)
        .max_by_key(|row| row.since)
}

/// Every row, by country and day.
pub fn ages() -> impl Iterator<Item = ChildConsentAge> {
    TABLE
        .rows()
        .filter_map(|[country, age, since, provision, checked]| {
            Some(ChildConsentAge {
                country,
                age: age.parse().ok()?,
                since,
                provision: Citation::from_static(provision),
                is_confirmed: checked == "confirmed",
            })
        })
}

/// The table with its day and its sources.
#[must_use]
pub const fn table() -> DatedTable {
    TABLE
}

const TABLE: DatedTable = DatedTable::new(include_str!("../data/child-consent-ages.tsv"));
