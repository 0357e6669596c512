//! What a register holds.

mod allowance;
mod automated;
mod backups;
mod breach;
mod client;
pub(crate) mod code;
mod contract;
mod data;
mod document_link;
mod dpia;
mod measures;
mod notice;
mod organisation;
mod processing;
mod purpose;
mod recipients;
mod request_log;
mod requests;
mod security;
mod subject;
mod system;
mod tracker;
mod transfer;
mod version;

pub use allowance::Allowance;
pub use automated::{AutomatedDecision, AutomatedGround};
pub(crate) use code::codes;

pub use backups::BackupSeries;
pub use breach::{
    Affected, ApproximateNumber, AvailabilityLoss, Breach, BreachCause, BreachCommunication,
    BreachContext, BreachData, BreachEnd, BreachGravity, BreachImpact, BreachNature, BreachOrigin,
    BreachPeople, BreachProcedure, BreachWaiver, ClientsTold, ConfidentialityLoss, FurtherNotice,
    Identification, IntegrityLoss, NotificationDuty, PersonsList, PersonsTold, PersonsToldWhen,
    SeverityInputs,
};
pub use client::{Client, DataFate, EndOfServices, JointController};
pub use contract::{
    Authorisation, Clause, ClauseState, Contract, ContractForm, PartyRole, SubProcessor,
};
pub use data::{DataEntry, DataSource, HeldIn, Retention, SealedField, SealedType};
pub use document_link::LinkedDocument;
pub(crate) use dpia::CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT;
pub use dpia::{
    Criterion, DpiaCriterion, DpiaDecision, DpiaExemptCase, DpiaOutcome, DpiaReason,
    DpiaRequiredCase, DpiaScreening, DpiaSuggestion,
};
pub use measures::{Measure, Measures};
pub use notice::CollectionNotice;
pub use organisation::{
    Dpo, DpoKind, Establishment, FiscalYearTerms, Organisation, Representative,
};
pub use processing::{Processing, SensitiveData, Status};
pub use purpose::{Campaign, ConsentTerms, IfSilent, Purpose};
pub use recipients::{Recipient, Recipients};
pub use request_log::{RequestLogEntry, RequestOutcome, RequestSuspension, RightContact};
pub use requests::{CountedFrom, IdentityDocument, RequestChannel, RequestTerms, Right};
pub use security::{MeasureStatus, Score, SecurityAssessment, SecurityMeasure};
pub use subject::{Subject, SubjectKind, Who};
pub use system::{Application, Platform};
pub use tracker::{
    CollectionMode, ConsentNeed, Lifetime, Party, SetBy, Site, Tracker, TrackerStorage,
};
pub use transfer::{Country, Transfer};
pub use version::RegisterVersion;
