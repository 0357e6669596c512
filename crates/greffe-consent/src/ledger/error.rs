//! Why a ledger cannot be read. The place is named, the value never.

use std::fmt;

use greffe_document::{DocumentError, Report};
use greffe_terms::Lang;

use crate::EventError;

/// What is wrong with a line of a ledger. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerError {
    line: usize,
    fault: LedgerFault,
}

/// The sorts of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LedgerFault {
    /// Not a JSON object, too long, or not UTF-8. Holds the column.
    Unreadable(usize),
    /// A key stands twice. Holds the column.
    DuplicateKey(usize),
    /// Fields are missing, unknown or malformed. The report names each.
    Fields(Report),
    /// The fields contradict one another.
    Contradiction(EventError),
    /// Another line has the same id and says something else.
    IdTaken,
    /// The event was forgotten on an earlier line.
    Forgotten,
    /// The link does not follow from the line before: this line, or what stood before it, was changed, moved or taken out.
    BrokenLink,
    /// The event was forgotten, and no later record of an erasure names its line: somebody took its content out. A finding
    /// ([`Ledger::audit_forgetting`](crate::Ledger::audit_forgetting)); the file is read.
    NoErasureRecord,
    /// A later record says that the line was erased, and its content stands there: somebody wrote it back.
    NotErased,
    /// The record of an erasure names a line that it cannot have erased: its own, a later one, or another record.
    ErasureOfNoEvent,
    /// The chain ends elsewhere than it should: lines at the end were taken out or added.
    WrongHead,
}

impl LedgerError {
    pub(super) const fn at(line: usize, fault: LedgerFault) -> Self {
        Self { line, fault }
    }

    pub(super) const fn unreadable(line: usize, column: usize, error: &DocumentError) -> Self {
        match error {
            DocumentError::DuplicateKey { .. } => Self::at(line, LedgerFault::DuplicateKey(column)),
            _ => Self::at(line, LedgerFault::Unreadable(column)),
        }
    }

    pub(super) const fn fields(line: usize, report: Report) -> Self {
        Self::at(line, LedgerFault::Fields(report))
    }

    pub(super) const fn contradiction(line: usize, error: EventError) -> Self {
        Self::at(line, LedgerFault::Contradiction(error))
    }

    /// The line, from 1; for a wrong head, the last one.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// What is wrong.
    #[must_use]
    pub const fn fault(&self) -> &LedgerFault {
        &self.fault
    }

    /// The first field that is wrong, where fields are.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match &self.fault {
            LedgerFault::Fields(report) => {
                report.faults().first().map(|fault| fault.place().path())
            }
            _ => None,
        }
    }

    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let line = self.line;
        let what = match &self.fault {
            LedgerFault::Unreadable(column) => lang.pick(
                format!("colonne {column}\u{a0}: ce n’est pas un objet JSON"),
                format!("column {column}: not a JSON object"),
            ),
            LedgerFault::DuplicateKey(column) => lang.pick(
                format!("colonne {column}\u{a0}: une clé figure deux fois"),
                format!("column {column}: a key stands twice"),
            ),
            LedgerFault::Fields(report) => fields(report, lang),
            LedgerFault::Contradiction(error) => error.in_language(lang),
            LedgerFault::IdTaken => lang.pick(
                "un autre événement a déjà cet id".to_owned(),
                "another event has this id already".to_owned(),
            ),
            LedgerFault::Forgotten => lang.pick(
                "l’événement a été oublié plus haut".to_owned(),
                "the event was forgotten on an earlier line".to_owned(),
            ),
            LedgerFault::BrokenLink => lang.pick(
                "le maillon ne suit pas du précédent".to_owned(),
                "the link does not follow from the one before".to_owned(),
            ),
            LedgerFault::NoErasureRecord => lang.pick(
                "le contenu a été retiré sans trace d’un effacement".to_owned(),
                "the content was taken out without the record of an erasure".to_owned(),
            ),
            LedgerFault::NotErased => lang.pick(
                "la ligne a été effacée d’après une trace plus bas, et son contenu est là"
                    .to_owned(),
                "a later record says that the line was erased, and its content is there".to_owned(),
            ),
            LedgerFault::ErasureOfNoEvent => lang.pick(
                "la trace d’un effacement nomme une ligne qu’elle n’a pu effacer".to_owned(),
                "the record of an erasure names a line that it cannot have erased".to_owned(),
            ),
            LedgerFault::WrongHead => lang.pick(
                "la chaîne ne finit pas là où elle devrait".to_owned(),
                "the chain does not end where it should".to_owned(),
            ),
        };
        lang.pick(
            format!("ligne {line}\u{a0}: {what}"),
            format!("line {line}: {what}"),
        )
    }
}

fn fields(report: &Report, lang: Lang) -> String {
    let faults = report.faults().iter().map(|located| {
        let (path, message) = (located.place().path(), located.fault().message(lang));
        match (path.is_empty(), lang) {
            (true, _) => message,
            (false, Lang::Fr) => format!("`{path}`\u{a0}: {message}"),
            (false, Lang::En) => format!("`{path}`: {message}"),
        }
    });
    faults.collect::<Vec<_>>().join(lang.pick("\u{a0}; ", "; "))
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for LedgerError {}
