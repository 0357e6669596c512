//! Which known word was perhaps meant by one that is not known.

/// Bytes of a word up to which a known one is guessed: a key can be as long as the document, and nobody meant a known one by that.
const LONGEST_GUESSED: usize = 64;

/// The known word that was perhaps meant: the nearest one, where no more than a third of its letters would have to change.
///
/// ```
/// use greffe_document::meant;
///
/// assert_eq!(meant("newletter", ["newsletter", "club"]), Some("newsletter"));
/// assert_eq!(meant("stats", ["newsletter", "club"]), None);
/// ```
pub fn meant<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if word.len() > LONGEST_GUESSED {
        return None;
    }
    let distances = known
        .into_iter()
        .map(|known| (distance(word, known), known));
    let (distance, known) = distances.min()?;
    (distance <= known.len() / 3).then_some(known)
}

/// Levenshtein distance in characters, to guess which key was meant.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, cb) in row.iter_mut().skip(1).zip(b.chars()) {
            let substituted = diagonal + usize::from(ca != cb);
            diagonal = *cell;
            left = substituted.min(left + 1).min(*cell + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}
