//! Why a patch does not apply.

use greffe_terms::Lang;

use crate::RegisterError;

/// Why a patch cannot be read or applied. It never repeats what the patch or the register says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatchError {
    /// The text is no patch.
    #[error("not a patch: line {line}, column {column}")]
    Malformed {
        /// Line from 1.
        line: usize,
        /// Column from 1.
        column: usize,
    },
    /// Something else stands in the register than the patch was made from.
    #[error("edit {edit} does not fit: the register says something else there")]
    Conflict {
        /// The number of the edit, from 1.
        edit: usize,
    },
    /// What the edits make is no register.
    #[error("the patch does not make a register: {0}")]
    Register(#[from] RegisterError),
}

impl PatchError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::En, Self::Malformed { .. } | Self::Conflict { .. }) => self.to_string(),
            (Lang::En, Self::Register(error)) => {
                format!(
                    "the patch does not make a register: {}",
                    error.in_language(lang)
                )
            }
            (Lang::Fr, Self::Malformed { line, column }) => {
                format!("ce n’est pas un correctif\u{a0}: ligne {line}, colonne {column}")
            }
            (Lang::Fr, Self::Conflict { edit }) => {
                format!(
                    "la modification {edit} ne s’applique pas\u{a0}: le registre y dit autre chose"
                )
            }
            (Lang::Fr, Self::Register(error)) => {
                format!(
                    "le correctif ne fait pas un registre\u{a0}: {}",
                    error.in_language(lang)
                )
            }
        }
    }
}
