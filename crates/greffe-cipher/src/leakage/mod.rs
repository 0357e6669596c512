//! What search costs in secrecy: before, by a plan of the indexes; after, by an audit of the columns. No key is needed for either.

mod audit;
mod entropy;
mod plan;

pub use self::audit::{
    ChangeAudit, ChangeReport, ColumnAudit, ColumnReport, Distribution, HeaderCount, JointAudit,
    JointReport, LengthCount, Nature, Nulls, StoredHeader,
};
pub use self::entropy::Entropy;
pub use self::plan::{
    Coincidences, FieldAssessment, IndexAssessment, LeakagePlan, PlannedField, PlannedIndex,
    Standing, Suggestion, Verdict,
};
