//! Measurements of the Greffe crates: what the benches are made of.
//!
//! ```console
//! cargo bench -p greffe-benches                     # all, with criterion's report
//! cargo bench -p greffe-benches --bench cipher seal # one bench, one name
//! ```
//!
//! | bench | what |
//! | --- | --- |
//! | `retention` | one record through a rule, next to plain date arithmetic; a column against a cutoff |
//! | `cipher` | parsing, sealing (one, a batch), opening, looking up an IBAN of 27 octets, under one key and during a rotation |
//! | `consent` | a decision over eight events |
//! | `register` | reading, judging, rendering 1,000 records |
//! | `export` | a package of 10,000 records |
//!
//! Everything that is measured is made here out of counters, so that two runs measure the same.
//!
//! A claim of speed needs its peer in the same run, which criterion's benches do not give. [`compare`] does:
//!
//! ```console
//! cargo run --profile bench -p greffe-benches --features peers --bin compare                     # every area
//! cargo run --profile bench -p greffe-benches --features peers --bin compare -- retention --json # one, for a program
//! cargo run --profile bench -p greffe-benches --features peers --bin compare -- cipher --alone   # under this profile only
//! ```
//!
//! It says how it was built, what the processor offers and which versions take part by the lock file, measures ours and its peers in turn, so that
//! noise of the machine meets all of them, and prints one table: the median of each, its ratio to the reference, the target, and whether it is met;
//! with `--json` the same for a program, in a form with a name ([`compare::Report::json`]). Where the build changes who is
//! faster (`cipher`) it also builds and runs itself under the profile `release` and puts those figures beside; `--alone` does without. It ends
//! with 0 when all was measured, with 1 where two contestants disagree on an answer or the other run fails, with 2 where it is not understood; a
//! missed target does not fail, for a busy machine misses some. `COMPARE.md` has the printed table of one run, and says what each peer does better.
//!
//! | area | reference | others |
//! | --- | --- | --- |
//! | `retention` | chrono | jiff |
//! | `cipher`: sealing, one and a batch | aes-siv | aes-gcm-siv with hmac, tink-daead, aws-lc-rs |
//! | `cipher`: opening | ours, sealing | the same four, opening |
//! | `cipher`: parsing an IBAN | iban_validate | |
//! | `register`: reading | toml, a table without meaning | |
//! | `register`: reading, and its form | serde_json with jsonschema over the published schema | |
//! | `register`: comparing | json-patch, a diff of two trees | |
//! | `consent` | cedar-policy | regorus |
//! | `export`: rows of NDJSON | serde_json, of a struct | serde_json, of a map |
//! | `export`: rows of CSV | csv, cell by cell | csv, of a struct |
//! | `export`: a stored and hashed ZIP | sha2 over the same bytes | ours, as a stream through a spool |
//!
//! All but chrono stand behind the feature `peers`, so that `cargo test` builds none of them.
//!
//! The peers of `consent` are languages for rules of any kind, and what they are asked to evaluate stands in `peers/`: the rules R0, R2, R6 and R8
//! over a history of eight events, and over a state that the host folded beforehand. Before anything is timed, all have to agree on 256
//! histories asked about four purposes each, case by case.
//!
//! | | better at |
//! | --- | --- |
//! | cedar-policy | authorisation in general; no loops, so that every policy ends and can be analysed by a solver; schemas that policies are checked against; an evaluator tested against a formal model |
//! | regorus | anything about any document: joins, aggregates, answers other than yes and no; a language that many tools already speak |
//! | ours | events with two times, the zone's calendar, the law: it says reason, provision, deciding event, next change, and explains itself; nobody has to write the rules |
//!
//! What an event takes in memory is counted by a program of its own ([`memory`]):
//!
//! ```console
//! cargo run --profile bench -p greffe-benches --features peers --bin memory
//! ```
//!
//! Whether the time of a refusal tells how much of a token was right is asked by another program ([`leak`]):
//!
//! ```console
//! cargo run --profile bench -p greffe-benches --features peers --bin timing_leak
//! ```
//!
//! How cost grows with the number of rows is measured by a program of its own ([`scaling`]); `docs/scaling.md` has its table and picture:
//!
//! ```console
//! cargo run --profile bench -p greffe-benches --bin scaling -- --svg docs/scaling.svg
//! ```
//!
//! What sealing costs a database with 100,000 persons is measured by a program of its own too (`load`, with the feature of that name):
//!
//! ```console
//! cargo run --profile bench -p greffe-benches --features load --bin load                                     # SQLite
//! cargo xtask pg -- sh -c 'cargo run --profile bench -p greffe-benches --features load --bin load -- --database "$DATABASE_URL"'
//! ```
#![forbid(unsafe_code)]

pub mod compare;
pub mod leak;
#[cfg(feature = "load")]
pub mod load;
pub mod memory;
pub mod scaling;

use std::fmt::Write as _;

/// A French IBAN of 27 characters with right check digits, another one for each number.
///
/// ```
/// assert_eq!(greffe_benches::iban(7).len(), 27);
/// ```
#[must_use]
pub fn iban(number: u64) -> String {
    let account = format!("{:010}{:011}{:02}", 2_004_101_005, number, number % 97);
    // F is 15, R is 27; the check digits are taken as 00 and come out as what is missing to 98.
    let digits = format!("{account}152700");
    let rest = digits
        .bytes()
        .fold(0, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
    format!("FR{:02}{account}", 98 - rest)
}

/// A number that looks like chance and is the same in every run (SplitMix64's last steps).
pub(crate) const fn spread(number: u64) -> u64 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A register of so many complete records, in TOML: the checks find nothing in it.
#[must_use]
pub fn register_toml(records: usize) -> String {
    let mut text = String::from(HEAD);
    for number in 0..records {
        // Writing into a string never fails.
        let _ = write!(
            text,
            r#"
[[processing]]
ref = "P-{number}"
name = {{ fr = "Traitement {number}", en = "Processing {number}" }}
role = "controller"
created = 2018-05-10
updated = 2024-01-18
next_review = 2027-01-18
subjects = ["customers"]
recipients = {{ internal = ["Accounting"], processor = [{{ name = "Accountant", contract = "accountant" }}], external = "none", partner = "none" }}
transfers = "none"
measures = {{ access = true }}
[[processing.purpose]]
id = "purpose-{number}"
basis = "contract"
[[processing.data]]
category = "economic"
fields = ["iban", "balance"]
sealed = ["iban"]
retention = {{ keep = "P10Y", after = {{ latest = ["relation_end", {{ fiscal_close = "last_operation" }}] }}, law = ["C. com. L123-22"] }}
"#
        );
    }
    text
}

/// What stands before the records.
const HEAD: &str = r#"breaches = "none"

[organisation]
name = "Atelier Hélianthe"
address = "3 rue des Tilleuls, 35000 Rennes"
contact = "bonjour@helianthe.example"
dpo = "none"
dpo_note = "Neither large-scale monitoring nor special categories"

[requests]
rights = ["access", "rectification", "erasure", "restriction", "portability", "complaint"]
channels = ["email"]
delay = "P1M"

[[contract]]
id = "accountant"
party = "Accountant"
party_is = "processor"
form = "written"
signed = 2018-05-10
authorisation = "specific"
subject = "Keeping the accounts"
duration = "P1Y"
data = "Bank details and balances"
subjects = "Customers"
clauses = { instructions = true, confidentiality = true, security = true, sub_processors = true, assistance = true, compliance = true, end_of_services = true, audit = true }
"#;

/// Eight events of one person about `newsletter`, as bare JSON lines: given and withdrawn in turn, given in the end.
#[must_use]
pub fn eight_events() -> String {
    let mut text = String::new();
    for number in 1..=8 {
        let at = format!("2026-0{number}-01T10:00:00Z");
        let kind = if number == 8 || number % 2 == 1 {
            r#""kind":"given","act":"ticked_box","notice":"letter","version":1"#
        } else {
            r#""kind":"withdrawn""#
        };
        let _ = writeln!(
            text,
            r#"{{"id":"{number:032}","person":"{:032}","occurred":"{at}","recorded":"{at}","provenance":"person",{kind},"purposes":["newsletter"]}}"#,
            0
        );
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use greffe::register::Register;

    /// What is measured is a register as it should be, not one that ends in an error early.
    #[test]
    fn the_checks_find_nothing_in_the_register() {
        let register = Register::from_toml(&super::register_toml(3)).unwrap();
        assert_eq!(register.processings().len(), 3);
        let today = "2026-11-26".parse().unwrap();
        for findings in [register.lint(), register.lint_at(today)] {
            assert!(findings.is_empty(), "{findings:?}");
        }
    }
}
