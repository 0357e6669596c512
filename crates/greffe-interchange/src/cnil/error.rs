//! Why the CNIL's form cannot be read or filled in.

use greffe_register::RegisterError;
use greffe_terms::Lang;

use super::Place;
use crate::ods::OdsError;

/// Why a form cannot be read or filled in. It names sheets by their number and cells, and never a value.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CnilError {
    /// The file is no spreadsheet that can be read or edited.
    #[error(transparent)]
    Spreadsheet(#[from] OdsError),
    /// No sheet of the spreadsheet lists processing activities.
    #[error(
        "no sheet has the list of processing activities: a row with `Nom du traitement` and `Date de création de la fiche`"
    )]
    NoList,
    /// No blank record that could be copied.
    #[error(
        "no sheet has a record without a name that could be copied: `Nom du traitement` above `Finalité principale`"
    )]
    NoTemplate,
    /// A label of the form is not where it is looked for.
    #[error("{place}: the label `{label}` is missing")]
    MissingLabel {
        /// The sheet, and where the label is looked for.
        place: Place,
        /// The label.
        label: &'static str,
    },
    /// Records are there already; they would have to be updated.
    #[error("{place}: a record is there already")]
    NotBlank {
        /// The record.
        place: Place,
    },
    /// More rows with text than any record has.
    #[error("{place}: too many rows")]
    TooManyRows {
        /// The sheet.
        place: Place,
    },
    /// What the form says is no register.
    #[error("what the form says is no register: {0}")]
    Register(#[from] RegisterError),
    /// The register could not be written as JSON; a defect of its writer.
    #[error("the register could not be written")]
    NotWritten,
}

impl CnilError {
    /// The message for a person.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match (lang, self) {
            (_, Self::Spreadsheet(error)) => error.in_language(lang),
            (Lang::En, Self::MissingLabel { place, label }) => {
                format!("{}: the label `{label}` is missing", place.in_language(lang))
            }
            (Lang::En, Self::Register(error)) => {
                format!("what the form says is no register: {}", error.in_language(lang))
            }
            (Lang::En, _) => self.to_string(),
            (Lang::Fr, Self::NoList) => "aucune feuille ne porte la liste des traitements\u{a0}: une ligne avec `Nom du traitement` et `Date de création de la fiche`".to_owned(),
            (Lang::Fr, Self::NoTemplate) => "aucune feuille ne porte une fiche sans nom à dupliquer\u{a0}: `Nom du traitement` au-dessus de `Finalité principale`".to_owned(),
            (Lang::Fr, Self::MissingLabel { place, label }) => {
                format!("{}\u{a0}: le libellé `{label}` manque", place.in_language(lang))
            }
            (Lang::Fr, Self::NotBlank { place }) => {
                format!("{}\u{a0}: une fiche s’y trouve déjà", place.in_language(lang))
            }
            (Lang::Fr, Self::TooManyRows { place }) => {
                format!("{}\u{a0}: trop de lignes", place.in_language(lang))
            }
            (Lang::Fr, Self::Register(error)) => {
                format!("ce que dit le modèle n’est pas un registre\u{a0}: {}", error.in_language(lang))
            }
            (Lang::Fr, Self::NotWritten) => "le registre n’a pu être écrit".to_owned(),
        }
    }
}
