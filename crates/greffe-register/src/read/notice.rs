//! `[[notice]]`.

use greffe_document::{Faults, Node, Words};
use greffe_terms::PurposeId;

use super::fields::Fields;
use super::{Links, value};
use crate::CollectionNotice;

pub(super) fn read(
    node: &Node,
    links: &mut Links<'_>,
    faults: &mut Faults,
) -> Option<CollectionNotice> {
    let mut fields = Fields::open(node, faults)?;
    let id = fields.required("id", value::identifier);
    let version = fields.required("version", read_version);
    let published = fields.date("published");
    let purposes = fields.list("purposes", |node, faults| read_purpose(node, links, faults));
    let place = fields.text("place");
    let url = fields.optional("url", value::line);
    let wording = fields.stated_text("wording");
    fields.finish();
    let (id, version) = (id?, version?);
    if !links.notices.insert((id.clone(), version)) {
        return faults.contradiction(node.child("version").unwrap_or(node), DUPLICATE_VERSION);
    }
    Some(CollectionNotice {
        id,
        version,
        published,
        purposes,
        place,
        url,
        wording,
    })
}

fn read_version(node: &Node, faults: &mut Faults) -> Option<u32> {
    match node.number(faults)? {
        0 => faults.invalid(node, VERSION),
        version => Some(version),
    }
}

fn read_purpose(node: &Node, links: &Links<'_>, faults: &mut Faults) -> Option<PurposeId> {
    let id: PurposeId = node.parse(value::IDENTIFIER, faults)?;
    if links.purposes.contains_key(&id) {
        Some(id)
    } else {
        faults.contradiction(node, UNKNOWN_PURPOSE)
    }
}

const VERSION: Words = Words::new("un entier à partir de 1", "an integer from 1 on");
const DUPLICATE_VERSION: Words = Words::new(
    "une autre mention porte déjà cet identifiant et cette version",
    "another notice has this id and version already",
);
const UNKNOWN_PURPOSE: Words = Words::new(
    "aucun traitement n’a cette finalité",
    "no processing has this purpose",
);
