//! Why a value cannot be sealed anew.

use crate::error::OpenError;

/// A token cannot be rotated under a random nonce: it does not open, or there is no randomness. The row then stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RotateError<E> {
    /// The stored token does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The generator has no randomness.
    #[error("the random generator failed")]
    Randomness(E),
}
