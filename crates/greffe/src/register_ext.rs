//! What only the facade can ask of a register: answers in the words of the other crates.

use greffe_export::Art15Information;
use greffe_register::{LookupError, Processing, Register};

/// The register, asked on behalf of the other crates.
pub trait RegisterExt {
    /// What Art. 15(1) and (2) GDPR have the controller tell a person whose data these processings concern.
    ///
    /// What the register does not state is not stated: it is never told as *none*.
    ///
    /// # Errors
    /// [`LookupError::UnknownProcessing`] for a reference that the register does not have.
    fn art15_information(&self, processings: &[&str]) -> Result<Art15Information, LookupError>;
}

impl RegisterExt for Register {
    fn art15_information(&self, processings: &[&str]) -> Result<Art15Information, LookupError> {
        let found: Result<Vec<&Processing>, _> = processings
            .iter()
            .map(|reference| self.processing(reference).ok_or(LookupError::UnknownProcessing))
            .collect();
        Ok(crate::art15::information(self, &found?))
    }
}
