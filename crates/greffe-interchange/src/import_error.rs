//! Why a document in another format gives no register.

use greffe_document::{DocumentError, Words};
use greffe_register::RegisterError;
use greffe_terms::Lang;

/// Why an import failed. It names kind and place and never repeats a value of the document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// Too large, not UTF-8, not the notation, a key twice, nested too deeply.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The document asks for more nesting, aliases or repeated values than a reader grants.
    #[error("{}", self.in_language(Lang::En))]
    OverBudget {
        /// Line, from 1; 0 where the parser does not say.
        line: usize,
        /// Column in characters, from 1; 0 where the parser does not say.
        column: usize,
    },
    /// More records than a reader grants.
    #[error("{}", self.in_language(Lang::En))]
    TooManyRecords {
        /// How many it grants.
        limit: usize,
    },
    /// More tables than a reader grants, in the document or in the register kept beside the other format's terms.
    #[error("{}", self.in_language(Lang::En))]
    TooManyTables {
        /// How many it grants.
        limit: usize,
    },
    /// A document of the right notation that holds nothing of the format: any JSON, any YAML.
    #[error("{}", self.in_language(Lang::En))]
    OtherContent {
        /// What the document should hold at least one of.
        expected: Words,
    },
    /// A value of another type than the format asks for.
    #[error("{}", self.in_language(Lang::En))]
    WrongType {
        /// Where it stands: `system[2].privacy_declarations[0].data_use`.
        place: String,
        /// Line and column from 1, where the notation has them.
        position: Option<(usize, usize)>,
        /// What is expected.
        expected: Words,
    },
    /// JSON-LD whose `@context` is another than the one that Greffe writes. Nothing is fetched: expand it first.
    #[error(
        "the `@context` is not the one that Greffe writes, and nothing is fetched: expand the document first"
    )]
    ForeignContext,
    /// What Greffe had kept of a record beside the other format's terms is no longer readable.
    #[error("{place}: what was kept of the record cannot be read any more: {error}")]
    Kept {
        /// Where it stands.
        place: String,
        /// Why.
        error: RegisterError,
    },
    /// What the document says is no register. The places are those of a register in Greffe's own format.
    #[error(transparent)]
    Register(#[from] RegisterError),
}

impl ImportError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::Document(error) => error.in_language(lang),
            Self::OverBudget { line: 0, .. } => lang
                .pick(
                    "plus de niveaux, d’alias ou de valeurs répétées que les limites n’en admettent",
                    "more nesting, aliases or repeated values than the limits allow",
                )
                .to_owned(),
            Self::OverBudget { line, column } => lang.pick(
                format!("ligne {line}, colonne {column} : plus de niveaux, d’alias ou de valeurs que les limites n’en admettent"),
                format!("line {line}, column {column}: more nesting, aliases or values than the limits allow"),
            ),
            Self::TooManyRecords { limit } => lang.pick(
                format!("le document contient plus de {limit} fiches"),
                format!("the document holds more than {limit} records"),
            ),
            Self::TooManyTables { limit } => lang.pick(
                format!("plus de {limit} tables, dans le document ou dans le registre gardé à côté des termes"),
                format!("more than {limit} tables, in the document or in the register kept beside the terms"),
            ),
            Self::OtherContent { expected } => {
                let expected = expected.in_language(lang);
                lang.pick(
                    format!("le document ne contient {expected}"),
                    format!("the document holds {expected}"),
                )
            }
            Self::WrongType { place, position, expected } => {
                let expected = expected.in_language(lang);
                let at = position.map_or_else(String::new, |(line, column)| {
                    lang.pick(format!("ligne {line}, colonne {column} : "), format!("line {line}, column {column}: "))
                });
                lang.pick(
                    format!("{at}`{place}` : on attend {expected}"),
                    format!("{at}`{place}`: {expected} is expected"),
                )
            }
            Self::ForeignContext => lang
                .pick(
                    "le `@context` n’est pas celui que Greffe écrit, et rien n’est téléchargé : développez d’abord le document",
                    "the `@context` is not the one that Greffe writes, and nothing is fetched: expand the document first",
                )
                .to_owned(),
            Self::Kept { place, error } => {
                let error = error.in_language(lang);
                lang.pick(
                    format!("{place} : ce qui était gardé de l’enregistrement ne se lit plus : {error}"),
                    format!("{place}: what was kept of the record cannot be read any more: {error}"),
                )
            }
            Self::Register(error) => error.in_language(lang),
        }
    }
}
