//! The keys of a policy file: documented, read, and in the example, each of them.

use std::collections::BTreeSet;

use crate::policy_file::WHOLE;

const READERS: [&str; 5] = [
    include_str!("../../src/policy/form/mod.rs"),
    include_str!("../../src/policy/form/keys.rs"),
    include_str!("../../src/policy/form/notice.rs"),
    include_str!("../../src/policy/form/purpose.rs"),
    include_str!("../../src/policy/form/vendor.rs"),
];

/// The keys in the first column of the tables of `Policy::from_toml`'s documentation.
fn documented() -> BTreeSet<&'static str> {
    let rows = READERS[0]
        .lines()
        .filter_map(|line| line.trim().strip_prefix("/// | `"));
    let cells = rows.map(|row| row.split(" | ").next().unwrap());
    cells
        .flat_map(|cell| cell.split(", "))
        .map(|key| key.trim_matches('`'))
        .collect()
}

/// The keys that the reader asks for.
fn read() -> BTreeSet<&'static str> {
    let asked = [
        "optional(\"",
        "required(\"",
        "flag(\"",
        "one(\"",
        "list(\"",
        "number(\"",
        "tables(\"",
        "one::<Period>(\"",
        "one::<CountryCode>(\"",
        "one::<Holders>(\"",
        "one::<LinkConflict>(\"",
    ];
    READERS
        .iter()
        .flat_map(|source| asked.iter().flat_map(|call| source.split(call).skip(1)))
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

fn written(value: &toml::Value) -> BTreeSet<String> {
    match value {
        toml::Value::Table(table) => {
            let inner = table.values().flat_map(written);
            table.keys().cloned().chain(inner).collect()
        }
        toml::Value::Array(items) => items.iter().flat_map(written).collect(),
        _ => BTreeSet::new(),
    }
}

#[test]
fn every_key_is_documented_read_and_in_the_example() {
    assert_eq!(documented(), read());
    // Of the two ways to tell the words of a notice the example has one.
    let example = written(&toml::from_str(WHOLE).unwrap());
    let example: BTreeSet<&str> = example
        .iter()
        .map(String::as_str)
        .chain(["wording"])
        .collect();
    assert_eq!(documented(), example);
}

/// What a policy can be told in code, by the names of the methods.
#[test]
fn the_example_uses_every_method_of_the_builder() {
    let sources = [
        include_str!("../../src/policy/build.rs"),
        include_str!("../../src/policy/mode.rs"),
        include_str!("../../src/policy/notice.rs"),
        include_str!("../../src/policy/purpose.rs"),
        include_str!("../../src/policy/sector.rs"),
        include_str!("../../src/policy/reach.rs"),
        include_str!("../../src/policy/special.rs"),
        include_str!("../../src/policy/terminal.rs"),
        include_str!("../../src/policy/vendor.rs"),
        include_str!("../../src/policy/who.rs"),
    ];
    let mut methods = BTreeSet::new();
    for source in sources {
        for declared in source.split("    pub ").skip(1) {
            let declared = declared
                .trim_start_matches("const ")
                .trim_start_matches("fn ");
            let (name, rest) = declared.split_once('(').unwrap();
            let takes_itself = ["mut self", "self"]
                .iter()
                .any(|own| rest.trim_start().starts_with(own));
            if takes_itself {
                methods.insert(name);
            }
        }
    }
    let this = include_str!("policy_file.rs");
    let built = this.split("fn built() -> Policy {").nth(1).unwrap();
    let built = built.split("\n}\n").next().unwrap();
    assert!(
        methods.contains("soft_opt_in") && methods.contains("restrict") && methods.contains("tcf")
    );
    for method in methods {
        assert!(
            built.contains(&format!(".{method}(")),
            "{method} is not in the example"
        );
    }
}
