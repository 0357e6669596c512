//! Trackers and collection modes.

use std::collections::HashSet;

use greffe_document::Words;
use greffe_terms::{DataCategory, LegalBasis, Text};

use super::at::At;
use super::limits::{is_longer, outlasts, statutory_length};
use super::wording::{self, AUDIENCE, SITE_AUDIENCE};
use super::{Check, Finding, Group, Judged, Severity};
use crate::{CollectionMode, ConsentNeed, Lifetime, Party, Register, Tracker};

pub(super) const GROUP: Group = Group {
    checks: &[
        &CONSENT_UNKNOWN,
        &EXEMPTION_MISSING,
        &LIFETIME_UNKNOWN,
        &FALLBACK_AFTER_REFUSAL,
        &SITE_SAYS_NOTHING,
        &EXEMPT_TOO_LONG,
        &PURPOSE_UNTOLD,
        &PROVIDER_UNKNOWN,
        &MODE_WITHOUT_CONSENT,
        &REFUSAL_HARDER,
        &AUDIENCE_DATA_TOO_LONG,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    let trackers = register.trackers().iter().enumerate();
    for (index, tracker) in trackers.filter(|(_, tracker)| tracker.active) {
        let at = At::key("tracker").item(index);
        let noted = check_tracker(tracker);
        found.extend(noted.map(|(check, key)| Finding::new(check, at.clone().then(key))));
    }
    audience_data_too_long(register, found);
    for (index, mode) in register.collection_modes().iter().enumerate() {
        if stores_unasked(mode) {
            let at = At::key("collection_mode").item(index).then("consent");
            found.push(Finding::new(&MODE_WITHOUT_CONSENT, at));
        }
        if falls_back_after_refusal(mode) {
            let at = At::key("collection_mode").item(index).then("probabilistic");
            found.push(Finding::new(&FALLBACK_AFTER_REFUSAL, at));
        }
    }
    let trackers = register.trackers().iter();
    let with_trackers: HashSet<_> = trackers.map(|tracker| &tracker.site).collect();
    let asking = register
        .trackers()
        .iter()
        .filter(|tracker| is_asked(tracker));
    let asking: HashSet<_> = asking.map(|tracker| &tracker.site).collect();
    for (index, site) in register.sites().iter().enumerate() {
        if asking.contains(&site.name) && site.refuse_as_easy != Some(true) {
            let at = At::key("site").item(index).then("refuse_as_easy");
            let finding = Finding::new(&REFUSAL_HARDER, at);
            // A register need not tell what a banner looks like.
            found.push(finding.info_if(site.refuse_as_easy.is_none()));
        }
        if !site.says_no_tracker && !with_trackers.contains(&site.name) {
            let at = At::key("site").item(index).then("trackers");
            found.push(Finding::new(&SITE_SAYS_NOTHING, at));
        }
    }
}

fn check_tracker(tracker: &Tracker) -> impl Iterator<Item = (&'static Check, &'static str)> {
    let asked = tracker.consent == Some(ConsentNeed::Required);
    // A choice that may be left is no consent beforehand.
    let unasked = matches!(
        tracker.consent,
        Some(ConsentNeed::None | ConsentNeed::Optional)
    );
    [
        tracker
            .consent
            .is_none()
            .then_some((&CONSENT_UNKNOWN, "consent")),
        (unasked && tracker.exemption.is_none()).then_some((&EXEMPTION_MISSING, "exemption")),
        (asked && tracker.lifetime.is_none()).then_some((&LIFETIME_UNKNOWN, "lifetime")),
        (!asked && exempt_too_long(tracker)).then_some((&EXEMPT_TOO_LONG, "lifetime")),
        tracker
            .purposes
            .is_empty()
            .then_some((&PURPOSE_UNTOLD, "purposes")),
        (tracker.party == Some(Party::Third) && tracker.provider.is_none())
            .then_some((&PROVIDER_UNKNOWN, "provider")),
    ]
    .into_iter()
    .flatten()
}

/// Whether it is in use and waits for consent.
fn is_asked(tracker: &Tracker) -> bool {
    tracker.active && tracker.consent == Some(ConsentNeed::Required)
}

/// Data of a record that measures audience and nothing else, kept longer than the CNIL's condition for doing so without consent.
fn audience_data_too_long(register: &Register, found: &mut Vec<Finding>) {
    for (index, processing) in register.processings().iter().enumerate() {
        let mut purposes = processing.purposes.iter();
        // How long a processor keeps is its controller's decision, and with consent no such limit is set.
        let is_exempt = !processing.is_processor_record()
            && !processing.purposes.is_empty()
            && purposes.all(|purpose| {
                let mut names = purpose.name.iter();
                let is_audience = names.any(|name| wording::affirms(name, SITE_AUDIENCE));
                is_audience && !purpose.rests_on(LegalBasis::Consent)
            });
        if !is_exempt {
            continue;
        }
        let at = At::processing(index, processing);
        for (index, entry) in processing.data.iter().enumerate() {
            let is_of_trackers = matches!(
                entry.category,
                DataCategory::Internet | DataCategory::Connection
            );
            let limit = statutory_length("audience_data");
            let rule = entry.retention.rule();
            let is_long = rule
                .zip(limit)
                .is_some_and(|(rule, limit)| outlasts(rule.stages(), limit));
            if is_of_trackers && is_long {
                let at = at.entry(index, entry).then("retention");
                found.push(Finding::new(&AUDIENCE_DATA_TOO_LONG, at));
            }
        }
    }
}

fn falls_back_after_refusal(mode: &CollectionMode) -> bool {
    mode.probabilistic == Some(true) && mode.exemption.is_none()
}

/// A mode that stores something on the terminal, with no or optional consent and no exemption told.
fn stores_unasked(mode: &CollectionMode) -> bool {
    let stores = mode.cookie == Some(true) || mode.local_storage == Some(true);
    let unasked = matches!(
        mode.consent,
        Some(ConsentNeed::None | ConsentNeed::Optional)
    );
    stores && unasked && mode.exemption.is_none()
}

/// An audience tracker that is set without consent and lives longer than the CNIL's condition for that; others have no such limit.
fn exempt_too_long(tracker: &Tracker) -> bool {
    let limit = statutory_length("audience_tracker").and_then(|length| length.parse().ok());
    let length = match tracker.lifetime {
        Some(
            Lifetime::Fixed(period)
            | Lifetime::Set {
                default: period, ..
            },
        ) => Some(period),
        Some(Lifetime::Session) | None => None,
    };
    let is_audience = |text: &Text| wording::affirms(text, AUDIENCE);
    let exempt = tracker.exemption.as_ref().is_some_and(is_audience);
    exempt
        && length
            .zip(limit)
            .is_some_and(|(length, limit)| is_longer(length, limit))
}

static CONSENT_UNKNOWN: Check = Check::under_two(
    "GRF-R090",
    Severity::Warning,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "on ne sait pas si le consentement est demandé avant ce traceur",
        "it is not known whether consent is asked before this tracker",
    ),
    Words::new("indiquez `consent`", "tell `consent`"),
);
static EXEMPTION_MISSING: Check = Check::under_two(
    "GRF-R091",
    Severity::Warning,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "le traceur est déposé sans consentement préalable et sans exemption indiquée",
        "the tracker is set without prior consent and without an exemption told",
    ),
    Words::new(
        "indiquez `exemption`, ou demandez le consentement",
        "tell `exemption`, or ask for consent",
    ),
);
static LIFETIME_UNKNOWN: Check = Check::new(
    "GRF-R092",
    Severity::Warning,
    "GDPR 13(2)(a)",
    Words::new(
        "le consentement est demandé sans que la durée du traceur soit connue",
        "consent is asked while the tracker’s lifetime is not known",
    ),
    Words::new("indiquez `lifetime`", "tell `lifetime`"),
);
static FALLBACK_AFTER_REFUSAL: Check = Check::under_two(
    "GRF-R093",
    Severity::Warning,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "une reconnaissance probabiliste suit le refus, sans exemption indiquée",
        "a probabilistic recognition follows a refusal, without an exemption told",
    ),
    Words::new(
        "indiquez `exemption`, ou renoncez à ce repli",
        "tell `exemption`, or give this fallback up",
    ),
);
static SITE_SAYS_NOTHING: Check = Check::under_two(
    "GRF-R094",
    Severity::Info,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "le site ne déclare pas de traceur et ne dit pas qu’il n’en dépose aucun",
        "the site declares no tracker and does not say that it sets none",
    ),
    Words::new(
        "ajoutez [[tracker]], ou `trackers = \"none\"`",
        "add [[tracker]], or `trackers = \"none\"`",
    ),
);
static EXEMPT_TOO_LONG: Check = Check::under_two(
    "GRF-R095",
    Severity::Warning,
    ["loi 78-17 82", "CNIL 2020-092"],
    Words::new(
        "un traceur de mesure d’audience exempté de consentement vit plus de treize mois",
        "an audience tracker that is exempt from consent lives longer than thirteen months",
    ),
    Words::new(
        "limitez-le à treize mois depuis le premier dépôt, sans prolongation à chaque visite, ou demandez le consentement",
        "limit it to thirteen months from its first setting, not renewed by visits, or ask for consent",
    ),
);
static PURPOSE_UNTOLD: Check = Check::under_two(
    "GRF-R096",
    Severity::Warning,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "on ne sait pas à quoi sert le traceur",
        "it is not known what the tracker is for",
    ),
    Words::new("indiquez `purposes`", "tell `purposes`"),
);
static PROVIDER_UNKNOWN: Check = Check::under_two(
    "GRF-R097",
    Severity::Warning,
    ["loi 78-17 82", "CNIL 2020-092"],
    Words::new(
        "le traceur est d’un tiers que le registre ne nomme pas",
        "the tracker belongs to a third party that the register does not name",
    ),
    Words::new("indiquez `provider`", "tell `provider`"),
);
static MODE_WITHOUT_CONSENT: Check = Check::under_two(
    "GRF-R098",
    Severity::Warning,
    ["2002/58/EC 5(3)", "loi 78-17 82"],
    Words::new(
        "ce mode enregistre sur le terminal sans que le consentement soit exigé, et sans exemption indiquée",
        "this mode stores on the terminal while consent is not required, and tells no exemption",
    ),
    Words::new(
        "exigez le consentement, ou indiquez `exemption`",
        "require consent, or tell `exemption`",
    ),
);
static REFUSAL_HARDER: Check = Check::under_two(
    "GRF-R089",
    Severity::Warning,
    ["loi 78-17 82", "CNIL 2020-092"],
    Words::new(
        "le site demande le consentement à des traceurs, et rien ne dit qu’on les refuse aussi facilement qu’on les accepte",
        "the site asks for consent to trackers, and nothing says that they are refused as easily as accepted",
    ),
    Words::new(
        "offrez le refus au même endroit et d’un même geste («\u{a0}Tout refuser\u{a0}» à côté de «\u{a0}Tout accepter\u{a0}»), puis indiquez `refuse_as_easy = true`",
        "offer the refusal in the same place and by the same gesture (“Refuse all” beside “Accept all”), then tell `refuse_as_easy = true`",
    ),
);
static AUDIENCE_DATA_TOO_LONG: Check = Check::under_two(
    "GRF-R099",
    Severity::Warning,
    ["loi 78-17 82", "CNIL 2020-092"],
    Words::new(
        "des données de mesure d’audience sans consentement sont conservées plus de vingt-cinq mois",
        "data of audience measurement without consent are kept for more than twenty-five months",
    ),
    Words::new(
        "ramenez la durée à vingt-cinq mois après la collecte, ou demandez le consentement",
        "bring it down to twenty-five months after collection, or ask for consent",
    ),
);
