//! The statement that the last backup that holds a key's rows has expired.

use super::Expiry;
use crate::error::KeyringError;

/// The last backup that holds rows under a key is gone: what [`Keyring::destroy`](super::Keyring::destroy) takes. The rows of
/// database backups count, and so do replicas, logs and snapshots of disks.
#[derive(Debug)]
pub struct LastBackup(());

impl LastBackup {
    /// The last of them has expired by `now`, in seconds since 1970-01-01 UTC: the host tells the time.
    ///
    /// ```
    /// use greffe_cipher::{Expiry, KeyringError, LastBackup};
    /// let now = 1_800_000_000;
    /// assert!(LastBackup::expired(Expiry::At(1_790_000_000), now).is_ok());
    /// for end in [Expiry::At(1_800_000_001), Expiry::Unknown] {
    ///     assert_eq!(LastBackup::expired(end, now).unwrap_err(), KeyringError::BackupNotExpired);
    /// }
    /// ```
    ///
    /// # Errors
    /// [`KeyringError::BackupNotExpired`] for a later instant, and for one that nobody knows.
    pub const fn expired(last: Expiry, now: u64) -> Result<Self, KeyringError> {
        match last {
            Expiry::At(end) if end <= now => Ok(Self(())),
            _ => Err(KeyringError::BackupNotExpired),
        }
    }

    /// No backup was ever made of a row under the key.
    #[must_use]
    pub const fn never_made() -> Self {
        Self(())
    }
}
