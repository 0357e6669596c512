//! Verdicts in words.

use std::fmt;

use greffe_calendar::date_in_words;
use greffe_terms::Lang;

use crate::rule::{kinds, named};
use crate::{Event, Missing, Verdict};

pub(super) fn in_words(verdict: &Verdict, lang: Lang) -> String {
    let day = |date| date_in_words(date, lang);
    match verdict {
        Verdict::Keep { until } => lang.pick(
            format!("conservé jusqu’au {} inclus", day(*until)),
            format!("kept through {}", day(*until)),
        ),
        Verdict::Open { awaiting } => lang.pick(
            format!("conservé, dans l’attente de\u{a0}: {}", awaiting.label(lang)),
            format!("kept, awaiting {}", awaiting.label(lang)),
        ),
        Verdict::Archive { since, until } => lang.pick(
            format!("en archive intermédiaire du {} au {} inclus", day(*since), day(*until)),
            format!("in the archive from {} through {}", day(*since), day(*until)),
        ),
        Verdict::Due { since, fate } => {
            let (since, done) = (day(*since), fate.noun(lang));
            match lang {
                Lang::Fr => fate.due_in_french(&since),
                Lang::En => format!("due since {since} ({done})"),
            }
        }
        Verdict::DisposeBy { from, latest } => lang.pick(
            format!(
                "sort final possible depuis le {}, à exécuter au plus tard le {}",
                day(*from),
                day(*latest)
            ),
            format!("may be disposed of from {}, must be by {}", day(*from), day(*latest)),
        ),
        Verdict::Overdue { since } => lang.pick(
            format!("en retard depuis le {}\u{a0}: la promesse n’a pas été tenue", day(*since)),
            format!("overdue since {}: the promise was not kept", day(*since)),
        ),
        Verdict::Held { by } => {
            let reasons: Vec<_> = by.iter().map(|reason| reason.label(lang)).collect();
            let reasons = reasons.join(", ");
            lang.pick(
                format!("le sort final attend\u{a0}: {reasons}"),
                format!("disposal waits: {reasons}"),
            )
        }
        Verdict::Conflict {
            earliest: None,
            latest,
        } => lang.pick(
            format!(
                "contradiction\u{a0}: à faire disparaître au plus tard le {}, alors que ce qui fait conserver la donnée dure encore\u{a0}; rien n’est effacé",
                day(*latest)
            ),
            format!(
                "conflict: to be gone by {}, while what keeps it still runs; nothing is disposed of",
                day(*latest)
            ),
        ),
        Verdict::Conflict {
            earliest: Some(earliest),
            latest,
        } => lang.pick(
            format!(
                "contradiction\u{a0}: à conserver jusqu’au {} inclus, à faire disparaître au plus tard le {}\u{a0}; rien n’est effacé",
                day(crate::evaluate::previous_day(*earliest)),
                day(*latest)
            ),
            format!(
                "conflict: to be kept through {}, to be gone by {}; nothing is disposed of",
                day(crate::evaluate::previous_day(*earliest)),
                day(*latest)
            ),
        ),
        Verdict::Undetermined { missing } => {
            let missing = missing.in_words(lang);
            lang.pick(
                format!("indéterminé, rien n’est effacé\u{a0}: {missing}"),
                format!("undetermined, nothing is disposed of: {missing}"),
            )
        }
    }
}

/// In English; [`Missing::in_words`] has both languages.
impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(Lang::En))
    }
}

impl Missing {
    /// What is missing, in words.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        match self {
            Self::Event(event) => lang.pick(
                format!("aucune date connue pour {}", event.label(lang)),
                format!("no date is known for {}", event.label(lang)),
            ),
            Self::Contact { counted } => {
                let contact = named(&Event::LastContact, counted, lang);
                lang.pick(
                    format!("aucune date connue pour {contact}"),
                    format!("no date is known for {contact}"),
                )
            }
            Self::UncountedContact { counted } => {
                let counted = kinds(counted, lang);
                lang.pick(
                    format!(
                        "un dernier contact est noté sans dire s’il est d’un genre qui compte ({counted})"
                    ),
                    format!(
                        "a last contact is recorded without saying whether it is of a kind that counts ({counted})"
                    ),
                )
            }
            Self::ValidEvent(event) => lang.pick(
                format!("aucune date valable pour {}", event.label(lang)),
                format!("no valid date for {}", event.label(lang)),
            ),
            Self::FutureEvent(event) => lang.pick(
                format!("une date dans l’avenir est notée pour {}\u{a0}: la dernière n’est pas connue tant qu’elle n’est pas corrigée", event.label(lang)),
                format!("a date in the future is recorded for {}: the last one is not known until it is corrected", event.label(lang)),
            ),
            Self::WhichContract => lang
                .pick(
                    "plusieurs contrats existent, l’enregistrement ne dit pas duquel il relève",
                    "there are several contracts, and the record does not say to which it belongs",
                )
                .to_owned(),
            Self::OneDocument(event) => lang.pick(
                format!(
                    "plusieurs dates pour {}, la règle en attend une par document",
                    event.label(lang)
                ),
                format!(
                    "several days for {}, of which the rule counts one a document",
                    event.label(lang)
                ),
            ),
            Self::FiscalYear(event) => lang.pick(
                format!("aucun exercice connu pour {}", event.label(lang)),
                format!("no fiscal year is known for {}", event.label(lang)),
            ),
            Self::AllowedPeriod { .. } => lang.pick(
                "la durée fixée n’est pas dans les limites de la règle".to_owned(),
                "the period that was set lies outside the bounds of the rule".to_owned(),
            ),
            Self::Setting(name) => lang.pick(
                format!("l’état du réglage «\u{a0}{name}\u{a0}» n’est pas connu"),
                format!("whether the setting \"{name}\" is on is not known"),
            ),
            Self::ApplicableRule { setting } => lang.pick(
                format!("le réglage «\u{a0}{setting}\u{a0}» n’est pas actif, la règle ne s’applique pas"),
                format!("the setting \"{setting}\" is off, the rule does not apply"),
            ),
            Self::Anchor => lang
                .pick("point de départ", "what the period runs from")
                .to_owned(),
            Self::Length => lang
                .pick("aucune durée n’est précisée", "no length is stated")
                .to_owned(),
            Self::Rank => lang
                .pick(
                    "le rang de l’enregistrement parmi les autres",
                    "the rank of the record among the others",
                )
                .to_owned(),
            Self::RightToExtend => lang
                .pick(
                    "une prolongation est notée, la règle n’en permet pas",
                    "an extension is recorded, the rule allows none",
                )
                .to_owned(),
            Self::CountableDate => lang
                .pick("une date hors du calendrier", "a date outside the calendar")
                .to_owned(),
        }
    }
}
