//! Modes of collection: the five of a call-tracking module and the one by likelihood, read from the data file.

use greffe_calendar::zone;
use greffe_consent::*;
use greffe_terms::LegalBasis;

use crate::fixture::{at, id, ledger, notice, person};
use crate::table::{self, Case};

const RICHEST_FIRST: [&str; 5] = ["journey", "traffic", "entry", "rotation", "numbers-only"];
const CONSENTED: [&str; 3] = ["visit-journey", "visit-traffic", "visit-entry"];

/// What the controller has documented besides the file.
#[derive(Clone, Copy, Default)]
struct Documented {
    /// An exemption of the rotation.
    exempt: bool,
    /// That the mode by likelihood leaves the terminal alone.
    untouched: bool,
}

fn policy(documented: Documented) -> Policy {
    let mut builder = Policy::in_zone(zone::parse("Europe/Paris").unwrap());
    for row in rows() {
        let [mode, purpose, _, access, basis, _, fallback] = row[..] else {
            panic!("{} columns: {row:?}", row.len());
        };
        let untouched = mode == "by-likelihood" && documented.untouched;
        let mut stated = match basis {
            _ if untouched => Purpose::new(id(purpose), [LegalBasis::LegitimateInterests]),
            "-" => Purpose::without_personal_data(id(purpose)),
            basis => Purpose::new(id(purpose), [basis.parse().unwrap()]),
        };
        if access != "none" && !untouched {
            stated = stated.reads_terminal(access.parse().unwrap());
        }
        if mode == "rotation" && documented.exempt {
            let reason = "the number shown stays the same during the visit that was asked for";
            stated = stated.exempt(Exemption::new(ExemptionGround::StrictlyNecessary, reason));
        }
        let mut listed = Mode::new(mode, id(purpose));
        if fallback != "-" {
            listed = listed.falling_back_to(fallback);
        }
        builder = builder.purpose(stated).mode(listed);
    }
    let listed = [
        "rotation",
        "visit-entry",
        "visit-traffic",
        "visit-journey",
        "by-likelihood",
    ];
    builder
        .notice(notice("letter", 1, &listed))
        .build()
        .unwrap()
}

fn rows() -> Vec<Vec<&'static str>> {
    table::rows(include_str!("../data/modes.tsv"))
}

fn allowed(policy: &Policy, ledger: &Ledger, mode: &str) -> (Outcome, Reason) {
    let decision = policy.mode_allowed(mode, ledger, person(), at("2026-03-02T10:00:00Z"));
    (decision.outcome(), decision.reason())
}

pub(crate) fn cases() -> Vec<Case> {
    table::cases(include_str!("../data/mode_cases.tsv"))
}

/// Every mode of the file, by name.
fn modes() -> Vec<&'static str> {
    rows().iter().map(|row| row[0]).collect()
}

#[test]
fn every_case_of_the_modes_is_decided_as_its_row_says() {
    let mut wrong = Vec::new();
    for case in cases() {
        let documented = case.column("documented");
        let policy = policy(Documented {
            exempt: documented.contains("exempt"),
            untouched: documented.contains("untouched"),
        });
        let (ledger, (t, _)) = (case.history(), case.instants());
        let mut expect = |what: &str, found: String| {
            if found != case.column(what) {
                wrong.push(format!("{}: {what} is {found}", case.name()));
            }
        };
        for mode in modes() {
            let decision = policy.mode_allowed(mode, &ledger, person(), t);
            expect(mode, decision.reason().to_string());
        }
        let best = |modes: &[&'static str]| {
            let choice = policy.best_mode(modes.iter().copied(), &ledger, person(), t);
            choice.best().unwrap_or("-").to_owned()
        };
        expect("best", best(&RICHEST_FIRST));
        expect("in place of journey", best(&["journey"]));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_mode_has_a_row_in_which_it_runs_is_the_best_and_may_not_run() {
    let (cases, best) = (cases(), ["best", "in place of journey"]);
    for mode in modes() {
        let runs = |case: &Case| {
            let reason: Reason = case.column(mode).parse().unwrap();
            crate::coverage::allows(reason)
        };
        assert!(cases.iter().any(&runs), "{mode} never runs");
        // What reads nothing and keeps nothing is asked of nobody.
        let is_free = mode == "numbers-only";
        assert!(is_free || !cases.iter().all(&runs), "{mode} always runs");
        let is_best = |case: &Case| best.iter().any(|column| case.column(column) == mode);
        assert!(cases.iter().any(is_best), "{mode} is never the best");
    }
}

#[test]
fn without_a_choice_only_what_reads_nothing_runs() {
    let (policy, nobody) = (policy(Documented::default()), Ledger::new());
    assert_eq!(
        allowed(&policy, &nobody, "numbers-only"),
        (Outcome::NotRequired, Reason::NothingToAsk)
    );
    for mode in ["rotation", "entry", "traffic", "journey", "by-likelihood"] {
        assert_eq!(
            allowed(&policy, &nobody, mode),
            (Outcome::Deny, Reason::TerminalNeedsConsent),
            "{mode}"
        );
    }
}

#[test]
fn the_rotation_runs_once_its_exemption_is_recorded() {
    let exempt = policy(Documented {
        exempt: true,
        ..Documented::default()
    });
    assert_eq!(
        allowed(&exempt, &Ledger::new(), "rotation"),
        (Outcome::NotRequired, Reason::TerminalExempt)
    );
}

#[test]
fn a_consent_opens_the_mode_that_it_names() {
    let policy = policy(Documented::default());
    for (mode, purpose) in ["journey", "traffic", "entry"].into_iter().zip(CONSENTED) {
        let ledger = ledger([format!("given {purpose} 2026-03-01T10:00:00Z").as_str()]);
        for other in ["journey", "traffic", "entry"] {
            let outcome = allowed(&policy, &ledger, other).0;
            assert_eq!(
                outcome == Outcome::Allow,
                other == mode,
                "{other} by {purpose}"
            );
        }
    }
}

#[test]
fn after_a_refusal_likelihood_needs_proof_that_the_terminal_is_left_alone() {
    let refused = ledger(["refused all 2026-03-01T10:00:00Z"]);
    let silent = policy(Documented::default());
    assert_eq!(
        allowed(&silent, &refused, "by-likelihood"),
        (Outcome::Deny, Reason::Refused)
    );
    let documented = policy(Documented {
        untouched: true,
        ..Documented::default()
    });
    assert_eq!(
        allowed(&documented, &refused, "by-likelihood"),
        (Outcome::Allow, Reason::OtherBasis)
    );
    // Who refuses this very mode, or objects to it, is not measured by it.
    for event in [
        "refused by-likelihood 2026-03-01T10:00:00Z",
        "objected by-likelihood 2026-03-01T10:00:00Z to=other",
    ] {
        assert_eq!(
            allowed(&documented, &ledger([event]), "by-likelihood").0,
            Outcome::Deny
        );
    }
}

#[test]
fn the_best_mode_is_the_richest_that_may_run() {
    let policy = policy(Documented::default());
    let now = at("2026-03-02T10:00:00Z");
    let best = |ledger: &Ledger| {
        policy
            .best_mode(RICHEST_FIRST, ledger, person(), now)
            .best()
    };
    assert_eq!(best(&Ledger::new()), Some("numbers-only"));
    assert_eq!(
        best(&ledger(["given visit-traffic 2026-03-01T10:00:00Z"])),
        Some("traffic")
    );
    assert_eq!(
        best(&ledger([
            "given visit-traffic+visit-journey 2026-03-01T10:00:00Z"
        ])),
        Some("journey")
    );
    let withdrawn = ledger([
        "given visit-traffic+visit-journey 2026-03-01T10:00:00Z",
        "withdrawn visit-journey 2026-03-02T09:00:00Z",
    ]);
    assert_eq!(best(&withdrawn), Some("traffic"));
}

#[test]
fn the_choice_shows_every_decision_on_the_way_and_until_when_it_may_be_kept() {
    let policy = policy(Documented::default());
    let ledger = ledger(["given visit-entry 2026-03-01T10:00:00+01:00"]);
    let choice = policy.best_mode(RICHEST_FIRST, &ledger, person(), at("2026-03-02T10:00:00Z"));
    let seen: Vec<_> = choice
        .considered()
        .map(|(mode, decision)| (mode, decision.outcome()))
        .collect();
    assert_eq!(
        seen,
        [
            ("journey", Outcome::Deny),
            ("traffic", Outcome::Deny),
            ("entry", Outcome::Allow)
        ]
    );
    assert_eq!(choice.next_change(), Some(at("2026-09-01T00:00:00+02:00")));
}

#[test]
fn fallbacks_run_only_where_nothing_listed_may() {
    let documented = policy(Documented {
        untouched: true,
        ..Documented::default()
    });
    let refused = ledger(["refused all 2026-03-01T10:00:00Z"]);
    let now = at("2026-03-02T10:00:00Z");
    let best = |policy: &Policy, modes: &[&'static str], ledger: &Ledger| {
        let names: Vec<String> = policy
            .modes()
            .iter()
            .filter(|mode| modes.contains(&mode.name()))
            .map(|mode| mode.name().to_owned())
            .collect();
        assert_eq!(names.len(), modes.len());
        policy
            .best_mode(modes.iter().copied(), ledger, person(), now)
            .best()
            .map(str::to_owned)
    };
    assert_eq!(
        best(&documented, &["journey"], &refused).as_deref(),
        Some("by-likelihood")
    );
    // Its own fallback is the mode that reads nothing.
    let silent = policy(Documented::default());
    assert_eq!(
        best(&silent, &["journey", "traffic"], &refused).as_deref(),
        Some("numbers-only")
    );
    // What is listed comes before any fallback.
    assert_eq!(
        best(&documented, &["journey", "numbers-only"], &refused).as_deref(),
        Some("numbers-only")
    );
}

#[test]
fn a_mode_that_is_reached_twice_is_asked_about_once() {
    let policy = policy(Documented::default());
    let choice = policy.best_mode(
        ["journey", "journey"],
        &Ledger::new(),
        person(),
        at("2026-03-02T10:00:00Z"),
    );
    let asked: Vec<_> = choice.considered().map(|(mode, _)| mode).collect();
    assert_eq!(asked.iter().filter(|mode| **mode == "journey").count(), 1);
}

#[test]
fn a_mode_that_the_policy_does_not_have_never_runs() {
    let policy = policy(Documented::default());
    assert_eq!(
        allowed(&policy, &Ledger::new(), "journeys"),
        (Outcome::Deny, Reason::UnknownPurpose)
    );
    let none: [&str; 0] = [];
    let choice = policy.best_mode(none, &Ledger::new(), person(), at("2026-03-02T10:00:00Z"));
    assert_eq!((choice.best(), choice.next_change()), (None, None));
}

#[test]
fn modes_that_lead_nowhere_or_in_a_circle_are_refused() {
    let build = |modes: &[Mode]| {
        let purpose = Purpose::without_personal_data(id("x"));
        let builder = Policy::in_zone(zone::parse("Europe/Paris").unwrap()).purpose(purpose);
        modes
            .iter()
            .cloned()
            .fold(builder, PolicyBuilder::mode)
            .build()
    };
    let mode = |name: &str| Mode::new(name, id("x"));
    assert_eq!(
        build(&[mode("a"), mode("a")]),
        Err(PolicyError::ModeTwice("a".into()))
    );
    assert_eq!(
        build(&[Mode::new("a", id("y"))]),
        Err(PolicyError::UnknownPurpose(id("y")))
    );
    assert_eq!(
        build(&[mode("a").falling_back_to("b")]),
        Err(PolicyError::UnknownMode("b".into()))
    );
    assert_eq!(
        build(&[
            mode("a").falling_back_to("b"),
            mode("b").falling_back_to("a")
        ]),
        Err(PolicyError::ModeCycle("a".into()))
    );
    assert!(build(&[mode("a").falling_back_to("b"), mode("b")]).is_ok());
}
