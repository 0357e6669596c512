//! Typed personal fields and searchable, deterministic field encryption with key rotation.
//!
//! ```
//! use greffe_cipher::{Context, Iban, KeyId, Keyring, MasterKey, Sealed};
//! // In production: Keyring::generate with the system's generator, or a provider of greffe-keys.
//! let keyring = Keyring::single(KeyId::new(7).unwrap(), 1_750_000_000, MasterKey::from_bytes([1; 32]));
//! let ibans = keyring.cipher(Context::new("customers", "iban").tenant("acme"))?.deterministic::<Iban>();
//! let iban: Iban = "fr14 2004 1010 0505 0001 3m02 606".parse()?; // Debug prints Iban(..)
//! let sealed: Sealed<Iban> = ibans.seal(&iban); // what the row holds
//! assert!(ibans.lookup(&iban).contains(&sealed)); // WHERE iban = ANY(…)
//! assert_eq!(ibans.open(&sealed)?.mask(), "FR•• •••• 2606");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Map
//! - Values: [`Iban`], [`Email`], [`Phone`], [`Fax`], [`PersonName`], [`CardNumber`], [`Bytes`], behind the closed trait [`Field`].
//!   Each parses what people type into a versioned storage form; `expose()` is the one way to the whole value, [`Field::mask`] shows a part, which is still personal data.
//! - Keys: [`Keyring`] of [`MasterKey`]s with [`KeyState`]s; [`Retirement`] proves that a key may go; [`KeyProvider`] where they come from; [`KeyEncryptionKey`] for files,
//!   or a [`KeyWrapper`] where a service keeps the key.
//! - Columns: [`Context`] names one; [`FieldCipher`] gives [`Deterministic`] (suites 1, 2), [`Randomised`] (suite 3),
//!   [`EqualityIndex`], [`UniqueIndex`] ([`IndexKind`]); [`Padding`] hides lengths; [`StaleRanges`] finds what a rotation must still
//!   convert, in sealed and in index columns.
//! - Persons: [`SubjectKeys`], the keys of one [`Subject`], seal a [`SubjectColumn`] (suite 4); [`SubjectVault`] wraps them for storage; to
//!   destroy them is to erase what they sealed, when and as far as a [`ShreddingPlan`] says.
//! - Rows: [`Sealed`] and [`IndexToken`]; no plaintext in them.
//! - Change: [`PlaintextFallback`] while a column is first encrypted, [`Reencryption`] for passes that stop and go on;
//!   [`Coverage`] says what a search over older forms finds; [`Meter`] hears what columns do, without values.
//! - Search: [`CompoundIndex`] over a [`Row`] of several fields, [`NameTokenIndex`] and [`NamePrefixIndex`] with their [`TokenSet`]s.
//! - Leakage: [`LeakagePlan`] before there is a table, [`ColumnAudit`], [`JointAudit`] and [`ChangeAudit`] of its columns; none needs a key.
//! - Refusals: [`FieldError`], [`TokenError`], [`OpenError`], [`KeyringError`], [`ContextError`], [`SearchError`], [`PlanError`], [`AuditError`]; none repeats a value.
//!
//! Every byte is fixed in `FORMAT.md` beside this crate. No I/O, no clock, no global state; randomness is passed in.
#![forbid(unsafe_code)]

mod aead;
mod cipher;
mod compare;
mod context;
mod derive;
mod error;
mod field;
mod hmac;
mod keyring;
mod leakage;
mod migration;
mod padding;
mod scalars;
mod sealed;
mod subject;
mod suite;
mod token;
mod unicode;
mod wiped;

pub use crate::cipher::{
    Binding, Counts, Deterministic, EqualityIndex, FieldCipher, IndexBits, IndexKind, IndexToken,
    Meter, Randomised, RotateError, SealStats, StaleRanges, SubjectColumn, UniqueIndex,
};
pub use crate::cipher::{
    Components, CompoundBuilder, CompoundIndex, Join, NamePrefixIndex, NameTokenIndex,
    PrefixLength, Row, TokenSet,
};
pub use crate::context::Context;
pub use crate::error::{
    AuditError, ContextError, FieldError, KeyringError, MigrationError, OpenError, PlanError,
    Problem, SearchError, TokenError,
};
pub use crate::field::{
    Accepted, Bytes, CardNumber, Coverage, Decided, Email, Fax, Field, FieldType, Guessable, Iban,
    Leakage, OlderForm, PersonName, Phone, Relation, Unguessable,
};
pub use crate::keyring::{
    ColumnKind, DataKey, DeclaredColumn, EnvelopeError, Expiry, KeyEncryptionKey, KeyEntry, KeyId,
    KeyProvider, KeyState, KeyWrapper, Keyring, LastBackup, MasterKey, MemoryKeys, MemoryWrapper,
    NoStaleRows, NotProven, NotWrapped, Retirement, StaleCount, StaleRows,
};
pub use crate::leakage::{
    ChangeAudit, ChangeReport, Coincidences, ColumnAudit, ColumnReport, Distribution, Entropy,
    FieldAssessment, HeaderCount, IndexAssessment, JointAudit, JointReport, LeakagePlan,
    LengthCount, Nature, Nulls, PlannedField, PlannedIndex, Standing, StoredHeader, Suggestion,
    Verdict,
};
pub use crate::migration::{
    EqualRows, Page, Plaintext, PlaintextFallback, Progress, Reencryption, RowFault, Stored, Write,
};
pub use crate::padding::Padding;
pub use crate::sealed::Sealed;
pub use crate::subject::{
    ShreddingPlan, ShreddingReport, Subject, SubjectKey, SubjectKeyError, SubjectKeys,
    SubjectVault, WrappedSubjectKey,
};
pub use crate::token::{Suite, looks_like_token};

/// The examples of the README are tests.
#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
