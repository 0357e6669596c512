//! Trackers and collection modes: what the register says of the terminal, loi 78-17 art. 82.
//!
//! The register says of each whether consent is asked, and of no purpose that it reads the terminal. So each is a purpose of its own, which
//! decides on the reading alone: what is done with the data is decided under the purpose that they serve.

use std::collections::HashMap;

use greffe_consent::{Access, Exemption, ExemptionGround, Mode, Purpose};
use greffe_register::{CollectionMode, ConsentNeed, Register, Tracker, TrackerStorage};
use greffe_terms::{Lang, LegalBasis, PurposeId, Text};

use super::name::{mode_name, mode_purpose, tracker_purpose};
use super::{CarriedTerms, Gap, GapKind};

pub(super) fn carry(register: &Register, terms: &mut CarriedTerms) {
    let ids = Ids::of(register);
    for (index, tracker) in register.trackers().iter().enumerate() {
        let place = format!("tracker[{}]", index + 1);
        if !tracker.active {
            terms.gaps.push(Gap::new(GapKind::TrackerInactive, place));
        } else if let Some(id) = ids.own(tracker_purpose(tracker), &place, &mut terms.gaps) {
            let purpose = carried_tracker(tracker, id, &place, &mut terms.gaps);
            let purpose = match served(register, tracker, &terms.purposes) {
                Some(wider) => purpose.child_of(wider),
                None => {
                    let place = format!("{place}.purposes");
                    terms.gaps.push(Gap::new(GapKind::ServesInWords, place));
                    purpose
                }
            };
            terms.purposes.push(purpose);
        }
    }
    for (index, mode) in register.collection_modes().iter().enumerate() {
        let place = format!("collection_mode[{}]", index + 1);
        if let Some(id) = ids.own(mode_purpose(mode), &place, &mut terms.gaps) {
            terms.modes.push(Mode::new(mode_name(mode), id.clone()));
            let purpose = carried_mode(mode, id, &place, &mut terms.gaps);
            terms.purposes.push(purpose);
            if mode.probabilistic == Some(true) {
                let place = format!("{place}.probabilistic");
                terms.gaps.push(Gap::new(GapKind::FallbackUnnamed, place));
            }
        }
    }
}

fn carried_tracker(tracker: &Tracker, id: PurposeId, place: &str, gaps: &mut Vec<Gap>) -> Purpose {
    let access = match tracker.storage {
        TrackerStorage::Cookie => Access::Cookie,
        TrackerStorage::LocalStorage => Access::LocalStorage,
        // A site sets it: pixels of e-mails stand in no list of trackers.
        TrackerStorage::Pixel => Access::PagePixel,
        // What a script reads is not said; nor is it of what this version does not know.
        _ => Access::Undocumented,
    };
    let reading = Reading {
        access,
        consent: tracker.consent,
        exemption: tracker.exemption.as_ref(),
        serves: &tracker.purposes,
    };
    if access == Access::Undocumented {
        let place = format!("{place}.storage");
        gaps.push(Gap::new(GapKind::AccessUndocumented, place));
    }
    match reading.exempted(place, gaps) {
        Some(exemption) => Purpose::without_personal_data(id)
            .reads_terminal(access)
            .exempt(exemption),
        None => Purpose::new(id, [LegalBasis::Consent]).reads_terminal(access),
    }
}

fn carried_mode(mode: &CollectionMode, id: PurposeId, place: &str, gaps: &mut Vec<Gap>) -> Purpose {
    let collects_nothing = mode.collects.is_none();
    let access = match (mode.cookie, mode.local_storage) {
        (Some(true), _) => Access::Cookie,
        (_, Some(true)) => Access::LocalStorage,
        (Some(false), Some(false)) if collects_nothing => {
            return match mode.consent {
                Some(ConsentNeed::Required) => Purpose::new(id, [LegalBasis::Consent]),
                _ => Purpose::without_personal_data(id),
            };
        }
        // It collects without storage, or nobody said: the terminal may be read in another way.
        _ => {
            gaps.push(Gap::new(GapKind::AccessUndocumented, place));
            Access::Undocumented
        }
    };
    let reading = Reading {
        access,
        consent: mode.consent,
        exemption: mode.exemption.as_ref(),
        serves: &[],
    };
    match reading.exempted(place, gaps) {
        Some(exemption) if collects_nothing => Purpose::without_personal_data(id)
            .reads_terminal(access)
            .exempt(exemption),
        Some(exemption) => {
            gaps.push(Gap::new(GapKind::BasisUnknown, place));
            Purpose::new(id, [])
                .reads_terminal(access)
                .exempt(exemption)
        }
        None if collects_nothing => Purpose::without_personal_data(id).reads_terminal(access),
        None => Purpose::new(id, [LegalBasis::Consent]).reads_terminal(access),
    }
}

/// What is said of one reading of the terminal.
struct Reading<'r> {
    access: Access,
    consent: Option<ConsentNeed>,
    exemption: Option<&'r Text>,
    serves: &'r [Text],
}

impl Reading<'_> {
    /// The exemption that lets it go without consent, where the register records one.
    fn exempted(&self, place: &str, gaps: &mut Vec<Gap>) -> Option<Exemption> {
        let gap = match (self.consent, self.exemption) {
            (Some(ConsentNeed::Required), _) => return None,
            (None, _) => Gap::new(GapKind::ConsentUnknown, format!("{place}.consent")),
            (Some(_), None) => Gap::new(GapKind::ExemptionMissing, format!("{place}.exemption")),
            (Some(_), Some(words)) => match self.recorded(words) {
                Some(exemption) => return Some(exemption),
                None => Gap::new(GapKind::ExemptionUnproven, format!("{place}.exemption")),
            },
        };
        gaps.push(gap);
        None
    }

    /// The exemption whose words name a ground, by its code or its label, and after a colon its reason, for which else stands what is served.
    ///
    /// Only the grounds of the Act itself can be shown like this: those of the CNIL have conditions, and the register has no place to affirm them.
    fn recorded(&self, words: &Text) -> Option<Exemption> {
        if self.access == Access::Undocumented {
            return None;
        }
        Lang::ALL.into_iter().find_map(|lang| {
            let words = words.in_language(lang);
            let (named, reason) = words.split_once(':').unwrap_or((words, ""));
            let ground = ground(named.trim())?;
            let served = self.serves.iter().map(|text| text.in_language(lang));
            let served: Vec<_> = served.collect();
            let reason = match reason.trim() {
                "" => served.join("; "),
                reason => reason.to_owned(),
            };
            (!reason.trim().is_empty()).then(|| Exemption::new(ground, &reason))
        })
    }
}

fn ground(named: &str) -> Option<ExemptionGround> {
    let named = named.to_lowercase();
    [
        ExemptionGround::StrictlyNecessary,
        ExemptionGround::CommunicationOnly,
    ]
    .into_iter()
    .find(|ground| {
        named == ground.code() || Lang::ALL.iter().any(|lang| named == ground.label(*lang))
    })
}

/// The one purpose that the tracker serves, where the register names it by its id or by its name and the policy has it.
fn served(register: &Register, tracker: &Tracker, carried: &[Purpose]) -> Option<PurposeId> {
    let [words] = tracker.purposes.as_slice() else {
        return None;
    };
    let is_named = |purpose: &&greffe_register::Purpose| {
        purpose.name.as_ref() == Some(words) || *words == Text::plain(purpose.id.as_str())
    };
    let mut named = register.purposes().filter(is_named);
    let (Some(one), None) = (named.next(), named.next()) else {
        return None;
    };
    let is_carried = carried.iter().any(|purpose| *purpose.id() == one.id);
    is_carried.then(|| one.id.clone())
}

/// How often an id would be used, the register's own purposes included.
struct Ids(HashMap<PurposeId, usize>);

impl Ids {
    fn of(register: &Register) -> Self {
        let mut uses = HashMap::new();
        let trackers = register.trackers().iter().filter(|tracker| tracker.active);
        let modes = register.collection_modes().iter().map(mode_purpose);
        let ids = trackers.map(tracker_purpose).chain(modes).flatten();
        for id in ids.chain(register.purposes().map(|purpose| purpose.id.clone())) {
            *uses.entry(id).or_default() += 1;
        }
        Self(uses)
    }

    /// The id, where it exists and means nothing else.
    fn own(&self, id: Option<PurposeId>, place: &str, gaps: &mut Vec<Gap>) -> Option<PurposeId> {
        let kind = match &id {
            None => GapKind::NoId,
            Some(id) if self.0.get(id).is_some_and(|uses| *uses > 1) => GapKind::IdTwice,
            Some(_) => return id,
        };
        gaps.push(Gap::new(kind, format!("{place}.name")));
        None
    }
}
