//! References to law and guidance.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Lang;

/// How binding a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Force {
    /// Binding law.
    Law,
    /// Guidance of a supervisory authority or of the EDPB.
    Authority,
    /// What the field does; nobody ordered it.
    Practice,
}

/// A reference to a provision, in a short canonical form: `GDPR 12(3)`, `C. com. L123-22`, `LCEN 6`, `CNIL 2020-091`.
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

    /// The reference as a reader of `lang` knows it.
    #[must_use]
    pub fn label(&self, lang: Lang) -> String {
        match (lang, self.0.split_once(' ')) {
            (Lang::Fr, Some(("GDPR", article))) => format!("RGPD, art. {article}"),
            (Lang::En, Some(("GDPR", article))) => format!("GDPR, Art. {article}"),
            _ => self.0.to_string(),
        }
    }

    /// What is known of a provision that is no longer in force; `None` for every other.
    #[must_use]
    pub fn obsolete(&self) -> Option<&'static Obsolete> {
        OBSOLETE
            .iter()
            .find(|known| self.0.starts_with(known.citation))
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Citation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Citation {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&Cow::<'de, str>::deserialize(deserializer)?))
    }
}

/// A provision that documents still cite although it is no longer in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Obsolete {
    citation: &'static str,
    since: &'static str,
    replaced_by: &'static str,
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

    /// What to cite in its place.
    #[must_use]
    pub const fn replaced_by(&self) -> &'static str {
        self.replaced_by
    }
}

// The CNIL's simplified norms lost their legal value when the GDPR became applicable; evidence of writings moved in the
// reform of the law of obligations (ordonnance 2016-131, Art. 9).
const OBSOLETE: &[Obsolete] = &[
    Obsolete {
        citation: "NS-039",
        since: "2018-05-25",
        replaced_by: "GDPR 5(1)(e)",
    },
    Obsolete {
        citation: "NS-048",
        since: "2018-05-25",
        replaced_by: "CNIL 2021-131",
    },
    Obsolete {
        citation: "C. civ. 1316-1",
        since: "2016-10-01",
        replaced_by: "C. civ. 1366",
    },
];
