//! Recorded decisions to hide values: who decided, when, why, on which ground. There is no other way for a value to be missing.

use greffe::calendar::NaiveDate;
use greffe::document::{Faults, Node, TableReader, Words};
use greffe::export::{Field, Redaction, Value};
use greffe::terms::{Citation, Text};

use super::json_rows::typed;
use super::sources::{Described, text};

/// A decision.
pub(super) struct Decision {
    id: String,
    source: String,
    field: String,
    reason: Text,
    law: Option<Citation>,
    decided_on: NaiveDate,
    decided_by: String,
    only: Option<Only>,
}

/// The records that it is about: those whose value is one of these.
struct Only {
    /// The field's place in a record.
    place: usize,
    values: Vec<Value>,
}

/// Reads `[[redaction]]`, whose source and field must be described.
pub(super) fn described(
    node: &Node,
    sources: &[Described],
    earlier: &[Decision],
    faults: &mut Faults,
) -> Option<Decision> {
    let mut table = TableReader::open(node, faults)?;
    let mut word = |key, faults: &mut Faults| {
        let node = table.required(key, faults)?;
        node.text(faults).map(|word| (node, word.to_owned()))
    };
    let id = word("id", faults);
    let source = word("source", faults);
    let field = word("field", faults);
    let decided_by = word("decided_by", faults);
    let reason = table
        .required("reason", faults)
        .and_then(|reason| text(reason, faults));
    let decided_on = table
        .required("decided_on", faults)
        .and_then(|day| day.date(faults));
    let law = table.optional("law").and_then(|law| law.text(faults));
    let law = law.map(Citation::new);
    let only = table.optional("where");
    table.finish(faults);

    let ((id_node, id), (source_node, source), (field_node, field)) = (id?, source?, field?);
    if earlier.iter().any(|one| one.id == id) {
        return faults.contradiction(id_node, TWICE);
    }
    let Some(of) = sources.iter().find(|one| one.name == source) else {
        return faults.contradiction(source_node, NO_SOURCE);
    };
    if !of.fields.iter().any(|one| one.name() == field) {
        return faults.contradiction(field_node, NO_FIELD);
    }
    let only = match only {
        Some(node) => Some(condition(node, &of.fields, faults)?),
        None => None,
    };
    Some(Decision {
        id,
        source,
        field,
        reason: reason?,
        law,
        decided_on: decided_on?,
        decided_by: decided_by?.1,
        only,
    })
}

fn condition(node: &Node, fields: &[Field], faults: &mut Faults) -> Option<Only> {
    let mut table = TableReader::open(node, faults)?;
    let field = table.required("field", faults);
    let is = table.required("is", faults);
    table.finish(faults);
    let (field, is) = (field?, is?);
    let name = field.text(faults)?;
    let Some(place) = fields.iter().position(|one| one.name() == name) else {
        return faults.contradiction(field, NO_FIELD);
    };
    let kind = fields.get(place)?.kind();
    let value = |node: &Node, faults: &mut Faults| {
        let value = typed(node.text(faults)?, kind);
        value.or_else(|| faults.invalid(node, VALUE))
    };
    let values = match is.items() {
        Some(_) => is.list_of(faults, value),
        None => value(is, faults).into_iter().collect(),
    };
    if values.is_empty() {
        // A condition that meets nothing would hide nothing, and say that it does.
        return faults.invalid(is, VALUE);
    }
    Some(Only { place, values })
}

impl Decision {
    /// The decision as the library has it.
    pub(super) fn redaction(&self) -> Redaction<'_> {
        let redaction = Redaction::new(
            self.id.clone(),
            self.source.clone(),
            self.field.clone(),
            self.reason.clone(),
            self.decided_on,
            self.decided_by.clone(),
        );
        let redaction = match &self.law {
            Some(law) => redaction.citing(law.clone()),
            None => redaction,
        };
        match &self.only {
            Some(only) => redaction.where_record(|record| {
                let value = record.get(only.place);
                value.is_some_and(|value| only.values.iter().any(|one| is_same(one, value)))
            }),
            None => redaction,
        }
    }
}

/// Whether two values are one: `1.5` and `1.50` are, though they are not written alike.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Decimal(one), Value::Decimal(other)) => one.reduced() == other.reduced(),
        _ => one == other,
    }
}

const TWICE: Words = Words::new(
    "deux décisions ont le même identifiant",
    "two decisions have this id",
);
const NO_SOURCE: Words = Words::new(
    "aucune source décrite n’a ce nom",
    "no source that is described has this name",
);
const NO_FIELD: Words = Words::new("la source n’a pas ce champ", "the source has no such field");
const VALUE: Words = Words::new(
    "une valeur de ce champ, écrite comme un texte, ou une liste de valeurs",
    "a value of this field, written as a text, or a list of values",
);
