//! What the register allows, and whether it still needs to.

use std::collections::HashMap;

use greffe_document::Words;

use super::at::At;
use super::{Allowed, Check, Finding, Group, Judged, Severity};
use crate::Allowance;

/// Its findings come out of [`sort_out`], which needs those of all the others.
pub(super) const GROUP: Group = Group {
    checks: &[&UNUSED, &LAPSED],
    run: |_, _| {},
};

/// Takes the allowed findings out, and adds what is wrong with the allowances.
pub(super) fn sort_out(judged: &Judged<'_>, found: &mut Vec<Finding>) -> Vec<Allowed> {
    let allowances = judged.register.allowances();
    if allowances.is_empty() {
        return Vec::new();
    }
    let has_lapsed = |allowance: &Allowance| {
        judged
            .today
            .is_some_and(|today| allowance.has_lapsed(today))
    };
    let mut in_force: HashMap<_, Vec<usize>> = HashMap::new();
    for (index, allowance) in allowances.iter().enumerate() {
        if !has_lapsed(allowance) {
            let key = (allowance.check.id(), allowance.at.as_deref());
            in_force.entry(key).or_default().push(index);
        }
    }
    let mut is_used = vec![false; allowances.len()];
    let mut allowed = Vec::new();
    let mut left = Vec::with_capacity(found.len());
    for finding in found.drain(..) {
        let id = finding.check().id();
        let places = parts_around(finding.path()).map(Some);
        let covering = places
            .chain([None])
            .filter_map(|at| in_force.get(&(id, at)))
            .flatten();
        let mut first: Option<usize> = None;
        for &index in covering {
            is_used.get_mut(index).into_iter().for_each(|is| *is = true);
            first = Some(first.map_or(index, |first| first.min(index)));
        }
        match first.and_then(|index| allowances.get(index)) {
            Some(allowance) => allowed.push(Allowed::new(finding, allowance.reason.clone())),
            None => left.push(finding),
        }
    }
    *found = left;
    for (index, (allowance, is_used)) in allowances.iter().zip(is_used).enumerate() {
        let at = At::key("allow").item(index);
        if has_lapsed(allowance) {
            found.push(Finding::new(&LAPSED, at.then("until")));
        } else if !is_used && (judged.today.is_some() || !allowance.check.needs_the_day()) {
            found.push(Finding::new(&UNUSED, at));
        }
    }
    allowed
}

/// The path and every beginning of it that [`Allowance::covers`] it: up to a point or a bracket.
fn parts_around(path: &str) -> impl Iterator<Item = &str> {
    let marks = path.match_indices(['.', '[']).map(|(at, _)| at);
    marks.chain([path.len()]).filter_map(|end| path.get(..end))
}

/// Whether the check is one of these, which no allowance can silence.
pub(crate) fn judges_allowances(check: &Check) -> bool {
    GROUP.checks.contains(&check)
}

static UNUSED: Check = Check::new(
    "GRF-R190",
    Severity::Info,
    "GDPR 5(2)",
    Words::new(
        "rien de ce que cette admission couvre n’est constaté",
        "nothing that this allowance covers is found",
    ),
    Words::new(
        "ôtez l’admission, ou corrigez `check` et `at`",
        "take the allowance out, or mend `check` and `at`",
    ),
);
static LAPSED: Check = Check::new(
    "GRF-R191",
    Severity::Warning,
    "GDPR 5(2)",
    Words::new(
        "l’admission est échue\u{a0}; ce qu’elle couvrait est de nouveau constaté",
        "the allowance has lapsed; what it covered is found again",
    ),
    Words::new(
        "corrigez ce qui était admis, ou motivez une nouvelle date `until`",
        "mend what was allowed, or give a reason for a new `until`",
    ),
)
.needing_the_day();
