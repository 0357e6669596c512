//! What the register allows, and whether it still needs to.

use std::cell::Cell;
use std::collections::HashMap;

use chrono::NaiveDate;
use greffe_document::Words;

use super::at::At;
use super::{Allowed, Check, Finding, Group, Severity};
use crate::{Allowance, Register};

/// Its findings come out of [`sort_out`], which needs those of all the others.
pub(super) const GROUP: Group = Group {
    checks: &[&UNUSED, &LAPSED],
    run: |_, _| {},
};

/// Takes the allowed findings out, and adds what is wrong with the allowances.
///
/// The linter and the gate against drift each look at the allowances of their own checks: what one of them does not run, it cannot call unused.
pub(crate) fn sort_out(
    register: &Register,
    today: Option<NaiveDate>,
    is_ours: impl Fn(&Allowance) -> bool,
    found: &mut Vec<Finding>,
) -> Vec<Allowed> {
    let allowances = register.allowances();
    let ours = allowances.iter().enumerate();
    let ours: Vec<_> = ours.filter(|(_, allowance)| is_ours(allowance)).collect();
    if ours.is_empty() {
        return Vec::new();
    }
    let has_lapsed = |allowance: &Allowance| today.is_some_and(|today| allowance.has_lapsed(today));
    let mut in_force = InForce::default();
    for &(index, allowance) in &ours {
        if !has_lapsed(allowance) {
            in_force.add(index, allowance);
        }
    }
    let mut allowed = Vec::new();
    let mut left = Vec::with_capacity(found.len());
    for finding in found.drain(..) {
        let first = in_force.covering(finding.check(), finding.path());
        match first.and_then(|index| allowances.get(index)) {
            Some(allowance) => allowed.push(Allowed::new(finding, allowance.reason.clone())),
            None => left.push(finding),
        }
    }
    *found = left;
    for (index, allowance) in ours {
        let at = At::key("allow").item(index);
        if has_lapsed(allowance) {
            found.push(Finding::new(&LAPSED, at.then("until")));
        } else if !in_force.is_used(allowance)
            && (today.is_some() || !allowance.check.needs_the_day())
        {
            found.push(Finding::new(&UNUSED, at));
        }
    }
    allowed
}

/// What is allowed by check and path, so that many allowances and many findings take no time in square.
#[derive(Default)]
struct InForce<'r>(HashMap<(&'static str, Option<&'r str>), Covering>);

/// The allowances of one check and path.
struct Covering {
    /// The first in the file, whose reason counts.
    first: usize,
    is_used: Cell<bool>,
}

impl<'r> InForce<'r> {
    fn add(&mut self, index: usize, allowance: &'r Allowance) {
        let key = (allowance.check.id(), allowance.at.as_deref());
        self.0.entry(key).or_insert(Covering {
            first: index,
            is_used: Cell::new(false),
        });
    }

    /// The first allowance that [covers](Allowance::covers) a finding; all that do are used.
    fn covering(&self, check: &'static Check, path: &str) -> Option<usize> {
        let ends = path.match_indices(['.', '[']).map(|(end, _)| end);
        let around = ends.chain([path.len()]).map(|end| path.get(..end));
        let mut first: Option<usize> = None;
        for at in around.chain([None]) {
            if let Some(covering) = self.0.get(&(check.id(), at)) {
                covering.is_used.set(true);
                first = Some(first.map_or(covering.first, |first| first.min(covering.first)));
            }
        }
        first
    }

    fn is_used(&self, allowance: &Allowance) -> bool {
        let key = (allowance.check.id(), allowance.at.as_deref());
        self.0
            .get(&key)
            .is_some_and(|covering| covering.is_used.get())
    }
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
