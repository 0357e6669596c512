//! Columns under the keys of one person: suite 4.

use std::fmt;
use std::sync::Arc;

use rand_core::TryCryptoRng;

use super::Column;
use super::meter::{Meter, Metered};
use super::random::{Binding, Randomised};
use super::rotate_error::RotateError;
use super::stale::StaleRanges;
use crate::context::Context;
use crate::error::{ContextError, OpenError};
use crate::field::Field;
use crate::padding::Padding;
use crate::sealed::Sealed;
use crate::subject::{SubjectKey, SubjectKeys};
use crate::suite::ColumnKey;
use crate::token::Suite;

/// Seals and opens one column of values of type `T` for one person, under `SUBJECT`: as [`Randomised`], under a key that can be destroyed.
///
/// There is no search by these tokens: every one differs. An index beside the column is under a shared key, and outlives the
/// person's key: see [`ShreddingPlan`](crate::ShreddingPlan).
///
/// ```
/// # use greffe_cipher::*;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use std::convert::Infallible;
/// # struct Rng(u8);
/// # impl rand_core::TryRng for Rng {
/// #     type Error = Infallible;
/// #     fn try_next_u32(&mut self) -> Result<u32, Infallible> { Ok(4) }
/// #     fn try_next_u64(&mut self) -> Result<u64, Infallible> { Ok(4) }
/// #     fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> { self.0 += 1; out.fill(self.0); Ok(()) }
/// # }
/// # impl rand_core::TryCryptoRng for Rng {}
/// # let mut rng = Rng(0); // In production: the system's generator.
/// let keys = SubjectKeys::generate(Subject::new("person 4711")?, 1_750_000_000, &mut rng)?;
/// let notes = keys.column::<Bytes>(&Context::new("patients", "note"))?;
/// let row = Binding::empty().int(4711).ok_or("too long")?;
/// let note = Bytes::new(b"allergic to penicillin")?;
/// let sealed = notes.seal(&note, &row, &mut rng)?;
/// assert_eq!(notes.open(&sealed, &row)?.expose(), note.expose());
/// # Ok(())
/// # }
/// ```
pub struct SubjectColumn<T: Field> {
    under: Randomised<T>,
}

impl<T: Field> SubjectColumn<T> {
    /// The column of that context, under the keys of one person.
    ///
    /// # Errors
    /// A label or a tenant that breaks its rules.
    pub(crate) fn new(context: &Context, keys: &SubjectKeys) -> Result<Self, ContextError> {
        context.check()?;
        let derive = |key: &SubjectKey| {
            let subject = Some(keys.subject().octets());
            ColumnKey::derive(
                context,
                Suite::Subject,
                subject,
                key.generation(),
                &key.prk(),
            )
        };
        Ok(Self {
            under: Randomised::new(Column {
                suite: Suite::Subject,
                primary: derive(keys.current()),
                others: keys.older().map(derive).collect(),
                standby: Vec::new(),
                retired: Vec::new(),
                generation: 0,
                meter: Metered::default(),
            }),
        })
    }

    /// The padding class of new tokens; [`Padding::None`] unless told.
    #[must_use]
    pub fn padding(self, padding: Padding) -> Self {
        Self {
            under: self.under.padding(padding),
        }
    }

    /// Reports what the column does to a meter: one for all persons says more than one each.
    #[must_use]
    pub fn metered(mut self, meter: Arc<dyn Meter>) -> Self {
        self.under = self.under.metered(meter);
        self
    }

    /// Seals a value under the newest generation of the person's key, bound to its row.
    ///
    /// # Errors
    /// The generator's, when it has no randomness.
    pub fn seal<R: TryCryptoRng>(
        &self,
        value: &T,
        row: &Binding,
        rng: &mut R,
    ) -> Result<Sealed<T>, R::Error> {
        self.under.seal(value, row, rng)
    }

    /// Opens a token of that row.
    ///
    /// # Errors
    /// [`OpenError::UnknownKey`] for a generation that is not here; [`OpenError::Refused`] for a token of another person, row, context
    /// or tenant, which all look alike; else as for other columns.
    pub fn open(&self, token: &Sealed<T>, row: &Binding) -> Result<T, OpenError> {
        self.under.open(token, row)
    }

    /// Whether a token is of another generation, form or padding class than [`seal`](Self::seal) would write.
    #[must_use]
    pub fn is_stale(&self, token: &Sealed<T>) -> bool {
        self.under.is_stale(token)
    }

    /// The ranges of stale tokens among the rows *of this person*: the generations of others count for themselves.
    #[must_use]
    pub fn stale_ranges(&self) -> StaleRanges {
        self.under.stale_ranges()
    }

    /// The token as it would be sealed today: itself unless it is stale.
    ///
    /// # Errors
    /// As [`open`](Self::open) and [`seal`](Self::seal); the row then stays as it is.
    pub fn rotate<R: TryCryptoRng>(
        &self,
        token: &Sealed<T>,
        row: &Binding,
        rng: &mut R,
    ) -> Result<Sealed<T>, RotateError<R::Error>> {
        self.under.rotate(token, row, rng)
    }
}

impl<T: Field> fmt::Debug for SubjectColumn<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SubjectColumn({}, ..)", T::TYPE)
    }
}
