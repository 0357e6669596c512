//! Who receives data.

use greffe_terms::{RecipientKind, Text};

use super::Country;
use super::code::debug_without_values;
use crate::Stated;

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
    /// The contract under which they process, by its id; one of the register's.
    pub contract: Option<String>,
    /// Anything else.
    pub note: Option<Text>,
}

debug_without_values!(Recipients, Recipient);
