//! How backups are kept.

use greffe_calendar::Period;

/// A named series of backups (*sauvegardes*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BackupSeries {
    /// Its name, such as `hourly`.
    pub name: String,
    /// How often one is taken.
    pub every: Option<Period>,
    /// How long each is kept.
    pub keep: Option<Period>,
}
