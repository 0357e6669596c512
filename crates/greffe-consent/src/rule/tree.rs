//! R11: a denial goes down the purpose tree, a grant does not: it reaches only the purposes that the notice shown lists.
//! Source: Art. 4(11) GDPR (specific, informed).

use greffe_terms::PurposeId;

use super::View;
use crate::{Event, Scope};

/// The purpose itself, then the wider ones above it.
pub(super) fn line<'a>(view: View<'a>) -> impl Iterator<Item = &'a PurposeId> {
    std::iter::once(view.rules.purpose.id()).chain(&view.rules.ancestors)
}

/// Whether a scope reaches down to the purpose: all purposes, itself, or a wider one.
pub(super) fn reaches(view: View<'_>, scope: &Scope) -> bool {
    *scope == Scope::All || names(view, scope)
}

/// Whether a scope names the purpose or a wider one.
pub(super) fn names(view: View<'_>, scope: &Scope) -> bool {
    line(view).any(|id| scope.names(id))
}

/// What an event does to a gate that events close and open again.
pub(super) enum Effect {
    Closes,
    Opens,
}

/// The last event by which the gate is closed for the purpose or for one above it, if it is.
///
/// What was closed for a wider purpose has to be opened for that one, or for all; what was closed for all is opened by naming
/// the purpose.
pub(super) fn closed<'a>(
    view: View<'a>,
    effect: impl Fn(&Event) -> Option<Effect>,
) -> Option<(usize, &'a Event)> {
    let own = view.rules.purpose.id();
    line(view)
        .filter_map(|id| {
            let mut closed = None;
            for (index, event) in view.events.iter().enumerate() {
                let scope = event.kind().purposes();
                match effect(event) {
                    Some(Effect::Closes)
                        if scope.names(id) || (*scope == Scope::All && id == own) =>
                    {
                        closed = Some((index, *event));
                    }
                    Some(Effect::Opens) if scope.includes(id) => closed = None,
                    _ => {}
                }
            }
            closed
        })
        .max_by_key(|(index, _)| *index)
}
