//! What data, of what sensitivity, for whom, protected how, and in which role.

use crate::term::terms;

terms! {
    /// A category of personal data (*catégorie de données*), Art. 30(1)(c) GDPR, as the CNIL's register lists them.
    DataCategory, "data category", {
        /// Civil status, identity, identification data, images.
        Identity = "identity", "État civil, identité, données d’identification, images", "Civil status, identity, identification data, images", "30(1)(c)";
        /// Personal life.
        PersonalLife = "personal_life", "Vie personnelle", "Personal life", "30(1)(c)";
        /// Professional life.
        ProfessionalLife = "professional_life", "Vie professionnelle", "Professional life", "30(1)(c)";
        /// Economic and financial information.
        Economic = "economic", "Informations d’ordre économique et financier", "Economic and financial information", "30(1)(c)";
        /// Connection data.
        Connection = "connection", "Données de connexion", "Connection data", "30(1)(c)";
        /// Location data.
        Location = "location", "Données de localisation", "Location data", "30(1)(c)";
        /// Internet: cookies, trackers, browsing.
        Internet = "internet", "Internet (cookies, traceurs, navigation)", "Internet (cookies, trackers, browsing)", "30(1)(c)";
        /// National identification number (NIR in France).
        NationalNumber = "nir", "Numéro de sécurité sociale (NIR)", "National identification number", "87";
        /// Anything else; the entry says what.
        Other = "other", "Autres catégories de données", "Other categories", "30(1)(c)";
    }
}

terms! {
    /// A sensitive category (*données sensibles*), Art. 9(1) and 10 GDPR.
    SensitiveCategory, "sensitive category", {
        /// Racial or ethnic origin.
        Race = "race", "Origine raciale ou ethnique", "Racial or ethnic origin", "9(1)";
        /// Political opinions.
        Political = "political", "Opinions politiques", "Political opinions", "9(1)";
        /// Religious or philosophical beliefs.
        Belief = "belief", "Convictions religieuses ou philosophiques", "Religious or philosophical beliefs", "9(1)";
        /// Trade union membership.
        Union = "union", "Appartenance syndicale", "Trade union membership", "9(1)";
        /// Genetic data.
        Genetic = "genetic", "Données génétiques", "Genetic data", "9(1)";
        /// Biometric data for unique identification.
        Biometric = "biometric", "Données biométriques d’identification unique", "Biometric data for unique identification", "9(1)";
        /// Data concerning health.
        Health = "health", "Données de santé", "Data concerning health", "9(1)";
        /// Sex life or sexual orientation.
        Sex = "sex", "Vie sexuelle ou orientation sexuelle", "Sex life or sexual orientation", "9(1)";
        /// Criminal convictions and offences.
        Offence = "offence", "Condamnations pénales ou infractions", "Criminal convictions and offences", "10";
    }
}

terms! {
    /// A kind of recipient (*destinataire*), Art. 30(1)(d) GDPR.
    RecipientKind, "kind of recipient", {
        /// A department of the organisation.
        Internal = "internal", "Service interne", "Internal department", "30(1)(d)";
        /// Another organisation that receives the data.
        External = "external", "Organisme externe", "External organisation", "30(1)(d)";
        /// A processor (*sous-traitant*), Art. 28.
        Processor = "processor", "Sous-traitant", "Processor", "28";
        /// An institutional or commercial partner.
        Partner = "partner", "Partenaire institutionnel ou commercial", "Institutional or commercial partner", "30(1)(d)";
        /// A recipient in a third country or an international organisation.
        ThirdCountry = "third_country", "Destinataire dans un pays tiers", "Recipient in a third country", "30(1)(d)";
    }
}

terms! {
    /// A family of security measures (*mesures de sécurité*), Art. 32 GDPR, as the CNIL's register lists them.
    MeasureFamily, "family of measures", {
        /// Traceability.
        Trace = "trace", "Mesures de traçabilité", "Traceability", "32";
        /// Software protection.
        Software = "software", "Mesures de protection des logiciels", "Software protection", "32";
        /// Data backup.
        Backup = "backup", "Sauvegarde des données", "Data backup", "32";
        /// Encryption.
        Encryption = "encryption", "Chiffrement des données", "Data encryption", "32";
        /// User access control.
        Access = "access", "Contrôle d’accès des utilisateurs", "User access control", "32";
        /// Control of processors.
        Processors = "processors", "Contrôle des sous-traitants", "Processor control", "32";
        /// Anything else; the entry says what.
        Other = "other", "Autres mesures", "Other measures", "32";
    }
}

terms! {
    /// The organisation's role in a processing, Art. 4(7) and 4(8) GDPR.
    Role, "role", {
        /// Decides purposes and means (*responsable du traitement*).
        Controller = "controller", "Responsable du traitement", "Controller", "4(7)";
        /// Decides together with others (*responsable conjoint*).
        JointController = "joint_controller", "Responsable conjoint du traitement", "Joint controller", "26";
        /// Acts on a controller's behalf (*sous-traitant*).
        Processor = "processor", "Sous-traitant", "Processor", "4(8)";
    }
}
