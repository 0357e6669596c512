//! What was published, held against the policy and against what persons say that they were shown.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use greffe_terms::Lang;

use super::Policy;
use crate::codes::codes;
use crate::{Event, EventId, Kind, Ledger, NoticeId, NoticeShown};

codes! {
    /// What does not agree between publications, policy and consents.
    NoticeFault, "fault of a notice", {
        /// A version was published that the policy does not have: no consent to it counts.
        UnknownVersion = "unknown_version", "la version publiée n’est pas dans la politique", "the version that was published is not in the policy";
        /// A version was published in other words than the policy's.
        OtherWording = "other_wording", "le texte publié n’est pas celui de la politique", "what was published is worded otherwise than in the policy";
        /// A consent names a version that was not published before, Art. 7(1) GDPR.
        ConsentBeforePublication = "consent_before_publication", "un consentement à cette version précède toute publication de celle-ci", "a consent to this version precedes every publication of it";
        /// The policy has a version that was never published, although others of the notice were.
        NeverPublished = "never_published", "cette version de la politique n’a jamais été publiée, alors que d’autres l’ont été", "this version of the policy was never published, although others were";
    }
}

/// One disagreement, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoticeFinding {
    notice: NoticeId,
    version: u32,
    fault: NoticeFault,
    event: Option<EventId>,
}

impl NoticeFinding {
    fn of(shown: &NoticeShown, fault: NoticeFault, event: &Event) -> Self {
        Self {
            notice: shown.id().clone(),
            version: shown.version(),
            fault,
            event: Some(event.id()),
        }
    }

    /// What does not agree.
    #[must_use]
    pub const fn fault(&self) -> NoticeFault {
        self.fault
    }

    /// The notice.
    #[must_use]
    pub const fn notice(&self) -> &NoticeId {
        &self.notice
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The publication or the consent; none where something was never published.
    #[must_use]
    pub const fn event(&self) -> Option<EventId> {
        self.event
    }

    /// The message for a person. It says nothing of whom the event is about, nor when it was, and of the event's id only the end: in a log it
    /// would outlive the event that it salts.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let (notice, version, fault) = (&self.notice, self.version, self.fault.label(lang));
        let event = self.event.map(|event| {
            lang.pick(
                format!(", événement {event:?}"),
                format!(", event {event:?}"),
            )
        });
        let event = event.unwrap_or_default();
        lang.pick(
            format!("mention `{notice}`, version {version}{event}\u{a0}: {fault}"),
            format!("notice `{notice}`, version {version}{event}: {fault}"),
        )
    }
}

impl fmt::Display for NoticeFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl Policy {
    /// Holds the publications of the ledger against the policy and against the consents. Notices of which no publication is recorded are
    /// left alone, for a host need not record them; nor are TC strings looked at, which name no notice. No decision depends on any of this.
    ///
    /// ```
    /// use greffe_consent::*;
    /// use greffe_terms::{Lang, LegalBasis};
    ///
    /// let notice = |version| Ok::<_, Box<dyn std::error::Error>>(Notice::new("sign-up".parse()?, version, ["letter".parse()?]));
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
    ///     .purpose(Purpose::new("letter".parse()?, [LegalBasis::Consent]))
    ///     .notice(notice(1)?)
    ///     .notice(notice(2)?)
    ///     .build()?;
    /// let controller = PersonKey::from_bytes([0xff; 16]);                   // kept for the controller: nobody's pseudonym
    /// let at = "2026-03-01T10:00:00Z".parse()?;
    /// let published = Kind::NoticePublished(NoticeShown::new("sign-up".parse()?, 1));
    /// let mut ledger = Ledger::new();
    /// ledger.append(Event::new(EventId::from_bytes([1; 16]), controller, (at, at), Provenance::Operator, published)?)?;
    ///
    /// let findings = policy.audit_notices(&ledger);
    /// assert_eq!(
    ///     findings[0].in_language(Lang::En),
    ///     "notice `sign-up`, version 2: this version of the policy was never published, although others were"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// The findings stand by notice, version, fault and event, in whatever order the events arrived.
    #[must_use]
    pub fn audit_notices(&self, ledger: &Ledger) -> Vec<NoticeFinding> {
        let published = Published::of(ledger);
        let events = || ledger.entries().map(|(event, _)| event);
        let mut findings: Vec<_> = events()
            .filter_map(|event| match event.kind() {
                Kind::NoticePublished(shown) => self.of_publication(shown, event),
                kind => published.of_consent(kind.consent()?.notice(), event),
            })
            .collect();
        let never = self.notices().filter(|notice| {
            published.has_some_of(&notice.id)
                && published.first(&notice.id, notice.version).is_none()
        });
        findings.extend(never.map(|notice| NoticeFinding {
            notice: notice.id.clone(),
            version: notice.version,
            fault: NoticeFault::NeverPublished,
            event: None,
        }));
        findings.sort_unstable();
        findings
    }

    fn of_publication(&self, shown: &NoticeShown, event: &Event) -> Option<NoticeFinding> {
        let Some(notice) = self.notice(shown.id(), shown.version()) else {
            return Some(NoticeFinding::of(shown, NoticeFault::UnknownVersion, event));
        };
        let (theirs, ours) = shown.wording().zip(notice.wording())?;
        (theirs != ours).then(|| NoticeFinding::of(shown, NoticeFault::OtherWording, event))
    }
}

/// When each version was first published.
struct Published<'a>(BTreeMap<&'a NoticeId, BTreeMap<u32, DateTime<Utc>>>);

impl<'a> Published<'a> {
    fn of(ledger: &'a Ledger) -> Self {
        let mut first: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (event, _) in ledger.entries() {
            if let Kind::NoticePublished(shown) = event.kind() {
                let versions = first.entry(shown.id()).or_default();
                let first = versions.entry(shown.version()).or_insert(event.occurred());
                *first = event.occurred().min(*first);
            }
        }
        Self(first)
    }

    fn has_some_of(&self, notice: &NoticeId) -> bool {
        self.0.contains_key(notice)
    }

    fn first(&self, notice: &NoticeId, version: u32) -> Option<DateTime<Utc>> {
        self.0.get(notice)?.get(&version).copied()
    }

    fn of_consent(&self, shown: &NoticeShown, event: &Event) -> Option<NoticeFinding> {
        if !self.has_some_of(shown.id()) {
            return None;
        }
        let first = self.first(shown.id(), shown.version());
        let precedes = first.is_none_or(|first| event.occurred() < first);
        precedes.then(|| NoticeFinding::of(shown, NoticeFault::ConsentBeforePublication, event))
    }
}
