//! Name prefixes (kind 5): find names by how one of their words begins.

use std::fmt;
use std::marker::PhantomData;

use super::set::TokenSet;
use super::token::{IndexBits, IndexKind, IndexToken};
use super::words::{WordKeys, one_word, parse};
use crate::cipher::FieldCipher;
use crate::cipher::stale::StaleRanges;
use crate::error::{ContextError, SearchError, TokenError};
use crate::field::{Accepted, Coverage, Decided, Field, Guessable, Leakage, PersonName};
use crate::wiped::Wiped;

/// How many characters (Unicode scalar values, after folding) the prefixes of an index have: 1 to 16.
///
/// Two or three serve a search as people type. One puts all names into some thirty heaps, whose sizes are public knowledge; it is of use for names
/// written in Han characters. Longer prefixes than a word leave it out of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrefixLength(u8);

impl PrefixLength {
    /// That many characters, if 1 to 16.
    #[must_use]
    pub const fn new(characters: u8) -> Option<Self> {
        if matches!(characters, 1..=16) {
            Some(Self(characters))
        } else {
            None
        }
    }

    /// The number of characters.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The prefix of that length, unless the word is shorter.
    fn of(self, word: &str) -> Option<Wiped<String>> {
        let length = usize::from(self.0);
        // Room for the word, so that no reallocation leaves a copy behind.
        let mut prefix = Wiped::new(String::with_capacity(word.len()));
        prefix.extend(word.chars().take(length));
        (prefix.chars().count() == length).then_some(prefix)
    }
}

impl fmt::Display for PrefixLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// An index of how the words of names begin (kind 5): one prefix of a fixed length for each word that is long enough.
///
/// # What it leaks
/// As [`NameTokenIndex`](crate::NameTokenIndex), of prefixes: fewer and more frequent, hence easier to tell apart by their numbers. Each index of
/// another length adds to what the others tell, and together they spell words out letter by letter: one length for a field.
///
/// ```
/// use greffe_cipher::{Context, IndexBits, KeyId, Keyring, MasterKey, PersonName, PrefixLength};
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 1_750_000_000, MasterKey::from_bytes([1; 32]));
/// let cipher = keyring.cipher(Context::new("customers", "name"))?;
/// let three = PrefixLength::new(3).unwrap();
/// let begins = cipher.name_prefixes("name_begins", IndexBits::new(12).unwrap(), three)?.accept_equality_leakage("DPIA 7");
/// let name: PersonName = "Anne-Lise Hélie".parse()?;
/// let stored = begins.tokens(&name);
/// let searched = begins.lookup("Héli")?; // asks the database for "hel"
/// assert!(searched.iter().any(|token| stored.contains(token)));
/// assert!(begins.confirms(&name, "Héli")? && !begins.confirms(&name, "Helga")?); // what the database cannot tell apart
/// assert!(begins.lookup("He").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct NamePrefixIndex<L: Leakage = Guessable> {
    keys: WordKeys,
    length: PrefixLength,
    why: Option<Box<str>>,
    of: PhantomData<fn() -> L>,
}

impl FieldCipher {
    /// An index of the beginnings, of that length, of the words of names (kind 5). The length is part of the index's key.
    ///
    /// # Errors
    /// [`ContextError::Index`] for a name that is no label.
    pub fn name_prefixes(
        &self,
        name: &str,
        bits: IndexBits,
        length: PrefixLength,
    ) -> Result<NamePrefixIndex, ContextError> {
        let param = u16::from(length.get());
        Ok(NamePrefixIndex {
            keys: WordKeys::new(self, name, IndexKind::NamePrefix, bits, param)?,
            length,
            why: None,
            of: PhantomData,
        })
    }
}

impl<L: Leakage> NamePrefixIndex<L> {
    /// Accepts that equal prefixes can be counted, and says why.
    #[must_use]
    pub fn accept_equality_leakage(self, why: &str) -> NamePrefixIndex<Accepted> {
        NamePrefixIndex {
            keys: self.keys,
            length: self.length,
            why: Some(why.into()),
            of: PhantomData,
        }
    }

    /// Why the leakage was accepted, if it was.
    #[must_use]
    pub fn leakage_accepted_because(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// Says that every name has tokens of today's match form: older ones are no longer looked up.
    #[must_use]
    pub fn backfilled(mut self) -> Self {
        self.keys.backfilled();
        self
    }

    /// What a search by [`lookup`](Self::lookup) finds: never more exact than [`Coverage::Compare`]. [`confirms`](Self::confirms) compares.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.keys.coverage()
    }

    /// The tokens to store: one for each different prefix, under the primary key. Words shorter than a prefix have none; the set may be
    /// empty.
    #[must_use]
    pub fn tokens(&self, name: &PersonName) -> TokenSet
    where
        L: Decided,
    {
        self.keys.set(name, |word| self.length.of(word))
    }

    /// Every token that the beginning of a word may have in the column, for each live key and match form. Of a longer text the prefix is
    /// searched: open each hit and ask [`confirms`](Self::confirms).
    ///
    /// # Errors
    /// [`SearchError::Name`] for a text that is no name, [`SearchError::SeveralWords`] for one that is split into several words,
    /// [`SearchError::TooShort`] for one shorter than the prefixes.
    pub fn lookup(&self, beginning: &str) -> Result<Vec<IndexToken>, SearchError>
    where
        L: Decided,
    {
        let name = parse(beginning)?;
        self.judged(&name)?;
        Ok(self.keys.lookup(&name, |word| self.length.of(word)))
    }

    /// Whether a word of an opened name begins with all of the searched text: what to ask of every hit. Needs no key.
    ///
    /// # Errors
    /// As [`lookup`](Self::lookup).
    pub fn confirms(&self, name: &PersonName, beginning: &str) -> Result<bool, SearchError> {
        let searched = self.judged(&parse(beginning)?)?;
        let words = name.words(PersonName::MATCH_VERSION).unwrap_or_default();
        Ok(words.iter().any(|word| word.starts_with(searched.as_str())))
    }

    /// Takes a stored token of this index: besides [`IndexToken::from_bytes`] it judges kind, form, length and unused bits.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn read(&self, octets: &[u8]) -> Result<IndexToken, TokenError> {
        self.keys.read(octets)
    }

    /// Whether a token is not under the primary key and today's match form. A set is stale when one of its tokens is.
    #[must_use]
    pub fn is_stale(&self, token: &IndexToken) -> bool {
        self.keys.is_stale(token)
    }

    /// The ranges of stale tokens in the side table's column, for SQL. A name that has no token lies in no range.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        self.keys.stale_ranges()
    }

    /// The bits that are stored of each token.
    #[must_use]
    pub const fn bits(&self) -> IndexBits {
        self.keys.bits
    }

    /// How long the prefixes are.
    #[must_use]
    pub const fn length(&self) -> PrefixLength {
        self.length
    }

    /// The one word of a search, if it is long enough.
    fn judged(&self, name: &PersonName) -> Result<Wiped<String>, SearchError> {
        let word = one_word(name, PersonName::MATCH_VERSION)?;
        if word
            .chars()
            .nth(usize::from(self.length.get()) - 1)
            .is_some()
        {
            Ok(word)
        } else {
            Err(SearchError::TooShort(self.length))
        }
    }
}

impl<L: Leakage> fmt::Debug for NamePrefixIndex<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "NamePrefixIndex({} characters, {} bits, ..)",
            self.length,
            self.keys.bits.get()
        )
    }
}
