//! The numbers themselves: `id period since force source from event: French, English`.
//!
//! Not looked up again when they were written: CNIL 2002-001, 2002-017, 2006-067, 2021-122; C. trav. L3243-4, R1221-26; CSI L252-5; the first day of décret
//! 2021-1362.

use super::Statutory;
use crate::{Citation, Force};

/// The day up to which the numbers are known.
pub(super) const AS_OF: &str = "2026-02-09";

macro_rules! rows {
    ($($id:literal $period:literal $since:literal $force:ident $citation:literal from $from:literal: $fr:literal, $en:literal;)+) => {
        &[$(Statutory {
            id: $id,
            period: $period,
            since: $since,
            force: Force::$force,
            citation: Citation::from_static($citation),
            from: $from,
            what: ($fr, $en),
        },)+]
    };
}

pub(super) const TABLE: &[Statutory] = rows! {
    "request_response" "P1M" "2018-05-25" Law "GDPR 12(3)" from "request_received": "réponse à une demande", "answer to a request";
    "request_extension" "P2M" "2018-05-25" Law "GDPR 12(3)" from "request_due": "prolongation de la réponse", "extension of the answer";
    "request_refusal" "P1M" "2018-05-25" Law "GDPR 12(4)" from "request_received": "information sur un refus", "word of a refusal";
    "breach_notification" "PT72H" "2018-05-25" Law "GDPR 33(1)" from "breach_known": "notification d’une violation", "notification of a breach";
    // Retention that a law orders.
    "accounting_documents" "P10Y" "2000-09-21" Law "C. com. L123-22" from "fiscal_close": "documents comptables et pièces justificatives", "accounting documents and vouchers";
    "payslip_copy" "P5Y" "2008-05-01" Law "C. trav. L3243-4" from "recorded": "double des bulletins de paie", "the employer’s copy of payslips";
    "staff_register" "P5Y" "2008-05-01" Law "C. trav. R1221-26" from "contract_end": "registre unique du personnel", "staff register";
    "hosting_identity" "P5Y" "2021-10-21" Law "décret 2021-1362" from "contract_end": "identité civile de l’utilisateur d’un service en ligne", "civil identity of the user of an online service";
    "hosting_account" "P1Y" "2021-10-21" Law "décret 2021-1362" from "contract_end": "données de compte et de paiement d’un service en ligne", "account and payment data of an online service";
    "hosting_technical" "P1Y" "2021-10-21" Law "décret 2021-1362" from "connection": "données techniques de connexion", "technical data of a connection";
    "video_protection" "P1M" "2012-05-01" Law "CSI L252-5" from "recorded": "images de vidéoprotection", "pictures of video surveillance";
    // What the CNIL recommends.
    "tracker_choice" "P6M" "2020-10-01" Authority "CNIL 2020-092" from "choice": "choix relatif aux traceurs", "a choice on trackers";
    "audience_tracker" "P13M" "2020-10-01" Authority "CNIL 2020-092" from "first_set": "traceur de mesure d’audience exempté", "exempt audience tracker";
    "audience_data" "P25M" "2020-10-01" Authority "CNIL 2020-092" from "collected": "données d’un traceur de mesure d’audience exempté", "data of an exempt audience tracker";
    "prospect" "P3Y" "2022-02-03" Authority "CNIL 2021-131" from "last_contact": "prospects ; un seul nouveau contact au terme du délai", "prospects; one new contact at the end";
    "opposition_list" "P3Y" "2022-02-03" Authority "CNIL 2021-131" from "objection": "liste d’opposition à la prospection, au moins", "list of objections to marketing, at least";
    "applicant" "P2Y" "2002-03-21" Authority "CNIL 2002-017" from "last_contact": "candidats non retenus", "applicants who were not hired";
    "card_claims" "P13M" "2018-10-09" Authority "CNIL 2018-303" from "debit": "numéro de carte pour les réclamations, débit immédiat", "card number for claims, immediate debit";
    "card_claims_deferred" "P15M" "2018-10-09" Authority "CNIL 2018-303" from "debit": "numéro de carte pour les réclamations, débit différé", "card number for claims, deferred debit";
    "security_log" "P1Y" "2021-11-04" Authority "CNIL 2021-122" from "recorded": "journaux de sécurité, de six mois à un an", "security logs, six months to one year";
    // What the field does, after norms that lost their value on 25 May 2018: no text orders it.
    "call_recording" "P6M" "2018-05-25" Practice "CNIL 2014-474" from "recorded": "enregistrements d’appels au travail", "recordings of calls at work";
    "call_analysis" "P1Y" "2018-05-25" Practice "CNIL 2014-474" from "recorded": "documents d’analyse des appels", "analyses of calls";
    "badge_access" "P3M" "2018-05-25" Practice "CNIL 2002-001" from "recorded": "passages de badge", "passages by badge";
    "employee_location" "P2M" "2018-05-25" Practice "CNIL 2006-067" from "recorded": "géolocalisation des véhicules des salariés", "location of employees’ vehicles";
    // What a service keeps to prove that it kept its promises: as long as a personal action may be brought. No text fixes it.
    "own_consent_proof" "P5Y" "2008-06-19" Practice "C. civ. 2224" from "withdrawal": "preuve du consentement", "proof of consent";
    "own_request_file" "P5Y" "2008-06-19" Practice "C. civ. 2224" from "request_closed": "dossier d’une demande", "file of a request";
    "own_certificate" "P5Y" "2008-06-19" Practice "C. civ. 2224" from "recorded": "procès-verbal d’effacement", "certificate of erasure";
};
