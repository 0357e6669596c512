//! What data are processed for.

use std::fmt;

use chrono::NaiveDate;
use greffe_calendar::Period;
use greffe_terms::{Channel, Citation, LegalBasis, PurposeId, Text};

use super::code::{codes, debug_without_values};
use crate::Stated;

/// A purpose (*finalité*), Art. 5(1)(b) and 30(1)(b) GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Purpose {
    /// Its id; the same id in several records is the same purpose.
    pub id: PurposeId,
    /// Its name, where it has more than its id.
    pub name: Option<Text>,
    /// Whether it serves another purpose of the record (*sous-finalité*).
    pub subordinate: bool,
    /// Its legal bases, Art. 6(1).
    pub basis: Stated<Vec<LegalBasis>>,
    /// Why the basis holds.
    pub justification: Option<Text>,
    /// The assessment that weighs a legitimate interest against those of persons (*mise en balance*), Art. 6(1)(f): where it is.
    pub balancing: Stated<Text>,
    /// The law that asks for it.
    pub law: Vec<Citation>,
    /// Whether it is direct marketing, Art. 21(2).
    pub marketing: bool,
    /// By which channels persons are reached.
    pub channels: Vec<Channel>,
    /// How consent is asked and withdrawn, where it is asked.
    pub consent: Option<ConsentTerms>,
}

impl Purpose {
    /// Whether consent is one of its bases.
    #[must_use]
    pub fn rests_on(&self, basis: LegalBasis) -> bool {
        self.basis.items().contains(&basis)
    }
}

/// Shows the id only.
impl fmt::Debug for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Purpose({})", self.id)
    }
}

/// How consent is asked for a purpose, Art. 7 GDPR.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsentTerms {
    /// How long a consent holds; without limit where `None`.
    pub validity: Option<Period>,
    /// Whether it counts only once confirmed.
    pub double_opt_in: bool,
    /// The oldest version of the notice whose consents still hold.
    pub minimum_notice: Option<u32>,
    /// How to withdraw, Art. 7(3).
    pub withdrawal: Option<Text>,
    /// A campaign that asks again.
    pub campaign: Option<Campaign>,
}

/// A campaign that asks for consent anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Campaign {
    /// Day of the question.
    pub asked: NaiveDate,
    /// Last day for an answer.
    pub deadline: NaiveDate,
    /// What silence means.
    pub if_silent: IfSilent,
}

codes! {
    /// What becomes of persons who do not answer a campaign.
    IfSilent {
        /// They are taken off: silence is no consent (recital 32).
        Remove = "remove", "retrait de la liste", "removal from the list";
    }
}

debug_without_values!(ConsentTerms);
