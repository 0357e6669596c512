//! A retention rule: what a register says and code runs.

mod anchor;
mod bounds;
mod check;
mod condition;
mod evidence;
mod naming;
mod plain;
mod read;
mod stage;
mod words;
mod write;

use greffe_calendar::Period;
use greffe_document::Document;
use greffe_terms::{Citation, Text};

pub use anchor::{Absence, Anchor, Close, Unit};
pub use condition::Condition;
pub(crate) use naming::{Naming, kinds, named};
pub use stage::{Ceiling, Effect, Fate, FateKind, Length, Limit, SetLength, Stage};

use self::plain::Plain;
use crate::{Event, RuleError};

/// How long one category of data is kept in one processing, and what happens then.
///
/// Read from a register ([`Rule::read`]) or from a text of its own; contradictions are refused then, so a rule that exists can be
/// evaluated. It is written back in the same form with serde.
///
/// ```
/// use greffe_retention::Rule;
/// use greffe_terms::Lang;
///
/// let rule = Rule::from_toml(r#"
///     keep = "P3Y"
///     after = "last_contact"
///     contact = ["link_clicked", "document_requested"]
/// "#)?;
/// assert_eq!(rule.in_words(Lang::Fr), "3 ans à compter du dernier contact («\u{a0}link_clicked\u{a0}», «\u{a0}document_requested\u{a0}»)");
/// # Ok::<(), greffe_retention::RuleError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Never empty.
    stages: Vec<Stage>,
    /// What the stages come to, where that is simple.
    plain: Option<Plain>,
    contact: Vec<Event>,
    rolling: bool,
    extend: bool,
    anchor_stored: bool,
    law: Vec<Citation>,
    backups: Vec<(Box<str>, Period)>,
    note: Option<Text>,
}

impl Rule {
    /// A rule of one stage.
    pub(crate) fn of_stage(stage: Stage, law: Vec<Citation>) -> Self {
        let stages = vec![stage];
        Self {
            plain: Plain::of(&stages),
            stages,
            contact: Vec::new(),
            rolling: false,
            extend: false,
            anchor_stored: false,
            law,
            backups: Vec::new(),
            note: None,
        }
    }

    /// Reads a rule out of TOML that holds nothing else.
    ///
    /// # Errors
    /// [`RuleError`]: the text is no TOML, or what is wrong with the rule, each with its place.
    pub fn from_toml(text: &str) -> Result<Self, RuleError> {
        Self::from_document(&Document::from_toml(text)?)
    }

    /// Reads a rule out of JSON that holds nothing else.
    ///
    /// # Errors
    /// [`RuleError`]: the text is no JSON, or what is wrong with the rule, each with its place.
    pub fn from_json(text: &str) -> Result<Self, RuleError> {
        Self::from_document(&Document::from_json(text)?)
    }

    /// The stages in order; at least one. All but the last lead into the archive that follows.
    #[must_use]
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    #[inline]
    pub(crate) const fn plain(&self) -> Option<&Plain> {
        self.plain.as_ref()
    }

    /// What happens in the end.
    #[inline]
    #[must_use]
    pub fn fate(&self) -> &Fate {
        const ERASE: &Fate = &Fate::Erase;
        self.stages.last().map_or(ERASE, Stage::then)
    }

    /// The period in which a record must be gone, and what it runs from.
    pub(crate) fn maximum(&self) -> Option<(Period, Option<&Anchor>)> {
        let last = self.stages.last()?;
        match (&last.limit, last.ceiling()) {
            (Limit::Within(period), _) => Some((*period, last.after())),
            (_, Some(ceiling)) => Some((ceiling.within, ceiling.after().or(last.after()))),
            _ => None,
        }
    }

    /// The kinds of event that count as contact; nothing else does.
    #[must_use]
    pub fn contact(&self) -> &[Event] {
        &self.contact
    }

    /// Whether the period is said to roll: it runs for each record on its own.
    #[must_use]
    pub const fn is_rolling(&self) -> bool {
        self.rolling
    }

    /// Whether data may be kept longer on request.
    #[must_use]
    pub const fn is_extensible(&self) -> bool {
        self.extend
    }

    /// Whether the day from which the period runs is stored with the data that it governs, so that it outlives the record of the event.
    #[must_use]
    pub const fn stores_anchor(&self) -> bool {
        self.anchor_stored
    }

    /// The sources in law.
    #[must_use]
    pub fn law(&self) -> &[Citation] {
        &self.law
    }

    /// How long a copy survives in each series of backups; empty where the rule does not say.
    pub fn backups(&self) -> impl Iterator<Item = (&str, Period)> {
        self.backups.iter().map(|(name, keep)| (&**name, *keep))
    }

    /// A remark.
    #[must_use]
    pub const fn note(&self) -> Option<&Text> {
        self.note.as_ref()
    }

    /// Every event that the rule looks at, without duplicates; contact by the kinds that count as such.
    #[must_use]
    pub fn events(&self) -> Vec<&Event> {
        let mut events: Vec<&Event> = Vec::new();
        for event in self.stages.iter().flat_map(Stage::events) {
            let counted = match event {
                Event::LastContact => self.contact.as_slice(),
                other => std::slice::from_ref(other),
            };
            for event in counted {
                if !events.contains(&event) {
                    events.push(event);
                }
            }
        }
        events
    }

    /// Whether fiscal years are needed to evaluate it.
    #[must_use]
    pub fn needs_fiscal_years(&self) -> bool {
        let stages = self.stages.iter();
        let mut anchors = stages.flat_map(|stage| {
            let ceiling = stage.ceiling().and_then(Ceiling::after);
            stage.after().into_iter().chain(ceiling)
        });
        anchors.any(Anchor::needs_fiscal_years)
    }

    /// Whether some length is not stated, so that a verdict is undetermined and the register has a finding.
    #[must_use]
    pub fn is_unstated(&self) -> bool {
        let unstated = |stage: &Stage| {
            matches!(stage.limit, Limit::Keep(Length::Unstated))
                || matches!(&stage.then, Fate::MoveTo { keep, .. } if **keep == Length::Unstated)
        };
        self.stages.iter().any(unstated)
    }

    /// The rule as it runs for those who set `period` (the rule's `set_by` is `by`): the length is then fixed.
    ///
    /// Cutoffs need this: there is one cutoff for each distinct period.
    ///
    /// # Errors
    /// [`RuleError::NotSettable`] if `by` sets nothing in this rule, [`RuleError::OutOfBounds`] if the period is not allowed.
    pub fn with_period(&self, by: &str, period: Period) -> Result<Self, RuleError> {
        let mut rule = self.clone();
        let mut found = false;
        for stage in &mut rule.stages {
            let Limit::Keep(length) = &mut stage.limit else {
                continue;
            };
            match length {
                Length::Set(set) if &*set.set_by == by => {
                    if !set.allows(period) {
                        return Err(RuleError::OutOfBounds);
                    }
                    *length = Length::Fixed(period);
                    found = true;
                }
                _ => {}
            }
        }
        rule.plain = Plain::of(&rule.stages);
        if found {
            Ok(rule)
        } else {
            Err(RuleError::NotSettable)
        }
    }

    /// The rule without what speaks to who keeps the register: its note, who reads the data in each stage ([`Stage::readers`]) and what the end of a
    /// stage reaches ([`Stage::effect`]). It decides the same.
    #[must_use]
    pub fn without_internals(&self) -> Self {
        let mut rule = Self {
            note: None,
            ..self.clone()
        };
        for stage in &mut rule.stages {
            stage.readers.clear();
            stage.effect.clear();
        }
        rule
    }

    /// The rule as it runs for those who set nothing.
    #[must_use]
    pub fn with_defaults(&self) -> Self {
        let mut rule = self.clone();
        for stage in &mut rule.stages {
            if let Limit::Keep(length) = &mut stage.limit
                && let Length::Set(set) = length
            {
                *length = Length::Fixed(set.default);
            }
        }
        rule.plain = Plain::of(&rule.stages);
        rule
    }
}
