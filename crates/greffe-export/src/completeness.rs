//! What is in a package, what is not, and why. Every source that was given, refused or expected appears: silent gaps are impossible.

mod portable;
mod summary;

pub(crate) use portable::WhyNothing;

use std::fmt;

use chrono::NaiveDate;
use greffe_terms::{Citation, Text};

use crate::{Field, Portability, SourceFailure};

/// The statement of completeness of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    pub(crate) trees: Vec<Tree>,
    pub(crate) sources: Vec<SourceStatement>,
    pub(crate) redactions: Vec<RedactionStatement>,
    pub(crate) unstated: Vec<Citation>,
}

impl Completeness {
    /// Every source: given, refused or expected.
    #[must_use]
    pub fn sources(&self) -> &[SourceStatement] {
        &self.sources
    }

    /// Every decision to hide values, with how many it hid.
    #[must_use]
    pub fn redactions(&self) -> &[RedactionStatement] {
        &self.redactions
    }

    /// The provisions of Art. 15(1) and (2) on which the register says nothing.
    #[must_use]
    pub fn unstated(&self) -> &[Citation] {
        &self.unstated
    }

    /// The packages that were asked for.
    #[must_use]
    pub fn packages(&self) -> &[Tree] {
        &self.trees
    }

    /// Whether the answer is whole: every source was read to its end or refused with a reason, none failed and none is missing, and where
    /// portable data were asked for, of every field it is known whether it is portable.
    ///
    /// A field that the person provided, or that was observed, and of which no purpose has a known basis may be owed under Art. 20. It is left out
    /// of the portable data, and the answer is not complete until the register states the basis: see [`undecided`](Self::undecided). That
    /// nothing at all is portable is no gap by itself, but it is said: see [`nothing_portable`](Self::nothing_portable).
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.gaps().next().is_none() && self.undecided().next().is_none()
    }

    /// The sources that failed or are missing.
    pub fn gaps(&self) -> impl Iterator<Item = &SourceStatement> {
        self.sources.iter().filter(|source| source.outcome.is_gap())
    }
}

/// What became of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStatement {
    pub(crate) name: String,
    pub(crate) label: Text,
    pub(crate) outcome: SourceOutcome,
    pub(crate) records: u64,
    pub(crate) fields: Vec<FieldStatement>,
    pub(crate) file_stem: Option<String>,
    pub(crate) files: Vec<FileStatement>,
}

impl SourceStatement {
    /// The name that the host gave.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What became of it.
    #[must_use]
    pub const fn outcome(&self) -> &SourceOutcome {
        &self.outcome
    }

    /// How many records are in the package; for a failed source, those that came before the failure.
    #[must_use]
    pub const fn records(&self) -> u64 {
        self.records
    }

    /// Its fields.
    #[must_use]
    pub fn fields(&self) -> &[FieldStatement] {
        &self.fields
    }

    /// Its files, with paths relative to `data/`.
    #[must_use]
    pub fn files(&self) -> &[FileStatement] {
        &self.files
    }
}

/// What can become of a source.
#[derive(Clone, PartialEq, Eq)]
pub enum SourceOutcome {
    /// Read to its end; it had records.
    Included,
    /// Read to its end; it had none.
    Empty,
    /// Not read: only portable data were asked for, and none of its fields is portable.
    NotPortable,
    /// Not read, for a reason of law.
    Refused {
        /// Why, as the person reads it.
        reason: Text,
        /// The provision.
        citation: Citation,
    },
    /// Not read to its end.
    Failed(SourceFailure),
    /// The register names it, and nobody gave or refused it.
    Missing,
}

/// The reason of a refusal may speak of someone, so that only its provision is printed.
impl fmt::Debug for SourceOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Included => f.write_str("Included"),
            Self::Empty => f.write_str("Empty"),
            Self::NotPortable => f.write_str("NotPortable"),
            Self::Refused { citation, .. } => write!(f, "Refused({})", citation.as_str()),
            Self::Failed(failure) => write!(f, "Failed({failure:?})"),
            Self::Missing => f.write_str("Missing"),
        }
    }
}

impl SourceOutcome {
    /// Whether something is missing without a reason of law.
    #[must_use]
    pub const fn is_gap(&self) -> bool {
        matches!(self, Self::Failed(_) | Self::Missing)
    }

    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Included => "included",
            Self::Empty => "empty",
            Self::NotPortable => "not_portable",
            Self::Refused { .. } => "refused",
            Self::Failed(_) => "failed",
            Self::Missing => "missing",
        }
    }
}

/// What became of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldStatement {
    pub(crate) field: Field,
    pub(crate) portability: Portability,
    pub(crate) redacted: u64,
}

impl FieldStatement {
    /// The field.
    #[must_use]
    pub const fn field(&self) -> &Field {
        &self.field
    }

    /// Whether it is portable, or why not.
    #[must_use]
    pub const fn portability(&self) -> Portability {
        self.portability
    }

    /// How many of its values are hidden by a decision.
    #[must_use]
    pub const fn redacted(&self) -> u64 {
        self.redacted
    }
}

/// A file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStatement {
    pub(crate) tree: Tree,
    pub(crate) format: FileFormat,
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

impl FileStatement {
    /// The package that it belongs to.
    #[must_use]
    pub const fn tree(&self) -> Tree {
        self.tree
    }

    /// The path, relative to `data/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FileFormat {
    Ndjson,
    Csv,
}

impl FileFormat {
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
        }
    }
}

/// One of the two packages that come out of one pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tree {
    /// The copy of all data, Art. 15(3): `data/access/`.
    Access,
    /// What the person provided, under consent or contract, Art. 20: `data/portability/`.
    Portability,
}

impl Tree {
    /// The folder's name.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Portability => "portability",
        }
    }
}

/// A decision to hide values, and how many it hid.
#[derive(Clone, PartialEq, Eq)]
pub struct RedactionStatement {
    pub(crate) id: String,
    pub(crate) source: String,
    pub(crate) field: String,
    pub(crate) reason: Text,
    pub(crate) citation: Citation,
    pub(crate) decided_on: NaiveDate,
    pub(crate) decided_by: String,
    pub(crate) count: u64,
}

/// As of the [decision](crate::Redaction) itself, the reason is not printed.
impl fmt::Debug for RedactionStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            source,
            field,
            count,
            ..
        } = self;
        write!(f, "RedactionStatement({id} of {source}/{field}, {count})")
    }
}

impl RedactionStatement {
    /// The decision's id, as printed in the marker.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How many values it hid in this package: a field that does not go into it has none.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }
}
