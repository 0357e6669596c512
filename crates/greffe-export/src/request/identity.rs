//! How a person was asked who they are: on reasonable doubt, and no more than is needed (Art. 12(6), 5(1)(c)).

use super::code::codes;
use super::{Event, Request};

codes! {
    /// What the person was asked for. The list goes from the least to the most intrusive.
    IdentityMeans {
        /// To log in with the account that they have.
        Login = "login", "vous connecter à votre compte", "sign in to your account";
        /// To confirm from an address or a number that is known already.
        KnownContact = "known_contact", "confirmer la demande depuis l’adresse ou le numéro que nous connaissons", "confirm the request from the address or number that we know";
        /// To say something that only they know, such as a customer number.
        KnownFact = "known_fact", "nous indiquer un élément que vous seul connaissez, comme votre numéro de client", "tell us something that only you know, such as your customer number";
        /// To show a document in person or on a call; no copy is made.
        DocumentSeen = "document_seen", "présenter une pièce d’identité, dont aucune copie n’est faite", "show an identity document, of which no copy is made";
        /// A copy of an identity document.
        DocumentCopy = "document_copy", "nous envoyer la copie d’une pièce d’identité, dont vous pouvez masquer ce qui n’est pas nécessaire", "send us a copy of an identity document, on which you may hide what is not needed";
    }
}

codes! {
    /// Why there was a doubt. A rule of the house is none.
    IdentityDoubt {
        /// The request came from an address that is not known.
        UnknownSender = "unknown_sender", "la demande vient d’une adresse que nous ne connaissons pas", "the request came from an address that we do not know";
        /// What the request says does not agree with the data.
        Mismatch = "mismatch", "certains éléments de la demande ne concordent pas avec ceux que nous avons", "some of what the request says does not agree with what we have";
        /// Several persons could be meant.
        SeveralPersons = "several_persons", "plusieurs personnes pourraient correspondre à la demande", "the request could be about several persons";
        /// The account may have been taken over.
        Takeover = "takeover", "des signes font craindre qu’une autre personne se serve du compte", "there are signs that someone else uses the account";
    }
}

/// What a person was asked in order to be identified, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IdentityQuestion {
    pub(crate) means: IdentityMeans,
    pub(crate) doubt: Option<IdentityDoubt>,
}

impl IdentityQuestion {
    /// Asked on a reasonable doubt.
    #[must_use]
    pub const fn new(means: IdentityMeans, doubt: IdentityDoubt) -> Self {
        Self {
            means,
            doubt: Some(doubt),
        }
    }

    /// Asked without a doubt of the case, as of everyone. It happens, and can be recorded; it stops no clock and is a finding.
    #[must_use]
    pub const fn of_everyone(means: IdentityMeans) -> Self {
        Self { means, doubt: None }
    }

    /// What was asked for.
    #[must_use]
    pub const fn means(&self) -> IdentityMeans {
        self.means
    }

    /// The doubt, if there was one.
    #[must_use]
    pub const fn doubt(&self) -> Option<IdentityDoubt> {
        self.doubt
    }
}

/// How an organisation asks for identity over many requests: a document asked of everyone is not proportionate, whatever the doubt that each
/// file names.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_export::{IdentityDoubt, IdentityMeans, IdentityPractice, IdentityQuestion, Request, Right};
///
/// let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// let mut request = Request::received("R-1".parse()?, Right::Access, day);
/// request.ask_identity(day, IdentityQuestion::new(IdentityMeans::DocumentCopy, IdentityDoubt::UnknownSender))?;
/// assert!(IdentityPractice::of([&request, &request]).is_systematic());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IdentityPractice {
    /// How many requests there were.
    pub requests: usize,
    /// How many persons were asked who they are.
    pub asked: usize,
    /// How many of them for a document, shown or copied.
    pub documents: usize,
}

impl IdentityPractice {
    /// What these requests show.
    #[must_use]
    pub fn of<'r>(requests: impl IntoIterator<Item = &'r Request>) -> Self {
        let mut found = Self::default();
        for request in requests {
            found.requests += 1;
            if let Some(question) = request.identity_question() {
                found.asked += 1;
                let document = matches!(
                    question.means,
                    IdentityMeans::DocumentSeen | IdentityMeans::DocumentCopy
                );
                found.documents += usize::from(document);
            }
        }
        found
    }

    /// Whether a document was asked for with every one of several requests (Art. 12(6), 5(1)(c)).
    #[must_use]
    pub const fn is_systematic(&self) -> bool {
        self.requests > 1 && self.documents == self.requests
    }
}

impl Request {
    /// What the person was asked in order to be identified; `None` if they were not.
    #[must_use]
    pub fn identity_question(&self) -> Option<IdentityQuestion> {
        self.log.iter().find_map(|entry| match entry.event {
            Event::IdentityAsked(question) => Some(question),
            _ => None,
        })
    }

    /// Whether a copy of an identity document was asked for and its deletion is not on record.
    #[must_use]
    pub fn keeps_identity_copy(&self) -> bool {
        let copy = self
            .identity_question()
            .is_some_and(|question| question.means == IdentityMeans::DocumentCopy);
        copy && !self
            .log
            .iter()
            .any(|entry| entry.event == Event::IdentityCopyDeleted)
    }
}
