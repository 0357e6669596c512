//! Trackers and collection modes.

use greffe_document::Words;

use super::at::At;
use super::{Check, Finding, Group, Judged, Severity};
use crate::{CollectionMode, ConsentNeed, Tracker};

pub(super) const GROUP: Group = Group {
    checks: &[
        &CONSENT_UNKNOWN,
        &EXEMPTION_MISSING,
        &LIFETIME_UNKNOWN,
        &FALLBACK_AFTER_REFUSAL,
        &SITE_SAYS_NOTHING,
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
        if falls_back_after_refusal(mode) {
            let at = At::key("collection_mode").item(index).then("probabilistic");
            found.push(Finding::new(&FALLBACK_AFTER_REFUSAL, at));
        }
    }
    for (index, site) in register.sites().iter().enumerate() {
        let mut trackers = register.trackers().iter();
        if !site.says_no_tracker && !trackers.any(|tracker| tracker.site == site.name) {
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
    ]
    .into_iter()
    .flatten()
}

fn falls_back_after_refusal(mode: &CollectionMode) -> bool {
    mode.probabilistic == Some(true) && mode.exemption.is_none()
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
