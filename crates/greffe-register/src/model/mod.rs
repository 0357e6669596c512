//! What a register holds.

mod backups;
mod breach;
mod code;
mod data;
mod dpia;
mod measures;
mod notice;
mod organisation;
mod processing;
mod purpose;
mod recipients;
mod requests;
mod security;
mod tracker;
mod transfer;

pub use backups::BackupSeries;
pub use breach::{Breach, BreachNature};
pub use data::{DataEntry, DataSource, HeldIn, Retention, SealedField, SealedType};
pub(crate) use dpia::CRITERIA_THAT_CALL_FOR_AN_ASSESSMENT;
pub use dpia::{
    Criterion, DpiaCriterion, DpiaDecision, DpiaExemptCase, DpiaOutcome, DpiaReason,
    DpiaRequiredCase, DpiaScreening, DpiaSuggestion,
};
pub use measures::{Measure, Measures};
pub use notice::CollectionNotice;
pub use organisation::{Dpo, DpoKind, FiscalYearTerms, Organisation};
pub use processing::{Processing, SensitiveData, Status, Subject, SubjectKind};
pub use purpose::{Campaign, ConsentTerms, IfSilent, Purpose};
pub use recipients::{Recipient, Recipients};
pub use requests::{CountedFrom, IdentityDocument, RequestChannel, RequestTerms, Right};
pub use security::{MeasureStatus, Score, SecurityAssessment, SecurityMeasure};
pub use tracker::{
    CollectionMode, ConsentNeed, Lifetime, Party, SetBy, Site, Tracker, TrackerStorage,
};
pub use transfer::{Country, Transfer};
