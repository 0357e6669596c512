//! The rotation job: a sealed column and its index columns come under the primary key, batch by batch, while the service goes on.

mod batch;
mod check;
mod count;
mod definition;
mod error;
mod every_row;
mod fault;
mod handle;
mod index;
mod journal;
mod pass;
mod pin;
mod place;
mod unique_alone;
mod unique_fill;
mod unique_move;
mod wait;

use greffe_cipher::{
    Binding, Context, Decided, Deterministic, EqualityIndex, Field, KeyId, Leakage, Randomised,
    UniqueIndex,
};
use greffe_retention::RowKey;
use rand_core::TryCryptoRng;

pub use check::Checked;
pub use count::ColumnCount;
pub use error::{RotationError, RowPlace};
pub use fault::{Faults, RotationFault};
pub use pass::Rotated;
pub use pin::{pin_key, pinned_key};
pub use place::{ColumnPlace, UniquePlace};

use crate::{Cell, Name};
use handle::{Bound, Handle};
use index::{Indexed, Pinned};

/// One sealed column with its index columns, as a rotation job re-seals it: from any live key, form or padding class to what is written today.
///
/// 1. The new key is added, loaded by every instance, promoted; lookups ask for the tokens of both from then on.
/// 2. [`run`](Self::run) re-seals. Killed at any point and run again, it goes on; several may run at once, in PostgreSQL side by side.
/// 3. [`move_unique`](Self::move_unique) brings the column with UNIQUE under the new key.
/// 4. [`count`](Self::count), of a rotation that was made after the promotion, and the counts of all columns together prove that the old key may be retired.
///
/// The sealed column and its indexes are binary (`BLOB`, `bytea`); the key is a whole number, a text or octets.
///
/// Where the column with UNIQUE moves, another column takes its place and comes last among the table's: statements of the host name their columns.
/// A `SELECT *` that PostgreSQL prepared before fails once after the swap (*cached plan must not change result type*), and is prepared anew then.
///
/// A column that shares its context with another one is declared and counted once for each of them; the counts add up.
///
/// ```
/// # async fn example<C: greffe_sqlx::Backend>(db: &mut C, keyring: &mut greffe_cipher::Keyring, old: greffe_cipher::KeyId) -> Result<(), Box<dyn std::error::Error>> {
/// use greffe_cipher::{Context, Iban};
/// use greffe_sqlx::{ColumnPlace, Rotation};
///
/// let context = Context::new("customers", "iban");
/// let place = ColumnPlace { table: "customers".parse()?, key: "id".parse()?, column: "iban".parse()? };
/// let ibans = keyring.cipher(context.clone())?.deterministic::<Iban>();
/// let mut rotation = Rotation::deterministic(place, context, ibans);
/// let rotated = rotation.run(db).await?;
/// assert_eq!(rotated.faults.rows(), 0, "look at these rows: {:?}", rotated.faults);
///
/// let retirement = rotation.columns().into_iter().fold(keyring.retirement(old)?, |r, column| r.column(column));
/// let mut counting = retirement.every_instance_reports(keyring.generation())?;
/// for counted in rotation.count(db, old).await? {
///     counted.report(&mut counting);
/// }
/// keyring.retire(counting.prove()?)?;
/// # Ok(()) }
/// ```
pub struct Rotation<T: Field> {
    place: ColumnPlace,
    context: Context,
    handle: Box<dyn Handle<T>>,
    indexes: Vec<Indexed<T>>,
    unique: Option<Pinned<T>>,
    only: Option<(Name, Cell, Box<str>)>,
    batch: u32,
}

/// Few enough that a batch takes some milliseconds, and that its values fit into one statement of SQLite (32766) with a dozen indexes.
const BATCH: u32 = 500;
const LARGEST_BATCH: u32 = 1_000;

impl<T: Field> Rotation<T> {
    /// Of a deterministic column. `context` names it in proofs: that of the cipher.
    #[must_use]
    pub fn deterministic<L: Leakage + Decided>(
        place: ColumnPlace,
        context: Context,
        cipher: Deterministic<T, L>,
    ) -> Self {
        Self::new(place, context, Box::new(cipher))
    }

    /// Of a randomised column, whose values are bound to their rows as `binding` says: the same as where they are sealed. A row for which it says
    /// nothing is a fault.
    #[must_use]
    pub fn randomised<R: TryCryptoRng + Send + Sync + 'static>(
        place: ColumnPlace,
        context: Context,
        cipher: Randomised<T>,
        binding: impl Fn(&RowKey) -> Option<Binding> + Send + Sync + 'static,
        rng: R,
    ) -> Self {
        let bound = Bound {
            cipher,
            binding,
            rng,
        };
        Self::new(place, context, Box::new(bound))
    }

    fn new(place: ColumnPlace, context: Context, handle: Box<dyn Handle<T>>) -> Self {
        Self {
            place,
            context,
            handle,
            indexes: Vec::new(),
            unique: None,
            only: None,
            batch: BATCH,
        }
    }

    /// A column with tokens of an equality index of the value: re-made where they are stale, made where they are missing. `name` is the index's.
    #[must_use]
    pub fn index<L: Leakage + Decided>(
        mut self,
        column: Name,
        name: &str,
        index: EqualityIndex<T, L>,
    ) -> Self {
        self.indexes.push(Indexed {
            column,
            name: name.into(),
            index: Box::new(index),
        });
        self
    }

    /// The column with UNIQUE, pinned to the key of `index`: [`pinned_key`]. [`run`](Self::run) leaves it alone, and [`move_unique`](Self::move_unique) moves it.
    #[must_use]
    pub fn unique<L: Leakage + Decided>(
        mut self,
        place: UniquePlace,
        name: &str,
        index: UniqueIndex<T, L>,
    ) -> Self {
        self.unique = Some(Pinned {
            place,
            name: name.into(),
            index: Box::new(index),
        });
        self
    }

    /// Only the rows of which `column` holds this value, such as those of one tenant, whose keys are others. `name` tells the journals of
    /// several such jobs apart, and holds no personal value.
    #[must_use]
    pub fn only(mut self, column: Name, value: impl Into<Cell>, name: &str) -> Self {
        self.only = Some((column, value.into(), name.into()));
        self
    }

    /// So many rows in one transaction, from 1 to 1000; 500 unless told.
    #[must_use]
    pub fn batches_of(mut self, rows: u32) -> Self {
        self.batch = rows.clamp(1, LARGEST_BATCH);
        self
    }

    /// The key to which the column with UNIQUE is pinned, as it was told.
    #[must_use]
    pub fn pinned_to(&self) -> Option<KeyId> {
        self.unique.as_ref().and_then(|unique| unique.index.key())
    }
}

impl<T: Field> std::fmt::Debug for Rotation<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Rotation({}.{}, ..)",
            self.place.table, self.place.column
        )
    }
}
