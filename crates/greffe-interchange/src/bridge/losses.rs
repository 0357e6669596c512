//! From differences to a loss report, with the reasons of a format.

use super::compare::Difference;
use crate::loss::words;
use crate::{Loss, LossKind, LossReport};

/// Why values at certain paths do not come across.
pub(crate) struct Reason {
    /// The path without what stands in brackets: `processing.data.retention`. It covers what is below it.
    pub(crate) path: &'static str,
    /// How they fare.
    pub(crate) kind: LossKind,
    /// Why, in French.
    pub(crate) fr: &'static str,
    /// Why, in English.
    pub(crate) en: &'static str,
}

/// One loss a difference, with the reason of the longest path that covers it.
pub(crate) fn report<'d>(
    differences: impl IntoIterator<Item = &'d Difference>,
    reasons: &[Reason],
    otherwise: &Reason,
) -> LossReport {
    let mut report = LossReport::new();
    for difference in differences {
        let keys = without_brackets(&difference.path);
        let reason = reasons
            .iter()
            .filter(|reason| covers(reason.path, &keys))
            .max_by_key(|reason| reason.path.len());
        let (kind, why) = match reason {
            _ if difference.is_absence => (LossKind::Dropped, &ABSENCE),
            Some(reason) => (reason.kind, reason),
            None if difference.is_otherwise => (LossKind::Reshaped, otherwise),
            None => (LossKind::Dropped, &NO_PLACE),
        };
        report.note(Loss::new(
            kind,
            difference.path.clone(),
            words(why.fr, why.en),
        ));
    }
    report
}

fn covers(reason: &str, path: &str) -> bool {
    path.strip_prefix(reason)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn without_brackets(path: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in path.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

const ABSENCE: Reason = Reason {
    path: "",
    kind: LossKind::Dropped,
    fr: "l’autre format ne distingue pas « aucun » ou « sans objet » de « non renseigné »",
    en: "the other format does not tell “none” or “not applicable” from “not filled in”",
};
const NO_PLACE: Reason = Reason {
    path: "",
    kind: LossKind::Dropped,
    fr: "l’autre format n’a pas de place pour cela",
    en: "the other format has no place for it",
};
