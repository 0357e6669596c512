//! What a register lacks, or says against the law.
//!
//! Every check has a stable id, a severity, the provision behind it, a message and a hint in French and English. Findings come in
//! the order of the checks' ids, then of the file, so that the same register gives the same list.
//!
//! ```
//! use greffe_register::{Document, Register, lint::Severity};
//! use greffe_terms::Lang;
//!
//! let document = Document::from_toml(r#"
//! organisation = { name = "Atelier Hélianthe", dpo = "none" }
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
mod at;
mod breach_duties;
mod breach_records;
mod check;
mod contracts;
mod data;
mod finding;
mod follow_up;
mod parties;
mod purposes;
mod records;
mod requests;
mod security;
mod sharing;
mod trackers;

use crate::Register;
pub(crate) use adequacy::is_in_the_area;
pub use adequacy::{Adequacy, adequacy_list_as_of, adequacy_of};
pub use check::{Check, Severity};
pub use finding::{Finding, Findings};

/// Every check, in the order of ids.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    GROUPS.iter().flat_map(|group| group.checks).copied()
}

/// Runs every check.
pub(crate) fn run(register: &Register) -> Findings {
    let mut findings = Vec::new();
    for group in GROUPS {
        (group.run)(register, &mut findings);
    }
    findings.sort_by_key(|finding: &Finding| finding.check().id());
    Findings::new(findings)
}

/// Checks that look at the same part of a register.
struct Group {
    checks: &'static [&'static Check],
    run: fn(&Register, &mut Vec<Finding>),
}

const GROUPS: &[Group] = &[
    records::GROUP,
    purposes::GROUP,
    data::GROUP,
    sharing::GROUP,
    requests::GROUP,
    trackers::GROUP,
    security::GROUP,
    contracts::GROUP,
    parties::GROUP,
    follow_up::GROUP,
    breach_duties::GROUP,
    breach_records::GROUP,
];
