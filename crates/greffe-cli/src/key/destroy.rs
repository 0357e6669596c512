//! `greffe key destroy ID --last-backup-expired DAY --keyring FILE`

use clap::Args;
use greffe::calendar::{DateTime, NaiveDate, Utc};
use greffe::cipher::{Expiry, KeyId, LastBackup};

use super::key_id::{change, key_id};
use super::moment;
use crate::keyring_option::KeyringOption;
use crate::option_value;
use crate::output::{Answer, Output};
use crate::refusal::Refusal;

/// Shown at the end of `--help`.
pub(crate) const EXAMPLE: &str = "Example: greffe key destroy 0a1b2c3d --last-backup-expired 2026-03-31 --keyring keys.json --kek-file kek\n\
    What the key sealed is lost, in every copy of the rows. The key itself stays in escrows and in backups of the keyring file.";

/// What the user asked for.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The retired key, as `greffe key show` prints it
    #[arg(value_name = "ID", value_parser = key_id)]
    id: KeyId,
    /// The day in UTC on which the last backup expired that holds rows under the key: it must be over
    #[arg(long, value_name = "DAY", value_parser = option_value::day, required_unless_present = "no_backup_was_ever_made")]
    last_backup_expired: Option<NaiveDate>,
    /// States that no backup was ever made of a row under the key
    #[arg(long, conflicts_with = "last_backup_expired")]
    no_backup_was_ever_made: bool,
    /// The instant that counts as now, RFC 3339
    #[arg(long, value_name = "INSTANT", value_parser = option_value::instant)]
    at: Option<DateTime<Utc>>,
    #[command(flatten)]
    keyring: KeyringOption,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(crate) fn run(options: &Options) -> Result<Answer, Refusal> {
    let now = moment::seconds(options.at)?;
    let last = options.last_backup_expired.map(end_of);
    change(&options.keyring, options.output, |keyring| {
        let backups = match last {
            Some(last) => LastBackup::expired(last, now)?,
            None => LastBackup::never_made(),
        };
        keyring.destroy(options.id, backups)
    })
}

/// A day is told, and an hour is not: the whole day must be over.
fn end_of(day: NaiveDate) -> Expiry {
    let end = day
        .succ_opt()
        .and_then(|next| next.and_hms_opt(0, 0, 0))
        .map(|end| end.and_utc().timestamp());
    match end.map(u64::try_from) {
        Some(Ok(end)) => Expiry::At(end),
        // Before 1970.
        Some(Err(_)) => Expiry::At(0),
        None => Expiry::Unknown,
    }
}
