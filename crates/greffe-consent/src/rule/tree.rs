//! R11: a denial goes down the purpose tree, a grant does not: it reaches only the purposes that the notice shown lists, and those as far as it
//! holds for the wider one that it names, which the notice lists too.
//! Source: Art. 4(11) GDPR (specific, informed).

use greffe_terms::PurposeId;

use super::View;
use super::history::Read;
use crate::Scope;
use crate::policy::{Policy, Rules};

/// The purpose itself, then the wider ones above it.
pub(super) fn line(rules: &Rules) -> impl Iterator<Item = &PurposeId> {
    std::iter::once(rules.purpose.id()).chain(&rules.ancestors)
}

/// The rules through which what names a scope comes down to the purpose: its own, then those of the wider ones up to the nearest that is named.
/// What a consent lacks for one of them it lacks for what lies below.
pub(super) fn way_down<'p>(
    policy: &'p Policy,
    rules: &'p Rules,
    scope: &Scope,
) -> impl Iterator<Item = &'p Rules> {
    let named = match rules.ancestors.is_empty() {
        true => None,
        false => line(rules).position(|id| scope.names(id)),
    };
    let above = rules.ancestors.iter().take(named.unwrap_or(0));
    std::iter::once(rules).chain(above.filter_map(|id| policy.rules(id.as_str())))
}

/// Whether a scope reaches down to the purpose: all purposes, itself, or a wider one.
pub(super) fn reaches(rules: &Rules, scope: &Scope) -> bool {
    *scope == Scope::All || names(rules, scope)
}

/// Whether a scope names the purpose or a wider one.
pub(super) fn names(rules: &Rules, scope: &Scope) -> bool {
    line(rules).any(|id| scope.names(id))
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
    effect: impl Fn(Read<'a>) -> Option<Effect>,
) -> Option<(usize, Read<'a>)> {
    let own = view.rules.purpose.id();
    line(view.rules)
        .filter_map(|id| {
            // From the last one back: the last that says something of the purpose decides.
            let mut back = view.events.indexed().rev();
            back.find_map(|(index, event)| {
                let scope = event.kind().purposes();
                match effect(event)? {
                    Effect::Closes if scope.names(id) || (*scope == Scope::All && id == own) => {
                        Some(Some((index, event)))
                    }
                    Effect::Opens if scope.includes(id) => Some(None),
                    _ => None,
                }
            })
            .flatten()
        })
        .max_by_key(|(index, _)| *index)
}
