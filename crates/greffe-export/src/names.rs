//! File names that every system can hold, out of names that no system should be given.
//!
//! A safe name has only `a-z A-Z 0-9 . _ -`, starts with a letter, a digit or `_`, is at most 80 bytes long (a number added on a clash aside), is not a device of
//! Windows, and differs from every other name of its folder in more than case. Accents are taken off first, so that a
//! composed and a decomposed spelling never meet as two files of one name.

use std::collections::{HashMap, HashSet};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The names of one folder. No two claims ever get the same name.
///
/// ```
/// use greffe_export::SafeNames;
///
/// let mut folder = SafeNames::new();
/// assert_eq!(folder.claim("../../etc/passwd"), "etc_passwd");
/// assert_eq!(folder.claim("Été.PDF"), "Ete.PDF");
/// assert_eq!(folder.claim("ete.pdf"), "ete-2.pdf");
/// assert_eq!(folder.claim("NUL.txt"), "_NUL.txt");
/// ```
#[derive(Debug, Clone, Default)]
pub struct SafeNames {
    taken: HashSet<String>,
    /// For a safe name in lower case that was claimed before, the last number it got: every number up to it is taken.
    numbered: HashMap<String, u64>,
}

impl SafeNames {
    /// An empty folder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The safe name for a given name. Claimed twice, it is numbered before its ending: `photo.jpg`, `photo-2.jpg`.
    pub fn claim(&mut self, given: &str) -> String {
        let safe = safe_name(given);
        let lower = safe.to_ascii_lowercase();
        if self.taken.insert(lower.clone()) {
            return safe;
        }
        let (stem, ending) = split(&safe);
        let number = self.numbered.entry(lower).or_insert(1);
        loop {
            *number += 1;
            let candidate = format!("{stem}-{number}{ending}");
            if self.taken.insert(candidate.to_ascii_lowercase()) {
                return candidate;
            }
        }
    }
}

// Bytes. Leaves room for a number and for the folders above within the 255 of most file systems and the 260 of old Windows paths.
const MAX_LENGTH: usize = 80;
const MAX_ENDING: usize = 12;

fn safe_name(given: &str) -> String {
    let mut safe = String::with_capacity(given.len());
    for letter in given.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        let kept = letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
        let letter = if kept { letter } else { '_' };
        // Runs of replaced characters and of points say nothing more than one of them.
        if !(matches!(letter, '_' | '.') && safe.ends_with(['_', '.'])) {
            safe.push(letter);
        }
    }
    let trimmed = safe.trim_matches(['.', '_', '-']);
    let mut safe = shortened(trimmed);
    if safe.is_empty() {
        safe.push_str("file");
    }
    if is_device(&safe) {
        safe.insert(0, '_');
    }
    safe
}

fn shortened(name: &str) -> String {
    if name.len() <= MAX_LENGTH {
        return name.to_owned();
    }
    let (stem, ending) = split(name);
    let stem: String = stem.chars().take(MAX_LENGTH - ending.len()).collect();
    format!("{}{ending}", stem.trim_end_matches(['.', '_', '-']))
}

/// The stem of a safe name, which begins with no point, and the ending with its point; a long ending is no ending.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.').and_then(|at| name.split_at_checked(at)) {
        Some((stem, ending)) if ending.len() <= MAX_ENDING => (stem, ending),
        _ => (name, ""),
    }
}

/// Names that Windows keeps for devices, whatever follows the first point.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_uppercase();
    if matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN" | "CONOUT" | "CLOCK"
    ) {
        return true;
    }
    let port = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"));
    port.is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
}
