//! Labels of the form, compared by their words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters and digits in lower case without accents, words apart by one blank: `N° / RÉF` is `n ref`.
pub(super) fn words(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .map(|character| {
            if character.is_alphanumeric() {
                character
            } else {
                ' '
            }
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a label without what stands in parentheses: `Finalité(s) du traitement` is `finalite du traitement`.
pub(super) fn key(text: &str) -> String {
    let mut depth = 0_usize;
    let outside: String = text
        .chars()
        .filter(|character| match character {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect();
    words(&outside)
}

/// Whether two labels are the same to a reader.
pub(super) fn same(left: &str, right: &str) -> bool {
    key(left) == key(right)
}

/// What stands in a list of choices before something was chosen.
pub(super) fn is_placeholder(text: &str) -> bool {
    words(text).starts_with("selectionnez un element dans cette liste")
}
