//! The gate against drift: whether the register, the code's types of rows and the database's real schema say the same.
//!
//! A register that is right on the day it is written is wrong after the next migration. The gate runs in the team's own tests: it takes what the code declares of its columns
//! ([`PersonalData`], derived), what the database really has ([`Schema`], read by an adapter), and what jobs and sites do ([`Code`]), and finds where they differ.
//!
//! What the register does not say is never taken for agreement: a finding says that it is undetermined. What the register allows in `[[allow]]` stands apart, with its
//! reason. `DRIFT.md` beside this crate lists every check.
//!
//! ```
//! use greffe_register::drift::{self, Code, ColumnForm, DeclaredColumn, Declaration, Schema, SchemaColumn, SchemaTable, Stored};
//! use greffe_register::Register;
//!
//! let register = Register::from_toml(r#"
//!     organisation = { name = "Atelier Hélianthe" }
//!     [[processing]]
//!     ref = "FAC-01"
//!     name = "Billing"
//!     [[processing.data]]
//!     category = "economic"
//!     fields = ["iban"]
//!     sealed = ["iban"]
//!     held_in = ["customers"]
//!     retention = { keep = "P10Y", after = "relation_end" }
//! "#)?;
//! let schema = Schema::new([SchemaTable::new("customers").column(SchemaColumn::new("iban", Stored::Text))]);
//! let customers = Declaration::of("customers").column(DeclaredColumn::new("iban", ColumnForm::Plain).used_by("FAC-01", "economic"));
//!
//! let report = drift::check(&register, &schema, Code::declaring([customers]).executing(["FAC-01/economic"]));
//! let found: Vec<_> = report.iter().map(|finding| (finding.check().id(), finding.path())).collect();
//! assert_eq!(found, [("GRF-D020", "table[customers].column[iban]")]); // sealed in the register, plain in the code
//! assert!(report.into_result().is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | what |
//! | --- | --- |
//! | `schema` | what the database has |
//! | `declaration` | what the code says of its columns |
//! | `column_value` | what a type writes into its column |
//! | `code` | declarations, jobs and trackers together |
//! | `compared` | register, database and code side by side |
//! | `tables`, `fields`, `sealing`, `retention`, `trackers` | the checks, a group a file |
//! | `report` | what was found |
//! | `list` | the page of the checks |

mod code;
mod column_value;
mod compared;
mod declaration;
mod fields;
mod list;
mod report;
mod retention;
mod schema;
mod sealing;
mod tables;
mod trackers;

use chrono::NaiveDate;

use crate::lint::{Check, Finding, Findings, sort_out};
use crate::{Allowance, Register};
pub use code::Code;
pub use column_value::{ColumnForm, ColumnValue};
use compared::Compared;
pub use declaration::{Declaration, DeclaredColumn, PersonalData};
pub use list::list_in_markdown;
pub use report::{DriftReport, Drifted};
pub use schema::{
    ColumnIndex, Schema, SchemaColumn, SchemaTable, SetApart, SetApartReason, Stored,
};

/// Compares the register with the database and the code, whatever the day: what the register allows up to a date is allowed.
#[must_use]
pub fn check(register: &Register, schema: &Schema, code: impl Into<Code>) -> DriftReport {
    run(register, schema, &code.into(), None)
}

/// The same on this day: an allowance that has lapsed allows nothing, and is a finding.
#[must_use]
pub fn check_at(
    register: &Register,
    schema: &Schema,
    code: impl Into<Code>,
    today: NaiveDate,
) -> DriftReport {
    run(register, schema, &code.into(), Some(today))
}

/// Every check of the gate, in the order of ids.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    let mut checks: Vec<_> = GROUPS.iter().flat_map(|group| group.checks).collect();
    checks.sort_unstable_by_key(|check| check.id());
    checks.into_iter().copied()
}

/// The check of the gate with this id.
#[must_use]
pub fn check_of_id(id: &str) -> Option<&'static Check> {
    checks().find(|check| check.id() == id)
}

/// Whether it is a check of the gate, which the linter does not run.
pub(crate) fn is_of_the_gate(check: &Check) -> bool {
    let mut checks = GROUPS.iter().flat_map(|group| group.checks);
    checks.any(|one| one.id() == check.id())
}

fn run(register: &Register, schema: &Schema, code: &Code, today: Option<NaiveDate>) -> DriftReport {
    let compared = Compared::new(register, schema, code);
    let mut findings = Vec::new();
    for group in GROUPS {
        (group.run)(&compared, &mut findings);
    }
    let of_the_gate = |allowance: &Allowance| is_of_the_gate(allowance.check);
    let mut allowed = sort_out(register, today, of_the_gate, &mut findings);
    let order = |finding: &Finding| {
        let words = finding.message(greffe_terms::Lang::En);
        (finding.check().id(), finding.path().to_owned(), words)
    };
    // Several columns, or declarations of one column, may show the same drift.
    findings.sort_by_cached_key(order);
    findings.dedup();
    allowed.sort_by_cached_key(|allowed| order(allowed.finding()));
    allowed.dedup();
    DriftReport::new(Findings::new(findings, allowed), schema.set_apart())
}

/// Checks that look at the same part.
struct Group {
    checks: &'static [&'static Check],
    run: fn(&Compared<'_>, &mut Vec<Finding>),
}

const GROUPS: &[Group] = &[
    tables::GROUP,
    fields::GROUP,
    sealing::GROUP,
    retention::GROUP,
    trackers::GROUP,
];
