//! Events as JSON lines. Every value is an identifier, a number, an instant or hexadecimal, so that nothing needs escaping.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};

use super::{ContentDigest, ErasureRecord, LONGEST_LINE, Link};
use crate::signal::{Signal, TcChoices};
use crate::{Consent, Event, Kind, NoticeShown, Scope, VendorId, hex};

/// The line of an event that was forgotten: the digest of its content stands for it.
pub(super) fn forgotten(content: ContentDigest, link: Option<&Link>) -> String {
    let mut line = Line(String::with_capacity(160));
    line.hex("content", content.as_bytes());
    line.ended(link)
}

/// The line of the record of an erasure.
pub(super) fn erasure(record: &ErasureRecord, link: Option<&Link>) -> String {
    let mut line = Line(String::with_capacity(240));
    line.list("erased", record.positions());
    line.instant("recorded", record.erasure().at());
    line.text("decision", record.erasure().decision().as_str());
    line.ended(link)
}

/// Whether the line of an event with its link is one that is read. Almost always told from counts, without writing it.
pub(crate) fn fits_a_line(event: &Event) -> bool {
    /// Keys, the identifiers that stand once, instants, the purposes of a TC string.
    const REST: usize = 4_096;
    /// `,"link":` and 64 digits in quotes.
    const LINK: usize = 74;
    let purposes = match event.kind().purposes() {
        Scope::All => 0,
        Scope::Only(purposes) => purposes.len(),
    };
    let vendors = match event.kind() {
        Kind::VendorsRefused { vendors, .. } => vendors.len(),
        Kind::SignalReceived(Signal::Tc(choices)) => {
            choices.vendors.len() + choices.vendor_interests.len() + choices.disclosed.len()
        }
        kind => {
            let chosen = kind.consent().and_then(Consent::vendors);
            chosen.map_or(0, BTreeSet::len)
        }
    };
    let restrictions = match event.kind() {
        Kind::SignalReceived(Signal::Tc(choices)) => choices.restrictions.len(),
        _ => 0,
    };
    // An id of 64 characters, a number of five digits, `"24/65535/require_legitimate_interests"`; each with what parts it from the next.
    let most = purposes * 67 + vendors * 6 + restrictions * 42 + REST;
    most <= LONGEST_LINE || line(event, None).len() + LINK <= LONGEST_LINE
}

/// The line of an event, without a line feed.
pub(crate) fn line(event: &Event, link: Option<&Link>) -> String {
    let mut line = Line(String::with_capacity(320));
    line.hex("id", event.id().as_bytes());
    line.hex("person", event.person().as_bytes());
    line.instant("occurred", event.occurred());
    line.instant("recorded", event.recorded());
    line.text("provenance", event.provenance().code());
    line.text("kind", event.kind().code());
    match event.kind() {
        Kind::Given(consent) | Kind::Renewed(consent) => line.consent(consent),
        Kind::Confirmed { act, .. } => line.text("act", act.code()),
        Kind::Objected { to, .. } => line.text("to", to.code()),
        Kind::GroundsDecided { prevails, .. } => line.text("for", prevails.code()),
        Kind::Imported { state, .. } => line.text("state", state.code()),
        Kind::SaleRecorded {
            refusal_offered,
            sale,
            ..
        } => {
            line.raw(
                "refusal_offered",
                if *refusal_offered { "true" } else { "false" },
            );
            line.text("sale", sale.code());
        }
        Kind::ParentAuthorised(authorisation) => {
            line.text("evidence", authorisation.evidence().code());
            line.raw("holder", &authorisation.holder().to_string());
            line.consent(authorisation.consent());
        }
        Kind::NoticePublished(published) => line.notice(published),
        Kind::VendorsRefused { vendors, .. } => line.vendors("vendors", vendors),
        Kind::SignalReceived(signal) => line.signal(signal),
        Kind::DeviceLinked {
            device,
            authenticated,
            informed,
        } => {
            line.hex("device", device.as_bytes());
            line.raw("authenticated", &authenticated.to_string());
            line.raw("informed", &informed.to_string());
        }
        Kind::Died
        | Kind::Requested { .. }
        | Kind::Refused { .. }
        | Kind::Withdrawn { .. }
        | Kind::Expired { .. }
        | Kind::Restricted { .. }
        | Kind::Unrestricted { .. } => {}
    }
    if !event.speaks_of_no_purpose() && *event.kind() != Kind::Died {
        line.purposes(event.kind().purposes());
    }
    line.ended(link)
}

struct Line(String);

impl Line {
    fn ended(mut self, link: Option<&Link>) -> String {
        if let Some(link) = link {
            self.hex("link", link.as_bytes());
        }
        self.0.push('}');
        self.0
    }

    fn key(&mut self, key: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.quoted(key);
        self.0.push(':');
    }

    fn quoted(&mut self, text: &str) {
        self.0.push('"');
        self.0.push_str(text);
        self.0.push('"');
    }

    fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.quoted(text);
    }

    fn raw(&mut self, key: &str, value: &str) {
        self.key(key);
        self.0.push_str(value);
    }

    fn hex(&mut self, key: &str, bytes: &[u8]) {
        self.key(key);
        self.0.push('"');
        hex::push(&mut self.0, bytes);
        self.0.push('"');
    }

    fn instant(&mut self, key: &str, instant: DateTime<Utc>) {
        self.text(key, &instant.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }

    fn consent(&mut self, consent: &Consent) {
        self.text("act", consent.act().code());
        self.notice(consent.notice());
        if let Some(expires) = consent.expires() {
            self.instant("expires", expires);
        }
        if let Some(vendors) = consent.vendors() {
            self.vendors("vendors", vendors);
        }
    }

    fn notice(&mut self, shown: &NoticeShown) {
        self.text("notice", shown.id().as_str());
        self.raw("version", &shown.version().to_string());
        if let Some(wording) = shown.wording() {
            self.hex("wording", wording.as_bytes());
        }
    }

    fn signal(&mut self, signal: &Signal) {
        self.text("signal", signal.code());
        match signal {
            Signal::GlobalPrivacyControl(value) => self.raw("value", &value.to_string()),
            Signal::Tc(choices) => self.choices(choices),
        }
    }

    fn choices(&mut self, choices: &TcChoices) {
        self.text("day", &choices.day.to_string());
        self.list("tcf_purposes", choices.purposes.iter());
        self.list("tcf_interests", choices.interests.iter());
        self.vendors("vendors", &choices.vendors);
        self.vendors("vendor_interests", &choices.vendor_interests);
        self.vendors("disclosed", &choices.disclosed);
        let restrictions = choices.restrictions.iter();
        self.list(
            "restrictions",
            restrictions.map(|((purpose, vendor), restriction)| {
                format!("\"{purpose}/{vendor}/{restriction}\"")
            }),
        );
        // Left out where it was shown, as in lines of before there was the key.
        if choices.purpose_one_not_shown {
            self.raw("purpose_one_not_shown", "true");
        }
    }

    fn vendors(&mut self, key: &str, vendors: &BTreeSet<VendorId>) {
        self.list(key, vendors.iter());
    }

    /// The items as they are to stand there, quoted where they are texts.
    fn list<T: ToString>(&mut self, key: &str, items: impl Iterator<Item = T>) {
        self.key(key);
        self.0.push('[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            self.0.push_str(&item.to_string());
        }
        self.0.push(']');
    }

    fn purposes(&mut self, scope: &Scope) {
        match scope {
            Scope::All => self.text("purposes", "all"),
            Scope::Only(purposes) => {
                self.key("purposes");
                for (index, purpose) in purposes.iter().enumerate() {
                    self.0.push(if index == 0 { '[' } else { ',' });
                    self.quoted(purpose.as_str());
                }
                self.0.push(']');
            }
        }
    }
}
