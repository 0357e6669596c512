//! The limits of the records that Greffe itself makes: proofs are personal data too.

use chrono::NaiveDate;
use greffe_calendar::{CalendarError, statutory_period};

use crate::{
    Absence, Anchor, Certificate, Condition, Event, Facts, Fate, Length, Limit, Rule, Stage,
    Tombstone,
};

/// A kind of record that keeping promises leaves behind, with the rule for it. The numbers are dated rows of `greffe_terms::statutory`, of the force *practice*:
/// a service that decided otherwise writes its own rule in its register.
///
/// ```
/// use greffe_retention::OwnRecord;
/// use greffe_terms::Lang;
///
/// let rule = OwnRecord::RequestFile.rule("2026-11-23".parse()?)?;
/// assert_eq!(rule.in_words(Lang::En), "5 years from the event \"request_closed\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OwnRecord {
    /// The proof of a consent (GDPR 7(1)): from the day on which nothing relies on it any longer (event `consent_ended`).
    ConsentProof,
    /// The file of a person's request: from its closing (event `request_closed`).
    RequestFile,
    /// The certificate of a purge, and its journal: from the execution (event `executed`).
    Certificate,
    /// The tombstone of a row: until the last backup that may hold the row is gone (event `last_backup_gone`).
    Tombstone,
}

impl OwnRecord {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::ConsentProof,
        Self::RequestFile,
        Self::Certificate,
        Self::Tombstone,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConsentProof => "consent_proof",
            Self::RequestFile => "request_file",
            Self::Certificate => "certificate",
            Self::Tombstone => "tombstone",
        }
    }

    /// The code of the event from which it counts.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::ConsentProof => "consent_ended",
            Self::RequestFile => "request_closed",
            Self::Certificate => "executed",
            Self::Tombstone => "last_backup_gone",
        }
    }

    /// The rule, with the number in force on `day`.
    ///
    /// # Errors
    /// [`CalendarError::NoStatutoryPeriod`] for a day before the number's first one.
    pub fn rule(self, day: NaiveDate) -> Result<Rule, CalendarError> {
        let event = self.anchor().ok_or(CalendarError::NoStatutoryPeriod)?;
        let id = match self {
            Self::ConsentProof => "own_consent_proof",
            Self::RequestFile => "own_request_file",
            Self::Certificate => "own_certificate",
            Self::Tombstone => {
                return Ok(Rule::of_stage(
                    Stage::simple(Limit::Until(Condition::Event(event)), None),
                    Vec::new(),
                ));
            }
        };
        let (law, period) = statutory_period(id, day)?;
        let anchor = Anchor::Event {
            event,
            absent: Absence::Unknown,
        };
        let stage = Stage::simple(Limit::Keep(Length::Fixed(period)), Some(anchor));
        Ok(Rule::of_stage(stage, vec![law.source()]))
    }

    fn anchor(self) -> Option<Event> {
        self.event().parse().ok()
    }

    fn facts(self, day: NaiveDate) -> Facts {
        match self.anchor() {
            Some(event) => Facts::new().on(event, day),
            None => Facts::new(),
        }
    }
}

impl Certificate {
    /// The facts of the certificate itself, for [`OwnRecord::Certificate`].
    #[must_use]
    pub fn facts(&self) -> Facts {
        OwnRecord::Certificate.facts(self.executed())
    }
}

impl Tombstone {
    /// The facts of the tombstone itself, for [`OwnRecord::Tombstone`].
    #[must_use]
    pub fn facts(&self) -> Facts {
        OwnRecord::Tombstone.facts(self.until())
    }
}

impl Stage {
    const fn simple(limit: Limit, after: Option<Anchor>) -> Self {
        Self {
            limit,
            after,
            ceiling: None,
            when: None,
            then: Fate::Erase,
            readers: Vec::new(),
            effect: Vec::new(),
        }
    }
}
