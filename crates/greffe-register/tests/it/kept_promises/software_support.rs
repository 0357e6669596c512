//! What a record in the layout of the CNIL's model promises.

use greffe_retention::{Event, Missing};

promises! { "software-support";

    fn f000_020_who_is_identified_goes_once_they_withdraw(rule: "SUP-01/identity", "SUP-01/users") {
        rule.given("withdrawal=2024-02-29 relation_end=open").kept_through("2024-02-29").due_on("2024-03-01");
    }

    fn f000_020_who_is_identified_goes_once_the_relation_ends(rule: "SUP-01/identity", "SUP-01/users") {
        rule.given("relation_end=2025-12-31").kept_through("2025-12-31").due_on("2026-01-01");
        rule.given("relation_end=open").open_on("2050-01-01", Event::Withdrawal);
    }

    /// The first of the two is enough.
    fn f000_020_a_withdrawal_does_not_wait_for_the_end_of_the_relation(
        rule: "SUP-01/identity", "SUP-01/users",
    ) {
        rule.given("withdrawal=2026-04-30 relation_end=2026-12-31")
            .kept_through("2026-04-30").due_on("2026-05-01");
    }

    fn f000_021_a_ticket_and_its_user_go_after_two_years(rule: "SUP-01/tickets", "SUP-01/ticket-users") {
        rule.given("recorded=2024-02-29").kept_through("2026-02-28").due_on("2026-03-01");
        rule.given("recorded=2022-02-28").kept_through("2024-02-28").due_on("2024-02-29");
    }

    fn f000_015_no_length_is_stated_for_the_audit_trail(rule: "SUP-01/connection") {
        rule.given("recorded=2018-12-08").undetermined_on("2050-01-01", Missing::Length);
    }
}
