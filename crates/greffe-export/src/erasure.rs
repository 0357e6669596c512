//! What stands in the way of an erasure: each kind of data, erased, kept with its reason, or not decided.

use chrono::NaiveDate;
use greffe_terms::{Citation, Text};

use crate::TransitionError;
use crate::request::code::codes;
use crate::request::{ErasureGround, Event, Particulars, Refusal, RefusalReason, Right};

codes! {
    /// Why data may stay although their erasure is asked for.
    ErasureException {
        /// Freedom of expression and information, Art. 17(3)(a).
        FreedomOfExpression = "freedom_of_expression", "liberté d’expression et d’information", "freedom of expression and information";
        /// A law orders them kept, or a task in the public interest needs them, Art. 17(3)(b).
        LegalObligation = "legal_obligation", "obligation légale", "legal obligation";
        /// Public health, Art. 17(3)(c).
        PublicHealth = "public_health", "santé publique", "public health";
        /// Archives in the public interest, research or statistics, Art. 17(3)(d).
        Archives = "archives", "archives, recherche ou statistiques", "archives, research or statistics";
        /// Legal claims, Art. 17(3)(e).
        LegalClaims = "legal_claims", "défense de droits en justice", "legal claims";
        /// No exception: the data are still necessary for their purpose, so that 17(1)(a) is not met. It falls before any other ground of the person.
        StillNecessary = "still_necessary", "données encore nécessaires", "data still necessary";
        /// No exception either: the person asked for restriction in place of erasure, Art. 18(1).
        RestrictionAsked = "restriction_asked", "limitation demandée par la personne", "restriction that the person asked for";
    }
}

impl ErasureException {
    /// The reason of the refusal that rests on it.
    #[must_use]
    pub const fn reason(self) -> RefusalReason {
        match self {
            Self::FreedomOfExpression => RefusalReason::FreedomOfExpression,
            Self::LegalObligation => RefusalReason::LegalObligation,
            Self::PublicHealth => RefusalReason::PublicHealth,
            Self::Archives => RefusalReason::Archives,
            Self::LegalClaims => RefusalReason::LegalClaims,
            Self::StillNecessary | Self::RestrictionAsked => RefusalReason::ConditionsNotMet,
        }
    }

    /// The provision.
    #[must_use]
    pub const fn citation(self) -> Citation {
        match self {
            Self::StillNecessary => Citation::from_static("GDPR 17(1)(a)"),
            Self::RestrictionAsked => Citation::from_static("GDPR 18(1)"),
            _ => self.reason().citation(),
        }
    }

    /// Whether it stands against that ground of the person. The exceptions of 17(3) stand against every one; that data are still necessary
    /// answers only who says that they are not, or who gives no ground.
    #[must_use]
    pub const fn stands_against(self, ground: Option<ErasureGround>) -> bool {
        match self {
            Self::StillNecessary => {
                matches!(ground, None | Some(ErasureGround::NotNecessary))
            }
            _ => true,
        }
    }
}

/// A reason for which data cannot be erased yet, such as a legal minimum of retention. The facade fills it from the retention rules.
#[derive(Clone, PartialEq, Eq)]
pub struct ErasureObstacle {
    /// What the law calls it.
    pub exception: ErasureException,
    /// Why, as the person reads it.
    pub reason: Text,
    /// The last day on which the data are kept, where it is known.
    pub until: Option<NaiveDate>,
    /// The provisions that demand it.
    pub citations: Vec<Citation>,
}

/// The reason may speak of the person.
impl std::fmt::Debug for ErasureObstacle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ErasureObstacle({:?})", self.exception)
    }
}

impl ErasureObstacle {
    /// An obstacle without an end that is known, resting on nothing but its article.
    #[must_use]
    pub const fn new(exception: ErasureException, reason: Text) -> Self {
        Self {
            exception,
            reason,
            until: None,
            citations: Vec::new(),
        }
    }

    /// The refusal of an erasure that rests on this obstacle (Art. 17(3)).
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let mut refusal = Refusal::new(self.exception.reason(), self.reason.clone());
        let article = self.exception.citation();
        if article != self.exception.reason().citation() {
            refusal = refusal.citing(article);
        }
        if let Some(until) = self.until {
            refusal = refusal.kept_until(until);
        }
        self.citations
            .iter()
            .cloned()
            .fold(refusal, Refusal::citing)
    }
}

/// What is to become of one kind of data.
#[derive(Clone, PartialEq, Eq)]
pub enum ErasureDecision {
    /// It is erased.
    Erase,
    /// It is kept.
    Keep(ErasureObstacle),
    /// It is not known whether it may go, for the reason given. Undecided data are neither erased nor refused.
    Undecided(Text),
}

/// The reasons may speak of the person.
impl std::fmt::Debug for ErasureDecision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Erase => f.write_str("Erase"),
            Self::Keep(obstacle) => write!(f, "Keep({:?})", obstacle.exception),
            Self::Undecided(_) => f.write_str("Undecided"),
        }
    }
}

/// Everything about a person, looked at one kind of data after the other.
///
/// ```
/// use greffe_export::{ErasureException, ErasureObstacle, ErasureReview};
/// use greffe_terms::{Citation, Text};
///
/// let invoices = ErasureObstacle {
///     until: Some("2036-12-31".parse()?),
///     citations: vec![Citation::from_static("C. com. L123-22")],
///     ..ErasureObstacle::new(ErasureException::LegalObligation, Text::plain("pièces comptables"))
/// };
/// let review = ErasureReview::new().erase(Text::plain("compte")).keep(Text::plain("factures"), invoices);
/// assert_eq!((review.erased().count(), review.kept().count()), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErasureReview {
    items: Vec<Item>,
}

#[derive(Clone, PartialEq, Eq)]
struct Item {
    what: Text,
    decision: ErasureDecision,
}

impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.decision.fmt(f)
    }
}

impl ErasureReview {
    /// Nothing looked at yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { items: Vec::new() }
    }

    /// One kind of data with its decision.
    #[must_use]
    pub fn with(mut self, what: Text, decision: ErasureDecision) -> Self {
        self.items.push(Item { what, decision });
        self
    }

    /// One kind of data that is erased.
    #[must_use]
    pub fn erase(self, what: Text) -> Self {
        self.with(what, ErasureDecision::Erase)
    }

    /// One kind of data that is kept.
    #[must_use]
    pub fn keep(self, what: Text, obstacle: ErasureObstacle) -> Self {
        self.with(what, ErasureDecision::Keep(obstacle))
    }

    /// What is erased.
    pub fn erased(&self) -> impl Iterator<Item = &Text> {
        let erased = |item: &&Item| item.decision == ErasureDecision::Erase;
        self.items.iter().filter(erased).map(|item| &item.what)
    }

    /// What is kept, and why.
    pub fn kept(&self) -> impl Iterator<Item = (&Text, &ErasureObstacle)> {
        self.items.iter().filter_map(|item| match &item.decision {
            ErasureDecision::Keep(obstacle) => Some((&item.what, obstacle)),
            _ => None,
        })
    }

    /// What is not decided, and why.
    pub fn undecided(&self) -> impl Iterator<Item = (&Text, &Text)> {
        self.items.iter().filter_map(|item| match &item.decision {
            ErasureDecision::Undecided(why) => Some((&item.what, why)),
            _ => None,
        })
    }

    /// The event that the review comes to.
    pub(crate) fn outcome(
        &self,
        particulars: Option<&Particulars>,
    ) -> Result<Event, TransitionError> {
        if self.items.is_empty() {
            return Err(TransitionError::NothingReviewed);
        }
        let undecided = self.undecided().count();
        if undecided > 0 {
            return Err(TransitionError::ErasureUndecided { count: undecided });
        }
        let ground = match particulars {
            Some(Particulars::Erasure(ground)) => Some(*ground),
            _ => None,
        };
        let falls = self
            .kept()
            .find(|(_, obstacle)| !obstacle.exception.stands_against(ground));
        if let Some((_, obstacle)) = falls {
            return Err(TransitionError::ObstacleFalls {
                exception: obstacle.exception,
            });
        }
        let refusals: Vec<Refusal> = self
            .kept()
            .map(|(what, obstacle)| obstacle.refusal().about(what.clone()))
            .collect();
        let erases = self.erased().next().is_some();
        Ok(match (erases, refusals.is_empty()) {
            (_, true) => Event::Granted(Right::Erasure),
            (true, false) => Event::PartlyGranted(Right::Erasure, refusals),
            (false, false) => Event::Refused(Right::Erasure, refusals),
        })
    }
}
