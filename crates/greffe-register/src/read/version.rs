//! `[version]`.

use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::value;
use crate::RegisterVersion;

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<RegisterVersion> {
    let mut fields = Fields::open(node, faults)?;
    let number = fields.required("number", value::line);
    let date = fields.date("date");
    let previous = fields.stated("previous", value::line);
    let note = fields.text("note");
    fields.finish();
    let number = number?;
    if previous.known() == Some(&number) {
        return faults.contradiction(node.child("previous").unwrap_or(node), BEFORE_ITSELF);
    }
    Some(RegisterVersion {
        number,
        date,
        previous,
        note,
    })
}

const BEFORE_ITSELF: Words = Words::new(
    "une version n’est pas celle qui la précède",
    "a version is not the one before it",
);
