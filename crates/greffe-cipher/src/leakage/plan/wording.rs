//! Assessments in English and French, for the people who decide and for the annex of an impact assessment.

use std::fmt::Write as _;

use super::assess::{FieldAssessment, IndexAssessment, Standing, Suggestion, Verdict};
use crate::cipher::IndexKind;

impl Verdict {
    /// In English, a sentence without its full stop.
    #[must_use]
    pub const fn in_english(self) -> &'static str {
        match self {
            Self::NotIndexed => "no index: no equality is told, nothing is found",
            Self::TooManyFalseHits => {
                "hides values well, but searches answer more rows than the square root of all: too many false hits"
            }
            Self::Balanced => {
                "balanced: at least two rows share all tokens by chance, at most the square root of all"
            }
            Self::TooRevealing => {
                "tells too much: fewer than two rows share all tokens by chance, so equal tokens suggest equal values"
            }
            Self::SeparatesValues => {
                "tells too much: there are hardly more values than tokens, so rows share tokens because they are equal, and the most frequent values stand out"
            }
            Self::Revealed => {
                "equality is open: a deterministic column, a full or a unique index shows it, and truncation beside it protects nothing"
            }
        }
    }

    /// In French, a sentence without its full stop.
    #[must_use]
    pub const fn in_french(self) -> &'static str {
        match self {
            Self::NotIndexed => {
                "aucun index\u{a0}: aucune égalité n’est révélée, rien n’est retrouvé"
            }
            Self::TooManyFalseHits => {
                "cache bien les valeurs, mais une recherche rend plus de lignes que la racine carrée de leur nombre\u{a0}: trop de faux résultats"
            }
            Self::Balanced => {
                "équilibré\u{a0}: au moins deux lignes partagent tous leurs jetons par hasard, au plus la racine carrée de leur nombre"
            }
            Self::TooRevealing => {
                "en révèle trop\u{a0}: moins de deux lignes partagent tous leurs jetons par hasard, des jetons égaux font donc présumer des valeurs égales"
            }
            Self::SeparatesValues => {
                "en révèle trop\u{a0}: il n’y a guère plus de valeurs que de jetons, des lignes partagent donc leurs jetons parce qu’elles sont égales, et les valeurs les plus fréquentes ressortent"
            }
            Self::Revealed => {
                "l’égalité est visible\u{a0}: une colonne déterministe, un index complet ou unique la montre, et tronquer un autre index à côté ne protège rien"
            }
        }
    }
}

impl FieldAssessment {
    /// The assessment in English, several lines.
    #[must_use]
    pub fn in_english(&self) -> String {
        let mut out = format!(
            "Field {}: min-entropy {} bits{}.\n",
            self.field,
            self.entropy,
            if self.deterministic {
                ", column sealed deterministically"
            } else {
                ""
            }
        );
        for index in &self.indexes {
            // Writing to a String cannot fail.
            let _ = writeln!(
                out,
                "- {} ({}, {} bits) adds {} bits; a search answers about {} rows, later {}.",
                index.name,
                kind_in_english(index.kind),
                index.bits,
                index.adds,
                index.hits,
                index.hits_later
            );
        }
        let _ = writeln!(out, "Together: {} bits.", self.summed);
        for standing in self.standings() {
            let _ = write!(out, "At {} rows: ", standing.rows);
            if standing.is_by_chance() {
                let shared = standing.coincidences;
                let _ = write!(out, "{shared} share all tokens of a row by chance; ");
            }
            let _ = writeln!(out, "{}.", standing.verdict.in_english());
        }
        out.push_str(&match self.suggestion {
            Suggestion::Bits { least, most } => format!("One more equality index: {least} to {most} bits.\n"),
            Suggestion::Conflict { least, most: Some(most) } => format!(
                "One more equality index: no number of bits does both; at most {most} hide values, at least {least} find them without too many false hits.\n"
            ),
            Suggestion::Conflict { least, most: None } => format!(
                "One more equality index: even 4 bits tell too much; at least {least} find values without too many false hits.\n"
            ),
            Suggestion::Pointless => {
                "One more equality index: truncate none; what they would hide is open.\n".to_owned()
            }
        });
        out.push_str(SCOPE_IN_ENGLISH);
        out
    }

    /// The assessment in French, several lines.
    #[must_use]
    pub fn in_french(&self) -> String {
        let mut out = format!(
            "Champ {}\u{a0}: min-entropie de {} bits{}.\n",
            self.field,
            decimal(&self.entropy),
            if self.deterministic {
                ", colonne chiffrée de façon déterministe"
            } else {
                ""
            }
        );
        for index in &self.indexes {
            let _ = writeln!(
                out,
                "- {} ({}, {} bits) ajoute {} bits\u{a0}; une recherche rend environ {} lignes, à terme {}.",
                index.name,
                kind_in_french(index.kind),
                index.bits,
                decimal(&index.adds),
                decimal(&index.hits),
                decimal(&index.hits_later)
            );
        }
        let _ = writeln!(out, "Ensemble\u{a0}: {} bits.", decimal(&self.summed));
        for standing in self.standings() {
            let _ = write!(out, "À {} lignes\u{a0}: ", standing.rows);
            if standing.is_by_chance() {
                let shared = decimal(&standing.coincidences);
                let _ = write!(
                    out,
                    "{shared} partagent tous les jetons d’une ligne par hasard\u{a0}; "
                );
            }
            let _ = writeln!(out, "{}.", standing.verdict.in_french());
        }
        out.push_str(&match self.suggestion {
            Suggestion::Bits { least, most } => format!("Un index d’égalité de plus\u{a0}: de {least} à {most} bits.\n"),
            Suggestion::Conflict { least, most: Some(most) } => format!(
                "Un index d’égalité de plus\u{a0}: aucun nombre de bits ne satisfait aux deux exigences\u{a0}; au plus {most} cachent les valeurs, au moins {least} les retrouvent sans trop de faux résultats.\n"
            ),
            Suggestion::Conflict { least, most: None } => format!(
                "Un index d’égalité de plus\u{a0}: même 4 bits en révèlent trop\u{a0}; au moins {least} retrouvent les valeurs sans trop de faux résultats.\n"
            ),
            Suggestion::Pointless => {
                "Un index d’égalité de plus\u{a0}: n’en tronquez aucun, ce qu’il cacherait est visible.\n".to_owned()
            }
        });
        out.push_str(SCOPE_IN_FRENCH);
        out
    }

    /// Today, and later if that differs.
    fn standings(&self) -> impl Iterator<Item = &Standing> {
        let later = (self.later.rows != self.now.rows).then_some(&self.later);
        std::iter::once(&self.now).chain(later)
    }
}

impl Standing {
    /// Without an index there is no token to share, and where equality shows rows do not share theirs by chance.
    const fn is_by_chance(&self) -> bool {
        !matches!(self.verdict, Verdict::NotIndexed | Verdict::Revealed)
    }
}

impl IndexAssessment {
    /// Whether a search by this index alone answers more than the square root of all rows, which the sum over all indexes does not show.
    #[must_use]
    pub const fn is_slow(&self, rows: u64) -> bool {
        self.hits.whole() > rows.isqrt()
    }
}

/// What the numbers rest on, and what sealed and indexed values are in law.
const SCOPE_IN_ENGLISH: &str = "Reckoned from declared entropies, for fields taken as independent, and for somebody who has the table and no key; whoever holds the key \
    can confirm any guess. A min-entropy of n bits: the most frequent value is in one row of 2^n. This is pseudonymisation at best (GDPR Art. 4(5)), not anonymisation.\n";
const SCOPE_IN_FRENCH: &str = "Estimation d’après des entropies déclarées, pour des champs supposés indépendants et pour qui a la table sans la clé\u{a0}; quiconque détient la clé \
    peut confirmer toute valeur supposée. Min-entropie de n bits\u{a0}: la valeur la plus fréquente est dans une ligne sur 2^n. C’est au mieux une pseudonymisation (RGPD, art. 4, \
    point 5), et non une anonymisation.\n";

const fn kind_in_english(kind: IndexKind) -> &'static str {
    match kind {
        IndexKind::Equality => "equality",
        IndexKind::Unique => "unique",
        IndexKind::Compound => "compound",
        IndexKind::NameToken => "words of names",
        IndexKind::NamePrefix => "prefixes of names",
    }
}

const fn kind_in_french(kind: IndexKind) -> &'static str {
    match kind {
        IndexKind::Equality => "égalité",
        IndexKind::Unique => "unicité",
        IndexKind::Compound => "composé",
        IndexKind::NameToken => "mots de noms",
        IndexKind::NamePrefix => "débuts de noms",
    }
}

/// With a decimal comma.
pub(in crate::leakage) fn decimal(number: &impl ToString) -> String {
    number.to_string().replace('.', ",")
}
