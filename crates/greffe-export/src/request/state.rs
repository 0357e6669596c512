//! Where a request stands, and what became of its rights.

use chrono::NaiveDate;
use greffe_terms::Lang;

use super::Refusal;

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Received.
    Received,
    /// The person was asked to confirm who they are (Art. 12(6)).
    IdentityPending,
    /// What is asked and where it lies is known; the person is identified.
    Scoped,
    /// The data were gathered.
    Collected,
    /// A human read the answer, others' rights were weighed.
    Reviewed,
    /// Every right was granted.
    Delivered,
    /// Some rights were granted, some refused.
    PartlyRefused,
    /// Every right was refused.
    Refused,
}

impl State {
    /// Whether the request is closed.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::PartlyRefused | Self::Refused)
    }

    /// The state in words, after *the request is*; in French of the feminine *la demande*.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Received => ("reçue", "received"),
            Self::IdentityPending => (
                "en attente d'une preuve d'identité",
                "waiting for proof of identity",
            ),
            Self::Scoped => ("cadrée", "scoped"),
            Self::Collected => ("en attente de relecture", "waiting for review"),
            Self::Reviewed => ("relue", "reviewed"),
            Self::Delivered => ("satisfaite", "answered"),
            Self::PartlyRefused => ("refusée en partie", "refused in part"),
            Self::Refused => ("refusée", "refused"),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

/// A step that a request can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RequestStep {
    /// Asking the person to confirm who they are.
    AskIdentity,
    /// Settling what is asked and where it lies.
    Scope,
    /// Gathering the data.
    Collect,
    /// Having a human read the answer.
    Review,
    /// Granting a right.
    Grant,
    /// Refusing a right.
    Refuse,
    /// Taking up to two months more.
    Extend,
    /// Stopping the clock.
    Suspend,
    /// Letting the clock run again.
    Resume,
    /// Handing the request to the controller.
    Forward,
}

impl RequestStep {
    /// The step in words: a noun in French, in English what follows *cannot*.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::AskIdentity => ("demande d'une preuve d'identité", "ask for identity"),
            Self::Scope => ("cadrage", "be scoped"),
            Self::Collect => ("rassemblement des données", "be collected"),
            Self::Review => ("relecture", "be reviewed"),
            Self::Grant => ("octroi d'un droit", "grant a right"),
            Self::Refuse => ("refus d'un droit", "refuse a right"),
            Self::Extend => ("prolongation", "be extended"),
            Self::Suspend => ("suspension du délai", "be suspended"),
            Self::Resume => ("reprise du délai", "be resumed"),
            Self::Forward => ("transmission au responsable de traitement", "be forwarded"),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

/// What became of one right in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Granted on that day.
    Granted(NaiveDate),
    /// Refused on that day.
    Refused(NaiveDate, Refusal),
}
