//! A pass over the rows of a column that stops anywhere and goes on.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::cipher::RotateError;
use crate::error::{FieldError, MigrationError, OpenError, TokenError};

/// A pass over a column's stale rows, page by page, in the order of their key. Neither reads nor writes: see [`Reencryption::page`].
///
/// A host keeps [`Progress`] after each page. Whatever was written before a crash is no longer stale, so that a page that is done twice
/// changes nothing: the place in it is only there to be fast.
///
/// ```
/// # use greffe_cipher::*;
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]));
/// # let ibans = keyring.cipher(Context::new("customers", "iban"))?.deterministic::<Iban>().padding(Padding::To32);
/// # let old = keyring.cipher(Context::new("customers", "iban"))?.deterministic::<Iban>();
/// # let mut table = std::collections::BTreeMap::from([(17_i64, old.seal(&"FR1420041010050500013M02606".parse()?))]);
/// let mut pass = Reencryption::begin();
/// loop {
///     // SELECT id, iban FROM customers WHERE (iban < … OR iban >= …) AND id > … ORDER BY id LIMIT 500
///     let after = pass.after().copied();
///     let stale = table.iter().filter(|(id, token)| Some(**id) > after && ibans.is_stale(token));
///     let rows: Vec<_> = stale.take(500).map(|(id, token)| (*id, token.clone())).collect();
///     if rows.is_empty() {
///         break;
///     }
///     let page = pass.page(rows, |_, token| ibans.rotate(token).map(Some));
///     for write in page.writes() {
///         // UPDATE customers SET iban = $new WHERE id = $id AND iban = $old
///         if table.get(&write.key) == Some(&write.old) {
///             table.insert(write.key, write.new.clone());
///         }
///     }
/// }
/// assert_eq!((pass.progress().converted, pass.progress().failed), (1, 0));
/// assert!(table.values().all(|token| !ibans.is_stale(token)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reencryption<K> {
    progress: Progress<K>,
}

/// How far a pass is. Keys are those of the host's rows; no value stands here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Progress<K> {
    /// The last key of the last page; none before the first.
    pub after: Option<K>,
    /// Rows that were to be written anew.
    pub converted: u64,
    /// Rows that were current already.
    pub current: u64,
    /// Rows that could not be converted. They stay as they are, stale.
    pub failed: u64,
}

/// Progress as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form<K> {
    after: Option<K>,
    converted: u64,
    current: u64,
    failed: u64,
}

/// What is wrong is not told: serde's own messages repeat keys, which may be somebody's.
impl<'de, K: Deserialize<'de>> Deserialize<'de> for Progress<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = Form::deserialize(deserializer)
            .map_err(|_| D::Error::custom("not the progress of a pass"))?;
        Ok(Self {
            after: form.after,
            converted: form.converted,
            current: form.current,
            failed: form.failed,
        })
    }
}

/// What a page of rows comes to. What was read of a row may still be in clear: `Debug` shows keys and reasons only.
#[derive(Clone, PartialEq, Eq)]
pub struct Page<K, R, N> {
    writes: Vec<Write<K, R, N>>,
    faults: Vec<(K, RowFault)>,
}

/// A row to be written, if it still holds what it held. `Debug` shows its key only.
#[derive(Clone, PartialEq, Eq)]
pub struct Write<K, R, N> {
    /// Its key.
    pub key: K,
    /// What was read: the condition of the write.
    pub old: R,
    /// What takes its place.
    pub new: N,
}

/// Why a row could not be converted. None carries a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum RowFault {
    /// What is stored is no token of the type.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The token does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// What is stored in clear is no value of the type.
    #[error(transparent)]
    Value(#[from] FieldError),
    /// Plaintext after the end of its time.
    #[error("the column may no longer hold plaintext")]
    Ended,
    /// The generator had no randomness.
    #[error("the generator has no randomness")]
    Randomness,
}

impl<K: Clone> Reencryption<K> {
    /// A pass from the first row.
    #[must_use]
    pub const fn begin() -> Self {
        Self {
            progress: Progress {
                after: None,
                converted: 0,
                current: 0,
                failed: 0,
            },
        }
    }

    /// Goes on where an earlier pass stopped.
    #[must_use]
    pub const fn resume(progress: Progress<K>) -> Self {
        Self { progress }
    }

    /// The key after which the next page begins; none at the beginning.
    #[must_use]
    pub const fn after(&self) -> Option<&K> {
        self.progress.after.as_ref()
    }

    /// How far the pass is. Keep it once the page's writes are durable.
    #[must_use]
    pub const fn progress(&self) -> &Progress<K> {
        &self.progress
    }

    /// Converts a page of rows, which come by rising key, each after [`after`](Self::after). `convert` answers what takes the row's place, nothing where it is current
    /// already, or why it cannot. A row that fails keeps none of the others from being converted.
    ///
    /// The host then writes each [`Write`] on condition that the row still holds `old`: a row that somebody changed meanwhile was sealed by an instance
    /// that is current, or comes up stale again in the next pass.
    pub fn page<R, N, E: Into<RowFault>>(
        &mut self,
        rows: impl IntoIterator<Item = (K, R)>,
        mut convert: impl FnMut(&K, &R) -> Result<Option<N>, E>,
    ) -> Page<K, R, N> {
        let mut page = Page {
            writes: Vec::new(),
            faults: Vec::new(),
        };
        for (key, old) in rows {
            self.progress.after = Some(key.clone());
            match convert(&key, &old) {
                Ok(Some(new)) => {
                    self.progress.converted += 1;
                    page.writes.push(Write { key, old, new });
                }
                Ok(None) => self.progress.current += 1,
                Err(why) => {
                    self.progress.failed += 1;
                    page.faults.push((key, why.into()));
                }
            }
        }
        page
    }
}

impl<K, R, N> Page<K, R, N> {
    /// The rows to be written.
    #[must_use]
    pub fn writes(&self) -> &[Write<K, R, N>] {
        &self.writes
    }

    /// The rows that could not be converted, with the reason: list them, somebody must look.
    #[must_use]
    pub fn faults(&self) -> &[(K, RowFault)] {
        &self.faults
    }
}

impl<K: fmt::Debug, R, N> fmt::Debug for Page<K, R, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("writes", &self.writes)
            .field("faults", &self.faults)
            .finish()
    }
}

impl<K: fmt::Debug, R, N> fmt::Debug for Write<K, R, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Write")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl From<MigrationError> for RowFault {
    fn from(error: MigrationError) -> Self {
        match error {
            MigrationError::Token(error) => Self::Token(error),
            MigrationError::Open(error) => Self::Open(error),
            MigrationError::Value(error) => Self::Value(error),
            MigrationError::Ended => Self::Ended,
        }
    }
}

impl<E> From<RotateError<E>> for RowFault {
    fn from(error: RotateError<E>) -> Self {
        match error {
            RotateError::Open(error) => Self::Open(error),
            RotateError::Randomness(_) => Self::Randomness,
        }
    }
}
