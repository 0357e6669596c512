//! `[[application]]` and `[[platform]]`.

use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::{Links, value};
use crate::{Application, Platform};

pub(super) fn read_application(
    node: &Node,
    links: &Links<'_>,
    faults: &mut Faults,
) -> Option<Application> {
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let what = fields.text("what");
    let provider = fields.text("provider");
    let hosting = fields.text("hosting");
    let processings = fields.list("processings", |node, faults| links.processing(node, faults));
    fields.finish();
    Some(Application {
        name: name?,
        what,
        provider,
        hosting,
        processings,
    })
}

pub(super) fn read_platform(node: &Node, faults: &mut Faults) -> Option<Platform> {
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let compliance = fields.optional("compliance", read_per_cent);
    let assessed = fields.date("assessed");
    let action = fields.text("action");
    let due = fields.date("due");
    let note = fields.text("note");
    fields.finish();
    Some(Platform {
        name: name?,
        compliance,
        assessed,
        action,
        due,
        note,
    })
}

fn read_per_cent(node: &Node, faults: &mut Faults) -> Option<u32> {
    match node.number(faults)? {
        share @ 0..=100 => Some(share),
        _ => faults.invalid(node, PER_CENT),
    }
}

const PER_CENT: Words = Words::new(
    "un pourcentage entier de 0 à 100",
    "whole per cent from 0 to 100",
);
