//! Kinds of change to records as such.

use super::{Kind, kind_table};

kind_table! {
    PROCESSING_ADDED = "processing_added" / "processing_removed", Wider, ["GDPR 30(1)"], [UpdateNotice, ReviewDpia], "nouveau traitement", "new processing";
    PROCESSING_REMOVED = "processing_removed" / "processing_added", Stricter, ["GDPR 30(1)"], [], "traitement retiré du registre", "processing taken out of the register";
    PROCESSING_STARTED = "processing_started" / "processing_stopped", Wider, ["GDPR 30(1)"], [UpdateNotice, ReviewDpia], "traitement mis en œuvre", "processing started";
    PROCESSING_STOPPED = "processing_stopped" / "processing_started", Stricter, ["GDPR 30(1)"], [], "traitement arrêté", "processing stopped";
    STATUS_CHANGED = "status_changed" / "status_changed", Neutral, ["GDPR 30(1)"], [], "statut modifié", "status changed";
    PROCESSING_RENAMED = "processing_renamed" / "processing_renamed", Neutral, ["GDPR 30(1)"], [], "traitement renommé", "processing renamed";
    RECORD_DATED = "record_dated" / "record_dated", Neutral, ["GDPR 5(2)"], [], "suivi de la fiche modifié", "upkeep of the record changed";
    ROLE_CHANGED = "role_changed" / "role_changed", Undetermined, ["GDPR 4(7)", "GDPR 4(8)"], [UpdateNotice], "rôle de l’organisme modifié", "role of the organisation changed";
    JOINT_CONTROLLER_ADDED = "joint_controller_added" / "joint_controller_removed", Wider, ["GDPR 26(1)"], [UpdateNotice], "nouveau responsable conjoint", "new joint controller";
    JOINT_CONTROLLER_REMOVED = "joint_controller_removed" / "joint_controller_added", Stricter, ["GDPR 26(1)"], [UpdateNotice], "responsable conjoint retiré", "joint controller gone";
    JOINT_CONTROLLER_CHANGED = "joint_controller_changed" / "joint_controller_changed", Undetermined, ["GDPR 26(1)"], [UpdateNotice], "responsabilité conjointe modifiée", "joint controllership changed";
    CLIENT_ADDED = "client_added" / "client_removed", Neutral, ["GDPR 30(2)(a)"], [], "nouveau client", "new client";
    CLIENT_REMOVED = "client_removed" / "client_added", Neutral, ["GDPR 30(2)(a)"], [], "client retiré", "client gone";
    INSTRUCTIONS_CHANGED = "instructions_changed" / "instructions_changed", Undetermined, ["GDPR 28(3)(a)"], [], "instructions modifiées", "instructions changed";
    END_OF_SERVICES_CHANGED = "end_of_services_changed" / "end_of_services_changed", Undetermined, ["GDPR 28(3)(g)"], [], "sort des données en fin de prestation modifié", "fate of the data at the end of the services changed";
    SUBJECTS_ADDED = "subjects_added" / "subjects_removed", Wider, ["GDPR 30(1)(c)"], [UpdateNotice, ReviewDpia], "nouvelle catégorie de personnes", "new category of persons";
    SUBJECTS_REMOVED = "subjects_removed" / "subjects_added", Stricter, ["GDPR 30(1)(c)"], [], "catégorie de personnes retirée", "category of persons gone";
    SUBJECTS_CHANGED = "subjects_changed" / "subjects_changed", Undetermined, ["GDPR 30(1)(c)"], [ReviewDpia], "catégorie de personnes modifiée", "category of persons changed";
    AUTOMATED_DECISION_ADDED = "automated_decision_added" / "automated_decision_removed", Wider, ["GDPR 22(1)", "GDPR 13(2)(f)"], [UpdateNotice, ReviewDpia], "nouvelle décision automatisée", "new automated decision";
    AUTOMATED_DECISION_REMOVED = "automated_decision_removed" / "automated_decision_added", Stricter, ["GDPR 22(1)"], [UpdateNotice], "décision automatisée retirée", "automated decision gone";
    AUTOMATED_DECISION_CHANGED = "automated_decision_changed" / "automated_decision_changed", Undetermined, ["GDPR 22", "GDPR 13(2)(f)"], [UpdateNotice, ReviewDpia], "décision automatisée modifiée", "automated decision changed";
    SHOWN_TO_PUBLIC = "shown_to_public" / "hidden_from_public", Neutral, ["GDPR 12(1)"], [], "fiche versée à l’extrait public", "record put into the public extract";
    HIDDEN_FROM_PUBLIC = "hidden_from_public" / "shown_to_public", Neutral, ["GDPR 12(1)"], [], "fiche ôtée de l’extrait public", "record taken out of the public extract";
}
