//! The statement of completeness in one sentence.

use std::fmt;

use greffe_terms::Lang;

use super::{Completeness, SourceOutcome, SourceStatement};

impl Completeness {
    /// One sentence: how many sources have data, which are refused and by which law, which are missing, which failed and why. Names of sources and
    /// counts, nothing of the person.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> String {
        let count = |wanted: fn(&SourceOutcome) -> bool| {
            let sources = self.sources.iter();
            sources.filter(|source| wanted(&source.outcome)).count()
        };
        let included = count(|outcome| matches!(outcome, SourceOutcome::Included));
        let empty =
            count(|outcome| matches!(outcome, SourceOutcome::Empty | SourceOutcome::NotPortable));
        let colon = lang.pick("\u{a0}: ", ": ");
        let refused = self.named(|source| match &source.outcome {
            SourceOutcome::Refused { citation, .. } => {
                Some(format!("{}{colon}{}", source.name, citation.label(lang)))
            }
            _ => None,
        });
        let missing = self.named(|source| match &source.outcome {
            SourceOutcome::Missing => Some(source.name.clone()),
            _ => None,
        });
        let failed = self.named(|source| match &source.outcome {
            SourceOutcome::Failed(failure) => {
                Some(format!("{}{colon}{}", source.name, failure.label(lang)))
            }
            _ => None,
        });
        let mut summary = lang.pick(
            format!(
                "{included} source(s) avec des données, {empty} sans donnée, {} refusée(s){}, {} manquante(s){}, {} en échec{}",
                refused.count, refused.list, missing.count, missing.list, failed.count, failed.list
            ),
            format!(
                "{included} source(s) with data, {empty} without data, {} refused{}, {} missing{}, {} failed{}",
                refused.count, refused.list, missing.count, missing.list, failed.count, failed.list
            ),
        );
        let undecided = self.undecided().count();
        if undecided > 0 {
            summary.push_str(&lang.pick(
                format!(", {undecided} champ(s) sans base légale connue, dont la portabilité n’est pas décidée"),
                format!(", {undecided} field(s) without a known legal basis, whose portability is not decided"),
            ));
        }
        if !self.why_nothing_portable().is_empty() {
            summary.push_str(lang.pick(", rien de portable", ", nothing portable"));
        }
        summary
    }

    fn named(&self, name: impl Fn(&SourceStatement) -> Option<String>) -> Named {
        let names: Vec<String> = self.sources.iter().filter_map(name).collect();
        Named {
            count: names.len(),
            list: if names.is_empty() {
                String::new()
            } else {
                format!(" ({})", names.join("; "))
            },
        }
    }
}

/// Sources of one outcome: how many, and which with their reasons.
struct Named {
    count: usize,
    list: String,
}

/// English, for assertions and logs: names of sources and counts, nothing of the person.
impl fmt::Display for Completeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.summary(Lang::En))
    }
}
