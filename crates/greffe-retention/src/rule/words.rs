//! The rule in one sentence, for the register and for explanations.

use std::fmt;

use greffe_calendar::Period;
use greffe_terms::Lang;

use super::{
    Anchor, Ceiling, Close, Condition, Fate, Length, Limit, Naming, Rule, SetLength, Stage, Unit,
};
use crate::Event;

impl Rule {
    /// The rule in one sentence without a capital and a full stop.
    ///
    /// ```
    /// use greffe_retention::Rule;
    /// use greffe_terms::Lang;
    ///
    /// let rule = Rule::from_toml(r#"
    ///     keep = "P10Y"
    ///     after = { latest = [{ fiscal_close = "last_operation" }, "relation_end"] }
    /// "#)?;
    /// assert_eq!(
    ///     rule.in_words(Lang::Fr),
    ///     "10 ans à compter de la clôture de l’exercice de la dernière opération ou de la fin de la relation, selon ce qui arrive en dernier"
    /// );
    /// # Ok::<(), greffe_retention::RuleError>(())
    /// ```
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        let archive = lang.pick(
            "\u{a0}; puis, en archive intermédiaire, ",
            "; then, in the archive, ",
        );
        let naming = Naming::new(lang, &self.contact);
        let stages: Vec<_> = self.stages.iter().map(|s| s.in_words(naming)).collect();
        let mut words = stages.join(archive);
        if self.rolling {
            words.push_str(lang.pick(" (durée glissante)", " (rolling)"));
        }
        if self.extend {
            words.push_str(lang.pick(", prolongeable sur demande", ", extensible on request"));
        }
        if !self.backups.is_empty() {
            let series: Vec<_> = self
                .backups
                .iter()
                .map(|(name, keep)| format!("{} {}", series(name, lang), keep.in_language(lang)))
                .collect();
            words.push_str(lang.pick("\u{a0}; sauvegardes\u{a0}: ", "; backups: "));
            words.push_str(&series.join(", "));
        }
        words
    }
}

impl Stage {
    pub(crate) fn in_words(&self, naming: Naming<'_>) -> String {
        let lang = naming.lang;
        let mut words = match (&self.limit, &self.after) {
            (Limit::Keep(length), after) => kept(length, after.as_ref(), naming),
            (Limit::Within(period), after) => within(*period, &self.then, after.as_ref(), naming),
            (Limit::Until(condition), _) => {
                format!(
                    "{}{}",
                    lang.pick("jusqu’", "until "),
                    condition.in_words(naming)
                )
            }
            (Limit::Latest { count, per }, _) => match lang {
                Lang::Fr => {
                    format!("les {count} enregistrements les plus récents par «\u{a0}{per}\u{a0}»")
                }
                Lang::En => format!("the {count} most recent records per \"{per}\""),
            },
        };
        if let Some(ceiling) = &self.ceiling {
            words.push_str(&ceiling.in_words(&self.then, naming));
        }
        if let Some(setting) = &self.when {
            words.push_str(&lang.pick(
                format!(", si le réglage «\u{a0}{setting}\u{a0}» est actif"),
                format!(", if the setting \"{setting}\" is on"),
            ));
        }
        if let (Some(fate), false) = (
            self.then.in_words(lang),
            matches!(self.limit, Limit::Within(_)) || self.ceiling.is_some(),
        ) {
            words.push_str(lang.pick(", puis ", ", then "));
            words.push_str(&fate);
        }
        words
    }
}

impl Ceiling {
    /// `, effacement dans un délai de 6 ans au plus`, `, erasure within 3 years of the withdrawal`.
    fn in_words(&self, fate: &Fate, naming: Naming<'_>) -> String {
        let lang = naming.lang;
        match &self.after {
            Some(anchor) => {
                let within = within(self.within, fate, Some(anchor), naming);
                format!(", {within}")
            }
            None => {
                let (done, period) = (fate.noun(lang), self.within.in_language(lang));
                lang.pick(
                    format!(", {done} dans un délai de {period} à compter du même jour"),
                    format!(", {done} within {period} of the same day"),
                )
            }
        }
    }
}

impl Anchor {
    /// The anchor in the genitive: `de la fin du contrat`, `the end of the contract`.
    fn in_words(&self, naming: Naming<'_>) -> String {
        let lang = naming.lang;
        match self {
            Self::Event { event, .. } => naming.of(event),
            Self::Close {
                event,
                of: close,
                unit,
                ..
            } => {
                let event = naming.of(event);
                let words = match (close, lang) {
                    (Close::FiscalYear, Lang::Fr) => format!("de la clôture de l’exercice {event}"),
                    (Close::FiscalYear, Lang::En) => {
                        format!("the close of the fiscal year of {event}")
                    }
                    (Close::CalendarYear, Lang::Fr) => {
                        format!("du 31 décembre de l’année {event}")
                    }
                    (Close::CalendarYear, Lang::En) => {
                        format!("31 December of the year of {event}")
                    }
                    (Close::Document, _) => event,
                };
                match unit {
                    Unit::File => words,
                    Unit::Document => {
                        let each = lang.pick("pièce par pièce", "document by document");
                        format!("{words} ({each})")
                    }
                }
            }
            Self::Latest(anchors) => several(
                anchors,
                ("dernier", "later"),
                ("la plus tardive", "the latest"),
                naming,
            ),
            Self::Earliest(anchors) => several(
                anchors,
                ("premier", "earlier"),
                ("la première", "the earliest"),
                naming,
            ),
        }
    }
}

impl Condition {
    /// The condition after *jusqu'*: `à la fin du contrat`, `the end of the contract`.
    fn in_words(&self, naming: Naming<'_>) -> String {
        let lang = naming.lang;
        match self {
            Self::Event(event) => naming.at(event),
            Self::All(of) => joined(of, lang.pick(" et ", " and "), naming),
            Self::Any(of) => joined(of, lang.pick(" ou ", " or "), naming),
            Self::IfOpened { opened, then } => {
                let opened = match (opened, lang) {
                    (Event::Dispute, Lang::Fr) => "un litige est ouvert".to_owned(),
                    (Event::Dispute, Lang::En) => "a dispute was opened".to_owned(),
                    (event, Lang::Fr) => format!("{} a eu lieu", naming.label(event)),
                    (event, Lang::En) => format!("{} happened", naming.label(event)),
                };
                let then = then.in_words(naming);
                lang.pick(
                    format!("{then} (si {opened})"),
                    format!("{then} (if {opened})"),
                )
            }
        }
    }
}

/// In English: `erasure`, `archiving`, `anonymisation`, `moved to disk (3 months)`.
impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.noun(Lang::En))
    }
}

impl Fate {
    /// What is done, as a noun, erasure included.
    pub(crate) fn noun(&self, lang: Lang) -> String {
        self.in_words(lang).unwrap_or_else(|| {
            let (fr, en) = match self {
                Self::Archive => ("archivage", "archiving"),
                _ => ("effacement", "erasure"),
            };
            lang.pick(fr, en).to_owned()
        })
    }

    /// `à effacer depuis le 1er mai`.
    pub(crate) fn due_in_french(&self, since: &str) -> String {
        let (verb, detail) = match self {
            Self::Erase => ("effacer", None),
            Self::Anonymise => ("anonymiser", None),
            Self::Sort => ("trier", None),
            Self::Reassign => ("réaffecter", None),
            Self::Archive => ("archiver", None),
            Self::Transfer(to) => ("transférer", Some(to.in_language(Lang::Fr).to_owned())),
            Self::MoveTo { .. } => ("déplacer", Some(self.noun(Lang::Fr))),
        };
        let detail = detail.map_or(String::new(), |detail| format!(" ({detail})"));
        format!("à {verb} depuis le {since}{detail}")
    }

    /// What is done, as a noun; `None` for erasure, which goes without saying.
    pub(crate) fn in_words(&self, lang: Lang) -> Option<String> {
        let (fr, en) = match self {
            Self::Erase | Self::Archive => return None,
            Self::Anonymise => ("anonymisation", "anonymisation"),
            Self::Sort => ("tri", "sorting"),
            Self::Reassign => ("réaffectation", "reassignment"),
            Self::Transfer(to) => {
                let to = to.in_language(lang);
                return Some(
                    lang.pick(format!("transfert\u{a0}: {to}"), format!("transfer: {to}")),
                );
            }
            Self::MoveTo { to, keep } => {
                let place = match (&**to, lang) {
                    ("disk", Lang::Fr) => "stockage sur disque".to_owned(),
                    ("disk", Lang::En) => "moved to disk".to_owned(),
                    (to, Lang::Fr) => format!("transfert vers «\u{a0}{to}\u{a0}»"),
                    (to, Lang::En) => format!("moved to \"{to}\""),
                };
                return Some(format!("{place} ({})", length(keep, lang)));
            }
        };
        Some(lang.pick(fr, en).to_owned())
    }
}

/// The length by itself: `10 ans`, `25 jours par défaut, durée fixée par le client`.
pub(crate) fn length(length: &Length, lang: Lang) -> String {
    match length {
        Length::Fixed(period) => period.in_language(lang),
        Length::Set(set) => set_length(set, lang),
        Length::Session => lang.pick("la session", "the session").to_owned(),
        Length::Unstated => lang
            .pick("durée non précisée", "no length stated")
            .to_owned(),
    }
}

fn kept(length: &Length, after: Option<&Anchor>, naming: Naming<'_>) -> String {
    let lang = naming.lang;
    if *length == Length::Session {
        return Condition::Event(Event::SessionEnd).until(naming);
    }
    let length = self::length(length, lang);
    match after {
        Some(anchor) => format!(
            "{length} {}{}",
            lang.pick("à compter ", "from "),
            anchor.in_words(naming)
        ),
        None => length,
    }
}

impl Condition {
    fn until(&self, naming: Naming<'_>) -> String {
        let until = naming.lang.pick("jusqu’", "until ");
        format!("{until}{}", self.in_words(naming))
    }
}

fn within(period: Period, fate: &Fate, after: Option<&Anchor>, naming: Naming<'_>) -> String {
    let lang = naming.lang;
    let done = fate.noun(lang);
    let period = period.in_language(lang);
    let after = after
        .map(|anchor| anchor.in_words(naming))
        .unwrap_or_default();
    lang.pick(
        format!("{done} dans un délai de {period} à compter {after}"),
        format!("{done} within {period} of {after}"),
    )
}

fn set_length(set: &SetLength, lang: Lang) -> String {
    let by = match (set.set_by(), lang) {
        ("customer", Lang::Fr) => "le client".to_owned(),
        ("customer", Lang::En) => "the customer".to_owned(),
        ("contract", Lang::Fr) => "le contrat".to_owned(),
        ("contract", Lang::En) => "the contract".to_owned(),
        (by, Lang::Fr) => format!("«\u{a0}{by}\u{a0}»"),
        (by, Lang::En) => format!("\"{by}\""),
    };
    let default = set.default.in_language(lang);
    let (min, max) = (
        set.min.map(|p| p.in_language(lang)),
        set.max.map(|p| p.in_language(lang)),
    );
    let bounds = match (min, max) {
        (None, None) => String::new(),
        (Some(min), None) => lang.pick(format!(", au moins {min}"), format!(", at least {min}")),
        (None, Some(max)) => lang.pick(format!(", au plus {max}"), format!(", at most {max}")),
        (Some(min), Some(max)) => lang.pick(
            format!(", de {min} à {max}"),
            format!(", from {min} to {max}"),
        ),
    };
    lang.pick(
        format!("{default} par défaut (durée fixée par {by}{bounds})"),
        format!("{default} by default (set by {by}{bounds})"),
    )
}

fn several(
    anchors: &[Anchor],
    two: (&str, &str),
    many: (&str, &str),
    naming: Naming<'_>,
) -> String {
    let lang = naming.lang;
    if let [a, b] = anchors {
        let (a, b) = (a.in_words(naming), b.in_words(naming));
        return lang.pick(
            format!("{a} ou {b}, selon ce qui arrive en {}", two.0),
            format!("{a}, or {b} if {}", two.1),
        );
    }
    let all: Vec<_> = anchors
        .iter()
        .map(|anchor| nominative(anchor.in_words(naming), lang))
        .collect();
    lang.pick(
        format!("de {} de ces dates\u{a0}: {}", many.0, all.join(", ")),
        format!("{} of {}", many.1, all.join(", ")),
    )
}

fn nominative(genitive: String, lang: Lang) -> String {
    match (lang, genitive.strip_prefix("du ")) {
        (Lang::En, _) => genitive,
        (Lang::Fr, Some(noun)) => format!("le {noun}"),
        (Lang::Fr, None) => genitive.strip_prefix("de ").unwrap_or(&genitive).to_owned(),
    }
}

fn joined(of: &[Condition], with: &str, naming: Naming<'_>) -> String {
    let parts: Vec<_> = of.iter().map(|part| part.in_words(naming)).collect();
    parts.join(with)
}

fn series(name: &str, lang: Lang) -> &str {
    let (fr, en) = match name {
        "hourly" => ("horaires", "hourly"),
        "daily" => ("quotidiennes", "daily"),
        "weekly" => ("hebdomadaires", "weekly"),
        "monthly" => ("mensuelles", "monthly"),
        "yearly" => ("annuelles", "yearly"),
        other => (other, other),
    };
    lang.pick(fr, en)
}
