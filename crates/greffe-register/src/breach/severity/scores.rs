//! The scores of the method's levels: the context in points (annex 1), the rest in quarters of a point (annexes 2 and 3).

use crate::{AvailabilityLoss, BreachContext, ConfidentialityLoss, Identification, IntegrityLoss};

pub(super) const fn basic_score(data: BreachContext) -> u8 {
    match data {
        BreachContext::Simple => 1,
        BreachContext::Behavioural => 2,
        BreachContext::Financial => 3,
        BreachContext::Sensitive => 4,
    }
}

pub(super) const fn identification_score(ease: Identification) -> u8 {
    match ease {
        Identification::Negligible => 1,
        Identification::Limited => 2,
        Identification::Significant => 3,
        Identification::Maximum => 4,
    }
}

pub(super) const fn confidentiality_score(loss: ConfidentialityLoss) -> u8 {
    match loss {
        ConfidentialityLoss::NoEvidence => 0,
        ConfidentialityLoss::KnownRecipients => 1,
        ConfidentialityLoss::UnknownRecipients => 2,
    }
}

pub(super) const fn integrity_score(loss: IntegrityLoss) -> u8 {
    match loss {
        IntegrityLoss::NoUse => 0,
        IntegrityLoss::Recoverable => 1,
        IntegrityLoss::Unrecoverable => 2,
    }
}

pub(super) const fn availability_score(loss: AvailabilityLoss) -> u8 {
    match loss {
        AvailabilityLoss::Restored => 0,
        AvailabilityLoss::Temporary => 1,
        AvailabilityLoss::Full => 2,
    }
}
