//! Octets without a meaning to this crate.

use std::fmt;

use super::private::{Form, Octets, Seal};
use super::{Field, FieldType, Guessable};
use crate::error::{FieldError, Problem};
use crate::wiped::Wiped;

/// Any octets, up to [`Bytes::LONGEST`]. The only type that may be empty.
///
/// What they mean is unknown, so they count as guessable: deterministic tokens need an acknowledgement.
///
/// ```
/// use greffe_cipher::Bytes;
/// let note = Bytes::new(b"ref 12/4")?;
/// assert_eq!(note.expose(), b"ref 12/4");
/// # Ok::<(), greffe_cipher::FieldError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(Octets);

impl Bytes {
    /// Longest value in octets: padded by one octet it still fits the 64 KiB of the format.
    pub const LONGEST: usize = 65_535;

    /// Takes the octets as given.
    ///
    /// # Errors
    /// [`Problem::Length`] above [`Bytes::LONGEST`].
    pub fn new(octets: &[u8]) -> Result<Self, FieldError> {
        if octets.len() > Self::LONGEST {
            return Err(FieldError::new(FieldType::Bytes, Problem::Length));
        }
        Ok(Self(Wiped::new(octets.to_vec())))
    }

    /// The octets. The one way to the value in clear.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Nothing of the value.
    #[must_use]
    pub fn mask(&self) -> String {
        "••••".to_owned()
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bytes(..)")
    }
}

impl Field for Bytes {
    const TYPE: FieldType = FieldType::Bytes;
    type Leakage = Guessable;

    fn mask(&self) -> String {
        Self::mask(self)
    }
}

impl Form for Bytes {
    fn storage(&self, _: Seal) -> &[u8] {
        &self.0
    }

    fn matching(&self, version: u8, _: Seal) -> Option<Octets> {
        (version == 1).then(|| self.0.clone())
    }

    fn from_storage(version: u8, octets: Octets, _: Seal) -> Option<Self> {
        (version == 1 && octets.len() <= Self::LONGEST).then_some(Self(octets))
    }
}
