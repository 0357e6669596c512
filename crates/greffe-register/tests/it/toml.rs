//! The register as TOML.

use greffe_register::Register;
use proptest::prelude::*;

use super::generated::registers;

fn example(name: &str) -> String {
    let path = format!(
        "{}/../../examples/registers/{name}.toml",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(path).unwrap()
}

pub(crate) const EXAMPLES: [&str; 5] = [
    "bank-communication",
    "call-tracking",
    "hosting",
    "paperless-assemblies",
    "software-support",
];

pub(crate) fn examples() -> impl Iterator<Item = (&'static str, Register)> {
    EXAMPLES
        .map(|name| (name, Register::from_toml(&example(name)).unwrap()))
        .into_iter()
}

#[test]
fn the_five_registers_come_back_from_their_toml() {
    for (name, register) in examples() {
        let written = register.to_toml();
        let again = Register::from_toml(&written).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(again == register, "{name}");
        assert_eq!(again.to_toml(), written, "{name}");
        let widest = written
            .lines()
            .filter(|line| line.contains(" = {") && !line.contains(" fr = "));
        for line in widest {
            assert!(line.chars().count() <= 100, "{name}: {line}");
        }
    }
}

#[test]
fn a_register_is_written_to_be_read() {
    let register = Register::from_toml(
        r#"
        organisation = { name = "Atelier", dpo = { kind = "internal", contact = "dpo@a.example" } }
        version = { number = "1.0", date = 2024-03-29, previous = "none", note = { fr = "Première version", en = "First version" } }
        [backups]
        hourly = { every = "PT1H", keep = "P1W" }
        [[processing]]
        ref = "FAC-01"
        name = { fr = "Facturation", en = "Billing" }
        created = 2018-05-10
        purpose = [{ id = "invoicing", basis = "contract" }]
        data = [{ category = "economic", detail = "a \"quoted\" word", retention = { keep = "P10Y", after = { latest = ["relation_end", { fiscal_close = "last_operation" }] }, law = ["C. com. L123-22"] } }]
        transfers = "none"
        recipients = { internal = ["accounting"], partner = "none" }
        [[notice]]
        id = "n"
        version = 1
        wording = "2018-05-10"
        [[breach]]
        id = "b"
        aware = 2026-03-01T10:00:00+01:00
        "#,
    )
    .unwrap();
    insta::assert_snapshot!(register.to_toml());
    assert!(Register::from_toml(&register.to_toml()).unwrap() == register);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn toml_out_and_in_is_the_same_register(document in registers()) {
        let register = Register::from_json(&document.to_string()).unwrap();
        let written = register.to_toml();
        let again = Register::from_toml(&written);
        prop_assert!(again.is_ok(), "{:?}\n{}", again.err(), written);
        let again = again.unwrap();
        prop_assert!(again == register, "{}", written);
        prop_assert_eq!(again.to_toml(), written);
        prop_assert_eq!(again.to_json(), register.to_json());
    }
}
