//! What seals a column, of whatever suite.

use greffe_cipher::{
    Binding, ColumnKind, Decided, Deterministic, Field, Leakage, OpenError, Randomised, Sealed,
    StaleRanges,
};
use greffe_retention::RowKey;
use rand_core::TryCryptoRng;

use super::fault::RotationFault;

/// A cipher of a column, with what it needs to know of a row.
pub(super) trait Handle<T: Field>: Send + Sync {
    fn kind(&self) -> ColumnKind;
    fn stale_ranges(&self) -> StaleRanges;
    fn is_ahead(&self, token: &Sealed<T>) -> bool;
    fn open(&self, key: &RowKey, token: &Sealed<T>) -> Result<T, RotationFault>;
    fn seal(&mut self, key: &RowKey, value: &T) -> Result<Sealed<T>, RotationFault>;
}

impl<T: Field, L: Leakage + Decided> Handle<T> for Deterministic<T, L> {
    fn kind(&self) -> ColumnKind {
        ColumnKind::Deterministic
    }

    fn stale_ranges(&self) -> StaleRanges {
        Deterministic::stale_ranges(self)
    }

    fn is_ahead(&self, token: &Sealed<T>) -> bool {
        Deterministic::is_ahead(self, token)
    }

    fn open(&self, _: &RowKey, token: &Sealed<T>) -> Result<T, RotationFault> {
        Ok(Deterministic::open(self, token)?)
    }

    fn seal(&mut self, _: &RowKey, value: &T) -> Result<Sealed<T>, RotationFault> {
        Ok(Deterministic::seal(self, value))
    }
}

/// A randomised column whose values are bound to their rows.
pub(super) struct Bound<T: Field, B, R> {
    pub(super) cipher: Randomised<T>,
    pub(super) binding: B,
    pub(super) rng: R,
}

impl<T: Field, B, R> Handle<T> for Bound<T, B, R>
where
    B: Fn(&RowKey) -> Option<Binding> + Send + Sync,
    R: TryCryptoRng + Send + Sync,
{
    fn kind(&self) -> ColumnKind {
        ColumnKind::Randomised
    }

    fn stale_ranges(&self) -> StaleRanges {
        self.cipher.stale_ranges()
    }

    fn is_ahead(&self, token: &Sealed<T>) -> bool {
        self.cipher.is_ahead(token)
    }

    fn open(&self, key: &RowKey, token: &Sealed<T>) -> Result<T, RotationFault> {
        let binding = (self.binding)(key).ok_or(RotationFault::NoBinding)?;
        let opened: Result<T, OpenError> = self.cipher.open(token, &binding);
        Ok(opened?)
    }

    fn seal(&mut self, key: &RowKey, value: &T) -> Result<Sealed<T>, RotationFault> {
        let binding = (self.binding)(key).ok_or(RotationFault::NoBinding)?;
        let sealed = self.cipher.seal(value, &binding, &mut self.rng);
        sealed.map_err(|_| RotationFault::Randomness)
    }
}
