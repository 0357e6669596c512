//! Why there is no copy. Names of sources and fields are the host's; no value is ever in a message.

use std::fmt;

use greffe_terms::Lang;

use crate::{ExportError, SourceFailure};

/// A copy that could not be made. Nothing that was written until then has a manifest, so that no program takes it for a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CopyError {
    /// Nothing says what becomes of a field; it is never passed through.
    Untreated {
        /// The source.
        source: String,
        /// The field.
        field: String,
    },
    /// Two treatments are said for one field.
    TreatedTwice {
        /// The source.
        source: String,
        /// The field.
        field: String,
    },
    /// A treatment names a field that the source does not have.
    NoSuchField {
        /// The source.
        source: String,
        /// The field that was named.
        field: String,
    },
    /// A treatment is not for values of the field's kind, or needs a person that is in no field of the source.
    Unfit {
        /// The source.
        source: String,
        /// The field.
        field: String,
    },
    /// Two sources have the same name.
    SourceTwice {
        /// The name.
        source: String,
    },
    /// A source could not be read to its end. Half a copy would be taken for a whole one.
    Source {
        /// The source.
        source: String,
        /// Why.
        failure: SourceFailure,
    },
    /// An anonymised copy would have more different records than were allowed: so fine a copy is none, and memory has a bound.
    TooManyDifferent {
        /// The source.
        source: String,
        /// How many different records were allowed.
        limit: usize,
    },
    /// The copy could not be written.
    Export(ExportError),
}

impl From<ExportError> for CopyError {
    fn from(error: ExportError) -> Self {
        Self::Export(error)
    }
}

impl CopyError {
    /// What went wrong, in one sentence without a full stop.
    ///
    /// ```
    /// use greffe_export::CopyError;
    /// use greffe_terms::Lang;
    ///
    /// let error = CopyError::Untreated { source: "customers".into(), field: "note".into() };
    /// assert_eq!(error.in_language(Lang::En), "nothing says what becomes of field `note` of source `customers`");
    /// ```
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Untreated { source, field } => lang.pick(
                format!("rien ne dit ce que devient le champ `{field}` de la source `{source}`"),
                format!("nothing says what becomes of field `{field}` of source `{source}`"),
            ),
            Self::TreatedTwice { source, field } => lang.pick(
                format!("le champ `{field}` de la source `{source}` reçoit deux traitements"),
                format!("field `{field}` of source `{source}` is given two treatments"),
            ),
            Self::NoSuchField { source, field } => lang.pick(
                format!("la source `{source}` n’a pas de champ `{field}`"),
                format!("source `{source}` has no field `{field}`"),
            ),
            Self::Unfit { source, field } => lang.pick(
                format!("le traitement du champ `{field}` de la source `{source}` ne convient pas à ses valeurs"),
                format!("the treatment of field `{field}` of source `{source}` does not fit its values"),
            ),
            Self::SourceTwice { source } => lang.pick(
                format!("deux sources s’appellent `{source}`"),
                format!("two sources are called `{source}`"),
            ),
            Self::Source { source, failure } => lang.pick(
                format!("la source `{source}` n’a pas été lue jusqu’au bout\u{a0}: {}", failure.label(lang)),
                format!("source `{source}` was not read to its end: {failure}"),
            ),
            Self::TooManyDifferent { source, limit } => lang.pick(
                format!("la copie de `{source}` aurait plus de {limit} enregistrements différents\u{a0}: généraliser davantage"),
                format!("the copy of `{source}` would have more than {limit} different records: generalise more"),
            ),
            Self::Export(error) => error.in_language(lang),
        }
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for CopyError {}
