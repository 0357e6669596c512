//! What data may be kept until.

use crate::Event;

/// What must come before data may go. An event that is not recorded is still awaited.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Condition {
    /// An event.
    Event(Event),
    /// All of several; the last of them counts.
    All(Vec<Self>),
    /// Any of several; the first of them counts.
    Any(Vec<Self>),
    /// A condition that matters only if something was opened before. That nothing was opened must be said with
    /// [`Facts::never`](crate::Facts::never): silence is undetermined.
    IfOpened {
        /// What may have been opened, such as a dispute.
        opened: Event,
        /// What must come then.
        then: Box<Self>,
    },
}

impl Condition {
    /// Every event that the condition looks at, in the order of the rule.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        let mut events = Vec::new();
        self.collect(&mut events);
        events.into_iter()
    }

    /// Whether it can drop out whole, so that nothing would be left to wait for.
    pub(crate) fn may_vanish(&self) -> bool {
        match self {
            Self::Event(_) => false,
            Self::IfOpened { .. } => true,
            Self::All(of) | Self::Any(of) => of.iter().all(Self::may_vanish),
        }
    }

    fn collect<'a>(&'a self, events: &mut Vec<&'a Event>) {
        match self {
            Self::Event(event) => events.push(event),
            Self::All(of) | Self::Any(of) => of.iter().for_each(|c| c.collect(events)),
            Self::IfOpened { opened, then } => {
                events.push(opened);
                then.collect(events);
            }
        }
    }
}
