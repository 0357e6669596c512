//! What a purpose does to the person's terminal, and what exempts it from consent.

use chrono::{DateTime, Utc};
use greffe_calendar::{Period, statutory_period};
use greffe_terms::Citation;

use super::Purpose;
use crate::codes::codes;
use crate::law::LegalDay;

codes! {
    /// How a terminal is read or written, loi 78-17 art. 82 and Directive 2002/58/EC Art. 5(3).
    Access, "access to a terminal", {
        /// A cookie.
        Cookie = "cookie", "cookie", "cookie";
        /// Storage of the browser or the application.
        LocalStorage = "local_storage", "stockage local", "local storage";
        /// A pixel in an e-mail.
        EmailPixel = "email_pixel", "pixel dans un courriel", "pixel in an e-mail";
        /// A pixel in a page.
        PagePixel = "page_pixel", "pixel dans une page", "pixel in a page";
        /// The properties of the device, read to recognise it.
        Fingerprint = "fingerprint", "empreinte du terminal", "fingerprint of the device";
        /// The identifier of a device or an application.
        DeviceId = "device_id", "identifiant de l’appareil", "identifier of the device";
        /// Nobody has documented whether the terminal is accessed: treated as if it were.
        Undocumented = "undocumented", "accès non documenté", "access not documented";
    }
}

codes! {
    /// On what ground a reading needs no consent.
    ExemptionGround, "ground of exemption", {
        /// Strictly necessary for a service of communication online that the person asked for; the security of a login too.
        StrictlyNecessary = "strictly_necessary", "strictement nécessaire au service demandé", "strictly necessary for the service asked for";
        /// It only enables or eases the communication.
        CommunicationOnly = "communication_only", "seule transmission de la communication", "the communication alone";
        /// Audience measurement within the CNIL's conditions.
        AudienceMeasurement = "audience_measurement", "mesure d’audience", "audience measurement";
        /// Deliverability of e-mails that were asked for.
        Deliverability = "deliverability", "délivrabilité des courriels demandés", "deliverability of e-mails that were asked for";
    }
}

codes! {
    /// What an exemption depends on, to be affirmed one by one.
    ExemptionCondition, "condition of an exemption", {
        /// For the publisher alone.
        SolePublisher = "sole_publisher", "pour le seul éditeur", "for the publisher alone";
        /// Only anonymous statistics come out.
        AnonymousStatistics = "anonymous_statistics", "statistiques anonymes seulement", "anonymous statistics only";
        /// Not combined with other processing and not passed on.
        NotCombined = "not_combined", "ni recoupement ni transmission", "neither combined nor passed on";
        /// No following across sites or applications.
        NoCrossSite = "no_cross_site", "aucun suivi entre sites", "no following across sites";
        /// The e-mails were asked for, or belong to a service that was.
        MailAskedFor = "mail_asked_for", "courriels demandés", "e-mails that were asked for";
        /// Of the openings only the day of the last one is kept.
        LastOpeningOnly = "last_opening_only", "seul le jour de la dernière ouverture est gardé", "only the day of the last opening is kept";
    }
}

/// A ground as the law and the CNIL state it: since when, under what conditions, for which readings.
struct GroundRow {
    ground: ExemptionGround,
    since: LegalDay,
    conditions: &'static [ExemptionCondition],
    citations: &'static [&'static str],
}

/// The first two are the Act's own (its art. 32 II until 31 May 2019), from the day since which consent is asked at all (ordonnance 2011-1012);
/// the others are what the CNIL takes to be necessary for the service. It took audience measurement to be so before too (2013-378, then
/// 2019-093), under conditions that are not recorded here.
const GROUNDS: &[GroundRow] = &[
    GroundRow {
        ground: ExemptionGround::StrictlyNecessary,
        since: LegalDay::new(2011, 8, 27),
        conditions: &[],
        citations: &["loi 78-17 art. 82", "2002/58/EC 5(3)"],
    },
    GroundRow {
        ground: ExemptionGround::CommunicationOnly,
        since: LegalDay::new(2011, 8, 27),
        conditions: &[],
        citations: &["loi 78-17 art. 82", "2002/58/EC 5(3)"],
    },
    GroundRow {
        ground: ExemptionGround::AudienceMeasurement,
        since: LegalDay::new(2020, 10, 1),
        conditions: &[
            ExemptionCondition::SolePublisher,
            ExemptionCondition::AnonymousStatistics,
            ExemptionCondition::NotCombined,
            ExemptionCondition::NoCrossSite,
        ],
        citations: &["loi 78-17 art. 82", "CNIL 2020-091", "CNIL 2020-092"],
    },
    GroundRow {
        ground: ExemptionGround::Deliverability,
        since: LegalDay::new(2026, 4, 14),
        conditions: &[
            ExemptionCondition::MailAskedFor,
            ExemptionCondition::LastOpeningOnly,
        ],
        citations: &["loi 78-17 art. 82", "CNIL 2026-042"],
    },
];

/// A recorded exemption from consent to a reading: its ground, why it applies here, and the conditions that are kept.
///
/// ```
/// use greffe_calendar::Period;
/// use greffe_consent::{Exemption, ExemptionCondition, ExemptionGround};
///
/// let audience = Exemption::new(ExemptionGround::AudienceMeasurement, "visits counted per page, own server")
///     .meeting([
///         ExemptionCondition::SolePublisher,
///         ExemptionCondition::AnonymousStatistics,
///         ExemptionCondition::NotCombined,
///         ExemptionCondition::NoCrossSite,
///     ])
///     .lasting(Period::months(13), Period::months(25));
/// assert!(audience.citations().iter().any(|source| source.as_str() == "CNIL 2020-091"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    ground: ExemptionGround,
    reason: Box<str>,
    conditions: Vec<ExemptionCondition>,
    lifetimes: Option<(Period, Period)>,
}

impl Exemption {
    /// An exemption on `ground`, with the reason why it applies to this purpose, in the controller's words.
    #[must_use]
    pub fn new(ground: ExemptionGround, reason: &str) -> Self {
        Self {
            ground,
            reason: reason.trim().into(),
            conditions: Vec::new(),
            lifetimes: None,
        }
    }

    /// Affirms conditions of the ground.
    #[must_use]
    pub fn meeting(mut self, conditions: impl IntoIterator<Item = ExemptionCondition>) -> Self {
        self.conditions.extend(conditions);
        self
    }

    /// How long the tracker lives from its first setting, and how long its data are kept.
    #[must_use]
    pub fn lasting(self, tracker: Period, data: Period) -> Self {
        Self {
            lifetimes: Some((tracker, data)),
            ..self
        }
    }

    /// The ground.
    #[must_use]
    pub const fn ground(&self) -> ExemptionGround {
        self.ground
    }

    /// Why it applies.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The conditions that are affirmed.
    pub(super) fn conditions(&self) -> impl Iterator<Item = ExemptionCondition> {
        self.conditions.iter().copied()
    }

    /// How long the tracker lives, and how long its data are kept.
    pub(super) const fn lifetimes(&self) -> Option<(Period, Period)> {
        self.lifetimes
    }

    /// The sources of the ground.
    #[must_use]
    pub fn citations(&self) -> Vec<Citation> {
        let citations = self.row().map_or(&[][..], |row| row.citations);
        citations
            .iter()
            .map(|text| Citation::from_static(text))
            .collect()
    }

    fn row(&self) -> Option<&'static GroundRow> {
        GROUNDS.iter().find(|row| row.ground == self.ground)
    }

    /// The first instant at which the ground serves.
    pub(super) fn since(&self) -> Option<DateTime<Utc>> {
        self.row()?.since.begins()
    }

    /// Whether the ground fits such a reading, with a reason given, every condition affirmed, and the lifetimes within the CNIL's.
    pub(super) fn fits(&self, access: Access) -> bool {
        let Some(row) = self.row() else {
            return false;
        };
        let suits = match self.ground {
            ExemptionGround::Deliverability => access == Access::EmailPixel,
            ExemptionGround::AudienceMeasurement => {
                !matches!(access, Access::EmailPixel | Access::Undocumented)
            }
            _ => access != Access::Undocumented,
        };
        let affirmed = |condition| self.conditions.contains(condition);
        let lifetimes = self.ground != ExemptionGround::AudienceMeasurement
            || self.lifetimes.is_some_and(are_short_enough);
        suits && !self.reason.is_empty() && row.conditions.iter().all(affirmed) && lifetimes
    }
}

/// Within the dated numbers of the CNIL, counted from the day up to which they are known.
fn are_short_enough((tracker, data): (Period, Period)) -> bool {
    within(tracker, "audience_tracker") && within(data, "audience_data")
}

fn within(period: Period, id: &str) -> bool {
    let Some(as_of) = numbers_as_of() else {
        return false;
    };
    let Ok((_, longest)) = statutory_period(id, as_of) else {
        return false;
    };
    match (period.add_to_date(as_of), longest.add_to_date(as_of)) {
        (Ok(end), Ok(last)) => end <= last,
        _ => false,
    }
}

/// How long a choice on trackers holds where the policy says nothing: the CNIL's recommendation, as far as it is known.
pub(super) fn usual_validity() -> Option<Period> {
    let (_, period) = statutory_period("tracker_choice", numbers_as_of()?).ok()?;
    Some(period)
}

fn numbers_as_of() -> Option<chrono::NaiveDate> {
    greffe_terms::statutory::as_of().parse().ok()
}

/// What a purpose does to a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Terminal {
    pub(crate) access: Access,
    pub(crate) exemption: Option<Exemption>,
}

impl Purpose {
    /// It reads or writes the person's terminal: consent to this very purpose is asked, and no other basis serves in its place
    /// (loi 78-17 art. 82). A pixel in e-mails is a purpose of its own beside that of the mail, to professionals too.
    ///
    /// A choice holds six months unless [`Purpose::validity`] says otherwise, as the CNIL recommends (deliberation 2020-092).
    #[must_use]
    pub fn reads_terminal(mut self, access: Access) -> Self {
        let exemption = self.terminal.and_then(|terminal| terminal.exemption);
        self.terminal = Some(Terminal { access, exemption });
        self
    }

    /// The reading needs no consent. What is done with the data afterwards still needs its basis.
    #[must_use]
    pub fn exempt(mut self, exemption: Exemption) -> Self {
        let access = self.terminal.map(|terminal| terminal.access);
        self.terminal = Some(Terminal {
            access: access.unwrap_or(Access::Undocumented),
            exemption: Some(exemption),
        });
        self
    }

    /// How the terminal is accessed, where it is.
    #[must_use]
    pub fn access(&self) -> Option<Access> {
        self.terminal.as_ref().map(|terminal| terminal.access)
    }

    /// The recorded exemption, where there is one.
    #[must_use]
    pub fn exemption(&self) -> Option<&Exemption> {
        self.terminal.as_ref()?.exemption.as_ref()
    }

    /// Whether it reads the terminal and no exemption is recorded.
    #[must_use]
    pub fn needs_terminal_consent(&self) -> bool {
        let terminal = self.terminal.as_ref();
        terminal.is_some_and(|terminal| terminal.exemption.is_none())
    }
}
