//! Data-subject requests and export bundles whose every field knows its provenance.
#![forbid(unsafe_code)]

mod bundle;
mod completeness;
mod erasure;
mod error;
mod field;
mod guard;
mod information;
mod names;
mod package;
mod page;
mod portability;
mod redaction;
mod request;
mod source;
mod value;

pub use bundle::{
    BagSource, Difference, MemoryBuffer, MemorySink, MemorySpool, Sink, Spool, Verification, ZipSink, verify_bag,
    verify_zip,
};
pub use completeness::{
    Completeness, FieldStatement, FileStatement, RedactionStatement, SourceOutcome, SourceStatement, Tree,
};
pub use erasure::ErasureObstacle;
pub use error::{ExportError, InvalidDecimal, InvalidRequestId, TransitionError, VerifyError};
pub use field::{Field, Provenance};
pub use guard::{guarded, unguarded};
pub use information::{
    Art15Information, Authority, AutomatedDecision, CategoryInformation, Contact, PurposeInformation,
    RecipientInformation, RetentionInformation, Stated, TransferInformation,
};
pub use names::SafeNames;
pub use package::{Done, Package};
pub use portability::{NotPortable, Portability};
pub use redaction::Redaction;
pub use request::{
    Asker, DatedEvent, DueDates, Event, Evidence, ExtensionReason, Outcome, Refusal, RefusalReason, Request, RequestId,
    Right, State, SuspensionReason,
};
pub use source::{Records, Source, SourceFailure};
pub use value::{Decimal, Kind, Record, Value};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
