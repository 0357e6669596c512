//! What the policy says of one purpose.

use std::collections::BTreeSet;

use greffe_calendar::Period;
use greffe_terms::{Channel, LegalBasis, PurposeId, SensitiveCategory, SpecialCondition};

use super::terminal::Terminal;
use super::who::Terms;
use super::{Campaign, Sector};
use crate::codes::codes;

codes! {
    /// Why a processing may go on under a restriction, Art. 18(2) GDPR.
    RestrictionGround, "ground under restriction", {
        /// It is storage only.
        Storage = "storage", "conservation", "storage";
        /// Legal claims.
        LegalClaims = "legal_claims", "droits en justice", "legal claims";
        /// The protection of another natural or legal person.
        ProtectionOfOthers = "protection_of_others", "protection d’une autre personne", "protection of another person";
        /// Important public interest.
        PublicInterest = "public_interest", "intérêt public important", "important public interest";
    }
}

/// What the policy says of one purpose (*finalité*): its bases, and the terms of consent where consent is asked.
///
/// Consent is asked where it is among the bases, whatever the others: who relies on consent for a purpose cannot fall back on
/// another basis for it (EDPB 05/2020, 122). A purpose without any basis is always denied.
///
/// ```
/// use greffe_calendar::Period;
/// use greffe_consent::Purpose;
/// use greffe_terms::{Channel, LegalBasis};
///
/// let newsletter = Purpose::new("newsletter".parse()?, [LegalBasis::Consent])
///     .marketing()
///     .channels([Channel::Email])
///     .validity(Period::years(2))
///     .double_opt_in();
/// assert!(newsletter.asks_consent());
/// # Ok::<(), greffe_terms::InvalidIdentifier>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    pub(super) id: PurposeId,
    pub(super) parent: Option<PurposeId>,
    pub(super) bases: Vec<LegalBasis>,
    pub(super) consent_required: bool,
    pub(super) nothing_to_ask: bool,
    pub(super) marketing: bool,
    pub(super) soft_opt_in: bool,
    pub(super) channels: BTreeSet<Channel>,
    pub(super) validity: Option<Period>,
    pub(super) double_opt_in: bool,
    pub(super) minimum_notice: Option<u32>,
    pub(super) campaigns: Vec<Campaign>,
    pub(super) under_restriction: Option<RestrictionGround>,
    pub(super) terminal: Option<Terminal>,
    pub(super) to_professionals: bool,
    pub(super) related_to_contract: bool,
    pub(super) calls_at_any_hour: bool,
    pub(super) sector: Option<Sector>,
    pub(super) special: BTreeSet<SensitiveCategory>,
    pub(super) condition: Option<SpecialCondition>,
    pub(super) who: Terms,
}

impl Purpose {
    /// A purpose with its bases of Art. 6(1), in the order in which they are to be claimed.
    pub fn new(id: PurposeId, bases: impl IntoIterator<Item = LegalBasis>) -> Self {
        Self {
            id,
            parent: None,
            bases: bases.into_iter().collect(),
            consent_required: false,
            nothing_to_ask: false,
            marketing: false,
            soft_opt_in: false,
            channels: BTreeSet::new(),
            validity: None,
            double_opt_in: false,
            minimum_notice: None,
            campaigns: Vec::new(),
            under_restriction: None,
            terminal: None,
            to_professionals: false,
            related_to_contract: false,
            calls_at_any_hour: false,
            sector: None,
            special: BTreeSet::new(),
            condition: None,
            who: Terms::default(),
        }
    }

    /// A purpose that needs no personal data: nothing is asked of anybody, unless it reads the terminal
    /// ([`Purpose::reads_terminal`]), which asks for consent or an exemption whatever the data are.
    #[must_use]
    pub fn without_personal_data(id: PurposeId) -> Self {
        Self {
            nothing_to_ask: true,
            ..Self::new(id, [])
        }
    }

    /// Below a wider purpose: a refusal of that one closes this one too. A consent to that one reaches this one where the notice shown lists it
    /// and it was not refused by name, as long as it holds for that one: confirmed, under a notice that is not too old, not lapsed with a
    /// campaign.
    #[must_use]
    pub fn child_of(mut self, parent: PurposeId) -> Self {
        self.parent = Some(parent);
        self
    }

    /// Consent is asked although the basis is another one, as electronic marketing does (Directive 2002/58/EC Art. 13).
    #[must_use]
    pub fn requires_consent(mut self) -> Self {
        self.consent_required = true;
        self
    }

    /// Direct marketing (*prospection*), Art. 21(2) GDPR.
    #[must_use]
    pub fn marketing(mut self) -> Self {
        self.marketing = true;
        self
    }

    /// E-mail and text messages may go to customers without consent, for the seller's own similar products (French CPCE L34-5).
    #[must_use]
    pub fn soft_opt_in(mut self) -> Self {
        self.soft_opt_in = true;
        self
    }

    /// The channels by which persons may be reached; every other is denied. Without this any channel may be asked about.
    #[must_use]
    pub fn channels(mut self, channels: impl IntoIterator<Item = Channel>) -> Self {
        self.channels.extend(channels);
        self
    }

    /// How long a consent holds, in whole days or more. Unless told, as long as one to the purpose above, and without limit where none above says.
    #[must_use]
    pub fn validity(mut self, validity: Period) -> Self {
        self.validity = Some(validity);
        self
    }

    /// A consent counts only once it is confirmed.
    #[must_use]
    pub fn double_opt_in(mut self) -> Self {
        self.double_opt_in = true;
        self
    }

    /// The oldest version of a notice whose consents still count.
    #[must_use]
    pub fn minimum_notice(mut self, version: u32) -> Self {
        self.minimum_notice = Some(version);
        self
    }

    /// A campaign that asks again.
    #[must_use]
    pub fn campaign(mut self, campaign: Campaign) -> Self {
        self.campaigns.push(campaign);
        self
    }

    /// The processing may go on under a restriction, on this ground of Art. 18(2).
    #[must_use]
    pub fn under_restriction(mut self, ground: RestrictionGround) -> Self {
        self.under_restriction = Some(ground);
        self
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> &PurposeId {
        &self.id
    }

    /// The wider purpose above it.
    #[must_use]
    pub const fn parent(&self) -> Option<&PurposeId> {
        self.parent.as_ref()
    }

    /// The channels that the policy lists for it; none where it names none.
    pub fn listed_channels(&self) -> impl Iterator<Item = Channel> {
        self.channels.iter().copied()
    }

    /// The bases of Art. 6(1).
    #[must_use]
    pub fn bases(&self) -> &[LegalBasis] {
        &self.bases
    }

    /// Whether consent is asked: as a basis, by the policy, for reading the terminal, or explicitly for special categories.
    #[must_use]
    pub fn asks_consent(&self) -> bool {
        self.consent_required
            || self.bases.contains(&LegalBasis::Consent)
            || self.needs_terminal_consent()
            || self.asks_explicit_consent()
    }

    /// Whether consent is its basis of Art. 6, and not only asked beside another one.
    pub(crate) fn rests_on_consent(&self) -> bool {
        let has_basis = !self.bases.is_empty();
        self.bases.contains(&LegalBasis::Consent)
            || (has_basis && (self.consent_required || self.marketing))
    }

    /// Whether it needs no personal data and touches no terminal.
    #[must_use]
    pub const fn needs_nothing(&self) -> bool {
        self.nothing_to_ask && self.terminal.is_none()
    }

    /// Whether it is direct marketing.
    #[must_use]
    pub const fn is_marketing(&self) -> bool {
        self.marketing
    }

    /// Whether the policy lets the channel be used for it.
    #[must_use]
    pub fn may_use(&self, channel: Channel) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }

    pub(crate) const fn has_no_personal_data(&self) -> bool {
        self.nothing_to_ask
    }

    /// How long a consent to it holds, by the policy.
    #[must_use]
    pub const fn validity_of_consent(&self) -> Option<Period> {
        self.validity
    }

    /// The oldest version of its notice whose consents still count.
    #[must_use]
    pub const fn oldest_notice(&self) -> Option<u32> {
        self.minimum_notice
    }

    /// Whether a consent has to be confirmed (double opt-in).
    #[must_use]
    pub const fn asks_confirmation(&self) -> bool {
        self.double_opt_in
    }

    pub(crate) const fn has_soft_opt_in(&self) -> bool {
        self.soft_opt_in
    }

    pub(crate) const fn goes_on_under_restriction(&self) -> bool {
        self.under_restriction.is_some()
    }
}
