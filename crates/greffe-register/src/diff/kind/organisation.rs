//! Kinds of change to the organisation, and to how persons use their rights.

use super::{Kind, kind_table};

kind_table! {
    VERSION_CHANGED = "version_changed" / "version_changed", Neutral, ["GDPR 5(2)"], [], "version du registre modifiée", "version of the register changed";
    CONTROLLER_CHANGED = "controller_changed" / "controller_changed", Neutral, ["GDPR 13(1)(a)", "GDPR 30(1)(a)"], [UpdateNotice], "coordonnées de l’organisme modifiées", "the organisation’s details changed";
    DPO_ADDED = "dpo_added" / "dpo_removed", Stricter, ["GDPR 37", "GDPR 13(1)(b)"], [UpdateNotice, TellAuthority], "délégué à la protection des données désigné", "data-protection officer designated";
    DPO_REMOVED = "dpo_removed" / "dpo_added", Wider, ["GDPR 37", "GDPR 13(1)(b)"], [UpdateNotice, TellAuthority], "plus de délégué à la protection des données", "no data-protection officer any more";
    DPO_CHANGED = "dpo_changed" / "dpo_changed", Neutral, ["GDPR 37(7)", "GDPR 13(1)(b)"], [UpdateNotice, TellAuthority], "délégué à la protection des données modifié", "data-protection officer changed";
    REPRESENTATIVE_ADDED = "representative_added" / "representative_removed", Stricter, ["GDPR 27"], [UpdateNotice], "représentant dans l’Union désigné", "representative in the Union designated";
    REPRESENTATIVE_REMOVED = "representative_removed" / "representative_added", Wider, ["GDPR 27"], [UpdateNotice], "plus de représentant dans l’Union", "no representative in the Union any more";
    REPRESENTATIVE_CHANGED = "representative_changed" / "representative_changed", Neutral, ["GDPR 27", "GDPR 13(1)(a)"], [UpdateNotice], "représentant dans l’Union modifié", "representative in the Union changed";
    CALENDAR_CHANGED = "calendar_changed" / "calendar_changed", Undetermined, ["GDPR 5(1)(e)"], [], "calendrier des échéances modifié", "calendar behind the limits changed";
    RIGHT_NAMED = "right_named" / "right_no_longer_named", Stricter, ["GDPR 13(2)(b)", "GDPR 12(2)"], [UpdateNotice], "droit désormais nommé", "right now named";
    RIGHT_NO_LONGER_NAMED = "right_no_longer_named" / "right_named", Wider, ["GDPR 13(2)(b)", "GDPR 12(2)"], [UpdateNotice], "droit qui n’est plus nommé", "right no longer named";
    ANSWER_LATER = "answer_later" / "answer_sooner", Wider, ["GDPR 12(3)"], [UpdateNotice], "réponse aux demandes plus tardive", "requests answered later";
    ANSWER_SOONER = "answer_sooner" / "answer_later", Stricter, ["GDPR 12(3)"], [UpdateNotice], "réponse aux demandes plus rapide", "requests answered sooner";
    ANSWER_TIME_CHANGED = "answer_time_changed" / "answer_time_changed", Undetermined, ["GDPR 12(3)"], [UpdateNotice], "délai de réponse aux demandes modifié", "time to answer requests changed";
    RIGHTS_CHANNEL_ADDED = "rights_channel_added" / "rights_channel_removed", Stricter, ["GDPR 12(2)"], [UpdateNotice], "nouveau moyen d’exercer ses droits", "new channel for the use of rights";
    RIGHTS_CHANNEL_REMOVED = "rights_channel_removed" / "rights_channel_added", Wider, ["GDPR 12(2)"], [UpdateNotice], "moyen d’exercer ses droits supprimé", "channel for the use of rights removed";
    IDENTITY_DOCUMENT_DEMANDED = "identity_document_demanded" / "identity_document_no_longer_demanded", Wider, ["GDPR 12(6)", "GDPR 12(2)"], [UpdateNotice], "pièce d’identité toujours exigée", "identity document always demanded";
    IDENTITY_DOCUMENT_NO_LONGER_DEMANDED = "identity_document_no_longer_demanded" / "identity_document_demanded", Stricter, ["GDPR 12(6)", "GDPR 12(2)"], [UpdateNotice], "pièce d’identité plus toujours exigée", "identity document no longer always demanded";
    RIGHTS_CONTACT_CHANGED = "rights_contact_changed" / "rights_contact_changed", Neutral, ["GDPR 12(2)", "GDPR 13(2)(b)"], [UpdateNotice], "contact pour les droits modifié", "contact for the use of rights changed";
    REQUEST_LOGGED = "request_logged" / "request_unlogged", Neutral, ["GDPR 5(2)"], [], "demande inscrite au journal", "request put on the log";
    REQUEST_UNLOGGED = "request_unlogged" / "request_logged", Neutral, ["GDPR 5(2)"], [], "demande retirée du journal", "request taken off the log";
    REQUEST_UPDATED = "request_updated" / "request_updated", Neutral, ["GDPR 12(3)"], [], "suite d’une demande modifiée", "handling of a request changed";
}
