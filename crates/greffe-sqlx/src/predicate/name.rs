//! Names of columns and tables: validated once, quoted always.

use std::fmt;
use std::str::FromStr;

use crate::InvalidName;

/// A name of one part, `[A-Za-z_][A-Za-z0-9_]{0,62}`, spelled as in the database's catalogue: it is always quoted, and PostgreSQL tells `Logs`
/// from `logs` then.
///
/// `greffe_hold` is refused: predicates use it for the table of holds.
///
/// ```
/// use greffe_sqlx::Name;
///
/// assert_eq!("recorded_on".parse::<Name>()?.as_str(), "recorded_on");
/// assert!("recorded on".parse::<Name>().is_err());
/// assert!("x\" OR 1=1 --".parse::<Name>().is_err());
/// # Ok::<(), greffe_sqlx::InvalidName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Box<str>);

/// A name of one part or of two: `column` or `table.column`, where the table may be an alias; of a table, `table` or `schema.table`.
///
/// ```
/// use greffe_sqlx::QualifiedName;
///
/// assert_eq!("logs.recorded_on".parse::<QualifiedName>()?.to_string(), "logs.recorded_on");
/// assert!("a.b.c".parse::<QualifiedName>().is_err());
/// # Ok::<(), greffe_sqlx::InvalidName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QualifiedName {
    qualifier: Option<Name>,
    name: Name,
}

impl Name {
    /// The name, without quotes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of a column of the table or alias `qualifier`.
    #[must_use]
    pub const fn of(self, qualifier: Self) -> QualifiedName {
        QualifiedName {
            qualifier: Some(qualifier),
            name: self,
        }
    }

    /// What predicates call the table of holds.
    pub(super) fn holds_alias() -> Self {
        Self(HOLDS_ALIAS.into())
    }
}

impl QualifiedName {
    /// The parts in order, one or two.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Name> {
        self.qualifier.iter().chain(std::iter::once(&self.name))
    }
}

impl From<Name> for QualifiedName {
    fn from(name: Name) -> Self {
        Self {
            qualifier: None,
            name,
        }
    }
}

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let mut octets = text.bytes();
        let first = octets.next().ok_or(InvalidName)?;
        let is_name = (first.is_ascii_alphabetic() || first == b'_')
            && octets.all(|octet| octet.is_ascii_alphanumeric() || octet == b'_')
            && text.len() <= MAX_LENGTH
            && !text.eq_ignore_ascii_case(HOLDS_ALIAS);
        is_name.then(|| Self(text.into())).ok_or(InvalidName)
    }
}

impl FromStr for QualifiedName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        match text.split_once('.') {
            Some((qualifier, name)) => Ok(name.parse::<Name>()?.of(qualifier.parse()?)),
            None => Ok(text.parse::<Name>()?.into()),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(qualifier) = &self.qualifier {
            write!(f, "{qualifier}.")?;
        }
        write!(f, "{}", self.name)
    }
}

/// PostgreSQL cuts longer names, and two that were cut may be the same.
const MAX_LENGTH: usize = 63;
const HOLDS_ALIAS: &str = "greffe_hold";
