//! What columns do, counted without values: a hook for metrics, and the count that the limit of a key is about.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::OpenError;
use crate::keyring::KeyId;

/// Hears what columns do. Given to a cipher by [`FieldCipher::metered`](crate::FieldCipher::metered); all columns and indexes made of it report there. It
/// is told keys and outcomes, never a value, a token or a row.
pub trait Meter: Send + Sync {
    /// So many values were sealed under a key. What [`lookup`](crate::Deterministic::lookup) computes is not stored and not counted.
    fn sealed(&self, key: KeyId, values: u64);

    /// A token was opened.
    fn opened(&self, key: KeyId);

    /// A token was not opened.
    fn refused(&self, why: OpenError);
}

/// A [`Meter`] that counts. Share it behind an `Arc` and read it whenever metrics are asked for.
///
/// ```
/// # use greffe_cipher::*;
/// use std::sync::Arc;
/// # let keyring = Keyring::single(KeyId::new(7).unwrap(), 0, MasterKey::from_bytes([1; 32]));
/// let stats = Arc::new(SealStats::default());
/// let ibans = keyring.cipher(Context::new("customers", "iban"))?.metered(stats.clone()).deterministic::<Iban>();
/// let token = ibans.seal(&"FR1420041010050500013M02606".parse()?);
/// ibans.open(&token)?;
/// let counts = stats.counts();
/// assert_eq!((counts.sealed, counts.opened, counts.failed()), (1, 1, 0));
/// assert!(counts.sealed < SealStats::LIMIT);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct SealStats {
    sealed: AtomicU64,
    opened: AtomicU64,
    unknown_key: AtomicU64,
    retired_key: AtomicU64,
    suite: AtomicU64,
    form: AtomicU64,
    refused: AtomicU64,
}

/// What a [`SealStats`] counted until now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Counts {
    /// Values sealed.
    pub sealed: u64,
    /// Tokens opened.
    pub opened: u64,
    /// Tokens refused because their key is not in the keyring.
    pub unknown_key: u64,
    /// Tokens refused because their key is retired.
    pub retired_key: u64,
    /// Tokens refused because the column does not use their suite.
    pub suite: u64,
    /// Tokens refused because their form is unknown to this release.
    pub form: u64,
    /// Tokens refused for a reason that is not said: another context, another row, or altered. Each is worth a look.
    pub refused: u64,
}

impl SealStats {
    /// Seals per key and context that the format allows: at about 2^48 two nonces of 96 bits are expected to be equal. GCM-SIV survives that (RFC 8452
    /// §9), and equal nonces of equal values are what `DET` is; the limit keeps the bound far away for all the others. Keep the count of a column
    /// where it outlives the process, and rotate long before.
    pub const LIMIT: u64 = 1 << 48;

    /// Counts on from what was sealed before this process.
    #[must_use]
    pub fn starting_at(sealed: u64) -> Self {
        Self {
            sealed: AtomicU64::new(sealed),
            ..Self::default()
        }
    }

    /// The counts until now.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Counts {
            sealed: read(&self.sealed),
            opened: read(&self.opened),
            unknown_key: read(&self.unknown_key),
            retired_key: read(&self.retired_key),
            suite: read(&self.suite),
            form: read(&self.form),
            refused: read(&self.refused),
        }
    }
}

impl Counts {
    /// Tokens that were not opened, for whatever reason.
    #[must_use]
    pub const fn failed(&self) -> u64 {
        self.unknown_key + self.retired_key + self.suite + self.form + self.refused
    }
}

impl Meter for SealStats {
    fn sealed(&self, _: KeyId, values: u64) {
        self.sealed.fetch_add(values, Ordering::Relaxed);
    }

    fn opened(&self, _: KeyId) {
        self.opened.fetch_add(1, Ordering::Relaxed);
    }

    fn refused(&self, why: OpenError) {
        let count = match why {
            OpenError::UnknownKey(_) => &self.unknown_key,
            OpenError::RetiredKey(_) => &self.retired_key,
            OpenError::Suite => &self.suite,
            OpenError::Form => &self.form,
            OpenError::Refused => &self.refused,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

impl fmt::Debug for SealStats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.counts().fmt(f)
    }
}

/// A meter, or none.
#[derive(Clone, Default)]
pub(super) struct Metered(pub(super) Option<Arc<dyn Meter>>);

impl Metered {
    pub(super) fn sealed(&self, key: KeyId, values: usize) {
        if let Some(meter) = &self.0 {
            meter.sealed(key, u64::try_from(values).unwrap_or(u64::MAX));
        }
    }

    pub(super) fn outcome<T>(&self, key: KeyId, opened: &Result<T, OpenError>) {
        match (&self.0, opened) {
            (None, _) => {}
            (Some(meter), Ok(_)) => meter.opened(key),
            (Some(meter), Err(why)) => meter.refused(*why),
        }
    }
}
