//! Countries to which data may go, as dated data.

use greffe_terms::Citation;

use crate::Country;

/// An adequacy decision of the Commission, Art. 45 GDPR or Art. 25(6) of Directive 95/46/EC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adequacy {
    country: &'static str,
    since: &'static str,
    until: Option<&'static str>,
    covers_part: bool,
    decision: Citation,
}

impl Adequacy {
    /// ISO 3166-1 alpha-2.
    #[must_use]
    pub const fn country(&self) -> &'static str {
        self.country
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

    /// Whether it covers some recipients of the country only, such as certified ones.
    #[must_use]
    pub const fn covers_part(&self) -> bool {
        self.covers_part
    }

    /// The decision.
    #[must_use]
    pub const fn decision(&self) -> &Citation {
        &self.decision
    }
}

/// The decision for a country, in the list as of [`adequacy_list_as_of`].
#[must_use]
pub fn adequacy_of(country: Country) -> Option<&'static Adequacy> {
    DECISIONS
        .iter()
        .find(|decision| decision.country == country.as_str())
}

/// The day up to which the list of decisions is known, ISO 8601.
#[must_use]
pub const fn adequacy_list_as_of() -> &'static str {
    AS_OF
}

/// Whether a country is in the European Economic Area, where no transfer takes place.
pub(crate) fn is_in_the_area(country: Country) -> bool {
    AREA.contains(&country.as_str())
}

const AS_OF: &str = "2026-02-09";

// The Commission's decisions, each with its own number. The United Kingdom's was renewed on 19 December 2025.
const DECISIONS: &[Adequacy] = &[
    decision("AD", "2010-10-19", None, false, "2010/625/EU"),
    decision("AR", "2003-06-30", None, false, "2003/490/EC"),
    decision("BR", "2026-01-26", None, false, "(EU) 2026/179"),
    decision("CA", "2001-12-20", None, true, "2002/2/EC"),
    decision("CH", "2000-07-26", None, false, "2000/518/EC"),
    decision("FO", "2010-03-05", None, false, "2010/146/EU"),
    decision(
        "GB",
        "2021-06-28",
        Some("2031-12-27"),
        false,
        "(EU) 2021/1772",
    ),
    decision("GG", "2003-11-21", None, false, "2003/821/EC"),
    decision("IL", "2011-01-31", None, false, "2011/61/EU"),
    decision("IM", "2004-04-28", None, false, "2004/411/EC"),
    decision("JE", "2008-05-08", None, false, "2008/393/EC"),
    decision("JP", "2019-01-23", None, true, "(EU) 2019/419"),
    decision("KR", "2021-12-17", None, true, "(EU) 2022/254"),
    decision("NZ", "2012-12-19", None, false, "2013/65/EU"),
    decision("US", "2023-07-10", None, true, "(EU) 2023/1795"),
    decision("UY", "2012-08-21", None, false, "2012/484/EU"),
];

const fn decision(
    country: &'static str,
    since: &'static str,
    until: Option<&'static str>,
    covers_part: bool,
    number: &'static str,
) -> Adequacy {
    Adequacy {
        country,
        since,
        until,
        covers_part,
        decision: Citation::from_static(number),
    }
}

// The 27 member states since 1 February 2020, with Iceland, Liechtenstein and Norway (Joint Committee decision 154/2018).
const AREA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];
