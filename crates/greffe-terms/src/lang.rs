//! Languages that people read, and texts in several of them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language of messages and rendered documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Lang {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The BCP 47 tag, for `lang` attributes.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Picks the text of this language.
    #[must_use]
    pub fn pick<T>(self, fr: T, en: T) -> T {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }
}

impl std::str::FromStr for Lang {
    type Err = crate::UnknownTerm;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        match tag {
            "fr" => Ok(Self::Fr),
            "en" => Ok(Self::En),
            _ => Err(crate::UnknownTerm::of("language")),
        }
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::quiet::parse(deserializer, "a language")
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.tag())
    }
}

/// A text in French, English or both. A text given without a language stands for both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Text {
    #[serde(skip_serializing_if = "Option::is_none")]
    fr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<String>,
}

/// A text as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default)]
    fr: Option<String>,
    #[serde(default)]
    en: Option<String>,
}

/// A text in neither language is none.
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = |deserializer| Form::deserialize(deserializer);
        let Form { fr, en } =
            crate::quiet::read(deserializer, "a text with `fr`, `en` or both", form)?;
        Self::new(fr, en).ok_or_else(|| D::Error::custom("a text with neither `fr` nor `en`"))
    }
}

impl Text {
    /// A text that is the same in every language, such as a name.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            fr: Some(text.clone()),
            en: Some(text),
        }
    }

    /// A text in up to two languages; `None` when neither is given.
    #[must_use]
    pub fn new(fr: Option<String>, en: Option<String>) -> Option<Self> {
        (fr.is_some() || en.is_some()).then_some(Self { fr, en })
    }

    /// The text in `lang`, or in the other language where it was not translated.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> &str {
        let (wanted, other) = lang.pick((&self.fr, &self.en), (&self.en, &self.fr));
        wanted.as_deref().or(other.as_deref()).unwrap_or_default()
    }

    /// Whether the text was given in `lang` itself.
    #[must_use]
    pub fn is_given_in(&self, lang: Lang) -> bool {
        lang.pick(&self.fr, &self.en).is_some()
    }
}
