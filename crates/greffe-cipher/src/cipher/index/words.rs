//! Name tokens (kind 4): find names by one of their words. What prefixes share with them stands here too.

use std::fmt;

use super::key::{IndexKey, Of};
use super::set::TokenSet;
use super::token::{IndexBits, IndexKind, IndexToken};
use crate::cipher::FieldCipher;
use crate::cipher::stale::StaleRanges;
use crate::context::is_label;
use crate::error::{ContextError, SearchError, TokenError};
use crate::field::{Accepted, Coverage, Decided, Field, Guessable, Leakage, OlderForm, PersonName};
use crate::token::HEADER;
use crate::wiped::Wiped;

/// An index of the words of names (kind 4), so that "Anne-Lise Hélie" is found by "helie", by "Lise", by "ANNE".
///
/// # What it leaks
/// More than an equality index. Of every name the database sees how many different words it has, which other names share one of them, and
/// how often each word occurs: first names are few, and their frequencies are published. Names with the same words, in whatever order, have equal
/// sets. Hence it cannot be used before [`accept_equality_leakage`](Self::accept_equality_leakage), and few bits help: plan them
/// with [`LeakagePlan`](crate::LeakagePlan).
///
/// ```
/// use greffe_cipher::{Context, IndexBits, KeyId, Keyring, MasterKey, PersonName};
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 1_750_000_000, MasterKey::from_bytes([1; 32]));
/// let cipher = keyring.cipher(Context::new("customers", "name"))?;
/// let words = cipher.name_tokens("name_words", IndexBits::new(16).unwrap())?.accept_equality_leakage("DPIA 7, support desk");
/// let name: PersonName = "Anne-Lise Hélie".parse()?;
/// let stored = words.tokens(&name); // INSERT INTO name_words (person, token), one row a token
/// let searched = words.lookup("HELIE")?; // SELECT person FROM name_words WHERE token = ANY(…)
/// assert!(searched.iter().any(|token| stored.contains(token)));
/// assert!(words.confirms(&name, "HELIE")?); // open each hit and ask
/// assert!(!words.confirms(&name, "Martin")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct NameTokenIndex<L: Leakage = Guessable> {
    pub(super) keys: WordKeys,
    why: Option<Box<str>>,
    of: std::marker::PhantomData<fn() -> L>,
}

impl FieldCipher {
    /// An index of the words of names (kind 4).
    ///
    /// # Errors
    /// [`ContextError::Index`] for a name that is no label.
    pub fn name_tokens(&self, name: &str, bits: IndexBits) -> Result<NameTokenIndex, ContextError> {
        Ok(NameTokenIndex {
            keys: WordKeys::new(self, name, IndexKind::NameToken, bits, 0)?,
            why: None,
            of: std::marker::PhantomData,
        })
    }
}

impl<L: Leakage> NameTokenIndex<L> {
    /// Accepts that equal words can be counted, and says why.
    #[must_use]
    pub fn accept_equality_leakage(self, why: &str) -> NameTokenIndex<Accepted> {
        NameTokenIndex {
            keys: self.keys,
            why: Some(why.into()),
            of: std::marker::PhantomData,
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

    /// What a search by [`lookup`](Self::lookup) finds: never more exact than [`Coverage::Compare`], since a set says neither in which order
    /// the words stand nor how often. [`confirms`](Self::confirms) compares.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        self.keys.coverage()
    }

    /// The tokens to store: one for each different word, under the primary key.
    #[must_use]
    pub fn tokens(&self, name: &PersonName) -> TokenSet
    where
        L: Decided,
    {
        self.keys.set(name, whole)
    }

    /// Every token that a word may have in the column, for each live key and match form: search for any of them.
    ///
    /// # Errors
    /// [`SearchError::Name`] for a text that is no name, [`SearchError::SeveralWords`] for one that is split into several words.
    pub fn lookup(&self, word: &str) -> Result<Vec<IndexToken>, SearchError>
    where
        L: Decided,
    {
        let name = parse(word)?;
        one_word(&name, PersonName::MATCH_VERSION)?;
        Ok(self.keys.lookup(&name, whole))
    }

    /// The tokens of each different word of a name, as [`lookup`](Self::lookup) gives them for one: a row that holds all words has a token
    /// out of every list. The lists are sorted, not in the order of the words.
    #[must_use]
    pub fn lookup_each(&self, name: &PersonName) -> Vec<Vec<IndexToken>>
    where
        L: Decided,
    {
        // A piece of nothing but dropped characters has no word, and is no name.
        let pieces = name
            .expose()
            .split(SEPARATORS)
            .filter_map(|piece| self.lookup(piece).ok());
        let mut lists: Vec<_> = pieces.collect();
        lists.sort_unstable();
        lists.dedup();
        lists
    }

    /// Whether an opened name has the searched word: what to ask of every hit. Needs no key.
    ///
    /// # Errors
    /// As [`lookup`](Self::lookup).
    pub fn confirms(&self, name: &PersonName, word: &str) -> Result<bool, SearchError> {
        let searched = one_word(&parse(word)?, PersonName::MATCH_VERSION)?;
        let words = name.words(PersonName::MATCH_VERSION).unwrap_or_default();
        Ok(words.iter().any(|word| **word == *searched))
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

    /// The ranges of stale tokens in the side table's column, for SQL. A name that has no token yet lies in no range: count those apart.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        self.keys.stale_ranges()
    }

    /// The bits that are stored of each token.
    #[must_use]
    pub const fn bits(&self) -> IndexBits {
        self.keys.bits
    }
}

impl<L: Leakage> fmt::Debug for NameTokenIndex<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NameTokenIndex({} bits, ..)", self.keys.bits.get())
    }
}

/// Where the match form of names splits them.
const SEPARATORS: [char; 4] = [' ', '-', '\u{2010}', '\u{2011}'];

/// The text as a name.
pub(super) fn parse(text: &str) -> Result<PersonName, SearchError> {
    text.parse().map_err(SearchError::Name)
}

/// Of a whole word the message is the word.
#[expect(
    clippy::unnecessary_wraps,
    reason = "prefixes have words without a message"
)]
fn whole(word: &str) -> Option<Wiped<String>> {
    Some(Wiped::new(word.to_owned()))
}

/// The one word of the match form.
pub(super) fn one_word(name: &PersonName, version: u8) -> Result<Wiped<String>, SearchError> {
    let words = name.words(version).unwrap_or_default();
    match <[_; 1]>::try_from(words) {
        Ok([word]) => Ok(word),
        Err(_) => Err(SearchError::SeveralWords),
    }
}

/// The keys of an index of words.
pub(super) struct WordKeys {
    /// Today's form first; within a form the primary key first.
    keys: Vec<IndexKey>,
    kind: IndexKind,
    pub(super) bits: IndexBits,
    /// What new tokens begin with.
    current: [u8; HEADER],
    generation: u64,
    older: &'static [OlderForm],
}

impl WordKeys {
    pub(super) fn new(
        cipher: &FieldCipher,
        name: &str,
        kind: IndexKind,
        bits: IndexBits,
        param: u16,
    ) -> Result<Self, ContextError> {
        if !is_label(name) {
            return Err(ContextError::Index);
        }
        let keys_of = |version| {
            let form = PersonName::TYPE.form(version);
            let of = Of {
                name,
                kind,
                form,
                bits,
                param,
                generation: cipher.generation,
            };
            cipher
                .live()
                .map(move |(id, prk)| IndexKey::derive(&cipher.context, of, *id, prk))
        };
        let older = PersonName::OLDER_MATCH
            .iter()
            .flat_map(|form| keys_of(form.version));
        let keys: Vec<_> = keys_of(PersonName::MATCH_VERSION).chain(older).collect();
        Ok(Self {
            current: keys.first().map(|key| key.header).unwrap_or_default(),
            generation: cipher.generation,
            keys,
            kind,
            bits,
            older: PersonName::OLDER_MATCH,
        })
    }

    pub(super) fn backfilled(&mut self) {
        self.keys
            .retain(|key| key.version() == PersonName::MATCH_VERSION);
        self.older = &[];
    }

    pub(super) fn coverage(&self) -> Coverage {
        Coverage::Compare.max(Coverage::over(self.older))
    }

    /// What to store: the messages of today's words, under the primary key.
    pub(super) fn set(
        &self,
        name: &PersonName,
        message: impl Fn(&str) -> Option<Wiped<String>>,
    ) -> TokenSet {
        let words = name.words(PersonName::MATCH_VERSION).unwrap_or_default();
        let messages = words.iter().filter_map(|word| message(word));
        let Some(key) = self.keys.first() else {
            return TokenSet::default();
        };
        messages
            .map(|message| key.token(message.as_bytes()))
            .collect()
    }

    /// What to search for: the message of the one word, under each live key and form. An older form that splits the text into several
    /// words, or gives it none, cannot be searched.
    pub(super) fn lookup(
        &self,
        name: &PersonName,
        message: impl Fn(&str) -> Option<Wiped<String>>,
    ) -> Vec<IndexToken> {
        let mut tokens = Vec::with_capacity(self.keys.len());
        for of_form in self.keys.chunk_by(|a, b| a.version() == b.version()) {
            let version = of_form.first().map_or(0, IndexKey::version);
            let word = one_word(name, version).ok();
            let message = word.and_then(|word| message(&word));
            if let Some(message) = message {
                tokens.extend(of_form.iter().map(|key| key.token(message.as_bytes())));
            }
        }
        tokens
    }

    pub(super) fn read(&self, octets: &[u8]) -> Result<IndexToken, TokenError> {
        let newest = PersonName::TYPE.form(PersonName::MATCH_VERSION);
        IndexToken::of_index(octets, self.kind, newest, self.bits)
    }

    pub(super) fn is_stale(&self, token: &IndexToken) -> bool {
        !token.as_bytes().starts_with(&self.current)
    }

    pub(super) fn stale_ranges(&self) -> StaleRanges {
        StaleRanges::around(self.current, self.generation)
    }
}
