//! Versions of a rule, each with its date of effect.

mod form;

use chrono::NaiveDate;
use greffe_calendar::{CalendarError, FiscalYears};

use crate::evaluate::{Future, Lack, Reached, previous_day, stands};
use crate::{
    Absence, Cutoff, CutoffError, Digest, Event, Explanation, Facts, Missing, PolicyError, Rule,
    Verdict,
};

/// A rule with its history. The version in force on a day governs that day.
///
/// A shortening reaches data that exist already. A lengthening never revives what was due before it, and whom it reaches beyond that is a
/// matter of [`Lengthening`]. A version says nothing about data that were collected after its end, however old the events are that its period runs
/// from; where nobody knows when they were collected, and it would matter, the verdict is undetermined.
///
/// ```
/// use chrono::NaiveDate;
/// use greffe_calendar::FiscalYears;
/// use greffe_retention::{Event, Facts, Lengthening, Policy, Rule, Verdict};
///
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let rule = |keep: &str| Rule::from_toml(&format!("keep = \"{keep}\"\nafter = \"recorded\""));
/// let facts = Facts::new().on(Event::Recorded, day(5, 10));
/// let years = FiscalYears::regular("12-31".parse()?);
///
/// let controller = Policy::new(rule("P25D")?, Lengthening::DataCollectedLater).then(day(5, 30), rule("P90D")?)?;
/// assert_eq!(controller.evaluate(&facts, &years, day(6, 1)), Verdict::Keep { until: day(6, 4) });
///
/// let processor = Policy::new(rule("P25D")?, Lengthening::AsInstructed).then(day(5, 30), rule("P90D")?)?;
/// assert_eq!(processor.evaluate(&facts, &years, day(6, 1)), Verdict::Keep { until: day(8, 8) });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    first: Rule,
    /// In order of their dates of effect.
    later: Vec<Version>,
    lengthening: Lengthening,
}

/// A version that took the place of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    effect: NaiveDate,
    rule: Rule,
    ordered_by_law: bool,
}

/// Which data a lengthening reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lengthening {
    /// Data collected, or of which the person was informed again (event `informed`), on its date of effect or later. For a controller,
    /// who told the others a shorter limit.
    DataCollectedLater,
    /// All data that were not due before it. For a processor, who does as its controller instructs.
    AsInstructed,
}

impl Policy {
    /// A rule that was always in force.
    #[must_use]
    pub const fn new(rule: Rule, lengthening: Lengthening) -> Self {
        Self {
            first: rule,
            later: Vec::new(),
            lengthening,
        }
    }

    /// The same, and another rule from the local day `effect` on.
    ///
    /// # Errors
    /// [`PolicyError::OutOfOrder`] unless it takes effect after the version before it.
    pub fn then(self, effect: NaiveDate, rule: Rule) -> Result<Self, PolicyError> {
        self.with_version(effect, rule, false)
    }

    /// The same, and another rule that the law orders from the local day `effect` on: a legal obligation outweighs the shorter promise that a person was
    /// told (GDPR 6(1)(c), 17(3)(b)), so that a lengthening reaches all data that were not due before it. The rule cites that law.
    ///
    /// # Errors
    /// [`PolicyError::OutOfOrder`] unless it takes effect after the version before it, [`PolicyError::NoLaw`] where the rule cites none.
    pub fn then_by_law(self, effect: NaiveDate, rule: Rule) -> Result<Self, PolicyError> {
        if rule.law().is_empty() {
            return Err(PolicyError::NoLaw);
        }
        self.with_version(effect, rule, true)
    }

    fn with_version(
        mut self,
        effect: NaiveDate,
        rule: Rule,
        ordered_by_law: bool,
    ) -> Result<Self, PolicyError> {
        let before = self.later.last();
        if before.is_some_and(|before| before.effect >= effect) {
            return Err(PolicyError::OutOfOrder);
        }
        self.later.push(Version {
            effect,
            rule,
            ordered_by_law,
        });
        Ok(self)
    }

    /// The rule in force on `day`.
    #[must_use]
    pub fn in_force(&self, day: NaiveDate) -> &Rule {
        let later = self.later.iter().rev();
        let mut later = later.skip_while(|version| version.effect > day);
        later.next().map_or(&self.first, |version| &version.rule)
    }

    /// What the policy says about a record on `as_of`.
    pub fn evaluate(&self, facts: &Facts, years: &FiscalYears, as_of: NaiveDate) -> Verdict {
        self.decide(facts, years, as_of).1
    }

    /// The version that decides on a record: the one in force, or an earlier one that was a promise to the person or had made the record due.
    #[must_use]
    pub fn deciding(&self, facts: &Facts, years: &FiscalYears, as_of: NaiveDate) -> &Rule {
        self.decide(facts, years, as_of).0
    }

    /// Explains the verdict by the version that decides.
    #[must_use]
    pub fn explain<'a>(
        &'a self,
        facts: &'a Facts,
        years: &'a FiscalYears,
        as_of: NaiveDate,
    ) -> Explanation<'a> {
        let rule = self.deciding(facts, years, as_of);
        let versions = self.versions().map(|(_, version)| version);
        let ends = self.later.iter().map(|version| version.effect);
        // A version that says the same words may stand twice: the last of them counts.
        let ended = versions
            .zip(ends)
            .filter(|(version, _)| std::ptr::eq(*version, rule));
        let ended = ended.last().map(|(_, end)| end).filter(|end| *end <= as_of);
        rule.explain(facts, years, as_of)
            .under(self, ended.map(previous_day))
    }

    /// As [`Rule::disposable_from`], under the version that decides.
    #[must_use]
    pub fn disposable_from(
        &self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<NaiveDate> {
        match self.decide(facts, years, as_of) {
            (_, Verdict::Undetermined { .. } | Verdict::Conflict { .. }) => None,
            (rule, _) => rule.disposable_from(facts, years, as_of),
        }
    }

    /// As [`Rule::next_change`].
    #[must_use]
    pub fn next_change(
        &self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<NaiveDate> {
        crate::Governing::Policy(self).next_change(facts, years, as_of)
    }

    /// The cutoffs of every version that has been in force by `as_of`: each record that the policy lets go is selected by at least one of
    /// them. Evaluate what they select, for not every record that they select may go.
    ///
    /// # Errors
    /// [`CutoffError`] where a version has none.
    pub fn cutoffs(
        &self,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Result<Vec<Cutoff>, CutoffError> {
        let versions = self.versions_before(as_of);
        versions
            .map(|version| version.rule.cutoff(years, as_of))
            .collect()
    }

    /// The last day on which a backup may still hold what is disposed of on `disposed`. A copy that was taken under an earlier version lives as long as that
    /// version says. `None` where no version says how long backups live, or where those that one speaks of have expired.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] beyond the calendar.
    pub fn in_backups_until(
        &self,
        disposed: NaiveDate,
    ) -> Result<Option<NaiveDate>, CalendarError> {
        let ends = self.later.iter().map(|version| Some(version.effect));
        let mut last = None;
        for ((effect, rule), end) in self.versions().zip(ends.chain([None])) {
            if effect.is_none_or(|effect| effect <= disposed) {
                let last_copy = end.map_or(disposed, |end| disposed.min(previous_day(end)));
                last = last.max(rule.in_backups_until(last_copy)?);
            }
        }
        Ok(last.filter(|last| *last >= disposed))
    }

    /// The versions with their dates of effect, in order; the first one was always in force.
    pub fn versions(&self) -> impl Iterator<Item = (Option<NaiveDate>, &Rule)> {
        let later = self
            .later
            .iter()
            .map(|version| (Some(version.effect), &version.rule));
        std::iter::once((None, &self.first)).chain(later)
    }

    /// Which data a lengthening reaches.
    #[must_use]
    pub const fn lengthening(&self) -> Lengthening {
        self.lengthening
    }

    /// The digest of the policy as it is written: another policy has another one.
    #[must_use]
    pub fn digest(&self) -> Digest {
        crate::digest::of_written("greffe-policy/1", self)
    }

    /// The version that decides, and its verdict.
    fn decide(&self, facts: &Facts, years: &FiscalYears, as_of: NaiveDate) -> (&Rule, Verdict) {
        let rule = self.in_force(as_of);
        let in_force = (rule, rule.evaluate(facts, years, as_of));
        let promised = match self.lengthening {
            Lengthening::AsInstructed => in_force,
            Lengthening::DataCollectedLater => self.soonest_promised(facts, years, as_of, in_force),
        };
        match &promised.1 {
            Verdict::Keep { .. } | Verdict::Open { .. } | Verdict::Archive { .. } => {
                self.was_due(facts, years, as_of).unwrap_or(promised)
            }
            // What may go goes; what is not known stays.
            Verdict::Due { .. }
            | Verdict::DisposeBy { .. }
            | Verdict::Overdue { .. }
            | Verdict::Held { .. }
            | Verdict::Conflict { .. }
            | Verdict::Undetermined { .. } => promised,
        }
    }

    /// The verdict of an earlier version under which the record was due before the next one took effect, and still is.
    fn was_due(
        &self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<(&Rule, Verdict)> {
        let versions = self.versions().map(|(_, rule)| rule);
        let ends = self.later.iter().map(|version| version.effect);
        let collected = collected_on(facts, as_of);
        versions
            .zip(ends)
            .filter(|(_, end)| *end <= as_of)
            // What was collected later was never under the version.
            .filter(|(_, end)| !collected.as_ref().is_ok_and(|collected| collected >= end))
            .filter(|(rule, end)| {
                // Holds do not count here: what was held was due all the same.
                let eve = previous_day(*end);
                let due = rule.disposable_from(facts, years, eve);
                due.is_some_and(|due| due <= eve)
            })
            .map(|(rule, _)| (rule, rule.evaluate(facts, years, as_of)))
            .find(|(_, verdict)| verdict.may_dispose() || matches!(verdict, Verdict::Held { .. }))
            .map(|(rule, verdict)| match &collected {
                Ok(_) => (rule, verdict),
                Err(missing) => (rule, undetermined(missing)),
            })
    }

    /// The first to fall due of all versions that were in force since the data were collected: each was a promise.
    fn soonest_promised<'p>(
        &'p self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
        in_force: (&'p Rule, Verdict),
    ) -> (&'p Rule, Verdict) {
        let (since, doubt) = promised_on(facts, as_of);
        let mut soonest = in_force;
        let mut governed_until: Option<NaiveDate> = None;
        // What the law orders outweighs every promise before it.
        let mut outweighed = false;
        for version in self.versions_before(as_of) {
            if outweighed {
                break;
            }
            outweighed = version.ordered_by_law;
            let rule = version.rule;
            // A version governed the record unless the record came after its end.
            let ended = governed_until.replace(version.effect.unwrap_or(NaiveDate::MIN));
            let Some(ended) = ended else { continue };
            if since.is_some_and(|since| since >= ended) {
                break;
            }
            let verdict = rule.evaluate(facts, years, as_of);
            // The promise is kept by the last day; where a rule gives none, by the first on which the record may go.
            let day = |rule: &Rule| rule.gone_by(facts, years, as_of);
            let sooner = match (day(rule), day(soonest.0)) {
                (Some(this), Some(other)) => this < other,
                (this, None) => this.is_some(),
                (None, Some(_)) => false,
            };
            let is_undecided = matches!(
                verdict,
                Verdict::Undetermined { .. } | Verdict::Conflict { .. }
            );
            if let Some(missing) = &doubt
                && verdict != soonest.1
                && (sooner || is_undecided)
            {
                // Nobody knows whether the promise was made. One to keep longer does not matter.
                return (rule, undetermined(missing));
            }
            if is_undecided {
                return (rule, verdict);
            }
            if sooner
                && !matches!(
                    soonest.1,
                    Verdict::Undetermined { .. } | Verdict::Conflict { .. }
                )
            {
                soonest = (rule, verdict);
            }
        }
        soonest
    }

    /// The versions in force up to `day`, the latest first.
    fn versions_before(&self, day: NaiveDate) -> impl Iterator<Item = Former<'_>> {
        let later = self.later.iter().rev();
        let later = later.filter(move |version| version.effect <= day);
        let later = later.map(|version| Former {
            effect: Some(version.effect),
            rule: &version.rule,
            ordered_by_law: version.ordered_by_law,
        });
        later.chain(std::iter::once(Former {
            effect: None,
            rule: &self.first,
            ordered_by_law: false,
        }))
    }
}

/// A version that is or was in force; the first one always was.
struct Former<'a> {
    effect: Option<NaiveDate>,
    rule: &'a Rule,
    ordered_by_law: bool,
}

/// The day of the promise: that of the collection, or of the last information of the person where that is later. Beside it what leaves it in doubt: it is not
/// before that day then.
fn promised_on(facts: &Facts, as_of: NaiveDate) -> (Option<NaiveDate>, Option<Missing>) {
    let collected = collected_on(facts, as_of);
    let informed = happened_on(facts, as_of, Event::Informed);
    let collected_or_later = collected.as_ref().ok().copied();
    let since = collected_or_later.max(informed.as_ref().ok().copied().flatten());
    (since, collected.err().or(informed.err()))
}

/// The day of the collection. The day on which a row was written stands in only where nothing is said of the collection.
fn collected_on(facts: &Facts, as_of: NaiveDate) -> Result<NaiveDate, Missing> {
    let collected = match happened_on(facts, as_of, Event::Collected)? {
        Some(day) => Some(day),
        None => happened_on(facts, as_of, Event::Recorded)?,
    };
    collected.ok_or(Missing::Event(Event::Collected))
}

/// The last day of an event that cannot lie ahead; `None` where there is none. An error where what is said of it leaves its day in doubt.
fn happened_on(
    facts: &Facts,
    as_of: NaiveDate,
    event: Event,
) -> Result<Option<NaiveDate>, Missing> {
    match stands(facts, &[], as_of, &event, Absence::Unknown, Future::Hides) {
        Reached::At(day) => Ok(Some(day)),
        Reached::Never(_) | Reached::Unknown(Lack::Event(_)) => Ok(None),
        Reached::Unknown(Lack::FutureEvent(_)) => Err(Missing::FutureEvent(event)),
        Reached::Open(_) | Reached::Unknown(_) => Err(Missing::ValidEvent(event)),
    }
}

fn undetermined(missing: &Missing) -> Verdict {
    Verdict::Undetermined {
        missing: missing.clone(),
    }
}
