//! A history folded by the host for one purpose and one instant, for languages that would rather not read histories.
//!
//! Who folds has done most of the deciding, and has to fold anew for every purpose and every instant: the fold is not timed, and what it would
//! take is the peers' advantage.

use chrono::{DateTime, Utc};
use greffe::consent::Act;

use super::history::{Case, Happening, What, listed_in};
use crate::compare::Failure;

/// What is left of a history: whether it is closed, and of the last consent since the last closing that lacks nothing, else of the last one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folded {
    /// A withdrawal, a refusal or an objection closed the purpose and no consent followed.
    pub(super) closed: bool,
    pub(super) consented: bool,
    pub(super) affirmative: bool,
    pub(super) listed: bool,
    pub(super) confirmed: bool,
    pub(super) version: u32,
    pub(super) ends: DateTime<Utc>,
}

impl Folded {
    pub(super) fn of(case: &Case) -> Result<Self, Failure> {
        let closing = case.history.iter().rposition(|event| closes(case, event));
        let since = closing.map_or(0, |place| place + 1);
        let mut last: Option<Self> = None;
        let events = case.history.iter().enumerate().skip(since);
        for (place, event) in events.filter(|(_, event)| consents(case, event)) {
            // A renewal is asked of an address that was confirmed once.
            let from = if event.what == What::Renewed {
                since
            } else {
                place
            };
            let mut later = case.history.iter().skip(from);
            let consent = Self {
                closed: false,
                consented: true,
                affirmative: is_affirmative(event.act),
                listed: listed_in(event.version).contains(&case.terms.id),
                confirmed: later.any(|later| confirms(case, later)),
                version: event.version,
                ends: event.ends()?,
            };
            if consent.lacks_nothing(case) || !last.is_some_and(|last| last.lacks_nothing(case)) {
                last = Some(consent);
            }
        }
        Ok(last.unwrap_or(Self {
            closed: closing.is_some(),
            consented: false,
            affirmative: false,
            listed: false,
            confirmed: false,
            version: 0,
            ends: case.at,
        }))
    }

    fn lacks_nothing(self, case: &Case) -> bool {
        let confirmed = self.confirmed || !case.terms.double_opt_in;
        self.affirmative && self.listed && confirmed && self.version >= case.terms.minimum_notice
    }
}

/// A clear affirmative act, Art. 4(11) GDPR. Peers are told so with the event.
pub(super) const fn is_affirmative(act: Act) -> bool {
    matches!(
        act,
        Act::TickedBox
            | Act::PressedButton
            | Act::ChoseSetting
            | Act::Signed
            | Act::Wrote
            | Act::Said
    )
}

fn closes(case: &Case, event: &Happening) -> bool {
    let names = |id| event.purposes.contains(&id);
    let closes = match event.what {
        What::Withdrawn => case.terms.closed_with().any(names),
        What::Refused | What::Objected(_) => names(case.terms.id),
        _ => false,
    };
    closes && counts(case, event)
}

fn consents(case: &Case, event: &Happening) -> bool {
    matches!(event.what, What::Given | What::Renewed) && opens(case, event)
}

fn confirms(case: &Case, event: &Happening) -> bool {
    event.what == What::Confirmed && is_affirmative(event.act) && opens(case, event)
}

fn opens(case: &Case, event: &Happening) -> bool {
    event.purposes.contains(&case.terms.id)
        && event.occurred <= event.recorded
        && counts(case, event)
}

fn counts(case: &Case, event: &Happening) -> bool {
    event.occurred <= case.at && event.recorded <= case.at
}
