//! Kinds of change to purposes, their bases and consent.

use super::{Kind, kind_table};

kind_table! {
    PURPOSE_ADDED = "purpose_added" / "purpose_removed", Wider, ["GDPR 5(1)(b)", "GDPR 30(1)(b)"], [ReviewDpia], "nouvelle finalité", "new purpose";
    PURPOSE_REMOVED = "purpose_removed" / "purpose_added", Stricter, ["GDPR 5(1)(b)", "GDPR 30(1)(b)"], [UpdateNotice], "finalité retirée", "purpose gone";
    PURPOSE_CHANGED = "purpose_changed" / "purpose_changed", Undetermined, ["GDPR 5(1)(b)", "GDPR 6(4)"], [ReviewDpia], "finalité modifiée", "purpose changed";
    BASIS_CHANGED = "basis_changed" / "basis_changed", Undetermined, ["GDPR 6(1)", "GDPR 13(1)(c)"], [UpdateNotice], "base légale modifiée", "legal basis changed";
    BASIS_NO_LONGER_CONSENT = "basis_no_longer_consent" / "basis_now_consent", Wider, ["GDPR 6(1)", "GDPR 13(1)(c)"], [UpdateNotice], "le consentement n’est plus la base légale", "consent is no longer the legal basis";
    BASIS_NOW_CONSENT = "basis_now_consent" / "basis_no_longer_consent", Stricter, ["GDPR 6(1)(a)", "GDPR 13(1)(c)"], [UpdateNotice, AskConsent], "le consentement devient la base légale", "consent becomes the legal basis";
    JUSTIFICATION_CHANGED = "justification_changed" / "justification_changed", Neutral, ["GDPR 5(2)"], [], "justification modifiée", "justification changed";
    BALANCING_TOLD = "balancing_told" / "balancing_no_longer_told", Stricter, ["GDPR 6(1)(f)"], [], "mise en balance des intérêts indiquée", "assessment of interests told";
    BALANCING_NO_LONGER_TOLD = "balancing_no_longer_told" / "balancing_told", Wider, ["GDPR 6(1)(f)"], [], "mise en balance des intérêts plus indiquée", "assessment of interests no longer told";
    LAW_CITED = "law_cited" / "law_no_longer_cited", Neutral, ["GDPR 6(3)"], [], "texte de loi cité", "law cited";
    LAW_NO_LONGER_CITED = "law_no_longer_cited" / "law_cited", Neutral, ["GDPR 6(3)"], [], "texte de loi plus cité", "law no longer cited";
    MARKETING_STARTED = "marketing_started" / "marketing_stopped", Wider, ["GDPR 21(2)", "GDPR 21(4)"], [UpdateNotice], "la finalité devient de la prospection", "the purpose becomes direct marketing";
    MARKETING_STOPPED = "marketing_stopped" / "marketing_started", Stricter, ["GDPR 21(2)"], [], "la finalité n’est plus de la prospection", "the purpose is no longer direct marketing";
    CHANNEL_ADDED = "channel_added" / "channel_removed", Wider, ["2002/58/EC 13(1)"], [], "nouveau canal de communication", "new channel of communication";
    CHANNEL_REMOVED = "channel_removed" / "channel_added", Stricter, ["2002/58/EC 13(1)"], [], "canal de communication abandonné", "channel of communication given up";
    CONSENT_TERMS_ADDED = "consent_terms_added" / "consent_terms_removed", Stricter, ["GDPR 7"], [], "modalités du consentement indiquées", "terms of consent told";
    CONSENT_TERMS_REMOVED = "consent_terms_removed" / "consent_terms_added", Wider, ["GDPR 7"], [], "modalités du consentement plus indiquées", "terms of consent no longer told";
    CONSENT_VALIDITY_LONGER = "consent_validity_longer" / "consent_validity_shorter", Wider, ["GDPR 7(1)"], [UpdateNotice], "consentement valable plus longtemps", "consent holds longer";
    CONSENT_VALIDITY_SHORTER = "consent_validity_shorter" / "consent_validity_longer", Stricter, ["GDPR 7(1)"], [], "consentement valable moins longtemps", "consent holds for a shorter time";
    CONSENT_VALIDITY_CHANGED = "consent_validity_changed" / "consent_validity_changed", Undetermined, ["GDPR 7(1)"], [UpdateNotice], "durée du consentement modifiée", "validity of consent changed";
    CONFIRMATION_ASKED = "confirmation_asked" / "confirmation_dropped", Stricter, ["GDPR 7(1)"], [], "confirmation du consentement demandée", "consent is to be confirmed";
    CONFIRMATION_DROPPED = "confirmation_dropped" / "confirmation_asked", Wider, ["GDPR 7(1)"], [], "confirmation du consentement abandonnée", "consent need no longer be confirmed";
    MINIMUM_NOTICE_RAISED = "minimum_notice_raised" / "minimum_notice_lowered", Stricter, ["GDPR 7(1)"], [AskConsent], "les consentements donnés sous d’anciennes mentions ne valent plus", "consents given under earlier notices no longer hold";
    MINIMUM_NOTICE_LOWERED = "minimum_notice_lowered" / "minimum_notice_raised", Wider, ["GDPR 7(1)"], [], "des consentements donnés sous d’anciennes mentions valent de nouveau", "consents given under earlier notices hold again";
    WITHDRAWAL_TOLD = "withdrawal_told" / "withdrawal_no_longer_told", Stricter, ["GDPR 7(3)"], [], "moyen de retrait indiqué", "way of withdrawal told";
    WITHDRAWAL_NO_LONGER_TOLD = "withdrawal_no_longer_told" / "withdrawal_told", Wider, ["GDPR 7(3)"], [], "moyen de retrait plus indiqué", "way of withdrawal no longer told";
    WITHDRAWAL_CHANGED = "withdrawal_changed" / "withdrawal_changed", Undetermined, ["GDPR 7(3)"], [UpdateNotice], "moyen de retrait modifié", "way of withdrawal changed";
    CAMPAIGN_ADDED = "campaign_added" / "campaign_removed", Neutral, ["GDPR 7(1)"], [AskConsent], "nouvelle campagne de consentement", "new campaign that asks for consent";
    CAMPAIGN_REMOVED = "campaign_removed" / "campaign_added", Neutral, ["GDPR 7(1)"], [], "campagne de consentement retirée", "campaign that asks for consent gone";
    CAMPAIGN_CHANGED = "campaign_changed" / "campaign_changed", Undetermined, ["GDPR 7(1)"], [], "campagne de consentement modifiée", "campaign that asks for consent changed";
}
