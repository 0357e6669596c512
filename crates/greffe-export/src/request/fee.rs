//! A reasonable fee: what the law lets the controller ask for instead of refusing, and for further copies.

use greffe_terms::{Citation, Lang, Text};

use super::code::codes;
use super::{Event, Outcome, RefusalReason, Request, Right};

codes! {
    /// Why a fee may be asked for: nothing else counts, and everything else is free of charge (Art. 12(5), first sentence).
    FeeGround {
        /// The request is manifestly unfounded, Art. 12(5)(a).
        ManifestlyUnfounded = "manifestly_unfounded", "demande manifestement infondée", "manifestly unfounded request";
        /// The request is excessive, in particular because it is repeated, Art. 12(5)(a).
        Excessive = "excessive", "demande excessive", "excessive request";
        /// It is a further copy of what was given before, Art. 15(3), second sentence.
        FurtherCopy = "further_copy", "copie supplémentaire", "further copy";
    }
}

impl FeeGround {
    /// The provision.
    #[must_use]
    pub const fn citation(self) -> Citation {
        Citation::from_static(match self {
            Self::ManifestlyUnfounded | Self::Excessive => "GDPR 12(5)(a)",
            Self::FurtherCopy => "GDPR 15(3)",
        })
    }

    /// Whether a fee may be asked for that right at all: Art. 12(5) speaks of Art. 15 to 22, and further copies are of Art. 15.
    #[must_use]
    pub const fn stands_for(self, right: Right) -> bool {
        match self {
            Self::ManifestlyUnfounded | Self::Excessive => !matches!(right, Right::WithdrawConsent),
            Self::FurtherCopy => matches!(right, Right::Access),
        }
    }

    /// The reason for which the controller could refuse instead, and which it bears the burden of demonstrating (Art. 12(5), second subparagraph).
    #[must_use]
    pub const fn instead_of(self) -> Option<RefusalReason> {
        match self {
            Self::ManifestlyUnfounded => Some(RefusalReason::ManifestlyUnfounded),
            Self::Excessive => Some(RefusalReason::Excessive),
            Self::FurtherCopy => None,
        }
    }
}

/// A fee, with what it is for. Asking for it stops no clock: the guidelines know two stops, and it is neither of them (EDPB 01/2022 §159).
///
/// ```
/// use greffe_export::{Fee, FeeGround};
/// use greffe_terms::{Lang, Text};
///
/// let fee = Fee::new(FeeGround::FurtherCopy, 1_250, Text::plain("You had the same copy in May"), Text::plain("paper and postage"));
/// assert_eq!(fee.amount(Lang::En), "€12.50");
/// assert_eq!(fee.amount(Lang::Fr), "12,50\u{a0}€");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Fee {
    pub(super) ground: FeeGround,
    pub(super) cents: u32,
    pub(super) explanation: Text,
    pub(super) costs: Text,
    pub(super) demonstration: Option<Text>,
}

impl Fee {
    /// A fee in cents of euro: why it is asked for, and the administrative costs that it pays, as the person reads them. General expenses are none
    /// of them (EDPB 01/2022, 2.2.2.2).
    #[must_use]
    pub const fn new(ground: FeeGround, cents: u32, explanation: Text, costs: Text) -> Self {
        Self {
            ground,
            cents,
            explanation,
            costs,
            demonstration: None,
        }
    }

    /// The same fee, with what demonstrates that the request is manifestly unfounded or excessive: for the file, it is not said to the person.
    #[must_use]
    pub fn demonstrated_by(mut self, what: Text) -> Self {
        self.demonstration = Some(what);
        self
    }

    /// Why it is asked for.
    #[must_use]
    pub const fn ground(&self) -> FeeGround {
        self.ground
    }

    /// How much, in cents of euro.
    #[must_use]
    pub const fn cents(&self) -> u32 {
        self.cents
    }

    /// How much, as that language writes it.
    #[must_use]
    pub fn amount(&self, lang: Lang) -> String {
        let (euros, cents) = (self.cents / 100, self.cents % 100);
        lang.pick(
            format!("{euros},{cents:02}\u{a0}€"),
            format!("€{euros}.{cents:02}"),
        )
    }

    /// What the ground means in this case, as the person reads it.
    #[must_use]
    pub const fn explanation(&self) -> &Text {
        &self.explanation
    }

    /// The costs that it pays.
    #[must_use]
    pub const fn costs(&self) -> &Text {
        &self.costs
    }

    /// What demonstrates the ground.
    #[must_use]
    pub const fn demonstration(&self) -> Option<&Text> {
        self.demonstration.as_ref()
    }
}

/// The explanation may speak of the person, so that only the ground is printed.
impl std::fmt::Debug for Fee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fee({:?})", self.ground)
    }
}

impl Request {
    /// The fee that stands for a right, and whether the person agreed to it. A fee that was waived stands no more; nor does any once the right was
    /// refused or withdrawn, for nothing is done for it.
    #[must_use]
    pub fn fee(&self, right: Right) -> Option<(&Fee, bool)> {
        if matches!(
            self.outcome(right),
            Some(Outcome::Refused(..) | Outcome::Withdrawn(_))
        ) {
            return None;
        }
        self.log
            .iter()
            .fold(None, |stands, entry| match &entry.event {
                Event::FeeAnnounced(of, fee) if *of == right => Some((fee, false)),
                Event::FeeAgreed(of) if *of == right => stands.map(|(fee, _)| (fee, true)),
                Event::FeeWaived(of) if *of == right => None,
                _ => stands,
            })
    }
}
