//! Numbers that the law or an authority fixes. A reform is a new row with a date, not a change of code.
//!
//! ```
//! let response = greffe_terms::statutory::in_force("request_response", "2026-11-23").unwrap();
//! assert_eq!(response.period(), "P1M");
//! assert_eq!(response.citation().as_str(), "GDPR 12(3)");
//! ```

use crate::{Citation, Force};

/// One dated number with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statutory {
    id: &'static str,
    period: &'static str,
    since: &'static str,
    force: Force,
    citation: Citation,
}

impl Statutory {
    /// What the number is for, such as `request_response`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The length of time, as an ISO 8601 duration.
    #[must_use]
    pub const fn period(&self) -> &'static str {
        self.period
    }

    /// The first day on which the number applies (ISO 8601 date).
    #[must_use]
    pub const fn since(&self) -> &'static str {
        self.since
    }

    /// How binding the source is.
    #[must_use]
    pub const fn force(&self) -> Force {
        self.force
    }

    /// The source.
    #[must_use]
    pub const fn citation(&self) -> &Citation {
        &self.citation
    }

    /// The source as a rule cites it: a number that no text orders says so, whatever it goes by.
    #[must_use]
    pub fn source(&self) -> Citation {
        match self.force {
            Force::Practice => Citation::new(&format!("practice {}", self.citation)),
            _ => self.citation.clone(),
        }
    }
}

/// What there are numbers for: every `id`, some more than once where the number changed.
pub fn ids() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.id)
}

/// The row `id` in force on `day` (an ISO 8601 date, which sorts as text); `None` for an unknown id or a day before its first row.
#[must_use]
pub fn in_force(id: &str, day: &str) -> Option<&'static Statutory> {
    TABLE
        .iter()
        .filter(|row| row.id == id && row.since <= day)
        .max_by_key(|row| row.since)
}

/// Every row, in no particular order.
#[must_use]
pub const fn table() -> &'static [Statutory] {
    TABLE
}

const fn row(
    id: &'static str,
    period: &'static str,
    since: &'static str,
    force: Force,
    citation: &'static str,
) -> Statutory {
    Statutory {
        id,
        period,
        since,
        force,
        citation: Citation::from_static(citation),
    }
}

const TABLE: &[Statutory] = &[
    row(
        "request_response",
        "P1M",
        "2018-05-25",
        Force::Law,
        "GDPR 12(3)",
    ),
    row(
        "request_extension",
        "P2M",
        "2018-05-25",
        Force::Law,
        "GDPR 12(3)",
    ),
    row(
        "request_refusal",
        "P1M",
        "2018-05-25",
        Force::Law,
        "GDPR 12(4)",
    ),
    row(
        "breach_notification",
        "PT72H",
        "2018-05-25",
        Force::Law,
        "GDPR 33(1)",
    ),
    row(
        "accounting_documents",
        "P10Y",
        "2000-09-21",
        Force::Law,
        "C. com. L123-22",
    ),
    row(
        "tracker_choice",
        "P6M",
        "2020-10-01",
        Force::Authority,
        "CNIL 2020-092",
    ),
    row(
        "audience_tracker",
        "P13M",
        "2020-10-01",
        Force::Authority,
        "CNIL 2020-092",
    ),
    row(
        "audience_data",
        "P25M",
        "2020-10-01",
        Force::Authority,
        "CNIL 2020-092",
    ),
    row(
        "prospect",
        "P3Y",
        "2022-02-03",
        Force::Authority,
        "CNIL 2021-131",
    ),
    // What a service keeps to prove that it kept its promises: as long as a personal action may be brought. No text fixes it.
    row(
        "own_consent_proof",
        "P5Y",
        "2008-06-19",
        Force::Practice,
        "C. civ. 2224",
    ),
    row(
        "own_request_file",
        "P5Y",
        "2008-06-19",
        Force::Practice,
        "C. civ. 2224",
    ),
    row(
        "own_certificate",
        "P5Y",
        "2008-06-19",
        Force::Practice,
        "C. civ. 2224",
    ),
];
