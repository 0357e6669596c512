//! Whom and what a breach reaches, and how gravely. The lists are those of the form by which the CNIL is notified.

use std::fmt;

use greffe_terms::{Lang, Text};

use crate::model::code::{codes, debug_without_values};

/// How many, approximately (Art. 33(3)(a) GDPR). That a number could not be determined is a fact; where nobody wrote anything there is none of
/// these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApproximateNumber {
    /// About so many.
    About(u64),
    /// It was looked for and is not determined so far.
    NotDetermined,
}

/// A category of persons or of data: one of a list, or one in the record's own words.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Affected<T> {
    /// One of the list.
    Listed(T),
    /// One in the record's own words.
    Other(Text),
}

impl<T> fmt::Debug for Affected<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Listed(_) => "Listed(..)",
            Self::Other(_) => "Other(..)",
        })
    }
}

/// Where the list of the persons concerned is (*liste des personnes concernées*). A register holds the reference, never the list.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PersonsList {
    /// Where it is.
    pub place: Text,
    /// Who may read it.
    pub readers: Vec<Text>,
}

debug_without_values!(PersonsList);

codes! {
    /// A category of persons concerned by a breach.
    BreachPeople {
        /// Employees.
        Employees = "employee", "employés", "employees";
        /// Users.
        Users = "user", "utilisateurs", "users";
        /// Members.
        Members = "member", "adhérents", "members";
        /// Pupils and students.
        Students = "student", "élèves et étudiants", "pupils and students";
        /// Military staff.
        Military = "military", "militaires", "military staff";
        /// Customers, present and to be won.
        Customers = "customer", "clients actuels ou potentiels", "present or potential customers";
        /// Patients.
        Patients = "patient", "patients", "patients";
        /// Minors.
        Minors = "minor", "mineurs", "minors";
        /// Vulnerable persons.
        Vulnerable = "vulnerable", "personnes vulnérables", "vulnerable persons";
        /// Looked for, not determined so far.
        NotDetermined = "not_determined", "pas encore déterminées", "not determined so far";
        /// Others.
        Others = "other", "autres", "others";
    }
}

codes! {
    /// A category of data concerned by a breach.
    BreachData {
        /// Civil status.
        CivilStatus = "civil_status", "état civil", "civil status";
        /// The number of social security.
        SocialNumber = "social_number", "numéro de sécurité sociale (NIR)", "social-security number";
        /// How to reach a person.
        Contact = "contact", "coordonnées", "contact details";
        /// Names of accounts, passwords, customer numbers. The code is spelt as the lists that programs exchange spell it.
        Access = "indentification_access", "données d’identification ou d’accès", "identification or access data";
        /// Income, cards, accounts.
        Financial = "financial", "données économiques et financières", "economic and financial data";
        /// Passports and the like.
        OfficialDocument = "official_document", "documents officiels", "official documents";
        /// Location.
        Location = "location", "localisation", "location";
        /// Offences, convictions, security measures.
        Offences = "offenses_convictions_security", "infractions, condamnations et mesures de sûreté", "offences, convictions and security measures";
        /// Looked for, not known so far.
        NotKnown = "unknown", "pas encore connues", "not known so far";
        /// Racial or ethnic origin.
        Ethnic = "racial_ethnic", "origine raciale ou ethnique", "racial or ethnic origin";
        /// Political opinions.
        Political = "political", "opinions politiques", "political opinions";
        /// Philosophical or religious beliefs.
        Religious = "philosophical_religious", "convictions philosophiques ou religieuses", "philosophical or religious beliefs";
        /// Membership of a trade union.
        TradeUnion = "trade_union_membership", "appartenance syndicale", "trade-union membership";
        /// Sexual orientation.
        SexualOrientation = "sexual_orientation", "orientation sexuelle", "sexual orientation";
        /// Health.
        Health = "health", "santé", "health";
        /// Biometric data.
        Biometric = "biometric", "données biométriques", "biometric data";
        /// Genetic data.
        Genetic = "genetic", "données génétiques", "genetic data";
        /// Others.
        Others = "other", "autres données", "other data";
    }
}

codes! {
    /// A kind of damage to persons.
    BreachImpact {
        /// Loss of control over their data.
        LossOfControl = "loss_control_personal_data", "perte de contrôle sur leurs données", "loss of control over their data";
        /// Rights limited.
        RightsLimited = "limitation_right", "limitation de leurs droits", "limitation of their rights";
        /// Discrimination.
        Discrimination = "discrimination", "discrimination", "discrimination";
        /// Identity theft.
        IdentityTheft = "identity_theft", "usurpation d’identité", "identity theft";
        /// Fraud.
        Fraud = "fraud", "fraude", "fraud";
        /// Pseudonyms undone.
        PseudonymLifted = "unauthorized_pseudo_lifting", "levée de pseudonymes sans autorisation", "pseudonyms lifted without authorisation";
        /// Loss of money.
        FinancialLoss = "financial_losses", "pertes financières", "financial losses";
        /// Damage to reputation.
        Reputation = "reputation_damage", "atteinte à la réputation", "damage to reputation";
        /// A professional secret no longer kept.
        ProfessionalSecrecy = "loss_professional_confidentiality", "secret professionnel rompu", "professional secrecy broken";
        /// Another one.
        Other = "other", "autre", "other";
    }
}

codes! {
    /// How grave a breach is for the persons (*gravité*).
    BreachGravity {
        /// Hardly felt.
        Negligible = "negligible", "négligeable", "negligible";
        /// Overcome with some effort.
        Limited = "limited", "limitée", "limited";
        /// Overcome with serious difficulty.
        Important = "important", "importante", "significant";
        /// Perhaps not to be overcome.
        Maximum = "maximum", "maximale", "maximum";
    }
}

impl BreachGravity {
    /// Whether it amounts to the high risk of Art. 34(1) GDPR. The law draws no line between the four; the cautious one stands below
    /// `important`.
    #[must_use]
    pub const fn is_high(self) -> bool {
        matches!(self, Self::Important | Self::Maximum)
    }
}

impl ApproximateNumber {
    /// `environ 240`, `not determined so far`.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> String {
        match self {
            Self::About(number) => {
                let about = lang.pick("environ", "about");
                format!("{about} {number}")
            }
            Self::NotDetermined => lang
                .pick("pas encore déterminé", "not determined so far")
                .to_owned(),
        }
    }
}

impl Affected<BreachPeople> {
    /// The category in words.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> &str {
        match self {
            Self::Listed(listed) => listed.label(lang),
            Self::Other(text) => text.in_language(lang),
        }
    }
}

impl Affected<BreachData> {
    /// The category in words.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> &str {
        match self {
            Self::Listed(listed) => listed.label(lang),
            Self::Other(text) => text.in_language(lang),
        }
    }
}
