//! `[organisation]`.

use greffe_calendar::{Tz, zone};
use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::{fiscal_year, value};
use crate::{Dpo, DpoKind, Organisation};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<Organisation> {
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let public_authority = fields.boolean("public_authority");
    let address = fields.stated_text("address");
    let website = fields.stated_text("website");
    let contact = fields.stated_text("contact");
    let dpo = fields.stated("dpo", read_dpo);
    let zone = fields.optional("zone", read_zone).unwrap_or(DEFAULT_ZONE);
    let fiscal_year = fields.optional("fiscal_year", fiscal_year::read);
    let certifications = fields.list("certifications", value::text);
    let location = fields.stated_text("location");
    fields.finish();
    Some(Organisation {
        name: name?,
        public_authority,
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

// The zone of metropolitan France, where the documents behind the format are written.
const DEFAULT_ZONE: Tz = Tz::Europe__Paris;

const ZONE: Words = Words::new(
    "un fuseau IANA tel que Europe/Paris",
    "an IANA zone such as Europe/Paris",
);
