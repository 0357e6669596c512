//! The whole conjunction of the specification: purpose, vendor, disclosure, restriction, and a string that is still valid.

use greffe_terms::LegalBasis;

use super::framework::{
    CONSENT_ONLY, LAST_PURPOSE, NEWEST_POLICY, TERMINAL, disclosure_is_mandatory, oldest_policy,
};
use super::{Restriction, TcString};
use crate::codes::codes;

codes! {
    /// Why a string does not allow a vendor to process for a purpose: the first of these that applies, in this order.
    Refusal, "refusal of a TC string", {
        /// The string is of global scope, which is invalid (the specification, `IsServiceSpecific`).
        GlobalScope = "global_scope", "la chaîne est de portée globale, ce qui n’est plus valide", "the string is of global scope, which is no longer valid";
        /// The policy version is below the oldest for its day (the specification, "Managing conflicting string versions").
        OutdatedPolicy = "outdated_policy", "la chaîne suit une version dépassée des règles", "the string goes by an outdated version of the policies";
        /// The policy version is above the newest known here.
        UnknownPolicy = "unknown_policy", "la chaîne suit une version inconnue des règles", "the string goes by an unknown version of the policies";
        /// The segment of disclosed vendors is missing, and it was mandatory on the day (TCF 2.3).
        DisclosureMissing = "disclosure_missing", "la chaîne ne dit pas quels fournisseurs ont été présentés", "the string does not say which vendors were disclosed";
        /// The framework has no such purpose.
        UnknownPurpose = "unknown_purpose", "le cadre n’a pas cette finalité", "the framework has no such purpose";
        /// The basis does not serve: it is neither consent nor legitimate interests, or these for purpose 1 or 3 to 6.
        Basis = "basis", "cette base ne vaut pas pour cette finalité", "this basis does not serve for this purpose";
        /// Purpose 1 was left out of the dialogue.
        PurposeOneNotShown = "purpose_one_not_shown", "la finalité 1 n’a pas été présentée", "purpose 1 was not shown";
        /// The publisher forbids it, or asks for another basis.
        Restricted = "restricted", "l’éditeur ne l’autorise pas, ou pas sur cette base", "the publisher does not allow it, or not on this basis";
        /// The vendor was not shown to the person.
        NotDisclosed = "not_disclosed", "le fournisseur n’a pas été présenté", "the vendor was not disclosed";
        /// The person does not consent to the purpose, objects to it, or was not informed.
        Purpose = "purpose", "la personne n’accepte pas la finalité ou s’y oppose", "the person does not consent to the purpose, or objects to it";
        /// The person does not consent to the vendor, objects to it, or was not informed.
        Vendor = "vendor", "la personne n’accepte pas le fournisseur ou s’y oppose", "the person does not consent to the vendor, or objects to it";
    }
}

impl std::error::Error for Refusal {}

impl TcString {
    /// Whether the string lets the vendor process for the purpose on this basis: purpose and vendor and disclosure, and no publisher
    /// restriction against it, in a string that is still valid.
    ///
    /// The basis is the one that the vendor goes by: the one that it registered in the Global Vendor List or, where it registered the
    /// purpose as flexible, the other one that a restriction asks for. The list itself is not read here.
    #[must_use]
    pub fn allows(&self, purpose: u8, vendor: u16, basis: LegalBasis) -> bool {
        self.refusal(purpose, vendor, basis).is_none()
    }

    /// Why the string allows nothing to anybody, where that is so: its scope, its policy version, a segment of disclosed vendors that
    /// is missing.
    #[must_use]
    pub fn invalidity(&self) -> Option<Refusal> {
        let day = self.last_updated_day();
        let undisclosed = self.disclosed_vendors().is_none() && disclosure_is_mandatory(day);
        let version = self.policy_version();
        [
            (Refusal::GlobalScope, !self.is_service_specific()),
            (Refusal::OutdatedPolicy, version < oldest_policy(day)),
            (Refusal::UnknownPolicy, version > NEWEST_POLICY),
            (Refusal::DisclosureMissing, undisclosed),
        ]
        .into_iter()
        .find_map(|(refusal, applies)| applies.then_some(refusal))
    }

    /// The first reason why not, where [`allows`](Self::allows) is `false`.
    ///
    /// A string from before 28 February 2026 without the segment of disclosed vendors is judged without it, as the transition to TCF 2.3
    /// provides: until then a dialogue could set a vendor's bit only after it had shown the vendor.
    #[must_use]
    pub fn refusal(&self, purpose: u8, vendor: u16, basis: LegalBasis) -> Option<Refusal> {
        let invalid = self.invalidity();
        if invalid.is_some() {
            return invalid;
        }
        let on_consent = basis == LegalBasis::Consent;
        let serves = on_consent
            || basis == LegalBasis::LegitimateInterests && !CONSENT_ONLY.contains(&purpose);
        let forbidden = match self.restriction(purpose, vendor) {
            None => false,
            Some(Restriction::NotAllowed) => true,
            Some(Restriction::RequireConsent) => !on_consent,
            Some(Restriction::RequireLegitimateInterests) => on_consent,
        };
        let disclosed = self.vendor_is_disclosed(vendor);
        let (of_purpose, of_vendor) = if on_consent {
            (self.consents_to(purpose), self.vendor_consent(vendor))
        } else {
            (self.purpose_li(purpose), self.vendor_li(vendor))
        };
        [
            (
                Refusal::UnknownPurpose,
                purpose == 0 || purpose > LAST_PURPOSE,
            ),
            (Refusal::Basis, !serves),
            (
                Refusal::PurposeOneNotShown,
                purpose == TERMINAL && self.purpose_one_treatment(),
            ),
            (Refusal::Restricted, forbidden),
            (Refusal::NotDisclosed, disclosed == Some(false)),
            (Refusal::Purpose, !of_purpose),
            (Refusal::Vendor, !of_vendor),
        ]
        .into_iter()
        .find_map(|(refusal, applies)| applies.then_some(refusal))
    }
}
