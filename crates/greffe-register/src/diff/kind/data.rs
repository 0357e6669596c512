//! Kinds of change to data and how long they are kept.

use super::{Kind, kind_table};

kind_table! {
    DATA_ADDED = "data_added" / "data_removed", Wider, ["GDPR 5(1)(c)", "GDPR 30(1)(c)"], [UpdateNotice, ReviewDpia], "nouvelle catégorie de données", "new category of data";
    DATA_REMOVED = "data_removed" / "data_added", Stricter, ["GDPR 5(1)(c)", "GDPR 30(1)(c)"], [], "catégorie de données retirée", "category of data gone";
    DATA_CATEGORY_CHANGED = "data_category_changed" / "data_category_changed", Undetermined, ["GDPR 30(1)(c)"], [ReviewDpia], "catégorie de données modifiée", "category of data changed";
    DATA_DETAIL_CHANGED = "data_detail_changed" / "data_detail_changed", Undetermined, ["GDPR 30(1)(c)"], [], "détail des données modifié", "detail of the data changed";
    FIELD_ADDED = "field_added" / "field_removed", Wider, ["GDPR 5(1)(c)"], [], "nouveau champ", "new field";
    FIELD_REMOVED = "field_removed" / "field_added", Stricter, ["GDPR 5(1)(c)"], [], "champ supprimé", "field removed";
    FIELD_SEALED = "field_sealed" / "field_unsealed", Stricter, ["GDPR 32(1)(a)"], [MigrateStoredData], "champ désormais scellé", "field now sealed";
    FIELD_UNSEALED = "field_unsealed" / "field_sealed", Wider, ["GDPR 32(1)(a)"], [ReviewDpia, MigrateStoredData], "champ qui n’est plus scellé", "field no longer sealed";
    SEALED_FORM_CHANGED = "sealed_form_changed" / "sealed_form_changed", Neutral, ["GDPR 32(1)(a)"], [MigrateStoredData], "type d’un champ scellé modifié", "type of a sealed field changed";
    DATA_SOURCE_CHANGED = "data_source_changed" / "data_source_changed", Undetermined, ["GDPR 14(2)(f)"], [UpdateNotice], "provenance des données modifiée", "source of the data changed";
    DATA_MADE_MANDATORY = "data_made_mandatory" / "data_made_optional", Wider, ["GDPR 13(2)(e)"], [UpdateNotice], "données rendues obligatoires", "data made mandatory";
    DATA_MADE_OPTIONAL = "data_made_optional" / "data_made_mandatory", Stricter, ["GDPR 13(2)(e)"], [UpdateNotice], "données rendues facultatives", "data made optional";
    HOLDER_ADDED = "holder_added" / "holder_removed", Undetermined, ["GDPR 5(1)(f)"], [], "données désormais tenues en un lieu de plus", "data held in one more place";
    HOLDER_REMOVED = "holder_removed" / "holder_added", Undetermined, ["GDPR 5(1)(f)"], [], "données tenues en un lieu de moins", "data held in one place fewer";
    RETENTION_LONGER = "retention_longer" / "retention_shorter", Wider, ["GDPR 5(1)(e)", "GDPR 13(2)(a)"], [UpdateNotice], "conservation plus longue", "kept longer";
    RETENTION_SHORTER = "retention_shorter" / "retention_longer", Stricter, ["GDPR 5(1)(e)", "GDPR 13(2)(a)"], [UpdateNotice], "conservation plus courte", "kept for a shorter time";
    RETENTION_NOT_COMPARABLE = "retention_not_comparable" / "retention_not_comparable", Undetermined, ["GDPR 5(1)(e)", "GDPR 13(2)(a)"], [UpdateNotice], "règle de conservation modifiée, sans durée comparable", "retention rule changed, lengths not comparable";
    RETENTION_STATED = "retention_stated" / "retention_no_longer_stated", Stricter, ["GDPR 5(1)(e)", "GDPR 30(1)(f)"], [UpdateNotice], "durée de conservation indiquée", "retention stated";
    RETENTION_NO_LONGER_STATED = "retention_no_longer_stated" / "retention_stated", Wider, ["GDPR 5(1)(e)", "GDPR 30(1)(f)"], [UpdateNotice], "durée de conservation plus indiquée", "retention no longer stated";
    FATE_CHANGED = "fate_changed" / "fate_changed", Undetermined, ["GDPR 5(1)(e)"], [], "sort des données en fin de conservation modifié", "fate of the data at the end of retention changed";
    RETENTION_LAW_CHANGED = "retention_law_changed" / "retention_law_changed", Neutral, ["GDPR 5(2)"], [], "textes à l’appui de la durée modifiés", "law behind the retention changed";
    COPIES_KEPT_LONGER = "copies_kept_longer" / "copies_kept_shorter", Wider, ["GDPR 5(1)(e)"], [], "copies de sauvegarde gardées plus longtemps", "copies in backups kept longer";
    COPIES_KEPT_SHORTER = "copies_kept_shorter" / "copies_kept_longer", Stricter, ["GDPR 5(1)(e)"], [], "copies de sauvegarde gardées moins longtemps", "copies in backups kept for a shorter time";
    COPIES_CHANGED = "copies_changed" / "copies_changed", Undetermined, ["GDPR 5(1)(e)"], [], "durées des copies de sauvegarde modifiées", "retention of copies in backups changed";
    READERS_CHANGED = "readers_changed" / "readers_changed", Undetermined, ["GDPR 5(1)(f)"], [], "accès pendant la conservation modifiés", "readers during retention changed";
    RETENTION_TERMS_CHANGED = "retention_terms_changed" / "retention_terms_changed", Neutral, ["GDPR 5(2)"], [], "remarques de la règle de conservation modifiées", "remarks of the retention rule changed";
    SENSITIVE_ADDED = "sensitive_added" / "sensitive_removed", Wider, ["GDPR 9(1)", "GDPR 10"], [UpdateNotice, ReviewDpia], "nouvelle catégorie de données sensibles", "new category of sensitive data";
    SENSITIVE_REMOVED = "sensitive_removed" / "sensitive_added", Stricter, ["GDPR 9(1)", "GDPR 10"], [], "catégorie de données sensibles retirée", "category of sensitive data gone";
    CONDITION_CHANGED = "condition_changed" / "condition_changed", Undetermined, ["GDPR 9(2)"], [ReviewDpia], "condition du traitement de données sensibles modifiée", "condition for sensitive data changed";
    EXCLUSION_SAID = "exclusion_said" / "exclusion_dropped", Stricter, ["GDPR 5(1)(c)"], [], "catégorie désormais dite non traitée", "category now said not to be processed";
    EXCLUSION_DROPPED = "exclusion_dropped" / "exclusion_said", Wider, ["GDPR 5(1)(c)"], [], "catégorie qui n’est plus dite non traitée", "category no longer said not to be processed";
}
