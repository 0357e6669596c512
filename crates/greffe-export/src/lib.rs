//! Data-subject requests (*demandes d'exercice des droits*) and export bundles whose every field knows its provenance.
//!
//! ```
//! # use chrono::NaiveDate; use greffe_export::*; use greffe_terms::{DataCategory, Lang, LegalBasis, Text};
//! # let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
//! let mut request = Request::received("R-2026-17".parse()?, Right::Access, day(2)).also(Right::Portability);
//! request.scope(day(3))?;
//! # let mut information = Art15Information::new(Contact { name: Text::plain("Atelier Hélianthe"), address: None });
//! # information.purposes.push(PurposeInformation::new("account".parse()?, Text::plain("Account"), Some(LegalBasis::Contract)));
//! let email = Field::new("email", DataCategory::Identity, Provenance::Provided, "account".parse()?);
//! let customers = Records::whole("customers", vec![email], [vec![Value::from("ada@example.org")]]);
//! let mut folder = MemorySink::new();
//! let package = Package::for_request(&request, information).source(customers).language(Lang::En).dated(day(4));
//! let done = package.write_folder(&mut folder)?;
//! assert!(done.completeness().is_complete());
//! assert!(verify_bag(&mut folder)?.is_intact());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `request` | the request as a state machine: who asks, rights, events, refusals, deadlines, findings, its file |
//! | `erasure` | what is erased, and what stands in the way of an erasure |
//! | `letter` | letters to the person, with what the law wants them to say |
//! | `source`, `field`, `value` | what the host streams: records, and what their fields mean |
//! | `attachment` | files that are given as they are |
//! | `information` | what Art. 15(1) and (2) have the controller say |
//! | `portability` | which fields are portable, and why the others are not |
//! | `redaction` | recorded decisions to hide values |
//! | `package` | the one pass from sources to the access and portability packages |
//! | `bundle` | the bytes: sinks, spools, stages, ZIP, BagIt manifests and their check, signatures, encryption |
//! | `names`, `guard` | safe file names, the reversible CSV guard |
//! | `rows` | records as rows of NDJSON and CSV |
//! | `json_file` | JSON of which the same content has the same bytes |
//! | `completeness` | what is in a package, what is not, and why |
//! | `copy` | copies for debugging: pseudonymised, and anonymised with their recorded test |
//! | `page` | the offline page that the person reads |
#![forbid(unsafe_code)]

mod attachment;
mod bundle;
mod completeness;
mod copy;
mod csv_file;
mod erasure;
mod error;
mod field;
mod guard;
mod information;
mod json_file;
mod letter;
mod names;
mod package;
mod page;
mod portability;
mod redaction;
mod request;
mod rows;
mod source;
mod value;

pub use attachment::{Attachment, AttachmentSource, Attachments};
pub use bundle::{
    BagSource, Difference, InvalidKey, MemoryBuffer, MemorySink, MemorySpool, SignatureFault,
    SignatureState, SigningKey, Sink, Spool, Stage, Verification, VerifyingKey, ZipBag, ZipEntry,
    ZipSink, verify_bag, verify_signed_bag, verify_signed_zip, verify_zip,
};
#[cfg(feature = "age")]
pub use bundle::{EncryptionError, Identity, Recipients, decrypt, encrypt};
pub use completeness::{
    Completeness, FieldStatement, FileStatement, RedactionStatement, SourceOutcome,
    SourceStatement, Tree,
};
pub use copy::{
    Anonymisation, Anonymised, AnonymisedCopy, AnonymityTest, CopyError, CopyKey, Criterion,
    Generalisation, InTenThousand, Persons, PseudonymisedCopy, PseudonymisedDone, Role, Thresholds,
    TreatedField, TreatedSource, Treatment,
};
pub use csv_file::{CsvCell, CsvError, CsvFault, CsvFile};
pub use erasure::{ErasureDecision, ErasureException, ErasureObstacle, ErasureReview};
pub use error::{
    ExportError, InvalidDecimal, InvalidFieldName, InvalidRequestId, StagedPart, TransitionError,
    VerifyError,
};
pub use field::{Field, Provenance};
pub use guard::{guarded, unguarded};
pub use information::{
    Art15Information, Authority, AutomatedDecision, CategoryInformation, Contact,
    PurposeInformation, RecipientInformation, RetentionInformation, Stated, TransferInformation,
};
pub use letter::{Correspondence, Letter, LetterElement, LetterError, LetterKind};
pub use names::SafeNames;
pub use package::{Done, Package};
pub use portability::{NotPortable, Portability};
pub use redaction::Redaction;
pub use request::{
    Asker, ClockPolicy, DatedEvent, DueDates, ErasureGround, Event, Evidence, ExtensionReason, Fee,
    FeeGround, FieldName, Forwarding, IdentityDoubt, IdentityMeans, IdentityPractice,
    IdentityQuestion, NoticeResult, ObjectionGround, Occurred, Outcome, Particulars, Power,
    PowerEvidence, RecipientNotice, Refusal, RefusalReason, Request, RequestFileError,
    RequestFinding, RequestId, RequestStep, RestrictionGround, Right, State, SuspensionReason,
    Transmission, WithdrawnConsent,
};
pub use rows::{CsvRows, NdjsonRows};
pub use source::{Feed, Pages, Records, Source, SourceFailure, SourcePage};
pub use value::{Decimal, Kind, Record, Value};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
pub struct ReadmeDoctests;
