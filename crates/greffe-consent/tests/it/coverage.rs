//! What the tables of cases hold, counted: every reason and every rule both ways, every row with its source.

use std::collections::{BTreeMap, BTreeSet};

use greffe_consent::{Kind, Outcome, Policy, Reason};

use crate::table::Case;
use crate::{cases, fixture, modes, reach, receipt_state_cases, sectors, who};

/// The rules of the decision table. R11 has no reason of its own: it says how far an event reaches.
const RULES: [&str; 15] = [
    "R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14",
];

/// Reasons that no allowed row can face, each with why.
const ONE_WAY: [(Reason, &str); 3] = [
    (
        Reason::UnknownPurpose,
        "what the policy does not have is never allowed",
    ),
    (
        Reason::NoBasis,
        "a purpose without a basis is never allowed",
    ),
    (
        Reason::NothingToAsk,
        "what touches neither data nor terminal is never denied",
    ),
];

/// A row, decided, with the policy that it is asked of.
struct Row {
    table: &'static str,
    case: Case,
    policy: Policy,
    reason: Reason,
    /// Of a denial every gate that failed.
    failures: Vec<Reason>,
}

/// A table of decisions, with how the policy of a row is made.
type Table = (&'static str, Vec<Case>, fn(&Case) -> Policy);

fn tables() -> [Table; 5] {
    [
        ("cases", cases::cases(), |_| fixture::policy()),
        ("knob_cases", cases::cases_of_knobs(), cases::with_its_knobs),
        ("reach_cases", reach::cases(), |_| reach::policy()),
        ("sector_cases", sectors::cases(), |_| sectors::policy()),
        ("who_cases", who::cases(), who::with_its_knobs),
    ]
}

fn rows() -> Vec<Row> {
    let rows = tables().into_iter().flat_map(|(table, cases, policy_of)| {
        cases.into_iter().map(move |case| {
            let policy = policy_of(&case);
            let decision = case.decide(&policy);
            let passes = decision.outcome() != Outcome::Deny;
            assert_eq!(passes, allows(decision.reason()), "{}", case.name());
            Row {
                table,
                policy,
                reason: decision.reason(),
                failures: decision.failures().collect(),
                case,
            }
        })
    });
    rows.collect()
}

/// Whether a decision with this reason lets the processing through.
pub(crate) const fn allows(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::ConsentGiven
            | Reason::SoftOptIn
            | Reason::InformedProfessional
            | Reason::OngoingContract
            | Reason::CallNotOpposed
            | Reason::TerminalExempt
            | Reason::OtherBasis
            | Reason::NothingToAsk
    )
}

impl Row {
    fn is_allowed(&self) -> bool {
        allows(self.reason)
    }

    /// The purpose of a table: rows of one are about the same processing.
    fn subject(&self) -> (&'static str, &'static str) {
        // The knobs are turned on the policies of two other tables.
        let table = match self.case.column("policy") {
            "-" => self.table,
            other => other,
        };
        (table, self.case.column("purpose"))
    }

    /// Whether an event reached the purpose, or did not, only by what stands above it in the tree.
    fn is_about_the_tree(&self) -> bool {
        let purpose = self.case.column("purpose");
        let above = |id: &str| self.policy.purpose(id).and_then(|p| p.parent().cloned());
        let mut wider = std::iter::successors(above(purpose), |id| above(id.as_str()));
        let ledger = self.case.history();
        wider.any(|id| {
            let mut kinds = ledger.entries().map(|(event, _)| event.kind());
            kinds.any(|kind| scope_of(kind).contains(id.as_str()))
        })
    }

    /// Whether an event was recorded at another instant than it occurred.
    fn has_two_times(&self) -> bool {
        let (at, known) = self.case.instants();
        let ledger = self.case.history();
        let mut events = ledger.entries().map(|(event, _)| event);
        at != known || events.any(|event| event.occurred() != event.recorded())
    }

    /// The rules that the row shows.
    fn rules(&self) -> BTreeSet<&'static str> {
        let failures = self.failures.iter().map(|reason| reason.rule().id());
        let mut rules: BTreeSet<_> = failures.collect();
        rules.insert(self.reason.rule().id());
        if self.is_about_the_tree() {
            rules.insert("R11");
        }
        if self.has_two_times() {
            rules.insert("R0");
        }
        rules
    }
}

/// The names in a scope.
fn scope_of(kind: &Kind) -> BTreeSet<&str> {
    match kind.purposes() {
        greffe_consent::Scope::Only(ids) => ids.iter().map(|id| id.as_str()).collect(),
        _ => BTreeSet::new(),
    }
}

#[test]
fn every_reason_stands_in_a_row_and_the_same_purpose_is_answered_the_other_way_in_another() {
    let rows = rows();
    let mut missing = Vec::new();
    for reason in Reason::ALL.iter().copied() {
        let shown: Vec<&Row> = rows.iter().filter(|row| row.reason == reason).collect();
        if shown.is_empty() {
            missing.push(format!("{reason} stands in no row"));
        }
        let subjects: BTreeSet<_> = shown.iter().map(|row| row.subject()).collect();
        let mut faced = rows.iter().filter(|row| subjects.contains(&row.subject()));
        let is_faced = faced.any(|row| row.is_allowed() != allows(reason));
        let is_one_way = ONE_WAY.iter().any(|(one, _)| *one == reason);
        if is_faced == is_one_way {
            missing.push(format!("{reason}: faced {is_faced}, one way {is_one_way}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_rule_denies_in_a_row_and_lets_through_in_another() {
    // By rule: the subjects of the rows that it denies, and those of the rows that are allowed.
    let rows = rows();
    let mut denied: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.is_allowed()) {
        for rule in row.rules() {
            denied.entry(rule).or_default().insert(row.subject());
        }
    }
    for rule in RULES {
        let subjects = denied.get(rule).cloned().unwrap_or_default();
        assert!(!subjects.is_empty(), "{rule} denies in no row");
        let mut allowed = rows.iter().filter(|row| row.is_allowed());
        let lets_through = allowed.any(|row| {
            let shows = match rule {
                "R0" | "R11" => row.rules().contains(rule),
                _ => true,
            };
            shows && subjects.contains(&row.subject())
        });
        assert!(lets_through, "{rule} lets through in no row");
    }
    // No rule was added to the crate without a place in the list above.
    for reason in Reason::ALL {
        assert!(RULES.contains(&reason.rule().id()), "{reason}");
    }
}

#[test]
fn every_row_has_a_name_of_its_own_and_a_source() {
    let decided = tables().map(|(table, cases, _)| (table, cases));
    let others = [
        ("mode_cases", modes::cases()),
        ("failure_cases", cases::cases_of_failures()),
        ("receipt_state_cases", receipt_state_cases::cases()),
    ];
    for (table, cases) in decided.into_iter().chain(others) {
        let mut names = BTreeSet::new();
        for case in &cases {
            assert!(names.insert(case.name()), "{table}: {} twice", case.name());
            let source = case.column("source");
            assert!(source.len() > 3, "{table}: {} without source", case.name());
            let mut answers = ["reason", "best", "failures", "state"].into_iter();
            let has_one = answers.any(|column| case.column(column) != "-");
            assert!(has_one, "{table}: {}", case.name());
        }
    }
}
