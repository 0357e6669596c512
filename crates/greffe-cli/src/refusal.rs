//! Why a command cannot answer: which option or file, and what is the matter with it. A value is never repeated.

use std::fmt;
use std::io::ErrorKind;

use greffe::calendar::CalendarError;
use greffe::cipher::ContextError;
use greffe::consent::receipt::ReceiptError;
use greffe::consent::{ContextFileError, LedgerError, PolicyFileError, UnknownPurpose};
use greffe::document::{Report, Words};
use greffe::export::{ExportError, LetterError, RequestFileError, VerifyError};
use greffe::register::LookupError;
use greffe::retention::PolicyError;
use greffe::terms::Lang;
use greffe_keys::KeysError;

use crate::export::RowFault;
use crate::input::Unusable;

/// What cannot be used, and why.
#[derive(Debug)]
pub(crate) struct Refusal {
    place: String,
    reason: Reason,
}

/// What is the matter with a value or a file.
#[derive(Debug)]
pub(crate) enum Reason {
    Calendar(CalendarError),
    Said(Words),
    /// What is wrong with a line of a file, by its number.
    Line(u64, Words),
    File(Unusable),
    Lookup(LookupError),
    Policy(PolicyError),
    Keys(KeysError),
    Context(ContextError),
    Consent(PolicyFileError),
    Person(ContextFileError),
    Ledger(LedgerError),
    Document(Report),
    Export(ExportError),
    Request(RequestFileError),
    Letter(LetterError),
    Bag(VerifyError),
    Row(RowFault),
    #[cfg(feature = "age")]
    Encryption(greffe::export::EncryptionError),
    Receipt(ReceiptError),
    Purpose(UnknownPurpose),
}

impl Refusal {
    /// `place` is an option such as `--from`, or a file.
    pub(crate) fn of(place: impl Into<String>, reason: impl Into<Reason>) -> Self {
        Self {
            place: place.into(),
            reason: reason.into(),
        }
    }

    /// The message for a person, each line with the place.
    pub(crate) fn in_language(&self, lang: Lang) -> String {
        at(&self.place, &self.reason.in_language(lang), lang)
    }
}

impl Reason {
    pub(crate) fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Calendar(error) => error.in_language(lang),
            Self::Said(words) => words.in_language(lang).to_owned(),
            Self::Line(number, words) => {
                let line = lang.pick(format!("ligne {number}"), format!("line {number}"));
                at(&line, words.in_language(lang), lang)
            }
            Self::File(unusable) => unusable.in_language(lang),
            Self::Lookup(error) => error.in_language(lang),
            Self::Policy(error) => error.in_language(lang),
            Self::Keys(error) => in_words(error, lang),
            Self::Consent(error) => error.in_language(lang),
            Self::Person(error) => error.in_language(lang),
            Self::Ledger(error) => error.in_language(lang),
            Self::Document(report) => report.in_language(lang),
            Self::Export(error) => error.in_language(lang),
            Self::Request(error) => error.in_language(lang),
            Self::Letter(error) => error.in_language(lang),
            Self::Bag(error) => error.in_language(lang),
            Self::Row(fault) => fault.in_language(lang),
            #[cfg(feature = "age")]
            Self::Encryption(error) => error.in_language(lang),
            Self::Receipt(error) => error.in_language(lang),
            Self::Purpose(error) => error.in_language(lang),
            Self::Context(error) => lang.pick(error.in_french(), error.to_string()),
        }
    }
}

/// The error, and where the system refused a file, how.
fn in_words(error: &KeysError, lang: Lang) -> String {
    let words = lang.pick(error.in_french(), error.to_string());
    match error {
        KeysError::Io { source, .. } => format!("{words} ({})", of_system(source.kind(), lang)),
        _ => words,
    }
}

/// What the system says of a file. Its rarer answers are in English only.
pub(crate) fn of_system(kind: ErrorKind, lang: Lang) -> String {
    match kind {
        ErrorKind::NotFound => lang
            .pick("introuvable", "no such file or folder")
            .to_owned(),
        ErrorKind::PermissionDenied => lang.pick("accès refusé", "permission denied").to_owned(),
        ErrorKind::IsADirectory => lang.pick("c’est un dossier", "it is a folder").to_owned(),
        ErrorKind::NotADirectory => lang
            .pick(
                "un élément du chemin n’est pas un dossier",
                "a part of the path is no folder",
            )
            .to_owned(),
        ErrorKind::StorageFull => lang.pick("le disque est plein", "no space left").to_owned(),
        kind => kind.to_string(),
    }
}

/// `message` with `place` before each of its lines.
pub(crate) fn at(place: &str, message: &str, lang: Lang) -> String {
    let separator = lang.pick("\u{a0}: ", ": ");
    let lines: Vec<_> = message
        .lines()
        .map(|line| format!("{place}{separator}{line}"))
        .collect();
    lines.join("\n")
}

impl From<CalendarError> for Reason {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}

impl From<LookupError> for Reason {
    fn from(error: LookupError) -> Self {
        Self::Lookup(error)
    }
}

impl From<PolicyError> for Reason {
    fn from(error: PolicyError) -> Self {
        Self::Policy(error)
    }
}

impl From<KeysError> for Reason {
    fn from(error: KeysError) -> Self {
        Self::Keys(error)
    }
}

impl From<ContextError> for Reason {
    fn from(error: ContextError) -> Self {
        Self::Context(error)
    }
}

impl From<PolicyFileError> for Reason {
    fn from(error: PolicyFileError) -> Self {
        Self::Consent(error)
    }
}

impl From<greffe::consent::PolicyError> for Reason {
    fn from(error: greffe::consent::PolicyError) -> Self {
        Self::Consent(error.into())
    }
}

impl From<ContextFileError> for Reason {
    fn from(error: ContextFileError) -> Self {
        Self::Person(error)
    }
}

impl From<LedgerError> for Reason {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<UnknownPurpose> for Reason {
    fn from(error: UnknownPurpose) -> Self {
        Self::Purpose(error)
    }
}

impl From<Report> for Reason {
    fn from(report: Report) -> Self {
        Self::Document(report)
    }
}

#[cfg(feature = "age")]
impl From<greffe::export::EncryptionError> for Reason {
    fn from(error: greffe::export::EncryptionError) -> Self {
        Self::Encryption(error)
    }
}

impl From<ExportError> for Reason {
    fn from(error: ExportError) -> Self {
        Self::Export(error)
    }
}

impl From<VerifyError> for Reason {
    fn from(error: VerifyError) -> Self {
        Self::Bag(error)
    }
}

impl From<ReceiptError> for Reason {
    fn from(error: ReceiptError) -> Self {
        Self::Receipt(error)
    }
}

impl From<Words> for Reason {
    fn from(words: Words) -> Self {
        Self::Said(words)
    }
}

impl From<Unusable> for Reason {
    fn from(unusable: Unusable) -> Self {
        Self::File(unusable)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for Reason {}
