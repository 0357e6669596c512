//! What a hosting company promises: many small promises, each with an event of its own.

use greffe_retention::{Event, Fate, Missing};

promises! { "hosting";

    fn f004_004_billing_data_stay_while_a_customer(
        rule: "FAC-01/identity", "FAC-01/optional-numbers", "FAC-01/company-contact", "FAC-01/economic",
    ) {
        rule.given("last_operation=2010-02-01 relation_end=open").open_on("2050-01-01", Event::RelationEnd);
        // Of a customer for long after the last operation, nothing is left to archive.
        rule.given("last_operation=2010-05-31 relation_end=2024-02-29")
            .kept_through("2024-02-29").due_on("2024-03-01");
    }

    fn f004_004_billing_data_are_archived_for_ten_years_from_the_close_of_the_fiscal_year(
        rule: "FAC-01/identity", "FAC-01/optional-numbers", "FAC-01/company-contact", "FAC-01/economic",
    ) {
        rule.given("last_operation=2026-02-28 relation_end=2026-06-30")
            .kept_through("2026-06-30").archived("2026-07-01", "2036-12-31").due_on("2037-01-01");
        // The last day of a fiscal year, and the first of the next one.
        rule.given("last_operation=2025-12-31 relation_end=2026-01-15")
            .kept_through("2026-01-15").archived("2026-01-16", "2035-12-31").due_on("2036-01-01");
        rule.given("last_operation=2026-01-01 relation_end=2026-01-15")
            .kept_through("2026-01-15").archived("2026-01-16", "2036-12-31").due_on("2037-01-01");
        rule.given("relation_end=2026-06-30")
            .undetermined_on("2050-01-01", Missing::Event(Event::LastOperation));
    }

    fn f004_008_contract_data_go_three_years_after_the_relation(
        rule: "CTR-01/signatory", "CTR-01/signatory-address", "CTR-01/project-lead", "CTR-01/contacts",
    ) {
        rule.given("contract_end=2023-06-30 relation_end=2024-02-29")
            .kept_through("2027-02-28").due_on("2027-03-01");
        rule.given("contract_end=2021-02-28 relation_end=2021-02-28")
            .kept_through("2024-02-28").due_on("2024-02-29");
    }

    fn f004_008_contract_data_stay_while_the_contract_runs(
        rule: "CTR-01/signatory", "CTR-01/signatory-address", "CTR-01/project-lead", "CTR-01/contacts",
    ) {
        rule.given("contract_end=open relation_end=open").open_on("2050-01-01", Event::ContractEnd);
        rule.given("contract_end=2023-06-30 relation_end=open").open_on("2050-01-01", Event::RelationEnd);
    }

    fn f004_010_data_of_a_domain_name_stay_while_the_contract_runs(rule: "DOM-01/identity") {
        rule.given("contract_end=2024-02-29").kept_through("2024-02-29").due_on("2024-03-01");
        rule.given("contract_end=open").open_on("2050-01-01", Event::ContractEnd);
    }

    fn f004_011_data_of_a_certificate_stay_while_the_contract_runs(rule: "CRT-01/identity") {
        rule.given("contract_end=2025-12-31").kept_through("2025-12-31").due_on("2026-01-01");
        rule.given("contract_end=open").open_on("2050-01-01", Event::ContractEnd);
    }

    fn f004_012_call_details_stay_until_paid(rule: "TEL-01/connection") {
        rule.given("payment_settled=2024-02-29 dispute=never")
            .kept_through("2024-02-29").due_on("2024-03-01");
        rule.given("dispute=never").open_on("2050-01-01", Event::PaymentSettled);
    }

    fn f004_012_call_details_stay_until_a_dispute_is_settled(rule: "TEL-01/connection") {
        rule.given("payment_settled=2024-02-29 dispute=2024-02-10")
            .open_on("2050-01-01", Event::DisputeSettled);
        rule.given("payment_settled=2024-02-29 dispute=2024-02-10 dispute_settled=2024-08-31")
            .kept_through("2024-08-31").due_on("2024-09-01");
        rule.given("payment_settled=2024-02-29")
            .undetermined_on("2050-01-01", Missing::Event(Event::Dispute));
    }

    fn f004_013_the_telephone_directory_stays_while_the_contract_runs(rule: "TEL-02/identity") {
        rule.given("contract_end=2026-02-28").kept_through("2026-02-28").due_on("2026-03-01");
        rule.given("contract_end=open").open_on("2050-01-01", Event::ContractEnd);
    }

    fn f004_014_holders_of_mailboxes_stay_while_the_contract_runs(rule: "MEL-01/identity") {
        rule.given("contract_end=2026-04-30").kept_through("2026-04-30").due_on("2026-05-01");
        rule.given("contract_end=open").open_on("2050-01-01", Event::ContractEnd);
    }

    fn f004_015_holders_of_cloud_accounts_stay_while_the_contract_runs(rule: "NUA-01/identity") {
        rule.given("contract_end=2026-09-30").kept_through("2026-09-30").due_on("2026-10-01");
        rule.given("contract_end=open").open_on("2050-01-01", Event::ContractEnd);
    }

    fn f004_016_tickets_and_accounts_stay_while_the_contract_runs(rule: "SUP-01/account", "SUP-01/tickets") {
        rule.given("contract_end=2026-06-30").kept_through("2026-06-30").due_on("2026-07-01");
        rule.given("contract_end=open").open_on("2050-01-01", Event::ContractEnd);
    }

    fn f004_016_who_hands_over_passes_the_tickets_on(rule: "SUP-01/ticket-holder") {
        rule.given("account_closed=2024-02-29")
            .kept_through("2024-02-29").due_for("2024-03-01", Fate::Reassign);
        rule.given("account_closed=open").open_on("2050-01-01", Event::AccountClosed);
    }

    fn f004_018_logs_of_the_servers_go_after_a_rolling_year(rule: "LOG-01/connection") {
        assert!(rule.rule.is_rolling());
        rule.given("recorded=2024-02-29").kept_through("2025-02-28").due_on("2025-03-01");
        rule.given("recorded=2023-02-28").kept_through("2024-02-28").due_on("2024-02-29");
    }

    fn f004_019_logs_of_the_network_go_after_a_rolling_year(rule: "LOG-02/connection") {
        assert!(rule.rule.is_rolling());
        rule.given("recorded=2023-02-28").kept_through("2024-02-28").due_on("2024-02-29");
        rule.given("recorded=2024-12-31").kept_through("2025-12-31").due_on("2026-01-01");
    }

    fn f004_021_who_does_not_answer_the_campaign_leaves_the_list(rule: "campaign[newsletter]") {
        rule.given("campaign_deadline=2026-04-01").kept_through("2026-04-01").due_on("2026-04-02");
    }

    fn f004_021_no_length_is_stated_for_who_agreed_to_the_newsletter(rule: "NWS-01/identity") {
        rule.given("recorded=2018-05-25").undetermined_on("2050-01-01", Missing::Length);
    }

    fn f004_022_statistics_of_the_newsletter_go_after_two_rolling_years(rule: "NWS-02/internet") {
        assert!(rule.rule.is_rolling());
        rule.given("recorded=2024-02-29").kept_through("2026-02-28").due_on("2026-03-01");
        rule.given("recorded=2022-02-28").kept_through("2024-02-28").due_on("2024-02-29");
    }

    fn f004_031_no_length_is_stated_for_messages_of_the_sales_form(rule: "WEB-01/sales-form") {
        rule.given("recorded=2018-05-25").undetermined_on("2050-01-01", Missing::Length);
    }

    fn f004_031_a_message_of_the_technical_form_stays_as_a_ticket_does(rule: "WEB-01/technical-form") {
        rule.given("contract_end=2026-01-31").kept_through("2026-01-31").due_on("2026-02-01");
        rule.given("contract_end=open").open_on("2050-01-01", Event::ContractEnd);
    }

    fn f004_032_a_survey_is_anonymised_within_a_month_of_its_close(rule: "WEB-02/answers") {
        assert_eq!(rule.rule.fate(), &Fate::Anonymise);
        rule.given("survey_closed=2024-01-31")
            .kept_through("2024-01-31").may_go("2024-02-01", "2024-02-29").overdue_on("2024-03-01");
        rule.given("survey_closed=2026-08-31")
            .kept_through("2026-08-31").may_go("2026-09-01", "2026-09-30").overdue_on("2026-10-01");
        rule.given("survey_closed=open").open_on("2050-01-01", Event::SurveyClosed);
    }

    fn f004_034_a_prospect_goes_three_years_after_collection(rule: "PRO-01/email", "PRO-01/crm") {
        rule.given("collected=2024-02-29").kept_through("2027-02-28").due_on("2027-03-01");
    }

    fn f004_034_a_prospect_goes_three_years_after_the_last_contact(rule: "PRO-01/email", "PRO-01/crm") {
        rule.given("collected=2021-01-31 link_clicked=2024-05-31")
            .kept_through("2027-05-31").due_on("2027-06-01");
        rule.given("collected=2021-01-31 document_requested=2021-02-28")
            .kept_through("2024-02-28").due_on("2024-02-29");
    }

    fn f004_034_to_open_a_message_is_no_contact(rule: "PRO-01/email", "PRO-01/crm") {
        rule.given("collected=2023-01-31 email_opened=2025-06-30")
            .kept_through("2026-01-31").due_on("2026-02-01");
    }
}
