//! `documents`.

use greffe_document::{Faults, Node};

use super::fields::Fields;
use super::value;
use crate::LinkedDocument;

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<LinkedDocument> {
    let mut fields = Fields::open(node, faults)?;
    let title = fields.required("title", value::text);
    let place = fields.text("place");
    let dated = fields.date("dated");
    let internal = fields.boolean("internal").unwrap_or(true);
    fields.finish();
    Some(LinkedDocument {
        title: title?,
        place,
        dated,
        internal,
    })
}
