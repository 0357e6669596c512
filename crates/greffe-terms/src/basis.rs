//! Why a processing is lawful.

use crate::term::terms;

terms! {
    /// A legal basis (*base légale*) of Art. 6(1) GDPR.
    LegalBasis, "legal basis", {
        /// Consent (*consentement*).
        Consent = "consent", "Consentement", "Consent", "6(1)(a)";
        /// Performance of a contract (*exécution d'un contrat*).
        Contract = "contract", "Exécution d’un contrat", "Performance of a contract", "6(1)(b)";
        /// Legal obligation (*obligation légale*).
        LegalObligation = "legal_obligation", "Obligation légale", "Legal obligation", "6(1)(c)";
        /// Vital interests (*sauvegarde des intérêts vitaux*).
        VitalInterests = "vital_interests", "Sauvegarde des intérêts vitaux", "Vital interests", "6(1)(d)";
        /// Public task (*mission d'intérêt public*).
        PublicTask = "public_task", "Mission d’intérêt public ou autorité publique", "Public task or official authority", "6(1)(e)";
        /// Legitimate interests (*intérêts légitimes*).
        LegitimateInterests = "legitimate_interests", "Intérêts légitimes", "Legitimate interests", "6(1)(f)";
    }
}

terms! {
    /// A condition of Art. 9(2) GDPR under which special categories may be processed.
    SpecialCondition, "condition of Art. 9(2)", {
        /// Explicit consent.
        ExplicitConsent = "explicit_consent", "Consentement explicite", "Explicit consent", "9(2)(a)";
        /// Employment and social security law.
        Employment = "employment", "Droit du travail, sécurité et protection sociales", "Employment, social security and social protection law", "9(2)(b)";
        /// Vital interests of a person unable to consent.
        VitalInterests = "vital_interests", "Intérêts vitaux (incapacité)", "Vital interests (incapable)", "9(2)(c)";
        /// Not-for-profit body.
        NonProfit = "non_profit", "Organisme à but non lucratif", "Not-for-profit body", "9(2)(d)";
        /// Data manifestly made public by the person.
        MadePublic = "made_public", "Données manifestement rendues publiques", "Manifestly made public", "9(2)(e)";
        /// Legal claims.
        LegalClaims = "legal_claims", "Droits en justice", "Legal claims", "9(2)(f)";
        /// Substantial public interest.
        PublicInterest = "public_interest", "Intérêt public important", "Substantial public interest", "9(2)(g)";
        /// Preventive or occupational medicine, care.
        Medicine = "medicine", "Médecine préventive ou du travail, soins", "Preventive or occupational medicine, care", "9(2)(h)";
        /// Public health.
        PublicHealth = "public_health", "Santé publique", "Public health", "9(2)(i)";
        /// Archiving, research, statistics.
        Research = "research", "Archives, recherche, statistiques", "Archiving, research, statistics", "9(2)(j)";
    }
}
