//! What data, sealed how, held where, kept how long.

use std::fmt;

use greffe_retention::{Event, Rule};
use greffe_terms::{DataCategory, Text};

use super::code::codes;
use crate::Stated;

/// A category of data in one processing, with its own retention.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct DataEntry {
    /// The last part of the rule's address; the category's code unless told.
    pub id: String,
    /// The category.
    pub category: DataCategory,
    /// What the data are, in words.
    pub detail: Stated<Text>,
    /// The names of the fields.
    pub fields: Vec<String>,
    /// The fields that are stored encrypted; each is one of `fields`.
    pub sealed: Vec<SealedField>,
    /// Where a service of the organisation holds the data.
    pub held_in: HeldIn,
    /// The kinds of event of which these data are the only record, such as `link_clicked` for a log of clicks.
    pub records: Vec<Event>,
    /// How the data came.
    pub source: Stated<DataSource>,
    /// Whether the person must give them, Art. 13(2)(e).
    pub mandatory: Option<bool>,
    /// What is special about them: they may reveal more than they say, or a caveat.
    pub caveat: Option<Text>,
    /// How long they are kept, Art. 5(1)(e) and 30(1)(f).
    pub retention: Retention,
}

/// Shows the id only.
impl fmt::Debug for DataEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataEntry({})", self.id)
    }
}

/// What the register says about how long data are kept.
#[derive(Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "nearly every entry holds a rule")]
pub enum Retention {
    /// Not filled in.
    Unknown,
    /// The document behind the register does not say.
    Unstated,
    /// A rule that runs.
    Rule(Rule),
}

impl Retention {
    /// The rule, if there is one.
    #[must_use]
    pub const fn rule(&self) -> Option<&Rule> {
        match self {
            Self::Rule(rule) => Some(rule),
            Self::Unknown | Self::Unstated => None,
        }
    }
}

/// Shows which of the three it is, not the rule: its readers and its note are texts of the register.
impl fmt::Debug for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "Unknown",
            Self::Unstated => "Unstated",
            Self::Rule(_) => "Rule(..)",
        })
    }
}

/// A field that is stored encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SealedField {
    /// The field's name.
    pub field: String,
    /// What it holds.
    pub kind: SealedType,
}

codes! {
    /// The type of a sealed field, which decides its canonical form.
    SealedType {
        /// Bank account number.
        Iban = "iban", "IBAN", "IBAN";
        /// E-mail address.
        Email = "email", "adresse électronique", "e-mail address";
        /// Telephone number.
        Phone = "phone", "numéro de téléphone", "telephone number";
        /// Fax number.
        Fax = "fax", "numéro de télécopie", "fax number";
        /// A person's name.
        Name = "name", "nom de personne", "person’s name";
        /// Payment card number.
        Card = "card", "numéro de carte bancaire", "payment card number";
        /// Anything else, byte by byte.
        Bytes = "bytes", "octets", "bytes";
    }
}

/// Where the organisation's services hold the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldIn {
    /// Not filled in.
    Unknown,
    /// No service of its own holds them.
    Elsewhere,
    /// Storage labels: tables, folders.
    Labels(Vec<String>),
}

impl HeldIn {
    /// The storage labels; empty where there is none or none is known.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        match self {
            Self::Labels(labels) => labels,
            Self::Unknown | Self::Elsewhere => &[],
        }
    }
}

codes! {
    /// How data came to the organisation.
    DataSource {
        /// The person gave them.
        Provided = "provided", "fournies par la personne", "provided by the person";
        /// They were observed.
        Observed = "observed", "observées", "observed";
        /// They were inferred.
        Inferred = "inferred", "déduites", "inferred";
        /// A third party gave them, Art. 14.
        ThirdParty = "third_party", "reçues d’un tiers", "received from a third party";
    }
}
