//! For every check a register that triggers it, and a near one that does not.
//!
//! Cases are edits of a register in which nothing is found. The checks that one edit triggers by itself stand in `lint::TRIGGERS`, whose twin is the clean
//! register; the others are here.

mod contracts;
mod records;
mod surroundings;

use std::collections::BTreeSet;

use greffe_register::Register;
use greffe_register::lint;

use crate::lint::{CLEAN, TRIGGERS};
use crate::{lint_breaches, lint_contracts, lint_dpia, lint_security};

/// A text of the register, and what stands there in its place.
type Edit = (&'static str, &'static str);

struct Case {
    id: &'static str,
    path: &'static str,
    base: &'static str,
    on: &'static str,
    triggers: &'static [Edit],
    spares: &'static [Edit],
}

const fn case(
    id: &'static str,
    path: &'static str,
    triggers: &'static [Edit],
    spares: &'static [Edit],
) -> Case {
    Case {
        id,
        path,
        base: CLEAN,
        on: DAY,
        triggers,
        spares,
    }
}

const fn bare(
    id: &'static str,
    path: &'static str,
    triggers: &'static [Edit],
    spares: &'static [Edit],
) -> Case {
    Case {
        id,
        path,
        base: BARE,
        on: DAY,
        triggers,
        spares,
    }
}

const BARE: &str = "breaches = \"none\"\norganisation = { name = \"A\", contact = \"a@a.example\", dpo = \"none\" }\n# here\n";

/// The day on which cases are judged, but for those that tell another.
const DAY: &str = "2025-06-01";

const DPO: &str = "dpo = \"none\"";
const ROLE: &str = "role = \"controller\"";
const UPDATED: &str = "updated = 2024-01-01";
const SUBJECTS: &str = "subjects = [\"customers\"]";
const SENSITIVE: &str = "sensitive = [{ category = \"health\", condition = \"explicit_consent\" }]";
const BASIS: &str = "basis = [\"consent\", \"legal_obligation\", \"legitimate_interests\"]";
const PURPOSE_LAW: &str = "\nlaw = [\"C. com. L123-22\"]";
const CATEGORY: &str = "category = \"identity\"";
const FIELDS: &str = "fields = [\"email\"]\nsealed = [\"email\"]\n";
const RECIPIENTS: &str = crate::lint::RECIPIENTS;
const RULE: &str = "{ keep = \"P1Y\", after = \"recorded\", law = [\"C. com. L123-22\"] }";
const TRANSFERS: &str = "transfers = \"none\"";
const PUBLISHED: &str = "published = 2024-01-01\n";
const WORDING: &str =
    "wording = \"We write to you where you agree. The rest: our privacy policy.\"";
const LAST: &str = "c9 = { met = false, why = \"No\" } }\n";
const REQUESTS: &str = "[requests]\nrights = [\"access\", \"rectification\", \"erasure\", \"restriction\", \"portability\", \"objection\", \"withdrawal\", \"complaint\"]\ndelay = \"P1M\"\ncounted_from = \"receipt\"\nidentity_document = \"on_doubt\"\nchannels = [\"email\", \"registered_letter\"]\n";

const RETENTION: &str = "processing[A].data[1].retention";
const PURPOSE_BASIS: &str = "processing[A].purpose[p].basis";

fn cases() -> impl Iterator<Item = &'static Case> {
    let of_records = records::CASES.iter().chain(surroundings::CASES);
    of_records.chain(contracts::CASES)
}

fn found(case: &Case, edits: &[Edit]) -> Vec<(&'static str, String)> {
    let text = edits.iter().fold(case.base.to_owned(), |text, (from, to)| {
        assert_eq!(
            text.matches(from).count(),
            1,
            "{}: {from:?} stands once",
            case.id
        );
        text.replace(from, to)
    });
    let register = Register::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let findings = register.lint_at(case.on.parse().unwrap());
    let found = findings.iter();
    found
        .map(|f| (f.check().id(), f.path().to_owned()))
        .collect()
}

#[test]
fn every_case_triggers_its_check_and_its_twin_does_not() {
    for case in cases() {
        let Case { id, path, .. } = case;
        let wrong = found(case, case.triggers);
        assert!(
            wrong.contains(&(id, (*path).to_owned())),
            "{id} at {path}: {wrong:?}"
        );
        let right = found(case, case.spares);
        assert!(
            right.iter().all(|(other, _)| other != id),
            "{id}: {right:?}"
        );
    }
}

#[test]
fn every_check_has_a_register_that_triggers_it_and_one_that_does_not() {
    let by_one_edit = [
        TRIGGERS,
        lint_breaches::TRIGGERS,
        lint_contracts::TRIGGERS,
        lint_dpia::TRIGGERS,
        lint_security::TRIGGERS,
    ];
    let by_one_edit = by_one_edit.into_iter().flatten().map(|(id, ..)| *id);
    let tried: BTreeSet<_> = by_one_edit.chain(cases().map(|case| case.id)).collect();
    let all: Vec<_> = lint::checks().map(|check| check.id()).collect();
    assert!(all.is_sorted(), "{all:?}");
    let distinct: BTreeSet<_> = all.iter().copied().collect();
    assert_eq!(distinct.len(), all.len(), "an id stands twice");
    assert_eq!(distinct, tried);
}
