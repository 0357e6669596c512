//! One change, and all of them.

use greffe_terms::{Citation, Lang, Text};
use serde_json::{Value, json};

use super::{Direction, Duty, Kind};

/// One change in legal terms.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    pub(super) kind: &'static Kind,
    pub(super) direction: Direction,
    pub(super) path_before: Option<String>,
    pub(super) path_after: Option<String>,
    pub(super) place: Text,
    pub(super) before: Option<Text>,
    pub(super) after: Option<Text>,
    pub(super) duties: Vec<Duty>,
}

impl Change {
    /// What kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// What it means for the persons.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// The path in the earlier register, such as `processing[FAC-01].purpose[invoicing].basis`; `None` where nothing stood there.
    #[must_use]
    pub fn path_before(&self) -> Option<&str> {
        self.path_before.as_deref()
    }

    /// The path in the later register; `None` where nothing stands there any more.
    #[must_use]
    pub fn path_after(&self) -> Option<&str> {
        self.path_after.as_deref()
    }

    /// The path in the later register, or in the earlier one for what is gone.
    #[must_use]
    pub fn path(&self) -> &str {
        self.path_after().or(self.path_before()).unwrap_or_default()
    }

    /// What it happened to, in the register's own words: `FAC-01 (Facturation) › Informations d'ordre économique et financier`. Empty for the
    /// organisation as a whole.
    #[must_use]
    pub fn place(&self, lang: Lang) -> &str {
        self.place.in_language(lang)
    }

    /// What stood there before, in words.
    #[must_use]
    pub fn before(&self, lang: Lang) -> Option<&str> {
        Some(self.before.as_ref()?.in_language(lang))
    }

    /// What stands there now, in words.
    #[must_use]
    pub fn after(&self, lang: Lang) -> Option<&str> {
        Some(self.after.as_ref()?.in_language(lang))
    }

    /// What is to be done.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// Whether persons are to be told of a new purpose, Art. 13(3) and 14(4).
    #[must_use]
    pub fn tells_persons_of_purpose(&self) -> bool {
        self.duties
            .iter()
            .any(|duty| duty.tells_persons_of_purpose())
    }

    /// Whether a review of the impact assessment is indicated, Art. 35(11).
    #[must_use]
    pub fn indicates_dpia_review(&self) -> bool {
        self.duties.contains(&Duty::ReviewDpia)
    }

    /// Whether consent is to be asked anew.
    #[must_use]
    pub fn asks_consent_anew(&self) -> bool {
        self.duties.contains(&Duty::AskConsent)
    }

    /// What changed with before and after, the provisions, and what to do, in one to two lines.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let colon = lang.pick("\u{a0}: ", ": ");
        let mut words = format!(
            "{} {} `{}`{colon}",
            self.direction.label(lang),
            self.kind,
            self.path()
        );
        if !self.place(lang).is_empty() {
            words.push_str(self.place(lang));
            words.push_str(colon);
        }
        words.push_str(&self.what(lang));
        let law: Vec<_> = self.kind.citations().map(|law| law.label(lang)).collect();
        words.push_str(&format!(" ({})", law.join(lang.pick("\u{a0}; ", "; "))));
        if !self.duties.is_empty() {
            words.push_str(lang.pick("\n  à faire\u{a0}: ", "\n  to do: "));
            words.push_str(&self.duties_in_words(lang));
        }
        words
    }

    /// The kind's label with the values: `conservation plus longue : « 1 an … », désormais « 2 ans … »`.
    #[must_use]
    pub fn what(&self, lang: Lang) -> String {
        let label = self.kind.label(lang);
        let quoted = |text: &str| lang.pick(format!("«\u{a0}{text}\u{a0}»"), format!("“{text}”"));
        let colon = lang.pick("\u{a0}: ", ": ");
        match (self.before(lang), self.after(lang)) {
            (Some(before), Some(after)) => format!(
                "{label}{colon}{}, {} {}",
                quoted(before),
                lang.pick("désormais", "now"),
                quoted(after)
            ),
            (Some(value), None) | (None, Some(value)) => format!("{label}{colon}{}", quoted(value)),
            (None, None) => label.to_owned(),
        }
    }

    pub(super) fn duties_in_words(&self, lang: Lang) -> String {
        let duties = self
            .duties
            .iter()
            .map(|duty| format!("{} ({})", duty.label(lang), duty.citation().label(lang)));
        let duties: Vec<_> = duties.collect();
        duties.join(lang.pick("\u{a0}; ", "; "))
    }

    fn as_json(&self, lang: Lang) -> Value {
        let law: Vec<_> = self.kind.citations().map(|law| law.to_string()).collect();
        let duties = self.duties.iter().map(|duty| {
            let law: Citation = duty.citation();
            json!({ "code": duty.code(), "label": duty.label(lang), "law": law.to_string() })
        });
        json!({
            "kind": self.kind.code(),
            "label": self.kind.label(lang),
            "direction": self.direction.code(),
            "defect": self.kind.is_defect(),
            "path_before": self.path_before,
            "path_after": self.path_after,
            "place": self.place(lang),
            "before": self.before(lang),
            "after": self.after(lang),
            "law": law,
            "duties": duties.collect::<Vec<_>>(),
        })
    }
}

/// Shows the kind and the paths, which hold references, ids and numbers; never what the register says.
impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Change")
            .field("kind", &self.kind)
            .field("direction", &self.direction)
            .field("path_before", &self.path_before)
            .field("path_after", &self.path_after)
            .finish_non_exhaustive()
    }
}

/// All that changed between two registers, in the order of the format.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes(Vec<Change>);

impl Changes {
    pub(super) const fn new(changes: Vec<Change>) -> Self {
        Self(changes)
    }

    /// The changes, in the order of the format.
    pub fn iter(&self) -> std::slice::Iter<'_, Change> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many have this direction.
    #[must_use]
    pub fn count(&self, direction: Direction) -> usize {
        let those = self.iter().filter(|change| change.direction == direction);
        those.count()
    }

    /// What is to be done upon any of them, each duty once.
    #[must_use]
    pub fn duties(&self) -> Vec<Duty> {
        let all = Duty::ALL.iter().copied();
        all.filter(|duty| self.iter().any(|change| change.duties.contains(duty)))
            .collect()
    }

    /// All changes as text, one to two lines each.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        let changes: Vec<_> = self.iter().map(|change| change.in_language(lang)).collect();
        changes.join("\n")
    }

    /// All changes as a JSON list.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> String {
        let changes: Value = self.iter().map(|change| change.as_json(lang)).collect();
        format!("{changes:#}")
    }

    /// All changes as tables in Markdown, one a direction, to be pasted where the change is reviewed.
    #[must_use]
    pub fn to_markdown(&self, lang: Lang) -> String {
        super::markdown::write(self, lang)
    }
}

impl<'c> IntoIterator for &'c Changes {
    type Item = &'c Change;
    type IntoIter = std::slice::Iter<'c, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
