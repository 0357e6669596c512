//! What the content of an event says on one purpose, whenever it happened. It is read once for each content: one banner is answered alike by
//! thousands, and the gates look at marks.

use super::{consent, marketing_objection, tree, withdrawal};
use crate::event::{self, Content};
use crate::policy::{Policy, Rules};
use crate::reason::Reasons;
use crate::signal::Signal;
use crate::{Consent, ImportedState, Kind, ObjectionTo, Provenance, Reason, Scope};

/// A content, read for one purpose of one policy.
#[derive(Clone, Copy)]
pub(super) struct Meaning<'a> {
    pub(super) content: &'a Content,
    pub(super) marks: Marks,
    /// The first thing that a consent lacks whenever it was given.
    pub(super) lacks: Option<Reason>,
    /// All that it lacks so.
    pub(super) lacking: Reasons,
    /// As what it closes the purpose until a new consent.
    pub(super) closes: Option<Reason>,
}

impl<'a> Meaning<'a> {
    pub(super) fn of(policy: &Policy, rules: &Rules, content: &'a Content) -> Self {
        let kind = &content.kind;
        let consent = kind.consent();
        let lacks = consent.map(|consent| consent::lasting_defects(policy, rules, consent));
        let mut lacks = lacks.into_iter().flatten().peekable();
        let first = lacks.peek().copied();
        let lacking = lacks.collect();
        let (closes, when) = withdrawal::closes(policy, rules, content);
        let mut marks = marks_of(rules, content) | when;
        if consent.is_some_and(|consent| consent::precedes_the_purpose(policy, rules, consent)) {
            marks = marks | Marks::PRECEDES_THE_PURPOSE;
        }
        let asks = |consent: &Consent| {
            let mut way = tree::way_down(policy, rules, consent.purposes());
            way.any(|rules| rules.purpose.asks_confirmation())
        };
        if consent.is_some_and(asks) {
            marks = marks | Marks::ASKS_CONFIRMATION;
        }
        if marketing_objection::is_objection(policy, rules, content) {
            marks = marks | Marks::OBJECTS_TO_MARKETING;
        }
        Self {
            content,
            marks,
            lacks: first,
            lacking,
            closes,
        }
    }
}

fn marks_of(rules: &Rules, content: &Content) -> Marks {
    let kind = &content.kind;
    let by_signal = content.provenance == Provenance::Signal;
    let named = tree::names(rules, kind.purposes());
    let reached = tree::reaches(rules, kind.purposes());
    let always = match kind {
        Kind::Restricted { .. } | Kind::Unrestricted { .. } => Marks::RESTRICTION,
        Kind::Objected {
            to: ObjectionTo::Other,
            ..
        }
        | Kind::GroundsDecided { .. } => Marks::OBJECTION,
        Kind::SaleRecorded { .. } => Marks::SALE,
        Kind::Died => Marks::DEATH,
        Kind::SignalReceived(Signal::Tc(_)) => Marks::HAS_TO_BE_READ | Marks::TC_STRING,
        Kind::SignalReceived(_) => Marks::HAS_TO_BE_READ,
        Kind::DeviceLinked { .. } => Marks::HAS_TO_BE_READ | Marks::LINK,
        _ => Marks::NONE,
    };
    let by_name = match kind {
        Kind::Requested { .. } => Marks::REQUEST,
        Kind::Given(_) | Kind::Renewed(_) => Marks::GRANT,
        Kind::ParentAuthorised(_) => Marks::NAMED_AUTHORISATION,
        Kind::Confirmed { act, .. } if act.is_affirmative() => Marks::CONFIRMATION,
        Kind::Imported {
            state: ImportedState::Granted,
            ..
        } => Marks::IMPORT,
        _ => Marks::NONE,
    };
    let by_reach = match kind {
        // What refuses everything, or comes from a browser, was not said in a call.
        Kind::Refused { .. } if *kind.purposes() != Scope::All && !by_signal => Marks::REFUSAL,
        Kind::Expired { .. } => Marks::END_BY_HOST,
        _ => Marks::NONE,
    };
    let itself = kind.purposes().names(rules.purpose.id());
    let mut marks = always;
    if event::closes(kind) {
        marks = marks | Marks::CLOSES_ONLY;
    }
    if named {
        marks = marks | by_name;
    }
    if reached {
        marks = marks | by_reach;
    }
    if itself {
        marks = marks | Marks::NAMES_ITSELF;
    }
    marks
}

/// What an event, or some event of several, is to a purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks(u32);

impl Marks {
    pub(super) const NONE: Self = Self(0);
    /// Consent was asked for the purpose.
    pub(super) const REQUEST: Self = Self(1);
    /// The person consented to the purpose, or to a wider one, by name.
    pub(super) const GRANT: Self = Self(1 << 1);
    /// The same, of a holder of parental responsibility.
    pub(super) const NAMED_AUTHORISATION: Self = Self(1 << 2);
    /// A clear act that confirms a consent to the purpose.
    pub(super) const CONFIRMATION: Self = Self(1 << 3);
    /// Another system states a consent to the purpose.
    pub(super) const IMPORT: Self = Self(1 << 4);
    /// A refusal that reaches the purpose and may have been said in a call.
    pub(super) const REFUSAL: Self = Self(1 << 5);
    /// An objection to direct marketing that concerns the purpose.
    pub(super) const OBJECTS_TO_MARKETING: Self = Self(1 << 6);
    /// It closes the purpose until a new consent.
    pub(super) const CLOSES: Self = Self(1 << 7);
    /// The same, if the purpose had been put to the person's choice before.
    pub(super) const CLOSES_WHAT_WAS_ASKED: Self = Self(1 << 8);
    /// A restriction or its end, of whatever purpose.
    pub(super) const RESTRICTION: Self = Self(1 << 9);
    /// An objection to anything but marketing, or the decision of its grounds, for whatever purpose.
    pub(super) const OBJECTION: Self = Self(1 << 10);
    /// A sale, for whatever purpose.
    pub(super) const SALE: Self = Self(1 << 11);
    pub(super) const DEATH: Self = Self(1 << 12);
    pub(super) const TC_STRING: Self = Self(1 << 13);
    pub(super) const LINK: Self = Self(1 << 14);
    pub(super) const HAS_TO_BE_READ: Self = Self(1 << 15);
    /// The host ended a consent to the purpose.
    pub(super) const END_BY_HOST: Self = Self(1 << 16);
    /// It names the purpose itself.
    pub(super) const NAMES_ITSELF: Self = Self(1 << 17);
    /// It can only close, whatever it names.
    pub(super) const CLOSES_ONLY: Self = Self(1 << 18);
    /// A consent under a version of a notice that did not list the purpose yet.
    pub(super) const PRECEDES_THE_PURPOSE: Self = Self(1 << 19);
    /// As a consent it has to be confirmed.
    pub(super) const ASKS_CONFIRMATION: Self = Self(1 << 20);
    /// The purpose was put to the person's choice.
    pub(super) const PUT_TO_CHOICE: Self =
        Self(Self::REQUEST.0 | Self::GRANT.0 | Self::NAMED_AUTHORISATION.0 | Self::IMPORT.0);

    /// These, or none.
    pub(super) fn only_if(self, condition: bool) -> Self {
        Self(self.0 & u32::from(condition).wrapping_neg())
    }

    pub(super) const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Whether one of the others is among these.
    pub(super) const fn has(self, one_of: Self) -> bool {
        self.0 & one_of.0 != 0
    }
}

impl std::ops::BitOr for Marks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
