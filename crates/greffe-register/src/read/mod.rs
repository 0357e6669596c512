//! The file format: from a document's tree to a register, one module a part of the file.

mod data;
mod dpia;
mod fields;
mod fiscal_year;
mod notice;
mod organisation;
mod processing;
mod purpose;
mod recipients;
mod requests;
mod security;
mod tracker;
mod value;

use std::collections::{HashMap, HashSet};

use greffe_document::{Faults, Node, Words};
use greffe_terms::{ProcessingRef, PurposeId};

use crate::register::Contents;
use crate::{Purpose, Stated};
use fields::Fields;
pub use fiscal_year::read_fiscal_years;

/// The only format there is.
pub(crate) const FORMAT: &str = "greffe-register/1";

/// What parts of the file name one another by.
#[derive(Default)]
struct Links {
    processings: HashSet<ProcessingRef>,
    /// `None` for a purpose that is there and could not be read.
    purposes: HashMap<PurposeId, Option<Purpose>>,
    notices: HashSet<(String, u32)>,
    /// Whether the site says that it sets no tracker.
    sites: HashMap<String, bool>,
    breaches: HashSet<String>,
    /// Every id of a screening that stands in the file, known before the records that name one are read.
    dpias: HashSet<String>,
    dpias_read: HashSet<String>,
}

/// Reads the whole file. Parts that name others are read after them.
pub(crate) fn read(root: &Node, faults: &mut Faults) -> Option<Contents> {
    let mut links = Links {
        dpias: dpia::ids(root),
        ..Links::default()
    };
    let mut fields = Fields::open(root, faults)?;
    fields.optional("format", |node, faults| match node.text(faults)? {
        FORMAT => Some(()),
        _ => faults.invalid(node, KNOWN_FORMAT),
    });
    let organisation = fields.required("organisation", organisation::read);
    let requests = fields.optional("requests", requests::read);
    let backups = fields.optional("backups", requests::read_backups);
    let processings = fields.list("processing", |n, f| processing::read(n, &mut links, f));
    let notices = fields.list("notice", |n, f| notice::read(n, &mut links, f));
    let sites = fields.list("site", |n, f| tracker::read_site(n, &mut links, f));
    let trackers = fields.list("tracker", |n, f| tracker::read(n, &links, f));
    let collection_modes = fields.list("collection_mode", tracker::read_mode);
    let security = fields.optional("security", security::read);
    let breaches = read_breaches(&mut fields, &mut links);
    let dpias = fields.list("dpia", |n, f| dpia::read(n, &mut links, f));
    fields.finish();
    Some(Contents {
        organisation: organisation?,
        requests,
        backups: backups.unwrap_or_default(),
        processings,
        notices,
        sites,
        trackers,
        collection_modes,
        security,
        breaches,
        dpias,
    })
}

fn read_breaches(fields: &mut Fields<'_, '_>, links: &mut Links) -> Stated<Vec<crate::Breach>> {
    let absence = fields.node("breaches");
    let breaches = fields.stated_list("breach", |n, f| security::read_breach(n, links, f));
    match absence.map(|node| (node, node.as_text())) {
        None => breaches,
        Some((_, Some("none"))) if breaches.is_unknown() => Stated::None,
        Some((_, Some("not_applicable"))) if breaches.is_unknown() => Stated::NotApplicable,
        Some((node, Some("none" | "not_applicable"))) => {
            fields.faults().contradiction::<()>(node, BREACHES_AND_NONE);
            breaches
        }
        Some((node, _)) => {
            fields.faults().invalid::<()>(node, ONLY_NONE);
            breaches
        }
    }
}

const KNOWN_FORMAT: Words = Words::new(
    "le format greffe-register/1",
    "the format greffe-register/1",
);
const ONLY_NONE: Words = Words::new(
    "\"none\" (les violations se déclarent dans [[breach]])",
    "\"none\" (breaches are declared in [[breach]])",
);
const BREACHES_AND_NONE: Words = Words::new(
    "le registre des violations ne peut être vide et rempli",
    "the register of breaches cannot be empty and filled",
);
