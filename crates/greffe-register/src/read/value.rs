//! Values that stand in many places of the format.

use greffe_calendar::Period;
use greffe_document::{Faults, Node, Words};
use greffe_terms::{Citation, EventKind, Text};

use super::fields::Fields;
use crate::Country;

/// A text: a string, or a table by language.
pub(super) fn text(node: &Node, faults: &mut Faults) -> Option<Text> {
    if node.as_text().is_some() {
        return line(node, faults).map(Text::plain);
    }
    if node.entries().is_none() {
        return faults.wrong_type(node, TEXT);
    }
    let mut fields = Fields::open(node, faults)?;
    let fr = fields.optional("fr", line);
    let en = fields.optional("en", line);
    let is_empty = fields.node("fr").is_none() && fields.node("en").is_none();
    fields.finish();
    if is_empty {
        return faults.invalid(node, TEXT);
    }
    Text::new(fr, en)
}

/// A string that is not blank.
pub(super) fn line(node: &Node, faults: &mut Faults) -> Option<String> {
    let text = node.text(faults)?;
    if text.trim().is_empty() {
        return faults.invalid(node, NOT_BLANK);
    }
    Some(text.to_owned())
}

pub(super) fn identifier(node: &Node, faults: &mut Faults) -> Option<String> {
    // Every identifier of the format has one shape; the kind of event is the one without a meaning of its own here.
    let shape: EventKind = node.parse(IDENTIFIER, faults)?;
    Some(shape.as_str().to_owned())
}

pub(super) fn period(node: &Node, faults: &mut Faults) -> Option<Period> {
    node.parse(PERIOD, faults)
}

pub(super) fn country(node: &Node, faults: &mut Faults) -> Option<Country> {
    node.parse(COUNTRY, faults)
}

pub(super) fn citation(node: &Node, faults: &mut Faults) -> Option<Citation> {
    line(node, faults).map(|text| Citation::new(&text))
}

pub(super) const IDENTIFIER: Words = Words::new(
    "un identifiant de 1 à 64 caractères A-Z a-z 0-9 _ . -",
    "an identifier of 1 to 64 of A-Z a-z 0-9 _ . -",
);
pub(super) const ROLE: Words = Words::new(
    "un code parmi `controller` `joint_controller` `processor`",
    "a code out of `controller` `joint_controller` `processor`",
);
const TEXT: Words = Words::new(
    "un texte ou une table { fr, en }",
    "a text or a table { fr, en }",
);
const NOT_BLANK: Words = Words::new("un texte qui n’est pas vide", "a text that is not blank");
const PERIOD: Words = Words::new(
    "une durée ISO 8601 telle que P10Y, P3M ou PT30M",
    "an ISO 8601 period such as P10Y, P3M or PT30M",
);
const COUNTRY: Words = Words::new(
    "un pays ISO 3166-1 en deux lettres",
    "an ISO 3166-1 country in two letters",
);
