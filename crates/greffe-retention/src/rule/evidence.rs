//! Whether the record of an event lives as long as the rules that count from it.

use greffe_calendar::Period;

use super::{Anchor, Length, Limit, Rule, SetLength, Stage, bounds};
use crate::Event;

impl Rule {
    /// The first event whose day this rule still needs when the data that record it are gone: `source` is the rule of those data, `recorded` the
    /// kinds of event of which they are the only record. `None` where none is lost, or where nobody can tell.
    ///
    /// A vendor that purges clicks after two years and counts three from the last click loses the day of the last click: its prospects then
    /// become undetermined and are never erased.
    ///
    /// ```
    /// use greffe_retention::{Event, Rule};
    ///
    /// let prospects = Rule::from_toml("keep = \"P3Y\"\nafter = \"last_contact\"\ncontact = [\"link_clicked\"]")?;
    /// let clicks = Rule::from_toml("keep = \"P2Y\"\nafter = \"recorded\"")?;
    /// let click: Event = "link_clicked".parse()?;
    /// assert_eq!(prospects.loses_anchor(&clicks, std::slice::from_ref(&click)), Some(&click));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn loses_anchor(&self, source: &Self, recorded: &[Event]) -> Option<&Event> {
        if self.anchor_stored {
            return None;
        }
        let [stage] = source.stages.as_slice() else {
            return None;
        };
        let runs_from_the_event = matches!(
            stage.after(),
            Some(Anchor::Event { event, .. })
                if matches!(event, Event::Recorded | Event::Collected) || recorded.contains(event)
        );
        let kept = period(stage, |set| set.min()).filter(|_| runs_from_the_event)?;
        let needs = self.stages.iter().flat_map(|stage| {
            let kept = period(stage, |set| set.max()).map(|period| (period, stage.after()));
            let ceiling = stage.ceiling();
            let ceiling = ceiling.map(|c| (c.within(), c.after().or(stage.after())));
            kept.into_iter().chain(ceiling)
        });
        needs
            .filter(|(needed, _)| !bounds::at_most(*needed, kept))
            .flat_map(|(_, anchor)| anchor.into_iter().flat_map(Anchor::events))
            .flat_map(|event| match event {
                Event::LastContact => self.contact(),
                other => std::slice::from_ref(other),
            })
            .find(|event| recorded.contains(event))
    }
}

/// How long the stage keeps or needs the day of its anchor; where somebody sets it, as far as `bound` goes.
fn period(stage: &Stage, bound: impl Fn(&SetLength) -> Option<Period>) -> Option<Period> {
    match &stage.limit {
        Limit::Keep(Length::Fixed(period)) | Limit::Within(period) => Some(*period),
        Limit::Keep(Length::Set(set)) => Some(bound(set).unwrap_or(set.default_period())),
        Limit::Keep(Length::Session | Length::Unstated)
        | Limit::Until(_)
        | Limit::Latest { .. } => None,
    }
}
