//! What a vendor of bank communication promises: gone soon after the contract, and in backups for years.

use greffe_retention::{Event, Missing};

promises! { "bank-communication";

    fn f002_011_data_stay_online_while_the_contract_runs(
        rule: "COM-01/users", "COM-01/third-parties", "COM-01/accounts", "COM-01/cards", "COM-01/client-data",
    ) {
        rule.given("contract_end=open").open_on("2050-01-01", Event::ContractEnd);
        // The end is known beforehand.
        rule.given("contract_end=2028-02-29").kept_through("2028-02-29").may_go("2028-03-01", "2028-05-29");
        rule.given("").undetermined_on("2050-01-01", Missing::Event(Event::ContractEnd));
    }

    fn f002_012_data_are_gone_within_three_months_of_the_contract(
        rule: "COM-01/users", "COM-01/third-parties", "COM-01/accounts", "COM-01/cards", "COM-01/client-data",
    ) {
        rule.given("contract_end=2025-11-30")
            .kept_through("2025-11-30").may_go("2025-12-01", "2026-02-28").overdue_on("2026-03-01");
        rule.given("contract_end=2023-11-30")
            .kept_through("2023-11-30").may_go("2023-12-01", "2024-02-29").overdue_on("2024-03-01");
    }

    /// 1825 days end a day or two before five years do: the stricter of the document's two figures.
    fn f002_013_archives_outlive_the_deletion_by_five_years_at_most(
        rule: "COM-01/users", "COM-01/third-parties", "COM-01/accounts", "COM-01/cards", "COM-01/client-data",
    ) {
        rule.in_backups_until("2026-06-30", "2031-06-29");
        rule.in_backups_until("2026-02-28", "2031-02-27");
        rule.in_backups_until("2023-05-31", "2028-05-29");
    }

    fn f002_014_an_hourly_backup_goes_after_a_week(rule: "backups[hourly]") {
        rule.given("backup_taken=2024-02-26").kept_through("2024-03-04").due_on("2024-03-05");
        rule.given("backup_taken=2025-12-28").kept_through("2026-01-04").due_on("2026-01-05");
    }

    fn f002_014_both_series_of_backups_hold_what_was_deleted(
        rule: "COM-01/users", "COM-01/third-parties", "COM-01/accounts", "COM-01/cards", "COM-01/client-data",
    ) {
        rule.lives_in_backups(&[("weekly", "P1825D"), ("hourly", "P1W")]);
    }

    fn f002_015_a_weekly_backup_goes_after_1825_days(rule: "backups[weekly]") {
        rule.given("backup_taken=2026-06-30").kept_through("2031-06-29").due_on("2031-06-30");
        rule.given("backup_taken=2024-02-29").kept_through("2029-02-27").due_on("2029-02-28");
    }

    fn f002_019_no_length_is_stated_for_the_customer_file(rule: "CRM-01/identity") {
        rule.given("recorded=2018-05-25").undetermined_on("2050-01-01", Missing::Length);
    }

    fn f002_022_no_length_is_stated_for_the_forms_of_the_site(rule: "WEB-01/identity") {
        rule.given("recorded=2018-05-25").undetermined_on("2050-01-01", Missing::Length);
    }
}
