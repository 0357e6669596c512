//! Where the data come from: host sources that stream their records, and how they fail.

mod feed;
mod pages;

pub use feed::Feed;
pub use pages::{Pages, SourcePage};

use std::io;

use greffe_terms::{Lang, Text};

use crate::{Field, Record};

/// A source of records about the person: a table, a file, an answer of another service.
///
/// Records are pulled one at a time, so that a source never has to be held in memory. [`Records`] makes a source of any iterator.
pub trait Source {
    /// The stable name, as the register knows it.
    fn name(&self) -> &str;

    /// The words for people.
    fn label(&self) -> Text {
        Text::plain(self.name())
    }

    /// The fields, in the order of the values of a record. They are read once, before the first record.
    fn fields(&self) -> &[Field];

    /// Whether processing is by automated means; paper is not portable (Art. 20(1)(b)).
    fn is_automated(&self) -> bool {
        true
    }

    /// The next record; `None` at the end. A failure ends the source: what came before stays, and the package says that it is incomplete.
    fn next_record(&mut self) -> Option<Result<Record, SourceFailure>>;
}

/// A list of sources of several types: what the boxed source says holds.
impl<S: Source + ?Sized> Source for Box<S> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn label(&self) -> Text {
        (**self).label()
    }

    fn fields(&self) -> &[Field] {
        (**self).fields()
    }

    fn is_automated(&self) -> bool {
        (**self).is_automated()
    }

    fn next_record(&mut self) -> Option<Result<Record, SourceFailure>> {
        (**self).next_record()
    }
}

/// A source made of an iterator.
///
/// ```
/// use greffe_export::{Field, Provenance, Records, Source, Value};
/// use greffe_terms::DataCategory;
///
/// let email = Field::new("email", DataCategory::Identity, Provenance::Provided, "account".parse()?);
/// let mut source = Records::whole("customers", vec![email], [vec![Value::from("ada@example.org")]]);
/// assert!(source.next_record().is_some());
/// assert!(source.next_record().is_none());
/// # Ok::<(), greffe_terms::InvalidIdentifier>(())
/// ```
#[derive(Clone)]
pub struct Records<I> {
    name: String,
    label: Text,
    fields: Vec<Field>,
    automated: bool,
    records: I,
}

impl<I: Iterator<Item = Result<Record, SourceFailure>>> Records<I> {
    /// A source whose records may fail to come.
    pub fn new(
        name: impl Into<String>,
        fields: Vec<Field>,
        records: impl IntoIterator<IntoIter = I>,
    ) -> Self {
        let name = name.into();
        Self {
            label: Text::plain(name.clone()),
            name,
            fields,
            automated: true,
            records: records.into_iter(),
        }
    }
}

/// How [`Records::whole`] makes a record out of what cannot fail.
type Whole = fn(Record) -> Result<Record, SourceFailure>;

impl<I: Iterator<Item = Record>> Records<std::iter::Map<I, Whole>> {
    /// A source whose records are all at hand.
    pub fn whole(
        name: impl Into<String>,
        fields: Vec<Field>,
        records: impl IntoIterator<IntoIter = I, Item = Record>,
    ) -> Self {
        Self::new(name, fields, records.into_iter().map(Ok as Whole))
    }
}

impl<I> Records<I> {
    /// The same source with words for people.
    #[must_use]
    pub fn labelled(self, fr: &str, en: &str) -> Self {
        match Text::new(Some(fr.to_owned()), Some(en.to_owned())) {
            Some(label) => Self { label, ..self },
            None => self,
        }
    }

    /// The same source, kept on paper: its data are not portable.
    #[must_use]
    pub fn not_automated(self) -> Self {
        Self {
            automated: false,
            ..self
        }
    }
}

impl<I: Iterator<Item = Result<Record, SourceFailure>>> Source for Records<I> {
    fn name(&self) -> &str {
        &self.name
    }

    fn label(&self) -> Text {
        self.label.clone()
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn is_automated(&self) -> bool {
        self.automated
    }

    fn next_record(&mut self) -> Option<Result<Record, SourceFailure>> {
        self.records.next()
    }
}

/// Why a source could not be read to its end. It has no free text, so that nothing personal can slip into a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SourceFailure {
    /// The source does not answer.
    #[error("the source does not answer")]
    Unavailable,
    /// The source took too long.
    #[error("the source took too long")]
    TimedOut,
    /// The source refuses this reader.
    #[error("the source refuses this reader")]
    AccessDenied,
    /// What the source gives cannot be read.
    #[error("what the source gives cannot be read")]
    Unreadable,
    /// A sealed value cannot be opened.
    #[error("a sealed value cannot be opened")]
    Undecipherable,
    /// A record has not as many values as the source has fields. Records count from 1.
    #[error("record {record} has {values} values for {fields} fields")]
    WrongLength {
        /// The record's place, from 1.
        record: u64,
        /// How many values it has.
        values: usize,
        /// How many fields the source has.
        fields: usize,
    },
    /// A value is not of its field's kind. Records and fields count from 1.
    #[error("in record {record}, the value of field {field} is not of the declared kind")]
    WrongKind {
        /// The record's place, from 1.
        record: u64,
        /// The field's place, from 1.
        field: usize,
    },
    /// The source has no fields, or two of the same name, so that its records have no meaning.
    #[error("the source has no fields, or two of the same name")]
    NoFields,
    /// A page of the source never came, so that its records are not there. Pages count from 1.
    #[error("page {page} of the source never came")]
    MissingPage {
        /// The page's number.
        page: u64,
    },
}

/// By the kind of the error alone: what else it says may be personal.
///
/// ```
/// use std::io::{Error, ErrorKind};
///
/// use greffe_export::SourceFailure;
///
/// let refused = Error::new(ErrorKind::PermissionDenied, "/home/ada/letters");
/// assert_eq!(SourceFailure::from(refused), SourceFailure::AccessDenied);
/// ```
impl From<io::Error> for SourceFailure {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::PermissionDenied => Self::AccessDenied,
            Kind::TimedOut => Self::TimedOut,
            Kind::NotFound
            | Kind::ConnectionRefused
            | Kind::ConnectionReset
            | Kind::ConnectionAborted
            | Kind::NotConnected
            | Kind::HostUnreachable
            | Kind::NetworkUnreachable
            | Kind::NetworkDown => Self::Unavailable,
            _ => Self::Unreadable,
        }
    }
}

impl SourceFailure {
    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::TimedOut => "timed_out",
            Self::AccessDenied => "access_denied",
            Self::Unreadable => "unreadable",
            Self::Undecipherable => "undecipherable",
            Self::WrongLength { .. } => "wrong_length",
            Self::WrongKind { .. } => "wrong_kind",
            Self::NoFields => "no_fields",
            Self::MissingPage { .. } => "missing_page",
        }
    }

    /// What the person reads.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Unavailable => (
                "le système concerné ne répondait pas",
                "the system did not answer",
            ),
            Self::TimedOut => (
                "le système concerné a mis trop de temps à répondre",
                "the system took too long to answer",
            ),
            Self::AccessDenied => (
                "le système concerné a refusé la lecture",
                "the system refused to be read",
            ),
            Self::Undecipherable => (
                "une donnée chiffrée n’a pas pu être lue",
                "an encrypted value could not be read",
            ),
            Self::MissingPage { .. } => (
                "une partie des données n’a pas été transmise",
                "a part of the data did not come",
            ),
            Self::Unreadable
            | Self::WrongLength { .. }
            | Self::WrongKind { .. }
            | Self::NoFields => (
                "les données n’ont pas pu être lues",
                "the data could not be read",
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}
