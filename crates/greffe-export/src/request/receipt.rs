//! What is known on receipt, and of every later step: the id, the day, what proves it.

use chrono::NaiveDate;

use super::code::codes;
use crate::InvalidRequestId;

/// The opaque id of a request, such as `R-2026-17`. It is printed in logs and file names: never an address or a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(Box<str>);

impl RequestId {
    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for RequestId {
    type Err = InvalidRequestId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let valid = (1..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        valid.then(|| Self(text.into())).ok_or(InvalidRequestId)
    }
}

codes! {
    /// What proves a day: that of the receipt, or that of a later step.
    Evidence {
        /// A letter, stamped on arrival.
        Letter = "letter", "courrier", "letter";
        /// A postmark (*cachet de la poste*). It proves posting, not receipt.
        Postmark = "postmark", "cachet de la poste", "postmark";
        /// A registered letter with its acknowledgement of receipt (*lettre recommandée avec avis de réception*).
        RegisteredLetter = "registered_letter", "lettre recommandée avec avis de réception", "registered letter with acknowledgement of receipt";
        /// A message with its headers.
        Email = "email", "courriel", "e-mail";
        /// A form of the service, or its log.
        Form = "form", "formulaire", "form";
        /// A visit, noted by an agent.
        InPerson = "in_person", "visite", "visit in person";
        /// A call, noted by an agent.
        Call = "call", "appel téléphonique", "telephone call";
    }
}

/// The day of a step, and what proves it. A bare day is one without proof.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_export::{Evidence, Occurred, Request, Right};
///
/// let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
/// let mut request = Request::received("R-2026-17".parse()?, Right::Access, day(2));
/// request.scope(Occurred::on(day(3)).shown_by(Evidence::Email))?;
/// request.collect(day(4))?;
/// assert_eq!(request.log()[0].evidence, Some(Evidence::Email));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurred {
    pub(crate) on: NaiveDate,
    pub(crate) evidence: Option<Evidence>,
}

impl Occurred {
    /// On that day, without proof.
    #[must_use]
    pub const fn on(day: NaiveDate) -> Self {
        Self {
            on: day,
            evidence: None,
        }
    }

    /// With what proves it.
    #[must_use]
    pub const fn shown_by(mut self, evidence: Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }
}

impl From<NaiveDate> for Occurred {
    fn from(day: NaiveDate) -> Self {
        Self::on(day)
    }
}
