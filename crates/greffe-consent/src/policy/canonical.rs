//! A policy in the one text that equal policies have, and the digest of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use greffe_terms::PurposeId;
use sha2::{Digest, Sha256};

use super::terminal::Terminal;
use super::who::Terms;
use super::{Campaign, Exemption, Holders, LinkConflict, Notice, Policy, Purpose, Rules, Vendor};
use crate::canonical::{Table, list, text};
use crate::signal::tcf::Restriction;
use crate::{NoticeShown, VendorId, hex};

const POLICY: &[u8] = b"greffe-consent policy 1\0";

/// SHA-256 over a policy's canonical text: which policy it was that a decision was made by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PolicyDigest([u8; 32]);

impl PolicyDigest {
    /// A digest that was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

hex::reads_and_shows!(PolicyDigest);

impl fmt::Debug for PolicyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Policy {
    /// The digest of the policy: `SHA-256("greffe-consent policy 1" 00 text)` over [`Policy::to_canonical_json`]. Equal policies have equal
    /// digests, wherever they come from and in whatever order they name what has none; so has the same policy in every run.
    ///
    /// It is of what the controller says. The law's own rows (ages of consent, hours of calls) are those of the crate's version.
    ///
    /// ```
    /// use greffe_consent::{Policy, Purpose};
    /// use greffe_terms::LegalBasis;
    ///
    /// let built = Policy::in_zone(greffe_calendar::zone::parse("Europe/Paris")?)
    ///     .purpose(Purpose::new("newsletter".parse()?, [LegalBasis::Consent]).marketing())
    ///     .build()?;
    /// let read = Policy::from_toml("zone = \"Europe/Paris\"\n[[purpose]]\nid = \"newsletter\"\nbasis = \"consent\"\nmarketing = true\n")?;
    /// assert_eq!(built.digest(), read.digest());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn digest(&self) -> PolicyDigest {
        let digest = Sha256::new()
            .chain_update(POLICY)
            .chain_update(self.to_canonical_json())
            .finalize();
        PolicyDigest(digest.into())
    }

    /// The policy as a file in one text: the keys of [`Policy::from_json`], which reads it back, as RFC 8785 writes JSON (keys in order, no
    /// spaces). What a file may leave out is left out; what building adds (the six months of a choice on trackers, the marketing of what
    /// stands below marketing) is written. Purposes and notices stand in the order of their ids, vendors of their numbers, campaigns of
    /// their days; bases and modes keep theirs, which means something.
    #[must_use]
    pub fn to_canonical_json(&self) -> String {
        let Self {
            zone,
            unsubscription_is_objection,
            free_account_is_sale,
            modes,
            who,
            purposes,
            notices,
        } = self;
        let mut table = Table::new();
        table.text("zone", zone.name());
        if !unsubscription_is_objection {
            table.text("unsubscription", "withdrawal");
        }
        table.flag("free_account_is_sale", *free_account_is_sale);
        table.maybe(
            "established_in",
            who.established.map(|code| code.to_string()),
        );
        if who.holders != Holders::All {
            table.text("holders", who.holders.code());
        }
        table.flag(
            "authorisation_outlasts_childhood",
            who.authorisation_outlasts,
        );
        table.flag("guardian_may_consent", who.guardian_may_consent);
        table.flag("proxy_may_consent", who.proxy_may_consent);
        if who.links != LinkConflict::DenialPrevails {
            table.text("link_conflict", who.links.code());
        }
        if let Some(notice) = &who.tcf_notice {
            table.raw("tcf_notice", shown(notice));
        }
        table.tables("purpose", purposes.values().map(purpose));
        table.tables(
            "notice",
            notices.values().flat_map(BTreeMap::values).map(published),
        );
        table.tables(
            "mode",
            modes.iter().map(|mode| {
                let mut table = Table::new();
                table.text("name", mode.name());
                table.text("purpose", mode.purpose().as_str());
                table.maybe("fallback", mode.fallback().map(str::to_owned));
                table.written()
            }),
        );
        let vendors: BTreeMap<VendorId, &Vendor> = who
            .vendors
            .iter()
            .map(|vendor| (vendor.id, vendor))
            .collect();
        let restrictions: BTreeSet<_> = who.restrictions.iter().collect();
        table.tables(
            "vendor",
            vendors.into_values().map(|one| vendor(one, &restrictions)),
        );
        table.written()
    }
}

fn purpose(rules: &Rules) -> String {
    let Purpose {
        id,
        parent,
        bases,
        consent_required,
        nothing_to_ask,
        marketing,
        soft_opt_in,
        channels,
        validity,
        double_opt_in,
        minimum_notice,
        campaigns,
        under_restriction,
        terminal,
        to_professionals,
        related_to_contract,
        calls_at_any_hour,
        sector,
        special,
        condition,
        who,
    } = &rules.purpose;
    let Terms {
        offered_to_children,
        after_death,
        gpc,
        tcf,
    } = who;
    let mut table = Table::new();
    table.text("id", id.as_str());
    table.maybe("parent", parent.as_ref().map(PurposeId::to_string));
    table.texts("basis", bases.iter().map(|basis| basis.code()));
    table.flag("requires_consent", *consent_required);
    table.flag("without_personal_data", *nothing_to_ask);
    // What needs no data is marketing by what stands above it alone, and no file says so of it.
    table.flag("marketing", *marketing && !nothing_to_ask);
    table.flag("soft_opt_in", *soft_opt_in);
    let channels: BTreeSet<&str> = channels.iter().map(|channel| channel.code()).collect();
    table.texts("channels", channels);
    // Where consent is not asked it is that of what stands above, and no file says so of it.
    let validity = validity.filter(|_| rules.asks_consent);
    table.maybe("validity", validity.map(|period| period.to_string()));
    table.flag("double_opt_in", *double_opt_in);
    table.number("minimum_notice", *minimum_notice);
    let mut days: Vec<&Campaign> = campaigns.iter().collect();
    days.sort_unstable_by_key(|campaign| (campaign.asked(), campaign.deadline()));
    table.tables(
        "campaign",
        days.into_iter().map(|campaign| {
            let mut table = Table::new();
            table.text("asked", &campaign.asked().to_string());
            table.text("deadline", &campaign.deadline().to_string());
            table.written()
        }),
    );
    table.maybe(
        "under_restriction",
        under_restriction.map(|ground| ground.to_string()),
    );
    if let Some(Terminal { access, exemption }) = terminal {
        table.text("access", access.code());
        if let Some(exemption) = exemption {
            table.raw("exemption", exempted(exemption));
        }
    }
    table.flag("to_professionals", *to_professionals);
    table.flag("related_to_contract", *related_to_contract);
    table.flag("calls_at_any_hour", *calls_at_any_hour);
    table.maybe("sector", sector.map(|sector| sector.to_string()));
    let special: BTreeSet<&str> = special.iter().map(|category| category.code()).collect();
    table.texts("special_categories", special);
    table.maybe(
        "condition",
        condition.map(|condition| condition.code().to_owned()),
    );
    table.flag("offered_to_children", *offered_to_children);
    table.flag("goes_on_after_death", *after_death);
    table.maybe("closed_by_gpc", gpc.map(|meaning| meaning.to_string()));
    table.number("tcf", tcf.map(u32::from));
    table.written()
}

fn exempted(exemption: &Exemption) -> String {
    let mut table = Table::new();
    table.text("ground", exemption.ground().code());
    table.text("reason", exemption.reason());
    let conditions: BTreeSet<&str> = exemption.conditions().map(|one| one.code()).collect();
    table.texts("conditions", conditions);
    if let Some((tracker, data)) = exemption.lifetimes() {
        table.text("tracker", &tracker.to_string());
        table.text("data", &data.to_string());
    }
    table.written()
}

fn published(notice: &Notice) -> String {
    let Notice {
        id,
        version,
        purposes,
        wording,
        vendors,
    } = notice;
    let mut table = Table::new();
    table.text("id", id.as_str());
    table.number("version", Some(*version));
    table.raw(
        "purposes",
        list(purposes.iter().map(|id| text(id.as_str()))),
    );
    table.maybe("wording", wording.map(|digest| hex::of(digest.as_bytes())));
    if !vendors.is_empty() {
        table.raw("disclosing", list(vendors.iter().map(VendorId::to_string)));
    }
    table.written()
}

fn shown(notice: &NoticeShown) -> String {
    let mut table = Table::new();
    table.text("id", notice.id().as_str());
    table.number("version", Some(notice.version()));
    table.maybe(
        "wording",
        notice.wording().map(|digest| hex::of(digest.as_bytes())),
    );
    table.written()
}

fn vendor(vendor: &Vendor, all: &BTreeSet<&(VendorId, PurposeId, Restriction)>) -> String {
    let Vendor {
        id,
        purposes,
        flexible,
    } = vendor;
    let mut table = Table::new();
    table.raw("id", id.to_string());
    table.tables(
        "purpose",
        purposes.iter().map(|(purpose, basis)| {
            let mut table = Table::new();
            table.text("id", purpose.as_str());
            table.text("basis", basis.code());
            table.flag("flexible", flexible.contains(purpose));
            table.written()
        }),
    );
    let restrictions = all.iter().filter(|(restricted, ..)| restricted == id);
    table.tables(
        "restriction",
        restrictions.map(|(_, purpose, restriction)| {
            let mut table = Table::new();
            table.text("purpose", purpose.as_str());
            table.text("restriction", restriction.code());
            table.written()
        }),
    );
    table.written()
}
