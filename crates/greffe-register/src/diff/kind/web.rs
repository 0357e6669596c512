//! Kinds of change to notices, trackers and modes of collection.

use greffe_document::Words;

use super::{Direction, Kind, kind_table};
use crate::diff::Duty;

kind_table! {
    NOTICE_VERSION_ADDED = "notice_version_added" / "notice_version_removed", Neutral, ["GDPR 12(1)"], [], "nouvelle version d’une mention d’information", "new version of a notice";
    NOTICE_VERSION_REMOVED = "notice_version_removed" / "notice_version_added", Neutral, ["GDPR 5(2)", "GDPR 7(1)"], [RestoreVersion], "version d’une mention d’information retirée", "version of a notice gone";
    NOTICE_PLACE_CHANGED = "notice_place_changed" / "notice_place_changed", Neutral, ["GDPR 12(1)"], [], "emplacement d’une mention d’information modifié", "place of a notice changed";
    TRACKER_ADDED = "tracker_added" / "tracker_removed", Wider, ["2002/58/EC 5(3)"], [UpdateNotice], "nouveau traceur", "new tracker";
    TRACKER_REMOVED = "tracker_removed" / "tracker_added", Stricter, ["2002/58/EC 5(3)"], [UpdateNotice], "traceur retiré", "tracker gone";
    TRACKER_TURNED_ON = "tracker_turned_on" / "tracker_turned_off", Wider, ["2002/58/EC 5(3)"], [UpdateNotice], "traceur activé", "tracker turned on";
    TRACKER_TURNED_OFF = "tracker_turned_off" / "tracker_turned_on", Stricter, ["2002/58/EC 5(3)"], [UpdateNotice], "traceur désactivé", "tracker turned off";
    TRACKER_CONSENT_DROPPED = "tracker_consent_dropped" / "tracker_consent_asked", Wider, ["2002/58/EC 5(3)", "loi 78-17 82"], [UpdateNotice], "consentement moins demandé avant un traceur", "consent less asked for before a tracker";
    TRACKER_CONSENT_ASKED = "tracker_consent_asked" / "tracker_consent_dropped", Stricter, ["2002/58/EC 5(3)", "loi 78-17 82"], [UpdateNotice, AskConsent], "consentement davantage demandé avant un traceur", "consent more asked for before a tracker";
    TRACKER_CONSENT_CHANGED = "tracker_consent_changed" / "tracker_consent_changed", Undetermined, ["2002/58/EC 5(3)", "loi 78-17 82"], [UpdateNotice], "consentement avant un traceur modifié", "consent before a tracker changed";
    REFUSAL_EASED = "refusal_eased" / "refusal_hardened", Stricter, ["2002/58/EC 5(3)", "loi 78-17 82"], [], "traceurs désormais refusés aussi facilement qu’acceptés", "trackers now refused as easily as accepted";
    REFUSAL_HARDENED = "refusal_hardened" / "refusal_eased", Wider, ["2002/58/EC 5(3)", "loi 78-17 82"], [], "traceurs refusés moins facilement qu’acceptés", "trackers refused less easily than accepted";
    TRACKER_LIVES_LONGER = "tracker_lives_longer" / "tracker_lives_shorter", Wider, ["2002/58/EC 5(3)", "GDPR 13(2)(a)"], [UpdateNotice], "traceur plus durable", "tracker lives longer";
    TRACKER_LIVES_SHORTER = "tracker_lives_shorter" / "tracker_lives_longer", Stricter, ["2002/58/EC 5(3)", "GDPR 13(2)(a)"], [UpdateNotice], "traceur moins durable", "tracker lives for a shorter time";
    TRACKER_LIFETIME_CHANGED = "tracker_lifetime_changed" / "tracker_lifetime_changed", Undetermined, ["2002/58/EC 5(3)", "GDPR 13(2)(a)"], [UpdateNotice], "durée d’un traceur modifiée", "lifetime of a tracker changed";
    TRACKER_PURPOSE_ADDED = "tracker_purpose_added" / "tracker_purpose_removed", Wider, ["2002/58/EC 5(3)", "GDPR 5(1)(b)"], [UpdateNotice], "nouvelle finalité d’un traceur", "new purpose of a tracker";
    TRACKER_PURPOSE_REMOVED = "tracker_purpose_removed" / "tracker_purpose_added", Stricter, ["2002/58/EC 5(3)", "GDPR 5(1)(b)"], [UpdateNotice], "finalité d’un traceur retirée", "purpose of a tracker gone";
    TRACKER_KEY_ADDED = "tracker_key_added" / "tracker_key_removed", Wider, ["2002/58/EC 5(3)"], [], "nouvelle clé d’un traceur", "new key of a tracker";
    TRACKER_KEY_REMOVED = "tracker_key_removed" / "tracker_key_added", Stricter, ["2002/58/EC 5(3)"], [], "clé d’un traceur retirée", "key of a tracker gone";
    TRACKER_OWNER_CHANGED = "tracker_owner_changed" / "tracker_owner_changed", Undetermined, ["2002/58/EC 5(3)", "GDPR 13(1)(e)"], [UpdateNotice], "fournisseur ou domaine d’un traceur modifié", "provider or domain of a tracker changed";
    EXEMPTION_CHANGED = "exemption_changed" / "exemption_changed", Undetermined, ["2002/58/EC 5(3)", "loi 78-17 82"], [], "motif d’exemption du consentement modifié", "ground for doing without consent changed";
    MODE_ADDED = "mode_added" / "mode_removed", Undetermined, ["2002/58/EC 5(3)"], [UpdateNotice], "nouveau mode de collecte", "new mode of collection";
    MODE_REMOVED = "mode_removed" / "mode_added", Undetermined, ["2002/58/EC 5(3)"], [UpdateNotice], "mode de collecte retiré", "mode of collection gone";
    MODES_REORDERED = "modes_reordered" / "modes_reordered", Undetermined, ["2002/58/EC 5(3)"], [], "ordre des modes de collecte modifié", "order of the modes of collection changed";
    COLLECTED_ADDED = "collected_added" / "collected_removed", Wider, ["GDPR 5(1)(c)"], [UpdateNotice], "donnée de plus collectée", "one more thing collected";
    COLLECTED_REMOVED = "collected_removed" / "collected_added", Stricter, ["GDPR 5(1)(c)"], [], "donnée qui n’est plus collectée", "thing no longer collected";
    FALLBACK_OFFERED = "fallback_offered" / "fallback_withdrawn", Wider, ["2002/58/EC 5(3)"], [UpdateNotice], "reconnaissance probabiliste après refus", "probabilistic recognition after a refusal";
    FALLBACK_WITHDRAWN = "fallback_withdrawn" / "fallback_offered", Stricter, ["2002/58/EC 5(3)"], [UpdateNotice], "plus de reconnaissance probabiliste après refus", "no probabilistic recognition after a refusal any more";
    STORAGE_OPENED = "storage_opened" / "storage_closed", Wider, ["2002/58/EC 5(3)"], [UpdateNotice], "mode de collecte qui écrit désormais sur le terminal", "mode of collection that now stores on the device";
    STORAGE_CLOSED = "storage_closed" / "storage_opened", Stricter, ["2002/58/EC 5(3)"], [UpdateNotice], "mode de collecte qui n’écrit plus sur le terminal", "mode of collection that no longer stores on the device";
}

/// What persons were shown, rewritten under the version that they were shown: the register no longer proves it.
pub(in crate::diff) const NOTICE_ALTERED: &Kind = &Kind {
    code: "notice_altered",
    reversed: "notice_altered",
    direction: Direction::Undetermined,
    law: &["GDPR 5(2)", "GDPR 7(1)"],
    duties: &[Duty::RestoreVersion],
    is_defect: true,
    words: Words::new(
        "mention d’information modifiée sans nouvelle version",
        "notice changed without a new version",
    ),
};
