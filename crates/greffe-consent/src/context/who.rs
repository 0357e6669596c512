//! What the caller knows of who a person is: age, residence, who acts for them, what they left for after their death.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use greffe_terms::PurposeId;

use super::PersonContext;
use crate::CountryCode;

/// Rule R7's part of the context. `None` is unknown.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Who {
    pub(crate) born: Option<NaiveDate>,
    pub(crate) residence: Option<CountryCode>,
    pub(crate) holders: Option<u8>,
    pub(crate) has_guardian: Option<bool>,
    pub(crate) has_proxy: Option<bool>,
    pub(crate) directives: BTreeSet<PurposeId>,
}

impl PersonContext {
    /// The day of birth. Ages are counted in the person's zone, or the policy's where that is unknown; who was born on 29 February is a
    /// year older on 1 March of a common year: the later day is the cautious one, and French administration would take 28 February.
    #[must_use]
    pub const fn born(mut self, day: NaiveDate) -> Self {
        self.who.born = Some(day);
        self
    }

    /// The country of residence.
    #[must_use]
    pub const fn residing_in(mut self, country: CountryCode) -> Self {
        self.who.residence = Some(country);
        self
    }

    /// How many holders of parental responsibility the child has.
    #[must_use]
    pub const fn with_holders(mut self, holders: u8) -> Self {
        self.who.holders = Some(holders);
        self
    }

    /// Whether it was verified that the person has a guardian who may act for them.
    #[must_use]
    pub const fn with_guardian(mut self, verified: bool) -> Self {
        self.who.has_guardian = Some(verified);
        self
    }

    /// Whether it was verified that the person gave a mandate that covers consent.
    #[must_use]
    pub const fn with_proxy(mut self, verified: bool) -> Self {
        self.who.has_proxy = Some(verified);
        self
    }

    /// The purposes that the person's directives for after their death let go on, French loi 78-17 art. 85 I.
    #[must_use]
    pub fn with_directives(mut self, purposes: impl IntoIterator<Item = PurposeId>) -> Self {
        self.who.directives.extend(purposes);
        self
    }
}
