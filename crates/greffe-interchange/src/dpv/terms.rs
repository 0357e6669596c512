//! Which terms of DPV ours are.
//!
//! Mapped on 26 November 2026 to version 2.2 of DPV, its extensions PD and LOC and its extension for the GDPR: the terms in use are in
//! `data/dpv-2.2.txt`. Where a narrower term would claim more than a register says, the wider one stands.

use greffe_register::{DataSource, Right, Status, SubjectKind};
use greffe_terms::{
    DataCategory, LegalBasis, MeasureFamily, SensitiveCategory, SpecialCondition, TransferTool,
};
use serde_json::{Value, json};

/// The version of DPV whose terms are written and read.
pub const VOCABULARY_VERSION: &str = "2.2";

/// The prefixes of the document's `@context`.
pub(super) const PREFIXES: [(&str, &str); 8] = [
    ("dct", "http://purl.org/dc/terms/"),
    ("dpv", "https://w3id.org/dpv#"),
    ("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"),
    ("greffe", "urn:greffe:terms#"),
    ("loc", "https://w3id.org/dpv/loc#"),
    ("pd", "https://w3id.org/dpv/pd#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

pub(super) fn context() -> Value {
    PREFIXES
        .into_iter()
        .map(|(prefix, iri)| (prefix.to_owned(), json!(iri)))
        .collect()
}

/// Every term of DPV that the bridge writes or reads, with its prefix: a test holds them against the vocabulary. Countries are `loc:` with
/// their code of ISO 3166-1 and are not listed.
pub fn terms_in_use() -> impl Iterator<Item = String> {
    let data = DATA.iter().map(|(_, term)| *term);
    let read = NARROWER.iter().map(|(term, _)| *term);
    let sensitive = SENSITIVE.iter().map(|(_, term)| *term);
    let subjects = SUBJECTS.iter().map(|(_, term)| *term);
    let measures = MEASURES.iter().map(|(_, term)| *term);
    let sources = SOURCES.iter().map(|(_, term)| *term);
    let statuses = STATUSES.iter().map(|(_, term)| *term);
    let bases = LegalBasis::ALL.iter().map(|b| article(b.article()));
    let conditions = SpecialCondition::ALL.iter().map(|c| article(c.article()));
    let tools = TransferTool::ALL.iter().map(|t| transfer_tool(*t));
    let rights = RIGHTS.iter().map(|(_, term)| *term);
    [PERSONAL_DATA, SPECIAL, SENSITIVE_DATA]
        .into_iter()
        .chain(PLAIN.iter().copied())
        .chain(data)
        .chain(read)
        .chain(sensitive)
        .chain(subjects)
        .chain(measures)
        .chain(sources)
        .chain(statuses)
        .chain(rights)
        .map(ToOwned::to_owned)
        .chain(bases)
        .chain(conditions)
        .chain(tools)
}

pub(super) const PERSONAL_DATA: &str = "dpv:PersonalData";
pub(super) const SPECIAL: &str = "dpv:SpecialCategoryPersonalData";
pub(super) const SENSITIVE_DATA: &str = "dpv:SensitivePersonalData";

/// Terms that stand in the code itself.
const PLAIN: &[&str] = &[
    "dpv:DataController",
    "dpv:DataImporter",
    "dpv:DataProcessor",
    "dpv:DataProtectionOfficer",
    "dpv:DataSource",
    "dpv:DataSubject",
    "dpv:DirectMarketing",
    "dpv:IndeterminateDuration",
    "dpv:Optional",
    "dpv:Organisation",
    "dpv:Process",
    "dpv:Purpose",
    "dpv:Recipient",
    "dpv:Required",
    "dpv:StorageDuration",
    "dpv:StorageLocation",
    "dpv:Technology",
    "dpv:ThirdParty",
    "dpv:ThirdPartyDataSource",
    "dpv:hasActivityStatus",
    "dpv:hasAddress",
    "dpv:hasApplicableLaw",
    "dpv:hasAssessment",
    "dpv:hasContact",
    "dpv:hasCountry",
    "dpv:hasDataController",
    "dpv:hasDataImporter",
    "dpv:hasDataProcessor",
    "dpv:hasDataProtectionOfficer",
    "dpv:hasDataSource",
    "dpv:hasDataSubject",
    "dpv:hasDuration",
    "dpv:hasFrequency",
    "dpv:hasIdentifier",
    "dpv:hasJointDataControllers",
    "dpv:hasJustification",
    "dpv:hasLegalBasis",
    "dpv:hasLocation",
    "dpv:hasName",
    "dpv:hasNecessity",
    "dpv:hasPersonalData",
    "dpv:hasProcess",
    "dpv:hasPurpose",
    "dpv:hasRecipient",
    "dpv:hasRecipientThirdParty",
    "dpv:hasResponsibleEntity",
    "dpv:hasRight",
    "dpv:hasStorageCondition",
    "dpv:hasTechnicalOrganisationalMeasure",
    "dpv:hasThirdCountry",
    "dpv:isImplementedUsingTechnology",
];

const DATA: &[(DataCategory, &str)] = &[
    (DataCategory::Identity, "pd:Identifying"),
    (DataCategory::PersonalLife, "pd:Social"),
    (DataCategory::ProfessionalLife, "pd:Professional"),
    (DataCategory::Economic, "pd:Financial"),
    (DataCategory::Connection, "pd:DeviceBased"),
    (DataCategory::Location, "pd:Location"),
    (DataCategory::Internet, "pd:BrowsingBehavior"),
    (DataCategory::NationalNumber, "pd:OfficialID"),
];

/// Narrower terms that others use; the entry's detail then says which.
const NARROWER: &[(&str, DataCategory)] = &[
    ("pd:Age", DataCategory::Identity),
    ("pd:BankAccount", DataCategory::Economic),
    ("pd:Behavioral", DataCategory::Internet),
    ("pd:BirthDate", DataCategory::Identity),
    ("pd:BrowserFingerprint", DataCategory::Internet),
    ("pd:CallLog", DataCategory::Connection),
    ("pd:Communication", DataCategory::PersonalLife),
    ("pd:Contact", DataCategory::Identity),
    ("pd:Country", DataCategory::Location),
    ("pd:CreditCardNumber", DataCategory::Economic),
    ("pd:CurrentEmployment", DataCategory::ProfessionalLife),
    ("pd:EmailAddress", DataCategory::Identity),
    ("pd:EmploymentHistory", DataCategory::ProfessionalLife),
    ("pd:Family", DataCategory::PersonalLife),
    ("pd:FinancialAccount", DataCategory::Economic),
    ("pd:GPSCoordinate", DataCategory::Location),
    ("pd:Gender", DataCategory::Identity),
    ("pd:IPAddress", DataCategory::Connection),
    ("pd:Income", DataCategory::Economic),
    ("pd:Job", DataCategory::ProfessionalLife),
    ("pd:MaritalStatus", DataCategory::PersonalLife),
    ("pd:Name", DataCategory::Identity),
    ("pd:Passport", DataCategory::Identity),
    ("pd:Password", DataCategory::Connection),
    ("pd:PaymentCard", DataCategory::Economic),
    ("pd:PhysicalAddress", DataCategory::Identity),
    ("pd:Picture", DataCategory::Identity),
    ("pd:Purchase", DataCategory::Economic),
    ("pd:Salary", DataCategory::ProfessionalLife),
    ("pd:TelephoneNumber", DataCategory::Identity),
    ("pd:Transactional", DataCategory::Economic),
    ("pd:UserAgent", DataCategory::Connection),
    ("pd:Username", DataCategory::Connection),
];

/// The term of a category of data; none for what has no category of its own.
pub(super) fn data(category: DataCategory) -> Option<&'static str> {
    term_of(DATA, category)
}

/// The category of a term, and whether the term is narrower than what Greffe writes for it.
pub(super) fn read_data(term: &str) -> Option<(DataCategory, bool)> {
    let own = code_of(DATA, term).map(|category| (category, false));
    own.or_else(|| {
        let known = NARROWER.iter().find(|(known, _)| *known == term);
        known.map(|(_, category)| (*category, true))
    })
}

const SENSITIVE: &[(SensitiveCategory, &str)] = &[
    (SensitiveCategory::Race, "pd:Race"),
    (SensitiveCategory::Political, "pd:PoliticalOpinion"),
    (SensitiveCategory::Belief, "pd:ReligiousBelief"),
    (SensitiveCategory::Union, "pd:TradeUnionMembership"),
    (SensitiveCategory::Genetic, "pd:Genetic"),
    (SensitiveCategory::Biometric, "pd:Biometric"),
    (SensitiveCategory::Health, "pd:Health"),
    (SensitiveCategory::Sex, "pd:Sexual"),
    (SensitiveCategory::Offence, "pd:Criminal"),
    // Read only: what stands above is what is written.
    (SensitiveCategory::Race, "pd:EthnicOrigin"),
    (SensitiveCategory::Belief, "pd:PhilosophicalBelief"),
    (SensitiveCategory::Belief, "pd:Religion"),
    (SensitiveCategory::Health, "pd:MedicalHealth"),
    (SensitiveCategory::Offence, "pd:CriminalConviction"),
    (SensitiveCategory::Offence, "pd:CriminalOffense"),
];

pub(super) fn sensitive(category: SensitiveCategory) -> Option<&'static str> {
    term_of(SENSITIVE, category)
}

pub(super) fn read_sensitive(term: &str) -> Option<SensitiveCategory> {
    code_of(SENSITIVE, term)
}

const SUBJECTS: &[(SubjectKind, &str)] = &[
    (SubjectKind::Customers, "dpv:Customer"),
    (SubjectKind::Employees, "dpv:Employee"),
    (SubjectKind::Applicants, "dpv:JobApplicant"),
    (SubjectKind::Users, "dpv:User"),
    (SubjectKind::Visitors, "dpv:Visitor"),
    (SubjectKind::Subscribers, "dpv:Subscriber"),
];

pub(super) fn subject(kind: SubjectKind) -> Option<&'static str> {
    term_of(SUBJECTS, kind)
}

pub(super) fn read_subject(term: &str) -> Option<SubjectKind> {
    code_of(SUBJECTS, term)
}

const MEASURES: &[(MeasureFamily, &str)] = &[
    (MeasureFamily::Trace, "dpv:ActivityMonitoring"),
    (MeasureFamily::Software, "dpv:SecurityMethod"),
    (MeasureFamily::Backup, "dpv:DataBackupProtocols"),
    (MeasureFamily::Encryption, "dpv:Encryption"),
    (MeasureFamily::Access, "dpv:AccessControlMethod"),
    (MeasureFamily::Processors, "dpv:ContractualTerms"),
    (MeasureFamily::Other, "dpv:TechnicalOrganisationalMeasure"),
];

pub(super) fn measure(family: MeasureFamily) -> &'static str {
    term_of(MEASURES, family).unwrap_or("dpv:TechnicalOrganisationalMeasure")
}

pub(super) fn read_measure(term: &str) -> Option<MeasureFamily> {
    code_of(MEASURES, term)
}

const SOURCES: &[(DataSource, &str)] = &[
    (DataSource::Provided, "dpv:ProvidedPersonalData"),
    (DataSource::Observed, "dpv:ObservedPersonalData"),
    (DataSource::Inferred, "dpv:InferredPersonalData"),
];

/// The class of data that came in this way; data from a third party are told by their source instead.
pub(super) fn source(source: DataSource) -> Option<&'static str> {
    term_of(SOURCES, source)
}

pub(super) fn read_source(term: &str) -> Option<DataSource> {
    code_of(SOURCES, term)
}

const STATUSES: &[(Status, &str)] = &[
    (Status::Active, "dpv:ActivityOngoing"),
    (Status::Draft, "dpv:ActivityPlanned"),
    (Status::Archived, "dpv:ActivityCompleted"),
];

pub(super) fn status(status: Status) -> Option<&'static str> {
    term_of(STATUSES, status)
}

pub(super) fn read_status(term: &str) -> Option<Status> {
    code_of(STATUSES, term)
}

const RIGHTS: &[(Right, &str)] = &[
    (Right::Access, "eu-gdpr:A15"),
    (Right::Rectification, "eu-gdpr:A16"),
    (Right::Erasure, "eu-gdpr:A17"),
    (Right::Restriction, "eu-gdpr:A18"),
    (Right::Portability, "eu-gdpr:A20"),
    (Right::Objection, "eu-gdpr:A21"),
    (Right::Withdrawal, "eu-gdpr:A7-3"),
    (Right::Complaint, "eu-gdpr:A77"),
];

pub(super) fn right(right: Right) -> Option<&'static str> {
    term_of(RIGHTS, right)
}

pub(super) fn read_right(term: &str) -> Option<Right> {
    code_of(RIGHTS, term)
}

pub(super) fn legal_basis(basis: LegalBasis) -> String {
    article(basis.article())
}

pub(super) fn condition(condition: SpecialCondition) -> String {
    article(condition.article())
}

/// DPV numbers an adequacy decision by the paragraph under which it is made, and calls the second subparagraph of Art. 49(1) `A49-2`.
pub(super) fn transfer_tool(tool: TransferTool) -> String {
    match tool {
        TransferTool::Adequacy => "eu-gdpr:A45-3".to_owned(),
        TransferTool::CompellingInterests => "eu-gdpr:A49-2".to_owned(),
        tool => article(tool.article()),
    }
}

/// `6(1)(b)` is `eu-gdpr:A6-1-b`.
fn article(article: &str) -> String {
    format!(
        "eu-gdpr:A{}",
        article
            .replace(['(', ')'], "-")
            .replace("--", "-")
            .trim_end_matches('-')
    )
}

fn term_of<T: Copy + PartialEq>(table: &[(T, &'static str)], wanted: T) -> Option<&'static str> {
    let found = table.iter().find(|(code, _)| *code == wanted);
    found.map(|(_, term)| *term)
}

fn code_of<T: Copy>(table: &[(T, &'static str)], wanted: &str) -> Option<T> {
    let found = table.iter().find(|(_, term)| *term == wanted);
    found.map(|(code, _)| *code)
}
