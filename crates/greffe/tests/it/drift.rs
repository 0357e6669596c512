use std::panic::{AssertUnwindSafe, catch_unwind};

use greffe::PersonalData;
use greffe::drift::{self, AssertClean, DriftReport, Schema, SchemaColumn, SchemaTable, Stored};
use greffe::register::Register;

#[allow(dead_code, reason = "rows are declared, not read")]
#[derive(PersonalData)]
#[personal(processing = "NWS-01", table = "subscribers")]
struct SubscriberRow {
    #[personal(category = "identity")]
    email: String,
}

fn report(columns: &[&str]) -> DriftReport {
    let register = Register::from_toml(
        r#"
        organisation = { name = "Atelier Hélianthe" }
        [[processing]]
        ref = "NWS-01"
        name = "Newsletter"
        data = [{ category = "identity", fields = ["email"], held_in = ["subscribers"], retention = { keep = "P3Y", after = "contract_end" } }]
        "#,
    );
    let columns = columns
        .iter()
        .map(|name| SchemaColumn::new(*name, Stored::Text));
    let table = columns.fold(SchemaTable::new("subscribers"), SchemaTable::column);
    drift::check(
        &register.unwrap(),
        &Schema::new([table]),
        [SubscriberRow::declaration()],
    )
}

#[test]
fn a_clean_report_is_handed_on() {
    let report = report(&["email"]);
    assert_eq!(report.clone().assert_clean(), report);
}

#[test]
fn a_test_fails_with_the_report_where_something_drifted() {
    let failed = catch_unwind(AssertUnwindSafe(|| {
        report(&["email", "birthday"]).assert_clean()
    }));
    let said = failed.unwrap_err().downcast::<String>().unwrap();
    assert!(
        said.starts_with("register, code and database have drifted apart\nerror GRF-D002 `table[subscribers].column[birthday]`: "),
        "{said}"
    );
}
