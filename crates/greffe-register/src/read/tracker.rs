//! `[[site]]`, `[[tracker]]`, `[[collection_mode]]`.

use greffe_calendar::Period;
use greffe_document::{Faults, Node, Words};

use super::fields::Fields;
use super::{Links, value};
use crate::{CollectionMode, ConsentNeed, Lifetime, Party, SetBy, Site, Tracker, TrackerStorage};

pub(super) fn read_site(node: &Node, links: &mut Links<'_>, faults: &mut Faults) -> Option<Site> {
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::line);
    let trackers = fields.optional("trackers", |node, faults| match node.as_text() {
        Some("none") => Some(()),
        _ => faults.invalid(node, ONLY_NONE),
    });
    let refuse_as_easy = fields.boolean("refuse_as_easy");
    fields.finish();
    let (name, says_no_tracker) = (name?, trackers.is_some());
    if links.sites.insert(name.clone(), says_no_tracker).is_some() {
        return faults.contradiction(node.child("name").unwrap_or(node), DUPLICATE_SITE);
    }
    Some(Site {
        name,
        says_no_tracker,
        refuse_as_easy,
    })
}

pub(super) fn read(node: &Node, links: &Links<'_>, faults: &mut Faults) -> Option<Tracker> {
    let mut fields = Fields::open(node, faults)?;
    let site = fields.required("site", |node, faults| read_site_link(node, links, faults));
    let name = fields.required("name", value::line);
    let storage = fields.required("storage", |node, faults| {
        node.parse(TrackerStorage::EXPECTED, faults)
    });
    let party = fields.code("party", Party::EXPECTED);
    let provider = fields.text("provider");
    let keys = fields.list("keys", value::line);
    let purposes = fields.list("purposes", value::text);
    let consent = fields.code("consent", ConsentNeed::EXPECTED);
    let exemption = fields.text("exemption");
    let lifetime = fields.optional("lifetime", read_lifetime);
    let active = fields.boolean("active").unwrap_or(true);
    fields.finish();
    Some(Tracker {
        site: site?,
        name: name?,
        storage: storage?,
        party,
        provider,
        keys,
        purposes,
        consent,
        exemption,
        lifetime,
        active,
    })
}

pub(super) fn read_mode(node: &Node, faults: &mut Faults) -> Option<CollectionMode> {
    let mut fields = Fields::open(node, faults)?;
    let name = fields.required("name", value::text);
    let cookie = fields.boolean("cookie");
    let local_storage = fields.boolean("local_storage");
    let consent = fields.code("consent", ConsentNeed::EXPECTED);
    let collects = fields.stated_list("collects", value::text);
    let modules = fields.list("modules", value::text);
    let probabilistic = fields.boolean("probabilistic");
    let exemption = fields.text("exemption");
    fields.finish();
    Some(CollectionMode {
        name: name?,
        cookie,
        local_storage,
        consent,
        collects,
        modules,
        probabilistic,
        exemption,
    })
}

fn read_site_link(node: &Node, links: &Links<'_>, faults: &mut Faults) -> Option<String> {
    let name = value::line(node, faults)?;
    match links.sites.get(&name) {
        None => faults.contradiction(node, UNKNOWN_SITE),
        Some(true) => faults.contradiction(node, SITE_SAYS_NONE),
        Some(false) => Some(name),
    }
}

fn read_lifetime(node: &Node, faults: &mut Faults) -> Option<Lifetime> {
    if node.entries().is_none() {
        return match node.as_text() {
            Some("session") => Some(Lifetime::Session),
            _ => node.parse::<Period>(LIFETIME, faults).map(Lifetime::Fixed),
        };
    }
    let mut fields = Fields::open(node, faults)?;
    let default = fields.required("default", value::period);
    let by = fields.required("set_by", |node, faults| node.parse(SetBy::EXPECTED, faults));
    fields.finish();
    Some(Lifetime::Set {
        default: default?,
        by: by?,
    })
}

const ONLY_NONE: Words = Words::new(
    "\"none\" (les traceurs se déclarent dans [[tracker]])",
    "\"none\" (trackers are declared in [[tracker]])",
);
const DUPLICATE_SITE: Words = Words::new(
    "un autre site porte déjà ce nom",
    "another site has this name already",
);
const UNKNOWN_SITE: Words = Words::new(
    "aucun [[site]] ne porte ce nom",
    "no [[site]] has this name",
);
const SITE_SAYS_NONE: Words = Words::new(
    "le site dit qu’il ne dépose aucun traceur",
    "the site says that it sets no tracker",
);
const LIFETIME: Words = Words::new(
    "une durée ISO 8601, \"session\" ou une table { default, set_by }",
    "an ISO 8601 period, \"session\" or a table { default, set_by }",
);
