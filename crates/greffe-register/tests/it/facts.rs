//! Every fact of the documents behind the five registers, with the place that holds it.

use std::collections::{BTreeMap, BTreeSet};

use greffe_terms::Lang;

use super::examples::{REGISTERS, document, folder, register, written};

/// The facts of each document, numbered without a gap: the document's number, the register, how many.
const DOCUMENTS: [(&str, &str, u32); 5] = [
    ("000", "software-support", 34),
    ("001", "call-tracking", 252),
    ("002", "bank-communication", 27),
    ("003", "paperless-assemblies", 25),
    ("004", "hosting", 40),
];

struct Row {
    register: String,
    fact: String,
    path: String,
    value: String,
}

fn rows() -> Vec<Row> {
    let table = std::fs::read_to_string(folder().join("facts.tsv")).unwrap();
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("register\tfact\tpath\tvalue"));
    let read = |line: &str| match line.split('\t').collect::<Vec<_>>()[..] {
        [register, fact, path, value] => Row {
            register: register.to_owned(),
            fact: fact.to_owned(),
            path: path.to_owned(),
            value: value.to_owned(),
        },
        _ => panic!("not four columns: {line}"),
    };
    lines.map(read).collect()
}

/// The keys of a breach that the fact on the fields of the register of breaches names: the format itself has them.
fn breach_fields() -> String {
    let schema = greffe_register::json_schema();
    let known = &schema["properties"]["breach"]["items"]["properties"];
    let named = [
        "nature",
        "people",
        "persons",
        "data",
        "records",
        "consequences",
        "measures",
    ];
    let there = named.into_iter().filter(|key| known.get(*key).is_some());
    there.collect::<Vec<_>>().join(",")
}

/// What the register holds at a path: a value of the file, the title that the program gives a sheet of the guide that the file names, or what the format has.
fn held(name: &str, path: &str) -> Option<String> {
    if path == "breach fields" {
        return Some(breach_fields());
    }
    let sheet = path
        .strip_prefix("sheet_title(")
        .and_then(|rest| rest.strip_suffix(')'));
    match sheet {
        Some(sheet) => {
            let register = register(name);
            let title = register
                .security()?
                .sheet_title(sheet.parse().ok()?, Lang::Fr);
            title.map(str::to_owned)
        }
        None => document(name).find(path).map(written),
    }
}

#[track_caller]
fn facts_stand_in(name: &str) {
    let document = document(name);
    let mut wrong = Vec::new();
    for row in rows().iter().filter(|row| row.register == name) {
        let found = document.find(&row.path).map(written);
        let found = found.or_else(|| held(name, &row.path));
        let found = found.unwrap_or_else(|| "unknown".to_owned());
        if found != row.value {
            wrong.push(format!(
                "{} {}: {:?} expected, {found:?} found",
                row.fact, row.path, row.value
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn facts_of_software_support() {
    facts_stand_in("software-support");
}

#[test]
fn facts_of_call_tracking() {
    facts_stand_in("call-tracking");
}

#[test]
fn facts_of_bank_communication() {
    facts_stand_in("bank-communication");
}

#[test]
fn facts_of_paperless_assemblies() {
    facts_stand_in("paperless-assemblies");
}

#[test]
fn facts_of_hosting() {
    facts_stand_in("hosting");
}

/// No number is left out, and no fact stands in another document's register.
#[test]
fn every_fact_has_its_place() {
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows() {
        listed.entry(row.register).or_default().insert(row.fact);
    }
    for (document, register, count) in DOCUMENTS {
        let expected: BTreeSet<_> = (1..=count).map(|n| format!("{document}-{n:03}")).collect();
        let found = listed.remove(register).unwrap_or_default();
        let missing: Vec<_> = expected.difference(&found).collect();
        let unknown: Vec<_> = found.difference(&expected).collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "{register}: missing {missing:?}, unknown {unknown:?}"
        );
    }
    assert!(listed.is_empty());
    assert_eq!(DOCUMENTS.iter().map(|(.., count)| count).sum::<u32>(), 378);
    assert_eq!(DOCUMENTS.map(|(_, register, _)| register), REGISTERS);
}

/// Most facts are found in what is there: a fact that only says that something is absent is the exception.
#[test]
fn few_facts_are_absences() {
    let rows = rows();
    let absent = rows.iter().filter(|row| row.value == "unknown").count();
    assert!(absent * 20 < rows.len(), "{absent} of {}", rows.len());
}

#[test]
fn a_fact_that_is_not_there_fails() {
    assert!(
        held(
            "hosting",
            "processing[FAC-01].data[1].retention.stages[2].keep"
        )
        .is_some()
    );
    assert!(
        held(
            "hosting",
            "processing[FAC-99].data[1].retention.stages[2].keep"
        )
        .is_none()
    );
    assert!(held("call-tracking", "sheet_title(25)").is_some());
    assert!(held("call-tracking", "sheet_title(26)").is_none());
}
