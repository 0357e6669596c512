//! What a source says of its fields: the meaning, the origin and the purpose of every value.

use greffe_terms::{DataCategory, Lang, PurposeId, Text};

use crate::Kind;

/// How a value came to the controller. Only what the person provided, knowingly or by their activity, is portable (Art. 20(1), WP242).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Provenance {
    /// Given by the person.
    Provided,
    /// Observed from the person's activity, such as a log.
    Observed,
    /// Inferred or derived by the controller, such as a score.
    Inferred,
    /// Received from someone else; Art. 15(1)(g) asks for the source.
    ThirdParty,
}

impl Provenance {
    /// Every provenance.
    pub const ALL: [Self; 4] = [
        Self::Provided,
        Self::Observed,
        Self::Inferred,
        Self::ThirdParty,
    ];

    /// The stable code, as written in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Provided => "provided",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
            Self::ThirdParty => "third_party",
        }
    }

    /// The words that a person reads.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Provided => ("Fournie par vous", "Provided by you"),
            Self::Observed => (
                "Observée lors de votre utilisation",
                "Observed from your use",
            ),
            Self::Inferred => ("Déduite ou calculée par nous", "Inferred or computed by us"),
            Self::ThirdParty => ("Reçue d’un tiers", "Received from someone else"),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

/// A field of a source. Its name is a stable key, never a translated label.
///
/// ```
/// use greffe_export::{Field, Kind, Provenance};
/// use greffe_terms::DataCategory;
///
/// let balance = Field::new("balance", DataCategory::Economic, Provenance::Inferred, "invoicing".parse()?)
///     .labelled("Solde", "Balance")
///     .of_kind(Kind::Decimal);
/// assert_eq!(balance.name(), "balance");
/// # Ok::<(), greffe_terms::InvalidIdentifier>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    name: String,
    label: Text,
    kind: Kind,
    category: DataCategory,
    provenance: Provenance,
    origin: Option<Text>,
    purposes: Vec<PurposeId>,
    about_someone_else: bool,
}

impl Field {
    /// A text field, labelled by its name until `labelled` says better.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        category: DataCategory,
        provenance: Provenance,
        purpose: PurposeId,
    ) -> Self {
        let name = name.into();
        Self {
            label: Text::plain(name.clone()),
            name,
            kind: Kind::Text,
            category,
            provenance,
            origin: None,
            purposes: vec![purpose],
            about_someone_else: false,
        }
    }

    pub(crate) fn renamed(self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..self
        }
    }

    /// The same field with words for people.
    #[must_use]
    pub fn labelled(self, fr: &str, en: &str) -> Self {
        match Text::new(Some(fr.to_owned()), Some(en.to_owned())) {
            Some(label) => Self { label, ..self },
            None => self,
        }
    }

    /// The same field with values of another kind.
    #[must_use]
    pub fn of_kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// The same field, with where its values came from (Art. 15(1)(g)).
    #[must_use]
    pub fn from_origin(self, origin: Text) -> Self {
        Self {
            origin: Some(origin),
            ..self
        }
    }

    /// The same field, which also serves another purpose.
    #[must_use]
    pub fn also_for(mut self, purpose: PurposeId) -> Self {
        if !self.purposes.contains(&purpose) {
            self.purposes.push(purpose);
        }
        self
    }

    /// The same field, whose values may speak of another person: the numbers of a call list. They are marked for review, not left out.
    #[must_use]
    pub fn about_someone_else(self) -> Self {
        Self {
            about_someone_else: true,
            ..self
        }
    }

    /// The stable key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The words for people.
    #[must_use]
    pub const fn label(&self) -> &Text {
        &self.label
    }

    /// The kind of its values.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The category of data.
    #[must_use]
    pub const fn category(&self) -> DataCategory {
        self.category
    }

    /// How its values came to the controller.
    #[must_use]
    pub const fn provenance(&self) -> Provenance {
        self.provenance
    }

    /// Where its values came from, where it was said.
    #[must_use]
    pub const fn origin(&self) -> Option<&Text> {
        self.origin.as_ref()
    }

    /// The purposes that it serves.
    #[must_use]
    pub fn purposes(&self) -> &[PurposeId] {
        &self.purposes
    }

    /// Whether its values may speak of another person.
    #[must_use]
    pub const fn is_about_someone_else(&self) -> bool {
        self.about_someone_else
    }
}
