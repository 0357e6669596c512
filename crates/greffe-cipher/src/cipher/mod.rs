//! Handles of a column: what an application holds.

mod deterministic;
mod index;
mod meter;
mod random;
mod rotate_error;
mod stale;
mod subject;

pub use self::deterministic::Deterministic;
pub use self::index::{
    Components, CompoundBuilder, CompoundIndex, EqualityIndex, IndexBits, IndexKind, IndexToken,
    Join, NamePrefixIndex, NameTokenIndex, PrefixLength, Row, TokenSet, UniqueIndex,
};
pub use self::meter::{Counts, Meter, SealStats};
pub use self::random::{Binding, Randomised};
pub use self::rotate_error::RotateError;
pub use self::stale::StaleRanges;
pub use self::subject::SubjectColumn;

use std::fmt;
use std::sync::Arc;

use self::meter::Metered;
use crate::context::{Context, is_label};
use crate::derive::Prk;
use crate::error::{ContextError, OpenError};
use crate::field::Field;
use crate::field::private::SEAL;
use crate::keyring::{KeyEntry, KeyId, KeyState, Keyring};
use crate::sealed::Sealed;
use crate::suite::ColumnKey;
use crate::token::{Header, Suite};

/// The cipher of one [`Context`]: pick a suite, or an index, and a type.
///
/// It is a snapshot of the keyring: after a change of the keyring make a new one.
#[derive(Clone)]
pub struct FieldCipher {
    context: Context,
    /// That of the keyring.
    generation: u64,
    primary: (KeyId, Prk),
    /// Standby and active, by rising id.
    others: Vec<(KeyId, Prk)>,
    /// Those of `others` that are standby.
    standby: Vec<KeyId>,
    retired: Vec<KeyId>,
    meter: Metered,
}

impl FieldCipher {
    pub(crate) fn new(context: Context, keyring: &Keyring) -> Self {
        let of = |key: &KeyEntry| (key.id(), key.master().prk());
        let others = keyring
            .keys()
            .filter(|key| matches!(key.state(), KeyState::Standby | KeyState::Active));
        let in_state = |state| -> Vec<_> {
            keyring
                .keys()
                .filter(|key| key.state() == state)
                .map(KeyEntry::id)
                .collect()
        };
        Self {
            context,
            generation: keyring.generation(),
            primary: of(keyring.primary_entry()),
            others: others.map(of).collect(),
            standby: in_state(KeyState::Standby),
            retired: in_state(KeyState::Retired),
            meter: Metered::default(),
        }
    }

    /// Columns made of this cipher from now on report to a meter.
    #[must_use]
    pub fn metered(mut self, meter: Arc<dyn Meter>) -> Self {
        self.meter = Metered(Some(meter));
        self
    }

    /// Suite 1 `DET`: equal values give equal tokens, so that a database can find them. 35 octets more than the value.
    #[must_use]
    pub fn deterministic<T: Field>(&self) -> Deterministic<T> {
        Deterministic::new(self.column(Suite::Det))
    }

    /// Suite 2 `DET-COMMIT`: as `DET`, and a token commits to key, context and value. 55 octets more than the value.
    #[must_use]
    pub fn deterministic_committing<T: Field>(&self) -> Deterministic<T> {
        Deterministic::new(self.column(Suite::DetCommit))
    }

    /// Suite 3 `RND`: every token differs; a value may be bound to its row. Search needs an index beside it.
    #[must_use]
    pub fn randomised<T: Field>(&self) -> Randomised<T> {
        Randomised::new(self.column(Suite::Random))
    }

    /// An equality index (kind 1) of that name, of the type's match form.
    ///
    /// # Errors
    /// [`ContextError::Index`] for a name that is no label.
    pub fn index<T: Field>(
        &self,
        name: &str,
        bits: IndexBits,
    ) -> Result<EqualityIndex<T>, ContextError> {
        if !is_label(name) {
            return Err(ContextError::Index);
        }
        Ok(EqualityIndex::new(self, name, bits))
    }

    /// A unique index (kind 2) of that name, pinned to one key: a UNIQUE constraint holds only among tokens of one key. `key` is a constant of the
    /// column, not [`primary`](Self::primary), which changes. To move it, fill a second column under the new key while writers fill both,
    /// constrain it, drop the first. A standby key is refused: it may still be destroyed, and its tokens with it.
    ///
    /// # Errors
    /// [`ContextError::Index`] for a name that is no label, [`ContextError::Key`] for a key that is unknown, standby or retired.
    pub fn unique<T: Field>(&self, name: &str, key: KeyId) -> Result<UniqueIndex<T>, ContextError> {
        self.unique_of_form(name, key, T::MATCH_VERSION)
    }

    /// A unique index pinned to an older match form too, for the time in which a column of today's form is filled beside it.
    ///
    /// # Errors
    /// As [`unique`](Self::unique); [`ContextError::Form`] for a version that the type does not list.
    pub fn unique_of_form<T: Field>(
        &self,
        name: &str,
        key: KeyId,
        version: u8,
    ) -> Result<UniqueIndex<T>, ContextError> {
        if !is_label(name) {
            return Err(ContextError::Index);
        }
        let listed = T::OLDER_MATCH.iter().any(|form| form.version == version);
        if version != T::MATCH_VERSION && !listed {
            return Err(ContextError::Form);
        }
        let (id, prk) = self
            .live()
            .find(|(id, _)| *id == key && !self.standby.contains(id))
            .ok_or(ContextError::Key(key))?;
        Ok(UniqueIndex::new(self, name, version, *id, prk))
    }

    /// The key that seals.
    #[must_use]
    pub const fn primary(&self) -> KeyId {
        self.primary.0
    }

    /// The generation of the keyring of which it was made: what an instance reports once it works with nothing older.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Where the cipher belongs.
    #[must_use]
    pub const fn context(&self) -> &Context {
        &self.context
    }

    fn column(&self, suite: Suite) -> Column {
        let derive =
            |(id, prk): &(KeyId, Prk)| ColumnKey::derive(&self.context, suite, None, *id, prk);
        Column {
            suite,
            primary: derive(&self.primary),
            others: self.others.iter().map(derive).collect(),
            standby: self.standby.clone(),
            retired: self.retired.clone(),
            generation: self.generation,
            meter: self.meter.clone(),
        }
    }

    /// Primary first.
    fn live(&self) -> impl Iterator<Item = &(KeyId, Prk)> {
        std::iter::once(&self.primary).chain(&self.others)
    }
}

impl fmt::Debug for FieldCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldCipher")
            .field("table", &self.context.table())
            .field("field", &self.context.field())
            .finish_non_exhaustive()
    }
}

/// The derived keys of one column under one suite.
#[derive(Clone)]
struct Column {
    suite: Suite,
    primary: ColumnKey,
    others: Vec<ColumnKey>,
    /// Those of `others` that were standby.
    standby: Vec<KeyId>,
    retired: Vec<KeyId>,
    /// That of the keyring, 0 without one.
    generation: u64,
    meter: Metered,
}

impl Column {
    /// Primary first.
    fn keys(&self) -> impl Iterator<Item = &ColumnKey> {
        std::iter::once(&self.primary).chain(&self.others)
    }

    /// The key that a token names, or the nameable reason why there is none.
    fn key_for<T: Field>(&self, token: &Sealed<T>) -> Result<&ColumnKey, OpenError> {
        if token.suite() != self.suite {
            return Err(OpenError::Suite);
        }
        if token.form_version() > T::STORAGE_VERSION {
            return Err(OpenError::Form);
        }
        let id = token.key_id();
        self.keys().find(|key| key.id == id).ok_or_else(|| {
            if self.retired.contains(&id) {
                OpenError::RetiredKey(id)
            } else {
                OpenError::UnknownKey(id)
            }
        })
    }

    /// Opens a token: named errors first, then one opaque refusal.
    fn open<T: Field>(&self, token: &Sealed<T>, binding: &[u8]) -> Result<T, OpenError> {
        let opened = self.key_for(token).and_then(|key| {
            let octets = key
                .open(token.header(), token.as_bytes(), binding)
                .map_err(|_| OpenError::Refused)?;
            T::from_storage(token.form_version(), octets, SEAL).ok_or(OpenError::Refused)
        });
        self.meter.outcome(token.key_id(), &opened);
        opened
    }

    /// What new tokens begin with.
    fn header<T: Field>(&self, padding: crate::Padding, key: &ColumnKey) -> Header {
        self.header_of_form::<T>(T::STORAGE_VERSION, padding, key)
    }

    fn header_of_form<T: Field>(
        &self,
        version: u8,
        padding: crate::Padding,
        key: &ColumnKey,
    ) -> Header {
        Header {
            padding,
            suite: self.suite,
            form: T::TYPE.form(version),
            key: key.id,
        }
    }
}

#[cfg(test)]
mod tests;
