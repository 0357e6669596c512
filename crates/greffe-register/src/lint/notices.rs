//! Whether what persons read says what the register says.

use std::collections::{HashMap, HashSet};

use greffe_document::Words;
use greffe_terms::{Lang, LegalBasis, PurposeId, Role};

use super::at::At;
use super::wording::{self, FURTHER_LAYER, NOTICE_ITEMS};
use super::{Check, Finding, Group, Judged, Severity};
use crate::{CollectionNotice, DataSource, Processing, Purpose, Register, Stated, Status};

pub(super) const GROUP: Group = Group {
    checks: &[
        &WORDING_MISSING,
        &NOTICE_OUTDATED,
        &CONSENT_TO_UNKNOWN_WORDS,
        &DAY_MISSING,
        &PURPOSE_UNTOLD,
        &PURPOSE_GONE,
        &ITEMS_UNTOLD,
    ],
    run,
};

fn run(judged: &Judged<'_>, found: &mut Vec<Finding>) {
    let register = judged.register;
    if register.notices().is_empty() {
        return;
    }
    let records = records_by_purpose(register);
    let latest = latest_versions(register);
    for (index, notice) in register.notices().iter().enumerate() {
        let at = At::key("notice").item(index);
        let is_latest = latest.get(notice.id.as_str()) == Some(&notice.version);
        let noted = check_notice(notice, is_latest, &records);
        found.extend(noted.map(|(check, key)| Finding::new(check, at.clone().then(key))));
        if is_latest {
            found.extend(items_untold(notice, &at));
        }
    }
    untold(register, found);
}

/// Every purpose with the records in which it stands.
type Records<'r> = HashMap<&'r PurposeId, Vec<(&'r Processing, &'r Purpose)>>;

fn records_by_purpose(register: &Register) -> Records<'_> {
    let mut records = Records::new();
    for (processing, purpose) in register.purposes_by_processing() {
        records
            .entry(&purpose.id)
            .or_default()
            .push((processing, purpose));
    }
    records
}

fn latest_versions(register: &Register) -> HashMap<&str, u32> {
    let mut latest = HashMap::new();
    for notice in register.notices() {
        let version: &mut u32 = latest.entry(notice.id.as_str()).or_default();
        *version = notice.version.max(*version);
    }
    latest
}

fn check_notice(
    notice: &CollectionNotice,
    is_latest: bool,
    records: &Records<'_>,
) -> impl Iterator<Item = (&'static Check, &'static str)> {
    let named = || {
        let purposes = notice.purposes.iter();
        purposes.filter_map(|id| records.get(id))
    };
    let mut purposes = named().flatten();
    let asks = purposes.any(|(_, purpose)| purpose.rests_on(LegalBasis::Consent));
    let changed = named().flatten().any(|(processing, _)| {
        let days = processing.updated.zip(notice.published);
        days.is_some_and(|(updated, published)| published < updated)
    });
    let is_archived = |(processing, _): &(&Processing, _)| processing.status == Status::Archived;
    let gone = named().any(|records| records.iter().all(is_archived));
    let no_words = notice.wording.known().is_none();
    let no_day = notice.published.is_none();
    [
        (no_words && !asks).then_some((&WORDING_MISSING, "wording")),
        (no_words && asks).then_some((&CONSENT_TO_UNKNOWN_WORDS, "wording")),
        (is_latest && changed).then_some((&NOTICE_OUTDATED, "published")),
        (no_day && (asks || notice.version > 1)).then_some((&DAY_MISSING, "published")),
        (is_latest && gone).then_some((&PURPOSE_GONE, "purposes")),
    ]
    .into_iter()
    .flatten()
}

/// What the wording seems not to tell of all that Art. 13 asks for, unless it leaves the rest to another page.
fn items_untold(notice: &CollectionNotice, at: &At) -> Option<Finding> {
    let wording = notice.wording.known()?;
    if wording::mentions(wording, FURTHER_LAYER) {
        return None;
    }
    let items = NOTICE_ITEMS.iter();
    let untold: Vec<_> = items
        .filter(|(.., stems)| !wording::mentions(wording, stems))
        .collect();
    let finding = Finding::new(&ITEMS_UNTOLD, at.clone().then("wording"));
    let words = |lang: Lang| {
        let words: Vec<_> = untold
            .iter()
            .map(|(fr, en, _)| lang.pick(*fr, *en))
            .collect();
        words.join(", ")
    };
    (!untold.is_empty()).then(|| finding.with_words(words))
}

/// Purposes for which persons hand data over, and that no notice names.
fn untold(register: &Register, found: &mut Vec<Finding>) {
    let notices = register.notices().iter();
    let told: HashSet<&PurposeId> = notices.flat_map(|notice| &notice.purposes).collect();
    for (index, processing) in register.processings().iter().enumerate() {
        let is_controller = matches!(
            processing.role,
            Some(Role::Controller | Role::JointController)
        );
        let mut data = processing.data.iter();
        let provided = data.any(|entry| entry.source == Stated::Known(DataSource::Provided));
        if !is_controller || !provided || processing.status != Status::Active {
            continue;
        }
        let at = At::processing(index, processing);
        for (index, purpose) in processing.purposes.iter().enumerate() {
            // Consent without a notice has a check of its own.
            if !told.contains(&purpose.id) && !purpose.rests_on(LegalBasis::Consent) {
                let at = at.purpose(index, purpose);
                found.push(Finding::new(&PURPOSE_UNTOLD, at));
            }
        }
    }
}

static WORDING_MISSING: Check = Check::new(
    "GRF-R070",
    Severity::Info,
    "GDPR 13(1)",
    Words::new(
        "la mention d’information n’est pas reproduite\u{a0}: on ne peut vérifier ce qu’elle dit",
        "the notice’s wording is not kept: what it says cannot be checked",
    ),
    Words::new("recopiez-la dans `wording`", "copy it into `wording`"),
);
static NOTICE_OUTDATED: Check = Check::new(
    "GRF-R071",
    Severity::Info,
    "GDPR 13(3)",
    Words::new(
        "la mention est plus ancienne que la dernière mise à jour d’un traitement qu’elle annonce",
        "the notice is older than the last update of a processing of which it tells",
    ),
    Words::new(
        "vérifiez qu’elle dit encore vrai\u{a0}; sinon, publiez une nouvelle version",
        "check that it still holds true; else publish a new version",
    ),
);
static CONSENT_TO_UNKNOWN_WORDS: Check = Check::new(
    "GRF-R072",
    Severity::Warning,
    "GDPR 7(1)",
    Words::new(
        "la mention sur laquelle le consentement est donné n’est pas reproduite\u{a0}: on ne peut prouver à quoi la personne a consenti",
        "the wording on which consent is given is not kept: it cannot be shown to what the person consented",
    ),
    Words::new(
        "recopiez-la dans `wording`, version par version",
        "copy it into `wording`, version by version",
    ),
);
static DAY_MISSING: Check = Check::new(
    "GRF-R073",
    Severity::Info,
    "GDPR 7(1)",
    Words::new(
        "on ne sait pas depuis quel jour cette version de la mention est montrée",
        "it is not known from which day this version of the notice is shown",
    ),
    Words::new("indiquez `published`", "tell `published`"),
);
static PURPOSE_UNTOLD: Check = Check::new(
    "GRF-R074",
    Severity::Info,
    "GDPR 13(1)(c)",
    Words::new(
        "les personnes fournissent des données pour cette finalité, et aucune mention du registre ne l’annonce",
        "persons hand data over for this purpose, and no notice of the register tells of it",
    ),
    Words::new(
        "nommez-la dans les `purposes` de la mention que lisent ces personnes",
        "name it in the `purposes` of the notice that these persons read",
    ),
);
static PURPOSE_GONE: Check = Check::new(
    "GRF-R075",
    Severity::Info,
    "GDPR 13(1)(c)",
    Words::new(
        "la mention annonce une finalité dont tous les traitements sont archivés",
        "the notice tells of a purpose of which all records are archived",
    ),
    Words::new(
        "publiez une version qui ne l’annonce plus",
        "publish a version that no longer tells of it",
    ),
);
// An info: the wording may be one layer of several, and only words tell what it says.
static ITEMS_UNTOLD: Check = Check::under_two(
    "GRF-R113",
    Severity::Info,
    ["GDPR 13(1)", "GDPR 13(2)"],
    Words::new(
        "la mention ne semble pas tout dire et ne renvoie à aucune autre page",
        "the notice seems not to tell all, and leads to no other page",
    ),
    Words::new(
        "complétez-la, ou renvoyez à une page qui dit le reste, telle la politique de confidentialité",
        "complete it, or lead to a page that tells the rest, such as the privacy policy",
    ),
);
