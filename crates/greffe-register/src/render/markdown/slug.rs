//! The anchors that GitHub and GitLab give to headings.

use std::collections::HashMap;

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
