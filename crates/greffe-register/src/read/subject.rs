//! `subjects`.

use greffe_document::{Faults, Node};

use super::fields::Fields;
use super::value;
use crate::{Subject, SubjectKind, Who};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<Subject> {
    // A table with `who` is a category; one by language is its name.
    if node.child("who").is_none() {
        return read_who(node, faults).map(Subject::new);
    }
    let mut fields = Fields::open(node, faults)?;
    let who = fields.required("who", read_who);
    let estimate = fields.optional("estimate", Node::number);
    let vulnerable = fields.boolean("vulnerable");
    let note = fields.text("note");
    fields.finish();
    Some(Subject {
        who: who?,
        estimate,
        vulnerable,
        note,
    })
}

fn read_who(node: &Node, faults: &mut Faults) -> Option<Who> {
    let kind = node
        .as_text()
        .and_then(|text| text.parse::<SubjectKind>().ok());
    match kind {
        Some(kind) => Some(Who::Kind(kind)),
        None => value::text(node, faults).map(Who::Other),
    }
}
