//! `[organisation]`.

use greffe_calendar::{Tz, zone};
use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::{fiscal_year, value};
use crate::{Dpo, DpoKind, Establishment, Organisation, Representative};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<Organisation> {
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let public_authority = fields.boolean("public_authority");
    let address = fields.stated_text("address");
    let website = fields.stated_text("website");
    let contact = fields.stated_text("contact");
    let dpo = fields.stated_table("dpo", read_dpo);
    let dpo_note = fields.text("dpo_note");
    let representative = fields.stated_table("representative", read_representative);
    let country = fields.optional("country", value::country);
    let establishments = fields.list("establishments", read_establishment);
    let zone = fields
        .optional("zone", read_zone)
        .unwrap_or(Organisation::DEFAULT_ZONE);
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
        dpo_note,
        representative,
        country,
        establishments,
        zone,
        fiscal_year,
        certifications,
        location,
    })
}

fn read_dpo(node: &Node, faults: &mut Faults) -> Option<Dpo> {
    let mut fields = Fields::open(node, faults)?;
    let dpo = Dpo {
        kind: fields.code("kind", DpoKind::EXPECTED),
        name: fields.stated_text("name"),
        contact: fields.stated_text("contact"),
        designated: fields.date("designated"),
    };
    fields.finish();
    Some(dpo)
}

fn read_representative(node: &Node, faults: &mut Faults) -> Option<Representative> {
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let country = fields.optional("country", value::country);
    let contact = fields.stated_text("contact");
    fields.finish();
    Some(Representative {
        name: name?,
        country,
        contact,
    })
}

fn read_establishment(node: &Node, faults: &mut Faults) -> Option<Establishment> {
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let address = fields.text("address");
    let country = fields.optional("country", value::country);
    let note = fields.text("note");
    fields.finish();
    Some(Establishment {
        name: name?,
        address,
        country,
        note,
    })
}

fn read_zone(node: &Node, faults: &mut Faults) -> Option<Tz> {
    let name = node.text(faults)?;
    zone::parse(name)
        .ok()
        .or_else(|| faults.invalid(node, ZONE))
}

const ZONE: Words = Words::new(
    "un fuseau IANA tel que Europe/Paris",
    "an IANA zone such as Europe/Paris",
);
