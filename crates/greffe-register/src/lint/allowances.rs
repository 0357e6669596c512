//! What the register allows, and whether it still needs to.

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
    let mut is_used = vec![false; allowances.len()];
    let mut allowed = Vec::new();
    let mut left = Vec::with_capacity(found.len());
    for finding in found.drain(..) {
        let mut reason = None;
        for (allowance, is_used) in allowances.iter().zip(&mut is_used) {
            if !has_lapsed(allowance) && allowance.covers(finding.check(), finding.path()) {
                *is_used = true;
                reason = reason.or(Some(&allowance.reason));
            }
        }
        match reason {
            Some(reason) => allowed.push(Allowed::new(finding, reason.clone())),
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
