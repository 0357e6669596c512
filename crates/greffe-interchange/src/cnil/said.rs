//! What a cell says without a text of its own: nothing, none, not applicable, no, yes.

use super::label::words;

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing: unknown.
    Blank,
    /// None, and somebody looked.
    None,
    /// The question does not arise.
    NotApplicable,
    /// A box that is not checked, a no: a fact.
    No,
    /// A box that is checked, a yes.
    Yes,
    /// A text.
    Text,
}

impl Said {
    pub(super) fn by(text: &str) -> Self {
        match text.trim() {
            "" => return Self::Blank,
            "☐" | "□" => return Self::No,
            "☑" | "☒" | "✓" | "✔" => return Self::Yes,
            // Who is not sure has stated nothing: `Aucun ?` is not that somebody looked and found none.
            doubted if doubted.contains('?') => return Self::Text,
            _ => {}
        }
        match words(text).as_str() {
            "aucun" | "aucune" | "neant" => Self::None,
            "sans objet" | "n a" | "non applicable" => Self::NotApplicable,
            "non" | "non concerne" | "non concernee" | "non traite" | "non traitee" => Self::No,
            "oui" | "x" => Self::Yes,
            _ => Self::Text,
        }
    }

    /// The word of the file format where the cell states an absence.
    pub(super) const fn absence(self) -> Option<&'static str> {
        match self {
            Self::None => Some("none"),
            Self::NotApplicable => Some("not_applicable"),
            _ => None,
        }
    }
}

/// The cell's text for a word of the file format that states an absence.
pub(super) fn of_absence(word: &str) -> Option<&'static str> {
    match word {
        "none" => Some(NONE),
        "not_applicable" => Some(NOT_APPLICABLE),
        _ => None,
    }
}

pub(super) const NONE: &str = "Aucun";
pub(super) const NOT_APPLICABLE: &str = "Sans objet";
pub(super) const NO: &str = "Non";
pub(super) const YES: &str = "Oui";

#[cfg(test)]
mod tests {
    use super::Said;

    #[test]
    fn what_is_doubted_is_no_statement() {
        for (word, said) in [
            ("Non", Said::No),
            ("Oui", Said::Yes),
            ("Aucun", Said::None),
            ("Sans objet", Said::NotApplicable),
        ] {
            assert_eq!(Said::by(word), said);
            for doubted in [
                format!("{word} {}", '?'),
                format!("{word}\u{a0}?"),
                format!("? {word}"),
            ] {
                assert_eq!(Said::by(&doubted), Said::Text, "{doubted}");
            }
        }
    }
}
