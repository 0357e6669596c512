//! Events as JSON lines. Every value is an identifier, a number, an instant or hexadecimal, so that nothing needs escaping.

use chrono::{DateTime, SecondsFormat, Utc};

use super::Link;
use crate::{Consent, Event, Kind, Scope, hex};

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
        Kind::Requested { .. }
        | Kind::Refused { .. }
        | Kind::Withdrawn { .. }
        | Kind::Expired { .. }
        | Kind::Restricted { .. }
        | Kind::Unrestricted { .. } => {}
    }
    line.purposes(event.kind().purposes());
    if let Some(link) = link {
        line.hex("link", link.as_bytes());
    }
    line.0.push('}');
    line.0
}

struct Line(String);

impl Line {
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
        let shown = consent.notice();
        self.text("act", consent.act().code());
        self.text("notice", shown.id().as_str());
        self.raw("version", &shown.version().to_string());
        if let Some(wording) = shown.wording() {
            self.hex("wording", wording.as_bytes());
        }
        if let Some(expires) = consent.expires() {
            self.instant("expires", expires);
        }
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
