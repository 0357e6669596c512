//! What the caller knows of a person beyond the events.

use std::fmt;

mod form;
mod reach;
mod who;

pub(crate) use reach::{ListCheck, Reach};
pub(crate) use who::Who;

/// What the caller knows of the person who is asked about, beyond what the ledger says. Whatever is not told is unknown, and where a rule
/// depends on it the unknown denies.
///
/// ```
/// use greffe_consent::{PersonContext, PersonKey, Question};
///
/// let context = PersonContext::new();
/// let question = Question::about("newsletter").for_person(PersonKey::from_bytes([7; 16]));
/// assert_eq!(question.in_context(&context).context(), Some(&context));
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PersonContext {
    pub(crate) reach: Reach,
    pub(crate) who: Who,
}

impl PersonContext {
    /// Nothing is known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

/// Shows nothing: all of it is personal data.
impl fmt::Debug for PersonContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonContext(..)")
    }
}
