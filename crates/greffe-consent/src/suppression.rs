//! Whom nobody is to contact for marketing again, also after everything else about them is erased.

use std::collections::BTreeSet;
use std::fmt;

use greffe_terms::Lang;

use crate::hex;

/// The key of a contact (an address, a number): 16 bytes of a keyed digest of its canonical form, under a secret of its own and not that of
/// [`PersonKey`](crate::PersonKey), so that the list cannot be joined with a ledger ([`PseudonymSecret`](crate::PseudonymSecret) computes it).
/// `Debug` shows nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContactKey([u8; 16]);

impl ContactKey {
    /// The key out of the first 16 bytes of a keyed digest.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

hex::reads!(ContactKey);

impl fmt::Debug for ContactKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactKey(..)")
    }
}

/// A suppression list (*liste repoussoir*): the keys of contacts to which no marketing goes (Art. 21(3) GDPR), and nothing else: no
/// date, no reason, no name, for no other use. It outlives the erasure of the person, which an objection has to (Art. 17(3)(e) and
/// 21(3)); a key is taken off when the person opts in anew.
///
/// ```
/// use greffe_consent::{ContactKey, PersonContext, SuppressionList};
///
/// let contact = ContactKey::from_bytes([9; 16]);                 // HMAC of the canonical address, truncated
/// let mut list = SuppressionList::new();
/// list.add(contact);
/// let kept = SuppressionList::from_lines(&list.to_lines())?;     // what a host stores
/// assert!(kept.contains(contact));
/// let _known = PersonContext::new().on_suppression_list(kept.contains(contact));    // and then asks with
/// # Ok::<(), greffe_consent::InvalidSuppressionLine>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SuppressionList {
    keys: BTreeSet<ContactKey>,
}

impl SuppressionList {
    /// An empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            keys: BTreeSet::new(),
        }
    }

    /// Adds a contact, and says whether it is new.
    pub fn add(&mut self, contact: ContactKey) -> bool {
        self.keys.insert(contact)
    }

    /// Takes a contact off, for the person opted in anew, and says whether it stood there.
    pub fn remove(&mut self, contact: ContactKey) -> bool {
        self.keys.remove(&contact)
    }

    /// Whether no marketing goes to the contact.
    #[must_use]
    pub fn contains(&self, contact: ContactKey) -> bool {
        self.keys.contains(&contact)
    }

    /// How many contacts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys as 32 hexadecimal digits a line, in their order, which tells nothing of when they came.
    #[must_use]
    pub fn to_lines(&self) -> String {
        let mut text = String::with_capacity(self.keys.len() * 33);
        for key in &self.keys {
            hex::push(&mut text, &key.0);
            text.push('\n');
        }
        text
    }

    /// Reads what [`SuppressionList::to_lines`] writes. A key that stands twice is one.
    ///
    /// # Errors
    /// [`InvalidSuppressionLine`] at the first line that is no key: a list that is read in part would let marketing through.
    pub fn from_lines(text: &str) -> Result<Self, InvalidSuppressionLine> {
        let lines = text.lines().zip(1..);
        let keys = lines.map(|(line, number)| {
            let key = line.parse();
            key.map_err(|_| InvalidSuppressionLine { line: number })
        });
        Ok(Self {
            keys: keys.collect::<Result<_, _>>()?,
        })
    }
}

impl FromIterator<ContactKey> for SuppressionList {
    fn from_iter<I: IntoIterator<Item = ContactKey>>(keys: I) -> Self {
        Self {
            keys: keys.into_iter().collect(),
        }
    }
}

/// Shows the number of contacts.
impl fmt::Debug for SuppressionList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SuppressionList({} contacts)", self.keys.len())
    }
}

/// A line of a suppression list that is no key. What stands there is left out: it may be an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidSuppressionLine {
    line: usize,
}

impl InvalidSuppressionLine {
    /// The line, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let line = self.line;
        lang.pick(
            format!("ligne {line}\u{a0}: on attend 32 chiffres hexadécimaux en minuscules"),
            format!("line {line}: 32 lower-case hexadecimal digits are expected"),
        )
    }
}

impl fmt::Display for InvalidSuppressionLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for InvalidSuppressionLine {}
