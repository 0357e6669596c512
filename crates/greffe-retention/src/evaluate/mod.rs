//! From rule and facts to a verdict.

mod event;
mod lack;
mod plain;
mod reach;
mod span;
mod window;

use chrono::NaiveDate;
use greffe_calendar::FiscalYears;

pub(crate) use event::{Future, stands};
pub(crate) use lack::Lack;
pub(crate) use reach::{Reached, close};
pub(crate) use span::{done_by, kept_through, next_day, opens_on, previous_day};
pub(crate) use window::Window;

use crate::{Event, Facts, Hold, HoldReason, Missing, Rule, Stage, Verdict};

impl Rule {
    /// What the rule says about the record of `facts` on the local day `as_of`.
    ///
    /// The order of the facts does not matter. Periods with hours or minutes are counted on the safe side of whole days: kept
    /// through the day on which they must have ended, promised done by the last day that lies in them whole. A day is taken for 24 hours: where the
    /// clocks go forward in between, hours may end up to an hour into the first day on which the record may go.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use greffe_calendar::FiscalYears;
    /// use greffe_retention::{Event, Facts, Rule, Verdict};
    ///
    /// let rule = Rule::from_toml(r#"
    ///     keep = "P10Y"
    ///     after = { latest = ["relation_end", { fiscal_close = "last_operation" }] }
    ///     law = ["C. com. L123-22"]
    /// "#)?;
    /// let years = FiscalYears::regular("12-31".parse()?);
    /// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    /// let facts = Facts::new()
    ///     .on(Event::LastOperation, day(2026, 2, 1))
    ///     .on(Event::RelationEnd, day(2026, 6, 30));
    /// let verdict = rule.evaluate(&facts, &years, day(2026, 11, 23));
    /// assert_eq!(verdict, Verdict::Keep { until: day(2036, 12, 31) });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn evaluate(&self, facts: &Facts, years: &FiscalYears, as_of: NaiveDate) -> Verdict {
        Evaluation::of(self, facts, years, as_of).verdict()
    }

    /// The first day on which the record may be disposed of, as far as the facts are known on `as_of`; holds do not move it. `None` where the
    /// verdict is open, undetermined or a conflict.
    ///
    /// What a host stores beside a row to find it again; it must be computed anew when a fact or the rule changes.
    #[must_use]
    pub fn disposable_from(
        &self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<NaiveDate> {
        // What may hide the last day leaves none on which the record may go.
        Evaluation::of(self, facts, years, as_of)
            .hidden()
            .disposable_from()
    }

    /// The stage in which the record is on `as_of`: [`Stage::readers`] of it are those who may still read the data. `None` once no stage keeps the record,
    /// and where the verdict is undetermined or a conflict.
    ///
    /// ```
    /// use greffe_calendar::FiscalYears;
    /// use greffe_retention::{Event, Facts, Rule};
    ///
    /// let rule = Rule::from_toml(r#"
    ///     stages = [
    ///         { until = "relation_end", then = "archive" },
    ///         { keep = "P5Y", after = "relation_end", readers = ["accounting"] },
    ///     ]
    /// "#)?;
    /// let years = FiscalYears::regular("12-31".parse()?);
    /// let facts = Facts::new().on(Event::RelationEnd, "2024-12-31".parse()?);
    /// let stage = |day: &str| Ok::<_, Box<dyn std::error::Error>>(rule.stage_on(&facts, &years, day.parse()?));
    /// assert!(stage("2024-12-31")?.is_some_and(|stage| stage.readers().is_empty()));
    /// assert!(stage("2025-01-01")?.is_some_and(|stage| stage.readers().len() == 1));
    /// assert!(stage("2030-01-01")?.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn stage_on<'a>(
        &'a self,
        facts: &'a Facts,
        years: &'a FiscalYears,
        as_of: NaiveDate,
    ) -> Option<&'a Stage> {
        Evaluation::of(self, facts, years, as_of).stage()
    }

    /// By when the record is promised to be gone, with the first day on which it may go: what a person can hold the controller to.
    pub(crate) fn gone_by(
        &self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<(NaiveDate, NaiveDate)> {
        let evaluation = Evaluation::of(self, facts, years, as_of);
        let from = evaluation.disposable_from()?;
        let last = self.stages().last()?;
        let promised = evaluation.windows(last).find_map(|window| match window {
            Window::Within { latest, .. } => Some(latest),
            Window::Keep { .. } | Window::Open(_) | Window::Unknown(_) => None,
        });
        Some((promised.unwrap_or(from), from))
    }

    /// The first day after `as_of` on which the verdict will be another one although nothing new becomes known; `None` if it stays.
    #[must_use]
    pub fn next_change(
        &self,
        facts: &Facts,
        years: &FiscalYears,
        as_of: NaiveDate,
    ) -> Option<NaiveDate> {
        let now = self.evaluate(facts, years, as_of);
        let relevant = self.events();
        let mut day = as_of;
        loop {
            let evaluation = Evaluation::of(self, facts, years, day);
            // Windows stay what they are until a fact from the future comes of age.
            let next_fact = evaluation.next_fact(&relevant);
            let hidden = evaluation.hidden();
            let mut candidates = evaluation.boundaries();
            candidates.extend(hidden.boundaries());
            candidates.retain(|c| *c > day && next_fact.is_none_or(|fact| *c < fact));
            candidates.extend(next_fact);
            candidates.sort_unstable();
            let changed = candidates
                .into_iter()
                .find(|c| self.evaluate(facts, years, *c) != now);
            match (changed, next_fact) {
                (None, Some(fact)) => day = fact,
                (changed, _) => return changed,
            }
        }
    }
}

/// One rule over one record on one day.
#[derive(Clone, Copy)]
pub(crate) struct Evaluation<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) facts: &'a Facts,
    pub(crate) years: &'a FiscalYears,
    pub(crate) as_of: NaiveDate,
    pub(crate) future: Future,
}

impl<'a> Evaluation<'a> {
    #[inline]
    pub(crate) const fn of(
        rule: &'a Rule,
        facts: &'a Facts,
        years: &'a FiscalYears,
        as_of: NaiveDate,
    ) -> Self {
        Self {
            rule,
            facts,
            years,
            as_of,
            future: Future::Waits,
        }
    }

    /// The same, for disposal: a day in the future, where none can be, hides the last one.
    const fn hidden(self) -> Self {
        Self {
            future: Future::Hides,
            ..self
        }
    }

    #[inline]
    pub(crate) fn verdict(&self) -> Verdict {
        self.plain().unwrap_or_else(|| self.composed_verdict())
    }

    fn composed_verdict(&self) -> Verdict {
        let verdict = self.unheld();
        if !verdict.may_dispose() {
            return verdict;
        }
        // Disposing takes more: no date in the future may hide the last one.
        let verdict = self.hidden().unheld();
        if !verdict.may_dispose() || self.facts.holds().is_empty() {
            return verdict;
        }
        let by = self.held_by();
        if by.is_empty() {
            verdict
        } else {
            Verdict::Held { by }
        }
    }

    /// The verdict as if nothing held the record: holds do not move its dates.
    pub(crate) fn unheld(&self) -> Verdict {
        if let Some((earliest, latest)) = self.conflict() {
            return Verdict::Conflict { earliest, latest };
        }
        // The last day of the stages before: what comes after it is the archive.
        let mut archived: Option<NaiveDate> = None;
        for stage in self.rule.stages() {
            let end = match self.window(stage) {
                Window::Keep { until } => {
                    let end = archived.map_or(until, |kept| kept.max(until));
                    if self.as_of <= end {
                        return self.waiting(archived, end);
                    }
                    end
                }
                other => return self.settled(other, archived, archived),
            };
            if let Some(ceiling) = self.ceiling(stage) {
                return self.settled(ceiling, archived, Some(end));
            }
            archived = Some(end);
        }
        match archived {
            Some(end) => Verdict::Due {
                since: next_day(end),
                fate: self.rule.fate().clone(),
            },
            None => Verdict::Undetermined {
                missing: Missing::Anchor,
            },
        }
    }

    /// The verdict of a window that decides: no stage comes after it. `kept` is the last day through which the record had to be kept.
    fn settled(
        &self,
        window: Window<'_>,
        archived: Option<NaiveDate>,
        kept: Option<NaiveDate>,
    ) -> Verdict {
        match window {
            Window::Keep { until } => self.waiting(archived, until),
            Window::Within { from, latest } => {
                let from = kept.map_or(from, |kept| from.max(next_day(kept)));
                if self.as_of < from {
                    self.waiting(archived, previous_day(from))
                } else if self.as_of <= latest {
                    Verdict::DisposeBy { from, latest }
                } else {
                    Verdict::Overdue {
                        since: next_day(latest),
                    }
                }
            }
            Window::Open(event) => Verdict::Open {
                awaiting: event.clone(),
            },
            Window::Unknown(lack) => Verdict::Undetermined {
                missing: Missing::of(lack, self.rule),
            },
        }
    }

    /// The stage that keeps the record.
    pub(crate) fn stage(&self) -> Option<&'a Stage> {
        match self.unheld() {
            Verdict::Keep { .. } | Verdict::Open { .. } | Verdict::Archive { .. } => {}
            Verdict::Due { .. }
            | Verdict::DisposeBy { .. }
            | Verdict::Overdue { .. }
            | Verdict::Held { .. }
            | Verdict::Conflict { .. }
            | Verdict::Undetermined { .. } => return None,
        }
        let is_over = |stage: &&Stage| match self.window(stage) {
            Window::Keep { until } => until < self.as_of,
            Window::Within { .. } | Window::Open(_) | Window::Unknown(_) => false,
        };
        let stages = self.rule.stages();
        stages
            .iter()
            .find(|stage| !is_over(stage))
            .or(stages.last())
    }

    /// The windows of a stage: what keeps the record, and by when it must be gone.
    fn windows(&self, stage: &'a Stage) -> impl Iterator<Item = Window<'a>> {
        std::iter::once(self.window(stage)).chain(self.ceiling(stage))
    }

    pub(crate) fn disposable_from(&self) -> Option<NaiveDate> {
        if self.conflict().is_some() {
            return None;
        }
        let mut from: Option<NaiveDate> = None;
        for stage in self.rule.stages() {
            for window in self.windows(stage) {
                let day = match window {
                    Window::Keep { until } => until.succ_opt()?,
                    Window::Within { from, .. } => from,
                    Window::Open(_) | Window::Unknown(_) => return None,
                };
                from = from.max(Some(day));
            }
        }
        from
    }

    pub(crate) fn held_by(&self) -> Vec<HoldReason> {
        let active = self.facts.active_holds(self.as_of);
        let mut by: Vec<_> = active.map(crate::Hold::reason).collect();
        by.sort_unstable();
        by.dedup();
        by
    }

    fn waiting(&self, kept: Option<NaiveDate>, until: NaiveDate) -> Verdict {
        match kept {
            None => Verdict::Keep { until },
            Some(kept) => Verdict::Archive {
                since: next_day(kept),
                until,
            },
        }
    }

    /// First and last day where a record must be kept longer than it may be: `None` for the first while what keeps it is awaited and the last has
    /// passed.
    #[inline]
    fn conflict(&self) -> Option<(Option<NaiveDate>, NaiveDate)> {
        let (last, before) = self.rule.stages().split_last()?;
        let is_alone = before.is_empty() && last.ceiling().is_none();
        if is_alone || self.rule.maximum().is_none() {
            return None;
        }
        let (mut latest, mut kept, mut open) = (None, None, false);
        for window in before.iter().chain([last]).flat_map(|s| self.windows(s)) {
            match window {
                Window::Keep { until } => kept = kept.max(Some(until)),
                Window::Within { latest: day, .. } => latest = Some(day),
                Window::Open(_) => open = true,
                Window::Unknown(_) => {}
            }
        }
        let latest = latest?;
        if open && latest < self.as_of {
            return Some((None, latest));
        }
        let earliest = next_day(kept?);
        (earliest > latest).then_some((Some(earliest), latest))
    }

    fn boundaries(&self) -> Vec<NaiveDate> {
        let stages = self.rule.stages().iter();
        let windows = stages.flat_map(|stage| self.windows(stage));
        windows
            .flat_map(|window| match window {
                Window::Keep { until } => [Some(next_day(until)), None],
                Window::Within { from, latest } => [Some(from), Some(next_day(latest))],
                Window::Open(_) | Window::Unknown(_) => [None, None],
            })
            .flatten()
            .collect()
    }

    /// The next day on which a fact comes of age that the rule looks at. Holds matter only where the record would go.
    fn next_fact(&self, relevant: &[&Event]) -> Option<NaiveDate> {
        let occurrences = self.facts.occurrences().iter();
        let occurrences = occurrences
            .filter(|o| relevant.contains(&o.event()) || *o.event() == Event::LastContact)
            .filter_map(crate::Occurrence::occurred);
        let holds: &[Hold] = if self.unheld().may_dispose() {
            self.facts.holds()
        } else {
            &[]
        };
        let holds = holds
            .iter()
            .flat_map(|h| [Some(h.from()), h.last_day().map(next_day)]);
        occurrences
            .chain(holds.flatten())
            .filter(|day| *day > self.as_of)
            .min()
    }
}
