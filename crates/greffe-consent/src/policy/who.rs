//! Terms of who decides: children and their parents, those who act for others, signals, accounts.

use chrono::NaiveDate;
use greffe_terms::{PurposeId, child_consent};

use super::{PolicyBuilder, Purpose, Vendor};
use crate::codes::codes;
use crate::signal::tcf::Restriction;
use crate::{CountryCode, NoticeShown, VendorId};

codes! {
    /// Whose authorisation a child's consent needs. Art. 8(1) GDPR and loi 78-17 art. 45 speak of the holder or holders and leave open
    /// whether one may act for both.
    Holders, "rule of holders", {
        /// Every holder's: the cautious default.
        All = "all", "tous les titulaires de l’autorité parentale", "all holders of parental responsibility";
        /// One holder's, as French law presumes of usual acts (C. civ. art. 372-2).
        Any = "any", "un des titulaires de l’autorité parentale", "any holder of parental responsibility";
    }
}

codes! {
    /// What Global Privacy Control says of a purpose, Art. 21(5) GDPR.
    GpcMeaning, "meaning of a signal", {
        /// A refusal of consent, or the withdrawal of one.
        Refusal = "refusal", "un refus", "a refusal";
        /// An objection.
        Objection = "objection", "une opposition", "an objection";
    }
}

codes! {
    /// Which choice counts where those of a device and of its account contradict each other when they are linked, CNIL 2025-131.
    LinkConflict, "rule of linked devices", {
        /// The one that denies: the cautious default, and ours.
        DenialPrevails = "denial_prevails", "le refus l’emporte", "the denial prevails";
        /// The account's.
        AccountPrevails = "account_prevails", "le choix du compte l’emporte", "the account's choice prevails";
        /// The device's last one.
        DevicePrevails = "device_prevails", "le dernier choix de l’appareil l’emporte", "the device's last choice prevails";
    }
}

/// What the policy says of who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) established: Option<CountryCode>,
    pub(crate) holders: Holders,
    pub(crate) authorisation_outlasts: bool,
    pub(crate) guardian_may_consent: bool,
    pub(crate) proxy_may_consent: bool,
    pub(crate) links: LinkConflict,
    pub(crate) tcf_notice: Option<NoticeShown>,
    pub(super) vendors: Vec<Vendor>,
    pub(super) restrictions: Vec<(VendorId, PurposeId, Restriction)>,
    ages: Vec<AgeRow>,
}

/// A row of the ages of consent, in types that compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AgeRow {
    pub(crate) country: CountryCode,
    pub(crate) since: NaiveDate,
    pub(crate) age: u8,
}

impl Who {
    pub(super) const fn new() -> Self {
        Self {
            established: None,
            holders: Holders::All,
            authorisation_outlasts: false,
            guardian_may_consent: false,
            proxy_may_consent: false,
            links: LinkConflict::DenialPrevails,
            tcf_notice: None,
            vendors: Vec::new(),
            restrictions: Vec::new(),
            ages: Vec::new(),
        }
    }

    pub(super) fn read_ages(&mut self) {
        let rows = child_consent::ages().filter_map(|row| {
            Some(AgeRow {
                country: row.country().parse().ok()?,
                since: row.since().parse().ok()?,
                age: row.age(),
            })
        });
        self.ages = rows.collect();
    }

    pub(crate) fn vendor(&self, id: VendorId) -> Option<&Vendor> {
        self.vendors.iter().find(|vendor| vendor.id == id)
    }

    /// The publisher's restrictions of the vendor for the purpose.
    pub(crate) fn restrictions(
        &self,
        vendor: VendorId,
        purpose: &PurposeId,
    ) -> impl Iterator<Item = Restriction> {
        let rows = self.restrictions.iter();
        rows.filter(move |(one, other, _)| *one == vendor && other == purpose)
            .map(|(.., restriction)| *restriction)
    }

    /// The rows of a country, by day.
    pub(crate) fn ages_of(&self, country: CountryCode) -> impl Iterator<Item = &AgeRow> {
        self.ages.iter().filter(move |row| row.country == country)
    }
}

impl PolicyBuilder {
    /// The country in which the controller is established. Where a child lives elsewhere, both ages of consent are looked at and the
    /// stricter decides, for national laws differ in which of the two they go by (EDPB 05/2020, 131).
    #[must_use]
    pub const fn established_in(mut self, country: CountryCode) -> Self {
        self.who.established = Some(country);
        self
    }

    /// Whose authorisation a child's consent needs: every holder's unless told.
    #[must_use]
    pub const fn holders(mut self, holders: Holders) -> Self {
        self.who.holders = holders;
        self
    }

    /// Whether what a parent authorised goes on to count once the child reaches the age of consent, as EDPB 05/2020, 147 to 149, has it
    /// while the child stays silent and was told that it may withdraw. Without it (the cautious default) the child has to consent, or
    /// confirm, itself.
    #[must_use]
    pub const fn authorisation_outlasts_childhood(mut self, yes: bool) -> Self {
        self.who.authorisation_outlasts = yes;
        self
    }

    /// Whether the consent of a guardian counts for the person, where the context says that one was verified. Without it (the cautious
    /// default) a guardian may close and not open. In the place of a child below the age of consent none consents: a holder of parental
    /// responsibility authorises.
    #[must_use]
    pub const fn guardian_may_consent(mut self, yes: bool) -> Self {
        self.who.guardian_may_consent = yes;
        self
    }

    /// The same of a proxy, under a mandate that covers consent.
    #[must_use]
    pub const fn proxy_may_consent(mut self, yes: bool) -> Self {
        self.who.proxy_may_consent = yes;
        self
    }

    /// Which choice counts where a device and its account contradict each other when they are linked.
    #[must_use]
    pub const fn link_conflict(mut self, rule: LinkConflict) -> Self {
        self.who.links = rule;
        self
    }

    /// The notice that the consent dialogue shows which writes TC strings. Without it a TC string denies and never grants.
    #[must_use]
    pub fn tcf_notice(mut self, shown: NoticeShown) -> Self {
        self.who.tcf_notice = Some(shown);
        self
    }
}

/// What a purpose says of who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Terms {
    pub(super) offered_to_children: bool,
    pub(super) after_death: bool,
    pub(super) gpc: Option<GpcMeaning>,
    pub(super) tcf: Option<u8>,
}

impl Purpose {
    /// Of a service of the information society that is offered directly to children, Art. 8 GDPR: below the age of consent a parent
    /// consents, in France with the child. Not for services of prevention or counselling, which need no parent (recital 38): purposes
    /// below it are offered to children too.
    #[must_use]
    pub const fn offered_to_children(mut self) -> Self {
        self.who.offered_to_children = true;
        self
    }

    /// Goes on after the person's death, although it rests on legitimate interests: to settle the estate, or because the death is taken
    /// into account by it (French loi 78-17 art. 85 II).
    #[must_use]
    pub const fn goes_on_after_death(mut self) -> Self {
        self.who.after_death = true;
        self
    }

    /// Closed by Global Privacy Control, which counts as that. Purposes below it are closed with it.
    #[must_use]
    pub const fn closed_by_gpc(mut self, meaning: GpcMeaning) -> Self {
        self.who.gpc = Some(meaning);
        self
    }

    /// Is this purpose of the Transparency and Consent Framework, by its number.
    #[must_use]
    pub const fn tcf(mut self, purpose: u8) -> Self {
        self.who.tcf = Some(purpose);
        self
    }

    /// Whether it is offered directly to children.
    #[must_use]
    pub const fn is_offered_to_children(&self) -> bool {
        self.who.offered_to_children
    }

    pub(crate) const fn outlives_the_person(&self) -> bool {
        self.who.after_death
    }

    pub(crate) const fn meaning_of_gpc(&self) -> Option<GpcMeaning> {
        self.who.gpc
    }

    pub(crate) const fn number_in_tcf(&self) -> Option<u8> {
        self.who.tcf
    }
}
