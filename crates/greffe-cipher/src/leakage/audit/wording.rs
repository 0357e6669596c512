//! Audit reports in English and French: numbers, and what they mean to somebody who has the column and no key.

use std::fmt::Write as _;

use super::changes::ChangeReport;
use super::column::{ColumnReport, Nature};
use super::counts::Distribution;
use super::joint::JointReport;
use super::stored::{HeaderCount, StoredHeader};
use crate::leakage::plan::decimal;

/// Lines of a table that are worded; the rest is in the report's fields.
const SHOWN: usize = 20;

// Writing to a String cannot fail: every result of `writeln!` here is dropped.
impl ColumnReport {
    /// The report in English, several lines.
    #[must_use]
    pub fn in_english(&self) -> String {
        let mut out = format!("{}, {} of them NULL.\n", rows(self.rows), self.nulls);
        let nature = match self.nature() {
            Nature::Empty => "No row has a value.",
            Nature::Randomised => {
                "Randomised: equality is hidden, all tokens should differ. The numbers below are those of tokens, and say nothing of the values."
            }
            Nature::Deterministic => {
                "Deterministic: equal tokens are equal values, and can be counted."
            }
            Nature::Index => {
                "An index: equal tokens are equal values, or values that share a truncated token. The numbers below are those of tokens."
            }
            Nature::Mixed => {
                "Mixed: not all values are tokens of one nature. Numbers about equality hold within each part only."
            }
        };
        let _ = writeln!(out, "{nature}");
        if self.not_tokens + self.malformed > 0 {
            let _ = writeln!(
                out,
                "Values that are no tokens, probably plaintext, which nothing protects: {}; malformed tokens: {}.",
                self.not_tokens, self.malformed
            );
        }
        for count in self.headers.iter().take(SHOWN) {
            let _ = writeln!(out, "- {}: {}", header(count, &ENGLISH), rows(count.rows));
        }
        if self.headers.len() > SHOWN {
            let _ = writeln!(out, "- and {} more headers", self.headers.len() - SHOWN);
        }
        if self.headers.len() > 1 {
            out.push_str("Several headers stand side by side: a rotation is not finished, or the column mixes suites, paddings or forms; equal values under two headers count as two.\n");
        }
        let _ = write!(out, "Lengths in octets:");
        for (place, count) in self.lengths.iter().take(SHOWN).enumerate() {
            let comma = if place == 0 { "" } else { "," };
            let _ = write!(out, "{comma} {} ({})", count.octets, rows(count.rows));
        }
        if self.lengths.len() > SHOWN {
            let _ = write!(out, " and {} more", self.lengths.len() - SHOWN);
        }
        out.push_str(".\n");
        english(&mut out, &self.values);
        if self.copies() > 0 {
            let _ = writeln!(
                out,
                "{} randomised tokens stand in another row too: rows were copied, or a generator repeated itself. Find out which.",
                self.copies()
            );
        }
        if self.headers.is_empty() {
            return out;
        }
        out + "For whoever holds the keys these stay personal data: this is pseudonymisation (GDPR Art. 4(5)), not anonymisation.\n"
    }

    /// The report in French, several lines.
    #[must_use]
    pub fn in_french(&self) -> String {
        let mut out = format!(
            "{}, dont {} sans valeur (NULL).\n",
            lignes(self.rows),
            self.nulls
        );
        let nature = match self.nature() {
            Nature::Empty => "Aucune ligne n’a de valeur.",
            Nature::Randomised => {
                "Chiffrement probabiliste\u{a0}: l’égalité est cachée, tous les jetons doivent différer. Les nombres ci-dessous sont ceux des jetons, et ne disent rien des valeurs."
            }
            Nature::Deterministic => {
                "Chiffrement déterministe\u{a0}: des jetons égaux sont des valeurs égales, et peuvent être comptés."
            }
            Nature::Index => {
                "Un index\u{a0}: des jetons égaux sont des valeurs égales, ou des valeurs qui partagent un jeton tronqué. Les nombres ci-dessous sont ceux des jetons."
            }
            Nature::Mixed => {
                "Mixte\u{a0}: les valeurs ne sont pas toutes des jetons d’une seule nature. Les nombres sur l’égalité ne valent qu’à l’intérieur de chaque partie."
            }
        };
        let _ = writeln!(out, "{nature}");
        if self.not_tokens + self.malformed > 0 {
            let _ = writeln!(
                out,
                "Valeurs qui ne sont pas des jetons, sans doute du texte en clair, que rien ne protège\u{a0}: {}\u{a0}; jetons mal formés\u{a0}: {}.",
                self.not_tokens, self.malformed
            );
        }
        for count in self.headers.iter().take(SHOWN) {
            let _ = writeln!(
                out,
                "- {}\u{a0}: {}",
                header(count, &FRENCH),
                lignes(count.rows)
            );
        }
        if self.headers.len() > SHOWN {
            let _ = writeln!(out, "- et {} autres en-têtes", self.headers.len() - SHOWN);
        }
        if self.headers.len() > 1 {
            out.push_str("Plusieurs en-têtes coexistent\u{a0}: une rotation n’est pas terminée, ou la colonne mêle des suites, des bourrages ou des formes\u{a0}; des valeurs égales sous deux en-têtes comptent pour deux.\n");
        }
        let _ = write!(out, "Longueurs en octets\u{a0}:");
        for (place, count) in self.lengths.iter().take(SHOWN).enumerate() {
            let comma = if place == 0 { "" } else { "," };
            let _ = write!(out, "{comma} {} ({})", count.octets, lignes(count.rows));
        }
        if self.lengths.len() > SHOWN {
            let _ = write!(out, " et {} autres", self.lengths.len() - SHOWN);
        }
        out.push_str(".\n");
        french(&mut out, &self.values);
        if self.copies() > 0 {
            let _ = writeln!(
                out,
                "{} jetons probabilistes se trouvent aussi dans une autre ligne\u{a0}: des lignes ont été copiées, ou un générateur s’est répété. Cherchez lequel des deux.",
                self.copies()
            );
        }
        if self.headers.is_empty() {
            return out;
        }
        out + "Pour qui détient les clés, ce sont toujours des données à caractère personnel\u{a0}: c’est une pseudonymisation (RGPD, art. 4, point 5), et non une anonymisation.\n"
    }
}

impl JointReport {
    /// The report in English, several lines.
    #[must_use]
    pub fn in_english(&self) -> String {
        let mut out = format!(
            "{} rows have both values; {} lack the first only, {} the second only, {} both.\nFirst column. ",
            self.pairs.rows, self.nulls.first_only, self.nulls.second_only, self.nulls.both
        );
        english(&mut out, &self.first);
        out.push_str("Second column. ");
        english(&mut out, &self.second);
        out.push_str("Both. ");
        english(&mut out, &self.pairs);
        let _ = writeln!(
            out,
            "Each column tells {} bits of the other; {} bits of the first are left to who knows the second, {} bits of the second to who knows the first.",
            self.mutual_information, self.first_given_second, self.second_given_first
        );
        out
    }

    /// The report in French, several lines.
    #[must_use]
    pub fn in_french(&self) -> String {
        let mut out = format!(
            "{} lignes ont les deux valeurs\u{a0}; à {} il manque la première seule, à {} la seconde seule, à {} les deux.\nPremière colonne. ",
            self.pairs.rows, self.nulls.first_only, self.nulls.second_only, self.nulls.both
        );
        french(&mut out, &self.first);
        out.push_str("Seconde colonne. ");
        french(&mut out, &self.second);
        out.push_str("Les deux. ");
        french(&mut out, &self.pairs);
        let _ = writeln!(
            out,
            "Chaque colonne révèle {} bits de l’autre\u{a0}; il reste {} bits de la première à qui connaît la seconde, {} bits de la seconde à qui connaît la première.",
            decimal(&self.mutual_information),
            decimal(&self.first_given_second),
            decimal(&self.second_given_first)
        );
        out
    }
}

impl ChangeReport {
    /// The report in English, several lines.
    #[must_use]
    pub fn in_english(&self) -> String {
        format!(
            "{} rows before, {} after: {} added, {} removed, {} unchanged.\n\
             {} rows were rewritten ({} of them randomised: perhaps the same value), {} converted to another header, {} filled, {} cleared. Who has both \
             snapshots knows which rows these are.\n\
             {} tokens came; {} of them stood in the first snapshot: those rows have a value that another row had.\n",
            self.before,
            self.after,
            self.added,
            self.removed,
            self.unchanged,
            self.rewritten,
            self.resealed,
            self.converted,
            self.filled,
            self.cleared,
            self.came,
            self.came_known
        )
    }

    /// The report in French, several lines.
    #[must_use]
    pub fn in_french(&self) -> String {
        format!(
            "{} lignes avant, {} après\u{a0}: {} ajoutées, {} retirées, {} inchangées.\n\
             {} lignes ont été réécrites (dont {} probabilistes\u{a0}: peut-être la même valeur), {} converties vers un autre en-tête, {} remplies, {} vidées. \
             Qui possède les deux copies sait lesquelles.\n\
             {} jetons sont arrivés\u{a0}; {} d’entre eux se trouvaient dans la première copie\u{a0}: ces lignes ont une valeur qu’une autre avait.\n",
            self.before,
            self.after,
            self.added,
            self.removed,
            self.unchanged,
            self.rewritten,
            self.resealed,
            self.converted,
            self.filled,
            self.cleared,
            self.came,
            self.came_known
        )
    }
}

/// So many rows, in English.
fn rows(number: u64) -> String {
    format!("{number} row{}", if number == 1 { "" } else { "s" })
}

/// So many rows, in French, where zero is singular.
fn lignes(number: u64) -> String {
    format!("{number} ligne{}", if number > 1 { "s" } else { "" })
}

fn english(out: &mut String, values: &Distribution) {
    let _ = writeln!(
        out,
        "Different values: {} in {}, {} of them in one row only. The most frequent value stands in {}, the ten most frequent make up {} % of the rows. Min-entropy {} bits, \
         Shannon entropy {} bits; equal pairs of rows: {}.",
        values.distinct,
        rows(values.rows),
        values.once,
        rows(values.most_frequent.first().copied().unwrap_or(0)),
        percent(values),
        values.min_entropy,
        values.shannon_entropy,
        values.equal_pairs
    );
}

fn french(out: &mut String, values: &Distribution) {
    let _ = writeln!(
        out,
        "Valeurs différentes\u{a0}: {} dans {}, dont {} dans une seule ligne. La valeur la plus fréquente est dans {}, les dix plus fréquentes font {} % des lignes. \
         Min-entropie de {} bits, entropie de Shannon de {} bits\u{a0}; paires de lignes égales\u{a0}: {}.",
        values.distinct,
        lignes(values.rows),
        values.once,
        lignes(values.most_frequent.first().copied().unwrap_or(0)),
        decimal(&percent(values)),
        decimal(&values.min_entropy),
        decimal(&values.shannon_entropy),
        values.equal_pairs
    );
}

/// The share of the ten most frequent values, in hundredths of a percent.
fn percent(values: &Distribution) -> String {
    let hundredths = values.top_share(usize::MAX) / 100;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The words of a header: suite, index of kind, padding, form, key.
struct Words([&'static str; 5]);

const ENGLISH: Words = Words(["suite", "index of kind", "padding class", "form", "key"]);
const FRENCH: Words = Words([
    "suite",
    "index de genre",
    "classe de bourrage",
    "forme",
    "clé",
]);

fn header(count: &HeaderCount, Words([in_suite, index, class, of_form, of_key]): &Words) -> String {
    match count.header {
        StoredHeader::Sealed {
            suite,
            padding,
            form,
            key,
        } => format!(
            "{in_suite} {}, {class} {}, {of_form} {form:02x}, {of_key} {key}",
            suite.number(),
            padding.class()
        ),
        StoredHeader::Index { kind, form, key } => {
            format!(
                "{index} {}, {of_form} {form:02x}, {of_key} {key}",
                kind.number()
            )
        }
    }
}
