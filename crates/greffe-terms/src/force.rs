//! How binding a source is.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Lang, UnknownTerm};

/// How binding a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Force {
    /// Binding law.
    Law,
    /// A court's decision.
    CaseLaw,
    /// Guidance of a supervisory authority or of the EDPB.
    Authority,
    /// What the field does; nobody ordered it.
    Practice,
}

impl Force {
    /// All of them, the most binding first.
    pub const ALL: [Self; 4] = [Self::Law, Self::CaseLaw, Self::Authority, Self::Practice];

    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::CaseLaw => "case_law",
            Self::Authority => "authority",
            Self::Practice => "practice",
        }
    }

    /// In words, for the brackets behind a citation.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Law => ("texte obligatoire", "binding law"),
            Self::CaseLaw => ("jurisprudence", "case law"),
            Self::Authority => ("position d'une autorité", "guidance of an authority"),
            Self::Practice => ("pratique", "practice"),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// The force of what a citation's first word names; a recital explains the law and binds nobody.
    pub(crate) fn of(citation: &str) -> Option<Self> {
        let (source, rest) = citation.split_once(' ')?;
        if rest.starts_with("recital ") {
            return None;
        }
        let (_, force) = FORCES
            .iter()
            .find(|(sources, _)| sources.contains(&source))?;
        Some(*force)
    }
}

impl std::str::FromStr for Force {
    type Err = UnknownTerm;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|force| force.code() == code)
            .ok_or_else(|| UnknownTerm::of("force of a source"))
    }
}

impl Serialize for Force {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Force {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::quiet::parse(deserializer, "the force of a source")
    }
}

/// First words of citations, by the force of their sources.
const FORCES: [(&[&str], Force); 4] = [
    (
        &[
            "GDPR",
            "Regulation",
            "2002/58/EC",
            "loi",
            "ordonnance",
            "décret",
            "arrêté",
            "C.", // a code: `C. com. L123-22`
            "CGI",
            "CMF",
            "CPCE",
            "CRPA",
            "CSI",
            "CSS",
            "LCEN",
            "LPF",
        ],
        Force::Law,
    ),
    (&["CE", "CJEU", "Cass."], Force::CaseLaw),
    (&["CNIL", "EDPB", "WP29"], Force::Authority),
    (&["practice"], Force::Practice),
];
