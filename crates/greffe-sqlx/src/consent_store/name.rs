//! The name of a ledger.

use std::str::FromStr;

/// The name of a ledger, of which a database may hold any number, such as one for each tenant: 1 to 64 of `A-Z a-z 0-9 _ . -`. Never a person's.
///
/// ```
/// use greffe_sqlx::LedgerName;
///
/// let name: LedgerName = "acme.consents".parse()?;
/// assert_eq!(name.as_str(), "acme.consents");
/// assert!("acme's".parse::<LedgerName>().is_err());
/// # Ok::<(), greffe_sqlx::InvalidLedgerName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LedgerName(Box<str>);

impl LedgerName {
    /// The name's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text is no name of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a ledger: 1 to 64 of A-Z a-z 0-9 _ . - are allowed")]
pub struct InvalidLedgerName;

impl FromStr for LedgerName {
    type Err = InvalidLedgerName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |octet: u8| octet.is_ascii_alphanumeric() || b"_.-".contains(&octet);
        match (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            true => Ok(Self(text.into())),
            false => Err(InvalidLedgerName),
        }
    }
}
