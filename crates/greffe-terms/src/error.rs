//! What can be wrong with a word.

/// A code that is not a term of the list asked.
///
/// The code itself is left out: a reader knows the place and prints it from there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a known {list}")]
pub struct UnknownTerm {
    list: &'static str,
}

impl UnknownTerm {
    pub(crate) const fn of(list: &'static str) -> Self {
        Self { list }
    }

    /// The list that was asked, such as `legal basis`.
    #[must_use]
    pub const fn list(&self) -> &'static str {
        self.list
    }
}

/// A text that is not an identifier: empty, too long, or with a character outside `A-Z a-z 0-9 _ . -`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: 1 to 64 of A-Z a-z 0-9 _ . - are allowed")]
pub struct InvalidIdentifier;
