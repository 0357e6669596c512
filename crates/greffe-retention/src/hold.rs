//! Reasons for which disposal waits.

use chrono::NaiveDate;
use greffe_terms::{Citation, Lang, quiet};
use serde::{Deserialize, Deserializer, Serialize};

/// Why disposal waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// A dispute in or out of court (*litige*).
    Dispute,
    /// An inspection or an audit by an authority (*contrôle*).
    Inspection,
    /// Restriction while the accuracy is verified, Art. 18(1)(a).
    AccuracyContested,
    /// Restriction in place of the erasure of data processed unlawfully, Art. 18(1)(b).
    UnlawfulProcessing,
    /// Restriction because the person needs the data for legal claims, Art. 18(1)(c).
    LegalClaims,
    /// Restriction while an objection is weighed, Art. 18(1)(d).
    ObjectionPending,
    /// A request of access that is open: what was asked for must not vanish before the answer.
    AccessRequest,
    /// A request of portability that is open.
    PortabilityRequest,
    /// The same record serves another purpose, whose own rule still keeps it: it is erased at the latest of them.
    AnotherPurpose,
}

impl HoldReason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Dispute,
        Self::Inspection,
        Self::AccuracyContested,
        Self::UnlawfulProcessing,
        Self::LegalClaims,
        Self::ObjectionPending,
        Self::AccessRequest,
        Self::PortabilityRequest,
        Self::AnotherPurpose,
    ];

    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dispute => "dispute",
            Self::Inspection => "inspection",
            Self::AccuracyContested => "accuracy_contested",
            Self::UnlawfulProcessing => "unlawful_processing",
            Self::LegalClaims => "legal_claims",
            Self::ObjectionPending => "objection_pending",
            Self::AccessRequest => "access_request",
            Self::PortabilityRequest => "portability_request",
            Self::AnotherPurpose => "another_purpose",
        }
    }

    /// Whether it is a restriction of processing, of whose lifting the person must be told beforehand (Art. 18(3)).
    #[must_use]
    pub const fn is_restriction(self) -> bool {
        matches!(
            self,
            Self::AccuracyContested
                | Self::UnlawfulProcessing
                | Self::LegalClaims
                | Self::ObjectionPending
        )
    }

    /// The words that a person reads.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Dispute => ("litige en cours", "a dispute is pending"),
            Self::Inspection => ("contrôle en cours", "an inspection is under way"),
            Self::AccuracyContested => ("exactitude contestée", "the accuracy is contested"),
            Self::UnlawfulProcessing => (
                "limitation demandée au lieu de l’effacement",
                "restriction was asked for in place of erasure",
            ),
            Self::LegalClaims => (
                "données nécessaires à la personne en justice",
                "the person needs the data for legal claims",
            ),
            Self::ObjectionPending => ("opposition à l’examen", "an objection is being weighed"),
            Self::AccessRequest => ("demande d’accès en cours", "a request of access is open"),
            Self::PortabilityRequest => (
                "demande de portabilité en cours",
                "a request of portability is open",
            ),
            Self::AnotherPurpose => (
                "une autre finalité conserve encore la donnée",
                "another purpose still keeps the data",
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// The source in law.
    #[must_use]
    pub const fn citation(self) -> Citation {
        Citation::from_static(match self {
            Self::Dispute => "GDPR 17(3)(e)",
            Self::Inspection => "GDPR 17(3)(b)",
            Self::AccuracyContested => "GDPR 18(1)(a)",
            Self::UnlawfulProcessing => "GDPR 18(1)(b)",
            Self::LegalClaims => "GDPR 18(1)(c)",
            Self::ObjectionPending => "GDPR 18(1)(d)",
            Self::AccessRequest => "GDPR 15",
            Self::PortabilityRequest => "GDPR 20",
            Self::AnotherPurpose => "GDPR 5(1)(e)",
        })
    }
}

/// A reason as it is read.
#[derive(Deserialize)]
#[serde(remote = "HoldReason", rename_all = "snake_case")]
enum ReasonForm {
    Dispute,
    Inspection,
    AccuracyContested,
    UnlawfulProcessing,
    LegalClaims,
    ObjectionPending,
    AccessRequest,
    PortabilityRequest,
    AnotherPurpose,
}

impl<'de> Deserialize<'de> for HoldReason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        quiet::read(deserializer, "a reason for a hold", ReasonForm::deserialize)
    }
}

/// A hold: disposal waits while it runs, the due date stays what it is. Days are local days, both ends included.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_retention::{Hold, HoldReason};
///
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let contested = Hold::new(HoldReason::AccuracyContested, day(3, 1)).until(day(4, 1));
/// assert!(contested.is_active(day(5, 1)), "nobody told the person that the restriction ends");
/// assert!(!contested.person_informed(day(3, 28)).is_active(day(5, 1)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Hold {
    reason: HoldReason,
    from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    informed: Option<NaiveDate>,
}

/// A hold as it is read.
#[derive(Deserialize)]
#[serde(remote = "Hold", deny_unknown_fields)]
struct Form {
    reason: HoldReason,
    from: NaiveDate,
    #[serde(default)]
    until: Option<NaiveDate>,
    #[serde(default)]
    informed: Option<NaiveDate>,
}

impl<'de> Deserialize<'de> for Hold {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::quiet::read_with(deserializer, "not a hold", Form::deserialize)
    }
}

impl Hold {
    /// A hold from `from` on, without an end.
    #[must_use]
    pub const fn new(reason: HoldReason, from: NaiveDate) -> Self {
        Self {
            reason,
            from,
            until: None,
            informed: None,
        }
    }

    /// The same hold with its last day. A restriction ends only once the person was also informed: see [`Self::person_informed`].
    #[must_use]
    pub const fn until(mut self, last_day: NaiveDate) -> Self {
        self.until = Some(last_day);
        self
    }

    /// The day on which the person was told that the restriction will be lifted, as Art. 18(3) asks before the lifting. A day before the hold began tells
    /// nothing.
    #[must_use]
    pub const fn person_informed(mut self, on: NaiveDate) -> Self {
        self.informed = Some(on);
        self
    }

    /// Why disposal waits.
    #[must_use]
    pub const fn reason(&self) -> HoldReason {
        self.reason
    }

    /// The first day.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// Whether disposal waits on `day`.
    #[must_use]
    pub fn is_active(&self, day: NaiveDate) -> bool {
        self.from <= day && self.last_day().is_none_or(|last| day <= last)
    }

    /// The day after the stated end of a restriction that runs on only because nobody told the person of its lifting.
    pub(crate) fn liftable_since(&self, as_of: NaiveDate) -> Option<NaiveDate> {
        let until = self.until.filter(|until| *until >= self.from)?;
        let waits = self.reason.is_restriction() && self.told().is_none() && until < as_of;
        waits.then(|| crate::evaluate::next_day(until))
    }

    /// The last day, where the hold has one: for a restriction not before the day on which the person was informed. An end before the beginning
    /// is none, so that a mistyped hold holds.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        let until = self.until.filter(|until| *until >= self.from);
        match (self.reason.is_restriction(), self.told()) {
            (true, Some(informed)) => until.map(|until| until.max(informed)),
            (true, None) => None,
            (false, _) => until,
        }
    }

    /// The day on which the person was told of the lifting. Before the restriction began nobody was told that it ends.
    fn told(&self) -> Option<NaiveDate> {
        self.informed.filter(|informed| *informed >= self.from)
    }
}
