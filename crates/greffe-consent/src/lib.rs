//! Consent state: an append-only ledger of events and one decision with its reason, the law and the instant at which it changes.
//!
//! ```
//! use greffe_consent::{Ledger, PersonKey, Policy, Purpose, Question};
//! use greffe_terms::{Channel, LegalBasis};
//!
//! let paris = greffe_calendar::zone::parse("Europe/Paris")?;
//! let policy = Policy::in_zone(paris)
//!     .purpose(Purpose::new("newsletter".parse()?, [LegalBasis::Consent]).marketing().channels([Channel::Email]))
//!     .build()?;
//! let person = PersonKey::from_bytes([7; 16]);
//! let question = Question::about("newsletter").by(Channel::Email).for_person(person);
//! let decision = policy.decide(&Ledger::new(), question, "2026-03-01T10:00:00Z".parse()?);
//! assert_eq!(decision.reason().code(), "no_consent");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `audience` | one question, asked of millions |
//! | `canonical` | JSON in one form, to be filed and digested |
//! | `codes`, `hex` | the shapes of codes and of bytes in files |
//! | `context` | what the caller knows of a person |
//! | `country` | countries by code |
//! | `decision` | outcome, action, decision |
//! | `decision_record` | a decision as it is filed |
//! | `error` | what is wrong with an event or a policy |
//! | `event` | what happened, when, and when it became known |
//! | `explain` | decisions in French and English |
//! | `law` | days of French law |
//! | `ledger` | the chained ledger and its JSON lines |
//! | `packed` | the packed ledger: equal contents once |
//! | `person` | pseudonyms of persons |
//! | `policy` | purposes, notices, terms of consent, campaigns |
//! | `pseudonym` | from a host's identifiers to pseudonyms |
//! | `question` | what is asked |
//! | [`receipt`] | what is handed to a person as proof, and what other systems hand over |
//! | `reason` | the reasons of decisions, with their sources |
//! | `rule` | the decision table, one module a rule |
//! | [`signal`] | what a browser or device says: TC strings, Global Privacy Control |
//! | `suppression` | contacts to which no marketing goes, whatever else is erased |
//! | `vendor` | vendors by number |
//! | `verdict` | the answer alone |
//!
//! No clock is read and no file: the caller says what instant it is.
#![forbid(unsafe_code)]

mod audience;
mod canonical;
mod codes;
mod context;
mod country;
mod decision;
mod decision_record;
mod error;
mod event;
mod explain;
mod hex;
mod law;
mod ledger;
mod packed;
mod person;
mod policy;
mod pseudonym;
mod question;
mod reason;
pub mod receipt;
mod rule;
pub mod signal;
mod suppression;
mod vendor;
mod verdict;

pub use audience::{Audience, AudienceStream, Totals};
pub use context::PersonContext;
pub use country::CountryCode;
pub use decision::{Action, AgeOfConsent, Decision, Outcome};
pub use decision_record::DecisionRecord;
pub use error::{
    AppendError, ContextFileError, EventError, InvalidDecisionReference, InvalidErasure,
    InvalidHex, InvalidNoticeId, PolicyError, PolicyFileError, StreamError, TooManyContents,
    UnknownCode, UnknownPurpose,
};
pub use event::{
    Act, Authorisation, Consent, Event, EventId, Evidence, ImportedState, Kind, NoticeId,
    NoticeShown, ObjectionTo, Prevailing, Provenance, SaleKind, Scope, WordingDigest,
};
pub use ledger::{
    ChainProof, ContentDigest, DecisionReference, Entry, Erasure, ErasureRecord, ForgottenAccount,
    Ledger, LedgerError, LedgerFault, Link,
};
pub use packed::{History, PackedLedger};
pub use person::PersonKey;
pub use policy::{
    Access, Campaign, EventDoubt, Exemption, ExemptionCondition, ExemptionGround, GpcMeaning,
    Holders, LinkConflict, Mode, ModeChoice, Notice, NoticeFault, NoticeFinding, Policy,
    PolicyBuilder, PolicyDigest, Purpose, RestrictionGround, Sector, Vendor,
};
pub use pseudonym::PseudonymSecret;
pub use question::{Question, Topic};
pub use reason::Reason;
pub use rule::Rule;
pub use suppression::{ContactKey, InvalidSuppressionLine, SuppressionList};
pub use vendor::VendorId;
pub use verdict::Verdict;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
