//! `recipients` and `transfers`.

use greffe_document::{Faults, Node};
use greffe_terms::TransferTool;

use super::fields::Fields;
use super::terms::TOOL;
use super::{Links, value};
use crate::{Recipient, Recipients, Transfer};

pub(super) fn read(node: &Node, links: &Links<'_>, faults: &mut Faults) -> Option<Recipients> {
    let mut fields = Fields::open(node, faults)?;
    let mut of_kind =
        |key| fields.stated_list(key, |node, faults| read_recipient(node, links, faults));
    let recipients = Recipients {
        internal: of_kind("internal"),
        external: of_kind("external"),
        processor: of_kind("processor"),
        partner: of_kind("partner"),
        third_country: of_kind("third_country"),
    };
    fields.finish();
    Some(recipients)
}

fn read_recipient(node: &Node, links: &Links<'_>, faults: &mut Faults) -> Option<Recipient> {
    // A table with `name` is a recipient; one by language is a name.
    if node.child("name").is_none() {
        return value::text(node, faults).map(|name| Recipient {
            name,
            what: None,
            how_often: None,
            country: None,
            contract: None,
            note: None,
        });
    }
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let what = fields.text("what");
    let how_often = fields.text("how_often");
    let country = fields.optional("country", value::country);
    let contract = fields.optional("contract", |node, faults| links.contract(node, faults));
    let note = fields.text("note");
    fields.finish();
    Some(Recipient {
        name: name?,
        what,
        how_often,
        country,
        contract,
        note,
    })
}

pub(super) fn read_transfer(node: &Node, faults: &mut Faults) -> Option<Transfer> {
    let mut fields = Fields::open(node, faults)?;
    let transfer = Transfer {
        recipient: fields.text("recipient"),
        country: fields.optional("country", value::country),
        international_organisation: fields.boolean("international_organisation"),
        tool: fields.code::<TransferTool>("tool", TOOL),
        document: fields.text("document"),
        assessment: fields.text("assessment"),
        authority_told: fields.date("authority_told"),
        persons_told: fields.date("persons_told"),
    };
    fields.finish();
    Some(transfer)
}
