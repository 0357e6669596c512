//! `[[allow]]`.

use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::value;
use crate::lint::{self, Check};
use crate::{Allowance, drift};

pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<Allowance> {
    let mut fields = Fields::open(node, faults)?;
    let check = fields.required("check", read_check);
    let at = fields.optional("at", value::line);
    let reason = fields.required("reason", value::text);
    let until = fields.date("until");
    fields.finish();
    Some(Allowance {
        check: check?,
        at,
        reason: reason?,
        until,
    })
}

fn read_check(node: &Node, faults: &mut Faults) -> Option<&'static Check> {
    let id = node.text(faults)?;
    let Some(check) = lint::check(id).or_else(|| drift::check_of_id(id)) else {
        return faults.invalid(node, CHECK);
    };
    if lint::judges_allowances(check) {
        return faults.contradiction(node, NOT_ALLOWABLE);
    }
    Some(check)
}

const CHECK: Words = Words::new(
    "l’identifiant d’un contrôle, tel que GRF-R021 ou GRF-D002",
    "the id of a check, such as GRF-R021 or GRF-D002",
);
const NOT_ALLOWABLE: Words = Words::new(
    "ce contrôle porte sur les admissions elles-mêmes et ne peut être admis",
    "this check judges allowances themselves and cannot be allowed",
);
