//! References to law and guidance.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::obsolete::{self, Obsolete};
use crate::{Force, Lang, day};

/// A reference to a provision, in a short canonical form: `GDPR 12(3)`, `C. com. L123-22`, `LCEN 6`, `CNIL 2020-091`. `practice C. civ. 2224` is what the field
/// does, with what it goes by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Citation(Cow<'static, str>);

impl Citation {
    /// A citation known when the program was written.
    #[must_use]
    pub const fn from_static(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// A citation out of a file, trimmed.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Cow::Owned(text.trim().to_owned()))
    }

    /// The canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The reference as a reader of `lang` knows it: articles, recitals and days in that language's words.
    ///
    /// ```
    /// use greffe_terms::{Citation, Lang};
    ///
    /// let period = Citation::from_static("Regulation 1182/71 3(4)");
    /// assert_eq!(period.label(Lang::Fr), "règlement 1182/71, art. 3(4)");
    /// let guidelines = Citation::from_static("EDPB 01/2022 §159");
    /// assert_eq!(guidelines.label(Lang::En), "EDPB Guidelines 01/2022, para. 159");
    /// ```
    #[must_use]
    pub fn label(&self, lang: Lang) -> String {
        if let Some(gone_by) = self.0.strip_prefix("practice ") {
            let gone_by = Self::new(gone_by).label(lang);
            return format!(
                "{} {gone_by}",
                lang.pick("pratique, d'après", "practice, after")
            );
        }
        let known = SOURCES.iter().find_map(|source| {
            let rest = self.0.strip_prefix(source.code)?.strip_prefix(' ')?;
            Some(source.label(rest, lang))
        });
        known.unwrap_or_else(|| dated(&self.0, lang))
    }

    /// The label, with a remark where the provision is no longer in force.
    ///
    /// ```
    /// use greffe_terms::{Citation, Lang};
    ///
    /// assert_eq!(
    ///     Citation::from_static("C. civ. 1316-1").label_with_status(Lang::Fr),
    ///     "C. civ. 1316-1 (abrogé depuis le 1er octobre 2016, voir C. civ. 1366)",
    /// );
    /// ```
    #[must_use]
    pub fn label_with_status(&self, lang: Lang) -> String {
        let label = self.label(lang);
        match self.obsolete() {
            Some(obsolete) => format!("{label} ({})", obsolete.remark(lang)),
            None => label,
        }
    }

    /// The label, with how binding the source is where that is known, or with the remark that it is no longer in force.
    ///
    /// ```
    /// use greffe_terms::{Citation, Lang};
    ///
    /// let label = |text| Citation::from_static(text).label_with_force(Lang::En);
    /// assert_eq!(label("C. com. L123-22"), "C. com. L123-22 (binding law)");
    /// assert_eq!(label("CNIL 2021-131"), "CNIL 2021-131 (guidance of an authority)");
    /// assert_eq!(label("practice C. civ. 2224"), "practice, after C. civ. 2224");
    /// ```
    #[must_use]
    pub fn label_with_force(&self, lang: Lang) -> String {
        match (self.obsolete(), self.force()) {
            // The label says so itself.
            (Some(_), _) | (_, None | Some(Force::Practice)) => self.label_with_status(lang),
            (None, Some(force)) => format!("{} ({})", self.label(lang), force.label(lang)),
        }
    }

    /// How binding the source is; `None` for one that is not known, and for a recital. Whether it is still in force, [`Self::obsolete`] says.
    #[must_use]
    pub fn force(&self) -> Option<Force> {
        Force::of(&self.0)
    }

    /// What is known of a provision that is no longer in force; `None` for every other.
    #[must_use]
    pub fn obsolete(&self) -> Option<Obsolete> {
        obsolete::find(&self.0)
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Any text is one: see [`Citation::new`].
impl std::str::FromStr for Citation {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(text))
    }
}

impl Serialize for Citation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Citation {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::quiet::parse(deserializer, "a citation")
    }
}

/// How a source is cited in each language: what stands before the number of an article.
struct Source {
    code: &'static str,
    fr: &'static str,
    en: &'static str,
}

impl Source {
    fn label(&self, rest: &str, lang: Lang) -> String {
        let before = lang.pick(self.fr, self.en);
        let (article, recital) = lang.pick(("art.", "considérant"), ("Art.", "recital"));
        match rest.strip_prefix("recital ") {
            Some(number) => format!("{before}, {recital} {number}"),
            None if self.code == GUIDELINES => match rest.split_once(" §") {
                Some((number, paragraph)) => {
                    let sign = lang.pick("§", "para.");
                    format!("{before} {number}, {sign} {paragraph}")
                }
                None => format!("{before} {rest}"),
            },
            None => format!("{before}, {article} {rest}"),
        }
    }
}

/// Guidelines have a number and paragraphs (`EDPB 01/2022 §159`), but no articles.
const GUIDELINES: &str = "EDPB";

const SOURCES: &[Source] = &[
    Source {
        code: "GDPR",
        fr: "RGPD",
        en: "GDPR",
    },
    Source {
        code: "Regulation 1182/71",
        fr: "règlement 1182/71",
        en: "Regulation 1182/71",
    },
    Source {
        code: "2002/58/EC",
        fr: "directive 2002/58/CE",
        en: "Directive 2002/58/EC",
    },
    Source {
        code: "loi 78-17",
        fr: "loi 78-17",
        en: "French Act 78-17",
    },
    Source {
        code: GUIDELINES,
        fr: "CEPD, lignes directrices",
        en: "EDPB Guidelines",
    },
];

/// A reference that ends with a day has it in words: `NS-048 (2016-07-21)` is `NS-048 du 21 juillet 2016`.
fn dated(text: &str, lang: Lang) -> String {
    let Some((source, last)) = text.rsplit_once(' ') else {
        return text.to_owned();
    };
    let in_brackets = last.strip_prefix('(').and_then(|day| day.strip_suffix(')'));
    let words = day::day_in_words(in_brackets.unwrap_or(last), lang);
    match (words, in_brackets.is_some()) {
        (Some(words), true) => format!("{source} {} {words}", lang.pick("du", "of")),
        (Some(words), false) => format!("{source}, {words}"),
        (None, _) => text.to_owned(),
    }
}
