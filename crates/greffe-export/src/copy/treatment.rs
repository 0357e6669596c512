//! What becomes of a field in a pseudonymised copy. There is no default: a field without a treatment is an error.

use std::num::{NonZeroU16, NonZeroU64};

use serde_json::{Value as Json, json};

use crate::Kind;

/// A treatment of a field.
///
/// A *domain* is the type of what stands in the field (`customer`, `contact`): in one domain the same value has the same token in every source
/// and every copy under one key, so that references and joins still hold; in two domains its tokens cannot be linked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Treatment {
    /// A token for each value. Texts become 32 hexadecimal digits; a whole number becomes another one, and no two become the same: numbers
    /// from 0 to 2³⁰ − 1 stay there, so that they fit a column of 32 bits, and a sign is kept. Texts, whole numbers, lists of them.
    Token {
        /// The type of what stands in the field.
        domain: String,
    },
    /// An address at `pseudonym.invalid`, to which no mail can go (RFC 6761). Texts, lists of them.
    Email {
        /// The type of what stands in the field.
        domain: String,
    },
    /// A number of a range that its country keeps for fiction. Such ranges are small: two numbers may get the same one, so join on something
    /// else. Texts, lists of them.
    Phone {
        /// The type of what stands in the field.
        domain: String,
        /// The country (ISO 3166) of numbers written without a country: `FR`.
        national: &'static str,
    },
    /// An IBAN with right check digits and a bank that does not exist. Texts, lists of them.
    Iban {
        /// The type of what stands in the field.
        domain: String,
    },
    /// Moved by the same number of days for all that is about one person and moved by the same `at_most`, in every source: intervals between those stay
    /// right. Dates and instants, whose time of day stays. A record that names no person gets none.
    Shifted {
        /// The field of the same source that names the person, as it is before its own treatment.
        person: String,
        /// How many days it is moved at most; never by none.
        at_most: NonZeroU16,
    },
    /// The lower end of a band of this width. Whole numbers and decimals, which lose their fraction.
    Bucketed {
        /// How wide the bands are.
        width: NonZeroU64,
    },
    /// As it is, for a reason that the copy states.
    Kept {
        /// Why it may stay: `a status of ours, no person's`.
        reason: String,
    },
    /// Nothing.
    Removed,
    /// As many `x` as it had characters. Texts, lists of them.
    Filled,
}

impl Treatment {
    /// A token.
    #[must_use]
    pub fn token(domain: impl Into<String>) -> Self {
        Self::Token {
            domain: domain.into(),
        }
    }

    /// An e-mail address.
    #[must_use]
    pub fn email(domain: impl Into<String>) -> Self {
        Self::Email {
            domain: domain.into(),
        }
    }

    /// A telephone number; `national` is the country of numbers written without one.
    #[must_use]
    pub fn phone(domain: impl Into<String>, national: &'static str) -> Self {
        Self::Phone {
            domain: domain.into(),
            national,
        }
    }

    /// An IBAN.
    #[must_use]
    pub fn iban(domain: impl Into<String>) -> Self {
        Self::Iban {
            domain: domain.into(),
        }
    }

    /// Moved by days, at most so many, the same for the person whom that field names.
    #[must_use]
    pub fn shifted(person: impl Into<String>, at_most: NonZeroU16) -> Self {
        Self::Shifted {
            person: person.into(),
            at_most,
        }
    }

    /// Bands of that width.
    #[must_use]
    pub const fn bucketed(width: NonZeroU64) -> Self {
        Self::Bucketed { width }
    }

    /// As it is, for that reason.
    #[must_use]
    pub fn kept(reason: impl Into<String>) -> Self {
        Self::Kept {
            reason: reason.into(),
        }
    }

    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Token { .. } => "token",
            Self::Email { .. } => "email",
            Self::Phone { .. } => "phone",
            Self::Iban { .. } => "iban",
            Self::Shifted { .. } => "shifted",
            Self::Bucketed { .. } => "bucketed",
            Self::Kept { .. } => "kept",
            Self::Removed => "removed",
            Self::Filled => "filled",
        }
    }

    /// As `datapackage.json` describes it.
    pub(crate) fn described(&self) -> Json {
        let code = self.code();
        match self {
            Self::Token { domain } | Self::Email { domain } | Self::Iban { domain } => {
                json!({ "code": code, "domain": domain })
            }
            Self::Phone { domain, national } => {
                json!({ "code": code, "domain": domain, "national": national })
            }
            Self::Shifted { person, at_most } => {
                json!({ "code": code, "person": person, "days_at_most": at_most.get() })
            }
            Self::Bucketed { width } => json!({ "code": code, "width": width.get() }),
            Self::Kept { reason } => json!({ "code": code, "reason": reason }),
            Self::Removed | Self::Filled => json!({ "code": code }),
        }
    }

    pub(crate) const fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::Token { .. } => matches!(kind, Kind::Text | Kind::Integer | Kind::List),
            Self::Email { .. } | Self::Phone { .. } | Self::Iban { .. } | Self::Filled => {
                matches!(kind, Kind::Text | Kind::List)
            }
            Self::Shifted { .. } => matches!(kind, Kind::Date | Kind::Instant),
            Self::Bucketed { .. } => matches!(kind, Kind::Integer | Kind::Decimal),
            Self::Kept { .. } | Self::Removed => true,
        }
    }
}
