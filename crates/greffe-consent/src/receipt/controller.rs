//! Who hands a receipt over.

use std::fmt;

/// The controller as a receipt names it, Art. 13(1)(a) and 13(2)(c) GDPR. `Debug` shows nothing: a sole trader's name is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct Controller {
    pub(super) name: String,
    pub(super) contact: String,
    pub(super) withdrawal: String,
    pub(super) address: Option<String>,
}

impl Controller {
    /// The controller's name, where to reach it, and how consent is withdrawn: an address of a page, or words.
    pub fn new(
        name: impl Into<String>,
        contact: impl Into<String>,
        withdrawal: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            contact: contact.into(),
            withdrawal: withdrawal.into(),
            address: None,
        }
    }

    /// With its postal address.
    #[must_use]
    pub fn at_address(self, address: impl Into<String>) -> Self {
        Self {
            address: Some(address.into()),
            ..self
        }
    }
}

impl fmt::Debug for Controller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Controller(..)")
    }
}
