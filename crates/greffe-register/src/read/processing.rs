//! `[[processing]]`.

use greffe_document::{Faults, Node, Words};
use greffe_terms::{
    DataCategory, MeasureFamily, ProcessingRef, SensitiveCategory, SpecialCondition,
};

use super::fields::Fields;
use super::terms::{CATEGORY, CONDITION, SENSITIVE};
use super::{
    Links, automated, client, data, document_link, dpia, purpose, recipients, subject, value,
};
use crate::{Measure, Measures, Processing, Right, SensitiveData, Status};

pub(super) fn read<'n>(
    node: &'n Node,
    links: &mut Links<'n>,
    faults: &mut Faults,
) -> Option<Processing> {
    let mut fields = Fields::open(node, faults)?;
    let reference = fields.required("ref", |node, faults| read_ref(node, links, faults));
    let name = fields.required("name", value::text);
    let author = fields.text("author");
    let version = fields.optional("version", value::line);
    let role = fields.code("role", value::ROLE);
    let status = fields
        .code("status", Status::EXPECTED)
        .unwrap_or(Status::Active);
    let created = fields.date("created");
    let updated = fields.date("updated");
    let reviewed = fields.date("reviewed");
    let next_review = fields.date("next_review");
    let responsible = fields.stated_text("responsible");
    let software = fields.stated_list("software", value::text);
    let joint_controllers = fields.stated_list("joint_controllers", client::read_joint);
    let clients = fields.stated_list("clients", client::read);
    let instructions = fields.stated_text("instructions");
    let end_of_services = fields.stated_table("end_of_services", client::read_end);
    let client_duties = fields.list("client_duties", value::text);
    let client_advice = fields.list("client_advice", value::text);
    let subjects = fields.stated_list("subjects", subject::read);
    let purposes = fields.optional("purpose", |node, faults| {
        purpose::read_all(node, links, faults)
    });
    let data = fields.optional("data", data::read_all);
    let recipients = fields.optional("recipients", |node, faults| {
        recipients::read(node, links, faults)
    });
    let transfers = fields.stated_list("transfers", recipients::read_transfer);
    let sensitive = fields.stated_list("sensitive", read_sensitive);
    let sensitive_note = fields.text("sensitive_note");
    let not_processed = fields.codes::<DataCategory>("not_processed", CATEGORY);
    let automated_decisions = fields.stated_list("automated_decisions", automated::read);
    let rights = fields.stated_list("rights", |node, faults| node.parse(Right::EXPECTED, faults));
    let rights_note = fields.text("rights_note");
    let measures = fields.optional("measures", read_measures);
    let storage = fields.stated_text("storage");
    let source = fields.stated_text("source");
    let dpia = fields.stated("dpia", |node, faults| dpia::read_link(node, links, faults));
    let documents = fields.list("documents", document_link::read);
    let public = fields.boolean("public").unwrap_or(true);
    fields.finish();
    Some(Processing {
        reference: reference?,
        name: name?,
        author,
        version,
        role,
        status,
        created,
        updated,
        reviewed,
        next_review,
        responsible,
        software,
        joint_controllers,
        clients,
        instructions,
        end_of_services,
        client_duties,
        client_advice,
        subjects,
        purposes: purposes.unwrap_or_default(),
        data: data.unwrap_or_default(),
        recipients: recipients.unwrap_or_default(),
        transfers,
        sensitive,
        sensitive_note,
        not_processed,
        automated_decisions,
        rights,
        rights_note,
        measures: measures.unwrap_or_default(),
        storage,
        source,
        dpia,
        documents,
        public,
    })
}

fn read_ref(node: &Node, links: &mut Links<'_>, faults: &mut Faults) -> Option<ProcessingRef> {
    let reference: ProcessingRef = node.parse(value::IDENTIFIER, faults)?;
    if !links.processings.insert(reference.clone()) {
        return faults.contradiction(node, DUPLICATE_REF);
    }
    Some(reference)
}

fn read_sensitive(node: &Node, faults: &mut Faults) -> Option<SensitiveData> {
    let mut fields = Fields::open(node, faults)?;
    let category = fields.required("category", |node, faults| {
        node.parse::<SensitiveCategory>(SENSITIVE, faults)
    });
    let condition = fields.code::<SpecialCondition>("condition", CONDITION);
    fields.finish();
    Some(SensitiveData {
        category: category?,
        condition,
    })
}

fn read_measures(node: &Node, faults: &mut Faults) -> Option<Measures> {
    let mut fields = Fields::open(node, faults)?;
    let mut measures = Measures::new();
    for &family in MeasureFamily::ALL {
        if let Some(measure) = fields.optional(family.code(), read_measure) {
            measures.insert(family, measure);
        }
    }
    fields.finish();
    Some(measures)
}

fn read_measure(node: &Node, faults: &mut Faults) -> Option<Measure> {
    match (node.value(), node.items()) {
        (greffe_document::Value::Boolean(true), _) => Some(Measure::Stated),
        (_, Some([])) | (_, None) => faults.wrong_type(node, MEASURE),
        (_, Some(_)) => Some(Measure::Detailed(node.list_of(faults, value::text))),
    }
}

const MEASURE: Words = Words::new(
    "`true` (énoncé sans détail) ou une liste de textes",
    "`true` (stated without detail) or a list of texts",
);
const DUPLICATE_REF: Words = Words::new(
    "un autre traitement porte déjà cette référence",
    "another processing has this reference already",
);
