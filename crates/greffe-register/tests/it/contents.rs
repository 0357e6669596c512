//! What a register answers.

use chrono::NaiveDate;
use greffe_register::{HeldIn, LookupError, MeasureStatus, Register, SealedType, Stated};
use greffe_retention::Rule;
use greffe_terms::Lang;

const REGISTER: &str = r#"
format = "greffe-register/1"
[organisation]
name = "Atelier Hélianthe"
zone = "America/Cayenne"
fiscal_year = { end = "06-30", previous_end = "12-31", exceptional = [{ start = 2025-01-01, end = 2026-06-30 }] }

[[processing]]
ref = "FAC-01"
name = { fr = "Facturation", en = "Billing" }
role = "controller"
purpose = [{ id = "invoicing", basis = ["contract", "legal_obligation"] }, { id = "newsletter" }]
[[processing.data]]
category = "economic"
fields = ["iban", "account"]
sealed = ["iban", { field = "account", type = "bytes" }]
held_in = ["invoices"]
retention = { keep = "P10Y", after = { fiscal_close = "last_operation" } }
[[processing.data]]
category = "identity"
id = "people"
held_in = "elsewhere"
retention = "unstated"

[[processing]]
ref = "NWS-01"
name = "Newsletter"
purpose = [{ id = "newsletter" }]

[security]
framework = "Guide"
sheets = [["done", "optimising", "setting_up"], ["not_applicable", "blank"]]
"#;

fn register() -> Register {
    Register::from_toml(REGISTER).unwrap()
}

#[test]
fn a_rule_is_found_by_its_address() {
    let register = register();
    let rule = register.retention("FAC-01/economic").unwrap();
    let expected =
        Rule::from_toml("keep = \"P10Y\"\nafter = { fiscal_close = \"last_operation\" }");
    assert_eq!(*rule, expected.unwrap());
}

#[test]
fn a_lookup_says_why_there_is_no_rule() {
    let register = register();
    let why = |address| register.retention(address).unwrap_err();
    assert_eq!(why("FAC-01"), LookupError::InvalidAddress);
    assert_eq!(why("FAC-01/"), LookupError::InvalidAddress);
    assert_eq!(why("FAC-02/economic"), LookupError::UnknownProcessing);
    assert_eq!(why("FAC-01/location"), LookupError::UnknownEntry);
    assert_eq!(why("FAC-01/people"), LookupError::NoRule);
    assert_eq!(
        why("FAC-01/people").in_language(Lang::Fr),
        "le registre ne dit pas combien de temps ces données sont conservées"
    );
}

#[test]
fn every_entry_comes_with_its_address_and_its_rule_if_any() {
    let register = register();
    let rules: Vec<_> = register
        .rules()
        .map(|(address, processing, entry, rule)| {
            assert_eq!(address.processing(), &processing.reference);
            assert_eq!(address.entry(), entry.id);
            (address.to_string(), rule.is_some())
        })
        .collect();
    assert_eq!(
        rules,
        [
            ("FAC-01/economic".to_owned(), true),
            ("FAC-01/people".to_owned(), false)
        ]
    );
}

#[test]
fn sealed_fields_have_types_of_their_own_or_by_their_name() {
    let register = register();
    let sealed: Vec<_> = register
        .sealed_fields()
        .map(|found| {
            (
                found.processing.reference.as_str(),
                found.sealed.field.as_str(),
                found.sealed.kind,
            )
        })
        .collect();
    assert_eq!(
        sealed,
        [
            ("FAC-01", "iban", SealedType::Iban),
            ("FAC-01", "account", SealedType::Bytes)
        ]
    );
}

#[test]
fn a_purpose_that_two_records_share_comes_once() {
    let register = register();
    let ids: Vec<_> = register
        .purposes()
        .map(|purpose| purpose.id.as_str())
        .collect();
    assert_eq!(ids, ["invoicing", "newsletter"]);
    assert_eq!(register.purposes_by_processing().count(), 3);
}

#[test]
fn a_fiscal_year_after_a_change_of_closing_is_eighteen_months_long() {
    let register = register();
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let close = |date| {
        register
            .fiscal_years()
            .containing(date)
            .map(|year| year.end())
    };
    assert_eq!(close(day(2024, 2, 1)), Some(day(2024, 12, 31)));
    assert_eq!(close(day(2025, 2, 1)), Some(day(2026, 6, 30)));
    assert_eq!(close(day(2026, 7, 1)), Some(day(2027, 6, 30)));
}

#[test]
fn without_fiscal_years_every_date_is_undetermined() {
    let register = Register::from_toml("organisation = { name = \"Atelier\" }").unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 2, 1).unwrap();
    assert_eq!(register.fiscal_years().containing(day), None);
}

#[test]
fn the_zone_is_told_or_the_french_one() {
    assert_eq!(register().zone().name(), "America/Cayenne");
    let register = Register::from_toml("organisation = { name = \"Atelier\" }").unwrap();
    assert_eq!(register.zone().name(), "Europe/Paris");
}

#[test]
fn data_are_held_here_or_elsewhere() {
    let register = register();
    let data = &register.processing("FAC-01").unwrap().data;
    assert_eq!(data[0].held_in.labels(), ["invoices"]);
    assert_eq!(data[1].held_in, HeldIn::Elsewhere);
}

#[test]
fn a_score_counts_what_applies() {
    let register = register();
    let security = register.security().unwrap();
    assert_eq!(security.sheets[0][2].status, MeasureStatus::SettingUp);
    let score = security.score();
    assert_eq!(
        (score.done, score.applicable(), score.per_cent()),
        (1, 4, Some(25))
    );
    assert_eq!((score.optimising, score.setting_up, score.blank), (1, 1, 1));
    assert_eq!(security.sheet_score(2).unwrap().per_cent(), Some(0));
    assert!(security.sheet_score(0).is_none() && security.sheet_score(3).is_none());
}

#[test]
fn several_bases_of_one_purpose_keep_their_order() {
    let register = register();
    let purpose = register.purposes().next().unwrap();
    let Stated::Known(bases) = &purpose.basis else {
        panic!("no basis")
    };
    let codes: Vec<_> = bases.iter().map(|basis| basis.code()).collect();
    assert_eq!(codes, ["contract", "legal_obligation"]);
}

#[test]
fn the_first_version_of_a_register_says_that_none_came_before() {
    let register = Register::from_toml(
        r#"
        version = { number = "1.0", date = 2024-03-29, previous = "none", note = "Earlier versions are kept" }
        organisation = { name = "A" }
        "#,
    )
    .unwrap();
    let version = register.version().unwrap();
    assert_eq!(version.number, "1.0");
    assert_eq!(version.date.unwrap().to_string(), "2024-03-29");
    assert!(version.previous.is_none());
    assert_eq!(format!("{version:?}"), "RegisterVersion(..)");
    let page = greffe_register::render::Html::new(greffe_terms::Lang::Fr);
    assert!(page.render(&register).contains("Earlier versions are kept"));
    let extract = page.public_extract().render(&register);
    assert!(extract.contains("1.0"));
    assert!(!extract.contains("Earlier versions are kept"));
}
