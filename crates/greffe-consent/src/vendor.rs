//! Whom a controller lets process with it: vendors by number.

use std::fmt;

/// The number of a vendor: that of the Global Vendor List of IAB Europe, from 1, or one of the policy's own where the list is not
/// used.
///
/// ```
/// use greffe_consent::{PersonKey, Question, VendorId};
///
/// let question = Question::about("ads").through(VendorId::new(755)).for_person(PersonKey::from_bytes([7; 16]));
/// assert_eq!(question.vendor(), Some(VendorId::new(755)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VendorId(u16);

impl VendorId {
    /// The vendor of that number.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for VendorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
