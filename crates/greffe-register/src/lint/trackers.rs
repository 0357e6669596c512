//! Trackers and collection modes.

use std::collections::HashSet;

use greffe_document::Words;
use greffe_terms::{Text, statutory};

use super::at::At;
use super::limits::is_longer;
use super::wording::{self, AUDIENCE};
use super::{Check, Finding, Group, Judged, Severity};
use crate::{CollectionMode, ConsentNeed, Lifetime, Party, Tracker};

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
    for (index, site) in register.sites().iter().enumerate() {
        if !site.says_no_tracker && !with_trackers.contains(&site.name) {
            let at = At::key("site").item(index).then("trackers");
            found.push(Finding::new(&SITE_SAYS_NOTHING, at));
        }
    }
}

fn check_tracker(tracker: &Tracker) -> impl Iterator<Item = (&'static Check, &'static str)> {
    let asked = tracker.consent == Some(ConsentNeed::Required);
    let unasked = tracker.consent == Some(ConsentNeed::None);
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
    let rows = statutory::table().iter();
    let row = rows
        .filter(|row| row.id() == "audience_tracker")
        .max_by_key(|row| row.since());
    let limit = row.and_then(|row| row.period().parse().ok());
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
        "le traceur est déposé sans consentement et sans exemption indiquée",
        "the tracker is set without consent and without an exemption told",
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
