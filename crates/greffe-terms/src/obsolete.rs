//! Provisions that documents still cite although they are no longer in force.

use crate::{Citation, Lang, day};

/// A provision that documents still cite although it is no longer in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obsolete {
    citation: &'static str,
    since: &'static str,
    ended: Ended,
    replaced_by: &'static str,
    replacements: &'static [Citation],
}

/// How a provision ended; the word that a French reader expects depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Repealed.
    Repealed,
    /// Never repealed, but without legal value.
    WithoutValue,
}

impl Obsolete {
    /// The provision.
    #[must_use]
    pub const fn citation(&self) -> &'static str {
        self.citation
    }

    /// The day from which it no longer applies (ISO 8601).
    #[must_use]
    pub const fn since(&self) -> &'static str {
        self.since
    }

    /// What to cite in its place, in one line; [`Obsolete::replacements`] has each by itself.
    #[must_use]
    pub const fn replaced_by(&self) -> &'static str {
        self.replaced_by
    }

    /// Each provision to cite in its place; at least one.
    #[must_use]
    pub const fn replacements(&self) -> &'static [Citation] {
        self.replacements
    }

    /// Since when, and what to cite: `abrogé depuis le 1er octobre 2016, voir C. civ. 1366`.
    #[must_use]
    pub fn remark(&self, lang: Lang) -> String {
        let since = day::day_in_words(self.since, lang).unwrap_or_else(|| self.since.to_owned());
        let ended = match self.ended {
            Ended::Repealed => lang.pick("abrogé depuis le", "not in force since"),
            Ended::WithoutValue => {
                lang.pick("sans valeur juridique depuis le", "not in force since")
            }
        };
        let replacements = self.replacements.iter();
        let labels: Vec<_> = replacements.map(|law| law.label(lang)).collect();
        let labels = labels.join(lang.pick(" ; ", "; "));
        format!("{ended} {since}, {} {labels}", lang.pick("voir", "see"))
    }
}

/// The row of a citation, with or without a date or a paragraph behind it.
pub(crate) fn find(citation: &str) -> Option<&'static Obsolete> {
    OBSOLETE.iter().find(|known| {
        citation
            .strip_prefix(known.citation)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

// The CNIL's simplified norms lost their legal value when the GDPR became applicable; evidence of writings moved in the
// reform of the law of obligations (ordonnance 2016-131, Art. 9). What NS-039 said of telephone data, the CPCE says now.
const OBSOLETE: &[Obsolete] = &[
    Obsolete {
        citation: "NS-039",
        since: "2018-05-25",
        ended: Ended::WithoutValue,
        replaced_by: "GDPR 5(1)(e), CPCE L34-1, L34-2",
        replacements: &[
            Citation::from_static("GDPR 5(1)(e)"),
            Citation::from_static("CPCE L34-1"),
            Citation::from_static("CPCE L34-2"),
        ],
    },
    Obsolete {
        citation: "NS-048",
        since: "2018-05-25",
        ended: Ended::WithoutValue,
        replaced_by: "CNIL 2021-131",
        replacements: &[Citation::from_static("CNIL 2021-131")],
    },
    Obsolete {
        citation: "C. civ. 1316-1",
        since: "2016-10-01",
        ended: Ended::Repealed,
        replaced_by: "C. civ. 1366",
        replacements: &[Citation::from_static("C. civ. 1366")],
    },
];
