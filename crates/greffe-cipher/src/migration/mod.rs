//! From one state of a stored column to the next: plaintext to tokens, tokens of an old key or form to those of today.
//!
//! Nothing here reads or writes rows. A host fetches a page of rows, hands it to a [`Reencryption`], and writes what that answers where the row is still
//! what it was.

mod equal_rows;
mod plaintext;
mod reencryption;

pub use self::equal_rows::EqualRows;
pub use self::plaintext::{Plaintext, PlaintextFallback, Stored};
pub use self::reencryption::{Page, Progress, Reencryption, RowFault, Write};
