//! Trackers, the sites that set them, and what a visitor's choice opens.

use greffe_calendar::Period;
use greffe_terms::{Lang, Text};

use super::code::{codes, debug_without_values};
use crate::Stated;

/// A website.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// Its host name.
    pub name: String,
    /// Whether it says that it sets no tracker.
    pub says_no_tracker: bool,
    /// Whether a visitor refuses trackers as easily as he accepts them; `None` where nobody said.
    pub refuse_as_easy: Option<bool>,
}

/// A tracker (*traceur*): a cookie, an object in local storage, a pixel or a script, Art. 5(3) of Directive 2002/58/EC.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tracker {
    /// The site that sets it; one of the register's.
    pub site: String,
    /// Its name or pattern.
    pub name: String,
    /// What it is.
    pub storage: TrackerStorage,
    /// Whose domain sets it.
    pub party: Option<Party>,
    /// Who provides it.
    pub provider: Option<Text>,
    /// The keys that it stores.
    pub keys: Vec<String>,
    /// What for.
    pub purposes: Vec<Text>,
    /// Whether consent is asked.
    pub consent: Option<ConsentNeed>,
    /// Why no consent is needed, where none is asked.
    pub exemption: Option<Text>,
    /// How long it lives.
    pub lifetime: Option<Lifetime>,
    /// Whether it is in use.
    pub active: bool,
}

impl Tracker {
    /// What it is and whose: `cookie du site`, `cookie tiers`, `stockage local d’un tiers`.
    #[must_use]
    pub fn kind_in_words(&self, lang: Lang) -> String {
        let storage = self.storage.label(lang);
        match (self.storage, self.party) {
            (_, None) => storage.to_owned(),
            // The two that have names of their own.
            (TrackerStorage::Cookie, Some(Party::First)) => {
                lang.pick("cookie du site", "first-party cookie").to_owned()
            }
            (TrackerStorage::Cookie, Some(Party::Third)) => {
                lang.pick("cookie tiers", "third-party cookie").to_owned()
            }
            (_, Some(party)) => format!("{storage} {}", party.label(lang)),
        }
    }
}

/// A level of collection (*mode de collecte*) that a visitor's choice opens or closes.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CollectionMode {
    /// Its name.
    pub name: Text,
    /// Whether it sets a cookie.
    pub cookie: Option<bool>,
    /// Whether it uses local storage.
    pub local_storage: Option<bool>,
    /// Whether consent is asked.
    pub consent: Option<ConsentNeed>,
    /// What it collects.
    pub collects: Stated<Vec<Text>>,
    /// The modules that it serves.
    pub modules: Vec<Text>,
    /// Whether a fallback without storage is offered after refusal.
    pub probabilistic: Option<bool>,
    /// Why no consent is needed, where none is asked.
    pub exemption: Option<Text>,
}

codes! {
    /// What a tracker is.
    TrackerStorage {
        /// A cookie.
        Cookie = "cookie", "cookie", "cookie";
        /// An object in local storage.
        LocalStorage = "local_storage", "stockage local", "local storage";
        /// A pixel.
        Pixel = "pixel", "pixel", "pixel";
        /// A script.
        Script = "script", "script", "script";
    }
}

codes! {
    /// Whose domain sets a tracker.
    Party {
        /// The site's own.
        First = "first", "du site", "of the site";
        /// Another's.
        Third = "third", "d’un tiers", "of a third party";
    }
}

codes! {
    /// Whether consent is asked before.
    ConsentNeed {
        /// Yes.
        Required = "required", "requis", "required";
        /// The site may ask.
        Optional = "optional", "facultatif", "optional";
        /// No.
        None = "none", "aucun", "none";
    }
}

/// How long a tracker lives.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lifetime {
    /// Until the browser's session ends.
    Session,
    /// A period.
    Fixed(Period),
    /// A period that someone else may set.
    Set {
        /// The period unless set.
        default: Period,
        /// Who sets it.
        by: SetBy,
    },
}

codes! {
    /// Who may set a tracker's lifetime.
    SetBy {
        /// The customer.
        Customer = "customer", "le client", "the customer";
        /// The contract.
        Contract = "contract", "le contrat", "the contract";
    }
}

debug_without_values!(Tracker, CollectionMode);
