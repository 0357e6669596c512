//! What a vendor of paperless meetings promises.

use greffe_retention::{Event, Missing};

promises! { "paperless-assemblies";

    fn f003_015_data_stay_one_month_after_the_contract(
        rule: "PUP-01/identity", "PUP-01/membership", "PUP-01/connection", "PUP-01/proofs",
              "PUP-01/assemblies", "PUP-01/documents",
    ) {
        rule.given("contract_end=2024-01-31").kept_through("2024-02-29").due_on("2024-03-01");
        rule.given("contract_end=2026-01-31").kept_through("2026-02-28").due_on("2026-03-01");
        rule.given("contract_end=open").open_on("2050-01-01", Event::ContractEnd);
    }

    fn f003_015_they_stay_longer_if_the_client_asks(
        rule: "PUP-01/identity", "PUP-01/membership", "PUP-01/connection", "PUP-01/proofs",
              "PUP-01/assemblies", "PUP-01/documents",
    ) {
        rule.given("contract_end=2026-01-31 extended=2026-06-30")
            .kept_through("2026-06-30").due_on("2026-07-01");
        // An extension never shortens.
        rule.given("contract_end=2026-01-31 extended=2026-02-10")
            .kept_through("2026-02-28").due_on("2026-03-01");
    }

    fn f003_024_a_contact_goes_once_the_departure_is_announced(rule: "CRM-01/identity", "BUR-01/identity") {
        rule.given("departure_announced=2024-02-29").kept_through("2024-02-29").due_on("2024-03-01");
        rule.given("").open_on("2050-01-01", Event::DepartureAnnounced);
    }

    fn f003_013_no_length_is_stated_for_daily_backups(rule: "backups[daily]") {
        rule.given("backup_taken=2018-05-25").undetermined_on("2050-01-01", Missing::Length);
    }
}
