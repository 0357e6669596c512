//! Why a document cannot be read at all.

use greffe_terms::Lang;

/// A document of which no tree could be made. Line and column count from 1; the column counts characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// Larger than the byte limit.
    #[error("the document is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// More values than the value limit.
    #[error("the document may hold more than {limit} values")]
    TooManyValues {
        /// The limit.
        limit: usize,
    },
    /// More words, signs and line ends in TOML than three times the value limit.
    #[error("the document has more than {limit} words, signs and line ends")]
    TooManyTokens {
        /// The limit.
        limit: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("byte {offset}: not UTF-8")]
    NotUtf8 {
        /// Offset of the first wrong byte, from 0.
        offset: usize,
    },
    /// A breach of the notation's grammar, nesting that is too deep included.
    #[error("line {line}, column {column}: not valid {notation}")]
    Syntax {
        /// `TOML` or `JSON`.
        notation: &'static str,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
    },
    /// The same key twice in one table.
    #[error("line {line}, column {column}: a key stands twice in one table")]
    DuplicateKey {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
    },
    /// A number that does not fit 64 bits.
    #[error("line {line}, column {column}: the number is too large")]
    NumberTooLarge {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
    },
}

impl DocumentError {
    /// Line and column from 1, where the document was read that far; none for a limit of the whole document.
    ///
    /// ```
    /// use greffe_document::Document;
    /// let error = Document::from_toml("name = \"a\"\nname = \"b\"").unwrap_err();
    /// assert_eq!(error.line_and_column(), Some((2, 1)));
    /// assert_eq!(Document::from_toml_bytes(b"\xff", Default::default()).unwrap_err().line_and_column(), None);
    /// ```
    #[must_use]
    pub const fn line_and_column(&self) -> Option<(usize, usize)> {
        match self {
            Self::Syntax { line, column, .. }
            | Self::DuplicateKey { line, column }
            | Self::NumberTooLarge { line, column } => Some((*line, *column)),
            Self::TooLarge { .. }
            | Self::TooManyValues { .. }
            | Self::TooManyTokens { .. }
            | Self::NotUtf8 { .. } => None,
        }
    }

    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::TooLarge { limit } => format!("le document dépasse {limit} octets"),
            Self::TooManyValues { limit } => {
                format!("le document peut contenir plus de {limit} valeurs")
            }
            Self::TooManyTokens { limit } => {
                format!("le document a plus de {limit} mots, signes et fins de ligne")
            }
            Self::NotUtf8 { offset } => format!("octet {offset}\u{a0}: ce n’est pas de l’UTF-8"),
            Self::Syntax {
                notation,
                line,
                column,
            } => {
                format!("ligne {line}, colonne {column}\u{a0}: {notation} non valide")
            }
            Self::DuplicateKey { line, column } => {
                format!(
                    "ligne {line}, colonne {column}\u{a0}: une clé figure deux fois dans une table"
                )
            }
            Self::NumberTooLarge { line, column } => {
                format!("ligne {line}, colonne {column}\u{a0}: le nombre est trop grand")
            }
        }
    }
}
