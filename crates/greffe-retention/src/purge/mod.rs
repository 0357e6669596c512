//! Executing a plan over a store: resumable, each row once, none that must stay.

mod certificate;
mod execution;
mod replay;
mod store;
mod tombstone;

pub use certificate::{AnonymityTest, Certificate};
pub use execution::Execution;
pub use replay::{Replay, Replayed};
pub use store::{JournalEntry, PurgeStore};
pub use tombstone::{RowOf, Tombstone, Tombstones};
