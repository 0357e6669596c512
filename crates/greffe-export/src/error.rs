//! What can go wrong. No message carries a value of a person's data; places are names that the host chose.

mod words;

pub(crate) use words::io_words;

use std::io;

use chrono::NaiveDate;

use crate::erasure::ErasureException;
use crate::request::{Asker, FeeGround, PowerEvidence, RefusalReason, RequestStep, Right, State};

/// A package that could not be built.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportError {
    /// `dated` was not called; nothing in this crate reads a clock.
    NotDated,
    /// The package's day is before the one on which the request was received.
    DatedBefore {
        /// The day of receipt.
        received: NaiveDate,
    },
    /// The request is not at a state in which data may leave: not yet scoped (the person may not be identified), or refused.
    RequestNotReady {
        /// The state that the request is in.
        state: State,
    },
    /// The request asks neither for access nor for portability, or both were refused.
    NoCopyAsked,
    /// A source is both given and refused.
    RefusedAndGiven {
        /// The source's name.
        name: String,
    },
    /// A redaction decision names a source or a field that is not in the package, so that it would hide nothing.
    RedactionWithoutField {
        /// The decision's id.
        id: String,
    },
    /// Two redaction decisions have the same id.
    RedactionTwice {
        /// The decision's id.
        id: String,
    },
    /// A redaction rests on Art. 20 alone, which limits portable data, and would hide the value in the copy of Art. 15 too.
    RedactionOfPortableDataOnly {
        /// The decision's id.
        id: String,
    },
    /// The destination could not be written.
    Write {
        /// What was being written.
        place: String,
        /// Why, as the operating system says it.
        kind: io::ErrorKind,
    },
    /// The folder to stage in holds something else than the beginning of this export.
    Staged {
        /// What differs.
        part: StagedPart,
    },
    /// A file outgrew the memory given to it: use `write_zip_with` and a spool on disk.
    OutgrewMemory {
        /// What was being written.
        place: String,
        /// The limit, in bytes.
        limit: u64,
    },
}

/// What keeps an export from going on in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StagedPart {
    /// The folder is no staged export: a bag that is whole, or somebody's files. Nothing of it is touched.
    NotAStage,
    /// It was staged by another version, which may write other bytes.
    Format,
    /// It is of another request.
    Request,
    /// It has another date.
    Date,
    /// It is in another language.
    Language,
    /// It holds other packages (Art. 15, Art. 20).
    Packages,
    /// It has other sources, or in another order.
    Sources,
    /// It says something else: information of the register, labels, fields, refusals, decisions.
    Contents,
}

impl ExportError {
    pub(crate) fn write(place: &str, error: &io::Error) -> Self {
        let place = place.to_owned();
        match error
            .get_ref()
            .and_then(|e| e.downcast_ref::<MemoryLimit>())
        {
            Some(MemoryLimit { limit }) => Self::OutgrewMemory {
                place,
                limit: *limit,
            },
            None => Self::Write {
                place,
                kind: error.kind(),
            },
        }
    }
}

/// How a spool in memory tells through `std::io` that it is full.
#[derive(Debug, thiserror::Error)]
#[error("the memory limit of {limit} bytes is reached")]
pub(crate) struct MemoryLimit {
    pub(crate) limit: u64,
}

/// A step that a request cannot take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransitionError {
    /// The state does not allow the step.
    NotFrom {
        /// The state that the request is in.
        from: State,
        /// The step that was tried.
        step: RequestStep,
    },
    /// The day is before the last thing that happened.
    BeforeLast {
        /// The day that was given.
        on: NaiveDate,
        /// The day of the last step.
        last: NaiveDate,
    },
    /// The right was not asked for.
    NotAsked {
        /// The right.
        right: Right,
    },
    /// The right has its outcome already.
    Settled {
        /// The right.
        right: Right,
    },
    /// A request is extended once only (Art. 12(3) GDPR).
    ExtendedTwice,
    /// The person must hear of an extension within the first month (Art. 12(3) GDPR).
    ExtendedTooLate {
        /// The last day on which the extension could be announced.
        due: NaiveDate,
    },
    /// The clock is stopped already, or runs already.
    Clock {
        /// Whether the clock is stopped.
        stopped: bool,
    },
    /// The postmark is younger than the receipt.
    PostedAfterReceipt,
    /// What the right is used for is not known.
    NotSpecified {
        /// The right.
        right: Right,
    },
    /// Whoever asks for another has not shown a power that runs.
    PowerNotShown {
        /// Who asks.
        asker: Asker,
    },
    /// A document of that kind does not show the power of whoever asks.
    PowerOfAnother {
        /// Who asks.
        asker: Asker,
        /// The kind of document.
        evidence: PowerEvidence,
    },
    /// No copy of an identity document was asked for, or it is deleted already.
    NoIdentityCopy,
    /// A refusal, or a part of one, without a reason.
    NothingRefused {
        /// The right.
        right: Right,
    },
    /// The reason cannot be held against that right.
    ReasonNotFor {
        /// The right.
        right: Right,
        /// The reason.
        reason: RefusalReason,
    },
    /// The controller must demonstrate the reason, and the refusal does not.
    NotDemonstrated {
        /// The reason.
        reason: RefusalReason,
    },
    /// The data were to be kept until a day that has passed, so that nothing keeps them any more.
    KeptUntilPast {
        /// That day.
        until: NaiveDate,
    },
    /// A fee cannot be asked for that right on that ground.
    FeeNotFor {
        /// The right.
        right: Right,
        /// The ground.
        ground: FeeGround,
    },
    /// No fee stands for that right that the step could be about.
    NoFee {
        /// The right.
        right: Right,
    },
    /// A fee stands for that right already, or the person agreed to it: it is charged or waived, and the right not refused on that ground (Art. 12(5) GDPR).
    FeeStands {
        /// The right.
        right: Right,
    },
    /// The person has not decided about the fee yet: nothing is charged before.
    FeeUndecided {
        /// The right.
        right: Right,
    },
    /// The review of an erasure looked at nothing.
    NothingReviewed,
    /// Of some data it is not known whether they may be erased.
    ErasureUndecided {
        /// How many kinds of data.
        count: usize,
    },
    /// The obstacle does not stand against the ground on which the person wants their data erased.
    ObstacleFalls {
        /// The obstacle.
        exception: ErasureException,
    },
    /// No recipients are to be told under that right: it is none of Art. 16 to 18, was not granted, or its recipients were not named yet.
    NoRecipients {
        /// The right.
        right: Right,
    },
    /// The recipients were named before.
    RecipientsNamed {
        /// The right.
        right: Right,
    },
    /// There is no recipient at that place.
    NoSuchRecipient {
        /// The right.
        right: Right,
    },
    /// The recipient was told before.
    RecipientTold {
        /// The right.
        right: Right,
    },
    /// The person asked for the recipients already, or did not ask.
    RecipientsAsked {
        /// Whether the question is open.
        open: bool,
    },
}

/// A text that is not a request's id: 1 to 64 of `A-Z a-z 0-9 _ . -`. The text is not repeated: it may be an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an opaque request id: 1 to 64 of A-Z a-z 0-9 _ . - are allowed")]
pub struct InvalidRequestId;

/// A text that is not the name of a field: 1 to 128 of `A-Z a-z 0-9 _ . -`. The text is not repeated: it may be a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a field name: 1 to 128 of A-Z a-z 0-9 _ . - are allowed")]
pub struct InvalidFieldName;

/// A text that is not a decimal number. The text is not repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number: an optional minus, digits, and optionally a point and digits")]
pub struct InvalidDecimal;

/// A bag that cannot be read at all, so that nothing can be said of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// Not a ZIP file, or a damaged one.
    NotAZip,
    /// Reading failed.
    Read {
        /// Why, as the operating system says it.
        kind: io::ErrorKind,
    },
    /// A tag file is larger than any that this crate writes.
    TooLarge {
        /// The tag file.
        path: String,
        /// The limit, in bytes.
        limit: u64,
    },
}
