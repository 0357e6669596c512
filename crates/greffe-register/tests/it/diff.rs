//! What changed, in legal terms.

use greffe_register::Register;
use greffe_register::diff::{Changes, Duty};
use greffe_terms::Lang;

fn register(text: &str) -> Register {
    Register::from_toml(&format!("organisation = {{ name = \"Atelier\" }}\n{text}")).unwrap()
}

pub(crate) fn between(before: &str, after: &str) -> Changes {
    register(after).changes_since(&register(before))
}

/// A record with these lines.
pub(crate) fn record(lines: &str) -> String {
    format!("[[processing]]\nref = \"A\"\nname = \"A\"\n{lines}")
}

pub(crate) fn summary(changes: &Changes) -> Vec<String> {
    let line = |change: &greffe_register::diff::Change| {
        format!(
            "{} {} {}",
            change.direction().code(),
            change.kind(),
            change.path()
        )
    };
    changes.iter().map(line).collect()
}

/// The changes there and back, for the way back is told as well.
#[track_caller]
pub(crate) fn changed(before: &str, after: &str, there: &[&str], back: &[&str]) {
    assert_eq!(summary(&between(before, after)), there);
    assert_eq!(summary(&between(after, before)), back);
}

#[track_caller]
pub(crate) fn record_changed(before: &str, after: &str, there: &[&str], back: &[&str]) {
    changed(&record(before), &record(after), there, back);
}

#[track_caller]
fn duties(before: &str, after: &str, expected: &[Duty]) {
    assert_eq!(between(before, after).duties(), expected);
}

#[test]
fn a_record_that_comes_and_one_that_is_a_draft() {
    changed(
        "",
        &record(""),
        &["wider processing_added processing[A]"],
        &["stricter processing_removed processing[A]"],
    );
    duties("", &record(""), &[Duty::UpdateNotice, Duty::ReviewDpia]);
    changed(
        "",
        &record("status = \"draft\""),
        &["neutral processing_added processing[A]"],
        &["neutral processing_removed processing[A]"],
    );
    record_changed(
        "status = \"draft\"",
        "",
        &["wider processing_started processing[A].status"],
        &["stricter processing_stopped processing[A].status"],
    );
    record_changed(
        "status = \"draft\"",
        "status = \"archived\"",
        &["neutral status_changed processing[A].status"],
        &["neutral status_changed processing[A].status"],
    );
}

#[test]
fn the_order_of_records_and_of_lists_means_nothing() {
    let [one, two] = ["One", "Two"].map(|name| {
        format!("[[processing]]\nref = \"{name}\"\nname = \"{name}\"\nsubjects = [\"users\", \"visitors\"]\n")
    });
    let turned = two.replace("\"users\", \"visitors\"", "\"visitors\", \"users\"");
    changed(&format!("{one}{two}"), &format!("{turned}{one}"), &[], &[]);
}

#[test]
fn a_new_purpose_is_told_to_the_persons_and_to_those_whose_data_others_gave() {
    let data =
        |source: &str| format!("data = [{{ category = \"identity\", source = \"{source}\" }}]\n");
    let purpose = "purpose = [{ id = \"letters\", basis = \"consent\" }]";
    for (source, told) in [
        ("provided", &[Duty::TellNewPurpose][..]),
        ("third_party", &[Duty::TellNewPurposeOfOthersData][..]),
    ] {
        let before = record(&data(source));
        let after = record(&format!("{}{purpose}", data(source)));
        changed(
            &before,
            &after,
            &["wider purpose_added processing[A].purpose[letters]"],
            &["stricter purpose_removed processing[A].purpose[letters]"],
        );
        let changes = between(&before, &after);
        assert_eq!(
            changes.duties(),
            [told, &[Duty::AskConsent, Duty::ReviewDpia]].concat()
        );
        let added = changes.iter().next().unwrap();
        assert!(added.tells_persons_of_purpose());
        assert!(added.asks_consent_anew());
        assert!(added.indicates_dpia_review());
    }
    // Nobody says where the data come from.
    let found = between(&record(""), &record(purpose));
    assert!(found.duties().contains(&Duty::TellNewPurpose));
    assert!(found.duties().contains(&Duty::TellNewPurposeOfOthersData));
}

#[test]
fn a_purpose_under_another_name_asks_for_consent_anew_where_it_rests_on_it() {
    let purpose = |name: &str, basis: &str| {
        record(&format!(
            "purpose = [{{ id = \"p\", name = \"{name}\", basis = \"{basis}\" }}]"
        ))
    };
    let there = ["undetermined purpose_changed processing[A].purpose[p].name"];
    changed(
        &purpose("Letters", "consent"),
        &purpose("Profiles", "consent"),
        &there,
        &there,
    );
    assert!(
        between(
            &purpose("Letters", "consent"),
            &purpose("Profiles", "consent")
        )
        .duties()
        .contains(&Duty::AskConsent)
    );
    assert!(
        !between(
            &purpose("Letters", "contract"),
            &purpose("Profiles", "contract")
        )
        .duties()
        .contains(&Duty::AskConsent)
    );
}

#[test]
fn a_basis_that_is_no_longer_consent_is_wider() {
    let purpose = |basis: &str| format!("purpose = [{{ id = \"p\", basis = {basis} }}]");
    let at = "processing[A].purpose[p].basis";
    record_changed(
        &purpose("\"consent\""),
        &purpose("\"legitimate_interests\""),
        &[&format!("wider basis_no_longer_consent {at}")],
        &[&format!("stricter basis_now_consent {at}")],
    );
    record_changed(
        &purpose("\"contract\""),
        &purpose("[\"contract\", \"legal_obligation\"]"),
        &[&format!("undetermined basis_changed {at}")],
        &[&format!("undetermined basis_changed {at}")],
    );
    record_changed(
        &purpose("[\"legal_obligation\", \"contract\"]"),
        &purpose("[\"contract\", \"legal_obligation\"]"),
        &[],
        &[],
    );
}

#[test]
fn the_terms_of_consent() {
    let purpose = |consent: &str| {
        record(&format!(
            "purpose = [{{ id = \"p\", basis = \"consent\", consent = {{ {consent} }} }}]"
        ))
    };
    let at = "processing[A].purpose[p].consent";
    for (before, after, there, back) in [
        (
            "validity = \"P6M\"",
            "validity = \"P1Y\"",
            "wider consent_validity_longer",
            "stricter consent_validity_shorter",
        ),
        // Without a validity a consent holds without limit.
        (
            "validity = \"P6M\"",
            "",
            "wider consent_validity_longer",
            "stricter consent_validity_shorter",
        ),
        (
            "validity = \"P1M\"",
            "validity = \"P30D\"",
            "undetermined consent_validity_changed",
            "undetermined consent_validity_changed",
        ),
        (
            "double_opt_in = true",
            "",
            "wider confirmation_dropped",
            "stricter confirmation_asked",
        ),
        (
            "",
            "minimum_notice = 2",
            "stricter minimum_notice_raised",
            "wider minimum_notice_lowered",
        ),
        (
            "minimum_notice = 2",
            "minimum_notice = 3",
            "stricter minimum_notice_raised",
            "wider minimum_notice_lowered",
        ),
        (
            "withdrawal = \"A link\"",
            "",
            "wider withdrawal_no_longer_told",
            "stricter withdrawal_told",
        ),
        (
            "",
            "campaign = { asked = 2026-03-01, deadline = 2026-04-01, if_silent = \"remove\" }",
            "neutral campaign_added",
            "neutral campaign_removed",
        ),
    ] {
        let key = [before, after].concat();
        let key = key.split(' ').next().unwrap();
        changed(
            &purpose(before),
            &purpose(after),
            &[&format!("{there} {at}.{key}")],
            &[&format!("{back} {at}.{key}")],
        );
    }
    duties(
        &purpose(""),
        &purpose("minimum_notice = 2"),
        &[Duty::AskConsent],
    );
}

#[test]
fn recipients_processors_and_transfers() {
    record_changed(
        "recipients = { external = \"none\" }",
        "recipients = { external = [\"A bank\"], processor = [\"A printer\"] }",
        &[
            "wider recipient_added processing[A].recipients.external[1]",
            "wider processor_added processing[A].recipients.processor[1]",
        ],
        &[
            "stricter recipient_removed processing[A].recipients.external[1]",
            "stricter processor_removed processing[A].recipients.processor[1]",
        ],
    );
    duties(
        &record("recipients = { processor = \"none\" }"),
        &record("recipients = { processor = [\"A printer\"] }"),
        &[Duty::UpdateNotice, Duty::ConcludeContract],
    );
    duties(
        &record("role = \"processor\"\nrecipients = { processor = \"none\" }"),
        &record("role = \"processor\"\nrecipients = { processor = [\"A printer\"] }"),
        &[Duty::ConcludeContract, Duty::TellControllers],
    );
    let transfer =
        |tool: &str| format!("transfers = [{{ recipient = \"A host\", country = \"US\"{tool} }}]");
    record_changed(
        "transfers = \"none\"",
        &transfer(""),
        &["wider transfer_added processing[A].transfers[1]"],
        &["stricter transfer_removed processing[A].transfers[1]"],
    );
    record_changed(
        &transfer(", tool = \"adequacy\""),
        &transfer(", tool = \"scc\""),
        &["undetermined transfer_tool_changed processing[A].transfers[1].tool"],
        &["undetermined transfer_tool_changed processing[A].transfers[1].tool"],
    );
    record_changed(
        &transfer(", tool = \"scc\""),
        &transfer(""),
        &["wider transfer_tool_no_longer_told processing[A].transfers[1].tool"],
        &["stricter transfer_tool_told processing[A].transfers[1].tool"],
    );
}

#[test]
fn sensitive_data_and_what_is_no_longer_excluded() {
    record_changed(
        "sensitive = \"none\"\nnot_processed = [\"nir\"]",
        "sensitive = [{ category = \"health\" }]",
        &[
            "wider sensitive_added processing[A].sensitive[1]",
            "wider exclusion_dropped processing[A].not_processed[1]",
        ],
        &[
            "stricter sensitive_removed processing[A].sensitive[1]",
            "stricter exclusion_said processing[A].not_processed[1]",
        ],
    );
}

#[test]
fn measures() {
    record_changed(
        "measures = { access = [\"Badges\", \"Keys\"], backup = true }",
        "measures = { access = [\"Badges\"], backup = [\"Each night\"] }",
        &[
            "neutral measures_detailed processing[A].measures.backup",
            "wider measure_dropped processing[A].measures.access[2]",
        ],
        &[
            "neutral measures_no_longer_detailed processing[A].measures.backup",
            "stricter measure_added processing[A].measures.access[2]",
        ],
    );
    let sheets = |done: &str| {
        format!("security = {{ framework = \"F\", sheets = [[\"done\", \"{done}\"]] }}")
    };
    changed(
        &sheets("done"),
        &sheets("optimising"),
        &["wider assessment_worse security.sheets"],
        &["stricter assessment_better security.sheets"],
    );
}

#[test]
fn how_rights_are_used() {
    changed(
        "requests = { rights = [\"access\", \"erasure\"], delay = \"P1M\", channels = [\"email\", \"post\"], identity_document = \"on_doubt\" }",
        "requests = { rights = [\"access\"], delay = \"P3M\", channels = [\"post\"], identity_document = \"always\" }",
        &[
            "wider right_no_longer_named requests.rights[2]",
            "wider answer_later requests.delay",
            "wider rights_channel_removed requests.channels[1]",
            "wider identity_document_demanded requests.identity_document",
        ],
        &[
            "stricter right_named requests.rights[2]",
            "stricter answer_sooner requests.delay",
            "stricter rights_channel_added requests.channels[1]",
            "stricter identity_document_no_longer_demanded requests.identity_document",
        ],
    );
}

#[test]
fn trackers() {
    let tracker = |lines: &str| {
        format!(
            "site = [{{ name = \"w.example\" }}]\ntracker = [{{ site = \"w.example\", name = \"_ga\", storage = \"cookie\"{lines} }}]"
        )
    };
    changed(
        &tracker(", consent = \"required\", lifetime = \"P6M\""),
        &tracker(", consent = \"none\", lifetime = \"P13M\""),
        &[
            "wider tracker_consent_dropped tracker[1].consent",
            "wider tracker_lives_longer tracker[1].lifetime",
        ],
        &[
            "stricter tracker_consent_asked tracker[1].consent",
            "stricter tracker_lives_shorter tracker[1].lifetime",
        ],
    );
    changed(
        "site = [{ name = \"w.example\" }]",
        &tracker(", consent = \"required\""),
        &["wider tracker_added tracker[1]"],
        &["stricter tracker_removed tracker[1]"],
    );
    changed(
        &tracker(", lifetime = \"session\""),
        &tracker(", lifetime = \"P1D\""),
        &["undetermined tracker_lifetime_changed tracker[1].lifetime"],
        &["undetermined tracker_lifetime_changed tracker[1].lifetime"],
    );
}

#[test]
fn a_notice_that_is_rewritten_under_its_version_is_a_defect() {
    let notice = |version: u32, wording: &str| {
        format!("[[notice]]\nid = \"n\"\nversion = {version}\nwording = \"{wording}\"\n")
    };
    let first = notice(1, "We keep your address.");
    changed(
        &first,
        &format!(
            "{first}{}",
            notice(2, "We keep your address and your name.")
        ),
        &["neutral notice_version_added notice[2]"],
        &["neutral notice_version_removed notice[2]"],
    );
    let rewritten = notice(1, "We keep your address and your name.");
    let changes = between(&first, &rewritten);
    assert_eq!(
        summary(&changes),
        ["undetermined notice_altered notice[n].wording"]
    );
    let altered = changes.iter().next().unwrap();
    assert!(altered.kind().is_defect());
    assert_eq!(altered.duties(), [Duty::RestoreVersion]);
    assert_eq!(
        altered.in_language(Lang::En),
        "undetermined notice_altered `notice[n].wording`: n, version 1: notice changed without a new version: \
         “We keep your address.”, now “We keep your address and your name.” (GDPR, Art. 5(2); GDPR, Art. 7(1))\n  \
         to do: put back the version that was shown and give this one a number of its own (GDPR, Art. 5(2))"
    );
}

#[test]
fn officers_breaches_and_assessments() {
    let with_dpo = |dpo: &str| {
        Register::from_toml(&format!("organisation = {{ name = \"A\", dpo = {dpo} }}")).unwrap()
    };
    let changes = with_dpo("\"none\"").changes_since(&with_dpo(
        "{ kind = \"internal\", contact = \"dpo@a.example\" }",
    ));
    assert_eq!(summary(&changes), ["wider dpo_removed organisation.dpo"]);
    let changes = with_dpo("{ kind = \"external\", contact = \"dpo@b.example\" }").changes_since(
        &with_dpo("{ kind = \"internal\", contact = \"dpo@a.example\" }"),
    );
    assert_eq!(
        summary(&changes),
        [
            "neutral dpo_changed organisation.dpo.kind",
            "neutral dpo_changed organisation.dpo.contact"
        ]
    );
    assert_eq!(changes.duties(), [Duty::UpdateNotice, Duty::TellAuthority]);

    changed(
        "breaches = \"none\"",
        "breach = [{ id = \"b\" }]",
        &[
            "neutral left_blank breaches",
            "undetermined breach_added breach[b]",
        ],
        &[
            "undetermined breach_removed breach[b]",
            "neutral filled_in breaches",
        ],
    );
    let dpia = |decision: &str| format!("dpia = [{{ scope = \"S\", decision = \"{decision}\" }}]");
    changed(
        &dpia("required"),
        &dpia("not_required"),
        &["wider dpia_no_longer_required dpia[1].decision"],
        &["stricter dpia_now_required dpia[1].decision"],
    );
}

#[test]
fn a_measure_with_its_owner_counts_by_its_status() {
    let sheets = |measure: &str| {
        format!("security = {{ framework = \"F\", sheets = [[\"blank\", {measure}]] }}")
    };
    changed(
        &sheets("\"setting_up\""),
        &sheets("{ status = \"done\", owner = \"IT\" }"),
        &["stricter assessment_better security.sheets"],
        &["wider assessment_worse security.sheets"],
    );
    changed(
        &sheets("\"done\""),
        &sheets("{ status = \"done\", owner = \"IT\" }"),
        &["undetermined assessment_changed security.sheets"],
        &["undetermined assessment_changed security.sheets"],
    );
}

#[test]
fn a_criterion_that_is_now_met_asks_for_another_look() {
    let dpia = |criteria: &str| {
        format!("dpia = [{{ id = \"d\", scope = \"S\", criteria = {{ c1 = {criteria} }} }}]")
    };
    let kind = ["undetermined dpia_criteria_changed dpia[d].criteria.c1"];
    changed(&dpia("false"), &dpia("true"), &kind, &kind);
    duties(&dpia("false"), &dpia("true"), &[Duty::ReviewDpia]);
}

#[test]
fn what_the_linter_may_let_pass() {
    let allow =
        |reason: &str| format!("allow = [{{ check = \"GRF-R110\", reason = \"{reason}\" }}]");
    changed(
        "",
        &allow("None so far"),
        &["undetermined allowance_added allow[1]"],
        &["undetermined allowance_removed allow[1]"],
    );
    changed(
        &allow("None so far"),
        &allow("Kept elsewhere"),
        &["undetermined allowance_changed allow[1].reason"],
        &["undetermined allowance_changed allow[1].reason"],
    );
}

#[test]
fn what_has_no_kind_of_its_own_is_reported_with_its_path() {
    record_changed(
        "storage = \"Paris\"",
        "storage = \"Lyon\"",
        &["undetermined changed processing[A].storage"],
        &["undetermined changed processing[A].storage"],
    );
    changed(
        "",
        "requests = {}",
        &["neutral filled_in requests"],
        &["neutral left_blank requests"],
    );
    record_changed(
        "software = \"none\"",
        "software = [\"A tool\"]",
        &["undetermined added processing[A].software[1]"],
        &["undetermined removed processing[A].software[1]"],
    );
    record_changed(
        "",
        "transfers = \"not_applicable\"",
        &["neutral filled_in processing[A].transfers"],
        &["neutral left_blank processing[A].transfers"],
    );
}
