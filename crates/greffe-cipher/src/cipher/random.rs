//! Randomised columns: suite 3.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use rand_core::TryCryptoRng;

use super::Column;
use super::meter::{Meter, Metered};
use super::rotate_error::RotateError;
use super::stale::StaleRanges;
use crate::aead::NONCE;
use crate::derive::{lp, opt};
use crate::error::OpenError;
use crate::field::Field;
use crate::field::private::SEAL;
use crate::padding::Padding;
use crate::sealed::Sealed;

/// Longest binding in octets.
const LONGEST: usize = 48;

/// The row that a value is bound to: its key columns, in a fixed order. A token moved to another row does not open.
///
/// No binding and an empty one differ.
///
/// ```
/// use greffe_cipher::Binding;
/// let row = Binding::empty().int(4711).and_then(|b| b.text("EUR"));
/// assert!(row.is_some());
/// assert!(Binding::empty().text(&"x".repeat(48)).is_none()); // at most 48 octets in all
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Binding(Option<Vec<u8>>);

impl Binding {
    /// The value is bound to no row.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// A binding to which columns are added.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Some(Vec::new()))
    }

    /// Adds an integer column. Nothing if the binding grows beyond 48 octets; so for the others.
    #[must_use]
    pub fn int(self, value: i64) -> Option<Self> {
        self.add(1, &value.to_be_bytes())
    }

    /// Adds a text column.
    #[must_use]
    pub fn text(self, value: &str) -> Option<Self> {
        self.add(2, value.as_bytes())
    }

    /// Adds a UUID column.
    #[must_use]
    pub fn uuid(self, value: [u8; 16]) -> Option<Self> {
        self.add(3, &value)
    }

    /// Adds a column of octets.
    #[must_use]
    pub fn raw(self, value: &[u8]) -> Option<Self> {
        self.add(4, value)
    }

    fn add(self, tag: u8, value: &[u8]) -> Option<Self> {
        let mut out = self.0.unwrap_or_default();
        // Length and tag take five octets. Asked before anything is copied.
        if out.len().saturating_add(5).saturating_add(value.len()) > LONGEST {
            return None;
        }
        lp(&mut out, &[&[tag], value].concat());
        Some(Self(Some(out)))
    }

    fn octets(&self) -> Vec<u8> {
        let mut out = Vec::new();
        opt(&mut out, self.0.as_deref());
        out
    }
}

impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Binding(..)")
    }
}

/// Seals and opens one column of values of type `T` under `RND`: equal values give unrelated tokens.
pub struct Randomised<T: Field> {
    column: Column,
    padding: Padding,
    of: PhantomData<fn() -> T>,
}

impl<T: Field> Randomised<T> {
    pub(super) const fn new(column: Column) -> Self {
        Self {
            column,
            padding: Padding::None,
            of: PhantomData,
        }
    }

    pub(super) fn metered(mut self, meter: Arc<dyn Meter>) -> Self {
        self.column.meter = Metered(Some(meter));
        self
    }

    /// The padding class of new tokens; [`Padding::None`] unless told.
    #[must_use]
    pub fn padding(mut self, padding: Padding) -> Self {
        self.padding = padding;
        self
    }

    /// Seals a value under the primary key, bound to its row.
    ///
    /// # Errors
    /// The generator's, when it has no randomness.
    pub fn seal<R: TryCryptoRng>(
        &self,
        value: &T,
        row: &Binding,
        rng: &mut R,
    ) -> Result<Sealed<T>, R::Error> {
        let mut nonce = [0; NONCE];
        rng.try_fill_bytes(&mut nonce)?;
        let header = self.column.header::<T>(self.padding, &self.column.primary);
        let octets =
            self.column
                .primary
                .seal_random(&header, value.storage(SEAL), &nonce, &row.octets());
        self.column.meter.sealed(self.column.primary.id, 1);
        Ok(Sealed::assemble(octets, header))
    }

    /// Opens a token of that row.
    ///
    /// # Errors
    /// As for deterministic columns; a token of another row is [`OpenError::Refused`].
    pub fn open(&self, token: &Sealed<T>, row: &Binding) -> Result<T, OpenError> {
        self.column.open(token, &row.octets())
    }

    /// The token as it would be sealed today, bound to the same row: itself unless it is stale.
    ///
    /// # Errors
    /// As [`open`](Self::open), and the row then stays as it is; or the generator's. See [`RotateError`].
    pub fn rotate<R: TryCryptoRng>(
        &self,
        token: &Sealed<T>,
        row: &Binding,
        rng: &mut R,
    ) -> Result<Sealed<T>, RotateError<R::Error>> {
        if !self.is_stale(token) {
            return Ok(token.clone());
        }
        let value = self.open(token, row)?;
        self.seal(&value, row, rng).map_err(RotateError::Randomness)
    }

    /// Whether a token is of another key, form or padding class than [`seal`](Self::seal) would write.
    #[must_use]
    pub fn is_stale(&self, token: &Sealed<T>) -> bool {
        *token.header() != self.column.header::<T>(self.padding, &self.column.primary)
    }

    /// Whether a token is under a key that was standby when the handle was made: some other instance seals with a newer keyring, and to re-seal the
    /// row now would take it back.
    #[must_use]
    pub fn is_ahead(&self, token: &Sealed<T>) -> bool {
        self.column.standby.contains(&token.key_id())
    }

    /// The ranges of stale tokens in this column, for SQL.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        let header = self.column.header::<T>(self.padding, &self.column.primary);
        StaleRanges::around(header.octets(), self.column.generation)
    }
}

impl<T: Field> fmt::Debug for Randomised<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Randomised({}, ..)", T::TYPE)
    }
}
