//! The address of a rule.

use std::fmt;
use std::str::FromStr;

use greffe_terms::ProcessingRef;

use crate::LookupError;

/// The address of a data entry and its rule: the processing's reference, a slash, the entry's id.
///
/// ```
/// use greffe_register::RuleAddress;
///
/// let address: RuleAddress = "FAC-01/economic".parse()?;
/// assert_eq!(address.processing().as_str(), "FAC-01");
/// assert_eq!(address.entry(), "economic");
/// # Ok::<(), greffe_register::LookupError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleAddress {
    processing: ProcessingRef,
    entry: String,
}

impl RuleAddress {
    pub(crate) const fn new(processing: ProcessingRef, entry: String) -> Self {
        Self { processing, entry }
    }

    /// The processing's reference.
    #[must_use]
    pub const fn processing(&self) -> &ProcessingRef {
        &self.processing
    }

    /// The data entry's id.
    #[must_use]
    pub fn entry(&self) -> &str {
        &self.entry
    }
}

impl fmt::Display for RuleAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.processing, self.entry)
    }
}

impl FromStr for RuleAddress {
    type Err = LookupError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (processing, entry) = text.split_once('/').ok_or(LookupError::InvalidAddress)?;
        let identifier = |part: &str| {
            part.parse::<ProcessingRef>()
                .map_err(|_| LookupError::InvalidAddress)
        };
        Ok(Self::new(
            identifier(processing)?,
            identifier(entry)?.as_str().to_owned(),
        ))
    }
}
