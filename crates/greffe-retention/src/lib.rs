//! Retention rules that run: dates, verdicts, cutoffs and purge plans.
//!
//! ```
//! use chrono::NaiveDate;
//! use greffe_calendar::FiscalYears;
//! use greffe_retention::{Event, Facts, Rule, Verdict};
//!
//! let rule = Rule::from_toml("keep = \"P10Y\"\nafter = { fiscal_close = \"last_operation\" }")?;
//! let years = FiscalYears::regular("06-30".parse()?);
//! let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
//! let facts = Facts::new().on(Event::LastOperation, day(2026, 6, 30));
//! let verdict = rule.evaluate(&facts, &years, day(2026, 11, 23));
//! assert_eq!(verdict, Verdict::Keep { until: day(2036, 6, 30) });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A rule is read from the register (`crates/greffe-register/FORMAT.md` has its one form), put to the facts of a record, and answers with
//! a verdict that can be explained. What is not known is never a reason to delete. No I/O, no clock: the caller says what day it is.
//!
//! | module | what |
//! | --- | --- |
//! | `rule` | stages, limits, anchors, conditions, fates; read, checked, written, said in words |
//! | `event` | the kinds of event that rules speak of |
//! | `facts` | what is known of one record |
//! | `record` | a record with its facts as a line of JSON |
//! | `hold` | reasons for which disposal waits |
//! | `evaluate`, `verdict` | from rule and facts to a verdict, and when it will change |
//! | `explain` | why a verdict is what it is |
//! | `cutoff` | the exact inversion: which days of an event are due |
//! | `policy` | versions of a rule, each with its date of effect |
//! | `purposes` | one record that serves several purposes, each with its rule |
//! | `shared` | verdicts of several processings about one record |
//! | `governing` | what plans are made for: a rule, a policy or purposes |
//! | `what_if` | how many records another rule would change, and which way |
//! | `keep_latest` | the newest records of each key |
//! | `plan`, `digest` | which rows a purge would dispose of |
//! | `purge` | executing a plan over a store; certificates, tombstones, and what a restore brings back |
//! | `own_records` | the limits of proofs, certificates and tombstones themselves |
//! | `backup` | how long disposed data live on in backups |
#![forbid(unsafe_code)]

mod backup;
mod cutoff;
mod digest;
mod error;
mod evaluate;
mod event;
mod explain;
mod facts;
mod governing;
mod hold;
mod keep_latest;
mod own_records;
mod plan;
mod policy;
mod purge;
mod purposes;
mod quiet;
mod record;
mod rule;
mod shared;
mod verdict;
mod what_if;

pub use cutoff::{Columns, Cutoff, DayRange, Instants, Predicate};
pub use digest::Digest;
pub use error::{
    BrokenLink, ColumnError, CutoffError, PlanError, PolicyError, PurgeError, PurposesError,
    RecordError, RuleError,
};
pub use event::{Event, OwnEvent};
pub use explain::Explanation;
pub use facts::{Contract, Facts, Occurrence, OccurrenceId};
pub use governing::Governing;
pub use hold::{Hold, HoldReason};
pub use keep_latest::KeepLatest;
pub use own_records::OwnRecord;
pub use plan::{Counts, Plan, Planner, RowKey, Selected};
pub use policy::{Lengthening, Policy};
pub use purge::{
    AnonymityTest, Certificate, Execution, JournalEntry, PurgeStore, Replay, Replayed, RowOf,
    Tombstone, Tombstones,
};
pub use purposes::Purposes;
pub use record::Record;
pub use rule::{
    Absence, Anchor, Ceiling, Close, Condition, Effect, Fate, FateKind, Length, Limit, Rule,
    SetLength, Stage, Unit,
};
pub use verdict::{Missing, Verdict, VerdictKind};
pub use what_if::WhatIf;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
