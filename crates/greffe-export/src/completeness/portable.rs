//! Portable data that were asked for and are not there: which fields nobody could decide on, and why nothing is portable.

use std::collections::BTreeSet;

use greffe_terms::Lang;

use super::{Completeness, FieldStatement, SourceOutcome, SourceStatement, Tree};
use crate::{NotPortable, Portability};

impl Completeness {
    /// The fields that may be owed as portable data and were left out, since no basis of their purposes is known: the person provided
    /// them or they were observed, by automated means. None where portable data were not asked for.
    pub fn undecided(&self) -> impl Iterator<Item = (&SourceStatement, &FieldStatement)> {
        let asked = self.trees.contains(&Tree::Portability);
        let sources = self.sources.iter().filter(move |source| {
            // A source that was read and had nothing owes nothing.
            asked && !matches!(source.outcome, SourceOutcome::Empty)
        });
        sources.flat_map(|source| source.undecided().map(move |field| (source, field)))
    }

    /// Whether a package holds no data at all; so does one that was not asked for.
    #[must_use]
    pub fn is_empty(&self, tree: Tree) -> bool {
        let mut files = self.sources.iter().flat_map(|source| &source.files);
        !files.any(|file| file.tree == tree)
    }

    /// Where portable data were asked for and there are none, the sentence that says so and why: `No data is portable because …`, without a
    /// full stop.
    #[must_use]
    pub fn nothing_portable(&self, lang: Lang) -> Option<String> {
        let why = self.why_nothing_portable();
        if why.is_empty() {
            return None;
        }
        let clauses: Vec<&str> = why.into_iter().map(|why| why.label(lang)).collect();
        Some(lang.pick(
            format!(
                "Aucune donnée n’est portable, pour ces raisons\u{a0}: {}",
                clauses.join("\u{a0}; ")
            ),
            format!("No data is portable because {}", clauses.join("; ")),
        ))
    }

    /// Never empty where portable data were asked for and there are none, and empty otherwise.
    pub(crate) fn why_nothing_portable(&self) -> BTreeSet<WhyNothing> {
        let mut why = BTreeSet::new();
        if !self.trees.contains(&Tree::Portability) || !self.is_empty(Tree::Portability) {
            return why;
        }
        for source in &self.sources {
            match source.outcome {
                SourceOutcome::Empty => _ = why.insert(WhyNothing::NoRecord),
                SourceOutcome::Failed(_)
                | SourceOutcome::Missing
                | SourceOutcome::Refused { .. } => _ = why.insert(WhyNothing::NotRead),
                SourceOutcome::Included | SourceOutcome::NotPortable => {
                    why.extend(
                        source
                            .fields
                            .iter()
                            .filter_map(|field| match field.portability {
                                Portability::Portable => None,
                                Portability::NotPortable(reason) => Some(WhyNothing::from(reason)),
                            }),
                    );
                }
            }
        }
        if why.is_empty() {
            why.insert(WhyNothing::NoSource);
        }
        why
    }
}

impl SourceStatement {
    pub(crate) fn undecided(&self) -> impl Iterator<Item = &FieldStatement> {
        let unknown = Portability::NotPortable(NotPortable::UnknownBasis);
        let fields = self.fields.iter();
        fields.filter(move |field| field.portability == unknown)
    }
}

/// Why nothing is portable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WhyNothing {
    NotAutomated,
    Inferred,
    ThirdParty,
    OtherBasis,
    UnknownBasis,
    /// Sources were read to their end and had nothing.
    NoRecord,
    /// Sources failed, are missing or were refused.
    NotRead,
    /// No source was given.
    NoSource,
}

impl WhyNothing {
    /// The stable code, as written in files.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::NotAutomated => NotPortable::NotAutomated.code(),
            Self::Inferred => NotPortable::Inferred.code(),
            Self::ThirdParty => NotPortable::ThirdParty.code(),
            Self::OtherBasis => NotPortable::OtherBasis.code(),
            Self::UnknownBasis => NotPortable::UnknownBasis.code(),
            Self::NoRecord => "no_record",
            Self::NotRead => "not_read",
            Self::NoSource => "no_source",
        }
    }

    const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::NotAutomated => (
                "des données sont dans un dossier papier",
                "some data are in a paper file",
            ),
            Self::Inferred => (
                "des données ont été calculées par nous",
                "some data were computed by us",
            ),
            Self::ThirdParty => (
                "des données ont été reçues d’un tiers",
                "some data were received from someone else",
            ),
            Self::OtherBasis => (
                "des données ne reposent ni sur votre consentement, ni sur un contrat",
                "some data rest neither on your consent nor on a contract",
            ),
            Self::UnknownBasis => (
                "la base légale de certaines données n’est pas précisée",
                "the legal basis of some data is not stated",
            ),
            Self::NoRecord => (
                "des sources ont été lues et ne contiennent rien à votre sujet",
                "some sources were read and hold nothing about you",
            ),
            Self::NotRead => (
                "des sources n’ont pas pu être lues ou ne sont pas communiquées",
                "some sources could not be read or are withheld",
            ),
            Self::NoSource => (
                "aucune source de données n’a été jointe",
                "no source of data was given",
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

impl From<NotPortable> for WhyNothing {
    fn from(reason: NotPortable) -> Self {
        match reason {
            NotPortable::NotAutomated => Self::NotAutomated,
            NotPortable::Inferred => Self::Inferred,
            NotPortable::ThirdParty => Self::ThirdParty,
            NotPortable::OtherBasis => Self::OtherBasis,
            NotPortable::UnknownBasis => Self::UnknownBasis,
        }
    }
}
