//! The taxonomy of fideslang, and which of its keys our terms are.
//!
//! Mapped on 26 November 2026 to version 3.1.4, whose keys are in `data/fideslang-3.1.4.txt`. Which key stands for a category is a choice: the
//! two lists were not made for each other. It is the narrowest key that holds the core of the category.

use greffe_register::SubjectKind;
use greffe_terms::{
    Channel, DataCategory, LegalBasis, SensitiveCategory, SpecialCondition, TransferTool,
};

/// The version of fideslang whose taxonomy and resources are written and read.
pub const TAXONOMY_VERSION: &str = "3.1.4";

/// Every key of the taxonomy that the bridge writes or reads, with the list that it is of: a test holds them against the taxonomy itself.
pub fn taxonomy_keys_in_use() -> impl Iterator<Item = (&'static str, &'static str)> {
    let category = |key| ("data_category", key);
    let written = DataCategory::ALL.iter().map(|c| data_category(*c));
    let fields = FIELDS.iter().map(|(_, key)| *key);
    let sensitive = SensitiveCategory::ALL
        .iter()
        .map(|c| sensitive_category(*c))
        .filter(|key| *key != TRADE_UNION);
    let read = READ_AS.iter().map(|(key, _)| *key);
    let categories = written
        .chain(fields)
        .chain(sensitive)
        .chain(read)
        .map(category);
    let subjects = SubjectKind::ALL
        .iter()
        .filter_map(|kind| subject(*kind))
        .map(|key| ("data_subject", key));
    let uses = USES.iter().map(|key| ("data_use", *key));
    let bases = LegalBasis::ALL
        .iter()
        .map(|b| ("legal_basis_for_processing", legal_basis(*b)));
    let conditions = SpecialCondition::ALL
        .iter()
        .map(|c| ("special_category_legal_basis", condition(*c)));
    let tools = TransferTool::ALL
        .iter()
        .map(|t| ("legal_basis_for_transfers", transfer_tool(*t)));
    let roles = [CONTROLLER, PROCESSOR].map(|role| ("responsibility", role));
    categories
        .chain(subjects)
        .chain(uses)
        .chain(bases)
        .chain(conditions)
        .chain(tools)
        .chain(roles)
}

pub(super) const CONTROLLER: &str = "Controller";
pub(super) const PROCESSOR: &str = "Processor";

/// A custom category: the default taxonomy has none for membership of a trade union.
pub(super) const TRADE_UNION: &str = "user.trade_union";

pub(super) const fn data_category(category: DataCategory) -> &'static str {
    match category {
        DataCategory::Identity => "user.name",
        DataCategory::PersonalLife => "user.demographic",
        DataCategory::ProfessionalLife => "user.workplace",
        DataCategory::Economic => "user.financial",
        DataCategory::Connection => "user.device",
        DataCategory::Location => "user.location",
        DataCategory::Internet => "user.behavior.browsing_history",
        DataCategory::NationalNumber => "user.government_id.national_identification_number",
        _ => "user",
    }
}

/// What a field's own name tells more exactly.
const FIELDS: &[(&str, &str)] = &[
    ("account", "user.financial.bank_account"),
    ("address", "user.contact.address"),
    ("birth_date", "user.demographic.date_of_birth"),
    ("card", "user.financial.credit_card"),
    ("city", "user.contact.address.city"),
    ("cookie", "user.device.cookie_id"),
    ("country", "user.contact.address.country"),
    ("email", "user.contact.email"),
    ("fax", "user.contact.fax_number"),
    ("first_name", "user.name.first"),
    ("iban", "user.financial.bank_account"),
    ("ip", "user.device.ip_address"),
    ("ip_address", "user.device.ip_address"),
    ("job_title", "user.job_title"),
    ("last_name", "user.name.last"),
    ("name", "user.name"),
    ("password", "user.authorization.password"),
    ("phone", "user.contact.phone_number"),
    ("postal_code", "user.contact.address.postal_code"),
    ("username", "user.account.username"),
];

/// The key of a field: what its name tells, as long as that is of the same category, else the category's.
pub(super) fn field_category(field: &str, category: DataCategory) -> &'static str {
    FIELDS
        .iter()
        .find(|(name, _)| *name == field)
        .map(|(_, key)| *key)
        .filter(|key| read_category(key) == Some(Category::Data(category)))
        .unwrap_or(data_category(category))
}

pub(super) const fn sensitive_category(category: SensitiveCategory) -> &'static str {
    match category {
        SensitiveCategory::Race => "user.demographic.race_ethnicity",
        SensitiveCategory::Political => "user.demographic.political_opinion",
        SensitiveCategory::Belief => "user.demographic.religious_belief",
        SensitiveCategory::Union => TRADE_UNION,
        SensitiveCategory::Genetic => "user.health_and_medical.genetic",
        SensitiveCategory::Biometric => "user.biometric",
        SensitiveCategory::Sex => "user.demographic.sexual_orientation",
        SensitiveCategory::Offence => "user.criminal_history",
        _ => "user.health_and_medical",
    }
}

use Category::{Data, Sensitive};
use DataCategory as D;
use SensitiveCategory as S;

/// What a key of a data category is to a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Category {
    /// A category of data.
    Data(DataCategory),
    /// A sensitive category.
    Sensitive(SensitiveCategory),
}

/// Which category a key is: the longest of the known keys that it is or lies under.
pub(super) fn read_category(key: &str) -> Option<Category> {
    READ_AS
        .iter()
        .chain([&(TRADE_UNION, Sensitive(S::Union))])
        .filter(|(known, _)| {
            key.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
        .max_by_key(|(known, _)| known.len())
        .map(|(_, category)| *category)
}

/// Keys with all that lies under them. `system` is not there: it holds no data of persons.
const READ_AS: &[(&str, Category)] = &[
    ("user", Data(D::Other)),
    ("user.account", Data(D::Connection)),
    ("user.authorization", Data(D::Connection)),
    ("user.authorization.biometric", Sensitive(S::Biometric)),
    ("user.behavior", Data(D::Internet)),
    ("user.behavior.purchase_history", Data(D::Economic)),
    ("user.biometric", Sensitive(S::Biometric)),
    ("user.biometric.health", Sensitive(S::Health)),
    ("user.contact", Data(D::Identity)),
    ("user.contact.organization", Data(D::ProfessionalLife)),
    ("user.content", Data(D::PersonalLife)),
    ("user.content.self_image", Data(D::Identity)),
    ("user.criminal_history", Sensitive(S::Offence)),
    ("user.demographic", Data(D::PersonalLife)),
    ("user.demographic.date_of_birth", Data(D::Identity)),
    ("user.demographic.gender", Data(D::Identity)),
    (
        "user.demographic.political_opinion",
        Sensitive(S::Political),
    ),
    ("user.demographic.race_ethnicity", Sensitive(S::Race)),
    ("user.demographic.religious_belief", Sensitive(S::Belief)),
    ("user.demographic.sexual_orientation", Sensitive(S::Sex)),
    ("user.device", Data(D::Connection)),
    ("user.device.cookie", Data(D::Internet)),
    ("user.device.cookie_id", Data(D::Internet)),
    ("user.financial", Data(D::Economic)),
    ("user.government_id", Data(D::Identity)),
    (
        "user.government_id.national_identification_number",
        Data(D::NationalNumber),
    ),
    ("user.health_and_medical", Sensitive(S::Health)),
    ("user.health_and_medical.genetic", Sensitive(S::Genetic)),
    ("user.job_title", Data(D::ProfessionalLife)),
    ("user.location", Data(D::Location)),
    ("user.name", Data(D::Identity)),
    ("user.payment", Data(D::Economic)),
    ("user.social", Data(D::PersonalLife)),
    ("user.telemetry", Data(D::Internet)),
    ("user.unique_id", Data(D::Identity)),
    ("user.workplace", Data(D::ProfessionalLife)),
];

/// The key of a usual category of persons, where the default taxonomy has one.
pub(super) const fn subject(kind: SubjectKind) -> Option<&'static str> {
    match kind {
        SubjectKind::Customers => Some("customer"),
        SubjectKind::Prospects => Some("prospect"),
        SubjectKind::Employees => Some("employee"),
        SubjectKind::Applicants => Some("job_applicant"),
        SubjectKind::Suppliers => Some("supplier_vendor"),
        SubjectKind::Visitors => Some("visitor"),
        _ => None,
    }
}

const USES: &[&str] = &[EMAIL, SMS, MARKETING, LEGAL, SERVICE, COLLECT];
const EMAIL: &str = "marketing.communications.email";
const SMS: &str = "marketing.communications.sms";
const MARKETING: &str = "marketing.communications";
const LEGAL: &str = "essential.legal_obligation";
const SERVICE: &str = "essential.service";
const COLLECT: &str = "collect";

/// The data use of a purpose. A declaration must have one and a register has none: marketing is marketing, the legal basis tells some, and
/// for the rest the taxonomy's own use "not yet expressly defined" claims least.
pub(super) fn data_use(
    is_marketing: bool,
    channels: &[Channel],
    basis: Option<LegalBasis>,
) -> &'static str {
    match (is_marketing, channels, basis) {
        (true, [Channel::Email], _) => EMAIL,
        (true, [Channel::Sms], _) => SMS,
        (true, _, _) => MARKETING,
        (false, _, Some(LegalBasis::LegalObligation)) => LEGAL,
        (false, _, Some(LegalBasis::Contract)) => SERVICE,
        _ => COLLECT,
    }
}

/// Whether a data use is direct marketing, and by which channel.
pub(super) fn marketing(data_use: &str) -> Option<Option<Channel>> {
    match data_use {
        EMAIL => Some(Some(Channel::Email)),
        SMS => Some(Some(Channel::Sms)),
        MARKETING => Some(None),
        _ => None,
    }
}

pub(super) const fn legal_basis(basis: LegalBasis) -> &'static str {
    match basis {
        LegalBasis::Consent => "Consent",
        LegalBasis::Contract => "Contract",
        LegalBasis::LegalObligation => "Legal obligations",
        LegalBasis::VitalInterests => "Vital interests",
        LegalBasis::PublicTask => "Public interest",
        _ => "Legitimate interests",
    }
}

pub(super) const fn condition(condition: SpecialCondition) -> &'static str {
    match condition {
        SpecialCondition::ExplicitConsent => "Explicit consent",
        SpecialCondition::Employment => "Employment, social security and social protection",
        SpecialCondition::VitalInterests => "Vital interests",
        SpecialCondition::NonProfit => "Not-for-profit bodies",
        SpecialCondition::MadePublic => "Made public by the data subject",
        SpecialCondition::LegalClaims => "Legal claims or judicial acts",
        SpecialCondition::PublicInterest => {
            "Reasons of substantial public interest (with a basis in law)"
        }
        SpecialCondition::Medicine => "Health or social care (with a basis in law)",
        SpecialCondition::PublicHealth => "Public health (with a basis in law)",
        _ => "Archiving, research and statistics (with a basis in law)",
    }
}

pub(super) const fn transfer_tool(tool: TransferTool) -> &'static str {
    match tool {
        TransferTool::Adequacy => "Adequacy Decision",
        TransferTool::StandardClauses => "SCCs",
        TransferTool::BindingCorporateRules => "BCRs",
        _ => OTHER_TOOL,
    }
}

pub(super) const OTHER_TOOL: &str = "Other";
