//! `clients`, `joint_controllers` and `end_of_services`.

use greffe_document::{Faults, Node};

use super::fields::Fields;
use super::value;
use crate::{Client, DataFate, EndOfServices, JointController};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<Client> {
    // A table with `name` is a client; one by language is a name.
    if node.child("name").is_none() {
        return value::text(node, faults).map(Client::named);
    }
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let is_category = fields.boolean("category").unwrap_or(false);
    let contact = fields.text("contact");
    let representative = fields.text("representative");
    let dpo = fields.text("dpo");
    let record = fields.optional("record", value::line);
    fields.finish();
    Some(Client {
        name: name?,
        is_category,
        contact,
        representative,
        dpo,
        record,
    })
}

pub(super) fn read_joint(node: &Node, faults: &mut Faults) -> Option<JointController> {
    if node.child("name").is_none() {
        return value::text(node, faults).map(|name| JointController {
            name,
            contact: None,
            arrangement: None,
            essence_available: None,
        });
    }
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let contact = fields.text("contact");
    let arrangement = fields.text("arrangement");
    let essence_available = fields.boolean("essence_available");
    fields.finish();
    Some(JointController {
        name: name?,
        contact,
        arrangement,
        essence_available,
    })
}

pub(super) fn read_end(node: &Node, faults: &mut Faults) -> Option<EndOfServices> {
    let mut fields = Fields::open(node, faults)?;
    let fate = fields.required("fate", |node, faults| {
        node.parse(DataFate::EXPECTED, faults)
    });
    let within = fields.period("within");
    let extensible = fields.boolean("extensible");
    let note = fields.text("note");
    fields.finish();
    Some(EndOfServices {
        fate: fate?,
        within,
        extensible,
        note,
    })
}
