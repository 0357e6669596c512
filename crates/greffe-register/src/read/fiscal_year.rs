//! When fiscal years close: in a register, or in a file that says nothing else.

use greffe_calendar::{CalendarError, Closing, FiscalYear, FiscalYears};
use greffe_document::{Document, Faults, Node, Words};

use super::fields::Fields;
use crate::{FiscalYearTerms, RegisterError};

/// The fiscal years (*exercices comptables*) of a file: of a register, whose other parts are not looked at, or of a file with the
/// keys of `organisation.fiscal_year` alone. Such a file may instead list every year in `years`, without a closing: as tables
/// `{ start, end }` or as intervals `2025-01-01/2026-06-30`.
///
/// A register that does not say when its years close leaves every date undetermined.
///
/// ```
/// use greffe_register::{Document, read_fiscal_years};
///
/// let document = Document::from_toml(r#"years = ["2024-01-01/2024-12-31", "2025-01-01/2026-06-30"]"#)?;
/// let years = read_fiscal_years(&document)?;
/// let close = years.containing("2025-02-01".parse()?).map(|year| year.end().to_string());
/// assert_eq!(close.as_deref(), Some("2026-06-30"));
/// assert_eq!(years.containing("2026-07-01".parse()?), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`RegisterError::Faults`] with everything that is wrong, each with its place; a gap or an overlap stands at its row.
pub fn read_fiscal_years(document: &Document) -> Result<FiscalYears, RegisterError> {
    let mut faults = Faults::new();
    let years = match document.root().child("organisation") {
        Some(organisation) => read_of(organisation, &mut faults),
        None => read_alone(document.root(), &mut faults),
    };
    document.locate(faults)?;
    // A reader that gives nothing leaves a fault.
    years.ok_or(RegisterError::Incomplete)
}

/// The terms of a register, which are known to join.
pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<FiscalYearTerms> {
    let mut fields = Fields::open(node, faults)?;
    let end = fields.required("end", read_closing);
    let previous_end = fields.optional("previous_end", read_closing);
    let before = fields.faults().len();
    let rows = fields.list("exceptional", read_row);
    let all_read = fields.faults().len() == before;
    fields.finish();
    let terms = FiscalYearTerms {
        end: end?,
        previous_end,
        exceptional: rows.iter().map(|(year, _)| *year).collect(),
    };
    match terms.years() {
        Err(CalendarError::FiscalOverlap { row }) => {
            faults.contradiction(nth_in_time(rows, row).unwrap_or(node), OVERLAP)
        }
        // Before the first year or after the last one, it is the whole that does not join.
        Err(CalendarError::FiscalGap { row }) if all_read => {
            faults.contradiction(nth_in_time(rows, row).unwrap_or(node), GAP)
        }
        Err(_) if all_read => faults.contradiction(node, GAP),
        Err(_) | Ok(_) => Some(terms),
    }
}

fn read_of(organisation: &Node, faults: &mut Faults) -> Option<FiscalYears> {
    // The other keys of the organisation are left to the reader of registers.
    match Fields::open(organisation, faults)?.node("fiscal_year") {
        Some(node) => read_years(node, faults),
        None => FiscalYears::from_table([]).ok(),
    }
}

fn read_years(node: &Node, faults: &mut Faults) -> Option<FiscalYears> {
    read(node, faults)?.years().ok()
}

fn read_alone(root: &Node, faults: &mut Faults) -> Option<FiscalYears> {
    if root.child("years").is_none() {
        return read_years(root, faults);
    }
    let mut fields = Fields::open(root, faults)?;
    let before = fields.faults().len();
    let rows = fields.list("years", |node, faults| match node.as_text() {
        Some(_) => Some((node.parse(INTERVAL, faults)?, node)),
        None => read_row(node, faults),
    });
    let all_read = fields.faults().len() == before;
    for key in ["end", "previous_end", "exceptional"] {
        if let Some(node) = fields.node(key) {
            fields.faults().contradiction::<()>(node, YEARS_ALONE);
        }
    }
    fields.finish();
    match FiscalYears::from_table(rows.iter().map(|(year, _)| *year)) {
        Ok(years) => Some(years),
        Err(CalendarError::FiscalOverlap { row }) => {
            faults.contradiction(nth_in_time(rows, row).unwrap_or(root), YEARS_OVERLAP)
        }
        // Where a row could not be read, its fault is there already.
        Err(CalendarError::FiscalGap { row }) if all_read => {
            faults.contradiction(nth_in_time(rows, row).unwrap_or(root), YEARS_GAP)
        }
        Err(_) => None,
    }
}

/// The value behind the row that the calendar counts, from 1, in order of dates.
fn nth_in_time(mut rows: Vec<(FiscalYear, &Node)>, row: usize) -> Option<&Node> {
    rows.sort_by_key(|(year, _)| *year);
    let (_, node) = rows.get(row.checked_sub(1)?)?;
    Some(node)
}

fn read_closing(node: &Node, faults: &mut Faults) -> Option<Closing> {
    node.parse(CLOSING, faults)
}

fn read_row<'n>(node: &'n Node, faults: &mut Faults) -> Option<(FiscalYear, &'n Node)> {
    let mut fields = Fields::open(node, faults)?;
    let start = fields.required("start", Node::date);
    let end = fields.required("end", Node::date);
    fields.finish();
    match FiscalYear::new(start?, end?) {
        Ok(year) => Some((year, node)),
        Err(_) => faults.contradiction(node, ENDS_BEFORE_START),
    }
}

const CLOSING: Words = Words::new(
    "une clôture telle que 12-31, 02-end ou last-saturday-of-08",
    "a closing such as 12-31, 02-end or last-saturday-of-08",
);
const INTERVAL: Words = Words::new(
    "un exercice tel que 2025-01-01/2026-06-30",
    "a fiscal year such as 2025-01-01/2026-06-30",
);
const ENDS_BEFORE_START: Words = Words::new(
    "l’exercice finit avant de commencer",
    "the fiscal year ends before it starts",
);
const OVERLAP: Words = Words::new(
    "deux exercices exceptionnels se chevauchent",
    "two exceptional fiscal years overlap",
);
const GAP: Words = Words::new(
    "les exercices exceptionnels ne joignent pas les exercices réguliers (`previous_end` dit la clôture d’avant)",
    "the exceptional fiscal years do not join the regular ones (`previous_end` tells the closing before)",
);
const YEARS_ALONE: Words = Words::new(
    "`years` énumère tous les exercices et ne se combine pas avec une clôture",
    "`years` lists every fiscal year and does not go with a closing",
);
const YEARS_OVERLAP: Words = Words::new(
    "cet exercice commence avant la fin du précédent",
    "this fiscal year begins before the one before it ends",
);
const YEARS_GAP: Words = Words::new(
    "cet exercice ne commence pas au lendemain du précédent",
    "this fiscal year does not begin on the day after the one before it",
);
