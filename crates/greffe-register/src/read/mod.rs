//! The file format: from a document's tree to a register, one module a part of the file.

mod allowance;
mod automated;
mod breach;
mod client;
mod contract;
mod data;
mod document_link;
mod dpia;
mod extent;
mod fields;
mod fiscal_year;
mod notice;
mod organisation;
mod processing;
mod purpose;
mod recipients;
mod requests;
mod security;
mod subject;
mod system;
mod terms;
mod tracker;
mod value;
mod version;

use std::collections::{HashMap, HashSet};

use greffe_document::{Faults, Node, Words};
use greffe_terms::{ProcessingRef, PurposeId};

use crate::Stated;
use crate::register::Contents;
use fields::Fields;
pub use fiscal_year::read_fiscal_years;

/// The only format there is.
pub(crate) const FORMAT: &str = "greffe-register/1";

/// What parts of the file name one another by.
#[derive(Default)]
struct Links<'n> {
    processings: HashSet<ProcessingRef>,
    /// Where each was read first; `None` for a purpose that is there and could not be read.
    purposes: HashMap<PurposeId, Option<&'n Node>>,
    notices: HashSet<(String, u32)>,
    /// Whether the site says that it sets no tracker.
    sites: HashMap<String, bool>,
    breaches: HashSet<String>,
    /// The ids of all contracts of the file, readable or not.
    contracts: HashSet<String>,
    read_contracts: HashSet<String>,
    requests: HashSet<String>,
    /// Every id of a screening that stands in the file, known before the records that name one are read.
    dpias: HashSet<String>,
    dpias_read: HashSet<String>,
}

impl Links<'_> {
    fn of(root: &Node) -> Self {
        Self {
            contracts: ids_of(root, "contract"),
            dpias: ids_of(root, "dpia"),
            ..Self::default()
        }
    }

    /// A reference to a processing that was read before.
    fn processing(&self, node: &Node, faults: &mut Faults) -> Option<ProcessingRef> {
        let reference: ProcessingRef = node.parse(value::IDENTIFIER, faults)?;
        if self.processings.contains(&reference) {
            return Some(reference);
        }
        faults.contradiction(node, UNKNOWN_PROCESSING)
    }

    /// The id of a contract, which may stand anywhere in the file.
    fn contract(&self, node: &Node, faults: &mut Faults) -> Option<String> {
        let id = value::identifier(node, faults)?;
        if self.contracts.contains(&id) {
            return Some(id);
        }
        faults.contradiction(node, UNKNOWN_CONTRACT)
    }
}

/// The ids of the file's tables of this key, readable or not: what stands before them may name them.
fn ids_of(root: &Node, key: &str) -> HashSet<String> {
    let tables = root.child(key).and_then(Node::items).unwrap_or_default();
    let ids = tables
        .iter()
        .filter_map(|table| table.child("id")?.as_text());
    ids.map(str::to_owned).collect()
}

/// Reads the whole file. Parts that name others are read after them.
pub(crate) fn read(root: &Node, faults: &mut Faults) -> Option<Contents> {
    if !extent::is_readable(root, faults) {
        return None;
    }
    let mut links = Links::of(root);
    let mut fields = Fields::open(root, faults)?;
    fields.optional("format", |node, faults| match node.text(faults)? {
        FORMAT => Some(()),
        _ => faults.invalid(node, KNOWN_FORMAT),
    });
    let version = fields.optional("version", version::read);
    let organisation = fields.required("organisation", organisation::read);
    let requests = fields.optional("requests", requests::read);
    let backups = fields.optional("backups", requests::read_backups);
    let processings = fields.list("processing", |n, f| processing::read(n, &mut links, f));
    let contracts = fields.list("contract", |n, f| contract::read(n, &mut links, f));
    let applications = fields.list("application", |n, f| system::read_application(n, &links, f));
    let platforms = fields.list("platform", system::read_platform);
    let notices = fields.list("notice", |n, f| notice::read(n, &mut links, f));
    let sites = fields.list("site", |n, f| tracker::read_site(n, &mut links, f));
    let trackers = fields.list("tracker", |n, f| tracker::read(n, &links, f));
    let collection_modes = fields.list("collection_mode", tracker::read_mode);
    let security = fields.optional("security", security::read);
    let breach_procedure = fields.optional("breach_procedure", breach::read_procedure);
    let breaches = read_breaches(&mut fields, &mut links);
    let request_log = read_request_log(&mut fields, &mut links);
    let dpias = fields.list("dpia", |n, f| dpia::read(n, &mut links, f));
    let allowances = fields.list("allow", allowance::read);
    fields.finish();
    Some(Contents {
        version,
        organisation: organisation?,
        requests,
        backups: backups.unwrap_or_default(),
        processings,
        contracts,
        applications,
        platforms,
        notices,
        sites,
        trackers,
        collection_modes,
        security,
        breach_procedure,
        breaches,
        request_log,
        dpias,
        allowances,
    })
}

fn read_breaches(fields: &mut Fields<'_, '_>, links: &mut Links<'_>) -> Stated<Vec<crate::Breach>> {
    let breaches = fields.stated_list("breach", |n, f| breach::read(n, links, f));
    or_said_empty(fields, breaches, "breaches", [BREACHES_AND_NONE, ONLY_NONE])
}

fn read_request_log(
    fields: &mut Fields<'_, '_>,
    links: &mut Links<'_>,
) -> Stated<Vec<crate::RequestLogEntry>> {
    let log = fields.stated_list("request", |n, f| requests::read_entry(n, links, f));
    or_said_empty(fields, log, "request_log", [LOG_AND_NONE, ONLY_NONE_LOG])
}

/// A list of tables, or under another key that there is none.
fn or_said_empty<T>(
    fields: &mut Fields<'_, '_>,
    list: Stated<Vec<T>>,
    key: &'static str,
    [both, only_none]: [Words; 2],
) -> Stated<Vec<T>> {
    let Some(node) = fields.node(key) else {
        return list;
    };
    match node.as_text() {
        Some("none") if list.is_unknown() => Stated::None,
        Some("not_applicable") if list.is_unknown() => Stated::NotApplicable,
        Some("none" | "not_applicable") => {
            fields.faults().contradiction::<()>(node, both);
            list
        }
        _ => {
            fields.faults().invalid::<()>(node, only_none);
            list
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
const ONLY_NONE_LOG: Words = Words::new(
    "\"none\" (les demandes se déclarent dans [[request]])",
    "\"none\" (requests are declared in [[request]])",
);
const LOG_AND_NONE: Words = Words::new(
    "le journal des demandes ne peut être vide et rempli",
    "the log of requests cannot be empty and filled",
);
const UNKNOWN_PROCESSING: Words = Words::new(
    "aucun traitement n’a cette référence",
    "no processing has this reference",
);
const UNKNOWN_CONTRACT: Words = Words::new(
    "aucun contrat n’a cet identifiant",
    "no contract has this id",
);
