//! The CNIL's two lists of processing operations, Art. 35(4) and (5) GDPR.
//!
//! Both hold for controllers whose lead authority is the CNIL; another authority's list is `"not_applicable"` here and belongs into the
//! rationale. The words are ours.

use super::super::code::codes;

/// The day up to which both lists are known (ISO 8601). Neither was changed since its adoption.
pub(super) const AS_OF: &str = "2026-02-09";

codes! {
    /// A case of the list of operations for which an assessment is required (*liste des traitements pour lesquels une AIPD est
    /// requise*): the CNIL's deliberation 2018-327 of 11 October 2018, in its order.
    DpiaRequiredCase {
        /// Health data of care or medico-social establishments.
        HealthEstablishment = "health_establishment", "données de santé d’un établissement de santé ou médico-social pour la prise en charge des personnes", "health data of a care or medico-social establishment that looks after persons";
        /// Genetic data of vulnerable persons.
        GeneticVulnerable = "genetic_vulnerable", "données génétiques de personnes vulnérables", "genetic data of vulnerable persons";
        /// Profiles for managing staff.
        StaffProfiles = "staff_profiles", "profils de personnes pour la gestion des ressources humaines", "profiles of persons for managing staff";
        /// Constant monitoring of employees.
        EmployeeMonitoring = "employee_monitoring", "surveillance constante de l’activité des salariés", "constant monitoring of employees’ activity";
        /// Reports on social or health matters.
        SocialAlerts = "social_alerts", "alertes et signalements en matière sociale et sanitaire", "alerts and reports on social and health matters";
        /// Whistleblowing at work.
        ProfessionalAlerts = "professional_alerts", "alertes et signalements en matière professionnelle", "alerts and reports on professional matters";
        /// Health-data warehouses and registries.
        HealthWarehouse = "health_warehouse", "données de santé pour un entrepôt de données ou un registre", "health data for a data warehouse or a registry";
        /// Profiling that may end a contract.
        ExclusionProfiling = "exclusion_profiling", "profilage pouvant exclure d’un contrat, le suspendre ou le rompre", "profiling that may exclude from a contract, suspend or end it";
        /// Shared files of breaches of contract.
        SharedDefaults = "shared_defaults", "manquements contractuels mutualisés pouvant exclure d’un contrat ou le suspendre", "shared breaches of contract that may exclude from a contract or suspend it";
        /// Profiling with outside sources.
        ExternalProfiling = "external_profiling", "profilage faisant appel à des sources externes", "profiling with data from outside sources";
        /// Biometric recognition with vulnerable persons among those concerned.
        BiometricVulnerable = "biometric_vulnerable", "reconnaissance biométrique de personnes dont certaines sont vulnérables", "biometric recognition of persons some of whom are vulnerable";
        /// Social housing.
        SocialHousing = "social_housing", "instruction des demandes et gestion des logements sociaux", "requests for and management of social housing";
        /// Social or medico-social support.
        SocialSupport = "social_support", "accompagnement social ou médico-social des personnes", "social or medico-social support of persons";
        /// Location at a large scale.
        LargeScaleLocation = "large_scale_location", "données de localisation à large échelle", "location data at a large scale";
    }
}

codes! {
    /// A case of the list of operations for which no assessment is required (*liste des traitements pour lesquels une AIPD n’est pas
    /// requise*): the CNIL's deliberation 2019-118 of 12 September 2019, in its order.
    DpiaExemptCase {
        /// Staff of an employer of fewer than 250, without profiling.
        SmallEmployerStaff = "small_employer_staff", "gestion du personnel d’un organisme de moins de 250 personnes, sans profilage", "staff of an organisation of fewer than 250 persons, without profiling";
        /// Suppliers.
        Suppliers = "suppliers", "relation avec les fournisseurs", "relations with suppliers";
        /// Electoral rolls of municipalities.
        ElectoralRoll = "electoral_roll", "fichier électoral d’une commune", "a municipality’s electoral roll";
        /// Works councils.
        WorksCouncil = "works_council", "activités d’un comité d’entreprise ou d’établissement", "activities of a works council";
        /// Members and donors of an association, without sensitive data.
        AssociationMembers = "association_members", "membres et donateurs d’une association, sans donnée sensible", "members and donors of an association, without sensitive data";
        /// A health professional who practises alone.
        SoleHealthProfessional = "sole_health_professional", "patients d’un professionnel de santé exerçant à titre individuel", "patients of a health professional who practises alone";
        /// A lawyer who practises alone.
        SoleLawyer = "sole_lawyer", "activité d’un avocat exerçant à titre individuel", "work of a lawyer who practises alone";
        /// Clerks of commercial courts.
        CommercialCourtClerk = "commercial_court_clerk", "activité d’un greffier de tribunal de commerce", "work of a clerk of a commercial court";
        /// Notaries.
        Notary = "notary", "activité notariale et rédaction des actes", "work of a notary and drafting of deeds";
        /// School, out-of-school and early-childhood services.
        SchoolServices = "school_services", "affaires scolaires, périscolaires et petite enfance", "school, out-of-school and early-childhood services";
        /// Physical access and working time, without biometrics.
        AccessAndHours = "access_and_hours", "contrôle des accès physiques et des horaires, sans biométrie ni donnée sensible", "physical access and working hours, without biometrics or sensitive data";
        /// Alcohol interlocks in transport.
        AlcoholInterlock = "alcohol_interlock", "éthylotests imposés par un texte dans le transport", "alcohol interlocks that a text imposes in transport";
    }
}

impl DpiaRequiredCase {
    /// The deliberation, as a citation.
    pub const SOURCE: &'static str = "CNIL 2018-327";
    /// The day up to which the list is known (ISO 8601).
    pub const AS_OF: &'static str = AS_OF;
}

impl DpiaExemptCase {
    /// The deliberation, as a citation.
    pub const SOURCE: &'static str = "CNIL 2019-118";
    /// The day up to which the list is known (ISO 8601).
    pub const AS_OF: &'static str = AS_OF;
}
