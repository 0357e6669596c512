//! What happens to a request, each with its day.

use chrono::NaiveDate;
use greffe_terms::Text;

use super::code::codes;
use super::{
    Evidence, Fee, IdentityQuestion, NoticeResult, Particulars, Power, Refusal, RequestStep, Right,
    State,
};

/// An event and its day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DatedEvent {
    /// The day.
    pub on: NaiveDate,
    /// What proves the day.
    pub evidence: Option<Evidence>,
    /// What happened.
    pub event: Event,
}

/// What can happen to a request. Extension, suspension and forwarding are events, not ends.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The request was scoped, its data collected, its answer reviewed: the state that it reached.
    Reached(State),
    /// The person said what exactly a right is used for.
    Specified(Particulars),
    /// Whoever asks for another showed their power.
    PowerShown(Power),
    /// The person was asked who they are.
    IdentityAsked(IdentityQuestion),
    /// The copy of the identity document was deleted.
    IdentityCopyDeleted,
    /// A right was granted.
    Granted(Right),
    /// A right was granted in part; the refusals say which part was not.
    PartlyGranted(Right, Vec<Refusal>),
    /// A right was refused, each part of it for its reason where the reasons differ.
    Refused(Right, Vec<Refusal>),
    /// The person withdrew a right that they had asked for, or with `None` whatever was open.
    Withdrawn(Option<Right>),
    /// The person was told that a right costs a fee.
    FeeAnnounced(Right, Fee),
    /// The person agreed to the fee.
    FeeAgreed(Right),
    /// The controller asks for no fee any more.
    FeeWaived(Right),
    /// The time to answer was extended.
    Extended(ExtensionReason),
    /// The clock was stopped.
    Suspended(SuspensionReason),
    /// The clock runs again.
    Resumed,
    /// The request was handed to another controller.
    Forwarded(Forwarding),
    /// The recipients to tell after a rectification, an erasure or a restriction (Art. 19); an empty list says that there are none.
    RecipientsNamed(Right, Vec<Text>),
    /// What became of telling one of them, by its place in that list, from 0.
    RecipientNoticed(Right, usize, NoticeResult),
    /// The person asked who the recipients are.
    RecipientsAsked,
    /// The person was told who they are.
    RecipientsDisclosed,
}

impl Event {
    /// The step that this is; `None` for a state that no step reaches.
    pub(crate) const fn step(&self) -> Option<RequestStep> {
        Some(match self {
            Self::Reached(State::Scoped) => RequestStep::Scope,
            Self::Reached(State::Collected) => RequestStep::Collect,
            Self::Reached(State::Reviewed) => RequestStep::Review,
            Self::Reached(_) => return None,
            Self::Specified(_) => RequestStep::Specify,
            Self::PowerShown(_) => RequestStep::ShowPower,
            Self::IdentityAsked(_) => RequestStep::AskIdentity,
            Self::IdentityCopyDeleted => RequestStep::DeleteIdentityCopy,
            Self::Granted(_) | Self::PartlyGranted(..) => RequestStep::Grant,
            Self::Refused(..) => RequestStep::Refuse,
            Self::Withdrawn(_) => RequestStep::Withdraw,
            Self::FeeAnnounced(..) => RequestStep::AnnounceFee,
            Self::FeeAgreed(_) => RequestStep::AgreeFee,
            Self::FeeWaived(_) => RequestStep::WaiveFee,
            Self::Extended(_) => RequestStep::Extend,
            Self::Suspended(_) => RequestStep::Suspend,
            Self::Resumed => RequestStep::Resume,
            Self::Forwarded(_) => RequestStep::Forward,
            Self::RecipientsNamed(..) => RequestStep::NameRecipients,
            Self::RecipientNoticed(..) => RequestStep::TellRecipient,
            Self::RecipientsAsked => RequestStep::AskRecipients,
            Self::RecipientsDisclosed => RequestStep::DiscloseRecipients,
        })
    }
}

/// Names of recipients are counted, not printed.
impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Reached(state) => write!(f, "Reached({state:?})"),
            Self::Specified(particulars) => write!(f, "Specified({particulars:?})"),
            Self::PowerShown(power) => write!(f, "PowerShown({power:?})"),
            Self::IdentityAsked(question) => write!(f, "IdentityAsked({question:?})"),
            Self::IdentityCopyDeleted => f.write_str("IdentityCopyDeleted"),
            Self::Granted(right) => write!(f, "Granted({right:?})"),
            Self::PartlyGranted(right, refusals) => {
                write!(f, "PartlyGranted({right:?}, {refusals:?})")
            }
            Self::Refused(right, refusals) => write!(f, "Refused({right:?}, {refusals:?})"),
            Self::Withdrawn(right) => write!(f, "Withdrawn({right:?})"),
            Self::FeeAnnounced(right, fee) => write!(f, "FeeAnnounced({right:?}, {fee:?})"),
            Self::FeeAgreed(right) => write!(f, "FeeAgreed({right:?})"),
            Self::FeeWaived(right) => write!(f, "FeeWaived({right:?})"),
            Self::Extended(reason) => write!(f, "Extended({reason:?})"),
            Self::Suspended(reason) => write!(f, "Suspended({reason:?})"),
            Self::Resumed => f.write_str("Resumed"),
            Self::Forwarded(to) => write!(f, "Forwarded({to:?})"),
            Self::RecipientsNamed(right, names) => {
                write!(f, "RecipientsNamed({right:?}, {})", names.len())
            }
            Self::RecipientNoticed(right, place, result) => {
                write!(f, "RecipientNoticed({right:?}, {place}, {result:?})")
            }
            Self::RecipientsAsked => f.write_str("RecipientsAsked"),
            Self::RecipientsDisclosed => f.write_str("RecipientsDisclosed"),
        }
    }
}

codes! {
    /// Why the time to answer may be extended (Art. 12(3)): nothing else counts.
    ExtensionReason {
        /// The request is complex.
        Complexity = "complexity", "la complexité de la demande", "the complexity of the request";
        /// The same person made many requests.
        Number = "number", "le nombre de vos demandes", "the number of your requests";
    }
}

codes! {
    /// Why the clock may be stopped.
    SuspensionReason {
        /// Reasonable doubt about identity (Art. 12(6)).
        Identity = "identity", "doute sur l’identité", "doubt about identity";
        /// The person was asked to say what they want to see (recital 63).
        Clarification = "clarification", "précision demandée", "clarification asked for";
    }
}

codes! {
    /// To whom a request was handed. Neither stops the clock.
    Forwarding {
        /// By a processor to its controller (Art. 28(3)(e)).
        ToController = "to_controller", "au responsable de traitement", "to the controller";
        /// From one joint controller to another (Art. 26(3)): the person may turn to any of them.
        BetweenJointControllers = "between_joint_controllers", "entre responsables conjoints", "between joint controllers";
    }
}
