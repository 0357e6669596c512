use std::process::Command;

use greffe_sqlx::Backend as _;
use serde_json::Value;

use super::Place;
use super::service::{Service, TODAY, json};

/// What `espace-client drift` finds, as ids and places, after its exit status was compared with it.
fn found<P: Place>(service: &Service<P>, register: &str) -> Vec<(String, String)> {
    let path = service.home().join("register.toml");
    std::fs::write(&path, register).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_espace-client"));
    command.args(["drift", "--json", "--today", TODAY, "--register"]);
    command.arg(path).arg("--home").arg(service.home());
    command.env("DATABASE_URL", service.place.url());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report = json(&output);
    assert_eq!(report["format"], "greffe-drift/1", "{said}");
    let findings = report["findings"].as_array().unwrap().iter();
    let grave: Vec<_> = findings
        .filter(|finding| finding["severity"] != "info")
        .map(|finding| (text(finding, "id"), text(finding, "path")))
        .collect();
    assert_eq!(
        output.status.code(),
        Some(i32::from(!grave.is_empty())),
        "{grave:?}"
    );
    grave
}

fn text(finding: &Value, key: &str) -> String {
    finding[key].as_str().unwrap().to_owned()
}

fn hosting() -> String {
    std::fs::read_to_string(crate::registers_folder().join("hosting.toml")).unwrap()
}

/// The register with one change, which must apply.
fn changed(from: &str, to: &str) -> String {
    let register = hosting();
    assert_eq!(register.matches(from).count(), 1, "{from}");
    register.replace(from, to)
}

fn of(id: &str, path: &str) -> (String, String) {
    (id.to_owned(), path.to_owned())
}

async fn the_service_and_its_register_agree(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    assert_eq!(found(&service, &hosting()), []);
    // For people too, in both languages.
    for (lang, verdict) in [
        ("en", "Register, database and code say the same."),
        (
            "fr",
            "Le registre, la base et le code disent la même chose.",
        ),
    ] {
        let output = service.run(&["drift", "--lang", lang]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(verdict) && output.status.success(), "{said}");
    }
}

async fn a_purge_and_a_rotation_leave_no_drift(place: impl Place) {
    let service = Service::filled(place, "hosting", 60);
    service.done(&["purge"]);
    service.done(&["rotate"]);
    assert_eq!(found(&service, &hosting()), []);
}

async fn what_a_migration_adds_without_a_word_is_found(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    let db = &mut service.place.connect().await;
    db.script("ALTER TABLE customers ADD COLUMN nickname TEXT")
        .await
        .unwrap();
    // Also where the register allows something else of the table.
    db.script("ALTER TABLE voicemails ADD COLUMN caller TEXT")
        .await
        .unwrap();
    db.script("CREATE TABLE wishes (customer BIGINT, wish TEXT)")
        .await
        .unwrap();
    assert_eq!(
        found(&service, &hosting()),
        [
            of("GRF-D001", "table[wishes]"),
            of("GRF-D002", "table[customers].column[nickname]"),
            of("GRF-D002", "table[voicemails].column[caller]"),
        ]
    );
}

async fn what_a_migration_takes_away_is_found(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    let db = &mut service.place.connect().await;
    db.script("ALTER TABLE tickets DROP COLUMN subject")
        .await
        .unwrap();
    db.script("DROP TABLE surveys").await.unwrap();
    let found = found(&service, &hosting());
    assert!(
        found.contains(&of("GRF-D004", "table[tickets].column[subject]")),
        "{found:?}"
    );
    assert!(
        found.contains(&of("GRF-D003", "table[surveys]")),
        "{found:?}"
    );
}

async fn sealed_tokens_in_a_column_of_text_are_found(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    let db = &mut service.place.connect().await;
    db.script("ALTER TABLE customers DROP COLUMN card")
        .await
        .unwrap();
    db.script("ALTER TABLE customers ADD COLUMN card TEXT")
        .await
        .unwrap();
    assert_eq!(
        found(&service, &hosting()),
        [of("GRF-D023", "table[customers].column[card]")]
    );
}

async fn a_register_that_says_something_else_is_found_by_kind(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    // A field that the register no longer has.
    let register = changed(
        "fields = [\"customer_number\", \"payment_settled\", \"dispute\", \"dispute_settled\"]",
        "fields = [\"customer_number\", \"payment_settled\", \"dispute_settled\"]",
    );
    assert_eq!(
        found(&service, &register),
        [of("GRF-D012", "table[call_details].column[dispute]")]
    );
    // Sealed in the register, plain in the code.
    let register = changed(
        "fields = [\"request\", \"answers\"]",
        "fields = [\"request\", \"answers\"]\nsealed = [{ field = \"request\", type = \"bytes\" }]",
    );
    assert_eq!(
        found(&service, &register),
        [of("GRF-D020", "table[tickets].column[subject]")]
    );
    // Sealed in the code, and the register is silent.
    let register = changed(
        "sealed = [{ field = \"bank_account\", type = \"iban\" }, { field = \"payment_method\", type = \"card\" }]",
        "sealed = [{ field = \"payment_method\", type = \"card\" }]",
    );
    assert_eq!(
        found(&service, &register),
        [of("GRF-D021", "table[customers].column[iban]")]
    );
    // A category without a rule: nothing erases it.
    let register = changed(
        "held_in = [\"login_tokens\"]\nretention = { until = \"token_expired\" }",
        "held_in = [\"login_tokens\"]\nretention = \"unstated\"",
    );
    let without_rule = found(&service, &register);
    let at = "processing[ESP-01].data[tokens].retention";
    assert!(
        without_rule.contains(&of("GRF-D040", at)),
        "{without_rule:?}"
    );
    // A rule that no job executes.
    let register = changed(
        "[[processing.data]]\ncategory = \"connection\"\nid = \"sessions\"",
        "[[processing.data]]\ncategory = \"connection\"\nid = \"devices\"\nfields = [\"customer_number\"]\n\
         held_in = [\"web_sessions\"]\nretention = { keep = \"P1Y\", after = \"recorded\" }\n\n\
         [[processing.data]]\ncategory = \"connection\"\nid = \"sessions\"",
    );
    let not_executed = found(&service, &register);
    let at = "processing[ESP-01].data[devices].retention";
    assert!(
        not_executed.contains(&of("GRF-D041", at)),
        "{not_executed:?}"
    );
    // A table that the purge would pass over.
    let register = changed("held_in = [\"network_logs\"]", "held_in = [\"firewall\"]");
    let elsewhere = found(&service, &register);
    let at = "processing[LOG-02].data[1]";
    assert!(
        elsewhere.contains(&of("GRF-D014", &format!("{at}.held_in"))),
        "{elsewhere:?}"
    );
    assert!(
        elsewhere.contains(&of("GRF-D041", &format!("{at}.retention"))),
        "{elsewhere:?}"
    );
    // A tracker that the register does not declare.
    let register = changed("name = \"__Host-session\"", "name = \"basket\"");
    let trackers = found(&service, &register);
    let set = "site[espace.garrigue-reseaux.example].tracker[__Host-session]";
    assert!(trackers.contains(&of("GRF-D050", set)), "{trackers:?}");
    assert!(
        trackers.iter().any(|(id, _)| id == "GRF-D051"),
        "{trackers:?}"
    );
}

async fn an_allowance_that_has_lapsed_allows_nothing(place: impl Place) {
    let service = Service::migrated(place, "hosting");
    let register = hosting().replace("until = 2027-06-30", "until = 2026-11-01");
    let found = found(&service, &register);
    for id in ["GRF-D010", "GRF-D051", "GRF-R191"] {
        assert!(found.iter().any(|(other, _)| other == id), "{id}");
    }
}

each_in_its_own_place!(
    the_service_and_its_register_agree,
    a_purge_and_a_rotation_leave_no_drift,
    what_a_migration_adds_without_a_word_is_found,
    what_a_migration_takes_away_is_found,
    sealed_tokens_in_a_column_of_text_are_found,
    a_register_that_says_something_else_is_found_by_kind,
    an_allowance_that_has_lapsed_allows_nothing,
);
