//! What one value has in an index of words: several tokens.

use super::token::IndexToken;
use crate::error::TokenError;

/// The tokens of one name in an index of words: no token twice, sorted by their octets, so that nothing of the words' order is left.
///
/// Store it in a side table with one row a token (`name_tokens(person, token)`, primary key both, an index on `token`), or as an array
/// with an index of its own. Sorting hides the words' order; it hides neither how many words the name has nor which names have equal
/// sets, or some word in common: [`NameTokenIndex`](crate::NameTokenIndex) says what that leaks.
///
/// In serde it is a list of texts; a list that is not sorted, or that repeats a token, is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenSet(Vec<IndexToken>);

impl TokenSet {
    /// Takes tokens that are sorted by their octets already, as this crate writes them.
    ///
    /// # Errors
    /// [`TokenError::Order`] if they are not, or if one stands twice.
    pub fn from_sorted(tokens: Vec<IndexToken>) -> Result<Self, TokenError> {
        let ascending = tokens.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes());
        if ascending {
            Ok(Self(tokens))
        } else {
            Err(TokenError::Order)
        }
    }

    /// The tokens, sorted.
    #[must_use]
    pub fn as_slice(&self) -> &[IndexToken] {
        &self.0
    }

    /// The tokens, sorted.
    pub fn iter(&self) -> std::slice::Iter<'_, IndexToken> {
        self.0.iter()
    }

    /// How many tokens there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none: a name whose words are all shorter than the prefixes of its index.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the token is one of them.
    #[must_use]
    pub fn contains(&self, token: &IndexToken) -> bool {
        self.0
            .binary_search_by(|own| own.as_bytes().cmp(token.as_bytes()))
            .is_ok()
    }

    /// Those of them that the other set has not. When a name changes, insert `new.without(&old)` and delete `old.without(&new)`.
    pub fn without<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a IndexToken> {
        self.0.iter().filter(|token| !other.contains(token))
    }
}

/// Any order, any number of times: what a side table answers.
impl FromIterator<IndexToken> for TokenSet {
    fn from_iter<I: IntoIterator<Item = IndexToken>>(tokens: I) -> Self {
        let mut tokens: Vec<_> = tokens.into_iter().collect();
        tokens.sort_unstable_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
        tokens.dedup();
        Self(tokens)
    }
}

impl IntoIterator for TokenSet {
    type Item = IndexToken;
    type IntoIter = std::vec::IntoIter<IndexToken>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a TokenSet {
    type Item = &'a IndexToken;
    type IntoIter = std::slice::Iter<'a, IndexToken>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
