//! What a register holds.

mod breach;
mod code;
mod data;
mod notice;
mod organisation;
mod processing;
mod purpose;
mod recipients;
mod requests;
mod security;
mod tracker;

pub use breach::{Breach, BreachNature, DpiaDecision, DpiaScreening};
pub use data::{DataEntry, DataSource, HeldIn, Retention, SealedField, SealedType};
pub use notice::CollectionNotice;
pub use organisation::{Dpo, DpoKind, FiscalYearTerms, Organisation};
pub use processing::{Processing, SensitiveData, Status, Subject, SubjectKind};
pub use purpose::{Campaign, ConsentTerms, IfSilent, Purpose};
pub use recipients::{Country, Measure, Measures, Recipient, Recipients, Transfer};
pub use requests::{
    BackupSeries, CountedFrom, IdentityDocument, RequestChannel, RequestTerms, Right,
};
pub use security::{MeasureStatus, Score, SecurityAssessment};
pub use tracker::{
    CollectionMode, ConsentNeed, Lifetime, Party, SetBy, Site, Tracker, TrackerStorage,
};
