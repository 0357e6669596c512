//! The answer.

use chrono::{DateTime, Utc};
use greffe_calendar::Tz;
use greffe_terms::{Citation, LegalBasis, SpecialCondition};

use crate::event::Instant;
use crate::reason::Reasons;
use crate::rule::Rule;
use crate::{CountryCode, EventId, Reason, Verdict};

/// Whether it may be done. Exhaustive: a caller has to handle all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It may be done.
    Allow,
    /// It may not be done.
    Deny,
    /// Nothing has to be asked of anybody.
    NotRequired,
}

impl Outcome {
    /// The stable code: `allow`, `deny` or `not_required`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::NotRequired => "not_required",
        }
    }
}

/// What the host has to do beyond not doing what was denied. Exhaustive: a caller has to handle both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Take the person off the list: a campaign's deadline passed in silence.
    Remove,
    /// Erase the data, Art. 17(1)(c) GDPR: an objection prevailed.
    Erase,
}

impl Action {
    /// The stable code: `remove` or `erase`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Remove => "remove",
            Self::Erase => "erase",
        }
    }
}

/// A decision with its reason, the law behind it, the event that decided and the instant at which the answer will change.
///
/// `Debug` shows neither instants nor countries: the day on which a child is of age is a day of birth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    pub(crate) verdict: Verdict,
    pub(crate) failures: Reasons,
    pub(crate) deciding: Option<Deciding>,
    pub(crate) next_change: Option<DateTime<Utc>>,
    /// Whether the instant of the change may tell what the context says of the person.
    pub(crate) tells_context: bool,
    pub(crate) ages: [Option<AgeOfConsent>; 2],
    pub(crate) zone: Tz,
}

/// From which age a child consents alone in a country that a decision looked at, Art. 8(1) GDPR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeOfConsent {
    country: CountryCode,
    age: u8,
}

impl AgeOfConsent {
    pub(crate) const fn new(country: CountryCode, age: u8) -> Self {
        Self { country, age }
    }

    /// The country: of residence, or of the controller's establishment.
    #[must_use]
    pub const fn country(&self) -> CountryCode {
        self.country
    }

    /// The age in years.
    #[must_use]
    pub const fn age(&self) -> u8 {
        self.age
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Deciding {
    pub(crate) id: EventId,
    pub(crate) occurred: Instant,
}

impl std::fmt::Debug for Deciding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.id.fmt(f)
    }
}

impl std::fmt::Debug for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decision")
            .field("verdict", &self.verdict)
            .field("failures", &self.failures)
            .field("deciding", &self.deciding)
            .finish_non_exhaustive()
    }
}

impl Decision {
    /// The answer alone.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The outcome.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.verdict.outcome
    }

    /// Whether it may be done: allowed, or nothing to ask.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        !matches!(self.verdict.outcome, Outcome::Deny)
    }

    /// The reason: of several failures, the first in the order of the gates.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.verdict.reason
    }

    /// The rule that decided, such as `R6`.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.verdict.reason.rule()
    }

    /// The legal basis that is claimed, where it is allowed.
    #[must_use]
    pub const fn basis(&self) -> Option<LegalBasis> {
        self.verdict.basis
    }

    /// The condition of Art. 9(2) that is claimed beside it, where special categories of data may be processed.
    #[must_use]
    pub const fn special_condition(&self) -> Option<SpecialCondition> {
        self.verdict.condition
    }

    /// What has to be done beyond, such as taking the person off the list.
    #[must_use]
    pub const fn action(&self) -> Option<Action> {
        self.verdict.action
    }

    /// The event that decided, where one did. Its id salts what is left of it once it is forgotten: where answers are kept with it, they
    /// are erased with it ([`Ledger::forget`](crate::Ledger::forget)).
    #[must_use]
    pub fn deciding_event(&self) -> Option<EventId> {
        self.deciding.map(|deciding| deciding.id)
    }

    /// Every gate that failed, in their order. Empty where it is allowed.
    pub fn failures(&self) -> impl Iterator<Item = Reason> {
        self.failures.iter()
    }

    /// The first instant after the one asked about at which outcome, reason, basis or action will differ by what is known:
    /// until then the decision may be kept. `None` where nothing known changes it.
    #[must_use]
    pub const fn next_change(&self) -> Option<DateTime<Utc>> {
        self.next_change
    }

    /// The ages of consent that were looked at, that of the residence first; none where the purpose is not one that children are offered,
    /// or the residence is unknown. The stricter one decided.
    pub fn ages_of_consent(&self) -> impl Iterator<Item = AgeOfConsent> {
        self.ages.into_iter().flatten()
    }

    /// The provisions behind the decision.
    #[must_use]
    pub fn citations(&self) -> Vec<Citation> {
        let basis = self.verdict.basis.map(|basis| {
            Citation::from_static(match basis {
                LegalBasis::Consent => "GDPR 6(1)(a)",
                LegalBasis::Contract => "GDPR 6(1)(b)",
                LegalBasis::LegalObligation => "GDPR 6(1)(c)",
                LegalBasis::VitalInterests => "GDPR 6(1)(d)",
                LegalBasis::PublicTask => "GDPR 6(1)(e)",
                LegalBasis::LegitimateInterests => "GDPR 6(1)(f)",
                _ => "GDPR 6(1)",
            })
        });
        let condition = self.verdict.condition;
        let condition =
            condition.map(|condition| Citation::new(&format!("GDPR {}", condition.article())));
        let reasons = self.verdict.reason.citations().iter().cloned();
        basis.into_iter().chain(condition).chain(reasons).collect()
    }
}
