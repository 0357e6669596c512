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
    /// The archive has two files of one name.
    TwoOfOneName,
    /// The signature is not there, is another key's, or is not that of this bag.
    Signature(SignatureFault),
}

impl Difference {
    /// The difference in one sentence without a full stop. A path is made of safe names where this crate wrote it; elsewhere it is whatever the bag has.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        match self {
            Self::NotABag { path } => lang.pick(
                format!("`{path}` manque ou n’est pas ce que veut BagIt 1.0"),
                format!("`{path}` is missing or is not what BagIt 1.0 wants"),
            ),
            Self::BadLine { path, line } => lang.pick(
                format!("la ligne {line} de `{path}` n’est pas une ligne de manifeste"),
                format!("line {line} of `{path}` is not a manifest line"),
            ),
            Self::Missing { path } => lang.pick(
                format!("`{path}` est annoncé et manque"),
                format!("`{path}` is listed and missing"),
            ),
            Self::Unlisted { path } => lang.pick(
                format!("`{path}` n’est pas annoncé"),
                format!("`{path}` is not listed"),
            ),
            Self::Changed { path } => lang.pick(
                format!("`{path}` a été modifié"),
                format!("`{path}` was changed"),
            ),
            Self::TwoOfOneName => lang
                .pick(
                    "l’archive contient deux fichiers du même nom",
                    "the archive has two files of one name",
                )
                .to_owned(),
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
            | Self::Changed { path } => Some(path),
            Self::TwoOfOneName | Self::Signature(_) => None,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Lang::En))
    }
}

impl std::error::Error for Difference {}
