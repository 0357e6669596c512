//! What the controller said it would do: purposes, bases, notices, terms of consent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use greffe_calendar::{Period, Tz, zone};
use greffe_document::meant;
use greffe_terms::PurposeId;

use crate::{Decision, Event, Ledger, NoticeId, PersonKey, Question, UnknownPurpose, rule};

mod build;
mod campaign;
mod canonical;
mod doubt;
mod form;
mod mode;
mod notice;
mod published;
mod purpose;
mod reach;
mod sector;
mod special;
mod terminal;
mod vendor;
mod who;

pub use build::PolicyBuilder;
pub use campaign::Campaign;
pub(crate) use campaign::CampaignSpan;
pub use canonical::PolicyDigest;
pub use doubt::EventDoubt;
pub use mode::{Mode, ModeChoice};
pub use notice::Notice;
pub use published::{NoticeFault, NoticeFinding};
pub use purpose::{Purpose, RestrictionGround};
pub use sector::Sector;
pub use terminal::{Access, Exemption, ExemptionCondition, ExemptionGround};
pub use vendor::Vendor;
pub(crate) use who::Who;
pub use who::{GpcMeaning, Holders, LinkConflict};

/// Purposes, notices and terms that do not contradict one another. Built with [`Policy::in_zone`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    zone: Tz,
    unsubscription_is_objection: bool,
    free_account_is_sale: bool,
    modes: Vec<Mode>,
    who: Who,
    purposes: BTreeMap<PurposeId, Rules>,
    notices: BTreeMap<NoticeId, BTreeMap<u32, Notice>>,
}

/// A purpose as the rules read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rules {
    pub(crate) purpose: Purpose,
    /// [`Purpose::asks_consent`], which every gate wants to know.
    pub(crate) asks_consent: bool,
    /// The wider purposes above it, nearest first.
    pub(crate) ancestors: Vec<PurposeId>,
    pub(crate) campaigns: Vec<CampaignSpan>,
    /// Its sectors: its own and those of the marketing above it.
    pub(crate) sectors: Vec<Sector>,
    /// The first instant at which the recorded exemption serves.
    pub(crate) exempt_since: Option<DateTime<Utc>>,
}

impl Policy {
    /// Begins a policy whose days are those of `zone`.
    #[must_use]
    pub const fn in_zone(zone: Tz) -> PolicyBuilder {
        PolicyBuilder::new(zone)
    }

    /// Whether the person may be reached or their data used for the purpose at `now`.
    ///
    /// Pure: the same ledger, question and instant give the same decision, in whatever order the events arrived.
    #[must_use]
    pub fn decide(&self, ledger: &Ledger, question: Question<'_>, now: DateTime<Utc>) -> Decision {
        self.decide_as_known(ledger, question, now, now)
    }

    /// The decision for the instant `at`, on what was recorded until `known_at`: what the host could have known, and what it
    /// knows now of what held then.
    #[must_use]
    pub fn decide_as_known(
        &self,
        ledger: &Ledger,
        question: Question<'_>,
        at: DateTime<Utc>,
        known_at: DateTime<Utc>,
    ) -> Decision {
        rule::decide(
            self,
            ledger.events_that_decide(question.person()),
            question,
            at,
            known_at,
        )
    }

    /// The decision over events that the host read itself, such as one person's rows. For an account these are its own rows and those of
    /// every device that a `device_linked` among them names, and every `device_linked` of another account that names one of these: without
    /// it a shared device counts as the account's alone ([`Ledger::events_that_decide`]). Other events of other persons are left out; their
    /// order is of no importance, and an event that stands twice counts once.
    #[must_use]
    pub fn decide_over<'e>(
        &self,
        events: impl IntoIterator<Item = &'e Event>,
        question: Question<'_>,
        at: DateTime<Utc>,
        known_at: DateTime<Utc>,
    ) -> Decision {
        let mut history: Vec<&Event> = events.into_iter().collect();
        keep_account(&mut history, question.person());
        history.sort_by_cached_key(|event| event.reading_order());
        rule::decide(self, history.into_iter(), question, at, known_at)
    }

    /// The purposes, in the order of their ids.
    pub fn purposes(&self) -> impl Iterator<Item = &Purpose> {
        self.purposes.values().map(|rules| &rules.purpose)
    }

    /// The purpose of that id, compared whole.
    #[must_use]
    pub fn purpose(&self, id: &str) -> Option<&Purpose> {
        self.purposes.get(id).map(|rules| &rules.purpose)
    }

    /// The same, and where there is none, the purpose that was perhaps meant. [`Policy::decide`] denies a purpose that it does not know;
    /// who takes ids from outside asks here first, so that a slip of the pen does not look like a refusal.
    ///
    /// # Errors
    /// [`UnknownPurpose`].
    ///
    /// ```
    /// # use greffe_consent::*;
    /// # use greffe_terms::LegalBasis;
    /// let policy = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
    ///     .purpose(Purpose::new("newsletter".parse()?, [LegalBasis::Consent]))
    ///     .build()?;
    /// let slip = policy.known_purpose("newletter").unwrap_err();
    /// assert_eq!(slip.to_string(), "the policy does not know this purpose; did you mean `newsletter`?");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn known_purpose(&self, id: &str) -> Result<&Purpose, UnknownPurpose> {
        self.known(id).map(|rules| &rules.purpose)
    }

    /// The notices, each in all of its versions, oldest first.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.values().flat_map(BTreeMap::values)
    }

    /// The newest version of a notice.
    #[must_use]
    pub fn latest_notice(&self, id: &NoticeId) -> Option<&Notice> {
        let (_, notice) = self.notices.get(id)?.last_key_value()?;
        Some(notice)
    }

    /// The vendors.
    pub fn vendors(&self) -> impl Iterator<Item = &Vendor> {
        self.who.vendors.iter()
    }

    /// The notice of that id in that version.
    #[must_use]
    pub fn notice(&self, id: &NoticeId, version: u32) -> Option<&Notice> {
        self.notices.get(id)?.get(&version)
    }

    /// The purposes that ask for consent although no notice lists them: nobody can ever consent to these. A register that is
    /// still being written has them; a decision denies them.
    pub fn never_grantable(&self) -> impl Iterator<Item = &PurposeId> {
        let notices = self.notices.values().flat_map(BTreeMap::values);
        let listed: BTreeSet<&PurposeId> = notices.flat_map(|notice| &notice.purposes).collect();
        self.purposes()
            .filter(move |purpose| purpose.asks_consent() && !listed.contains(purpose.id()))
            .map(Purpose::id)
    }

    /// The zone of the policy's days.
    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// Whether an unsubscription from one marketing purpose is an objection to all direct marketing, Art. 21(2) GDPR.
    #[must_use]
    pub const fn unsubscription_is_objection(&self) -> bool {
        self.unsubscription_is_objection
    }

    /// Whether an account without charge that opens a paid offer counts as a sale for the soft opt-in (CJEU C-654/23).
    #[must_use]
    pub const fn free_account_is_sale(&self) -> bool {
        self.free_account_is_sale
    }

    pub(crate) const fn who(&self) -> &Who {
        &self.who
    }

    /// The purpose of that id, or the one that was perhaps meant.
    pub(crate) fn known(&self, id: &str) -> Result<&Rules, UnknownPurpose> {
        self.rules(id).ok_or_else(|| {
            let ids = self.purposes.keys().map(PurposeId::as_str);
            let meant = meant(id, ids).and_then(|meant| meant.parse().ok());
            UnknownPurpose::meaning(meant)
        })
    }

    /// The purposes that Global Privacy Control closes, each with what it says of it, or of the nearest wider one.
    pub(crate) fn closed_by_gpc(&self) -> impl Iterator<Item = (&PurposeId, GpcMeaning)> {
        self.purposes.values().filter_map(|rules| {
            let wider = rules
                .ancestors
                .iter()
                .filter_map(|id| self.purpose(id.as_str()));
            let mut line = std::iter::once(&rules.purpose).chain(wider);
            let meaning = line.find_map(Purpose::meaning_of_gpc)?;
            Some((rules.purpose.id(), meaning))
        })
    }

    pub(crate) fn rules(&self, id: &str) -> Option<&Rules> {
        self.purposes.get(id)
    }

    /// Whether some version of the notice lists the purpose.
    pub(crate) fn some_version_lists(&self, notice: &NoticeId, purpose: &PurposeId) -> bool {
        let versions = self.notices.get(notice);
        versions.is_some_and(|versions| versions.values().any(|n| n.lists(purpose)))
    }

    /// The first instant at which a consent of `given` no longer holds by the policy: 00:00 local of the day reached.
    pub(crate) fn end_of(&self, validity: Period, given: DateTime<Utc>) -> DateTime<Utc> {
        let last = zone::date_of(self.zone, given);
        let end = validity
            .add_to_date(last)
            .and_then(|day| zone::start_of_day(self.zone, day));
        // Out of the calendar: the policy was built with a validity that can be counted from any year an event can have, so this
        // is not reached; if it were, a consent that cannot be measured does not hold.
        end.unwrap_or(given)
    }
}

/// Leaves the person's events, those of the devices linked to them, and the links of others to these.
fn keep_account(history: &mut Vec<&Event>, person: PersonKey) {
    let devices: BTreeSet<PersonKey> = history
        .iter()
        .filter(|event| event.person() == person)
        .filter_map(|event| event.kind().linked_device())
        .collect();
    history.retain(|event| {
        let linked = event.kind().linked_device();
        event.person() == person
            || devices.contains(&event.person())
            || linked.is_some_and(|device| devices.contains(&device))
    });
}
