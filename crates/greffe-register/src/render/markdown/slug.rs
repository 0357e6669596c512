//! The anchors that GitHub and GitLab give to headings.

use std::collections::HashMap;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The anchors of a page so far.
#[derive(Default)]
pub(super) struct Slugs {
    /// How often each was wanted again.
    repeats: HashMap<String, usize>,
}

impl Slugs {
    /// The anchor of the next heading: the second of the same words gets `-1`, the third `-2`, passing over those that a heading has
    /// of itself.
    pub(super) fn of_next(&mut self, heading: &str) -> String {
        let plain = of(heading);
        let mut slug = plain.clone();
        while self.repeats.contains_key(&slug) {
            let repeats = self.repeats.entry(plain.clone()).or_default();
            *repeats += 1;
            slug = format!("{plain}-{repeats}");
        }
        self.repeats.insert(slug.clone(), 0);
        slug
    }
}

/// Letters in lower case, what Unicode counts among them, marks, decimal digits, what joins words, and `-`; a space is `-`; anything else is left out.
///
/// What [html-pipeline](https://github.com/gjtorikian/html-pipeline) keeps as `\p{Word}`. `²` is a number and no digit; `Ⅻ` counts among letters.
pub(super) fn of(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for letter in heading.trim().chars() {
        match letter {
            '-' => slug.push(letter),
            letter if is_of_a_word(letter) => slug.extend(letter.to_lowercase()),
            letter if letter.is_ascii_whitespace() => slug.push('-'),
            _ => {}
        }
    }
    slug
}

fn is_of_a_word(letter: char) -> bool {
    use GeneralCategory::{
        ConnectorPunctuation, DecimalNumber, EnclosingMark, NonspacingMark, SpacingMark,
    };
    letter.is_alphabetic()
        || matches!(
            letter.general_category(),
            NonspacingMark | SpacingMark | EnclosingMark | DecimalNumber | ConnectorPunctuation
        )
}
