//! Deterministic columns: suites 1 and 2.

use std::fmt;
use std::marker::PhantomData;

use super::Column;
use super::stale::StaleRanges;
use crate::error::OpenError;
use crate::field::private::SEAL;
use crate::field::{Accepted, Coverage, Decided, Field, Leakage, OlderForm};
use crate::padding::Padding;
use crate::sealed::Sealed;
use crate::suite::ColumnKey;

/// Seals, opens and looks up one column of values of type `T` under `DET` or `DET-COMMIT`.
///
/// Equal values give equal tokens. Where that tells too much ([`Guessable`](crate::Guessable) types) sealing does not compile
/// until somebody accepts it:
///
/// ```compile_fail,E0277
/// # use greffe_cipher::*;
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]));
/// let names = keyring.cipher(Context::new("customers", "name"))?.deterministic::<PersonName>();
/// names.seal(&"Ana Lima".parse()?); // error: call `.accept_equality_leakage("why")` first
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```
/// # use greffe_cipher::*;
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]));
/// let names = keyring
///     .cipher(Context::new("customers", "name"))?
///     .deterministic::<PersonName>()
///     .accept_equality_leakage("small closed user group, DPIA 2026-03");
/// let sealed = names.seal(&"Ana Lima".parse()?);
/// assert_eq!(names.open(&sealed)?.expose(), "Ana Lima");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A token is not bound to its row: who can write the table can copy it into another one. Where money moves, use
/// [`Randomised`](crate::Randomised) with a [`Binding`](crate::Binding).
pub struct Deterministic<T: Field, L: Leakage = <T as Field>::Leakage> {
    column: Column,
    padding: Padding,
    /// Classes still in use besides `padding`.
    also: Vec<Padding>,
    /// Storage forms still in use besides today's.
    older: &'static [OlderForm],
    why: Option<Box<str>>,
    of: PhantomData<fn() -> (T, L)>,
}

impl<T: Field> Deterministic<T> {
    pub(super) const fn new(column: Column) -> Self {
        Self {
            column,
            padding: Padding::None,
            also: Vec::new(),
            older: T::OLDER_STORAGE,
            why: None,
            of: PhantomData,
        }
    }
}

impl<T: Field, L: Leakage> Deterministic<T, L> {
    /// Accepts that equal values can be counted, and says why (for the DPIA).
    #[must_use]
    pub fn accept_equality_leakage(self, why: &str) -> Deterministic<T, Accepted> {
        Deterministic {
            column: self.column,
            padding: self.padding,
            also: self.also,
            older: self.older,
            why: Some(why.into()),
            of: PhantomData,
        }
    }

    /// Why the leakage was accepted, if it was.
    #[must_use]
    pub fn leakage_accepted_because(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// The padding class of new tokens; [`Padding::None`] unless told.
    #[must_use]
    pub fn padding(mut self, padding: Padding) -> Self {
        self.padding = padding;
        self
    }

    /// A class that stored tokens may still have, so that [`lookup`](Self::lookup) finds them.
    #[must_use]
    pub fn also_padded(mut self, padding: Padding) -> Self {
        self.also.push(padding);
        self
    }

    /// Says that every row holds today's storage form ([`StaleRanges`] shows it): older ones are no longer looked up.
    #[must_use]
    pub const fn backfilled(mut self) -> Self {
        self.older = &[];
        self
    }

    /// What a search by [`lookup`](Self::lookup) finds. It depends on the column, not on the value: ask once.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage::over(self.older)
    }

    /// Opens a token.
    ///
    /// # Errors
    /// What can be named without opening (unknown or retired key, suite, form version), else [`OpenError::Refused`].
    pub fn open(&self, token: &Sealed<T>) -> Result<T, OpenError> {
        self.column.open(token, &[])
    }

    /// Whether a token is of another key, form or padding class than [`seal`](Self::seal) would write. Needs no opening.
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

    /// Seals a value under the primary key.
    #[must_use]
    pub fn seal(&self, value: &T) -> Sealed<T>
    where
        L: Decided,
    {
        self.column.meter.sealed(self.column.primary.id, 1);
        self.seal_with(&self.column.primary, self.padding, value)
    }

    /// Seals many values, in their order; the tokens are those of [`seal`](Self::seal). Faster than one at a time: the steps of a group of
    /// values are taken together.
    #[must_use]
    pub fn seal_all<'a>(&self, values: impl IntoIterator<Item = &'a T>) -> Vec<Sealed<T>>
    where
        L: Decided,
    {
        let header = self.column.header::<T>(self.padding, &self.column.primary);
        let values = values.into_iter();
        let mut tokens = Vec::with_capacity(values.size_hint().0);
        self.column.primary.seal_deterministic_all(
            &header,
            values.map(|value| value.storage(SEAL)),
            |octets| tokens.push(Sealed::assemble(octets, header)),
        );
        self.column
            .meter
            .sealed(self.column.primary.id, tokens.len());
        tokens
    }

    /// Opens many tokens, in their order. One that cannot be opened keeps none of the others from it.
    #[must_use]
    pub fn open_all<'a>(
        &self,
        tokens: impl IntoIterator<Item = &'a Sealed<T>>,
    ) -> Vec<Result<T, OpenError>> {
        tokens.into_iter().map(|token| self.open(token)).collect()
    }

    /// Every token that the value may have in the column: one for each live key, padding class and storage form, that of
    /// [`seal`](Self::seal) first. `WHERE column = ANY(…)` finds the value at every step of a rotation.
    ///
    /// Storage forms are compared: "Ana@x.org" does not find "ana@x.org". To find by match form use an
    /// [`EqualityIndex`](crate::EqualityIndex). A UNIQUE constraint on the column itself stops working during a rotation, when one value may
    /// stand under two keys: use a [`UniqueIndex`](crate::UniqueIndex).
    #[must_use]
    pub fn lookup(&self, value: &T) -> Vec<Sealed<T>>
    where
        L: Decided,
    {
        let mut classes = vec![self.padding];
        for class in &self.also {
            if !classes.contains(class) {
                classes.push(*class);
            }
        }
        let older: Vec<_> = self
            .older
            .iter()
            .filter_map(|form| Some((form.version, value.older_storage(form.version, SEAL)?)))
            .collect();
        let forms = || {
            let older = older
                .iter()
                .map(|(version, form)| (*version, form.as_slice()));
            std::iter::once((T::STORAGE_VERSION, value.storage(SEAL))).chain(older)
        };
        let mut tokens = Vec::new();
        for (version, form) in forms() {
            for key in self.column.keys() {
                for class in &classes {
                    let header = self.column.header_of_form::<T>(version, *class, key);
                    tokens.push(Sealed::assemble(
                        key.seal_deterministic(&header, form),
                        header,
                    ));
                }
            }
        }
        tokens
    }

    /// The token as it would be sealed today: itself unless it is stale.
    ///
    /// # Errors
    /// As [`open`](Self::open); the row then stays as it is.
    pub fn rotate(&self, token: &Sealed<T>) -> Result<Sealed<T>, OpenError>
    where
        L: Decided,
    {
        if self.is_stale(token) {
            Ok(self.seal(&self.open(token)?))
        } else {
            Ok(token.clone())
        }
    }

    fn seal_with(&self, key: &ColumnKey, padding: Padding, value: &T) -> Sealed<T> {
        let header = self.column.header::<T>(padding, key);
        Sealed::assemble(key.seal_deterministic(&header, value.storage(SEAL)), header)
    }
}

impl<T: Field, L: Leakage> Clone for Deterministic<T, L> {
    fn clone(&self) -> Self {
        Self {
            column: self.column.clone(),
            padding: self.padding,
            also: self.also.clone(),
            older: self.older,
            why: self.why.clone(),
            of: PhantomData,
        }
    }
}

impl<T: Field, L: Leakage> fmt::Debug for Deterministic<T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deterministic({}, {:?}, ..)", T::TYPE, self.column.suite)
    }
}
