//! What the check of a bag can find.

use std::fmt;

use greffe_terms::Lang;

use super::signature::SignatureFault;

/// One difference between a bag and its manifests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Difference {
    /// A tag file that every bag has is not there, or is not a BagIt 1.0 declaration.
    NotABag {
        /// The tag file.
        path: String,
    },
    /// A line of a manifest cannot be read. Lines count from 1.
    BadLine {
        /// The manifest.
        path: String,
        /// The line, from 1.
        line: usize,
    },
    /// The manifest lists a file that is not there.
    Missing {
        /// The file.
        path: String,
    },
    /// A file is there that no manifest lists.
    Unlisted {
        /// The file.
        path: String,
    },
    /// A file's bytes are not those of the manifest.
    Changed {
        /// The file.
        path: String,
    },
    /// Two files have one name, or names that are one on some systems: `A` and `a`, `é` in one character and in two, `a` and `a.`. Or a file has the name
    /// of a folder.
    TwoOfOneName,
    /// The archive has bytes that belong to no file and not to its directory, or to two: before, between or behind them, or in a comment.
    StrayBytes,
    /// The archive says two things of a file: in its directory and before its data, or two names, or that it is a link or a folder. Or a folder of it
    /// leads out.
    Ambiguous {
        /// The file.
        path: String,
    },
    /// The signature is not there, is another key's, or is not that of this bag.
    Signature(SignatureFault),
}

impl Difference {
    /// The difference in one sentence without a full stop. A path is made of safe names where this crate wrote it; elsewhere it is whatever the bag has,
    /// but for characters that a terminal would obey, or that would turn the line around: they are written out, `\u{1b}`.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::NotABag { path } => lang.pick(
                format!(
                    "`{}` manque ou n’est pas ce que veut BagIt 1.0",
                    shown(path)
                ),
                format!(
                    "`{}` is missing or is not what BagIt 1.0 wants",
                    shown(path)
                ),
            ),
            Self::BadLine { path, line } => lang.pick(
                format!(
                    "la ligne {line} de `{}` n’est pas une ligne de manifeste",
                    shown(path)
                ),
                format!("line {line} of `{}` is not a manifest line", shown(path)),
            ),
            Self::Missing { path } => lang.pick(
                format!("`{}` est annoncé et manque", shown(path)),
                format!("`{}` is listed and missing", shown(path)),
            ),
            Self::Unlisted { path } => lang.pick(
                format!("`{}` n’est pas annoncé", shown(path)),
                format!("`{}` is not listed", shown(path)),
            ),
            Self::Changed { path } => lang.pick(
                format!("`{}` a été modifié", shown(path)),
                format!("`{}` was changed", shown(path)),
            ),
            Self::TwoOfOneName => lang
                .pick(
                    "deux fichiers ont le même nom, à la casse, à l’écriture des accents ou aux blancs et points des extrémités près",
                    "two files have one name, but for case, the spelling of accents, or blanks and points at an end",
                )
                .to_owned(),
            Self::StrayBytes => lang
                .pick(
                    "l’archive contient des octets qui ne sont d’aucun fichier",
                    "the archive has bytes that are no file's",
                )
                .to_owned(),
            Self::Ambiguous { path } => lang.pick(
                format!("l’archive dit deux choses de `{}`", shown(path)),
                format!("the archive says two things of `{}`", shown(path)),
            ),
            Self::Signature(fault) => fault.in_language(lang),
        }
    }

    /// The stable code, as programs read it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotABag { .. } => "not_a_bag",
            Self::BadLine { .. } => "bad_line",
            Self::Missing { .. } => "missing",
            Self::Unlisted { .. } => "unlisted",
            Self::Changed { .. } => "changed",
            Self::TwoOfOneName => "two_of_one_name",
            Self::StrayBytes => "stray_bytes",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Signature(SignatureFault::Missing) => "not_signed",
            Self::Signature(SignatureFault::Unreadable) => "signature_unreadable",
            Self::Signature(SignatureFault::OtherKey { .. }) => "signature_of_another_key",
            Self::Signature(SignatureFault::Broken) => "signature_broken",
        }
    }

    /// The file that it is about.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::NotABag { path }
            | Self::BadLine { path, .. }
            | Self::Missing { path }
            | Self::Unlisted { path }
            | Self::Changed { path }
            | Self::Ambiguous { path } => Some(path),
            Self::TwoOfOneName | Self::StrayBytes | Self::Signature(_) => None,
        }
    }
}

/// A path of a bag that may be anybody's, on one line.
fn shown(path: &str) -> String {
    let mut shown = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter.is_control() || is_unseen(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Separators of lines, and what turns the direction of text (Unicode, UAX 9) or has no width.
const fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for Difference {}
