//! `[[processing.purpose]]`.

use std::collections::HashSet;

use greffe_document::{Faults, Node, Words};
use greffe_terms::{Channel, LegalBasis, PurposeId};

use super::fields::Fields;
use super::terms::{BASIS, CHANNEL};
use super::{Links, value};
use crate::{Campaign, ConsentTerms, IfSilent, Purpose};

/// The purposes of one processing.
pub(super) fn read_all<'n>(
    node: &'n Node,
    links: &mut Links<'n>,
    faults: &mut Faults,
) -> Option<Vec<Purpose>> {
    let mut seen = HashSet::new();
    let purposes = node.list_of(faults, |item, faults| {
        let purpose = read(item, faults);
        let id = item.child("id").unwrap_or(item);
        let Some(purpose) = purpose else {
            // A faulty purpose is still there to be named by a notice.
            if let Some(Ok(id)) = id.as_text().map(str::parse) {
                links.purposes.entry(id).or_insert(None);
            }
            return None;
        };
        if !seen.insert(purpose.id.clone()) {
            return faults.contradiction(id, DUPLICATE_ID);
        }
        // The first one is read once more to be compared: a copy of every purpose would be half a register.
        let known = links.purposes.get(&purpose.id).copied().flatten();
        match known.and_then(|known| read(known, &mut Faults::new())) {
            Some(known) if known != purpose => faults.contradiction(id, OTHER_PURPOSE),
            known => {
                if known.is_none() {
                    links.purposes.insert(purpose.id.clone(), Some(item));
                }
                Some(purpose)
            }
        }
    });
    Some(purposes)
}

fn read(node: &Node, faults: &mut Faults) -> Option<Purpose> {
    let mut fields = Fields::open(node, faults)?;
    let id = fields.required("id", |node, faults| {
        node.parse::<PurposeId>(value::IDENTIFIER, faults)
    });
    let name = fields.text("name");
    let subordinate = fields.boolean("subordinate").unwrap_or(false);
    let basis = fields.stated("basis", read_bases);
    let justification = fields.text("justification");
    let balancing = fields.stated_text("balancing");
    let law = fields.list("law", value::citation);
    let marketing = fields.boolean("marketing").unwrap_or(false);
    let channels = fields.codes::<Channel>("channels", CHANNEL);
    let consent = fields.optional("consent", read_consent);
    fields.finish();
    Some(Purpose {
        id: id?,
        name,
        subordinate,
        basis,
        justification,
        balancing,
        law,
        marketing,
        channels,
        consent,
    })
}

fn read_bases(node: &Node, faults: &mut Faults) -> Option<Vec<LegalBasis>> {
    let read = |node: &Node, faults: &mut Faults| node.parse::<LegalBasis>(BASIS, faults);
    match node.items() {
        None => read(node, faults).map(|basis| vec![basis]),
        Some([]) => faults.invalid(node, BASIS),
        Some(_) => Some(node.list_of(faults, read)),
    }
}

fn read_consent(node: &Node, faults: &mut Faults) -> Option<ConsentTerms> {
    let mut fields = Fields::open(node, faults)?;
    let terms = ConsentTerms {
        validity: fields.period("validity"),
        double_opt_in: fields.boolean("double_opt_in").unwrap_or(false),
        minimum_notice: fields.optional("minimum_notice", Node::number),
        withdrawal: fields.text("withdrawal"),
        campaign: fields.optional("campaign", read_campaign),
    };
    fields.finish();
    Some(terms)
}

fn read_campaign(node: &Node, faults: &mut Faults) -> Option<Campaign> {
    let mut fields = Fields::open(node, faults)?;
    let asked = fields.required("asked", Node::date);
    let deadline = fields.required("deadline", Node::date);
    let if_silent = fields.required("if_silent", |node, faults| {
        node.parse(IfSilent::EXPECTED, faults)
    });
    fields.finish();
    let (asked, deadline, if_silent) = (asked?, deadline?, if_silent?);
    if deadline < asked {
        return faults.contradiction(node, DEADLINE_BEFORE_QUESTION);
    }
    Some(Campaign {
        asked,
        deadline,
        if_silent,
    })
}

const DUPLICATE_ID: Words = Words::new(
    "une autre finalité du traitement porte déjà cet identifiant",
    "another purpose of the processing has this id already",
);
const OTHER_PURPOSE: Words = Words::new(
    "une finalité différente porte cet identifiant dans un autre traitement",
    "a different purpose has this id in another processing",
);
const DEADLINE_BEFORE_QUESTION: Words = Words::new(
    "l’échéance de la campagne précède sa question",
    "the campaign’s deadline lies before its question",
);
