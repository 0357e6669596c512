//! What a difference means, by its place.

use super::{Found, data, purposes, records, retention, security, sharing, web};
use crate::diff::{Change, Kind, kind as k};

/// How the changes of a place are told.
pub(super) enum Meaning {
    /// By whether the value came, went or changed.
    Presence {
        added: &'static Kind,
        removed: &'static Kind,
        changed: &'static Kind,
    },
    /// By what it says.
    Told(fn(&Found<'_, '_>, &mut Vec<Change>)),
}

/// The first row whose place fits.
pub(super) fn meaning_of(pattern: &str) -> Option<&'static Meaning> {
    let row = TABLE.iter().find(|(place, _)| fits(place, pattern))?;
    Some(&row.1)
}

/// Whether a place of the table fits a pattern: `*` stands for one key, `**` at the end for everything below and the place itself.
fn fits(place: &str, pattern: &str) -> bool {
    let mut keys = pattern.split('.');
    for wanted in place.split('.') {
        if wanted == "**" {
            return true;
        }
        let Some(key) = keys.next() else { return false };
        let fits = match wanted {
            "*" => !key.ends_with("[]"),
            "*[]" => key.ends_with("[]"),
            wanted => wanted == key,
        };
        if !fits {
            return false;
        }
    }
    keys.next().is_none()
}

const fn comes_and_goes(
    added: &'static Kind,
    removed: &'static Kind,
    changed: &'static Kind,
) -> Meaning {
    Meaning::Presence {
        added,
        removed,
        changed,
    }
}

/// A value whose first statement is no more than that.
const fn changes(kind: &'static Kind) -> Meaning {
    comes_and_goes(k::FILLED_IN, k::LEFT_BLANK, kind)
}

/// A value every difference of which is of one kind.
const fn is(kind: &'static Kind) -> Meaning {
    comes_and_goes(kind, kind, kind)
}

const TABLE: &[(&str, Meaning)] = &[
    ("version.**", is(k::VERSION_CHANGED)),
    (
        "organisation.dpo",
        comes_and_goes(k::DPO_ADDED, k::DPO_REMOVED, k::DPO_CHANGED),
    ),
    ("organisation.dpo.**", is(k::DPO_CHANGED)),
    (
        "organisation.representative",
        comes_and_goes(
            k::REPRESENTATIVE_ADDED,
            k::REPRESENTATIVE_REMOVED,
            k::REPRESENTATIVE_CHANGED,
        ),
    ),
    (
        "organisation.representative.**",
        is(k::REPRESENTATIVE_CHANGED),
    ),
    ("organisation.zone", is(k::CALENDAR_CHANGED)),
    ("organisation.fiscal_year.**", is(k::CALENDAR_CHANGED)),
    ("organisation.name", is(k::CONTROLLER_CHANGED)),
    ("organisation.address", changes(k::CONTROLLER_CHANGED)),
    ("organisation.contact", changes(k::CONTROLLER_CHANGED)),
    ("organisation.website", changes(k::CONTROLLER_CHANGED)),
    ("organisation.country", changes(k::CONTROLLER_CHANGED)),
    (
        "requests.rights[]",
        comes_and_goes(k::RIGHT_NAMED, k::RIGHT_NO_LONGER_NAMED, k::CHANGED),
    ),
    ("requests.delay", Meaning::Told(records::answer_time)),
    ("requests.counted_from", changes(k::ANSWER_TIME_CHANGED)),
    (
        "requests.channels[]",
        comes_and_goes(
            k::RIGHTS_CHANNEL_ADDED,
            k::RIGHTS_CHANNEL_REMOVED,
            k::CHANGED,
        ),
    ),
    (
        "requests.identity_document",
        Meaning::Told(records::identity_document),
    ),
    ("requests.contact", changes(k::RIGHTS_CONTACT_CHANGED)),
    ("requests.contacts.*", is(k::RIGHTS_CONTACT_CHANGED)),
    (
        "request[]",
        comes_and_goes(k::REQUEST_LOGGED, k::REQUEST_UNLOGGED, k::REQUEST_UPDATED),
    ),
    ("request[].**", is(k::REQUEST_UPDATED)),
    (
        "backups.*",
        comes_and_goes(
            k::BACKUP_SERIES_ADDED,
            k::BACKUP_SERIES_REMOVED,
            k::BACKUPS_CHANGED,
        ),
    ),
    ("backups.*.keep", Meaning::Told(security::backup_kept)),
    ("backups.*.every", changes(k::BACKUPS_CHANGED)),
    ("processing[]", Meaning::Told(records::processing)),
    ("processing[].name", is(k::PROCESSING_RENAMED)),
    ("processing[].role", changes(k::ROLE_CHANGED)),
    ("processing[].status", Meaning::Told(records::status)),
    ("processing[].created", is(k::RECORD_DATED)),
    ("processing[].updated", is(k::RECORD_DATED)),
    ("processing[].reviewed", is(k::RECORD_DATED)),
    ("processing[].next_review", is(k::RECORD_DATED)),
    ("processing[].author", is(k::RECORD_DATED)),
    ("processing[].version", is(k::RECORD_DATED)),
    (
        "processing[].joint_controllers[]",
        comes_and_goes(
            k::JOINT_CONTROLLER_ADDED,
            k::JOINT_CONTROLLER_REMOVED,
            k::JOINT_CONTROLLER_CHANGED,
        ),
    ),
    (
        "processing[].joint_controllers[].**",
        is(k::JOINT_CONTROLLER_CHANGED),
    ),
    (
        "processing[].clients[]",
        comes_and_goes(k::CLIENT_ADDED, k::CLIENT_REMOVED, k::CHANGED),
    ),
    (
        "processing[].instructions",
        changes(k::INSTRUCTIONS_CHANGED),
    ),
    (
        "processing[].end_of_services.**",
        is(k::END_OF_SERVICES_CHANGED),
    ),
    (
        "processing[].subjects[]",
        comes_and_goes(k::SUBJECTS_ADDED, k::SUBJECTS_REMOVED, k::SUBJECTS_CHANGED),
    ),
    ("processing[].subjects[].**", is(k::SUBJECTS_CHANGED)),
    (
        "processing[].automated_decisions[]",
        comes_and_goes(
            k::AUTOMATED_DECISION_ADDED,
            k::AUTOMATED_DECISION_REMOVED,
            k::AUTOMATED_DECISION_CHANGED,
        ),
    ),
    (
        "processing[].automated_decisions[].**",
        is(k::AUTOMATED_DECISION_CHANGED),
    ),
    (
        "processing[].rights[]",
        comes_and_goes(k::RIGHT_NAMED, k::RIGHT_NO_LONGER_NAMED, k::CHANGED),
    ),
    ("processing[].public", Meaning::Told(records::public)),
    ("processing[].purpose[]", Meaning::Told(purposes::purpose)),
    ("processing[].purpose[].name", Meaning::Told(purposes::name)),
    (
        "processing[].purpose[].basis",
        Meaning::Told(purposes::basis),
    ),
    (
        "processing[].purpose[].justification",
        changes(k::JUSTIFICATION_CHANGED),
    ),
    (
        "processing[].purpose[].balancing",
        comes_and_goes(
            k::BALANCING_TOLD,
            k::BALANCING_NO_LONGER_TOLD,
            k::JUSTIFICATION_CHANGED,
        ),
    ),
    (
        "processing[].purpose[].law[]",
        comes_and_goes(k::LAW_CITED, k::LAW_NO_LONGER_CITED, k::CHANGED),
    ),
    (
        "processing[].purpose[].marketing",
        Meaning::Told(purposes::marketing),
    ),
    (
        "processing[].purpose[].channels[]",
        Meaning::Told(purposes::channel),
    ),
    (
        "processing[].purpose[].consent",
        comes_and_goes(k::CONSENT_TERMS_ADDED, k::CONSENT_TERMS_REMOVED, k::CHANGED),
    ),
    (
        "processing[].purpose[].consent.validity",
        Meaning::Told(purposes::validity),
    ),
    (
        "processing[].purpose[].consent.double_opt_in",
        Meaning::Told(purposes::confirmation),
    ),
    (
        "processing[].purpose[].consent.minimum_notice",
        Meaning::Told(purposes::minimum_notice),
    ),
    (
        "processing[].purpose[].consent.withdrawal",
        comes_and_goes(
            k::WITHDRAWAL_TOLD,
            k::WITHDRAWAL_NO_LONGER_TOLD,
            k::WITHDRAWAL_CHANGED,
        ),
    ),
    (
        "processing[].purpose[].consent.campaign",
        comes_and_goes(k::CAMPAIGN_ADDED, k::CAMPAIGN_REMOVED, k::CAMPAIGN_CHANGED),
    ),
    (
        "processing[].purpose[].consent.campaign.**",
        is(k::CAMPAIGN_CHANGED),
    ),
    (
        "processing[].data[]",
        comes_and_goes(k::DATA_ADDED, k::DATA_REMOVED, k::DATA_CATEGORY_CHANGED),
    ),
    ("processing[].data[].category", is(k::DATA_CATEGORY_CHANGED)),
    (
        "processing[].data[].detail",
        changes(k::DATA_DETAIL_CHANGED),
    ),
    (
        "processing[].data[].fields[]",
        comes_and_goes(k::FIELD_ADDED, k::FIELD_REMOVED, k::CHANGED),
    ),
    ("processing[].data[].sealed[]", Meaning::Told(data::sealed)),
    (
        "processing[].data[].sealed[].type",
        is(k::SEALED_FORM_CHANGED),
    ),
    (
        "processing[].data[].held_in[]",
        comes_and_goes(k::HOLDER_ADDED, k::HOLDER_REMOVED, k::CHANGED),
    ),
    (
        "processing[].data[].source",
        changes(k::DATA_SOURCE_CHANGED),
    ),
    (
        "processing[].data[].mandatory",
        Meaning::Told(data::mandatory),
    ),
    (
        "processing[].data[].retention",
        Meaning::Told(retention::retention),
    ),
    ("processing[].source", changes(k::DATA_SOURCE_CHANGED)),
    (
        "processing[].recipients.internal[]",
        comes_and_goes(
            k::INTERNAL_RECIPIENT_ADDED,
            k::INTERNAL_RECIPIENT_REMOVED,
            k::RECIPIENT_CHANGED,
        ),
    ),
    (
        "processing[].recipients.processor[]",
        Meaning::Told(sharing::processor),
    ),
    (
        "processing[].recipients.third_country[]",
        comes_and_goes(
            k::THIRD_COUNTRY_RECIPIENT_ADDED,
            k::THIRD_COUNTRY_RECIPIENT_REMOVED,
            k::RECIPIENT_CHANGED,
        ),
    ),
    (
        "processing[].recipients.*[]",
        comes_and_goes(
            k::RECIPIENT_ADDED,
            k::RECIPIENT_REMOVED,
            k::RECIPIENT_CHANGED,
        ),
    ),
    (
        "processing[].recipients.*[].country",
        is(k::RECIPIENT_COUNTRY_CHANGED),
    ),
    ("processing[].recipients.*[].**", is(k::RECIPIENT_CHANGED)),
    (
        "processing[].transfers[]",
        comes_and_goes(k::TRANSFER_ADDED, k::TRANSFER_REMOVED, k::CHANGED),
    ),
    (
        "processing[].transfers[].tool",
        comes_and_goes(
            k::TRANSFER_TOOL_TOLD,
            k::TRANSFER_TOOL_NO_LONGER_TOLD,
            k::TRANSFER_TOOL_CHANGED,
        ),
    ),
    (
        "processing[].transfers[].document",
        comes_and_goes(
            k::TRANSFER_PROOF_ADDED,
            k::TRANSFER_PROOF_REMOVED,
            k::TRANSFER_PROOF_CHANGED,
        ),
    ),
    (
        "processing[].transfers[].assessment",
        comes_and_goes(
            k::TRANSFER_PROOF_ADDED,
            k::TRANSFER_PROOF_REMOVED,
            k::TRANSFER_PROOF_CHANGED,
        ),
    ),
    (
        "processing[].transfers[].authority_told",
        is(k::TRANSFER_PROOF_CHANGED),
    ),
    (
        "processing[].transfers[].persons_told",
        is(k::TRANSFER_PROOF_CHANGED),
    ),
    (
        "processing[].sensitive[]",
        comes_and_goes(k::SENSITIVE_ADDED, k::SENSITIVE_REMOVED, k::CHANGED),
    ),
    (
        "processing[].sensitive[].condition",
        Meaning::Told(data::condition),
    ),
    (
        "processing[].not_processed[]",
        comes_and_goes(k::EXCLUSION_SAID, k::EXCLUSION_DROPPED, k::CHANGED),
    ),
    ("processing[].measures.*", Meaning::Told(security::measures)),
    (
        "processing[].measures.*[]",
        comes_and_goes(k::MEASURE_ADDED, k::MEASURE_DROPPED, k::CHANGED),
    ),
    (
        "contract[]",
        comes_and_goes(k::CONTRACT_ADDED, k::CONTRACT_REMOVED, k::CONTRACT_CHANGED),
    ),
    ("contract[].clauses.*", Meaning::Told(sharing::clause)),
    (
        "contract[].authorisation",
        changes(k::AUTHORISATION_CHANGED),
    ),
    (
        "contract[].sub_processors[]",
        comes_and_goes(
            k::RECIPIENT_ADDED,
            k::RECIPIENT_REMOVED,
            k::RECIPIENT_CHANGED,
        ),
    ),
    (
        "contract[].sub_processors[].country",
        is(k::RECIPIENT_COUNTRY_CHANGED),
    ),
    ("contract[].sub_processors[].**", is(k::RECIPIENT_CHANGED)),
    ("contract[].**", is(k::CONTRACT_CHANGED)),
    (
        "notice[]",
        comes_and_goes(
            k::NOTICE_VERSION_ADDED,
            k::NOTICE_VERSION_REMOVED,
            k::NOTICE_ALTERED,
        ),
    ),
    ("notice[].wording", changes(k::NOTICE_ALTERED)),
    ("notice[].published", changes(k::NOTICE_ALTERED)),
    ("notice[].purposes[]", is(k::NOTICE_ALTERED)),
    ("notice[].place", is(k::NOTICE_PLACE_CHANGED)),
    ("notice[].url", is(k::NOTICE_PLACE_CHANGED)),
    ("site[].refuse_as_easy", Meaning::Told(web::refusal)),
    ("tracker[]", Meaning::Told(web::tracker)),
    ("tracker[].active", Meaning::Told(web::active)),
    ("tracker[].consent", Meaning::Told(web::consent)),
    ("tracker[].lifetime", Meaning::Told(web::lifetime)),
    ("tracker[].purposes[]", Meaning::Told(web::purpose)),
    (
        "tracker[].keys[]",
        comes_and_goes(k::TRACKER_KEY_ADDED, k::TRACKER_KEY_REMOVED, k::CHANGED),
    ),
    ("tracker[].party", changes(k::TRACKER_OWNER_CHANGED)),
    ("tracker[].provider", changes(k::TRACKER_OWNER_CHANGED)),
    ("tracker[].exemption", is(k::EXEMPTION_CHANGED)),
    (
        "collection_mode[]",
        comes_and_goes(k::MODE_ADDED, k::MODE_REMOVED, k::CHANGED),
    ),
    ("collection_mode[].consent", Meaning::Told(web::consent)),
    ("collection_mode[].cookie", Meaning::Told(web::storage)),
    (
        "collection_mode[].local_storage",
        Meaning::Told(web::storage),
    ),
    (
        "collection_mode[].probabilistic",
        Meaning::Told(web::fallback),
    ),
    (
        "collection_mode[].collects[]",
        comes_and_goes(k::COLLECTED_ADDED, k::COLLECTED_REMOVED, k::CHANGED),
    ),
    ("collection_mode[].exemption", is(k::EXEMPTION_CHANGED)),
    ("security.sheets", Meaning::Told(security::sheets)),
    ("breach_procedure.**", is(k::BREACH_PROCEDURE_CHANGED)),
    (
        "breach[]",
        comes_and_goes(k::BREACH_ADDED, k::BREACH_REMOVED, k::BREACH_CHANGED),
    ),
    ("breach[].**", is(k::BREACH_CHANGED)),
    (
        "dpia[]",
        comes_and_goes(
            k::DPIA_SCREENING_ADDED,
            k::DPIA_SCREENING_REMOVED,
            k::DPIA_CHANGED,
        ),
    ),
    ("dpia[].decision", Meaning::Told(security::dpia_decision)),
    ("dpia[].criteria.**", is(k::DPIA_CRITERIA_CHANGED)),
    ("dpia[].required_list.**", is(k::DPIA_CRITERIA_CHANGED)),
    ("dpia[].required_list[]", is(k::DPIA_CRITERIA_CHANGED)),
    ("dpia[].exempt_list.**", is(k::DPIA_CRITERIA_CHANGED)),
    ("dpia[].exempt_list[]", is(k::DPIA_CRITERIA_CHANGED)),
    ("dpia[].**", is(k::DPIA_CHANGED)),
    (
        "allow[]",
        comes_and_goes(
            k::ALLOWANCE_ADDED,
            k::ALLOWANCE_REMOVED,
            k::ALLOWANCE_CHANGED,
        ),
    ),
    ("allow[].**", is(k::ALLOWANCE_CHANGED)),
];
