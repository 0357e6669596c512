//! What a person's browser or device says of their choices, in formats that others laid down.
//!
//! | module | what |
//! | --- | --- |
//! | `choices` | the choices of a TC string, as an event keeps them |
//! | [`gpc`] | Global Privacy Control, the `Sec-GPC` header |
//! | [`tcf`] | TC strings of IAB Europe's Transparency and Consent Framework |
//!
//! A signal that is unknown, broken or contradicts itself is an error or a refusal, never a grant.

use std::fmt;

mod choices;
pub mod gpc;
pub mod tcf;

pub use choices::TcChoices;

/// A signal, as [`Kind::SignalReceived`](crate::Kind::SignalReceived) keeps it.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Signal {
    /// Global Privacy Control: `true` counts as the refusal or objection that the policy says, `false` says nothing. Browsers send it
    /// with every request: record it when it is new or has changed, for a later signal counts again, even against a consent in between.
    GlobalPrivacyControl(bool),
    /// The choices of a TC string.
    Tc(TcChoices),
}

/// A string that allows nothing to anybody is refused, see [`TcChoices`].
impl TryFrom<&tcf::TcString> for Signal {
    type Error = tcf::Refusal;

    fn try_from(string: &tcf::TcString) -> Result<Self, Self::Error> {
        TcChoices::try_from(string).map(Self::Tc)
    }
}

impl Signal {
    /// The stable code: `gpc` or `tc`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::GlobalPrivacyControl(_) => "gpc",
            Self::Tc(_) => "tc",
        }
    }
}

/// Shows which sort of signal it is.
impl fmt::Debug for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signal({})", self.code())
    }
}
