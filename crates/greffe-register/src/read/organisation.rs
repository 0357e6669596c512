//! `[organisation]`.

use greffe_calendar::{CalendarError, Closing, FiscalYear, Tz, zone};
use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::value;
use crate::{Dpo, DpoKind, FiscalYearTerms, Organisation};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<Organisation> {
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let address = fields.stated_text("address");
    let website = fields.stated_text("website");
    let contact = fields.stated_text("contact");
    let dpo = fields.stated("dpo", read_dpo);
    let zone = fields.optional("zone", read_zone).unwrap_or(DEFAULT_ZONE);
    let fiscal_year = fields.optional("fiscal_year", read_fiscal_year);
    let certifications = fields.list("certifications", value::text);
    let location = fields.stated_text("location");
    fields.finish();
    Some(Organisation {
        name: name?,
        address,
        website,
        contact,
        dpo,
        zone,
        fiscal_year,
        certifications,
        location,
    })
}

fn read_dpo(node: &Node, faults: &mut Faults) -> Option<Dpo> {
    let mut fields = Fields::open(node, faults)?;
    let kind = fields.required("kind", |node, faults| node.parse(DpoKind::EXPECTED, faults));
    let contact = fields.stated_text("contact");
    fields.finish();
    Some(Dpo {
        kind: kind?,
        contact,
    })
}

fn read_zone(node: &Node, faults: &mut Faults) -> Option<Tz> {
    let name = node.text(faults)?;
    zone::parse(name)
        .ok()
        .or_else(|| faults.invalid(node, ZONE))
}

fn read_fiscal_year(node: &Node, faults: &mut Faults) -> Option<FiscalYearTerms> {
    let mut fields = Fields::open(node, faults)?;
    let end = fields.required("end", read_closing);
    let previous_end = fields.optional("previous_end", read_closing);
    let before = fields.faults().len();
    let exceptional = fields.list("exceptional", read_exceptional);
    let all_read = fields.faults().len() == before;
    fields.finish();
    let terms = FiscalYearTerms {
        end: end?,
        previous_end,
        exceptional,
    };
    match terms.years() {
        Err(CalendarError::FiscalOverlap { .. }) => faults.contradiction(node, OVERLAP),
        Err(_) if all_read => faults.contradiction(node, GAP),
        Err(_) | Ok(_) => Some(terms),
    }
}

fn read_closing(node: &Node, faults: &mut Faults) -> Option<Closing> {
    node.parse(CLOSING, faults)
}

fn read_exceptional(node: &Node, faults: &mut Faults) -> Option<FiscalYear> {
    let mut fields = Fields::open(node, faults)?;
    let start = fields.required("start", Node::date);
    let end = fields.required("end", Node::date);
    fields.finish();
    let year = FiscalYear::new(start?, end?);
    year.ok()
        .or_else(|| faults.contradiction(node, ENDS_BEFORE_START))
}

// The zone of metropolitan France, where the documents behind the format are written.
const DEFAULT_ZONE: Tz = Tz::Europe__Paris;

const ZONE: Words = Words::new(
    "un fuseau IANA tel que Europe/Paris",
    "an IANA zone such as Europe/Paris",
);
const CLOSING: Words = Words::new(
    "une clôture telle que 12-31, 02-end ou last-saturday-of-08",
    "a closing such as 12-31, 02-end or last-saturday-of-08",
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
