//! Plans in words, for the dry run.

use std::fmt;

use greffe_calendar::date_in_words;
use greffe_terms::Lang;

use super::Plan;
use crate::VerdictKind;

impl Plan {
    /// The dry run: counts and reasons, one a line. Nothing of a person is in it.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> String {
        let (rule, day) = (self.rule(), date_in_words(self.as_of(), lang));
        let (rows, selected) = (self.counts().rows(), self.selected().len());
        let mut lines = vec![lang.pick(
            format!("Plan pour {rule} au {day}\u{a0}; lignes examinées\u{a0}: {rows}, retenues par le plan\u{a0}: {selected}."),
            format!("Plan for {rule} on {day}; rows looked at: {rows}, selected by the plan: {selected}."),
        )];
        for kind in KINDS {
            let count = self.counts().of(kind);
            if count > 0 {
                lines.push(counted(kind.label(lang), count, lang));
            }
        }
        for (reason, count) in self.counts().held() {
            lines.push(counted(&format!("  {}", reason.label(lang)), *count, lang));
        }
        for (missing, count) in self.counts().missing() {
            lines.push(counted(
                &format!("  {}", missing.in_words(lang)),
                *count,
                lang,
            ));
        }
        let other_fate = self.counts().other_fate();
        if other_fate > 0 {
            let label = lang.pick(
                "échues selon une version antérieure, dont le sort final diffère\u{a0}: à planifier à part",
                "to dispose of under an earlier version that ends otherwise: to be planned by itself",
            );
            lines.push(counted(label, other_fate, lang));
        }
        if let Some(until) = self.in_backups_until()
            && selected > 0
        {
            let gone = date_in_words(crate::evaluate::next_day(until), lang);
            lines.push(lang.pick(
                format!("Disparition complète, sauvegardes comprises\u{a0}: {gone}."),
                format!("Complete disappearance, backups included: {gone}."),
            ));
        }
        lines.join("\n")
    }
}

/// [`Plan::summary`] in English.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.summary(Lang::En))
    }
}

impl VerdictKind {
    /// The kind in words.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        let (fr, en) = match self {
            Self::Keep => ("conservées", "kept"),
            Self::Open => ("conservées, événement attendu", "kept, an event is awaited"),
            Self::Archive => ("en archive intermédiaire", "in the archive"),
            Self::Due => ("échues", "due"),
            Self::DisposeBy => (
                "sort final à exécuter dans le délai promis",
                "to be done within the promise",
            ),
            Self::Overdue => ("en retard sur la promesse", "overdue"),
            Self::Held => ("échues mais retenues", "due but held"),
            Self::Conflict => (
                "en contradiction, rien n’est effacé",
                "in conflict, nothing is disposed of",
            ),
            Self::Undetermined => (
                "indéterminées, rien n’est effacé",
                "undetermined, nothing is disposed of",
            ),
        };
        match lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }
}

const KINDS: [VerdictKind; 9] = [
    VerdictKind::Due,
    VerdictKind::DisposeBy,
    VerdictKind::Overdue,
    VerdictKind::Keep,
    VerdictKind::Open,
    VerdictKind::Archive,
    VerdictKind::Held,
    VerdictKind::Conflict,
    VerdictKind::Undetermined,
];

fn counted(label: &str, count: u64, lang: Lang) -> String {
    lang.pick(
        format!("{label}\u{a0}: {count}"),
        format!("{label}: {count}"),
    )
}
