//! What a vendor of call tracking promises of files, recordings, visits and mail: days, some of which a customer sets.

use greffe_retention::{Effect, Missing};

promises! { "call-tracking";

    fn f001_077_lists_of_missed_calls_go_after_seven_days(rule: "FR-004/missed-calls") {
        rule.given("recorded=2024-02-26").kept_through("2024-03-04").due_on("2024-03-05");
        rule.given("recorded=2026-02-26").kept_through("2026-03-05").due_on("2026-03-06");
    }

    fn f001_078_no_customer_changes_the_seven_days_of_missed_calls(rule: "FR-004/missed-calls") {
        rule.given("recorded=2024-02-26 set:customer=P90D").kept_through("2024-03-04").due_on("2024-03-05");
    }

    fn f001_079_missed_calls_act_on_the_disk_alone(rule: "FR-004/missed-calls") {
        rule.reaches(&[Effect::Files]);
    }

    fn f001_082_summary_reports_go_after_seven_days(rule: "FR-004/reports") {
        rule.given("recorded=2025-12-28").kept_through("2026-01-04").due_on("2026-01-05");
    }

    fn f001_083_no_customer_changes_the_seven_days_of_reports(rule: "FR-004/reports") {
        rule.given("recorded=2025-12-28 set:customer=P1D").kept_through("2026-01-04").due_on("2026-01-05");
    }

    fn f001_084_reports_act_on_the_disk_alone(rule: "FR-004/reports") {
        rule.reaches(&[Effect::Files]);
    }

    fn f001_087_sftp_extracts_go_after_25_days_unless_set(rule: "FR-004/sftp-extracts") {
        rule.given("recorded=2024-02-05").kept_through("2024-03-01").due_on("2024-03-02");
        rule.given("recorded=2026-02-05").kept_through("2026-03-02").due_on("2026-03-03");
    }

    fn f001_088_sftp_extracts_stay_as_long_as_the_customer_sets(rule: "FR-004/sftp-extracts") {
        rule.given("recorded=2024-02-05 set:customer=P90D").kept_through("2024-05-05").due_on("2024-05-06");
        rule.given("recorded=2024-02-28 set:customer=P1D").kept_through("2024-02-29").due_on("2024-03-01");
    }

    fn f001_089_sftp_extracts_act_on_the_disk_alone(rule: "FR-004/sftp-extracts") {
        rule.reaches(&[Effect::Files]);
    }

    fn f001_092_recordings_go_after_25_days_unless_set(rule: "FR-011/recordings") {
        rule.given("recorded=2025-12-07").kept_through("2026-01-01").due_on("2026-01-02");
    }

    fn f001_093_recordings_stay_as_long_as_the_customer_sets(rule: "FR-011/recordings") {
        rule.given("recorded=2026-01-31 set:customer=P1M").kept_through("2026-02-28").due_on("2026-03-01");
        rule.given("recorded=2025-12-31 set:customer=P1D").kept_through("2026-01-01").due_on("2026-01-02");
    }

    fn f001_094_recordings_act_on_the_disk_alone(rule: "FR-011/recordings") {
        rule.reaches(&[Effect::Files]);
    }

    fn f001_097_voicemails_go_after_25_days_unless_set(rule: "FR-011/voicemails") {
        rule.given("recorded=2026-02-03").kept_through("2026-02-28").due_on("2026-03-01");
        rule.given("recorded=2024-02-04").kept_through("2024-02-29").due_on("2024-03-01");
    }

    fn f001_098_voicemails_stay_as_long_as_the_customer_sets(rule: "FR-011/voicemails") {
        rule.given("recorded=2024-01-31 set:customer=P1M").kept_through("2024-02-29").due_on("2024-03-01");
    }

    fn f001_099_voicemails_act_on_the_disk_alone(rule: "FR-011/voicemails") {
        rule.reaches(&[Effect::Files]);
    }

    fn f001_112_visits_go_after_30_days_unless_set(rule: "FR-005/visitor-events", "FR-005/tracking-ids") {
        rule.given("recorded=2024-01-31").kept_through("2024-03-01").due_on("2024-03-02");
        rule.given("recorded=2026-01-31").kept_through("2026-03-02").due_on("2026-03-03");
    }

    fn f001_113_visits_stay_as_long_as_the_customer_lets_the_cookie_live(
        rule: "FR-005/visitor-events", "FR-005/tracking-ids",
    ) {
        rule.given("recorded=2026-01-31 set:customer=P13M").kept_through("2027-02-28").due_on("2027-03-01");
        rule.given("recorded=2025-11-30 set:customer=P3M").kept_through("2026-02-28").due_on("2026-03-01");
    }

    fn f001_114_visits_act_on_the_database_alone(rule: "FR-005/visitor-events", "FR-005/tracking-ids") {
        rule.reaches(&[Effect::Database]);
    }

    fn f001_117_mail_goes_after_25_days_where_its_content_is_collected(rule: "FR-009/emails") {
        rule.given("recorded=2024-02-05 setting:content_collected=on")
            .kept_through("2024-03-01").due_on("2024-03-02");
        // Where it is not collected, or nobody knows, the promise says nothing.
        let setting = || "content_collected".into();
        let off = Missing::ApplicableRule { setting: setting() };
        rule.given("recorded=2024-02-05 setting:content_collected=off").undetermined_on("2050-01-01", off);
        rule.given("recorded=2024-02-05").undetermined_on("2050-01-01", Missing::Setting(setting()));
    }

    fn f001_118_mail_stays_as_long_as_the_customer_sets(rule: "FR-009/emails") {
        rule.given("recorded=2025-11-02 setting:content_collected=on set:customer=P60D")
            .kept_through("2026-01-01").due_on("2026-01-02");
    }

    fn f001_119_mail_acts_on_both_database_and_disk(rule: "FR-009/emails") {
        rule.reaches(&[Effect::Database, Effect::Files]);
    }

    fn f001_226_the_visitor_cookie_lives_30_days(rule: "tracker[crl_visitor]") {
        rule.given("recorded=2024-01-31").kept_through("2024-03-01").due_on("2024-03-02");
        // 001-112: the customer defines its life.
        rule.given("recorded=2024-02-29 set:customer=P6M").kept_through("2024-08-29").due_on("2024-08-30");
    }

    fn f001_228_no_length_is_stated_for_the_session_object(rule: "tracker[crl_session]") {
        rule.given("recorded=2018-05-25").undetermined_on("2050-01-01", Missing::Length);
    }
}
