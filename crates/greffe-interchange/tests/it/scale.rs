//! Many records. What is asserted of time is how it grows, which is the same on every machine.

use std::time::{Duration, Instant};

use greffe_interchange::{Extent, ImportError, ImportLimits, dpv, fides};
use greffe_register::Register;
use greffe_terms::Lang;

/// Four times as much may take ten times as long: machines are shared, and caches end. A pass in square time would take sixteen times as long.
/// The best of several runs counts, which is the least disturbed.
fn grows_in_proportion<T: Copy>(time: impl Fn(T) -> [Duration; 2], small: T, large: T) {
    let best = |of: T| {
        let runs: Vec<_> = (0..3).map(|_| time(of)).collect();
        [0, 1].map(|way| runs.iter().map(|run| run[way]).min().unwrap())
    };
    let (small, large) = (best(small), best(large));
    for (small, large) in small.into_iter().zip(large) {
        assert!(large < small * 10, "{small:?}, {large:?}");
    }
}

fn record(number: usize) -> String {
    format!(
        "[[processing]]\nref = \"P-{number}\"\nname = \"Record {number}\"\nsubjects = [\"customers\", \"Group {number}\"]\n\
         purpose = [{{ id = \"p-{number}\", basis = \"contract\" }}]\n\
         data = [{{ category = \"economic\", held_in = [\"t\"], fields = [\"iban\"], retention = {{ keep = \"P10Y\", after = \"relation_end\" }} }}]\n"
    )
}

#[test]
fn many_records_take_time_in_proportion() {
    let of = |count: usize| {
        let records: String = (0..count).map(record).collect();
        Register::from_toml(&format!("organisation = {{ name = \"A\" }}\n{records}")).unwrap()
    };
    let time = |register: &Register| {
        let start = Instant::now();
        let (yaml, _) = fides::export(register, Lang::En, Extent::Whole).unwrap();
        assert!(
            fides::import(yaml.as_bytes(), ImportLimits::default())
                .unwrap()
                .0
                == *register
        );
        let fides = start.elapsed();
        let start = Instant::now();
        let (json, _) = dpv::export(register, Extent::Whole).unwrap();
        assert!(
            dpv::import(json.as_bytes(), ImportLimits::default())
                .unwrap()
                .0
                == *register
        );
        [fides, start.elapsed()]
    };
    grows_in_proportion(time, &of(200), &of(800));
}

#[test]
fn registers_of_thousands_of_records_are_read_at_the_default_limits() {
    let of = |count: usize| {
        let records: String = (0..count).map(record).collect();
        Register::from_toml(&format!("organisation = {{ name = \"A\" }}\n{records}")).unwrap()
    };
    let register = of(4_000);
    let (json, _) = dpv::export(&register, Extent::Whole).unwrap();
    let (back, _) = dpv::import(json.as_bytes(), ImportLimits::default()).unwrap();
    assert!(back == register);
    let register = of(2_500);
    let (yaml, _) = fides::export(&register, Lang::En, Extent::Whole).unwrap();
    let (back, _) = fides::import(yaml.as_bytes(), ImportLimits::default()).unwrap();
    assert!(back == register);
}

/// What took square time: persons and fields in the record's own words, purposes that share a name, data that share a category.
#[test]
fn long_lists_take_time_in_proportion() {
    let yaml = |count: usize| {
        let mut text =
            String::from("dataset:\n- fides_key: d\n  collections:\n  - name: t\n    fields:\n");
        for number in 0..count {
            text.push_str(&format!(
                "    - name: f{number}\n      data_categories: [user.name]\n"
            ));
        }
        text.push_str("system:\n");
        for number in 0..count {
            let rest = match number {
                0 => ", dataset_references: [d]",
                _ => "",
            };
            text.push_str(&format!(
                "- {{ fides_key: s{number}{rest}, privacy_declarations: [{{ name: same, data_use: essential, legal_basis_for_processing: Contract, data_subjects: [own_{number}] }}, \
                 {{ name: 'Name {number} [same]', data_use: marketing, data_subjects: [own_{number}] }}] }}\n"
            ));
        }
        text.push_str("- fides_key: last\n  privacy_declarations:\n");
        for number in 0..count {
            text.push_str(&format!(
                "  - {{ name: use-{number}, data_use: essential, data_subjects: [customer] }}\n"
            ));
        }
        text
    };
    let json = |count: usize| {
        let data = r#"{ "@type": "pd:Name" }"#;
        let data = vec![data; count].join(",");
        format!(
            r#"[{{ "@id": "urn:x:a", "@type": "https://w3id.org/dpv#Process", "https://w3id.org/dpv#hasPersonalData": [{data}] }}]"#
        )
    };
    let time = |count: usize| {
        let start = Instant::now();
        let (register, _) = fides::import(yaml(count).as_bytes(), ImportLimits::default()).unwrap();
        assert_eq!(register.processings().len(), count + 1);
        fides::export(&register, Lang::En, Extent::Terms).unwrap();
        let fides = start.elapsed();
        let start = Instant::now();
        let (register, _) = dpv::import(json(count).as_bytes(), ImportLimits::default()).unwrap();
        assert_eq!(register.rules().count(), count);
        [fides, start.elapsed()]
    };
    grows_in_proportion(time, 500, 2_000);
}

/// What is said once and referred to often would be many times as large in a register.
#[test]
fn references_cannot_multiply_a_document() {
    let too_many = ImportError::OverBudget { line: 0, column: 0 };
    let mut yaml =
        String::from("dataset:\n- fides_key: d\n  collections:\n  - name: t\n    fields:\n");
    for number in 0..2_000 {
        yaml.push_str(&format!(
            "    - {{ name: f{number}, data_categories: [user.name] }}\n"
        ));
    }
    yaml.push_str("system:\n");
    for number in 0..2_000 {
        yaml.push_str(&format!(
            "- {{ fides_key: s{number}, dataset_references: [d], privacy_declarations: [] }}\n"
        ));
    }
    let refused = fides::import(yaml.as_bytes(), ImportLimits::default());
    assert_eq!(refused.err().unwrap(), too_many);

    let fields: Vec<_> = (0..2_000).map(|number| format!("\"f{number}\"")).collect();
    let references = vec![r#"{ "@id": "urn:x:d" }"#; 2_000].join(",");
    let json = format!(
        r#"[{{ "@id": "urn:x:a", "@type": "https://w3id.org/dpv#Process", "https://w3id.org/dpv#hasPersonalData": [{references}] }},
            {{ "@id": "urn:x:d", "@type": "https://w3id.org/dpv/pd#Name", "urn:greffe:terms#field": [{}] }}]"#,
        fields.join(",")
    );
    let refused = dpv::import(json.as_bytes(), ImportLimits::default());
    assert_eq!(refused.err().unwrap(), too_many);
}
