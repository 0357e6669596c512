//! The anchors that GitHub and GitLab give to headings.

use greffe_terms::Lang;

use crate::Processing;

/// The anchor of a record, whose heading is its reference and its name.
pub(super) fn of_record(processing: &Processing, lang: Lang) -> String {
    let name = processing.name.in_language(lang);
    of(&format!("{} {name}", processing.reference))
}

/// Letters in lower case, digits, `-` and `_`; a space is `-`; anything else is left out.
pub(super) fn of(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for letter in heading.trim().chars() {
        match letter {
            '-' | '_' => slug.push(letter),
            letter if letter.is_alphanumeric() => slug.extend(letter.to_lowercase()),
            letter if letter.is_ascii_whitespace() => slug.push('-'),
            _ => {}
        }
    }
    slug
}
