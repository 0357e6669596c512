//! A package as it lies on disk, a folder or an archive, held against its manifests, its signature and its own statement of completeness.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use greffe::document::Words;
use greffe::export::{
    BagSource, Verification, VerifyError, VerifyingKey, ZipBag, verify_bag, verify_signed_bag,
    verify_signed_zip, verify_zip,
};
use greffe::terms::Lang;
use serde_json::Value;

use super::folder::Folder;
use crate::input::Unusable;
use crate::progress::{Watched, expect, length};
use crate::refusal::{Reason, Refusal};

/// What was found out.
pub(super) struct Found {
    pub(super) verification: Verification,
    /// What the statement of completeness says is not whole, or what it says and is not so.
    pub(super) gaps: Vec<Gap>,
}

/// Something that is missing in a package.
pub(super) enum Gap {
    /// A source that failed or that nobody gave, by its name.
    Source { name: String, outcome: String },
    /// A file that is stated and not there.
    File { path: String },
    /// Fields of which nobody could decide whether they are portable.
    Undecided { count: usize },
    /// There is no statement of completeness that can be read.
    Unstated,
}

impl Gap {
    /// What is missing, on one line. What the package says of itself is anybody's text.
    pub(super) fn in_language(&self, lang: Lang) -> String {
        on_one_line(&self.said(lang))
    }

    fn said(&self, lang: Lang) -> String {
        match self {
            Self::Source { name, outcome } => lang.pick(
                format!("incomplet\u{a0}: la source `{name}` ({outcome})"),
                format!("incomplete: the source `{name}` ({outcome})"),
            ),
            Self::File { path } => lang.pick(
                format!("`{path}` est déclaré dans completeness.json et manque"),
                format!("`{path}` is stated in completeness.json and missing"),
            ),
            Self::Undecided { count } => lang.pick(
                format!("incomplet\u{a0}: {count} champ(s) dont la portabilité n’est pas décidée"),
                format!("incomplete: {count} field(s) whose portability is not decided"),
            ),
            Self::Unstated => lang
                .pick(
                    "completeness.json manque ou n’est pas lisible",
                    "completeness.json is missing or cannot be read",
                )
                .to_owned(),
        }
    }

    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Source { .. } => "source",
            Self::File { .. } => "file",
            Self::Undecided { .. } => "undecided",
            Self::Unstated => "unstated",
        }
    }
}

/// Verifies a folder or an archive.
pub(super) fn found(path: &Path, key: Option<&VerifyingKey>) -> Result<Found, Refusal> {
    let refused = |why: Reason| Refusal::of(path.display().to_string(), why);
    if path.is_dir() {
        let mut bag = Folder(path.to_owned());
        let paths = bag.paths().unwrap_or_default();
        expect(paths.iter().map(|one| length(&path.join(one))).sum());
        let verification = folder(&mut bag, key).map_err(|why| refused(why.into()))?;
        return Ok(Found {
            gaps: gaps(&mut bag),
            verification,
        });
    }
    let file =
        File::open(path).map_err(|error| refused(Unusable::Unreadable(error.kind()).into()))?;
    found_in(&file, path, key)
}

/// Verifies an archive that is open. Whatever else is read of it later is of the same file, even if another one has its name by then.
pub(super) fn found_in(
    file: &File,
    path: &Path,
    key: Option<&VerifyingKey>,
) -> Result<Found, Refusal> {
    let refused = |why: Reason| Refusal::of(path.display().to_string(), why);
    let unreadable = |error: io::Error| refused(Unusable::Unreadable(error.kind()).into());
    let (mut start, mut reader) = ([0; AGE.len()], file);
    if reader.read_exact(&mut start).is_ok() && start == *AGE {
        return Err(refused(Reason::Said(ENCRYPTED)));
    }
    reader.rewind().map_err(unreadable)?;
    expect(length(path));
    let verification = match key {
        Some(key) => verify_signed_zip(Watched(file), key),
        None => verify_zip(Watched(file)),
    };
    let verification = verification.map_err(|why| refused(why.into()))?;
    let mut bag = ZipBag::open(file).map_err(|why| refused(why.into()))?;
    Ok(Found {
        gaps: gaps(&mut bag),
        verification,
    })
}

/// Verifies a folder.
pub(super) fn folder(
    bag: &mut Folder,
    key: Option<&VerifyingKey>,
) -> Result<Verification, VerifyError> {
    match key {
        Some(key) => verify_signed_bag(bag, key),
        None => verify_bag(bag),
    }
}

fn gaps(bag: &mut impl BagSource) -> Vec<Gap> {
    let Some(statement) = statement(bag) else {
        return vec![Gap::Unstated];
    };
    let present: BTreeSet<String> = bag.paths().unwrap_or_default().into_iter().collect();
    let list = |of: &Value, key: &str| {
        of.get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let text = |of: &Value, key: &str| {
        of.get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let mut gaps = Vec::new();
    for source in list(&statement, "sources") {
        let (name, outcome) = (text(&source, "name"), text(&source, "outcome"));
        if !["included", "empty", "not_portable", "refused"].contains(&outcome.as_str()) {
            gaps.push(Gap::Source { name, outcome });
        }
        let files = list(&source, "files");
        let paths = files
            .iter()
            .filter_map(Value::as_str)
            .map(|path| format!("data/{path}"));
        gaps.extend(
            paths
                .filter(|path| !present.contains(path))
                .map(|path| Gap::File { path }),
        );
    }
    let count = list(&statement, "undecided").len();
    if count > 0 {
        gaps.push(Gap::Undecided { count });
    }
    if gaps.is_empty() && statement.get("complete").and_then(Value::as_bool) != Some(true) {
        gaps.push(Gap::Unstated);
    }
    gaps
}

fn statement(bag: &mut impl BagSource) -> Option<Value> {
    let mut bytes = Vec::new();
    let read = bag.read("data/completeness.json", &mut |reader| -> io::Result<()> {
        bytes.clear();
        reader.take(MOST).read_to_end(&mut bytes).map(|_| ())
    });
    read.ok()?;
    let statement: Value = serde_json::from_slice(&bytes).ok()?;
    let format = statement.get("format")?.as_str()?;
    (format == "greffe-completeness-1").then_some(statement)
}

// How every file of age's begins.
const AGE: &[u8; 19] = b"age-encryption.org/";

const ENCRYPTED: Words = Words::new(
    "ce fichier est chiffré\u{a0}: ouvrez-le avec `greffe export open` et `--identity` ou `--passphrase`",
    "this file is encrypted: open it with `greffe export open` and `--identity` or `--passphrase`",
);

/// The text with everything written out that a terminal would obey, or that turns the direction of a line (Unicode, UAX 9).
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {
                line.extend(letter.escape_unicode());
            }
            letter if letter.is_control() => line.extend(letter.escape_unicode()),
            letter => line.push(letter),
        }
    }
    line
}

// Bytes: a statement of some 100,000 fields.
const MOST: u64 = 64 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::Gap;
    use greffe::terms::Lang;

    #[test]
    fn a_source_cannot_write_over_the_line_that_names_it() {
        let gap = Gap::Source {
            name: "a\r\u{1b}[2KIntact\n\u{202e}".to_owned(),
            outcome: "failed".to_owned(),
        };
        assert_eq!(
            gap.in_language(Lang::En),
            "incomplete: the source `a\\u{d}\\u{1b}[2KIntact\\u{a}\\u{202e}` (failed)"
        );
    }
}
