//! fides manifests.

use std::time::{Duration, Instant};

use greffe_document::DocumentError;
use greffe_interchange::{Extent, ImportError, ImportLimits, LossKind, LossReport, fides};
use greffe_register::Register;
use greffe_terms::{Lang, Role};
use proptest::prelude::*;

use crate::{fixtures, generated};

fn import(yaml: &str) -> Result<(Register, LossReport), ImportError> {
    fides::import(yaml.as_bytes(), ImportLimits::default())
}

fn places(losses: &LossReport) -> Vec<&str> {
    losses.losses().iter().map(|loss| loss.place()).collect()
}

#[test]
fn each_example_comes_back_the_same_with_what_is_kept_beside_the_terms() {
    for (name, register) in fixtures::registers() {
        for lang in Lang::ALL {
            let (yaml, _) = fides::export(&register, lang, Extent::Whole).unwrap();
            let (back, losses) = import(&yaml).unwrap();
            assert!(back == register, "{name}");
            assert_eq!(losses.to_string(), "", "{name}");
        }
    }
}

#[test]
fn no_value_of_the_examples_vanishes_without_a_word() {
    for (name, register) in fixtures::registers() {
        for lang in Lang::ALL {
            let (yaml, losses) = fides::export(&register, lang, Extent::Terms).unwrap();
            let (back, _) = import(&yaml).unwrap();
            fixtures::assert_nothing_vanished(name, &register, &back, &losses);
        }
    }
}

#[test]
fn the_report_is_the_same_whether_or_not_the_records_are_kept_beside_the_terms() {
    for (name, register) in fixtures::registers() {
        let of = |extent| fides::export(&register, Lang::En, extent).unwrap().1;
        assert_eq!(of(Extent::Terms), of(Extent::Whole), "{name}");
    }
}

#[test]
fn every_key_in_use_is_one_of_the_taxonomy() {
    let taxonomy = include_str!("../../data/fideslang-3.1.4.txt");
    let known: Vec<_> = taxonomy
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    assert_eq!(known.len(), 179);
    for key in fides::taxonomy_keys_in_use() {
        assert!(known.contains(&key), "{key:?}");
    }
}

#[test]
fn each_category_basis_and_subject_reads_back_as_itself() {
    let register = Register::from_toml(
        r#"
        organisation = { name = "A" }
        [[processing]]
        ref = "A"
        name = "A"
        subjects = ["customers", "prospects", "employees", "applicants", "suppliers", "users", "visitors", "subscribers", "callers", "Neighbours"]
        sensitive = [
            { category = "race" }, { category = "political" }, { category = "belief" }, { category = "union" }, { category = "genetic" },
            { category = "biometric" }, { category = "health" }, { category = "sex" }, { category = "offence" },
        ]
        purpose = [{ id = "all", basis = ["consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests"] }]
        data = [
            { category = "identity" }, { category = "personal_life" }, { category = "professional_life" }, { category = "economic" },
            { category = "connection" }, { category = "location" }, { category = "internet" }, { category = "nir" }, { category = "other" },
        ]
        "#,
    )
    .unwrap();
    let (yaml, losses) = fides::export(&register, Lang::En, Extent::Terms).unwrap();
    let (back, _) = import(&yaml).unwrap();
    assert!(back == register, "{}", back.to_json());
    assert!(
        losses
            .losses()
            .iter()
            .all(|loss| loss.kind() == LossKind::Assumed),
        "{losses}"
    );
}

#[test]
fn what_was_changed_in_the_manifest_is_taken_over_and_the_rest_stays() {
    let register = Register::from_toml(include_str!("../data/workshop.toml")).unwrap();
    let (yaml, _) = fides::export(&register, Lang::En, Extent::Whole).unwrap();
    let changed = yaml
        .replace(
            "legal_basis_for_processing: 'Consent'",
            "legal_basis_for_processing: 'Legitimate interests'",
        )
        .replace("name: 'Support'", "name: 'Help desk'");
    assert_ne!(changed, yaml);
    let (back, losses) = import(&changed).unwrap();
    assert_eq!(losses.to_string(), "");
    let expected = register
        .to_json()
        .replace("\"consent\"", "\"legitimate_interests\"")
        .replace("\"Support\"", "\"Help desk\"");
    assert_eq!(back.to_json(), expected);
}

#[test]
fn a_change_that_replaces_what_was_kept_is_reported() {
    let register = Register::from_toml(include_str!("../data/workshop.toml")).unwrap();
    let (yaml, _) = fides::export(&register, Lang::En, Extent::Whole).unwrap();
    let changed = yaml
        .replace("name: 'Billing'", "name: 'Invoicing'")
        .replace("retention_period: '", "retention_period: 'ten years, ");
    let (back, losses) = import(&changed).unwrap();
    assert_eq!(
        back.processings()[0].name.in_language(Lang::Fr),
        "Invoicing"
    );
    assert_eq!(
        places(&losses),
        [
            "processing[FAC-01].name",
            "dataset[FAC-01.tables].name",
            "system[FAC-01].privacy_declarations[0].retention_period",
            "system[FAC-01].privacy_declarations[1].retention_period",
            "system[FAC-01].privacy_declarations[2].retention_period",
        ]
    );
}

#[test]
fn a_system_added_in_the_manifest_is_a_new_record_and_one_taken_away_is_gone() {
    let register = Register::from_toml(include_str!("../data/workshop.toml")).unwrap();
    let (yaml, _) = fides::export(&register, Lang::En, Extent::Whole).unwrap();
    let (before, support) = yaml.split_once("- fides_key: 'SUP-01'").unwrap();
    assert!(support.contains("'Support'"));
    let changed = format!(
        "{before}- fides_key: crm\n  name: CRM\n  system_type: Service\n  privacy_declarations:\n  - data_use: sales\n    data_categories: [user.contact.email]\n    data_subjects: [prospect, patient]\n"
    );
    let (back, losses) = import(&changed).unwrap();
    let names: Vec<_> = back
        .processings()
        .iter()
        .map(|record| record.reference.to_string())
        .collect();
    assert_eq!(names, ["FAC-01", "crm"]);
    assert!(back.processings()[0] == register.processings()[0]);
    assert_eq!(back.processings()[1].purposes[0].id.as_str(), "sales");
    assert_eq!(
        places(&losses),
        ["system[crm].privacy_declarations[0].data_use"]
    );
}

#[test]
fn a_manifest_of_somebody_else_gives_a_register_and_a_report() {
    let (register, losses) = import(
        r"
organization:
- fides_key: default_organization
  name: Orchard
  controller: { name: J., email: privacy@orchard.example }
system:
- fides_key: shop <eu>
  organization_fides_key: default_organization
  name: Shop
  description: The web shop
  system_type: Application
  responsibility: [Controller]
  uses_cookies: false
  vendor_id: null
  tags: []
  privacy_declarations:
  - name: Sell
    data_use: essential.service
    data_categories: [user.contact.email, user.financial.credit_card, system.operations]
    data_subjects: [customer]
    legal_basis_for_processing: Contract
    retention_period: 3 years
    features: [Match]
policy:
- fides_key: p
  rules: []
",
    )
    .unwrap();
    let record = &register.processings()[0];
    assert_eq!(record.reference.as_str(), "system-1");
    assert_eq!(record.purposes[0].id.as_str(), "Sell");
    let categories: Vec<_> = record
        .data
        .iter()
        .map(|entry| entry.category.code())
        .collect();
    assert_eq!(categories, ["identity", "economic"]);
    assert_eq!(
        places(&losses),
        [
            "system[0].fides_key",
            "organization[0].controller.name",
            "system[0].system_type",
            "system[0].privacy_declarations[0].retention_period",
            "system[0].privacy_declarations[0].features",
            "system[0].privacy_declarations.data_categories",
            "system[0].description",
            "policy[p]",
        ]
    );
}

#[test]
fn what_a_manifest_does_not_name_is_named_after_its_key_or_number_and_said_where_assumed() {
    let (register, losses) = import(
        r"
organization:
- controller: { address: 1 rue des Pommes }
  data_protection_officer: { address: 2 rue des Poires }
system:
- fides_key: shop
  responsibility: [Sub-Processor, Controller]
  does_international_transfers: true
  legal_basis_for_transfers: [Handshake]
  privacy_declarations:
  - { data_use: essential.service, data_categories: [], legal_basis_for_processing: Contract }
  - { name: '…', data_use: collect, data_categories: [], legal_basis_for_processing: Consent }
  - { data_use: collect, data_categories: [user.contact.email] }
",
    )
    .unwrap();
    let organisation = register.organisation();
    assert_eq!(
        organisation.name.in_language(Lang::En),
        "default_organization"
    );
    let officer = organisation.dpo.known().unwrap();
    assert_eq!(
        officer.contact.known().unwrap().in_language(Lang::En),
        "2 rue des Poires"
    );
    let record = &register.processings()[0];
    assert_eq!(record.name.in_language(Lang::En), "shop");
    let purposes = record.purposes.iter().map(|purpose| {
        let name = purpose.name.as_ref();
        (
            purpose.id.as_str(),
            name.map(|name| name.in_language(Lang::En)),
        )
    });
    let purposes: Vec<_> = purposes.collect();
    let expected = [("essential.service", None), ("purpose-2", Some("…"))];
    assert_eq!(purposes, expected);
    assert_eq!(record.role, Some(Role::Controller));
    assert_eq!(
        places(&losses),
        [
            "organisation.name",
            "system[shop].responsibility",
            "system[shop].legal_basis_for_transfers",
        ]
    );
}

#[test]
fn what_nothing_refers_to_and_what_is_said_twice_is_reported() {
    let (register, losses) = import(
        r"
organization:
- fides_key: orchard
  name: Orchard
- fides_key: other
  name: Other
data_subject:
- fides_key: pickers
  name: Pickers
dataset:
- fides_key: db
  name: Store
  collections:
  - name: t
    fields: [{ name: id, data_categories: [system.operations] }]
system:
- fides_key: a
  dataset_references: [elsewhere]
  privacy_declarations:
  - { name: 'Sell [sell]', data_use: essential.service, data_categories: [], legal_basis_for_processing: Contract }
  - { name: 'Vend [sell]', data_use: essential.service, data_categories: [], legal_basis_for_processing: Contrat }
- fides_key: b
  privacy_declarations:
  - { name: sell, data_use: collect, data_categories: [], legal_basis_for_processing: Consent }
",
    )
    .unwrap();
    let purposes: Vec<_> = register
        .purposes()
        .map(|purpose| purpose.id.to_string())
        .collect();
    assert_eq!(purposes, ["sell", "sell-2"]);
    assert_eq!(
        places(&losses),
        [
            "processing[b].purpose[sell-2]",
            "organization[0].fides_key",
            "organization[1].fides_key",
            "organization[1].name",
            "dataset[db].name",
            "dataset[db].collections[0].fields[0].name",
            "system[a].privacy_declarations[1].legal_basis_for_processing",
            "system[a].privacy_declarations[1].data_use",
            "system[a].privacy_declarations[1].name",
            "system[a].dataset_references",
            "data_subject[pickers]",
            "dataset[db]",
        ]
    );
}

#[test]
fn a_report_reads_in_french_and_in_english() {
    let register = Register::from_toml(include_str!("../data/workshop.toml")).unwrap();
    let (_, losses) = fides::export(&register, Lang::En, Extent::Terms).unwrap();
    let (fr, en) = (losses.in_language(Lang::Fr), losses.in_language(Lang::En));
    assert!(en.contains("reshaped: processing[FAC-01].data[1].retention: fides holds limits as one text a declaration"), "{en}");
    assert!(fr.contains("transformé\u{a0}: processing[FAC-01].data[1].retention\u{a0}: fides tient les durées pour un texte par déclaration"), "{fr}");
    assert!(
        en.contains("dropped: processing[FAC-01].sensitive: the other format does not tell"),
        "{en}"
    );
    for (fr, en) in fr.lines().zip(en.lines()) {
        assert_ne!(fr, en);
        assert!(!fr.contains('\''), "{fr}");
    }
}

#[test]
fn a_wrong_type_is_an_error_with_its_place_and_without_the_value() {
    let cases = [
        (
            "system: MARKER",
            "line 1, column 9: `system`: a list is expected",
        ),
        (
            "system:\n- fides_key: [MARKER]",
            "line 2, column 14: `system[0].fides_key`: a text is expected",
        ),
        (
            "system:\n- name: MARKER",
            "line 2, column 3: `system[0].fides_key`: a text is expected",
        ),
        (
            "system:\n- fides_key: MARKER\n  privacy_declarations:\n  - data_use: essential\n    data_categories: user",
            "line 5, column 22: `system[0].privacy_declarations[0].data_categories`: a list is expected",
        ),
        (
            "system:\n- fides_key: MARKER\n  does_international_transfers: MARKER\n  privacy_declarations: []",
            "line 3, column 33: `system[0].does_international_transfers`: `true` or `false` is expected",
        ),
        ("MARKER", "line 1, column 1: ``: a table is expected"),
    ];
    for (yaml, expected) in cases {
        let error = import(yaml).err().unwrap();
        assert_eq!(error.to_string(), expected);
        assert!(!error.in_language(Lang::Fr).contains("MARKER"));
        assert!(!format!("{error:?}").contains("MARKER"));
    }
}

#[test]
fn hostile_yaml_ends_in_a_clear_error_within_a_second() {
    let mut bomb = String::from(
        "a0: &a0 [MARKER, MARKER, MARKER, MARKER, MARKER, MARKER, MARKER, MARKER, MARKER]\n",
    );
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    let long = "MARKER".repeat(100_000);
    let repeated = format!(
        "a: &a \"{long}\\n\"\nb: [{}]\n",
        vec!["*a"; 5_000].join(", ")
    );
    let deep_block: String = (0..10_000)
        .map(|level| format!("{}MARKER:\n", " ".repeat(level % 3_000)))
        .collect();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("alias bomb", bomb.into()),
        ("a long text by many aliases", repeated.into()),
        ("nested lists", "[".repeat(10_000).into()),
        ("nested tables", "{MARKER: ".repeat(10_000).into()),
        ("nested items", "- ".repeat(10_000).into()),
        ("nested blocks", deep_block.into()),
        ("not UTF-8", b"system: \xff MARKER".to_vec()),
        ("a key twice", "system: []\nMARKER: 1\nMARKER: 2\n".into()),
        ("an unknown alias", "system: *MARKER".into()),
        ("an alias of itself", "system: &a [*a, MARKER]".into()),
        ("two documents", "system: []\n---\nsystem: MARKER\n".into()),
        ("a tag", "system: !!binary MARKER".into()),
        (
            "many anchors",
            (0..20_000)
                .map(|n| format!("- &MARKER{n} x\n"))
                .collect::<String>()
                .into(),
        ),
        ("a tab", "system:\n\t- MARKER".into()),
    ];
    for (name, yaml) in cases {
        let start = Instant::now();
        let error = fides::import(&yaml, ImportLimits::default())
            .err()
            .unwrap_or_else(|| panic!("{name} was accepted"));
        assert!(
            start.elapsed() < Duration::from_secs(1),
            "{name} took {:?}",
            start.elapsed()
        );
        for text in [
            error.to_string(),
            error.in_language(Lang::Fr),
            format!("{error:?}"),
        ] {
            assert!(!text.contains("MARKER"), "{name}: {text}");
        }
    }
}

#[test]
fn limits_of_bytes_and_values_hold() {
    let mut limits = ImportLimits::default();
    limits.bytes = 10;
    let error = fides::import(b"system: []  # long", limits).err().unwrap();
    assert_eq!(error, DocumentError::TooLarge { limit: 10 }.into());
    let mut limits = ImportLimits::default();
    limits.values = 100;
    let yaml = format!("system: [{}]", vec!["1"; 200].join(", "));
    let error = fides::import(yaml.as_bytes(), limits).err().unwrap();
    assert_eq!(error, DocumentError::TooManyValues { limit: 100 }.into());
    let error = import("a: 1\na: 2\n").err().unwrap();
    assert_eq!(
        error,
        DocumentError::DuplicateKey { line: 2, column: 1 }.into()
    );
}

#[test]
fn what_was_kept_and_is_spoilt_is_an_error_with_its_place() {
    let register = Register::from_toml(include_str!("../data/workshop.toml")).unwrap();
    let (yaml, _) = fides::export(&register, Lang::En, Extent::Whole).unwrap();
    for (from, to) in [
        ("\"ref\":", "\"MARKER\":"),
        ("greffe_record: '{", "greffe_record: 'MARKER {"),
    ] {
        assert!(yaml.contains(from));
        let error = import(&yaml.replace(from, to)).err().unwrap();
        assert!(matches!(error, ImportError::Kept { .. }), "{error}");
    }
}

/// Any bytes give a register or an error; a register that came in goes out and comes in again the same.
pub(crate) fn any_bytes_in(bytes: &[u8]) {
    let Ok((register, _)) = fides::import(bytes, ImportLimits::default()) else {
        return;
    };
    let (yaml, _) = fides::export(&register, Lang::Fr, Extent::Whole).unwrap();
    let (again, losses) = import(&yaml).unwrap();
    assert!(again == register);
    assert!(losses.is_empty(), "{losses}");
    let (terms, _) = fides::export(&register, Lang::Fr, Extent::Terms).unwrap();
    let (seen, _) = import(&terms).unwrap();
    let (terms_of_seen, _) = fides::export(&seen, Lang::Fr, Extent::Terms).unwrap();
    assert!(import(&terms_of_seen).unwrap().0 == seen);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_generated_register_comes_back_and_nothing_of_it_vanishes(value in generated::registers()) {
        let register = Register::from_json(&value.to_string()).unwrap();
        for lang in Lang::ALL {
            let (yaml, losses) = fides::export(&register, lang, Extent::Whole).unwrap();
            let (back, none) = import(&yaml).unwrap();
            prop_assert!(back == register);
            prop_assert_eq!(none.to_string(), "");
            let (terms, _) = fides::export(&register, lang, Extent::Terms).unwrap();
            let (seen, _) = import(&terms).unwrap();
            fixtures::assert_nothing_vanished("generated", &register, &seen, &losses);
            any_bytes_in(terms.as_bytes());
        }
    }

    #[test]
    fn any_text_gives_a_register_or_an_error(text in "(system|organization|dataset|name|fides_key|privacy_declarations|data_use|[-:\\[\\]{}&*!|>'\"#, \n]|[a-z0-9]){0,40}") {
        any_bytes_in(text.as_bytes());
    }

    #[test]
    fn a_manifest_with_a_piece_cut_out_gives_a_register_or_an_error(from in 0_usize..6000, length in 1_usize..400) {
        let register = Register::from_toml(include_str!("../data/workshop.toml")).unwrap();
        let (yaml, _) = fides::export(&register, Lang::En, Extent::Whole).unwrap();
        let mut bytes = yaml.into_bytes();
        let from = from.min(bytes.len());
        let to = (from + length).min(bytes.len());
        bytes.drain(from..to);
        any_bytes_in(&bytes);
    }
}

#[test]
fn keys_that_are_no_words_are_not_repeated() {
    let yaml = "jeanne@perle.example: 1\nsystem:\n- fides_key: jeanne@perle.example\n  jeanne@perle.example: 2\ndataset:\n- fides_key: jeanne@perle.example\n  jeanne@perle.example: 3\n";
    let (_, losses) = import(yaml).unwrap();
    assert!(losses.losses().len() > 3);
    let shown = format!("{losses} {losses:?}");
    assert!(!shown.contains("jeanne"), "{shown}");
}

#[test]
fn a_system_of_very_many_declarations_is_read_in_time() {
    let mut yaml = String::from("system:\n- fides_key: a\n  privacy_declarations:\n");
    for n in 0..30_000 {
        yaml.push_str(&format!("  - {{name: p {n}, data_use: essential, data_subjects: [s{n}], processes_special_category_data: true, third_parties: t {n}}}\n"));
    }
    let start = std::time::Instant::now();
    let (register, _) = import(&yaml).unwrap();
    assert_eq!(register.processings()[0].purposes.len(), 30_000);
    // Each purpose looked up among all others took minutes.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn a_dataset_that_very_many_systems_refer_to_is_a_matter_of_the_budget() {
    let fields = "{name: f, data_categories: [user.financial]},".repeat(3_000);
    let systems: String = (0..3_000)
        .map(|n| format!("- {{fides_key: s{n}, dataset_references: [d, d, d]}}\n"))
        .collect();
    let yaml = format!(
        "dataset:\n- {{fides_key: d, collections: [{{name: c, fields: [{fields}]}}]}}\nsystem:\n{systems}"
    );
    let error = import(&yaml).unwrap_err();
    assert_eq!(error, ImportError::OverBudget { line: 0, column: 0 });
    assert_eq!(
        error.to_string(),
        "more nesting, aliases or repeated values than the limits allow"
    );
    assert_ne!(error.in_language(Lang::Fr), error.to_string());
}

#[test]
fn purposes_of_one_name_that_all_say_otherwise_are_told_apart_in_time() {
    let mut yaml = String::from("system:\n");
    for n in 0..20_000 {
        let name = format!("x{}", "!".repeat(n % 20_000 / 100) + &"?".repeat(n % 100));
        yaml.push_str(&format!("- {{fides_key: s{n}, privacy_declarations: [{{name: \"{name}\", data_use: essential}}]}}\n"));
    }
    let start = std::time::Instant::now();
    let (register, _) = import(&yaml).unwrap();
    let ids: std::collections::HashSet<_> =
        register.purposes().map(|purpose| &purpose.id).collect();
    assert_eq!(ids.len(), 20_000);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn a_manifest_that_would_be_the_product_of_purposes_and_persons_is_not_written() {
    let items = |word: &str| -> Vec<_> { (0..5_000).map(|n| format!("{word} {n}")).collect() };
    let purposes: Vec<_> = (0..5_000)
        .map(|n| serde_json::json!({ "id": format!("p{n}") }))
        .collect();
    let record = |subjects: serde_json::Value| serde_json::json!({ "ref": "A", "name": "A", "purpose": purposes, "subjects": subjects });
    let register = |record: &serde_json::Value| {
        let all = serde_json::json!({ "organisation": { "name": "A" }, "processing": [record] });
        Register::from_json(&all.to_string()).unwrap()
    };
    let over = ImportError::OverBudget { line: 0, column: 0 };
    let many = record(serde_json::json!(items("Group")));
    let error = fides::export(&register(&many), Lang::En, Extent::Terms).unwrap_err();
    assert_eq!(error, over);
    // A manifest that says to have kept such a record is not believed either: to see what was changed it would be written.
    let kept = serde_json::to_string(&many.to_string()).unwrap();
    let yaml = format!("system:\n- fides_key: A\n  meta: {{greffe_record: {kept}}}\n");
    assert_eq!(import(&yaml).unwrap_err(), over);
    let few = register(&record(serde_json::json!(["Group"])));
    let (yaml, _) = fides::export(&few, Lang::En, Extent::Whole).unwrap();
    assert!(import(&yaml).unwrap().0 == few);
}
