//! The register of processing activities (Art. 30 GDPR) as a typed, linted, rendered and executed data model.
//!
//! ```
//! use greffe_register::Register;
//!
//! let register = Register::from_toml(r#"
//!     organisation = { name = "Atelier Hélianthe", dpo = "none" }
//!     [[processing]]
//!     ref = "FAC-01"
//!     name = { fr = "Facturation", en = "Billing" }
//!     data = [{ category = "economic", retention = { keep = "P10Y", after = "relation_end" } }]
//! "#)?;
//! let rule = register.retention("FAC-01/economic")?;
//! assert_eq!(rule.in_words(greffe_terms::Lang::Fr), "10 ans à compter de la fin de la relation");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `FORMAT.md` beside this crate says every key of the file, `LINT.md` every check; `DRIFT.md` those of the gate against drift.
//!
//! | module | what |
//! | --- | --- |
//! | `address` | `FAC-01/economic`: where a rule stands |
//! | [`breach`] | what is to be done upon a breach: the 72 hours, the notification, the persons, the severity |
//! | `day` | days in words |
//! | [`diff`] | what changed from one version to the next, in legal terms |
//! | [`drift`] | whether code and database do what the register says |
//! | `error` | what can be wrong with a register, and with a question to it |
//! | `extract` | what of a register is for the public |
//! | `field_names` | what field codes are called |
//! | [`guide`] | the sheets of the CNIL's security guide |
//! | `history` | the versions of a register, and the life of a rule |
//! | [`lint`] | what a register lacks, or says against the law |
//! | `model` | what a register holds, one module a part |
//! | `read` | from a document to a register, one module a part of the file |
//! | `register` | a whole register, and what it answers |
//! | [`render`] | the register as people read it: HTML, Markdown, CSV |
//! | `stated` | unknown, none, not applicable, known |
//! | `write` | the register as TOML and JSON, with the keys of the file |
//!
//! Nothing here reads a file or a clock.
#![forbid(unsafe_code)]

mod address;
pub mod breach;
mod day;
pub mod diff;
pub mod drift;
mod error;
mod extract;
mod field_names;
pub mod guide;
mod history;
pub mod lint;
mod model;
mod read;
mod register;
pub mod render;
mod schema;
mod stated;
mod write;

pub use address::RuleAddress;
pub use error::{LookupError, RegisterError, UnknownCode};
pub use field_names::field_label;
pub use greffe_document::{Document, Limits};
pub use history::{History, HistoryError, RecordSpan, RuleSpan, Timeline};
pub use model::{
    Affected, Allowance, Application, ApproximateNumber, Authorisation, AutomatedDecision,
    AutomatedGround, AvailabilityLoss, BackupSeries, Breach, BreachCause, BreachCommunication,
    BreachContext, BreachData, BreachEnd, BreachGravity, BreachImpact, BreachNature, BreachOrigin,
    BreachPeople, BreachProcedure, BreachWaiver, Campaign, Clause, ClauseState, Client,
    ClientsTold, CollectionMode, CollectionNotice, ConfidentialityLoss, ConsentNeed, ConsentTerms,
    Contract, ContractForm, CountedFrom, Country, Criterion, DataEntry, DataFate, DataSource,
    DpiaCriterion, DpiaDecision, DpiaExemptCase, DpiaOutcome, DpiaReason, DpiaRequiredCase,
    DpiaScreening, DpiaSuggestion, Dpo, DpoKind, EndOfServices, Establishment, FiscalYearTerms,
    FurtherNotice, HeldIn, Identification, IdentityDocument, IfSilent, IntegrityLoss,
    JointController, Lifetime, LinkedDocument, Measure, MeasureStatus, Measures, NotificationDuty,
    Organisation, Party, PartyRole, PersonsList, PersonsTold, PersonsToldWhen, Platform,
    Processing, Purpose, Recipient, Recipients, RegisterVersion, Representative, RequestChannel,
    RequestLogEntry, RequestOutcome, RequestSuspension, RequestTerms, Retention, Right,
    RightContact, Score, SealedField, SealedType, SecurityAssessment, SecurityMeasure,
    SensitiveData, SetBy, SeverityInputs, Site, Status, SubProcessor, Subject, SubjectKind,
    Tracker, TrackerStorage, Transfer, Who,
};
pub use read::read_fiscal_years;
pub use register::{Register, SealedIn};
pub use schema::json_schema;
pub use stated::Stated;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
