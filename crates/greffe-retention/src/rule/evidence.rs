//! Whether the record of an event lives as long as the rules that count from it.

use greffe_calendar::Period;

use super::{Anchor, Length, Limit, Rule, Stage, bounds};
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
        let kept = shortest(stage).filter(|_| runs_from_the_event)?;
        self.stages.iter().find_map(|stage| {
            let needed = longest(stage)?;
            let events = stage.events().flat_map(|event| match event {
                Event::LastContact => self.contact(),
                other => std::slice::from_ref(other),
            });
            let mut lost = events.filter(|event| recorded.contains(event));
            lost.find(|_| !bounds::at_most(needed, kept))
        })
    }
}

/// How long the stage needs the day of its anchor at most.
fn longest(stage: &Stage) -> Option<Period> {
    match &stage.limit {
        Limit::Keep(Length::Fixed(period)) | Limit::Within(period) => Some(*period),
        Limit::Keep(Length::Set(set)) => Some(set.max().unwrap_or(set.default_period())),
        Limit::Keep(Length::Session | Length::Unstated)
        | Limit::Until(_)
        | Limit::Latest { .. } => None,
    }
}

/// How long the stage keeps at least.
fn shortest(stage: &Stage) -> Option<Period> {
    match &stage.limit {
        Limit::Keep(Length::Fixed(period)) | Limit::Within(period) => Some(*period),
        Limit::Keep(Length::Set(set)) => Some(set.min().unwrap_or(set.default_period())),
        Limit::Keep(Length::Session | Length::Unstated)
        | Limit::Until(_)
        | Limit::Latest { .. } => None,
    }
}
