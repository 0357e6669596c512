//! Where a request stands, which step it can take from there, and what became of its rights.

use chrono::NaiveDate;

use super::Refusal;
use super::code::codes;

codes! {
    /// Where a request stands. The labels follow *the request is*; in French they are of the feminine *la demande*.
    State {
        /// Received.
        Received = "received", "reçue", "received";
        /// The person was asked to confirm who they are (Art. 12(6)).
        IdentityPending = "identity_pending", "en attente d’une preuve d’identité", "waiting for proof of identity";
        /// What is asked and where it lies is known; the person is identified.
        Scoped = "scoped", "cadrée", "scoped";
        /// The data were gathered.
        Collected = "collected", "en attente de relecture", "waiting for review";
        /// A human read the answer, others' rights were weighed.
        Reviewed = "reviewed", "relue", "reviewed";
        /// Every right was granted.
        Delivered = "delivered", "satisfaite", "answered";
        /// Some of what was asked was granted, some refused.
        PartlyRefused = "partly_refused", "refusée en partie", "refused in part";
        /// Every right was refused.
        Refused = "refused", "refusée", "refused";
        /// The person withdrew the whole request.
        Withdrawn = "withdrawn", "retirée", "withdrawn";
    }
}

impl State {
    /// Whether the request is closed.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Delivered | Self::PartlyRefused | Self::Refused | Self::Withdrawn
        )
    }
}

codes! {
    /// A step that a request can take. The labels are a noun in French, in English what follows *cannot*.
    RequestStep {
        /// Saying what exactly a right is used for.
        Specify = "specify", "précision de la demande", "be specified";
        /// Showing the power of whoever asks for another.
        ShowPower = "show_power", "justification d’un pouvoir", "have a power shown";
        /// Asking the person to confirm who they are.
        AskIdentity = "ask_identity", "demande d’une preuve d’identité", "ask for identity";
        /// Deleting the copy of an identity document.
        DeleteIdentityCopy = "delete_identity_copy", "suppression de la copie d’une pièce d’identité", "have a copy of an identity document deleted";
        /// Settling what is asked and where it lies.
        Scope = "scope", "cadrage", "be scoped";
        /// Gathering the data.
        Collect = "collect", "rassemblement des données", "be collected";
        /// Having a human read the answer.
        Review = "review", "relecture", "be reviewed";
        /// Granting a right, in whole or in part.
        Grant = "grant", "octroi d’un droit", "grant a right";
        /// Refusing a right.
        Refuse = "refuse", "refus d’un droit", "refuse a right";
        /// The person takes a right or the whole request back.
        Withdraw = "withdraw", "retrait par la personne", "be withdrawn";
        /// Telling the person that a right costs a fee.
        AnnounceFee = "announce_fee", "annonce de frais", "have a fee announced";
        /// The person agrees to a fee.
        AgreeFee = "agree_fee", "accord de la personne sur des frais", "have a fee agreed to";
        /// Asking for no fee any more.
        WaiveFee = "waive_fee", "renonciation à des frais", "have a fee waived";
        /// Taking up to two months more.
        Extend = "extend", "prolongation", "be extended";
        /// Stopping the clock.
        Suspend = "suspend", "suspension du délai", "be suspended";
        /// Letting the clock run again.
        Resume = "resume", "reprise du délai", "be resumed";
        /// Handing the request to another controller.
        Forward = "forward", "transmission à un responsable de traitement", "be forwarded";
        /// Naming the recipients to tell.
        NameRecipients = "name_recipients", "liste des destinataires à informer", "have its recipients named";
        /// Telling a recipient.
        TellRecipient = "tell_recipient", "information d’un destinataire", "have a recipient told";
        /// The person asks who the recipients are.
        AskRecipients = "ask_recipients", "question de la personne sur les destinataires", "be asked about recipients";
        /// Telling the person who they are.
        DiscloseRecipients = "disclose_recipients", "communication des destinataires", "disclose its recipients";
    }
}

impl RequestStep {
    /// Whether a request in that state can take the step; further conditions may stand in its way. This is the whole machine: where a step leads,
    /// its name says, and a request closes by itself once every right has its outcome.
    ///
    /// ```
    /// use greffe_export::{RequestStep, State};
    ///
    /// assert!(RequestStep::Refuse.is_open_from(State::Received));
    /// assert!(!RequestStep::Grant.is_open_from(State::Collected));
    /// ```
    #[must_use]
    pub const fn is_open_from(self, state: State) -> bool {
        use State as S;
        match self {
            Self::AskIdentity => matches!(state, S::Received),
            Self::Specify | Self::ShowPower | Self::Scope => {
                matches!(state, S::Received | S::IdentityPending)
            }
            Self::Collect => matches!(state, S::Scoped),
            Self::Review => matches!(state, S::Collected),
            Self::Grant => matches!(state, S::Reviewed),
            Self::Refuse
            | Self::Withdraw
            | Self::AnnounceFee
            | Self::AgreeFee
            | Self::WaiveFee
            | Self::Extend
            | Self::Suspend
            | Self::Resume
            | Self::Forward => !state.is_final(),
            // A copy goes at any time once there is one; what Art. 19 asks for comes after the answer.
            Self::DeleteIdentityCopy => !matches!(state, S::Received),
            Self::NameRecipients
            | Self::TellRecipient
            | Self::AskRecipients
            | Self::DiscloseRecipients => {
                matches!(state, S::Reviewed | S::Delivered | S::PartlyRefused)
            }
        }
    }
}

/// What became of one right in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Granted on that day.
    Granted(NaiveDate),
    /// Granted on that day except for what the refusals name; there is at least one.
    PartlyGranted(NaiveDate, Vec<Refusal>),
    /// Refused on that day, each part of it for its reason where the reasons differ; there is at least one.
    Refused(NaiveDate, Vec<Refusal>),
    /// Withdrawn by the person on that day.
    Withdrawn(NaiveDate),
}

impl Outcome {
    /// The day.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Granted(on)
            | Self::PartlyGranted(on, _)
            | Self::Refused(on, _)
            | Self::Withdrawn(on) => *on,
        }
    }

    /// Whether the right was granted, in whole or in part.
    #[must_use]
    pub const fn is_granted(&self) -> bool {
        matches!(self, Self::Granted(_) | Self::PartlyGranted(..))
    }

    /// What was refused.
    #[must_use]
    pub fn refusals(&self) -> &[Refusal] {
        match self {
            Self::PartlyGranted(_, refusals) | Self::Refused(_, refusals) => refusals,
            Self::Granted(_) | Self::Withdrawn(_) => &[],
        }
    }
}

/// The state of a request of which every right has its outcome. What the person withdrew counts for nothing beside what was decided.
pub(super) fn closed<'o>(outcomes: impl Iterator<Item = &'o Outcome>) -> State {
    let (mut granted, mut refused) = (false, false);
    for outcome in outcomes {
        granted |= outcome.is_granted();
        refused |= !outcome.refusals().is_empty();
    }
    match (granted, refused) {
        (true, false) => State::Delivered,
        (true, true) => State::PartlyRefused,
        (false, true) => State::Refused,
        (false, false) => State::Withdrawn,
    }
}
