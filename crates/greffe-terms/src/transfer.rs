//! Instruments under which data leave the Union.

use crate::term::terms;

terms! {
    /// A transfer instrument (*garantie de transfert*) of Art. 45 to 49 GDPR.
    TransferTool, "transfer instrument", {
        /// Adequacy decision.
        Adequacy = "adequacy", "Décision d’adéquation", "Adequacy decision", "45";
        /// Legally binding instrument between public authorities.
        PublicInstrument = "public_instrument", "Instrument juridique contraignant", "Legally binding instrument", "46(2)(a)";
        /// Binding corporate rules.
        BindingCorporateRules = "bcr", "Règles d’entreprise contraignantes", "Binding corporate rules", "46(2)(b)";
        /// Standard clauses of the Commission.
        StandardClauses = "scc", "Clauses contractuelles types de la Commission", "Standard contractual clauses of the Commission", "46(2)(c)";
        /// Standard clauses of a supervisory authority.
        AuthorityClauses = "scc_authority", "Clauses contractuelles types d’une autorité", "Standard contractual clauses of an authority", "46(2)(d)";
        /// Code of conduct.
        CodeOfConduct = "code_of_conduct", "Code de conduite", "Code of conduct", "46(2)(e)";
        /// Certification.
        Certification = "certification", "Certification", "Certification", "46(2)(f)";
        /// Ad hoc clauses.
        AdHocClauses = "ad_hoc_clauses", "Clauses contractuelles ad hoc", "Ad hoc contractual clauses", "46(3)(a)";
        /// Administrative arrangements.
        Arrangements = "arrangements", "Arrangements administratifs", "Administrative arrangements", "46(3)(b)";
        /// Explicit consent.
        ExplicitConsent = "explicit_consent", "Consentement explicite", "Explicit consent", "49(1)(a)";
        /// Contract with the person.
        ContractWithPerson = "contract_with_person", "Contrat avec la personne", "Contract with the person", "49(1)(b)";
        /// Contract in the person's interest.
        ContractForPerson = "contract_for_person", "Contrat dans l’intérêt de la personne", "Contract in the person’s interest", "49(1)(c)";
        /// Important public interest.
        PublicInterest = "public_interest", "Intérêt public important", "Important public interest", "49(1)(d)";
        /// Legal claims.
        LegalClaims = "legal_claims", "Droits en justice", "Legal claims", "49(1)(e)";
        /// Vital interests.
        VitalInterests = "vital_interests", "Intérêts vitaux", "Vital interests", "49(1)(f)";
        /// Public register.
        PublicRegister = "public_register", "Registre public", "Public register", "49(1)(g)";
        /// Compelling legitimate interests.
        CompellingInterests = "compelling_interests", "Intérêts légitimes impérieux", "Compelling legitimate interests", "49(1), second subparagraph";
    }
}
