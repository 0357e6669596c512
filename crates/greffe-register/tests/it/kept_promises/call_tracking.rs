//! What a vendor of call tracking promises of its application: three years, the newest calls of a key, and where no length is stated.

use std::num::NonZeroU32;

use greffe_retention::{Effect, Event, Fate, KeepLatest, Limit, Missing};

use super::promise::Promise;

promises! { "call-tracking";

    fn f001_072_application_data_go_three_years_after_the_last_use(
        rule: "FR-002/identity", "FR-003/identity", "FR-004/call-journal", "FR-009/email-volumes",
              "FR-013/connection",
    ) {
        rule.given("last_use=2024-02-29").kept_through("2027-02-28").due_on("2027-03-01");
        rule.given("last_use=2021-02-28").kept_through("2024-02-28").due_on("2024-02-29");
        rule.given("").undetermined_on("2050-01-01", Missing::Event(Event::LastUse));
    }

    fn f001_072_a_customer_goes_three_years_after_the_later_of_use_and_solicitation(rule: "FR-001/identity") {
        rule.given("last_use=2023-05-31").kept_through("2026-05-31").due_on("2026-06-01");
        rule.given("last_use=2023-05-31 last_contact=2024-02-29")
            .kept_through("2027-02-28").due_on("2027-03-01");
        rule.given("last_use=2024-02-29 last_contact=2023-05-31")
            .kept_through("2027-02-28").due_on("2027-03-01");
    }

    fn f001_072_a_support_case_goes_three_years_after_the_later_of_use_and_request(rule: "FR-010/identity") {
        rule.given("last_use=2023-05-31").kept_through("2026-05-31").due_on("2026-06-01");
        rule.given("last_use=2023-05-31 support_request=2023-11-30")
            .kept_through("2026-11-30").due_on("2026-12-01");
    }

    fn f001_072_a_prospect_goes_three_years_after_the_last_solicitation(rule: "FR-007/identity") {
        // The form is the first one.
        rule.given("collected=2023-01-31").kept_through("2026-01-31").due_on("2026-02-01");
        for contact in ["link_clicked", "document_requested", "meeting", "phone_exchange", "email_exchange"] {
            rule.given(&format!("collected=2023-01-31 {contact}=2024-02-29"))
                .kept_through("2027-02-28").due_on("2027-03-01");
        }
        rule.given("collected=2023-01-31 email_opened=2025-06-30")
            .kept_through("2026-01-31").due_on("2026-02-01");
    }

    fn f001_072_the_answers_of_a_landing_page_go_three_years_after_the_later_of_form_and_use(
        rule: "FR-014/identity",
    ) {
        rule.given("collected=2022-12-31").kept_through("2025-12-31").due_on("2026-01-01");
        rule.given("collected=2022-12-31 last_use=2024-02-29")
            .kept_through("2027-02-28").due_on("2027-03-01");
    }

    fn f001_073_no_customer_changes_the_three_years(
        rule: "FR-001/identity", "FR-002/identity", "FR-003/identity", "FR-004/call-journal",
              "FR-007/identity", "FR-009/email-volumes", "FR-010/identity", "FR-013/connection",
              "FR-014/identity",
    ) {
        rule.given("collected=2024-02-29 last_use=2024-02-29 set:customer=P10Y")
            .kept_through("2027-02-28").due_on("2027-03-01");
    }

    fn f001_074_after_three_years_both_database_and_disk_are_cleared(
        rule: "FR-001/identity", "FR-002/identity", "FR-003/identity", "FR-004/call-journal",
              "FR-007/identity", "FR-009/email-volumes", "FR-010/identity", "FR-013/connection",
              "FR-014/identity",
    ) {
        rule.reaches(&[Effect::Database, Effect::Files]);
    }

    fn f001_102_the_25_newest_api_calls_of_a_key_stay_in_the_database(rule: "FR-003/api-logs") {
        the_26th_call_of_a_key_pushes_out_the_first(&rule);
    }

    fn f001_102_how_long_api_calls_stay_on_disk_is_not_stated(rule: "FR-003/api-logs") {
        rule.once_moved().given("recorded=2018-05-25").undetermined_on("2050-01-01", Missing::Length);
    }

    fn f001_103_no_customer_changes_the_25_api_calls(rule: "FR-003/api-logs") {
        rule.given("outranked=2024-02-29 set:customer=P10Y")
            .kept_through("2024-02-28").due_for("2024-02-29", to_disk(&rule));
    }

    fn f001_104_api_calls_act_on_both_database_and_disk(rule: "FR-003/api-logs") {
        rule.reaches(&[Effect::Database, Effect::Files]);
    }

    fn f001_107_the_25_newest_webhook_calls_of_a_key_stay_in_the_database(rule: "FR-003/webhook-logs") {
        the_26th_call_of_a_key_pushes_out_the_first(&rule);
    }

    fn f001_107_how_long_webhook_calls_stay_on_disk_is_not_stated(rule: "FR-003/webhook-logs") {
        rule.once_moved().given("recorded=2018-05-25").undetermined_on("2050-01-01", Missing::Length);
    }

    fn f001_108_no_customer_changes_the_25_webhook_calls(rule: "FR-003/webhook-logs") {
        rule.given("outranked=2024-02-29 set:customer=P10Y")
            .kept_through("2024-02-28").due_for("2024-02-29", to_disk(&rule));
    }

    fn f001_109_webhook_calls_act_on_both_database_and_disk(rule: "FR-003/webhook-logs") {
        rule.reaches(&[Effect::Database, Effect::Files]);
    }

    fn f001_029_no_length_is_stated_for_invoices(rule: "FR-006/economic") {
        rule.given("recorded=2018-05-10").undetermined_on("2050-01-01", Missing::Length);
    }

    fn f001_039_no_length_is_stated_for_payments(rule: "FR-008/economic") {
        rule.given("recorded=2019-03-12").undetermined_on("2050-01-01", Missing::Length);
    }

    fn f001_059_no_length_is_stated_for_payroll(rule: "FR-012/economic") {
        rule.given("recorded=2019-12-12").undetermined_on("2050-01-01", Missing::Length);
    }
}

/// A call a day from 4 February 2024 on: the 26th comes on 29 February.
fn the_26th_call_of_a_key_pushes_out_the_first(rule: &Promise) {
    let Limit::Latest { count, per } = rule.rule.stages()[0].limit() else {
        panic!("not the newest ones");
    };
    assert_eq!((*count, &**per), (NonZeroU32::new(25).unwrap(), "api_key"));
    let mut newest = KeepLatest::new(*count);
    for call in 4..=28 {
        assert_eq!(newest.push("key-a", call, call), None);
    }
    assert_eq!(
        newest.push("key-b", 29, 99),
        None,
        "another key has calls of its own"
    );
    assert_eq!(newest.push("key-a", 29, 29), Some(4));

    rule.given("outranked=2024-02-29")
        .kept_through("2024-02-28")
        .due_for("2024-02-29", to_disk(rule));
    rule.given("among_the_newest")
        .open_on("2050-01-01", Event::Outranked);
    rule.given("recorded=2018-05-25")
        .undetermined_on("2050-01-01", Missing::Rank);
}

fn to_disk(rule: &Promise) -> Fate {
    let fate = rule.rule.fate().clone();
    assert!(matches!(&fate, Fate::MoveTo { to, .. } if &**to == "disk"));
    fate
}
