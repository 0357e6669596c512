//! Kinds of change to measures, breaches and impact assessments.

use super::{Kind, kind_table};

kind_table! {
    MEASURE_ADDED = "measure_added" / "measure_dropped", Stricter, ["GDPR 32(1)", "GDPR 30(1)(g)"], [], "nouvelle mesure de sécurité", "new security measure";
    MEASURE_DROPPED = "measure_dropped" / "measure_added", Wider, ["GDPR 32(1)", "GDPR 30(1)(g)"], [ReviewDpia], "mesure de sécurité abandonnée", "security measure dropped";
    MEASURES_DETAILED = "measures_detailed" / "measures_no_longer_detailed", Neutral, ["GDPR 30(1)(g)"], [], "mesures de sécurité détaillées", "security measures told in detail";
    MEASURES_NO_LONGER_DETAILED = "measures_no_longer_detailed" / "measures_detailed", Neutral, ["GDPR 30(1)(g)"], [], "mesures de sécurité plus détaillées", "security measures no longer told in detail";
    ASSESSMENT_BETTER = "assessment_better" / "assessment_worse", Stricter, ["GDPR 32(1)(d)"], [], "davantage de mesures en place", "more measures in place";
    ASSESSMENT_WORSE = "assessment_worse" / "assessment_better", Wider, ["GDPR 32(1)(d)"], [ReviewDpia], "moins de mesures en place", "fewer measures in place";
    ASSESSMENT_CHANGED = "assessment_changed" / "assessment_changed", Undetermined, ["GDPR 32(1)(d)"], [], "évaluation de la sécurité modifiée", "assessment of security changed";
    BACKUP_SERIES_ADDED = "backup_series_added" / "backup_series_removed", Undetermined, ["GDPR 32(1)(c)", "GDPR 5(1)(e)"], [], "nouvelle série de sauvegardes", "new series of backups";
    BACKUP_SERIES_REMOVED = "backup_series_removed" / "backup_series_added", Undetermined, ["GDPR 32(1)(c)", "GDPR 5(1)(e)"], [], "série de sauvegardes retirée", "series of backups gone";
    BACKUPS_KEPT_LONGER = "backups_kept_longer" / "backups_kept_shorter", Wider, ["GDPR 5(1)(e)"], [], "sauvegardes gardées plus longtemps", "backups kept longer";
    BACKUPS_KEPT_SHORTER = "backups_kept_shorter" / "backups_kept_longer", Stricter, ["GDPR 5(1)(e)"], [], "sauvegardes gardées moins longtemps", "backups kept for a shorter time";
    BACKUPS_CHANGED = "backups_changed" / "backups_changed", Undetermined, ["GDPR 32(1)(c)", "GDPR 5(1)(e)"], [], "sauvegardes modifiées", "backups changed";
    BREACH_ADDED = "breach_added" / "breach_removed", Undetermined, ["GDPR 33(5)"], [ReviewDpia], "violation inscrite au registre", "breach put on the register";
    BREACH_REMOVED = "breach_removed" / "breach_added", Undetermined, ["GDPR 33(5)"], [], "violation retirée du registre", "breach taken off the register";
    BREACH_CHANGED = "breach_changed" / "breach_changed", Undetermined, ["GDPR 33(5)"], [], "violation modifiée au registre", "breach changed on the register";
    BREACH_PROCEDURE_CHANGED = "breach_procedure_changed" / "breach_procedure_changed", Undetermined, ["GDPR 33", "GDPR 34"], [], "procédure en cas de violation modifiée", "procedure upon a breach changed";
    DPIA_SCREENING_ADDED = "dpia_screening_added" / "dpia_screening_removed", Stricter, ["GDPR 35(1)"], [], "nouvel examen du besoin d’analyse d’impact", "new screening for an impact assessment";
    DPIA_SCREENING_REMOVED = "dpia_screening_removed" / "dpia_screening_added", Wider, ["GDPR 35(1)"], [ReviewDpia], "examen du besoin d’analyse d’impact retiré", "screening for an impact assessment gone";
    DPIA_NOW_REQUIRED = "dpia_now_required" / "dpia_no_longer_required", Stricter, ["GDPR 35(1)"], [], "analyse d’impact désormais requise", "impact assessment now required";
    DPIA_NO_LONGER_REQUIRED = "dpia_no_longer_required" / "dpia_now_required", Wider, ["GDPR 35(1)"], [ReviewDpia], "analyse d’impact qui n’est plus requise", "impact assessment no longer required";
    DPIA_DECISION_CHANGED = "dpia_decision_changed" / "dpia_decision_changed", Undetermined, ["GDPR 35(1)"], [], "décision sur l’analyse d’impact modifiée", "decision on the impact assessment changed";
    DPIA_CRITERIA_CHANGED = "dpia_criteria_changed" / "dpia_criteria_changed", Undetermined, ["GDPR 35(1)", "GDPR 35(11)"], [ReviewDpia], "critères de l’analyse d’impact modifiés", "criteria for an impact assessment changed";
    DPIA_CHANGED = "dpia_changed" / "dpia_changed", Undetermined, ["GDPR 35(1)"], [], "examen du besoin d’analyse d’impact modifié", "screening for an impact assessment changed";
    ALLOWANCE_ADDED = "allowance_added" / "allowance_removed", Undetermined, ["GDPR 5(2)"], [], "constat désormais admis", "finding now accepted";
    ALLOWANCE_REMOVED = "allowance_removed" / "allowance_added", Undetermined, ["GDPR 5(2)"], [], "constat qui n’est plus admis", "finding no longer accepted";
    ALLOWANCE_CHANGED = "allowance_changed" / "allowance_changed", Undetermined, ["GDPR 5(2)"], [], "motif d’un constat admis modifié", "acceptance of a finding changed";
}
