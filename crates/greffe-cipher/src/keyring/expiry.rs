//! When a backup is gone.

/// When a backup is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expiry {
    /// From this instant on no copy of it is left, in seconds since 1970-01-01 UTC.
    At(u64),
    /// Nobody knows, or nobody deletes it.
    Unknown,
}
