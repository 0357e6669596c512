//! What a register lacks, or says against the law.
//!
//! Every check has a stable id, a severity, the provision behind it, a message and a hint in French and English. Findings come in
//! the order of the checks' ids, then of the file, so that the same register gives the same list. What the register allows in `[[allow]]` stands apart.
//!
//! # How grave a finding is
//! - An **error**: the law is broken on the face of the register, or what is written cannot be true. So is a particular that the register itself must hold
//!   and does not (Art. 30(1) and (2), and Art. 33(5), by which the authority verifies; Art. 49(6)), a fact that is told and that the law forbids (a contract that lacks
//!   a clause, an answer after the time), and two statements of which one is false (an end before its beginning).
//! - A **warning**: something that the law asks for is not told, although it may be so (a legal basis, a condition of Art. 9, a reason, what Art. 30 asks
//!   *where applicable* or *where possible*), or what is told is unsound unless there is more to it (what guidance refuses, what only words give away,
//!   what a decision after the day of a table could mend).
//! - An **info**: good practice, what the register need not hold and other documents may, and what is worth knowing.
//!
//! The severity of a check is the gravest that its findings have: where the duty is uncertain, for the role or the day is not known, a finding is less grave,
//! and in a record that is a draft or archived it is a warning at most.
//!
//! ```
//! use greffe_register::{Document, Register, lint::Severity};
//! use greffe_terms::Lang;
//!
//! let document = Document::from_toml(r#"
//! organisation = { name = "Atelier Hélianthe", contact = "donnees@helianthe.example", dpo = "none" }
//! [requests]
//! identity_document = "always"
//! "#)?;
//! let findings = Register::from_document(&document)?.lint().located_in(&document);
//! let always = findings.iter().find(|finding| finding.check().id() == "GRF-R081").unwrap();
//! assert_eq!(
//!     always.in_language(Lang::En),
//!     "warning GRF-R081 line 4, column 21: `requests.identity_document`: an identity document is always demanded, not only \
//!      where there is reasonable doubt (GDPR, Art. 12(6))\n  hint: ask for it `on_doubt` only",
//! );
//! assert_eq!(findings.worst(), Some(Severity::Warning));
//! # Ok::<(), greffe_register::RegisterError>(())
//! ```

mod adequacy;
mod allowances;
mod allowed;
mod at;
mod breach_duties;
mod breach_records;
mod check;
mod collected;
mod consent;
mod contracts;
mod data;
mod dpia;
mod finding;
mod findings;
mod follow_up;
pub(crate) mod json;
mod limits;
mod list;
mod notices;
mod parties;
mod public_bodies;
mod purposes;
mod records;
mod requests;
mod sarif;
mod screening;
mod security;
mod sensitive;
mod sharing;
mod states;
mod trackers;
mod transfers;
mod wording;

use chrono::NaiveDate;

use crate::{Allowance, Register, Status};
pub use adequacy::{
    Adequacy, adequacy_decisions, adequacy_list_as_of, adequacy_of, adequacy_on, adequacy_table,
};
pub(crate) use adequacy::{is_in_the_area, judged_country};
pub(crate) use allowances::{judges_allowances, sort_out};
pub use allowed::Allowed;
pub(crate) use at::At;
pub use check::{Check, Severity};
pub use finding::Finding;
pub use findings::Findings;
pub use json::FindingsInJson;
pub use list::list_in_markdown;
pub(crate) use list::table_in_markdown;
pub use sarif::SarifLog;

/// Every check, in the order of ids.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    let mut checks: Vec<_> = GROUPS.iter().flat_map(|group| group.checks).collect();
    checks.sort_unstable_by_key(|check| check.id());
    checks.into_iter().copied()
}

/// The check of this id.
pub fn check(id: &str) -> Option<&'static Check> {
    checks().find(|check| check.id() == id)
}

/// Runs every check; those that need the day only where it is given.
pub(crate) fn run(register: &Register, today: Option<NaiveDate>) -> Findings {
    let judged = Judged { register, today };
    let mut findings = Vec::new();
    for group in GROUPS {
        (group.run)(&judged, &mut findings);
    }
    soften(register, &mut findings);
    let of_the_linter = |allowance: &Allowance| !crate::drift::is_of_the_gate(allowance.check);
    let mut allowed = allowances::sort_out(register, today, of_the_linter, &mut findings);
    findings.sort_by_key(|finding| finding.check().id());
    allowed.sort_by_key(|allowed| allowed.finding().check().id());
    Findings::new(findings, allowed)
}

/// A record that is a draft is not finished, and one that is archived describes what no longer runs: what they lack is a warning at most.
fn soften(register: &Register, findings: &mut [Finding]) {
    for finding in findings {
        let processing = finding
            .processing()
            .and_then(|index| register.processings().get(index));
        if processing.is_some_and(|processing| processing.status != Status::Active) {
            finding.at_most(Severity::Warning);
        }
    }
}

/// What checks look at.
struct Judged<'r> {
    register: &'r Register,
    /// The day on which the register is judged. Checks that compare with it find nothing without it.
    today: Option<NaiveDate>,
}

/// Checks that look at the same part of a register.
struct Group {
    checks: &'static [&'static Check],
    run: fn(&Judged<'_>, &mut Vec<Finding>),
}

const GROUPS: &[Group] = &[
    records::GROUP,
    states::GROUP,
    public_bodies::GROUP,
    purposes::GROUP,
    consent::GROUP,
    notices::GROUP,
    data::GROUP,
    collected::GROUP,
    sensitive::GROUP,
    limits::GROUP,
    sharing::GROUP,
    transfers::GROUP,
    requests::GROUP,
    trackers::GROUP,
    security::GROUP,
    contracts::GROUP,
    parties::GROUP,
    follow_up::GROUP,
    breach_duties::GROUP,
    breach_records::GROUP,
    allowances::GROUP,
    dpia::GROUP,
    screening::GROUP,
];
