//! What is known on receipt: the id, who asks, what proves the day.

use crate::InvalidRequestId;

/// The opaque id of a request, such as `R-2026-17`. It is printed in logs and file names: never an address or a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(Box<str>);

impl RequestId {
    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for RequestId {
    type Err = InvalidRequestId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let valid = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        valid.then(|| Self(text.into())).ok_or(InvalidRequestId)
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Asker {
    /// The person whose data it is.
    #[default]
    Person,
    /// Someone with a mandate (*mandataire*).
    Proxy,
    /// A holder of parental authority or a guardian.
    Guardian,
    /// An heir (loi Informatique et Libertés, art. 85).
    Heir,
    /// Someone designated by directives on data after death (loi Informatique et Libertés, art. 85).
    Designated,
}

/// What proves the day of receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// A letter; the postmark proves posting, the acknowledgement proves receipt.
    Letter,
    /// A message with its headers.
    Email,
    /// A form of the service.
    Form,
    /// A visit or a call, noted by an agent.
    Spoken,
}
