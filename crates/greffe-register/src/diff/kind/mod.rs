//! The kinds of change, each with its stable code.

mod data;
mod generic;
mod organisation;
mod purposes;
mod records;
mod security;
mod sharing;
mod web;

use std::fmt;

use greffe_document::Words;
use greffe_terms::{Citation, Lang};

pub(super) use data::*;
pub(super) use generic::*;
pub(super) use organisation::*;
pub(super) use purposes::*;
pub(super) use records::*;
pub(super) use security::*;
pub(super) use sharing::*;
pub(super) use web::*;

use super::Duty;

/// What a change means for the persons whose data they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// More about them, for longer, to more others, or with less protection.
    Wider,
    /// The register does not tell: it depends on what stands behind the words.
    Undetermined,
    /// Nothing.
    Neutral,
    /// Less about them, for a shorter time, to fewer others, or with more protection.
    Stricter,
}

impl Direction {
    /// Every direction, from the one to look at first.
    pub const ALL: [Self; 4] = [
        Self::Wider,
        Self::Undetermined,
        Self::Neutral,
        Self::Stricter,
    ];

    /// The direction of the change back.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Wider => Self::Stricter,
            Self::Stricter => Self::Wider,
            Self::Neutral | Self::Undetermined => self,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wider => "wider",
            Self::Undetermined => "undetermined",
            Self::Neutral => "neutral",
            Self::Stricter => "stricter",
        }
    }

    /// The word that a person reads.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Wider => lang.pick("plus large", "wider"),
            Self::Undetermined => lang.pick("indéterminé", "undetermined"),
            Self::Neutral => lang.pick("neutre", "neutral"),
            Self::Stricter => lang.pick("plus strict", "stricter"),
        }
    }
}

/// A kind of change.
#[derive(PartialEq, Eq)]
pub struct Kind {
    pub(super) code: &'static str,
    pub(super) reversed: &'static str,
    pub(super) direction: Direction,
    pub(super) law: &'static [&'static str],
    pub(super) duties: &'static [Duty],
    pub(super) is_defect: bool,
    pub(super) words: Words,
}

impl Kind {
    /// The stable code, such as `retention_longer`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The code of the change back: `retention_shorter`; its own where back and forth are one kind.
    #[must_use]
    pub const fn reversed_code(&self) -> &'static str {
        self.reversed
    }

    /// What it means for the persons, unless the change itself says otherwise.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// The provisions on which it bears.
    pub fn citations(&self) -> impl Iterator<Item = Citation> {
        self.law.iter().copied().map(Citation::from_static)
    }

    /// Whether the change is a defect whatever its reason, as when what persons were shown is rewritten under its old version.
    #[must_use]
    pub const fn is_defect(&self) -> bool {
        self.is_defect
    }

    /// What changed, in words.
    #[must_use]
    pub const fn label(&self, lang: Lang) -> &'static str {
        self.words.in_language(lang)
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// Every kind of change.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    GROUPS.iter().copied().flatten().copied()
}

const GROUPS: &[&[&Kind]] = &[
    records::ALL,
    purposes::ALL,
    data::ALL,
    sharing::ALL,
    organisation::ALL,
    web::ALL,
    &[NOTICE_ALTERED],
    security::ALL,
    generic::ALL,
];

/// Kinds as a table: name, code, code of the change back, direction, law, duties, words.
macro_rules! kind_table {
    ($($name:ident = $code:literal / $reversed:literal, $direction:ident, [$($law:literal),*], [$($duty:ident),*], $fr:literal, $en:literal;)+) => {
        $(pub(in crate::diff) const $name: &Kind = &Kind {
            code: $code,
            reversed: $reversed,
            direction: $crate::diff::Direction::$direction,
            law: &[$($law),*],
            duties: &[$($crate::diff::Duty::$duty),*],
            is_defect: false,
            words: greffe_document::Words::new($fr, $en),
        };)+

        /// The kinds of this group.
        pub(super) const ALL: &[&Kind] = &[$($name),+];
    };
}

use kind_table;
