//! The resources of a manifest as they are written: the keys of fideslang 3.1.4, as far as a register has something for them.

use serde::Serialize;

/// A manifest.
#[derive(Serialize, Default)]
pub(super) struct Manifest {
    pub(super) organization: Vec<Organization>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) data_category: Vec<CustomCategory>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) data_subject: Vec<CustomSubject>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) dataset: Vec<Dataset>,
    pub(super) system: Vec<System>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) policy: Vec<Policy>,
}

/// Who keeps the register.
#[derive(Serialize)]
pub(super) struct Organization {
    pub(super) fides_key: &'static str,
    pub(super) name: String,
    #[serde(skip_serializing_if = "ContactDetails::is_empty")]
    pub(super) controller: ContactDetails,
    #[serde(skip_serializing_if = "ContactDetails::is_empty")]
    pub(super) data_protection_officer: ContactDetails,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) meta: Option<Meta>,
}

/// How to reach somebody.
#[derive(Serialize, Default, PartialEq, Eq)]
pub(super) struct ContactDetails {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<String>,
}

impl ContactDetails {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A category that the default taxonomy has no key for.
#[derive(Serialize)]
pub(super) struct CustomCategory {
    pub(super) fides_key: &'static str,
    pub(super) name: String,
    pub(super) parent_key: &'static str,
}

/// A kind of data subject that the default taxonomy has no key for.
#[derive(Serialize)]
pub(super) struct CustomSubject {
    pub(super) fides_key: String,
    pub(super) name: String,
}

/// The tables in which a record's data are held.
#[derive(Serialize)]
pub(super) struct Dataset {
    pub(super) fides_key: String,
    pub(super) name: String,
    pub(super) collections: Vec<Collection>,
}

/// A table.
#[derive(Serialize)]
pub(super) struct Collection {
    pub(super) name: String,
    pub(super) data_categories: Vec<&'static str>,
    pub(super) fields: Vec<Field>,
}

/// A column.
#[derive(Serialize)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) data_categories: Vec<&'static str>,
}

/// A record of the register.
#[derive(Serialize)]
pub(super) struct System {
    pub(super) fides_key: String,
    pub(super) name: String,
    pub(super) system_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) administrating_department: Option<String>,
    pub(super) legal_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) legal_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dpo: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) responsibility: Vec<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) does_international_transfers: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) legal_basis_for_transfers: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data_security_practices: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) dataset_references: Vec<String>,
    pub(super) privacy_declarations: Vec<PrivacyDeclaration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) meta: Option<Meta>,
}

/// A purpose of a record on one legal basis.
#[derive(Serialize)]
pub(super) struct PrivacyDeclaration {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) data_categories: Vec<&'static str>,
    pub(super) data_use: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) data_subjects: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) legal_basis_for_processing: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flexible_legal_basis_for_processing: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) retention_period: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) processes_special_category_data: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) special_category_legal_basis: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) data_shared_with_third_parties: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) third_parties: Option<String>,
}

/// Combinations that systems must not declare.
#[derive(Serialize)]
pub(super) struct Policy {
    pub(super) fides_key: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) rules: Vec<PolicyRule>,
}

/// A combination: a declaration breaks the rule where all three match.
#[derive(Serialize)]
pub(super) struct PolicyRule {
    pub(super) name: String,
    pub(super) data_categories: Matching,
    pub(super) data_uses: Matching,
    pub(super) data_subjects: Matching,
}

/// Keys, and how a declaration's keys are held against them.
#[derive(Serialize)]
pub(super) struct Matching {
    pub(super) matches: &'static str,
    pub(super) values: Vec<String>,
}

/// What Greffe keeps beside the terms, as texts that hold JSON: so no YAML reader takes a date or a `no` in it for something else.
#[derive(Serialize)]
pub(super) struct Meta {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) greffe_language: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) greffe_register: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) greffe_record: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
