//! Who receives data, and in which country.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use greffe_terms::{MeasureFamily, RecipientKind, Text, TransferTool};

use super::code::debug_without_values;
use crate::{Stated, UnknownCode};

/// Recipients (*destinataires*) by kind, Art. 30(1)(d) GDPR.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Recipients {
    /// Departments of the organisation.
    pub internal: Stated<Vec<Recipient>>,
    /// Other organisations.
    pub external: Stated<Vec<Recipient>>,
    /// Processors, Art. 28.
    pub processor: Stated<Vec<Recipient>>,
    /// Partners.
    pub partner: Stated<Vec<Recipient>>,
    /// Recipients in third countries.
    pub third_country: Stated<Vec<Recipient>>,
}

impl Recipients {
    /// Every kind with what is stated about it, in the order of the CNIL's form.
    pub fn by_kind(&self) -> impl Iterator<Item = (RecipientKind, &Stated<Vec<Recipient>>)> {
        [
            (RecipientKind::Internal, &self.internal),
            (RecipientKind::External, &self.external),
            (RecipientKind::Processor, &self.processor),
            (RecipientKind::Partner, &self.partner),
            (RecipientKind::ThirdCountry, &self.third_country),
        ]
        .into_iter()
    }

    /// Whether nothing at all is stated.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.by_kind().all(|(_, stated)| stated.is_unknown())
    }
}

/// One recipient.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recipient {
    /// Who.
    pub name: Text,
    /// What they get.
    pub what: Option<Text>,
    /// How often.
    pub how_often: Option<Text>,
    /// Where they are.
    pub country: Option<Country>,
    /// Anything else.
    pub note: Option<Text>,
}

/// A transfer out of the Union (*transfert*), Art. 30(1)(e) and 44 to 49 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transfer {
    /// To whom.
    pub recipient: Option<Text>,
    /// Where.
    pub country: Option<Country>,
    /// Under which instrument.
    pub tool: Option<TransferTool>,
    /// The document that shows it.
    pub document: Option<Text>,
    /// The assessment of the transfer.
    pub assessment: Option<Text>,
}

/// A country as two capital letters, ISO 3166-1 alpha-2. Whether the code is assigned is not checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Two ASCII letters are valid UTF-8.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code.as_bytes() {
            &[a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([a, b])),
            _ => Err(UnknownCode),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Security measures (*mesures de sécurité*) by family, Art. 32 GDPR. A family that is not there is unknown.
pub type Measures = BTreeMap<MeasureFamily, Measure>;

/// What a record says about one family of measures.
#[derive(Clone, PartialEq, Eq)]
pub enum Measure {
    /// There are some, without detail.
    Stated,
    /// These.
    Detailed(Vec<Text>),
}

debug_without_values!(Recipients, Recipient, Transfer, Measure);
